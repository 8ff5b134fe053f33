"""The acceptance: at most one volunteer holds a request, on whatever call they say yes (promise 1)."""

from __future__ import annotations

from hotline.dispatch.offer_end import by_a_yes_after_all, is_passed
from hotline.dispatch.request_end import end_request
from hotline.effects.standing import OVER, TAKEN
from hotline.records import ABOUT_ANOTHER, HELD, Offer, Request, RequestState
from hotline.rotation.pace import on_the_line, wanted_on
from hotline.rotation.refusal import has_said_no, today
from hotline.world import World

YOURS, PASSED = "yours", "passed"
ON_THE_LINE = "on-the-line"  # where the resident waits


def take(world: World, offer: Offer, request: Request) -> str:
    """Accept a request, or what a task is about, on the call of this offer. Tell `yours`, or why not.

    With `yours` the words, and when it is wanted: that may have changed while they made up their mind. `passed`: they
    have said no to it.
    """
    wanted = request.about if request.reason in ABOUT_ANOTHER and request.about else request.id
    if offer.request == request.id and is_passed(offer):
        return PASSED
    text = offer.texts and request.reason is None
    won = world.store.accept(
        request.group,
        wanted,
        offer=offer.id,
        volunteer=offer.volunteer,
        now=world.now(),
        text=text,
        today=today(world.groups[request.group], world.now()),
        asked_anew=wanted != request.id,
    )
    if won and _has_ended(offer, won, request):
        by_a_yes_after_all(world, offer, now=world.now())
    if wanted != request.id:  # somebody has heard that it waits, which was the point of it
        end_request(world, request.group, request.id, state=RequestState.DONE)
    if won is None:
        return _too_late(world, offer, wanted)
    if offer.request != request.id:
        world.store.turn_call(offer, won.id)
    yours = _yours(world, won)
    return f"{yours}_{ON_THE_LINE}" if on_the_line(won, world.now()) else yours


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
