"""A volunteer phones the line: rung straight back, and all that they can do then by keys (issue 4, item 5)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hotline.hours import Hours
from hotline.numbers import PhoneNumber
from hotline.records import Need, Reason, Request, RequestState
from infra.local.exchange import Busy, LetsItRing, Person
from tests.stories.arranged import A_DAY, FOR_DAYS, arranged, reports, says_it_is_arranged, they_talk
from tests.stories.town import GROUP, LINE, START, Town, brentwood

pytestmark = pytest.mark.long

EVENING = datetime(2026, 11, 24, 19, 52, tzinfo=UTC)  # eight minutes before the phones fall silent
POLISH = {"groups": brentwood(languages=("en", "pl"))}
SHORT_DAYS = {"groups": brentwood(hours=Hours.parse("mon-fri 09:00-20:00"))}
NO_RUBBISH = {"groups": brentwood(needs=(Need.SHOPPING, Need.MEDICINES, Need.DOG, Need.CHAT, Need.OTHER))}
BUSY_DAY = {"groups": brentwood(policy={"rest": timedelta(minutes=1)})}


def phones(person: Person) -> Person:
    """Anything else, then nine; the phone is put down, rings, and its key is pressed."""
    person.dials(LINE).hears("anything else").presses("4").hears("press 9").presses("9")
    person.hears("put the phone down").hears_nothing_of("said yes to").is_hung_up_on()
    return person.answers(within=10)


def phones_at_once(person: Person) -> Person:
    """The same in ten seconds, by heart: keys count while the line speaks."""
    person.dials(LINE).hears("Hello").presses("4").hears("for a dog").presses("9").hears("thank you").hangs_up()
    return person.picks_up(within=10).hears("ringing you back").presses("1")


def misses_the_ring(town: Town, *people: Person) -> Request:
    """Rosa asks for shopping; these phones ring, and nobody is there."""
    for person in people:
        person.when_rung(LetsItRing())
    asked = town.asks_for_shopping(town.rosa)
    for person in people:
        person.is_rung().stops_ringing().when_rung(None)
    return asked


@pytest.fixture
def yes(town: Town) -> Town:
    """Ben has said yes to Rosa's shopping, and would be joined in a quarter of an hour. Ali would be next."""
    town.joins(town.ben, town.ali)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on().waits(60)
    return town


@pytest.fixture
def ben(town: Town) -> Person:
    """A volunteer who is free."""
    town.joins(town.ben)
    return town.ben


# What they hold


def test_what_i_said_yes_to_comes_at_once_and_the_first_key_joins(yes: Town) -> None:
    """The most likely wish is the first key; both phones show the line's number, and afterwards it is arranged."""
    phones(yes.ben).hears("you have said yes to: shopping, in Ongar, today", yes.request().words.replace("-", " "))
    yes.ben.hears("to be joined, press 1").presses("1")
    yes.rosa.picks_up().hears("with a neighbour")
    yes.ben.talks_with(yes.rosa)
    yes.rosa.hangs_up()
    yes.ben.hears("is it arranged").presses("1").hears("thank you").is_hung_up_on().waits(2)
    assert yes.request().state == RequestState.SPOKEN
    assert yes.rosa.displays == yes.ben.displays[-1:] == [LINE]


def test_it_is_arranged_and_then_it_is_done(yes: Town) -> None:
    """One key before the two have spoken by the line, and the same key, which then is another question, afterwards."""
    phones(yes.ben).hears("it is arranged, press 2")
    says_it_is_arranged(yes.ben).hears("thank you").is_hung_up_on().waits(2)
    assert yes.request().state == RequestState.SPOKEN
    phones(yes.ben).hears("to be joined, press 1", "it is done, press 2", "press 4").hears_nothing_of(
        "quarter"
    ).presses("1")
    yes.rosa.when_rung(Busy())
    yes.ben.hears("on the phone", "to be joined, press 1").presses("1")
    yes.rosa.when_rung(None)
    yes.rosa.picks_up().hears("with a neighbour")
    yes.ben.talks_with(yes.rosa)
    yes.rosa.hangs_up()
    yes.ben.hears("it is done, press 2").presses("2").hears("thank you so much for doing it")
    yes.ben.is_hung_up_on().waits(2)
    assert yes.request().state == RequestState.REPORTED_DONE
    phones(yes.ben).hears_nothing_of("you have said yes").hears("to rest").hangs_up()


def test_someone_else_please_and_the_next_is_asked(yes: Town) -> None:
    """Handed back by one key, and they are not asked for it again, nor is it offered as open."""
    phones(yes.ben).hears("someone else, please, press 4").presses("4").hears("we ask somebody else").is_hung_up_on()
    yes.ali.picks_up().hears("shopping").presses("4").is_hung_up_on().waits(2)
    phones(yes.ben).hears("to rest for a while, press 1").hears_nothing_of("what is open").hangs_up()
    assert yes.request().state == RequestState.OPEN


def test_something_worried_them_and_two_of_us_will_hear_both(yes: Town) -> None:
    """Key 6, and no words but the key again: nobody is complained of, and what they hold stays theirs."""
    phones(yes.ben).hears("worried you, press 6").presses("6").hears("after the tone", "press 6 again").presses("6")
    yes.ben.hears("hear you both").is_hung_up_on()
    worried = yes.items()[Reason.LOT]
    assert (worried.about, worried.against) == (yes.request().id, None)
    assert (worried.number, worried.other) == (PhoneNumber(yes.ben.number), yes.request().number)
    assert yes.holder(yes.ben)


def test_what_worried_them_leaves_the_time_that_they_were_told(yes: Town) -> None:
    """`We ring you in a quarter of an hour` stays true: somebody waits, and Ben has heard nothing else."""
    phones(yes.ben).hears("in a quarter of an hour, press 3").presses("3").hears("we ring you").is_hung_up_on()
    phones(yes.ben).hears("worried you, press 6").presses("6").hears("(beep)").says("I know that house").presses("#")
    yes.ben.hears("hear you both").is_hung_up_on()
    yes.ali.when_rung(LetsItRing())
    yes.ben.is_not_rung(for_seconds=11 * 60).answers(within=300).hears("you said yes", "to be joined").hangs_up()
    assert yes.holder(yes.ben)


def test_who_is_worried_and_whose_hours_are_soon_over_is_rung_before_that(town: Town) -> None:
    """Worried before they were told any time: it is not taken from him at once, as if he could not be reached."""
    town.joins(town.ben, hours=Hours.parse("every day 09:00-11:00"))
    town.joins(town.ali)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").hangs_up()
    phones(town.ben).hears("worried you, press 6").presses("6").hears("(beep)").says("A dog barks").presses("#")
    town.ben.hears("hear you both").hangs_up()
    town.ali.when_rung(LetsItRing())
    town.ben.answers(within=1000).hears("you said yes", "to be joined").hangs_up()
    assert town.holder(town.ben)


def test_in_a_quarter_of_an_hour(yes: Town) -> None:
    """Asked for again, and kept."""
    phones(yes.ben).hears("in a quarter of an hour, press 3").presses("3").hears("we ring you").is_hung_up_on()
    yes.ben.is_not_rung(for_seconds=13 * 60).answers(within=180).hears("you said yes").hangs_up()


def test_silence_leaves_what_they_hold_as_it_is(yes: Town) -> None:
    """Not understood twice: nothing is taken for granted, and nothing is handed back."""
    phones(yes.ben).hears("to be joined", "stays as it was").is_hung_up_on().waits(2)
    assert yes.holder(yes.ben)
    assert yes.request().state == RequestState.ACCEPTED


@pytest.mark.parametrize("town", [BUSY_DAY], indirect=True)
def test_several_one_after_the_other_by_a_key_each(yes: Town) -> None:
    """Two yeses: which one is asked first, and the keys then change that one alone."""
    yes.emil.dials(LINE).hears("medicines").presses("2").hears("Brentwood").presses("1").hears("today").presses("2")
    yes.emil.hears("right").presses("1").hears("written down").is_hung_up_on()
    yes.ali.picks_up().hears("medicines").presses("3").is_hung_up_on()
    yes.ben.picks_up().hears("medicines").presses("1").hears("It's yours").presses("3").is_hung_up_on().waits(30)
    shopping, medicines = (request.words.replace("-", " ") for request in yes.requests())
    phones(yes.ben).hears(f"shopping, in Ongar, {shopping}, press 1", f"medicines, in Brentwood, {medicines}, press 2")
    yes.ben.presses("2")
    yes.ben.hears("said yes to: medicines, in Brentwood")
    says_it_is_arranged(yes.ben).hears("thank you").is_hung_up_on().waits(2)
    assert {request.need: request.state for request in yes.requests()} == {
        Need.SHOPPING: RequestState.ACCEPTED,
        Need.MEDICINES: RequestState.SPOKEN,
    }


def test_whoever_holds_something_can_still_do_all_else(yes: Town) -> None:
    """One more key leads on to what is open, rest, settings and leaving. A week's rest hands on what they hold."""
    yes.ali.when_rung(LetsItRing())
    phones(yes.ben).hears("anything else, press 5").presses("5").hears("to rest for a while, press 1").presses("1")
    yes.ben.hears("for a week, 2").presses("2").hears("goes to somebody else", "for a week").is_hung_up_on()
    assert not yes.holder(yes.ben)
    assert yes.volunteer(yes.ben).paused_until is not None


@pytest.mark.parametrize("town", [{"start": EVENING}], indirect=True)
def test_at_night_nobody_is_joined_to_a_resident(town: Town) -> None:
    """Whoever phones is rung back at any hour, but a resident's phone never rings outside theirs (promise 2)."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on().waits(600)
    phones(town.ben).hears("does not ring before", "nine o'clock tomorrow", "it is arranged, press 2")
    town.ben.hears_nothing_of("to be joined").presses("5").hears("to rest for a while").hangs_up()
    assert town.rosa.displays == []


# What is open


def test_a_missed_ring_rung_back_is_a_second_chance(town: Town) -> None:
    """Still open: heard, taken with one key, and handed over as on the phone that rang."""
    town.joins(town.ben)
    misses_the_ring(town, town.ben)
    phones(town.ben).hears("to hear what is open that you could do, press 1").presses("1")
    town.ben.hears("shopping, in Ongar, today", "yes, press 1").presses("1").hears("It's yours", "to be joined")
    town.ben.presses("1")
    town.rosa.picks_up().hears("with a neighbour")
    town.ben.talks_with(town.rosa).hangs_up()
    town.rosa.is_hung_up_on().waits(2)
    assert town.holder(town.ben)
    assert town.request().joined_at


def test_one_at_a_time_the_oldest_first(town: Town) -> None:
    """The next by a key, until there is none; nothing is taken by listening."""
    town.joins(town.ben, needs=frozenset({Need.SHOPPING, Need.DOG}), paused_until=START + timedelta(days=1))
    for person, keys in ((town.rosa, "1211"), (town.emil, "41111")):
        person.dials(LINE).hears("shopping")
        for key in keys:
            person.presses(key).waits(12)
        person.hangs_up().waits(5)
    phones(town.ben).hears("I am back, press 1", "what is open that you could do, press 2").presses("2")
    town.ben.hears("shopping, in Ongar").hears_nothing_of("dog").presses("2")
    town.ben.hears("a dog, in Brentwood").presses("2").hears("all that is open").is_hung_up_on()
    assert {request.taken_by for request in town.requests()} == {None}


@pytest.mark.parametrize(
    "ben",
    [
        {"needs": frozenset({Need.DOG})},
        {"areas": frozenset({"brentwood"})},
        {"languages": frozenset({"pl"})},
    ],
)
def test_what_is_not_theirs_to_do_is_not_offered(town: Town, ben: dict[str, frozenset[str]]) -> None:
    """Another need, area or language than theirs: as in the rotation."""
    town.joins(town.ben, **ben)
    town.joins(town.ali)
    misses_the_ring(town, town.ali)
    phones(town.ben).hears("to rest for a while, press 1").hears_nothing_of("what is open", "shopping").hangs_up()


def test_what_they_passed_on_is_not_offered(town: Town) -> None:
    """No thanks is a complete answer."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("2").hears("no thanks").is_hung_up_on().waits(5)
    phones(town.ben).hears("to rest for a while, press 1").hears_nothing_of("what is open").hangs_up()


def test_too_late_is_heard_kindly(town: Town) -> None:
    """Ali says yes while Ben listens: at most one volunteer holds it, and Ben hears that it was a neighbour."""
    town.joins(town.ben, town.ali)
    misses_the_ring(town, town.ben)
    phones_at_once(town.ben).hears("what is open").presses("1").hears("shopping, in Ongar")
    town.ali.picks_up().hears("yes, press 1").presses("1").hears("It's yours")
    town.ben.presses("1").hears("a neighbour took it just before you").is_hung_up_on()
    town.ali.hangs_up()
    assert town.holder(town.ali)


def test_other_phones_fall_silent_once_it_is_taken(town: Town) -> None:
    """A phone that rings for it stops (fault 20), as after any other yes."""
    town.joins(town.ben, town.ali)
    misses_the_ring(town, town.ben)
    town.ali.is_rung()
    phones_at_once(town.ben).hears("what is open").presses("1").hears("shopping")
    town.ben.presses("1").hears("It's yours")
    town.ali.stops_ringing()
    town.ben.presses("2").is_hung_up_on()
    assert town.holder(town.ben)


def test_a_yes_that_hash_takes_back_is_taken_back_by_the_next(town: Town) -> None:
    """One step back, then the next: what is said last is what counts."""
    town.joins(town.ben)
    misses_the_ring(town, town.ben)
    phones(town.ben).hears("what is open").presses("1").hears("shopping").presses("1").hears("It's yours").presses("#")
    town.ben.hears("shopping, in Ongar").presses("2").hears("all that is open").is_hung_up_on()
    assert town.request().state == RequestState.OPEN


def test_a_yes_that_hash_leads_back_from_stays_theirs_and_they_hear_so(town: Town) -> None:
    """One step back, and no key: nothing is taken back, and he is told before he is rung about it."""
    town.joins(town.ben)
    misses_the_ring(town, town.ben)
    phones(town.ben).hears("what is open").presses("1").hears("shopping").presses("1").hears("It's yours").presses("#")
    town.ben.hears("shopping, in Ongar", "it stays yours, and we ring you about it").is_hung_up_on()
    assert town.holder(town.ben)
    town.ben.answers(within=1200).hears("you said yes").hangs_up()


def test_two_wrong_keys_at_the_menu_change_nothing_and_it_is_said_so(ben: Person) -> None:
    """They hear how to go on."""
    phones(ben).hears("to rest for a while", "to leave for good").presses("5").hears("not one of these").presses("5")
    ben.hears("stays as it was", "ring us again", "goodbye").is_hung_up_on()


def test_nothing_keyed_is_no_yes(town: Town) -> None:
    """What is open stays open, and nobody hears that it is theirs."""
    town.joins(town.ben)
    misses_the_ring(town, town.ben)
    phones(town.ben).hears("what is open").presses("1").hears("shopping, in Ongar", "goodbye")
    town.ben.hears_nothing_of("yours").is_hung_up_on()
    assert town.request().state == RequestState.OPEN


def test_handed_back_at_night_nobody_is_said_to_be_asked_now(town: Town) -> None:
    """Phones are silent: somebody else is asked in the morning."""
    town.joins(town.ben, town.ali)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("2")
    town.rosa.hears("right").presses("1").hears("written down").is_hung_up_on()
    they_talk(town)
    town.ben.waits(12 * 3600)
    phones(town.ben).hears("someone else, please").presses("4").hears("we ask somebody else", "goodbye")
    town.ben.hears_nothing_of("now").is_hung_up_on()
    town.ali.is_not_rung(for_seconds=600)


def test_their_words_are_heard_before_the_yes(town: Town) -> None:
    """Something else is in the resident's own words: they are played by a key."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.rosa.dials(LINE).hears("anything else").presses("4").hears("own words").presses("4").hears("(beep)")
    town.rosa.says("a shelf to put up").presses("#").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("right").presses("1").is_hung_up_on()
    town.ben.is_rung().stops_ringing().when_rung(None)
    phones(town.ben).hears("what is open").presses("1").hears("something else", "their words, press 3").presses("3")
    town.ben.hears("shelf").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    assert town.holder(town.ben)


@pytest.mark.parametrize("town", [{"start": EVENING}], indirect=True)
def test_a_yes_by_night_is_kept_until_the_phones_may_ring(town: Town) -> None:
    """It is theirs, and in the morning they are rung to be joined; meanwhile the resident's phone is left in peace."""
    town.joins(town.ben)
    misses_the_ring(town, town.ben)
    town.ben.waits(10 * 60)
    phones(town.ben).hears("what is open").presses("1").hears("shopping").presses("1")
    town.ben.hears("It's yours", "too late to ring them now", "nine o'clock tomorrow").is_hung_up_on()
    town.ben.is_not_rung(for_seconds=12 * 3600).answers(within=3600).hears("you said yes", "to be joined").presses("1")
    town.rosa.picks_up().hears("with a neighbour")
    town.ben.talks_with(town.rosa).hangs_up()
    town.rosa.is_hung_up_on()
    assert town.rosa.displays == [LINE]


# Rest


def test_nothing_held_nothing_open_and_unasked_for_a_week(ben: Person) -> None:
    """What cannot be is not offered; whoever is on duty and was not needed is told that we are glad of them."""
    phones(ben).hears("not had to ask you for a week", "glad you are there", "to rest for a while, press 1")
    ben.hears_nothing_of("said yes", "what is open", "I am back").hangs_up()


def test_whoever_was_asked_this_week_is_not_told_that_they_were_not(yes: Town) -> None:
    """Ben has just been asked."""
    phones(yes.ben).hears("press 5").presses("5").hears("to rest").hears_nothing_of("for a week, and").hangs_up()


@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True)
def test_who_has_helped_is_not_told_that_they_were_never_needed(town: Town) -> None:
    """Nobody has asked Ben since he helped, eight days ago: that is all that is said."""
    town.joins(town.ben)
    arranged(town)
    reports(town)
    town.ben.waits(8 * A_DAY)
    phones(town.ben).hears("not had to ask you for a week").hears_nothing_of("needed you", "yet").hangs_up()


def test_a_coordinator_who_was_rung_about_a_task_is_not_told_that_she_was_not(town: Town) -> None:
    """A task is no ask, and yet it was she who was asked."""
    town.joins(town.gwen, coordinator=True, needs=frozenset())
    town.asks_for_shopping(town.rosa)
    town.gwen.answers(within=3600).hears("there is no volunteer for it").presses("2").is_hung_up_on().waits(5)
    phones(town.gwen).hears("to rest for a while").hears_nothing_of("for a week, and").hangs_up()


@pytest.mark.parametrize(
    ("key", "said", "until"),
    [
        ("1", "until tomorrow", datetime(2026, 11, 25, tzinfo=UTC)),
        ("2", "for a week", START + timedelta(days=7)),
        ("3", "until you phone", START + timedelta(days=365)),
    ],
)
def test_a_rest_by_two_keys(town: Town, ben: Person, key: str, said: str, until: datetime) -> None:
    """Until tomorrow, for a week, or until they phone: meanwhile they are not asked."""
    phones(ben).hears("to rest for a while, press 1").presses("1").hears("until tomorrow, press 1").presses(key)
    ben.hears("in peace", said).is_hung_up_on()
    rests = town.volunteer(ben).paused_until
    assert rests is not None
    assert rests >= until
    town.asks_for_shopping(town.rosa)
    ben.is_not_rung(for_seconds=3600)


@pytest.mark.parametrize("away", [{"paused_until": START + timedelta(days=9999)}, {"stopped": True}])
def test_i_am_back_is_the_first_key_of_whoever_rests(town: Town, away: dict[str, object]) -> None:
    """It ends any rest, also one that `stop these calls` began; and what is open now is heard at once."""
    town.joins(town.ben, **away)
    town.asks_for_shopping(town.rosa)
    phones(town.ben).hears("we do not ring you", "I am back, press 1").presses("1")
    town.ben.hears("welcome back", "what is open that you could do, press 1").hangs_up()
    town.ben.picks_up(within=3600).hears("shopping for a neighbour").presses("2").is_hung_up_on()


# Settings


def changes(person: Person, key: str) -> Person:
    """To their settings, and to one of them."""
    return (
        phones(person).hears("your needs, areas and hours, press 2").presses("2").hears("for what you do").presses(key)
    )


def answers(person: Person, *answers: tuple[str, str]) -> Person:
    """Hear these words, then press this key, one after the other."""
    for words, key in answers:
        person.hears(words).presses(key)
    return person


def test_my_needs_one_after_the_other_read_back_and_kept(town: Town, ben: Person) -> None:
    """Yes or no to each need of the group; only what they said yes to is read back, and kept."""
    changes(ben, "1")
    answers(ben, ("shopping", "2"), ("medicines", "1"), ("dog", "2"), ("garden", "2"), ("rubbish", "2"))
    answers(ben, ("friendly chat", "1"), ("something else", "2"))
    ben.hears("what you do", "medicines", "friendly chat", "right, press 1").hears_nothing_of("dog. garden")
    ben.presses("1").hears("kept", "another setting").is_hung_up_on()
    assert town.volunteer(ben).needs & frozenset(Need) - {Need.LISTEN} == {Need.MEDICINES, Need.CHAT}


def test_what_is_not_said_to_be_right_is_not_kept(town: Town, ben: Person) -> None:
    """Silence at the read-back: everything is as it was."""
    before = town.volunteer(ben)
    changes(ben, "2")
    answers(ben, ("only in some places, 2", "2"), ("Brentwood", "1"), ("Ongar", "2"))
    ben.hears("this is where", "Brentwood", "stays as it was").is_hung_up_on()
    assert town.volunteer(ben) == before


def test_nothing_at_all_is_not_kept(town: Town, ben: Person) -> None:
    """No to every area would be an end by accident: to rest or to leave has keys of its own."""
    before = town.volunteer(ben)
    changes(ben, "2")
    answers(ben, ("only in some places, 2", "2"), ("Brentwood", "2"), ("Ongar", "2"))
    ben.hears("this is where: nothing").presses("1").hears("leaves nothing", "stays as it was").is_hung_up_on()
    assert town.volunteer(ben) == before


def test_my_areas(town: Town, ben: Person) -> None:
    """Some of them, and then, in the same call, all of them again."""
    changes(ben, "2")
    answers(ben, ("some places, 2", "2"), ("Brentwood", "1"), ("Ongar", "2"), ("right, press 1", "1"))
    answers(ben, ("another setting, press 1", "1"))
    assert town.volunteer(ben).areas == {"brentwood"}
    answers(ben, ("where, press 2", "2"), ("anywhere, press 1", "1"), ("right, press 1", "1"))
    ben.hears("kept").is_hung_up_on()
    assert town.volunteer(ben).areas == frozenset()


def test_how_often(town: Town, ben: Person) -> None:
    """At most so many a day, and so long in peace after each; or as the rule is for everybody."""
    changes(ben, "3")
    answers(ben, ("two, 2", "2"), ("a day, 2", "2"))
    ben.hears("at most two a day", "a day in peace", "right").presses("1").hears("kept").presses("1")
    assert (town.volunteer(ben).daily_cap, town.volunteer(ben).rest) == (2, timedelta(days=1))
    answers(ben, ("how often, press 3", "3"), ("as everybody, 4", "4"), ("as everybody, 4", "4"), ("right", "1"))
    ben.hears("kept").is_hung_up_on()
    assert (town.volunteer(ben).daily_cap, town.volunteer(ben).rest) == (None, None)


def test_my_hours_every_day(town: Town, ben: Person) -> None:
    """Two digits from, two until, read back as people say them, and then kept to."""
    changes(ben, "4")
    answers(ben, ("every day, press 1", "1"), ("from what hour", "14#"), ("until what hour", "20#"))
    ben.hears("every day", "two o'clock in the afternoon", "eight o'clock in the evening").presses("1")
    ben.hears("kept").is_hung_up_on()
    assert town.volunteer(ben).hours == Hours.parse("every day 14:00-20:00")
    town.asks_for_shopping(town.rosa)
    ben.is_not_rung(for_seconds=3000).picks_up(within=4 * 3600).hears("shopping").presses("2").is_hung_up_on()


def test_my_hours_at_the_weekend_apart(town: Town, ben: Person) -> None:
    """Some days alone change; or on those days not at all."""
    changes(ben, "4")
    answers(ben, ("Saturday and Sunday, 3", "3"), ("certain hours", "1"), ("from", "10#"), ("until", "24#"))
    ben.hears("Saturday and Sunday", "ten o'clock in the morning", "until midnight").presses("1")
    answers(ben, ("another setting", "1"), ("your hours, press 4", "4"), ("Monday to Friday, 2", "2"))
    ben.hears("not at all on those days, 2").presses("2").hears("from Monday to Friday", "not at all").presses("1")
    ben.hears("kept").is_hung_up_on()
    assert town.volunteer(ben).hours.text() == "sat-sun 10:00-24:00"


@pytest.mark.parametrize("keyed", [("20#", "09#"), ("09#", "25#"), ("99#", None)])
def test_hours_that_are_none_are_refused(town: Town, ben: Person, keyed: tuple[str, str | None]) -> None:
    """The later second, and both on a clock: else nothing changes, and they hear why."""
    before = town.volunteer(ben)
    changes(ben, "4").hears("every day").presses("1").hears("from what hour").presses(keyed[0])
    if keyed[1]:
        ben.hears("until what hour").presses(keyed[1])
    ben.hears("not two hours", "stays as it was").hears_nothing_of("until what hour" if not keyed[1] else "kept")
    ben.is_hung_up_on()
    assert town.volunteer(ben) == before


def test_a_week_with_no_hour_in_it_is_refused(town: Town) -> None:
    """Nobody can be left in the rotation who can never be rung."""
    town.joins(town.ben, hours=Hours.parse("sat-sun 10:00-12:00"))
    changes(town.ben, "4")
    answers(town.ben, ("Saturday and Sunday, 3", "3"), ("not at all", "2"), ("right", "1"))
    town.ben.hears("leaves nothing", "stays as it was").is_hung_up_on()
    assert town.volunteer(town.ben).hours.text() == "sat-sun 10:00-12:00"


@pytest.mark.parametrize("town", [SHORT_DAYS], indirect=True)
@pytest.mark.parametrize(
    ("days", "keyed"),
    [("every day, press 1", ("21#", "23#")), ("Saturday and Sunday, 3", ("10#", "12#")), ("Friday, 2", ("07#", "09#"))],
)
def test_hours_at_which_no_phone_rings_are_not_kept(town: Town, ben: Person, days: str, keyed: tuple[str, str]) -> None:
    """They would be `not at all` without saying so: told, with the hours of the group, and nothing is changed."""
    before = town.volunteer(ben)
    changes(ben, "4")
    answers(ben, (days, days[-1]))
    if days[-1] != "1":
        answers(ben, ("certain hours", "1"))
    answers(ben, ("from what hour", keyed[0]), ("until what hour", keyed[1]), ("right", "1"))
    ben.hears("phones are silent", "from Monday to Friday", "eight o'clock in the evening", "stays as it was")
    ben.is_hung_up_on()
    assert town.volunteer(ben) == before


@pytest.mark.parametrize("town", [SHORT_DAYS], indirect=True)
def test_hours_that_ring_on_some_of_those_days_are_kept(town: Town, ben: Person) -> None:
    """On the others nobody is rung: those are the group's hours, and not theirs to know."""
    changes(ben, "4")
    answers(ben, ("every day, press 1", "1"), ("from what hour", "19#"), ("until what hour", "23#"), ("right", "1"))
    ben.hears("kept").is_hung_up_on()
    assert town.volunteer(ben).hours == Hours.parse("every day 19:00-23:00")


@pytest.mark.parametrize("town", [SHORT_DAYS], indirect=True)
def test_whose_hours_are_none_of_the_groups_hears_so(town: Town) -> None:
    """The group has changed its own meanwhile: nobody is left to wait for a ring that never comes."""
    town.joins(town.ben, hours=Hours.parse("sat-sun 09:00-20:00"))
    phones(town.ben).hears("silent at all of your hours", "needs, areas and hours, press 2")
    town.ben.hears_nothing_of("not had to ask you").hangs_up()


@pytest.mark.parametrize(
    ("theirs", "heard"),
    [
        ({"areas": frozenset({"chipping"})}, "None of your areas"),
        ({"needs": frozenset({Need.RUBBISH})}, "None of what you do"),
        ({"languages": frozenset({"pl"})}, "None of your languages"),
    ],
    ids=["areas", "needs", "languages"],
)
@pytest.mark.parametrize("town", [NO_RUBBISH], indirect=True, ids=["no rubbish"])
def test_who_can_be_asked_for_nothing_that_the_group_has_hears_so(
    town: Town, theirs: dict[str, frozenset[str]], heard: str
) -> None:
    """The settings were changed since they joined: a week without a ring is then nothing to be glad of."""
    town.joins(town.ben, **theirs)
    phones(town.ben).hears(heard).hears_nothing_of("not had to ask you").hangs_up()


def test_a_coordinator_can_do_nothing_but_tasks(town: Town) -> None:
    """No to every need is an answer of hers: she is asked for what needs a person all the same."""
    town.joins(town.gwen, coordinator=True)
    changes(town.gwen, "1")
    answers(town.gwen, *((need, "2") for need in ("shopping", "medicines", "dog", "garden", "rubbish")))
    answers(town.gwen, ("friendly chat", "2"), ("something else", "2"))
    town.gwen.hears("what you do: nothing").presses("1").hears("kept").is_hung_up_on()
    assert town.volunteer(town.gwen).needs <= {Need.LISTEN}
    town.asks_for_shopping(town.rosa)
    town.gwen.answers(within=3600).hears("there is no volunteer for it").presses("2").is_hung_up_on()


@pytest.mark.parametrize("town", [POLISH], indirect=True)
def test_my_languages_where_the_group_has_several(town: Town, ben: Person) -> None:
    """Only then are they asked for."""
    changes(ben, "5")
    answers(ben, ("English", "1"), ("Polish", "1"))
    ben.hears("what you speak", "English", "Polish").presses("1").hears("kept").is_hung_up_on()
    assert town.volunteer(ben).languages == {"en", "pl"}


def test_where_there_is_one_language_it_is_not_asked_for(ben: Person) -> None:
    """Nothing is offered that cannot be."""
    phones(ben).hears("press 2").presses("2").hears("hours, press 4").waits(5).hears_nothing_of("languages").hangs_up()


# Leaving


def test_leaving_for_good_is_asked_twice_and_hands_back_what_they_hold(yes: Town) -> None:
    """They are erased as a volunteer, told so, and the next neighbour is asked at once."""
    phones(yes.ben).hears("anything else, press 5").presses("5").hears("to leave for good, press 8").presses("8")
    yes.ben.hears("erased", "press 8 again").presses("8").hears("you have left", "only counts").is_hung_up_on()
    yes.ali.picks_up().hears("shopping").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    assert yes.store.volunteer(GROUP, PhoneNumber(yes.ben.number).opaque) is None
    assert not yes.store.places(GROUP, Need.DOG, limit=9)[1:]
    assert yes.holder(yes.ali)
    assert PhoneNumber(yes.ben.number).opaque not in yes.request().passed


def test_leaving_by_accident(town: Town, ben: Person) -> None:
    """Silence keeps things as they are; 1 ends nothing."""
    phones(ben).hears("to leave for good, press 8").presses("8").hears("just wait", "stays as it was").is_hung_up_on()
    assert not town.volunteer(ben).stopped


def test_who_has_left_is_a_stranger_again(town: Town, ben: Person) -> None:
    """They phone once more: no ring back, since we hold no such number."""
    phones(ben).hears("press 8").presses("8").hears("press 8 again").presses("8").hears("you have left").is_hung_up_on()
    ben.waits(5).dials(LINE).hears("anything else").presses("4").hears("press 9").presses("9")
    ben.hears("put the phone down").is_hung_up_on().is_not_rung(for_seconds=300)
    assert list(town.store.volunteers(GROUP)) == []
