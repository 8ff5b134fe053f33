"""The acceptance: at most one volunteer holds a request, on whatever call they say yes (promise 1)."""

from __future__ import annotations

from hotline.effects.standing import OVER, TAKEN
from hotline.records import ABOUT_ANOTHER, HELD, Offer, OfferState, Request, RequestState
from hotline.rotation.pace import on_the_line
from hotline.world import World

YOURS = "yours"
ON_THE_LINE = "on-the-line"  # where the resident waits


def take(world: World, offer: Offer, request: Request) -> str:
    """Accept a request, or what a task is about, on the call of this offer. Tells `yours` and the words, or why not."""
    wanted = request.about if request.reason in ABOUT_ANOTHER and request.about else request.id
    text = offer.texts and request.reason is None
    won = world.store.accept(
        request.group, wanted, offer=offer.id, volunteer=offer.volunteer, now=world.now(), text=text
    )
    if wanted != request.id:  # somebody has heard that it waits, which was the point of it
        world.store.end_request(request.group, request.id, state=RequestState.DONE, now=world.now())
    if won is None:
        return _too_late(world, offer, wanted)
    if offer.request != request.id:
        world.store.turn_call(offer, won.id)
    return f"{YOURS}_{won.words}_{ON_THE_LINE}" if on_the_line(won, world.now()) else f"{YOURS}_{won.words}"


def lose(world: World, offer: Offer) -> None:
    """A lost race gives the place back (promise 3); the phone is theirs until they have put it down."""
    world.store.end_offer(
        offer, state=OfferState.TOO_LATE, outcome="too-late", now=world.now(), give_back=True, missed=False
    )


def _too_late(world: World, offer: Offer, wanted: str) -> str:
    now = world.store.request(offer.group, wanted)
    return TAKEN if now and now.state in HELD and now.taken_by != offer.volunteer else OVER
