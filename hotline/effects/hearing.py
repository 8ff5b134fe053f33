"""What the two who were drawn do on their phones: yes or no, hear both sides, decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hotline.conversation.call import Call
from hotline.conversation.turns import effect
from hotline.effects.changing import change
from hotline.effects.dialling import BUSY, NEVER, UNTIL, dials, has_dialled, not_before
from hotline.effects.placed import (
    note_pick_up,
    offer_and_request,
    volunteer_rung,
    whose_phone,
)
from hotline.numbers import PhoneNumber
from hotline.records import ENDED_REQUEST, Decision, Reason, Request, Seat
from hotline.rotation.lot import SEATS, sides
from hotline.rotation.phone import may_ring
from hotline.world import World

ASKED, AGREED, OVER, NONE = "asked", "agreed", "over", "none"
TELLER, OTHER, NOTE, NIGHT = "teller", "other", "note", "night"
NO_TELLER, NO_OTHER = "noteller", "noother"
FREE = "free"


@effect("complaint-1_asked", "complaint-1_agreed", "complaint-1_over")
def drawn_by_lot(world: World, call: Call) -> str:
    """The phone was picked up, perhaps by voicemail: note it, and tell how it stands with this one of the two."""
    offer, complaint = offer_and_request(world, call)
    note_pick_up(world, call, offer, complaint, longest=call.group.policy.longest_talk)
    return f"{complaint.id}_{_stands(complaint, offer.volunteer)}"


@effect(AGREED, OVER, final=True)
def agree(world: World, call: Call, complaint_id: str) -> str:
    """Yes, or still yes: they are one of the two until they have decided. Over: there are two others, or it is done."""
    who = whose_phone(call)

    def seated(seen: Request) -> Mapping[str, object] | None:
        if _stands(seen, who) == OVER:
            return None
        return {"hearing": {**seen.hearing, who: replace(seen.hearing.get(who) or Seat(since=0), since=seen.offers)}}

    seen, is_one = change(world, _complaint(world, call, complaint_id), seated)
    if seen is None or not is_one:
        return OVER
    world.store.hears(seen.group, who, seen.id, still=True)
    return AGREED


@effect("passed", final=True)
def not_this_time(world: World, call: Call, complaint_id: str) -> str:
    """No is a complete answer, also after a yes: the next one is drawn."""
    who, now = whose_phone(call), world.now()

    def without_them(seen: Request) -> Mapping[str, object] | None:
        if who in seen.passed:
            return None
        hearing = {each: seat for each, seat in seen.hearing.items() if each != who}
        return {"next_action_at": now, "passed": seen.passed | {who}, "hearing": hearing}

    change(world, _complaint(world, call, complaint_id), without_them)
    world.store.hears(call.group.slug, who, complaint_id, still=False)
    return "passed"


@effect(
    OVER,
    "hears_note",
    "hears_note_teller_other",
    "hears_teller",
    "hears_teller_other_noother",
    "hears_teller_other_noteller",
    "hears_night",
    "hears_night_note_teller_other",
)
def what_there_is(world: World, call: Call, complaint_id: str) -> str:
    """What they can do just now: whether there are words to hear, whom they have rung, who can be rung.

    A side with no phone any more counts as rung. At night nobody is.
    """
    seen = _complaint(world, call, complaint_id)
    seat = _seat(world, call, seen)
    if seen is None or seat is None:
        return OVER
    flags = {
        NIGHT: not may_ring(None, call.group, world.now()),
        NOTE: seen.note is not None,
        TELLER: seat.heard_teller or seen.number is None,
        OTHER: seat.heard_other or seen.other is None,
        NO_TELLER: seen.number is None,
        NO_OTHER: seen.other is None,
    }
    return "_".join(["hears", *(flag for flag, is_so in flags.items() if is_so)])


@effect(FREE, BUSY, NEVER, f"{UNTIL}_tomorrow-0900", OVER)
def about_to_ring(world: World, call: Call, complaint_id: str, side: str) -> str:
    """They are about to be joined with one of the sides. Busy: the line itself rings, or talks to, that phone just now.

    Until they have talked neither phone rings for anything else, and the sweep does not disturb them. Until: from when
    that phone may ring. The side of a resident is rung as a resident's phone, the other as a volunteer's. Never: it may
    not. Over: they hear it no more.
    """
    complaint = _complaint(world, call, complaint_id)
    if complaint is None or _seat(world, call, complaint) is None:
        return OVER
    number = _number(complaint, side)
    phone = number.opaque if number else None
    whose = world.store.volunteer(call.group.slug, phone) if phone else None
    a_volunteers = (side == TELLER) == (complaint.against is None)
    later = not_before(whose, call.group, world.now(), as_resident=not a_volunteers)
    if later:
        return later
    return FREE if dials(world, call, *offer_and_request(world, call), phone) else BUSY


@effect("noted")
def have_rung(world: World, call: Call, complaint_id: str, side: str) -> str:
    """They have rung one of the sides, reached or not: who cannot be reached holds up nobody for ever."""
    number = _number(_complaint(world, call, complaint_id), side)
    if number:
        has_dialled(world, call, number.opaque)
    rung: dict[str, object] = {"heard_teller": True} if side == TELLER else {"heard_other": True}
    _change_seat(world, call, complaint_id, rung)
    return "noted"


@effect("decided", final=True)
def decide(world: World, call: Call, complaint_id: str, decision: str) -> str:
    """What they think, once both sides were rung. When both have said so the dispatcher does it, and erases it all."""
    _change_seat(world, call, complaint_id, {"decision": Decision(decision)})
    world.store.hears(call.group.slug, whose_phone(call), complaint_id, still=False)
    return "decided"


@effect("complaint-1", NONE)
def what_they_hear(world: World, call: Call) -> str:
    """The complaint of which this volunteer hears both sides, and has not decided; of several the first."""
    volunteer = volunteer_rung(world, call)
    for complaint_id in sorted(volunteer.hears if volunteer else ()):
        seen = _complaint(world, call, complaint_id)
        if _seat(world, call, seen):
            return complaint_id
    return NONE


def _change_seat(world: World, call: Call, complaint_id: str, changes: dict[str, object]) -> None:
    """The dispatcher looks at it when the call is over, which changes the row; or at once, after their last word."""
    who, now = whose_phone(call), world.now()

    def changed(seen: Request) -> Mapping[str, object] | None:
        seat = seen.hearing.get(who)
        if seat is None or seat.decision:
            return None
        seat = replace(seat, since=seen.offers, **changes)  # type: ignore[arg-type] # a field each
        at_once = {"next_action_at": now} if seat.decision else {}
        return {**at_once, "hearing": {**seen.hearing, who: seat}}

    change(world, _complaint(world, call, complaint_id), changed)


def _seat(world: World, call: Call, complaint: Request | None) -> Seat | None:
    """Their place among the two, until they have decided, or are not to be put together with either side."""
    who = whose_phone(call)
    seat = complaint.hearing.get(who) if complaint else None
    if complaint is None or seat is None or seat.decision or who in complaint.apart:
        return None
    return seat if world.store.kept(who).of().isdisjoint(sides(complaint)) else None


def _number(complaint: Request | None, side: str) -> PhoneNumber | None:
    if complaint is None:
        return None
    return complaint.number if side == TELLER else complaint.other


def _stands(complaint: Request, who: str) -> str:
    seat = complaint.hearing.get(who)
    others = sum(each != who for each in complaint.hearing)
    if complaint.state in ENDED_REQUEST or who in complaint.apart or (seat and seat.decision) or others >= SEATS:
        return OVER
    return AGREED if seat else ASKED


def _complaint(world: World, call: Call, complaint_id: str) -> Request | None:
    """Only a complaint that is not over."""
    seen = world.store.request(call.group.slug, complaint_id)
    return seen if seen and seen.reason is Reason.LOT and seen.state not in ENDED_REQUEST else None
