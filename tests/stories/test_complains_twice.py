"""The same told twice, on one call or on two at once, is one complaint, and no webhook turns in a circle."""

from __future__ import annotations

from hotline.conversation.call import Call
from hotline.conversation.turns import Given
from hotline.effects.complaints import something_was_wrong, something_worried
from hotline.numbers import PhoneNumber
from hotline.records import ENDED_REQUEST, Reason, RequestState
from infra.local.exchange import LetsItRing, Person
from tests.stories.arranged import arranged
from tests.stories.phoning_in import phones_for_news
from tests.stories.town import GROUP, Town
from tests.stories.wronged import complaint


def call_with(town: Town, person: Person, *, about: str) -> Call:
    return Call(group=town.world.groups[GROUP], sid="CA1", other_end=PhoneNumber(person.number), about=about)


def complaints(town: Town) -> list[RequestState]:
    return [one.state for one in town.store.requests(GROUP) if one.reason is Reason.LOT]


def quiet(town: Town) -> None:
    """Whoever is drawn, or told, lets it ring."""
    for person in (town.ben, town.ali, town.priya):
        person.when_rung(LetsItRing())


def test_the_webhook_comes_once_more_after_the_volunteer_has_told_that_it_is_done(town: Town) -> None:
    """It is noted of what was reported, too, so that the resident is not asked whether it went well."""
    town.joins(town.ben)
    arranged(town, ring_after=True)
    request = town.request()
    quiet(town)
    call = call_with(town, town.rosa, about="offer-1")
    first = something_was_wrong(request.id).effect.run(town.world, call, request.id)
    now, ben = town.world.now(), town.volunteer(town.ben)
    assert town.store.report_done(GROUP, request.id, volunteer=ben.id, now=now)
    assert something_was_wrong(request.id).effect.run(town.world, call, request.id) == first
    assert complaints(town) == [RequestState.OPEN]
    assert Reason.LOT in town.request().told


def test_two_calls_at_once_make_one_complaint(town: Town) -> None:
    """On the second it is heard already, whichever of the two is written first."""
    town.joins(town.ben)
    arranged(town)
    request = town.request()
    quiet(town)
    kept = [
        something_was_wrong(request.id).effect.run(town.world, call_with(town, town.rosa, about=about), request.id)
        for about in ("offer-1", "offer-2", "offer-1")
    ]
    made = complaint(town).id
    assert kept == [f"{made}_both_new", f"{made}_both_already", f"{made}_both_new"]
    assert complaints(town) == [RequestState.OPEN]


def test_both_sides_may_complain_of_the_same(town: Town) -> None:
    """What worried the volunteer is another complaint than what was wrong for the resident."""
    town.joins(town.ben)
    arranged(town)
    request = town.request()
    quiet(town)
    something_was_wrong(request.id).effect.run(town.world, call_with(town, town.rosa, about="offer-1"), request.id)
    something_worried().effect.run(town.world, call_with(town, town.ben, about=f"{request.id}-1"), Given())
    assert len(complaints(town)) == 2


def test_what_was_heard_to_its_end_can_be_told_anew(town: Town) -> None:
    """It happened again: that is another complaint."""
    town.joins(town.ben)
    arranged(town)
    request = town.request()
    quiet(town)
    call = call_with(town, town.rosa, about="offer-1")
    something_was_wrong(request.id).effect.run(town.world, call, request.id)
    assert town.store.end_request(GROUP, complaint(town).id, state=RequestState.DONE, now=town.world.now())
    phones_for_news(town.rosa)
    again = call_with(town, town.rosa, about="offer-2")
    assert something_was_wrong(request.id).effect.run(town.world, again, request.id).endswith("_new")
    assert sorted(state in ENDED_REQUEST for state in complaints(town)) == [False, True]
    town.rosa.hangs_up()
