"""The rule, aloud to whoever asks; and each volunteer hears, once, which setting has changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from hotline.conversation.call import Call
from hotline.effects.rule import have_heard, unheard_changes
from hotline.groups.rule import rule_text
from hotline.numbers import PhoneNumber
from hotline.records import OfferState, RequestState
from infra.local.exchange import Person, Voicemail
from tests.stories.test_what_it_costs import counting
from tests.stories.town import GROUP, LINE, Town, brentwood

pytestmark = pytest.mark.long

NOW_TWO_HOURS = ("how we work has changed", "rest of two hours", "it was one hour")
ENDS_WITH = "ring us: anything else, then seven"


def settles_on(town: Town, **changes: Any) -> None:
    """The group's file is changed, and the line deployed anew."""
    town.world.groups = brentwood(**changes)


def rests_two_hours(town: Town) -> None:
    settles_on(town, policy={"rest": timedelta(hours=2)})


def asks_for_the_rule(person: Person) -> Person:
    person.dials(LINE).hears("anything else").presses("4").hears("to hear how we work, press 7").presses("7")
    return person.hears("to go on, press 1")


def hear(town: Town, person: Person) -> bool:
    """Whether this volunteer has heard of the settings as they are."""
    return town.volunteer(person).rule == rule_text(town.world.groups[GROUP])


def phones_in(person: Person) -> Person:
    person.dials(LINE).hears("anything else").presses("4").hears("press 9").presses("9").is_hung_up_on()
    return person.answers(within=10)


@pytest.fixture
def held(town: Town) -> Town:
    """Ben has said yes, the two have spoken, and then the group has settled on two hours between two asks."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("1")
    town.rosa.picks_up()
    town.ben.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.hears("is it arranged").presses("1").is_hung_up_on().waits(5)
    rests_two_hours(town)
    return town


def test_the_rule_is_told_to_whoever_asks_and_no_row_is_read_for_it(town: Town) -> None:
    """Rosa only listens; at its end the first menu comes again, as if she had just phoned."""
    asks_for_the_rule(town.rosa)
    with counting() as counted:
        town.rosa.hears("asked longest ago is asked first", "one phone rings at a time")
        town.rosa.hears("within two hours", "once three have not", "no thanks is a complete answer", "nobody can jump")
        town.rosa.hears("nobody is skipped", "neighbour of last time", "keeps their place")
        town.rosa.hears("from nine o'clock in the morning until eight o'clock in the evening", "rings for 20 seconds")
        town.rosa.hears("a rest of one hour", "at most three", "within two hours", "after seven days")
        town.rosa.hears("300 calls", "50 text messages", "Gwen Rees and Tom Hale")
        town.rosa.hears("for shopping, press 1")
    assert counted.keys() <= {"Query"}  # the minute's look for what is due
    town.rosa.presses("1").hears("Ongar").presses("2").hears("today").presses("1").hears("right").presses("1")
    town.rosa.hears("written down").is_hung_up_on()
    assert town.request().state is RequestState.OPEN


def test_any_key_goes_on_two_ends_it_and_star_says_it_slower(town: Town) -> None:
    """Nobody has to hear it all; nought is a person, as everywhere."""
    asks_for_the_rule(town.rosa).presses("5").hears("asked longest ago").presses("*").hears("asked longest ago")
    town.rosa.presses("1").hears("two phones ring").presses("2").hears("for shopping, press 1")
    town.rosa.hears_nothing_of("a complete answer").presses("4").hears("how we work").presses("7")
    town.rosa.hears("to go on").presses("0").hears("none of us can pick up").hangs_up()


@pytest.mark.parametrize(
    ("settings", "piece", "words"),
    [
        ({"policy": {"urgent_within": timedelta(hours=3)}}, 2, "wanted within three hours, or somebody waits"),
        ({"policy": {"urgent_within": timedelta()}}, 2, "two phones ring when somebody waits on the line"),
        ({"policy": {"ring": timedelta(seconds=61)}}, 6, "one minute and one second"),
        ({"policy": {"rest": timedelta()}}, 7, "a rest of no time at all"),
        ({"policy": {"daily_cap": 5}}, 8, "at most five"),
        ({"policy": {"daily_calls": 80}}, 11, "80 calls a day"),
        ({"keepers": ("Ada", "Bo", "Cy")}, 13, "Ada, Bo and Cy"),
    ],
)
def test_settings_are_spoken_as_they_are(town: Town, settings: Mapping[str, Any], piece: int, words: str) -> None:
    """From the group's own file, never from the words."""
    settles_on(town, **settings)
    asks_for_the_rule(town.rosa)
    for _ in range(piece):
        town.rosa.presses("1").waits(1)
    town.rosa.hears(words).hangs_up()


def test_a_volunteer_hears_it_by_the_same_key(town: Town) -> None:
    """On the call that rings them straight back; then their menu comes again."""
    town.joins(town.ben)
    phones_in(town.ben).hears("to hear how we work, press 7").presses("7").hears("to go on").presses("2")
    town.ben.hears("to rest for a while").hangs_up()


def test_after_a_no_they_hear_once_which_setting_has_changed(town: Town) -> None:
    """What it was and what it is, before goodbye; the next call says nothing of it."""
    town.joins(town.ben, rest=timedelta(minutes=1))
    rests_two_hours(town)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").hears_nothing_of("changed").presses("2")
    town.ben.hears(*NOW_TWO_HOURS, ENDS_WITH, "no thanks is a fine answer").is_hung_up_on().waits(90)
    assert hear(town, town.ben)
    town.emil.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses(
        "1"
    ).hangs_up()
    town.ben.picks_up().hears("yes, press 1").presses("2").hears("a fine answer").hears_nothing_of("changed")
    town.ben.is_hung_up_on()


def test_a_yes_after_a_no_is_not_theirs_and_they_hear_why(town: Town) -> None:
    """Promise 8: one step back leads to the question, and their offer is not open any more."""
    town.joins(town.ben, rest=timedelta(minutes=1))
    rests_two_hours(town)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("2").hears("rest of two hours").presses("#")
    town.ben.hears("yes, press 1").presses("1").hears("You said no to this one").is_hung_up_on().waits(5)
    assert town.request().state is RequestState.OPEN
    assert town.offers()[0].state is OfferState.PASSED


def test_a_yes_is_handed_over_first(town: Town) -> None:
    """They hear it when it is arranged, and any key ends it."""
    town.joins(town.ben)
    rests_two_hours(town)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").hears_nothing_of("changed").presses("1")
    town.rosa.picks_up()
    town.ben.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.hears("is it arranged").hears_nothing_of("changed").presses("1").hears(*NOW_TWO_HOURS, ENDS_WITH)
    town.ben.presses("1").hears("goodbye").is_hung_up_on()
    assert town.request().state is RequestState.SPOKEN
    assert hear(town, town.ben)


def test_whoever_hangs_up_before_its_end_hears_it_next_time(town: Town) -> None:
    """The no counts all the same."""
    town.joins(town.ben)
    rests_two_hours(town)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("2").hears("rest of two hours").hangs_up()
    town.ben.waits(5)
    assert not hear(town, town.ben)
    assert len(town.request().passed) == 1
    phones_in(town.ben).hears("to rest for a while").presses("1").hears("until tomorrow").presses("1")
    town.ben.hears("in peace until tomorrow", *NOW_TWO_HOURS).is_hung_up_on()
    assert hear(town, town.ben)


def test_voicemail_is_told_nothing_and_has_heard_nothing(town: Town) -> None:
    """Whatever presses no key; and whoever says `ring me in ten minutes` has no time for it now."""
    town.joins(town.ben, town.ali, town.priya)
    rests_two_hours(town)
    town.ben.when_rung(Voicemail())
    town.asks_for_shopping(town.rosa)
    town.ali.picks_up().hears("we heard no key").is_hung_up_on().hears_nothing_of("changed")
    town.priya.picks_up().hears("yes, press 1").presses("4").hears("in ten minutes", "goodbye").is_hung_up_on()
    town.priya.hears_nothing_of("changed")
    town.ben.hears_nothing_of("changed")
    assert not any(hear(town, person) for person in (town.ben, town.ali, town.priya))


def test_at_the_follow_up_they_hear_it_when_it_is_done(held: Town) -> None:
    """Asked about an hour before the phones fall silent."""
    held.ben.waits(8 * 3600).answers(within=3 * 3600).hears("is it done").presses("1")
    held.ben.hears(*NOW_TWO_HOURS, "thank you so much for doing it").is_hung_up_on()
    assert held.request().state is RequestState.REPORTED_DONE
    assert hear(held, held.ben)


def test_phoning_in_to_say_that_it_is_done_they_hear_it_then(held: Town) -> None:
    """After what they phoned for."""
    phones_in(held.ben).hears("it is done, press 2").hears_nothing_of("changed").presses("2").hears(*NOW_TWO_HOURS)
    held.ben.is_hung_up_on()
    assert hear(held, held.ben)


def test_told_that_it_was_cancelled_they_hear_it_then(held: Town) -> None:
    """On a call that was placed to tell them something else."""
    phones_in(held.rosa).hears("change or cancel").presses("3").hears("cancel").presses("5").hears("again").presses("5")
    held.rosa.is_hung_up_on()
    held.ben.answers().hears("no longer needed", *NOW_TWO_HOURS)
    held.ben.is_hung_up_on()
    assert hear(held, held.ben)


def test_who_keeps_the_keys_is_announced_too(town: Town) -> None:
    """With other hours, on the same call."""
    town.joins(town.ben)
    settles_on(town, keepers=("Gwen Rees", "Priya Shah"))
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("2")
    town.ben.hears("now kept by Gwen Rees and Priya Shah", "it was Gwen Rees and Tom Hale").is_hung_up_on()


def test_nobody_is_told_of_changes_before_they_were_there(town: Town) -> None:
    """Who has never heard of any setting begins with today's, silently: rung, or phoning in. Later ones they hear."""
    town.joins(town.ben, town.ali, rule=None)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("3").hears("goodbye").hears_nothing_of("changed").is_hung_up_on()
    town.ali.picks_up().hears("yes, press 1").presses("3").is_hung_up_on()
    assert hear(town, town.ben)
    rests_two_hours(town)
    phones_in(town.ben).hears("I am back").presses("1").hears("to rest for a while").presses("1").hears("for a week")
    town.ben.presses("2").hears(*NOW_TWO_HOURS).is_hung_up_on()
    town.joins(town.priya, rule=None)
    phones_in(town.priya).hears("to rest for a while").presses("2").hears("until tomorrow").presses("1")
    town.priya.hears("in peace until tomorrow").is_hung_up_on().hears_nothing_of("changed")
    assert hear(town, town.priya)


def test_it_costs_nothing_where_nothing_has_changed_and_else_two_reads_and_a_write(town: Town) -> None:
    """The flag lies on the offer, which is read at pick-up anyway; the volunteer is read only where it is set."""
    town.joins(town.ben)
    rests_two_hours(town)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1")
    group, number = town.world.groups[GROUP], PhoneNumber(town.ben.number)
    call = Call(group=group, sid="CA1", other_end=number, about=town.offers()[0].id)
    with counting() as counted:
        told = unheard_changes().effect.run(town.world, call)
    assert counted == {"GetItem": 1}
    with counting() as counted:
        have_heard(told).effect.run(town.world, call, told)
    assert counted == {"GetItem": 1, "UpdateItem": 1}
    with counting() as counted:
        have_heard(told).effect.run(town.world, call, told)
    assert counted == {"GetItem": 1}  # the webhook came twice
    town.ben.hangs_up()
