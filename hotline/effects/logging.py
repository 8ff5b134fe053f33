"""What the resident's call writes: the need at once, then the rest; it opens when the call is over.

Three writes at the most (DESIGN.md, budgets), each idempotent by an id made from the call's SID. By way of the second
menu it is one more: who puts the phone down there is rung back.
"""

from __future__ import annotations

from dataclasses import replace

from hotline.conversation.call import Call
from hotline.conversation.turns import Given, effect
from hotline.dispatch.drafts import open_drafts_of
from hotline.dispatch.left import keep_words
from hotline.dispatch.number_of_call import number_of_call, number_shown
from hotline.dispatch.recordings import let_go
from hotline.dispatch.request_end import end_request
from hotline.effects.offered import area_of, need_of, when_of
from hotline.numbers import CannotRing, PhoneNumber, opaque
from hotline.prompts import two_words
from hotline.prompts.times import time_code
from hotline.records import AT_WISH, ENDED_REQUEST, Ears, Need, Reason, Request, RequestState
from hotline.rotation.pace import due, promise
from hotline.rotation.phone import phones_ring_from
from hotline.world import World

RING, ASK = "ring", "ask"  # is there a number to ring back, or must one be asked for?
KEPT, SAME, REFUSED, WITHDRAWN = "kept", "same", "refused", "withdrawn"
THAT_NUMBER = "that-number"  # which was keyed on this call is rung, as soon as it may
LATE = "late"  # neighbours are being asked already, or one has said yes: nothing was changed
A_PERSON = "a-person"  # a coordinator hears the recording
# Could one of those who are next be asked this minute? Else: is there any volunteer at all for this need?
SOMEBODY_NOW, SOMEBODY, NOBODY = "somebody-now", "somebody", "nobody"
_NEXT = 8  # places looked at for that
_FIRST = 1  # of the needs of a call


@effect("request-1_ring", "request-1_ask", LATE)
def keep_need(world: World, call: Call, nth: int, need: str) -> str:
    """Keep the `nth` need of this call as a draft. Keyed anew after a step back, it changes the same row.

    Late: the request of this row is no draft any more, and it is for another need.
    """
    request_id = f"{call_id(call)}-{nth}"
    reason = Reason.RECORDING if need == Need.PERSON else None
    return keep(world, call, draft(world, call, request_id, need_of(call.group, need), reason=reason))


def _words_are_withdrawn(world: World, kept: Request) -> None:
    """They have begun again, and need something that has a key: what they had said is played to nobody."""
    if kept.note and kept.need not in (Need.OTHER, Need.PERSON):
        let_go(world, kept)
        world.store.drop_note(kept.group, kept.id, kept.note)


@effect(KEPT, LATE)
def keep_wish(world: World, call: Call, nth: int) -> str:
    """Keep that they look for something else, in the place of the `nth` need: who now hangs up is rung by a person."""
    wish = draft(world, call, f"{call_id(call)}-{nth}", Need.PERSON, reason=Reason.ASKED)
    return KEPT if world.store.keep_draft(wish) else LATE  # late: what is kept in that place has gone out, and stands


@effect(WITHDRAWN, LATE)
def withdraw_wish(world: World, call: Call, nth: int) -> str:
    """What they have chosen asks for nothing, or is kept elsewhere: nobody is rung for that they looked for it."""
    return WITHDRAWN if world.store.withdraw_draft(call.group.slug, f"{call_id(call)}-{nth}") else LATE


@effect(KEPT, SAME, REFUSED, LATE)
def keep_number(world: World, call: Call, request: str, keyed: Given) -> str:
    """Keep the number that was keyed, if it is one that the group can ring without being billed into ruin.

    Same: it is the phone of the one it is for, who would be rung as if they had asked.
    """
    number = number_keyed(world, call, keyed)
    if number is None:
        return REFUSED
    seen = world.store.request(call.group.slug, request)
    if seen and seen.for_number == number:
        return SAME
    apart = world.store.apart_from(replace(seen, number=number)) if seen else frozenset()
    kept = world.store.keep_number(call.group.slug, request, number, apart, now=world.now())
    return KEPT if kept else LATE


@effect(RING, ASK, LATE)
def forget_number(world: World, call: Call, request: str) -> str:
    """It was keyed wrong: what it was keyed for is for the number that the call had before; tell whether it has one."""
    number, seen = _number_for(world, call, request), world.store.request(call.group.slug, request)
    if seen and seen.for_number == number:  # they ring from the phone of the one it is for
        number = None
    if not world.store.keep_number(call.group.slug, request, number, now=world.now()):
        return LATE
    return RING if number else ASK


@effect(KEPT, A_PERSON)
def keep_note(world: World, call: Call, request: str, words: Given, ears: str = Ears.COORDINATOR) -> str:
    """Keep which recording holds the resident's own words (never the words), and who may hear it.

    A request that somebody has already takes no recording: a coordinator hears it instead.
    """
    group = call.group
    if words.secret is None:
        return KEPT
    before = world.store.request(group.slug, request)
    if world.store.keep_note(group.slug, request, words.secret, ears=Ears(ears)):
        if before and before.note and before.note != words.secret:  # said anew
            let_go(world, before)
        return KEPT
    held = world.store.request(group.slug, request)
    if held and held.note == words.secret:  # kept by this very webhook, when it came the first time
        return KEPT
    keep_words(world, group, call.sid, words.secret, shown=call.other_end)
    return A_PERSON


@effect("1300_blue-kettle_somebody-now", "1300_blue-kettle_somebody", "1300_blue-kettle_nobody", LATE)
def write_down(world: World, call: Call, request: str, area: str, when: str) -> str:
    """The rest of the request. Tells by when a neighbour will ring, the two words, and who there is."""
    told = note_down(world, call, request, area, when)
    if told == LATE:
        return LATE
    return f"{told}_{_anybody(world, call, world.store.request(call.group.slug, request))}"


def note_down(world: World, call: Call, request: str, area: str, when: str) -> str:
    """One write. Tells by when a neighbour will ring, and the two words."""
    group, now, wish = call.group, world.now(), when_of(when)
    promised = promise(group, now)
    written = world.store.write_down(
        group.slug,
        request,
        area=area_of(group, area),
        when=wish,
        due_at=due(wish, group, now),
        promised_at=promised,
        next_action_at=now + group.policy.draft_opens,
    )
    return f"{time_code(promised, now, group.zone)}_{two_words(request)}" if written else LATE


def anybody_for(world: World, call: Call, need: Need) -> str:
    """Whether there is any volunteer at all for this need."""
    return SOMEBODY if world.store.standing_first(call.group.slug, need, limit=1) else NOBODY


@effect("open")
def open_requests(world: World, call: Call) -> str:
    """Open whatever this call has asked for: phones begin to ring. Who waits to be rung back is still on this one."""
    open_drafts_of(world, call.group.slug, call.sid, but=AT_WISH)
    return "open"


@effect("kept")
def put_through(world: World, call: Call, request: str) -> str:
    """They have been joined to the listening line: this need is met, and forgotten."""
    met = world.store.request(call.group.slug, request)
    if met:
        let_go(world, met)
    end_request(world, call.group.slug, request, state=RequestState.DONE)
    return "kept"


@effect(KEPT, THAT_NUMBER, "tomorrow-0900", ASK)
def ask_to_be_rung(world: World, call: Call) -> str:
    """Somebody would like to be rung straight back: for news of what they asked, or because they help.

    Caller ID can be forged, so nothing is said or done on this call but to keep the wish, and only if we hold that
    number (else anybody could have us ring a stranger). One at a time, however often it is asked for. A phone that
    shows no number that can be rung is asked for one; of one that was keyed on this call, see `ask_to_be_rung_on`.
    """
    number = _number_for(world, call, _straight_back(call))
    if number is None:
        return ASK
    if number != call.other_end:
        return _ring_what_was_keyed(world, call, number)
    _ring_if_held(world, call, number, Reason.BACK)
    return KEPT


@effect(THAT_NUMBER, "tomorrow-0900", REFUSED)
def ask_to_be_rung_on(world: World, call: Call, keyed: Given) -> str:
    """The same, on a number that they key. It may be anybody's: it rings in the hours in which that phone may.

    Told alike whether we hold it or not: that it is rung, or before when no phone rings.
    """
    number = number_keyed(world, call, keyed)
    return REFUSED if number is None else _ring_what_was_keyed(world, call, number)


def _ring_what_was_keyed(world: World, call: Call, number: PhoneNumber) -> str:
    _ring_if_held(world, call, number, Reason.KEYED)
    now = world.now()
    opens = phones_ring_from(call.group, now)
    return THAT_NUMBER if opens <= now else time_code(opens, now, call.group.zone)


def _ring_if_held(world: World, call: Call, number: PhoneNumber, reason: Reason) -> None:
    if _is_for_us(world, call.group.slug, number):
        wish_to_be_rung(world, call, _straight_back(call), number, reason)


def wish_to_be_rung(world: World, call: Call, wish_id: str, number: PhoneNumber, reason: Reason) -> None:
    """To be rung on this number, once this call is over. A wish of an earlier call that still waits gives way to it."""
    wish = _draft(world, call, wish_id, number, need=Need.PERSON, reason=reason)
    world.store.keep_wish(wish, number.opaque, reason, now=world.now(), takes_over=True)


def draft(
    world: World, call: Call, request_id: str, need: Need, *, reason: Reason | None = None, about: str | None = None
) -> Request:
    """A draft of this call, with the number that it is about."""
    number = _number_for(world, call, request_id)
    return _draft(world, call, request_id, number, need=need, reason=reason, about=about)


def _draft(
    world: World,
    call: Call,
    request_id: str,
    number: PhoneNumber | None,
    *,
    need: Need,
    reason: Reason | None,
    about: str | None = None,
) -> Request:
    now = world.now()
    return Request(
        group=call.group.slug,
        id=request_id,
        state=RequestState.DRAFT,
        need=need,
        reason=reason,
        about=about,
        number=number,
        language=call.group.languages[0],
        words=two_words(request_id),
        call=call.sid,
        made_at=now,
        next_action_at=now + call.group.policy.draft_opens,
    )


def keep(world: World, call: Call, request: Request) -> str:
    """Keep a draft; its id, and whether a number must still be asked for.

    A request that is open already stays as it is. Late: it is for another need, or it has ended.
    """
    kept = world.store.keep_draft(request)
    if kept:
        _words_are_withdrawn(world, kept)
        return f"{request.id}_{RING if kept.number else ASK}"
    there = world.store.request(request.group, request.id)
    if there is None or there.state in ENDED_REQUEST or there.need is not request.need:
        return LATE
    return f"{request.id}_{RING if there.number else ASK}"


def number_keyed(world: World, call: Call, keyed: Given) -> PhoneNumber | None:
    """The number that was keyed. None: it is none, or one that the group cannot ring without being billed into ruin.

    Nor does the line ring itself.
    """
    try:
        return call.group.number_to_ring(keyed.secret or "")
    except CannotRing:
        return None


def call_id(call: Call) -> str:
    """What the ids of all that one call asks for begin with."""
    return opaque(call.sid)


def _anybody(world: World, call: Call, kept: Request | None) -> str:
    """Whose phone it is makes no difference: who shows a volunteer's number, or keys it, would learn that it is one."""
    from hotline.dispatch.under_way import may_ring_beside
    from hotline.rotation.eligibility import why_not  # no part of the way to a caller's first word

    group, now = call.group, world.now()
    places = world.store.standing_first(group.slug, kept.need, limit=_NEXT) if kept else []
    if kept is None or not places:
        return NOBODY if kept else SOMEBODY
    if not group.policy.wait_longest or not may_ring_beside(world, group, call.sid, call.about):
        return SOMEBODY
    found = world.store.volunteers_by_id(group.slug, [place.volunteer for place in places])
    anybodys = replace(kept, number=None, for_number=None)
    can = any(why_not(volunteer, anybodys, group, now) is None for volunteer in found.values())
    return SOMEBODY_NOW if can else SOMEBODY


def _number_for(world: World, call: Call, row: str) -> PhoneNumber | None:
    """The number that what is kept in this row is for. Nothing comes before the first need: it costs no read."""
    if row == f"{call_id(call)}-{_FIRST}":
        return number_shown(call.group, call.other_end)
    return number_of_call(world, call.group, call.sid, shown=call.other_end, but=row)


def _straight_back(call: Call) -> str:
    """The id of the wish of this call to be rung straight back."""
    return f"{call_id(call)}-b"


def _is_for_us(world: World, group: str, number: PhoneNumber) -> bool:
    """A number that we hold or remember."""
    if world.store.requests_of_phone(group, number) or world.store.volunteer(group, number.opaque):
        return True
    if world.store.requests_for_phone(group, number):  # asked for them by somebody else
        return True
    return bool(world.store.remembered(group, number.opaque, world.now()))
