"""The acceptance: at most one volunteer holds a request, on whatever call they say yes (promise 1)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from hotline.conversation.call import Call
from hotline.conversation.turns import effect
from hotline.dispatch.offer_end import by_a_yes_after_all, is_passed
from hotline.dispatch.request_end import end_request
from hotline.effects.standing import OVER, TAKEN
from hotline.records import ABOUT_ANOTHER, HELD, Offer, Request, RequestState, Volunteer
from hotline.rotation.pace import on_the_line, wanted_on
from hotline.rotation.phone import rests_of
from hotline.rotation.refusal import has_said_no, today
from hotline.world import World

if TYPE_CHECKING:
    from hotline.store.volunteers import VolunteerChanges

YOURS, PASSED = "yours", "passed"
ON_THE_LINE = "on-the-line"  # where the resident waits
BACK = "back"  # their yes has ended their rest


def take(world: World, offer: Offer, request: Request) -> str:
    """Accept a request, or what a task is about, on the call of this offer. Tell `yours`, or why not.

    With `yours` the words, and when it is wanted: that may have changed while they made up their mind. `passed`: they
    have said no to it. Whoever was paused meanwhile is back with their yes: `back`; of whoever was removed it is none.
    """
    wanted = request.about if request.reason in ABOUT_ANOTHER and request.about else request.id
    if offer.request == request.id and is_passed(offer):
        return PASSED
    won = None if _has_left(world, offer, request) else _accept(world, offer, request, wanted)
    if won and _has_ended(offer, won, request):
        by_a_yes_after_all(world, offer, now=world.now())
    if wanted != request.id:  # somebody has heard that it waits, which was the point of it
        end_request(world, request.group, request.id, state=RequestState.DONE)
    if won is None:
        return _too_late(world, offer, wanted)
    if offer.request != request.id:
        world.store.turn_call(offer, won.id)
    back = BACK if _were_away(offer, won) and are_back(world.store.volunteer(offer.group, offer.volunteer), won) else ""
    waits = ON_THE_LINE if on_the_line(won, world.now()) else ""
    return "_".join(filter(None, (_yours(world, won), back, waits)))


def _accept(world: World, offer: Offer, request: Request, wanted: str) -> Request | None:
    return world.store.accept(
        request.group,
        wanted,
        offer=offer.id,
        volunteer=offer.volunteer,
        now=world.now(),
        text=offer.texts and request.reason is None,
        today=today(world.groups[request.group], world.now()),
        asked_anew=wanted != request.id,
    ) or _taken_by_who_was_away(world, offer, wanted)


def _has_left(world: World, offer: Offer, request: Request) -> bool:
    """Tell whether a yes comes from one who is no volunteer any more, after the end of their ring.

    While it rings, the request itself knows (`Ringing.away`).
    """
    return _has_ended(offer, request) and world.store.volunteer(offer.group, offer.volunteer) is None


def back_from(now: datetime) -> VolunteerChanges:
    """Return what makes whoever rests, or had stopped our calls, one who is rung again."""
    return {"paused_until": now, "quiet_until": None, "stopped": False, "unanswered": 0}


def are_back(volunteer: Volunteer | None, won: Request) -> bool:
    """Tell whether their rest ended as they took it: one transaction, which the webhook that comes twice finds done."""
    return volunteer is not None and won.taken_at in rests_of(volunteer)


@effect(BACK, final=True)
def welcome_back(world: World, call: Call) -> str:
    """Their yes has ended their rest, and they hear so: no step back leads before it, to a rest that is over."""
    return BACK


def _taken_by_who_was_away(world: World, offer: Offer, wanted: str) -> Request | None:
    """Accept it for one who was paused while their phone rang: they are back with it, or neither."""
    now, seen = world.now(), world.store.request(offer.group, wanted)
    if seen is None or not _were_away(offer, seen):
        return None
    took = world.store.accept_and_change(
        offer.group,
        wanted,
        offer=offer.id,
        volunteer=offer.volunteer,
        now=now,
        today=today(world.groups[offer.group], now),
        changes=back_from(now),
    )
    return world.store.request(offer.group, wanted) if took else None


def _were_away(offer: Offer, request: Request) -> bool:
    return offer.id in request.ringing and request.ringing[offer.id].away


def _yours(world: World, request: Request) -> str:
    return f"{YOURS}_{request.words}_{wanted_on(request, world.groups[request.group], world.now())}"


def _has_ended(offer: Offer, *rows: Request) -> bool:
    """The end of their call was told before their key was: no phone rings for this offer any more."""
    return any(row.id == offer.request and offer.id not in row.ringing for row in rows)


def _too_late(world: World, offer: Offer, wanted: str) -> str:
    now = world.store.request(offer.group, wanted)
    group = world.groups[offer.group]
    if now and now.state is RequestState.OPEN and has_said_no(offer.volunteer, now, group, world.now()):
        return PASSED
    if now and now.reason and now.taken_offer == offer.id and now.state is RequestState.DONE:
        # Taken on this call, and over once it was heard: this webhook has come twice.
        return _yours(world, now)
    return TAKEN if now and now.state in HELD and now.taken_by != offer.volunteer else OVER
