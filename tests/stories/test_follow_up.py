"""Arranged is not done: the volunteer is asked, when the help was due (issue 4, item 4)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.dispatch.sweep import sweep
from hotline.hours import Hours
from hotline.numbers import PhoneNumber
from hotline.records import OfferKind, Reason, RequestState
from infra.local.exchange import LetsItRing, Voicemail
from tests.stories.arranged import A_DAY, FOR_DAYS, arranged, reports, says_it_is_arranged, they_talk
from tests.stories.town import GROUP, LINE, START, Town

pytestmark = [pytest.mark.long, pytest.mark.parametrize("town", [FOR_DAYS], indirect=True, ids=["days"])]

TO_SEVEN = 9 * 3600  # seconds, from the morning to seven in the evening, an hour before the phones fall silent


@pytest.fixture
def shopping(town: Town) -> Town:
    """Arranged, and Rosa has not asked for a ring afterwards. Ali would be asked next."""
    town.joins(town.ben, town.ali)
    return arranged(town)


def now(town: Town) -> timedelta:
    return town.world.now() - START


def test_the_volunteer_is_rung_when_the_help_was_due_and_says_that_it_is_done(shopping: Town) -> None:
    """Today's help is asked about an hour before the phones fall silent; reported done is not done."""
    shopping.ben.is_not_rung(for_seconds=TO_SEVEN - 600).answers()
    assert timedelta(hours=9) <= now(shopping) < timedelta(hours=9, minutes=16)
    shopping.ben.hears("shopping, in Ongar", "is it done", "more time, 3", "someone else, please, 4", "talk to them, 5")
    shopping.ben.presses("1").hears("thank you so much").is_hung_up_on().waits(5)
    request = shopping.request()
    assert (request.state, request.number is None) == (RequestState.REPORTED_DONE, False)
    assert request.reported_at is not None


def test_not_sooner_than_an_hour_after_they_have_spoken(town: Town) -> None:
    """Help that is arranged at seven in the evening has to be given first: it is asked about next morning."""
    town.joins(town.ben)
    town.rosa.waits(8.5 * 3600)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    town.ben.answers(within=1800).hears("it is arranged, 2")
    says_it_is_arranged(town.ben).is_hung_up_on()
    assert timedelta(hours=9) <= now(town) < timedelta(hours=9, minutes=2)
    town.ben.is_not_rung(for_seconds=13.5 * 3600).answers(within=3600).hears("is it done").presses("1")
    town.ben.is_hung_up_on()


def test_in_the_volunteers_hours(town: Town) -> None:
    """Who is rung from nine to five is asked next morning at nine."""
    town.joins(town.ben, hours=Hours.parse("every day 09:00-17:00"))
    arranged(town)
    town.ben.is_not_rung(for_seconds=22 * 3600).answers(within=3600).hears("is it done").presses("1").is_hung_up_on()
    assert timedelta(hours=23) <= now(town) < timedelta(hours=23, minutes=16)


def test_who_rests_until_tomorrow_is_asked_tomorrow(shopping: Town) -> None:
    """`Not today` was promised: they are left in peace until then."""
    tomorrow = START + timedelta(hours=14)
    shopping.store.change_volunteer(GROUP, shopping.volunteer(shopping.ben).id, paused_until=tomorrow)
    shopping.ben.is_not_rung(for_seconds=22 * 3600).answers(within=3600).hears("is it done").presses("1")
    shopping.ben.is_hung_up_on()


def test_what_is_wanted_in_the_next_few_days_is_looked_at_every_day_and_asked_about_then(town: Town) -> None:
    """Nothing unfinished is forgotten for longer than a day (promise 4)."""
    town.joins(town.ben)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("few days").presses("2")
    town.rosa.hears("right").presses("1").is_hung_up_on()
    they_talk(town)
    for _ in range(2):
        town.ben.is_not_rung(for_seconds=A_DAY)
        next_action_at = town.request().next_action_at
        assert next_action_at is not None
        assert next_action_at - town.world.now() <= timedelta(days=1)
    town.ben.answers(within=A_DAY + 900).hears("is it done").presses("1").is_hung_up_on()
    assert timedelta(days=3) <= now(town) < timedelta(days=3, minutes=16)


def test_more_time_is_asked_again_a_day_later(shopping: Town) -> None:
    """As often as they say so, and each time as if for the first time."""
    for _ in range(3):
        shopping.ben.answers(within=25 * 3600).hears("is it done").presses("3").hears("it stays yours")
        shopping.ben.is_hung_up_on().is_not_rung(for_seconds=23 * 3600)
    assert shopping.holder(shopping.ben)
    reports(shopping)


def test_someone_else_please_and_the_next_neighbour_is_asked(shopping: Town) -> None:
    """Handed back at once, and a new wait begins: no coordinator is told of a promise that was kept."""
    shopping.joins(shopping.gwen, needs=frozenset(), coordinator=True)
    shopping.ben.answers(within=TO_SEVEN + 900).hears("someone else, please, 4").presses("4").hears("somebody else")
    shopping.ben.is_hung_up_on()
    shopping.ali.picks_up(within=60).hears("shopping").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    assert shopping.holder(shopping.ali)
    assert shopping.items() == {}


def test_talk_to_them_and_then_it_is_asked_again(shopping: Town) -> None:
    """With the two words; the two joined, and the same question; not reached, they can try again."""
    shopping.rosa.when_rung(LetsItRing())
    words = shopping.request().words.replace("-", " ")
    shopping.ben.answers(within=TO_SEVEN + 900).hears(f"your words: {words}", "talk to them, 5").presses("5")
    shopping.ben.hears("did not pick up", "is it done", "try again, 5")
    shopping.rosa.when_rung(None)
    shopping.ben.presses("5")
    shopping.rosa.picks_up().hears("Brentwood Mutual Aid, with a neighbour")
    shopping.ben.talks_with(shopping.rosa, seconds=300)
    shopping.rosa.hangs_up()
    shopping.ben.hears("is it done", "more time, 3").presses("1").hears("thank you so much").is_hung_up_on().waits(5)
    assert shopping.request().state == RequestState.REPORTED_DONE


def test_who_talks_and_hangs_up_is_asked_again_and_has_not_been_silent(shopping: Town) -> None:
    """Somebody was there: it is theirs, and the three times begin anew."""
    for _ in range(4):
        shopping.ben.answers(within=15 * 3600).hears("talk to them, 5").presses("5")
        shopping.rosa.picks_up()
        shopping.ben.talks_with(shopping.rosa).hangs_up().waits(5)
    assert shopping.holder(shopping.ben)


def test_something_worried_you(shopping: Town) -> None:
    """Two of us will hear both; what they have said yes to stays theirs, and is asked about later."""
    shopping.ben.answers(within=TO_SEVEN + 900).hears("worried you, 6").presses("6").hears("(beep)")
    shopping.ben.says("He was drunk").presses("#").hears("hear you both").is_hung_up_on().waits(5)
    assert shopping.items()[Reason.LOT].number == PhoneNumber(shopping.ben.number)
    assert shopping.holder(shopping.ben)
    reports(shopping)


def test_silence_three_times_and_it_goes_round_again_and_the_volunteer_is_told(shopping: Town) -> None:
    """Rung in the evening, and twice next morning, two hours apart: then handed back."""
    shopping.ben.when_rung(LetsItRing())
    shopping.ben.waits(9.1 * 3600)
    assert len(shopping.ben.displays) == 2
    shopping.ben.is_not_rung(for_seconds=13 * 3600).waits(3600)
    assert len(shopping.ben.displays) == 3
    assert shopping.holder(shopping.ben)
    shopping.ben.waits(6800)
    shopping.ben.when_rung(None)
    shopping.ali.picks_up(within=3600).hears("shopping").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    shopping.ben.answers(within=3 * 3600)
    shopping.ben.hears("shopping, in Ongar", "could not reach you", "somebody else").is_hung_up_on()
    assert [offer.kind for offer in shopping.offers()].count(OfferKind.DONE) == 3
    assert shopping.holder(shopping.ali)


def test_who_is_on_the_phone_about_it_is_waited_for(shopping: Town) -> None:
    """The third time they pick up, late, and think: it is not handed on while they do."""
    shopping.ben.when_rung(LetsItRing())
    shopping.ben.waits(23.5 * 3600)
    shopping.ben.when_rung(None)
    shopping.ben.is_rung(within=2 * 3600).waits(15).answers().waits(12)
    sweep(shopping.world)
    shopping.ben.hears("is it done").presses("1").hears("thank you so much").is_hung_up_on()
    assert shopping.request().state == RequestState.REPORTED_DONE


def test_voicemail_is_silence_too_and_is_not_counted_as_asks(shopping: Town) -> None:
    """It presses nothing: three times, and it goes round again. Only asks are counted towards a week's rest."""
    shopping.ben.when_rung(Voicemail())
    before = shopping.volunteer(shopping.ben).unanswered
    shopping.ali.picks_up(within=2 * A_DAY).hears("shopping").presses("2").is_hung_up_on()
    assert shopping.volunteer(shopping.ben).unanswered == before


def test_who_wants_no_more_calls_is_not_rung_and_it_goes_round_again(shopping: Town) -> None:
    """`We will not ring you any more` is kept, also to tell them."""
    shopping.store.change_volunteer(GROUP, shopping.volunteer(shopping.ben).id, stopped=True)
    rings = len(shopping.ben.displays)
    shopping.ali.picks_up(within=10 * 3600).hears("shopping").presses("2").is_hung_up_on()
    assert len(shopping.ben.displays) == rings
    assert shopping.items() == {}


def test_who_has_left_holds_nothing_up(shopping: Town) -> None:
    """Their yes goes with them; the next neighbour is asked when it was due."""
    shopping.store.remove_volunteer(GROUP, shopping.volunteer(shopping.ben).id)
    shopping.ali.picks_up(within=10 * 3600).hears("shopping").presses("2").is_hung_up_on()


def test_a_quarter_of_an_hour_is_kept_for_two_who_have_spoken_too(shopping: Town) -> None:
    """Rosa would like a word, and cannot be reached then: Ben is rung when he said, long before the help is due."""
    shopping.ben.when_rung(LetsItRing())
    shopping.rosa.dials(LINE).hears("anything else").presses("4").hears("press 9").presses("9").hears("put").hangs_up()
    shopping.rosa.answers(within=10).hears("speak to them").presses("1")
    shopping.rosa.hears("we ask them to ring you").is_hung_up_on().when_rung(LetsItRing())
    shopping.ben.when_rung(None)
    shopping.ben.answers().hears("would like a word").presses("1")
    shopping.ben.hears("did not pick up", "in a quarter of an hour, 3").presses("3").is_hung_up_on()
    shopping.ben.is_not_rung(for_seconds=14 * 60)
    shopping.ben.answers(within=960).hears("is it done", "talk to them, 5").presses("3").is_hung_up_on()
    assert shopping.holder(shopping.ben)


def test_a_call_that_was_never_placed_is_not_one_of_the_three(shopping: Town) -> None:
    """Fault 24: Twilio is busy three times over; nobody is given up who was never rung."""
    shopping.exchange.faults.rest("Calls.json", status=429, code=20429, times=3)
    shopping.ben.answers(within=TO_SEVEN + 3600).hears("is it done").presses("1").is_hung_up_on().waits(5)
    assert shopping.request().state == RequestState.REPORTED_DONE


def test_the_line_is_down_for_a_whole_night_and_nothing_is_lost(shopping: Town) -> None:
    """The sweep finishes what is due, late."""
    shopping.line.lose_the_stream()
    shopping.line.lose_the_clock(seconds=26 * 3600)
    shopping.ben.is_not_rung(for_seconds=25 * 3600).answers(within=2 * 3600).hears("is it done").presses("1")
    shopping.ben.is_hung_up_on()
