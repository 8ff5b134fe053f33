"""What the keys of the last calls do: is it done, and did it go well? Each one write, and none of them dials."""

from __future__ import annotations

from datetime import datetime

from hotline.conversation.call import Call
from hotline.conversation.turns import effect
from hotline.dispatch.items import add_item
from hotline.dispatch.ring import calls_are_used_up
from hotline.effects.changing import SO_ALREADY, change
from hotline.effects.news import USED_UP, is_for, said_of
from hotline.effects.placed import note_pick_up, offer_and_request
from hotline.errors import NothingHere
from hotline.prompts.times import time_code
from hotline.records import Reason, Request, RequestState
from hotline.rotation.pace import promise
from hotline.rotation.watch import next_look
from hotline.world import World

ASKED, WELL, THEIRS, OVER = "asked", "well", "theirs", "over"
TELL = "tell"


@effect("reported", OVER, final=True)
def say_done(world: World, call: Call) -> str:
    """Whoever has it says that it is done. It is over only when the resident has said so too, or a week has passed."""
    offer, request = offer_and_request(world, call)
    if world.store.report_done(request.group, request.id, volunteer=offer.volunteer, now=world.now()):
        return "reported"
    return "reported" if _stands(world, request) in (RequestState.REPORTED_DONE, RequestState.DONE) else OVER


@effect("later", OVER, final=True)
def take_more_time(world: World, call: Call) -> str:
    """Not yet: they keep it, and are asked again, as often as they say so."""
    return "later" if _ask_later(world, call, world.now() + call.group.policy.more_time) else OVER


@effect("there", OVER, final=True)
def talk_first(world: World, call: Call) -> str:
    """They would like to talk first: somebody is there, so that a call that ends without an answer is not silence."""
    return "there" if _ask_later(world, call, world.now() + call.group.policy.follow_up_again) else OVER


@effect(
    f"{ASKED}_shopping_today_",
    f"{ASKED}_shopping_tue_",
    f"{ASKED}_shopping_today_blue-kettle",
    f"{THEIRS}_shopping_today_",
    OVER,
)
def resident_there(world: World, call: Call) -> str:
    """The resident's phone was picked up, perhaps by voicemail: note it, and tell whether there is still a question.

    And of what, as this phone's requests are told: it may have asked for more, or two may share it. `theirs`: it is the
    phone of one for whom somebody else asked.
    """
    offer, request = offer_and_request(world, call)
    note_pick_up(world, call, offer, request, longest=call.group.policy.decide_within)
    if not _is_asked(request):
        return OVER
    return f"{THEIRS if is_for(call, request) else ASKED}_{said_of(world, call, request)}"


@effect("1300", USED_UP, OVER, final=True)
def ask_once_more(world: World, call: Call, request_id: str) -> str:
    """They still need something: it goes round again at once. Tells by when a neighbour, or one of us, will ring.

    Where the day's calls are used up, that is tomorrow.

    As all of these for a resident: of that request (empty: of the one that this call was placed for).
    """
    request = _request(world, call, request_id)
    now = world.now()
    opened = world.store.reopen(request.group, request.id, now=now, promised_at=promise(call.group, now))
    if opened is None or opened.promised_at is None:
        return OVER
    return USED_UP if calls_are_used_up(world, call.group) else time_code(opened.promised_at, now, call.group.zone)


@effect(WELL, THEIRS, OVER)
def all_well(world: World, call: Call, request_id: str) -> str:
    """It is done. A moment later, when they have had time for a step back, the dispatcher forgets all about it.

    No effect speaks to Twilio, which may hold a recording. `theirs`: somebody else asked for them.
    """
    request = _request(world, call, request_id)
    now = world.now()
    well = {"next_action_at": now + call.group.policy.decide_within, "heard_at": now}
    seen, is_well = change(world, request, lambda seen: well if _is_asked(seen) else None)
    if not (is_well or (seen and (seen.heard_at or seen.state is RequestState.DONE))):
        return OVER
    return THEIRS if is_for(call, request) else WELL


@effect("as-it-was", OVER)
def leave_as_it_was(world: World, call: Call, request_id: str) -> str:
    """No key, perhaps after a step back from `all is well`, which is then taken back: they are asked another day."""
    request = _request(world, call, request_id)
    asked_again = {"next_action_at": world.now() + call.group.policy.well_again, "heard_at": None}
    _, is_so = change(world, request, lambda seen: asked_again if seen.heard_at else SO_ALREADY)
    return "as-it-was" if is_so else OVER


@effect("over", final=True)
def tell_who_asked(world: World, call: Call, answer: str, request_id: str) -> str:
    """May whoever asked hear that it is done? Only with that yes they are rung; then nothing is kept."""
    request = _request(world, call, request_id)
    if answer == TELL and request.number:
        add_item(world, request, Reason.IT_IS_DONE, name=request.id, number=request.number)
    _ = world.store.wake(request.group, request.id, now=world.now())  # it has ended, which is what is wanted
    return "over"


def _request(world: World, call: Call, request_id: str) -> Request:
    if not request_id:
        return offer_and_request(world, call)[1]
    request = world.store.request(call.group.slug, request_id)
    if request is None:
        raise NothingHere("There is no such request.")
    return request


def _stands(world: World, request: Request) -> RequestState | None:
    """Return its state by now: a write that is refused may have been done when this webhook came the first time."""
    now = world.store.request(request.group, request.id)
    return now.state if now else None


def _ask_later(world: World, call: Call, at: datetime) -> bool:
    offer, request = offer_and_request(world, call)
    looked_at = next_look(request, call.group, world.now(), at)
    return world.store.ask_later(request.group, request.id, volunteer=offer.volunteer, at=at, next_action_at=looked_at)


def _is_asked(request: Request) -> bool:
    still = request.state is RequestState.REPORTED_DONE and Reason.LOT not in request.told
    return still and request.heard_at is None and request.cancelled_at is None
