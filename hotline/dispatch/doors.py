"""Until two of us have heard both, the one complained of is asked for no door; and who is not put together again."""

from __future__ import annotations

from hotline.dispatch.items import item
from hotline.dispatch.offer_end import silence
from hotline.dispatch.ring import Line
from hotline.numbers import PhoneNumber
from hotline.records import ABOUT_ANOTHER, FOR_ONE_PHONE, HELD, Reason, Request, RequestState, Volunteer
from hotline.rotation.lot import sides

ALWAYS = "decided"  # why a volunteer is asked for chats only, from now on
MEETING = "meeting"  # and why until the next meeting


def pause_doors(line: Line, complaint: Request) -> None:
    """The volunteer complained of: no more doors, what they hold that means one is handed on, and they are told so.

    In an order in which a crash at any point is made good by doing it all again.

    1. Nobody picks them for a door any more, nor does a reservation that is just being made go through.
    2. A phone of theirs that rings for one falls silent; once picked up, a yes is too late.
    3. What they have said yes to goes round again at once, so that nobody waits for a visit that must not be. They are
       not asked for it again: by the time that two have heard both, somebody else has done it.
    4. They are told, kindly. Chats stay theirs.
    """
    store, group, who = line.world.store, complaint.group, complaint.against
    if who is None:
        return
    store.keep_from_doors(group, who, complaint.id)
    _stop_what_rings(line, group, who)
    hand_on_doors(line, complaint)
    tell_about_doors(line, complaint, Reason.NO_DOORS)


def hand_on_doors(line: Line, complaint: Request) -> None:
    """Take away what the volunteer complained of holds that means a door.

    Done again at each look at the complaint, since the index of what somebody holds lags behind a yes of just now.
    """
    store, group, who = line.world.store, complaint.group, complaint.against
    for request in store.requests_held_by(group, who) if who else ():
        if request.means_a_door and request.state in HELD:
            store.keep_from(group, request.id, who or "", now=line.now)


def tell_about_doors(line: Line, complaint: Request, reason: Reason) -> None:
    """Ring the volunteer complained of, once for each reason, unless they have left or asked for no more calls."""
    store = line.world.store
    who = store.volunteer(complaint.group, complaint.against) if complaint.against else None
    if who and not who.stopped:
        told = item(line.world, complaint.group, reason, name=f"{complaint.id} {reason}", number=who.number)
        store.add_item(told)


def is_still_so(reason: Reason, who: Volunteer | None) -> bool:
    """Tell whether what a volunteer is to be told about doors holds: they may be reached when something else does."""
    why = who.no_doors if who else frozenset()
    still = {
        Reason.NO_DOORS: bool(why - {ALWAYS, MEETING}),  # a complaint is not over
        Reason.DOORS_AGAIN: not why,
        Reason.CHATS_ONLY: ALWAYS in why,
        Reason.UNTIL_MEETING: MEETING in why,
    }
    return who is not None and still[reason]


def put_apart(line: Line, complaint: Request) -> None:
    """Not the two together again: neither is asked for what the other's phone asks, and neither has any of it.

    Whoever has said yes to any of it is told: of what means a door, and of what is arranged by phone.
    """
    if complaint.number is None or complaint.other is None:
        return
    line.world.store.keep_apart(complaint.number.opaque, complaint.other.opaque)
    _take_away(line, complaint.number, complaint.other)
    _take_away(line, complaint.other, complaint.number)


def put_apart_at_doors(line: Line, complaint: Request) -> None:
    """The same, but they may chat."""
    if complaint.number is None or complaint.other is None:
        return
    line.world.store.keep_apart(complaint.number.opaque, complaint.other.opaque, at_doors=True)
    _take_away(line, complaint.number, complaint.other, doors=True)
    _take_away(line, complaint.other, complaint.number, doors=True)


def _take_away(line: Line, asks: PhoneNumber, helps: PhoneNumber, *, doors: bool = False) -> None:
    """In every group, since a pair is two phones: what rings that phone, or is asked for it, and what is held about it.

    Look twice: the second look finds what a series has made in the very moment before it was kept from them.
    """
    store = line.world.store
    for request in (each for _ in range(2) for each in store.requests_anywhere(asks)):
        told = request.reason in FOR_ONE_PHONE  # by the line itself
        if not told and (request.means_a_door or not doors) and helps.opaque not in request.apart | sides(request):
            _tell_whose_it_was(line, request, helps)
            store.keep_from(request.group, request.id, helps.opaque, now=line.now)
            if request.reason is Reason.LOT:  # whoever hears them makes room at once
                store.wake(request.group, request.id, now=line.now)
    for task in () if doors else store.held_anywhere(helps.opaque):
        about = store.request(task.group, task.about) if task.about else None
        if about and asks in (about.number, about.for_number):
            store.keep_from(task.group, task.id, helps.opaque, now=line.now)


def _tell_whose_it_was(line: Line, request: Request, helps: PhoneNumber) -> None:
    """Whoever has said yes to it hears that it is theirs no more: it is open again and they are to be told, or neither.

    Not of a task, which another coordinator does.
    """
    if request.taken_by == helps.opaque and request.state in HELD and request.reason is None:
        name = f"{request.id} {request.taken_offer}"
        told = item(line.world, request.group, Reason.HANDED_ON, name=name, about=request, number=helps)
        line.world.store.hand_on(request, told, passed=True, now=line.now)


def _stop_what_rings(line: Line, group: str, who: str) -> None:
    store = line.world.store
    offer_id = store.rings_for(who)
    found = store.offer_and_request(group, offer_id) if offer_id else None
    if found is None:
        return
    offer, request = found
    wanted = store.request(group, request.about) if request.reason in ABOUT_ANOTHER and request.about else request
    if wanted and wanted.means_a_door:
        store.keep_from(group, wanted.id, who, now=line.now)
        if request.state is RequestState.OPEN and offer.answered_at is None:
            silence(line, offer)
