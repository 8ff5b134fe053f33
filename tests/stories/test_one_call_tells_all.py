"""One call tells a coordinator all that waits: each task is taken, heard or passed on it, with no second ring."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.hours import Hours
from hotline.numbers import PhoneNumber
from hotline.records import Reason, Request, RequestState
from infra.local.exchange import LetsItRing
from tests.stories.town import GROUP, LINE, START, Town

LATER = Hours.parse("every day 11:00-20:00")
SHORT = Hours.parse("every day 11:00-11:08")


def told_of(town: Town, reason: Reason) -> list[Request]:
    """The tasks of this kind, the oldest first."""
    found = [task for task in town.store.requests(GROUP) if task.reason is reason]
    return sorted(found, key=lambda task: task.made_at)


@pytest.fixture
def three_wait(town: Town) -> Town:
    """Ben can do nothing; three requests have waited too long when Gwen's day begins, at eleven."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.joins(town.gwen, needs=frozenset(), coordinator=True, hours=LATER)
    for person in (town.rosa, town.emil, town.priya):
        person.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").hangs_up()
        person.waits(30)
    town.rosa.waits((START + timedelta(minutes=59) - town.world.now()).total_seconds())
    assert [task.state for task in told_of(town, Reason.WAITING)] == [RequestState.OPEN] * 3
    return town


@pytest.mark.long
def test_each_is_heard_on_one_call(three_wait: Town) -> None:
    """One ring; what she has heard is over, and is told to nobody again."""
    gwen = three_wait.gwen.answers(within=300).hears("shopping", "waited too long").presses("2")
    gwen.hears("something else", "shopping", "waited too long").presses("2")
    gwen.hears("something else", "waited too long").presses("2").hears("goodbye").is_hung_up_on().waits(600)
    assert [task.state for task in told_of(three_wait, Reason.WAITING)] == [RequestState.DONE] * 3
    assert len(gwen.displays) == 1


@pytest.mark.long
def test_the_second_is_taken_on_the_same_call(three_wait: Town) -> None:
    """Heard, then a yes to the next: it is hers at once, the two are joined on this call, and the third is told."""
    gwen = three_wait.gwen.answers(within=300).hears("shopping").presses("2").hears("something else", "shopping")
    gwen.presses("1").hears("It's yours", "to be joined")
    hers = next(one for one in three_wait.requests() if one.taken_by)
    people = (three_wait.rosa, three_wait.emil, three_wait.priya)
    resident = next(one for one in people if hers.number == PhoneNumber(one.number))
    gwen.presses("1")
    resident.picks_up().hears("Brentwood Mutual Aid, with a neighbour")
    gwen.talks_with(resident, seconds=200)
    resident.hangs_up()
    gwen.hears("arranged").presses("1").hears("something else", "shopping").presses("2").is_hung_up_on().waits(600)
    found = {request.id: request for request in three_wait.requests()}
    taken = found.pop(hers.id)
    assert (taken.state, taken.taken_by) == (RequestState.SPOKEN, three_wait.volunteer(gwen).id)
    assert {request.state for request in found.values()} == {RequestState.OPEN}
    assert [task.state for task in told_of(three_wait, Reason.WAITING)] == [RequestState.DONE] * 3
    assert len(gwen.displays) == 1
    assert gwen.found_engaged() == 0


@pytest.mark.long
def test_not_now_ends_the_call_and_the_others_wait(three_wait: Town) -> None:
    """In ten minutes: the rest is told then, on one call again."""
    gwen = three_wait.gwen.answers(within=300).hears("shopping").presses("2").hears("something else").presses("4")
    gwen.is_hung_up_on().is_not_rung(for_seconds=8 * 60).answers(within=300).hears("waited too long").presses("2")
    gwen.hears("something else").presses("2").is_hung_up_on().waits(60)
    assert [task.state for task in told_of(three_wait, Reason.WAITING)] == [RequestState.DONE] * 3


@pytest.mark.long
def test_not_today_hands_on_what_was_taken_before_on_the_same_call(three_wait: Town) -> None:
    """She hears both: that it goes to somebody else, and until when she is left in peace."""
    gwen = three_wait.gwen.answers(within=300).hears("waited too long").presses("1").hears("It's yours").presses("3")
    gwen.hears("it stays yours", "something else", "waited too long").presses("3")
    gwen.hears("what you had said yes to goes to somebody else", "in peace until tomorrow").is_hung_up_on().waits(60)
    assert [request.taken_by for request in three_wait.requests()] == [None] * 3
    gwen.is_not_rung(for_seconds=8 * 3600)


@pytest.mark.long
@pytest.mark.parametrize(
    ("hours", "said"), [(LATER, "we ring you in ten minutes"), (SHORT, "we ring you at eleven o'clock tomorrow")]
)
def test_when_she_is_rung_again_is_told_of_a_second_task_too(three_wait: Town, hours: Hours, said: str) -> None:
    """In ten minutes; or when her phone may ring after that."""
    three_wait.store.change_volunteer(GROUP, three_wait.volunteer(three_wait.gwen).id, hours=hours)
    gwen = three_wait.gwen.answers(within=300).hears("waited too long").presses("2")
    gwen.hears("something else", "ten minutes, 4").presses("4").hears(said, "if it is still open").is_hung_up_on()


@pytest.mark.long
def test_another_coordinator_is_rung_when_the_first_does_not_answer(three_wait: Town) -> None:
    """What rings on a phone that is not answered goes to Ali; of the rest he hears on the call that rings him."""
    three_wait.joins(three_wait.ali, needs=frozenset(), coordinator=True, hours=LATER)
    three_wait.gwen.when_rung(LetsItRing())
    ali = three_wait.ali.answers(within=400).hears("waited too long").presses("2")
    ali.hears("something else").presses("2").is_hung_up_on()
    ali.answers(within=700).hears("waited too long").presses("2").is_hung_up_on().waits(60)
    assert [task.state for task in told_of(three_wait, Reason.WAITING)] == [RequestState.DONE] * 3
