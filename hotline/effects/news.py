"""What a resident does on the call that rings them straight back: hear how it stands, be put through, change, cancel.

It is placed to the number that we hold, so that whoever hears it has that phone in their hand (promise 7).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from hotline.conversation.call import Call
from hotline.conversation.turns import effect
from hotline.dispatch.items import item
from hotline.dispatch.one_phone import waits_for_others
from hotline.dispatch.pick import all_said_no
from hotline.dispatch.ring import calls_are_used_up
from hotline.effects.changing import SO_ALREADY, change
from hotline.effects.dialling import BUSY, NEVER, UNTIL, dials, has_dialled, held_by, not_before
from hotline.effects.offered import when_of
from hotline.effects.paging import MORE, some_of
from hotline.effects.placed import (
    errand_of,
    note_pick_up,
    placed_for,
    whose_phone,
)
from hotline.effects.standing import OVER, what_where_when
from hotline.effects.to_be_rung import waits_for_a_person
from hotline.groups import Group
from hotline.numbers import PhoneNumber
from hotline.prompts.times import time_code
from hotline.records import HELD, Reason, Request, RequestState, When
from hotline.rotation.pace import ends_with_promise, is_past, promise, wanted_anew, wanted_on, was_rung
from hotline.rotation.watch import was_said_aloud
from hotline.world import World

RESIDENT, VOLUNTEER, BOTH, NOBODY = "resident", "volunteer", "both", "nobody"
NONE = "none"
ASKED, THEIRS = "asked", "theirs"
DRAFT = "draft"
NOBODY_COULD = "nobody-could"  # and its own time is over
TURN = "turn"  # it waits its turn, since so much is being asked from this phone
USED_UP = "used-up"  # the day's calls: no neighbour is rung before tomorrow
ENDS, WEEK_ENDS = "ends", "week"  # neighbours are asked no longer than until that time, by which nobody else rings
NONE_LEFT = "none-left"  # all whom it could be put to have said no
FIRST = "first"  # of what is wanted every week: the time that it began with
SERIES = "series"  # wanted every week: what makes each week's request
_AT_ONCE = 3  # requests in one menu
_THEIRS = (None, Reason.SERIES)  # what a resident has asked for


@effect("there")
def picked_up(world: World, call: Call) -> str:
    """Somebody has picked up, and may be voicemail: nothing is said that is about anyone."""
    found = placed_for(world, call)
    if found:
        note_pick_up(world, call, *found, longest=call.group.policy.longest_talk)
    return "there"


@effect(RESIDENT, VOLUNTEER, BOTH, NOBODY)
def heard(world: World, call: Call) -> str:
    """A key was pressed: somebody is there, and this call has done what it was for. Whose phone it is."""
    now = world.now()
    errand, _ = change(world, errand_of(world, call), lambda seen: SO_ALREADY if seen.heard_at else {"heard_at": now})
    if errand is None or errand.number is None:
        return NOBODY
    helps = world.store.volunteer(errand.group, errand.number.opaque) is not None
    asked = _asked_for(world, errand.group, errand.number) or waits_for_a_person(world, errand)
    if asked or world.store.remembered(errand.group, errand.number.opaque, now):
        return BOTH if helps else RESIDENT
    return VOLUNTEER if helps else NOBODY


@effect(
    NONE,
    "request-1_shopping_today",
    "request-1_shopping_today__request-2_medicines_soon",
    "request-1_shopping_today__request-2_medicines_soon__request-3_dog_weekly",
    "request-1_shopping_today_blue-kettle__request-2_shopping_today_red-lamp__request-3_shopping_today_green-boat",
    f"request-1_shopping_today__request-2_medicines_soon__request-3_dog_weekly__{MORE}",
    "request-1-w_shopping_series",
    "request-1-w_shopping_series__request-1_shopping_first",
)
def what_was_asked(world: World, call: Call, after: str) -> str:
    """List the requests of this phone that are not over, a few at a time: those that follow the one `after`.

    What still goes on comes before what is reported done, and then the oldest first; a series is one of them. Two that
    sound the same are told by their two words: they may be two people's, who share a phone.
    """
    errand = errand_of(world, call)
    asked = sorted(_asked_for(world, errand.group, errand.number) if errand else [], key=_is_reported)
    alike = _alike(world, call, asked)
    each = [
        f"{one.id}_{_as_said(world, call, one)}{_apart(one) if one.id in alike else ''}"
        for one in some_of(asked, after, _AT_ONCE)
    ]
    return "__".join([*each, *([MORE] if len(asked) > _AT_ONCE else [])]) or NONE


@effect(
    "open_6_1700_kept",
    "open_6_1700_broken",
    "open_0_1700_kept",
    "open_turn_1700_kept",
    f"open_6_1700_{USED_UP}",
    f"open_6_1700_{ENDS}",
    f"open_6_1700_{WEEK_ENDS}",
    f"open_6_1700_{NONE_LEFT}",
    f"open_6_1700_broken-{NONE_LEFT}",
    NOBODY_COULD,
    "held_volunteer-1",
    "spoken_volunteer-1",
    "reported_volunteer-1",
    DRAFT,
    THEIRS,
    f"{ASKED}_shopping_ongar_today",
    "over",
)
def how_it_stands(world: World, call: Call, request_id: str) -> str:
    """The truth. Where it takes longer than was promised, that is said; a new promise is made, and kept like the first.

    Also where one of us or the line has rung them, since nobody could yet: that was what was promised before. But where
    neighbours are asked only until that time, no other is said.

    With who has it, or has reported it done: it is they whom the resident now hears of, whoever has it later.
    `asked`: somebody else asked for whoever has this phone, and they have not said yes to it. `theirs`: they did, and
    it is for them to say whether who asked may hear that it is done. `draft`: its call is not over yet, or we have not
    been told so; nobody may say yes to it, nor change it here, since that call still can.
    """
    now = world.now()
    seen = world.store.request(call.group.slug, request_id)
    request, waits = change(world, seen, lambda seen: _as_they_hear(call, seen, now))
    if request and waits and request.state is RequestState.OPEN:
        if not request.ringing and calls_are_used_up(world, call.group):
            return _still_open(call, request, now, but=USED_UP)
        return _still_open(call, request, now, but=NONE_LEFT if all_said_no(world, request) else "")
    if request is None or request.cancelled_at:
        return "over"
    if request.state is RequestState.DRAFT:
        return DRAFT
    if _asks_them(call, request):
        return f"{ASKED}_{what_where_when(world, request)}"
    if is_past(request, call.group, now):
        return NOBODY_COULD
    if request.state is RequestState.REPORTED_DONE and is_theirs_alone(call, request):
        return THEIRS
    stands = {RequestState.ACCEPTED: "held", RequestState.SPOKEN: "held", RequestState.REPORTED_DONE: "reported"}
    if request.state not in stands:
        return "over"
    spoken = request.state is RequestState.SPOKEN and request.joined  # not on the volunteer's word alone
    return f"{'spoken' if spoken else stands[request.state]}_{request.taken_by or ''}"


def _as_they_hear(call: Call, seen: Request, now: datetime) -> Mapping[str, object] | None:
    """Note that they hear of a yes, so that they hear it, too, if it ends; or keep what is promised, or renew it."""
    if seen.state not in HELD or seen.cancelled_at or _asks_them(call, seen):
        return _keep_or_renew(call, seen, now)
    return SO_ALREADY if seen.joined or seen.yes_heard_at else {"yes_heard_at": now}


def _keep_or_renew(call: Call, seen: Request, now: datetime) -> Mapping[str, object] | None:
    """Make a new promise to whoever still waits and was promised too much. None: nobody waits for a ring."""
    if seen.state is not RequestState.OPEN or seen.cancelled_at:
        return None
    if _asks_them(call, seen) or is_past(seen, call.group, now):
        return None
    if _still_promised(seen, now):
        return {"promised_by": call.about} if seen.made_for and not was_said_aloud(seen) else SO_ALREADY
    if _ends(seen, call.group, now):
        return SO_ALREADY
    anew, by = promise(call.group, now), call.mark if _was_broken(seen, now) else call.about
    told = {"told": seen.told - {Reason.PROMISE, Reason.NOT_YET}, "told_at": None, "rung_at": None}
    return {"promised_at": anew, "promised_by": by, **told}


def _still_promised(seen: Request, now: datetime) -> bool:
    """A promise was made whose time is to come, and nobody has kept it yet: neither one of us, nor the line."""
    to_come = seen.promised_at is not None and seen.promised_at > now
    return to_come and not was_rung(seen) and Reason.NOT_YET not in seen.told


def _was_broken(seen: Request, now: datetime) -> bool:
    """A promise was made, and its time has passed. Not where one of us has rung them since, and told them."""
    return seen.promised_at is not None and seen.promised_at <= now and not was_rung(seen)


def _ends(seen: Request, group: Group, now: datetime) -> bool:
    """Neighbours are asked until the promised time only, and nobody rings by then: it was kept, or we can ring nobody.

    Another promise would go on with what its resident may no longer want.
    """
    to_come = seen.promised_at is not None and seen.promised_at > now
    is_kept = seen.number is None or not _still_promised(seen, now)
    return to_come and is_kept and ends_with_promise(seen, group)


def _still_open(call: Call, seen: Request, now: datetime, *, but: str) -> str:
    """How many were asked, by when they are rung, and whether that was promised before and not kept.

    `but`: nobody is asked just now, and why. Where the day's calls are used up, no time is said.

    It was not kept either where this very webhook has renewed the promise, when it came the first time.
    """
    by = seen.promised_at if seen.promised_at and _still_promised(seen, now) else promise(call.group, now)
    broken, how = _was_broken(seen, now) or seen.promised_by == call.mark, "kept"
    asked = TURN if waits_for_others(seen) else seen.rings_made
    if but == USED_UP:
        how = USED_UP
    elif seen.promised_at and _ends(seen, call.group, now):
        by, how = seen.promised_at, WEEK_ENDS if seen.made_for else ENDS
    elif but == NONE_LEFT:
        how = f"broken-{NONE_LEFT}" if broken else NONE_LEFT
    elif broken:
        how = "broken"
    return f"open_{asked}_{time_code(by, now, call.group.zone)}_{how}"


@effect("blue-kettle")
def two_words(world: World, call: Call, request_id: str) -> str:
    """By which the neighbour is known."""
    request = world.store.request(call.group.slug, request_id)
    return request.words if request and request.words else NONE


@effect("volunteer-1", NOBODY, BUSY, NEVER, f"{UNTIL}_tomorrow-0900")
def who_has_it(world: World, call: Call, request_id: str) -> str:
    """The volunteer to be put through to; their phone and this one are held meanwhile, so that nothing else rings.

    Busy: the line itself rings, or talks to, that phone just now. Until: from when it may ring. Never: it may not.
    """
    held, placed = held_by(world, call.group.slug, request_id), placed_for(world, call)
    if held is None or placed is None:
        return NOBODY
    request, holder = held
    if holder.id in request.apart:
        return NOBODY  # not them again: said a moment ago, and it is about to go round again
    later = not_before(holder, call.group, world.now())
    if later:
        return later
    return holder.id if dials(world, call, *placed, holder.id) else BUSY


@effect("talked", final=True)
def have_talked(world: World, call: Call, volunteer: str) -> str:
    """The volunteer's phone is free again."""
    has_dialled(world, call, volunteer)
    return "talked"


@effect("asked")
def ask_them_to_ring(world: World, call: Call, request_id: str) -> str:
    """They did not pick up: they are rung about it themselves, and joined by a key."""
    request = world.store.request(call.group.slug, request_id)
    if request:
        _tell_holder(world, call, request, Reason.A_WORD, asked_by=call.other_end)
    return "asked"


@effect("changed", THEIRS, "over", final=True)
def change_when(world: World, call: Call, request_id: str, when: str) -> str:
    """Wanted by a time counted from now; the neighbour who has it, if one has, is told. `theirs`, as in `cancel`."""
    now, wish = world.now(), when_of(when)

    def anew(seen: Request) -> Mapping[str, object] | None:
        if seen.state not in (RequestState.OPEN, *HELD) or seen.cancelled_at or is_theirs_alone(call, seen):
            return None
        return wanted_anew(seen, wish, call.group, now)

    request, changed = change(world, world.store.request(call.group.slug, request_id), anew)
    if request is None or not changed:
        return THEIRS if request and is_theirs_alone(call, request) else "over"
    _tell_holder(world, call, request, Reason.CHANGED)
    return "changed"


@effect("joined")
def put_through_to_them(world: World, call: Call) -> str:
    """The neighbour pressed the key that joins the two: from now on they have spoken, whoever rang whom.

    That is with whoever asked, or with the one it is for: it is known by whose call has dialled this phone.
    """
    group, who = call.group.slug, whose_phone(call)
    request = world.store.request(group, call.about)
    theirs = request is not None and request.for_number is not None and _rings_us(world, call) == request.for_number
    world.store.mark_joined(group, call.about, volunteer=who, now=world.now(), with_whom_it_is_for=theirs)
    return "joined"


def _rings_us(world: World, call: Call) -> PhoneNumber | None:
    """Return the phone that was rung back, on whose call this one was dialled."""
    offer_id = world.store.whose_call_dials(whose_phone(call))
    found = world.store.offer_and_request(call.group.slug, offer_id) if offer_id else None
    return found[1].number if found else None


@effect("cancelled", THEIRS, OVER, final=True)
def cancel(world: World, call: Call, request_id: str) -> str:
    """Only the resident cancels one. The dispatcher sees to the rest: phones fall silent, and who had it is told.

    Once the one it is for has said yes to it, it is `theirs`, and no longer for whoever asked for them to cancel.
    """
    now = world.now()

    def wanted(seen: Request) -> Mapping[str, object] | None:
        if is_theirs_alone(call, seen):
            return None
        if seen.cancelled_at:
            return SO_ALREADY
        by_them = {"declined_at": now} if is_for(call, seen) else {}
        return {"next_action_at": now, "cancelled_at": now, **by_them}

    request, cancelled = change(world, world.store.request(call.group.slug, request_id), wanted)
    if request and is_theirs_alone(call, request):
        return THEIRS
    return "cancelled" if cancelled or (request and request.cancelled_at) else OVER


def is_for(call: Call, request: Request) -> bool:
    """Whether somebody else asked it for whoever has this phone."""
    return request.for_number is not None and request.for_number == call.other_end


def _asks_them(call: Call, request: Request) -> bool:
    return is_for(call, request) and request.waits_for_their_word


def is_theirs_alone(call: Call, request: Request) -> bool:
    """The one it is for has said yes, and it is not they whom we have rung."""
    return request.agreed_at is not None and request.for_number is not None and not is_for(call, request)


def _tell_holder(
    world: World, call: Call, request: Request, reason: Reason, *, asked_by: PhoneNumber | None = None
) -> None:
    """`asked_by` waits for it: whoever asked for the help, or the one it is for."""
    holder = world.store.volunteer(request.group, request.taken_by) if request.taken_by else None
    if holder:
        name = f"{_placed(call)} {request.id} {reason}"
        told = item(world, request.group, reason, name=name, about=request, number=holder.number)
        world.store.add_item(replace(told, other=asked_by))


def _placed(call: Call) -> str:
    """This one call: of those who phone in with a code nobody has placed any."""
    return call.sid if call.about == "-" else call.about


def said_of(world: World, call: Call, request: Request) -> str:
    """Return what this request of this phone is, as it is told: its words, too, if another sounds the same."""
    asked = _asked_for(world, request.group, call.other_end)
    words = request.words if request.id in _alike(world, call, asked) else ""
    return f"{_as_said(world, call, request)}_{words}"


def _asked_for(world: World, group: str, number: PhoneNumber | None) -> list[Request]:
    if number is None:
        return []
    held = [*world.store.requests_of_phone(group, number), *world.store.requests_for_phone(group, number)]
    held.sort(key=lambda request: request.age)
    return [request for request in held if request.reason in _THEIRS and not request.cancelled_at]


def _is_reported(request: Request) -> bool:
    return request.state is RequestState.REPORTED_DONE


def _alike(world: World, call: Call, asked: list[Request]) -> set[str]:
    """Return which of them sound the same as another."""
    said = {one.id: _as_said(world, call, one) for one in asked}
    how_often = Counter(said.values())
    return {one for one, what in said.items() if how_often[what] > 1}


def _as_said(world: World, call: Call, request: Request) -> str:
    """Return need and day. What recurs, and the time that it began with, which had no day yet, are told apart."""
    on = SERIES if request.reason is Reason.SERIES else wanted_on(request, call.group, world.now())
    return f"{request.need}_{FIRST if request.series and on == When.WEEKLY else on}"


def _apart(request: Request) -> str:
    return f"_{request.words}" if request.words else ""
