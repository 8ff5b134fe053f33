"""What a volunteer's keys do to a request: each one conditional write, and none of them dials."""

from __future__ import annotations

from datetime import datetime

from hotline.conversation.call import Call
from hotline.conversation.replay import JOINED
from hotline.conversation.turns import effect
from hotline.dispatch.offer_end import by_a_late_key, by_a_no
from hotline.dispatch.recordings import let_go
from hotline.dispatch.request_end import end_request
from hotline.dispatch.unheard import is_over, rung_as_volunteer
from hotline.dispatch.watch import forget_task
from hotline.effects.acceptance import BACK, ON_THE_LINE, PASSED, YOURS, take
from hotline.effects.dialling import BUSY, NEVER, UNTIL, dials, not_before, too_late
from hotline.effects.letting_go import HANDED_ON, KEPT, change_and_let_go
from hotline.effects.placed import note_pick_up, offer_and_request
from hotline.effects.promised_ring import note_not_rung, note_rung
from hotline.effects.standing import MINE, OPEN, OVER, TAKEN, rings_for, standing
from hotline.hours import next_midnight
from hotline.prompts.times import time_code
from hotline.records import (
    ABOUT_ANOTHER,
    FOR_GOOD,
    FOR_ONE_PHONE,
    HELD,
    No,
    Offer,
    OfferKind,
    Reason,
    Request,
    RequestState,
)
from hotline.rotation.pace import on_the_line
from hotline.rotation.phone import may_ring_from
from hotline.rotation.refusal import NOT_THIS, by_key, for_today, is_for_good
from hotline.world import World

THEMSELVES, FOR_THEM, FIRST = "themselves", "for-them", "first"  # whom it is for, and whether their yes comes first
NOT_JOINED = "not-joined"
LATER, TODAY = "later", "today"


@effect(
    "open_request_shopping_ongar_today__2_r_",
    "open_request_shopping_ongar_today__2_c_",
    "open_request_shopping_ongar_today__2_rfd_",
    "open_request_shopping_ongar_today__2_rs_",
    "open_request_shopping_ongar_today_waiting_2_r_",
    "open_request_shopping_ongar_today_unmet_2_r_",
    "mine_request_shopping_ongar_today_unmet_2_r_blue-kettle",
    "open_request_shopping_ongar_today_asked_0_n_",
    "open_request_shopping_ongar_today_limit_0__",
    "open_request_person__today_recording_0_nr_",
    "open_request_person__today_recording_0_n_",
    "open_request_shopping_ongar_today_waiting_2_rx_",
    "open_request_shopping_ongar_today_nobody_0_rx_",
    "mine_request_person__today_recording_0_nr_blue-kettle",
    "mine_request_person__today_recording_0_n_blue-kettle",
    "mine_request_shopping_ongar_today__2_r_blue-kettle",
    "mine_request_shopping_ongar_today__2_c_blue-kettle",
    "mine_request_shopping_ongar_today__2__blue-kettle",
    "mine_request_shopping_ongar_today__2_rf_blue-kettle",
    "mine_request_shopping_ongar_today__2_rs_blue-kettle",
    "taken_request_shopping_ongar_today__2_r_",
    "over_request_shopping_ongar_today__2_r_",
)
def pick_up(world: World, call: Call) -> str:
    """The phone was picked up: note it (the sweep waits longer), and tell how the request stands now."""
    policy = call.group.policy
    offer, request = offer_and_request(world, call)
    note_pick_up(world, call, offer, request, longest=policy.decide_within, look=policy.deciding)
    asked = world.store.volunteer(offer.group, offer.volunteer) if request.reason in ABOUT_ANOTHER else None
    return standing(world, request, stands=_stands(offer, request), changed=offer.unheard, asked=asked).text()


@effect(
    "yours_blue-kettle_today",
    "yours_blue-kettle_soon",
    f"yours_blue-kettle_today_{ON_THE_LINE}",
    f"yours_blue-kettle_today_{BACK}",
    f"yours_blue-kettle_today_{BACK}_{ON_THE_LINE}",
    "taken",
    "over",
    PASSED,
)
def accept(world: World, call: Call) -> str:
    """Yes. At most one volunteer holds a request; whoever it is hears it, also when the answer came twice.

    And whether its resident waits on the line, to be joined with them at once.
    """
    offer, request = offer_and_request(world, call)
    taken = take(world, offer, request)
    if not taken.startswith(YOURS) and taken != PASSED:
        by_a_late_key(world, offer, now=world.now())
    return taken


@effect("noted")
def human_there(world: World, call: Call) -> str:
    """A valid key that decides nothing yet: somebody is there, and meanwhile no other phone begins to ring.

    On a call about what is theirs it is no silence, whatever comes after it.
    """
    offer, _ = offer_and_request(world, call)
    world.store.human_there(offer)
    return "noted"


@effect(PASSED, HANDED_ON, LATER, "1010", "tomorrow-0900")
def pass_on(world: World, call: Call, answer: str) -> str:
    """No thanks (`this`) is a complete answer, and so is `today`; `later` is asked again in ten minutes.

    Or when their phone may ring after that, and the time is told. `handed-on`: what else they have said yes to goes to
    somebody else, since they are not rung until tomorrow.
    """
    now = world.now()
    offer, request = offer_and_request(world, call)
    kept = rest_today(world, call, offer) if answer == TODAY else KEPT
    at = again_at(world, call, offer, answer, now)
    _say_no(world, offer, request, outcome=answer, no=by_key(answer, at, call.group, now))
    if request.reason in ABOUT_ANOTHER and answer == NOT_THIS:  # they have been told, which was the point of it
        end_request(world, request.group, request.id, state=RequestState.DONE)
    return as_passed(call, kept, at, now)


def as_passed(call: Call, kept: str, again: datetime | None, now: datetime) -> str:
    """Tell how a no was kept: what they hold is handed on, or when they are rung again; else only that it was."""
    if again is None:
        return HANDED_ON if kept == HANDED_ON else PASSED
    return LATER if again == now + call.group.policy.later else time_code(again, now, call.group.zone)


def again_at(world: World, call: Call, offer: Offer, answer: str, now: datetime) -> datetime | None:
    """Return when `later` is: in ten minutes, or when that phone may ring by then. None: never, or another answer."""
    volunteer = world.store.volunteer(offer.group, offer.volunteer) if answer == LATER else None
    return may_ring_from(volunteer, call.group, now + call.group.policy.later) if volunteer else None


@effect(MINE, OPEN)
def is_it_theirs(world: World, call: Call) -> str:
    """Tell whether they have said yes on this very call, and hold it still."""
    offer, request = offer_and_held(world, call)
    return MINE if request.taken_offer == offer.id and request.state in HELD else OPEN


def rest_today(world: World, call: Call, offer: Offer) -> str:
    """Ring them no more today; a longer rest stays as it is. Tell whether something that they hold is handed on."""
    rests, tomorrow = world.store.volunteer(offer.group, offer.volunteer), next_midnight(world.now(), call.group.zone)
    until = max(tomorrow, (rests and rests.paused_until) or tomorrow)
    return change_and_let_go(world, call, offer.volunteer, {"paused_until": until})


@effect(KEPT, HANDED_ON, OVER, final=True)
def stop_asking(world: World, call: Call) -> str:
    """Stop these calls: they stand in no rotation from now on. Tell whether something that they hold is handed on."""
    offer, request = offer_and_request(world, call)
    _say_no(world, offer, request, outcome="stop", no=for_today(call.group, world.now()))
    return change_and_let_go(world, call, offer.volunteer, {"stopped": True})


@effect("held", ON_THE_LINE, BUSY, f"{UNTIL}_tomorrow-0900", OVER)
def about_to_join(world: World, call: Call) -> str:
    """The two phones are about to be joined: neither the sweep nor another request disturbs them while they talk.

    Tells whether the resident waits on the line, where they need not be rung. Busy: the line itself rings, or talks to,
    their phone just now, since whoever asks may help as well, or is being told how it stands. Until: it is night. Over:
    it is theirs no more, or cancelled, or the two are kept apart since it was asked; or nobody is to be rung any more.
    """
    offer, request = offer_and_request(world, call)
    held = _held(world, offer, request)
    theirs = held.taken_by == offer.volunteer and held.state in (*HELD, RequestState.REPORTED_DONE)
    dialled = rings_for(world, held)
    if not theirs or held.cancelled_at or _are_apart(world, offer, held, dialled):
        return OVER
    waits = on_the_line(held, world.now())
    later = None if waits else _not_before(world, call, held)
    if later == NEVER or (held.reason is Reason.UNHEARD and is_over(world, call.group, held)):
        forget_task(world, held)
        return OVER
    if later:
        return later
    phone = None if waits or dialled.number is None else dialled.number.opaque
    if not dials(world, call, offer, request, phone):
        return BUSY
    return ON_THE_LINE if waits else "held"


def _are_apart(world: World, offer: Offer, held: Request, dialled: Request) -> bool:
    """Not the two together again, by now: a task was made, or taken, before that was said. It is somebody else's."""
    apart = offer.volunteer in held.apart | dialled.apart
    if held.reason and dialled.number and not apart:
        apart = dialled.number.opaque in world.store.kept(offer.volunteer).of()
    if apart:
        world.store.keep_from(held.group, held.id, offer.volunteer, now=world.now())
    return apart


def _not_before(world: World, call: Call, held: Request) -> str | None:
    """From when they can be joined. Whoever is rung as a volunteer is rung in their own hours (promise 2)."""
    whose = rung_as_volunteer(world, held)
    return not_before(whose, call.group, world.now()) if whose else too_late(world, call)


@effect(THEMSELVES, FOR_THEM, FIRST)
def have_joined(world: World, call: Call) -> str:
    """The two phones were joined. Tells whether it is for somebody else, whose yes may have to come first."""
    offer, request = offer_and_held(world, call)
    world.store.mark_joined(request.group, request.id, volunteer=offer.volunteer, now=world.now())
    note_rung(world, request)
    if request.for_number is None:
        return THEMSELVES
    return FIRST if request.waits_for_their_yes else FOR_THEM


@effect(JOINED, NOT_JOINED)
def were_joined(world: World, call: Call) -> str:
    """Tell whether we have joined the two: until then it is asked once more whether it is arranged."""
    _, request = offer_and_held(world, call)
    return JOINED if request.joined else NOT_JOINED


@effect("settled", FIRST, OVER, final=True)
def settle(world: World, call: Call, answer: str) -> str:
    """Keep what came of it: arranged (perhaps with a ring afterwards), or someone else please.

    Nothing is arranged at a door before the one it is for has said yes: `first`, and nothing is changed. Over: they
    have it no more.
    """
    now = world.now()
    offer, request = offer_and_held(world, call)
    if answer == "else":
        note_not_rung(world, request)
        return "settled" if _give_back(world, offer, request) else OVER
    if request.reason:
        let_go(world, request)  # what they said is nobody's business any more
        end_request(world, request.group, request.id, state=RequestState.DONE)
    elif request.waits_for_their_yes:
        return FIRST
    else:
        spoken = world.store.mark_spoken(
            request.group,
            request.id,
            volunteer=offer.volunteer,
            now=now,
            ring_after=answer == "ring-after",
            next_action_at=now,
        )
        return "settled" if spoken else OVER
    return "settled"


def _give_back(world: World, offer: Offer, request: Request) -> bool:
    """Hand it back; or they have, when this webhook came the first time."""
    if world.store.hand_back(request.group, request.id, volunteer=offer.volunteer, now=world.now(), no=FOR_GOOD):
        return True
    now = world.store.request(request.group, request.id)
    return now is not None and is_for_good(offer.volunteer, now)


def offer_and_held(world: World, call: Call) -> tuple[Offer, Request]:
    """The offer, and the request that its yes was for."""
    offer, request = offer_and_request(world, call)
    return offer, _held(world, offer, request)


def _held(world: World, offer: Offer, request: Request) -> Request:
    """What a yes to this is for: an item about a waiting request hands over that request.

    And on a call to one phone it is what that call is about; on a call on which another task was taken, that task.
    """
    if offer.turned_to:
        return world.store.request(request.group, offer.turned_to) or request
    if request.reason in ABOUT_ANOTHER | FOR_ONE_PHONE and request.about:
        return world.store.request(request.group, request.about) or request
    return request


def _say_no(world: World, offer: Offer, request: Request, *, outcome: str, no: No) -> None:
    """What they now say is what counts: a yes on this call, before they went back a step, is taken back."""
    now, held = world.now(), _held(world, offer, request)
    if held.taken_offer == offer.id:
        world.store.hand_back(held.group, held.id, volunteer=offer.volunteer, now=now, no=None if no.again_at else no)
    by_a_no(world, offer, request, outcome=outcome, no=no, now=now)


def _stands(offer: Offer, request: Request) -> str:
    mine = request.state in HELD and request.taken_by == offer.volunteer
    if offer.kind != OfferKind.ASK:
        return MINE if mine else OVER
    if request.state == RequestState.OPEN or (mine and request.taken_offer == offer.id):
        return OPEN
    return TAKEN if request.state in HELD else OVER
