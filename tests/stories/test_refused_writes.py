"""What could not be kept is said to be so: somebody else was faster, or it is over (promise 10)."""

from __future__ import annotations

from hotline.numbers import PhoneNumber
from hotline.records import RequestState
from infra.local.exchange import Person
from tests.stories.arranged import arranged, reports
from tests.stories.phoning_in import phones_for_news, rings_in
from tests.stories.town import GROUP, Town

TRUTH = ("could not be kept", "goodbye")


def volunteers_call(town: Town) -> Person:
    """Ben is rung straight back, and hears what he can do."""
    town.joins(town.ben)
    rings_in(town.ben)
    return town.ben.picks_up(within=10).hears("press 1 to hear").presses("1")


def is_taken_off_the_list(town: Town, person: Person) -> None:
    town.store.remove_volunteer(GROUP, PhoneNumber(person.number).opaque)


def test_settings_of_whoever_is_a_volunteer_no_more(town: Town) -> None:
    """They were taken off the list while they were on the phone: nothing is said to be kept."""
    ben = volunteers_call(town).hears("areas and hours, press 2").presses("2").hears("for how often, press 3")
    ben.presses("3").hears("how many asks").presses("1").hears("in peace").presses("1").hears("that is right, press 1")
    is_taken_off_the_list(town, ben)
    ben.presses("1").hears(*TRUTH).is_hung_up_on()


def test_a_rest_of_whoever_is_a_volunteer_no_more(town: Town) -> None:
    """Nor are they said to rest."""
    ben = volunteers_call(town).hears("to rest for a while, press 1").presses("1").hears("tomorrow")
    is_taken_off_the_list(town, ben)
    ben.presses("1").hears(*TRUTH).is_hung_up_on()


def test_arranged_with_somebody_who_has_it_no_more(town: Town) -> None:
    """It went round again while the two talked: it is not said to be settled."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("1")
    town.rosa.picks_up()
    town.ben.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.hears("is it arranged")
    request = town.request()
    ben = PhoneNumber(town.ben.number).opaque
    assert town.store.hand_back(GROUP, request.id, volunteer=ben, now=town.world.now(), no=None)
    town.ben.presses("1").hears(*TRUTH).is_hung_up_on()
    assert town.request().state is RequestState.OPEN


def test_all_is_well_with_what_was_asked_for_again(town: Town) -> None:
    """Two share a phone, and the other has just said that something is still needed: it is not said to be done."""
    town.joins(town.ben)
    arranged(town, ring_after=True)
    reports(town)
    town.rosa.answers(within=60).hears("do you still need something")
    request, now = town.request(), town.world.now()
    assert town.store.reopen(GROUP, request.id, now=now, promised_at=now)
    town.rosa.presses("2").hears(*TRUTH).is_hung_up_on()
    assert town.request().state is RequestState.OPEN


def test_a_cancellation_of_what_is_done(town: Town) -> None:
    """It ended while they were asked whether they were sure: it is not said to be cancelled."""
    town.asks_for_shopping(town.rosa)
    phones_for_news(town.rosa).hears("to change or cancel, press 3").presses("3").hears("press 5").presses("5")
    town.rosa.hears("press 5 again")
    town.store.end_request(GROUP, town.request().id, state=RequestState.DONE, now=town.world.now())
    town.rosa.presses("5").hears(*TRUTH).is_hung_up_on()
    assert town.request().state is RequestState.DONE
