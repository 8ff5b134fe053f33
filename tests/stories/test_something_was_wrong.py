"""When something was wrong: two of us, drawn by lot, hear both sides (issue 4, item 10; fault 48)."""

from __future__ import annotations

import pytest

from hotline.dispatch.doors import ALWAYS, MEETING, is_still_so
from hotline.records import ABOUT_DOORS, FOR_GOOD, Reason, RequestState
from infra.local.exchange import LetsItRing
from tests.stories.phoning_in import phones_for_news
from tests.stories.test_codes import asks_for_a_code
from tests.stories.town import GROUP, LINE, Town
from tests.stories.wronged import (
    BEFORE,
    WORDS,
    complaint,
    decides,
    drawn_in_order,
    hears_both,
    hears_that_it_was_heard,
    held,
    rosa_complains,
    says_yes,
    told,
)

pytestmark = pytest.mark.long


def test_a_resident_complains_and_two_of_us_hear_both_and_help_goes_on(town: Town) -> None:
    """One key and a few words; doors pause; two who were drawn hear both by phone; it is erased, and counted."""
    held(town)
    rosa_complains(town)
    assert complaint(town).against == town.volunteer(town.ben).id
    assert town.request().state == RequestState.OPEN
    told(town.ben, "that is no judgement", "chats only", "somebody else does")
    first, second = drawn_in_order(town)
    says_yes(first, within=400).hears(WORDS)
    hears_both(first, town.rosa, town.ben)
    decides(first, *BEFORE)
    assert town.volunteer(town.ben).no_doors == {complaint(town).id}
    says_yes(second).hears(WORDS)
    hears_both(second, town.rosa, town.ben)
    decides(second, *BEFORE)
    told(town.ben, "it is over", "in your turn, as before")
    hears_that_it_was_heard(town.rosa)
    over = complaint(town)
    assert over.state == RequestState.DONE
    assert (over.number, over.other, over.against, over.note, over.hearing) == (None, None, None, None, {})
    assert town.volunteer(town.ben).no_doors == frozenset()
    assert town.store.counts(GROUP)["decided/before"] == 1
    assert town.exchange.recordings == {}
    assert {display for person in (town.rosa, town.ben, first, second) for display in person.displays} == {LINE}


def test_that_doors_pause_is_told_no_more_once_they_do_not(town: Town) -> None:
    """Ben was not reached before it was over: he hears that it is, and not what no longer holds."""
    held(town)
    town.ben.when_rung(LetsItRing())
    rosa_complains(town)
    for person in drawn_in_order(town):
        hears_both(says_yes(person, within=400), town.rosa, town.ben)
        decides(person, *BEFORE)
    town.ben.answers().hears("it is over").hears_nothing_of("chats only").is_hung_up_on()
    hears_that_it_was_heard(town.rosa)
    town.ben.is_not_rung(for_seconds=4 * 3600)


@pytest.mark.parametrize(
    ("why", "holds"),
    [
        (set(), {Reason.DOORS_AGAIN}),
        ({"a-complaint"}, {Reason.NO_DOORS}),
        ({ALWAYS}, {Reason.CHATS_ONLY}),
        ({MEETING}, {Reason.UNTIL_MEETING}),
        ({ALWAYS, "a-complaint"}, {Reason.CHATS_ONLY, Reason.NO_DOORS}),
    ],
)
def test_of_all_that_is_told_about_doors_only_what_holds_is_said(town: Town, why: set[str], holds: set[Reason]) -> None:
    """A second complaint may begin before the end of the first was heard; whoever has left is told nothing."""
    town.joins(town.ben, no_doors=frozenset(why))
    assert {reason for reason in ABOUT_DOORS if is_still_so(reason, town.volunteer(town.ben))} == holds
    assert not any(is_still_so(reason, None) for reason in ABOUT_DOORS)


def test_who_is_told_that_somebody_complained_can_ask_for_a_person(town: Town) -> None:
    """It is said with a question, so that nought is heard there, too."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    held(town)
    rosa_complains(town)
    town.gwen.when_rung(LetsItRing())
    town.ben.answers(within=3 * 3600).hears("that is no judgement", "press nought").presses("0")
    town.ben.hears("we are ringing one of us").hangs_up()


@pytest.mark.parametrize("by_now", ["nobody", "ali"])
def test_whom_she_was_told_of_is_complained_of_whoever_has_it_by_now(town: Town, by_now: str) -> None:
    """Ben gives it back while she hears that a neighbour has said yes: it is he with whom she is not put together."""
    held(town)
    for neighbour in (town.ben, town.ali, town.priya):
        neighbour.when_rung(LetsItRing())
    phones_for_news(town.rosa).hears("a neighbour has said yes", "something was wrong, 4")
    request, now, ben = town.request(), town.world.now(), town.volunteer(town.ben)
    assert town.store.hand_back(GROUP, request.id, volunteer=ben.id, now=now, no=FOR_GOOD)
    if by_now == "ali":
        assert town.store.accept(GROUP, request.id, offer="o", volunteer=town.volunteer(town.ali).id, now=now)
    town.rosa.presses("4").hears("(beep)").presses("#").hears("put together again, press 2").presses("2")
    town.rosa.hears("it is kept").is_hung_up_on().waits(60)
    assert (complaint(town).other, complaint(town).against) == (ben.number, ben.id)
    assert town.request().apart == {ben.id}
    assert town.holder(town.ali) == (by_now == "ali")


def test_where_nobody_can_be_drawn_no_ring_is_promised(town: Town) -> None:
    """Two of us are still to be found: that is what is said."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on().waits(5)
    town.ben.when_rung(LetsItRing())
    rosa_complains(town)
    town.rosa.hears_nothing_of("one of them rings you", "two of us, drawn by lot, hear")


def test_whoever_has_no_phone_is_not_said_to_be_heard_by_phone(town: Town) -> None:
    """Something worried the volunteer: two of us are to hear the volunteer; nothing could keep the two apart."""
    town.joins(town.ben)
    town.joins(town.ali, town.priya, drawn=True, needs=frozenset())
    asks_for_a_code(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("they have no phone").is_hung_up_on().waits(5)
    phones_for_news(town.ben).hears("something worried you, press 6").presses("6").hears("(beep)").says("Odd")
    town.ben.presses("#").hears("are to hear you by phone", "they ring you")
    town.ben.hears_nothing_of("both", "put together again").is_hung_up_on()
    assert complaint(town).other is None


def test_of_what_is_over_the_words_are_erased_too(town: Town) -> None:
    """Removed while he says what worried him, he hears that nothing is kept of it: nor is the recording."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("1")
    town.rosa.picks_up()
    town.ben.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.hears("something worried you, 6").presses("6").hears("(beep)").says(WORDS)
    town.store.forget_volunteer(GROUP, town.volunteer(town.ben).id)
    town.ben.presses("#").hears("nothing is kept of it").is_hung_up_on()
    town.rosa.when_rung(LetsItRing())
    town.rosa.waits(600)
    assert town.exchange.recordings == {}


def test_words_that_come_too_late_for_a_complaint_are_erased(town: Town) -> None:
    """It has ended while they were said: they are not kept, and not left at the phone company."""
    held(town).ben.when_rung(LetsItRing())
    phones_for_news(town.rosa).hears("something was wrong, 4").presses("4").hears("(beep)").says(WORDS)
    assert town.store.end_request(GROUP, complaint(town).id, state=RequestState.DONE, now=town.world.now())
    town.rosa.presses("#").hears("could not be kept").is_hung_up_on().waits(120)
    assert town.exchange.recordings == {}
