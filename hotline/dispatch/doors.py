"""Until two of us have heard both, the one complained of is asked for no door; and who is not put together again."""

from __future__ import annotations

from collections.abc import Collection

from hotline.dispatch.items import item, kept_from
from hotline.dispatch.offer_end import silence
from hotline.dispatch.ring import Line
from hotline.numbers import PhoneNumber
from hotline.records import ABOUT_ANOTHER, FOR_GOOD, FOR_ONE_PHONE, HELD, Need, Reason, Request, RequestState, Volunteer
from hotline.rotation.lot import both_ways, sides

ALWAYS = "decided"  # why a volunteer is asked for chats only, from now on
MEETING = "meeting"  # and why until the next meeting
_ABOUT_COMPLAINTS = frozenset({Reason.LOT, Reason.NO_LOT, Reason.WORRIED})


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

    Whoever has said yes to any of it is told: of what means a door, and of what is arranged by phone. A pair is two
    phones, also if one of the two has left the group by now.
    """
    for asks, helps in both_ways(complaint):
        line.world.store.keep_apart(asks.opaque, helps)
        _take_away(line, asks, helps)


def put_apart_at_doors(line: Line, complaint: Request) -> None:
    """The same, but they may chat."""
    for asks, helps in both_ways(complaint):
        line.world.store.keep_apart(asks.opaque, helps, at_doors=True)
        _take_away(line, asks, helps, doors=True)


def keep_until_heard(line: Line, complaint: Request) -> None:
    """The same for as long as the complaint is not over.

    A volunteer who complains keeps the help that they have said yes to. Done again at each look at the complaint, since
    the indexes lag behind what was made or taken just now.
    """
    for asks, helps in both_ways(complaint):
        line.world.store.keep_until_heard(asks.opaque, helps, complaint)
        _take_away(line, asks, helps, but_help=complaint.against is None)


def let_together(line: Line, complaint: Request) -> None:
    """The complaint is over: what was kept from either of the two only because of it may be theirs again."""
    store = line.world.store
    for asks, helps in both_ways(complaint):
        store.heard(asks.opaque, helps, complaint)
    for asks, helps in both_ways(complaint):  # only then: what one asked for another is kept from whom either is
        for request in _all_of(line, asks):
            if helps in request.apart and helps not in _still_kept_from(line, request):
                store.let_have(request.group, request.id, helps)


def _take_away(line: Line, asks: PhoneNumber, helps: str, *, doors: bool = False, but_help: bool = False) -> None:
    """In every group, since a pair is two phones: what rings that phone, or is asked for it, and what is held about it.

    Look twice: the second look finds what a series has made in the very moment before it was kept from them. With
    `but_help`, help that they have said yes to stays theirs.
    """
    store = line.world.store
    for request in (each for _ in range(2) for each in store.requests_anywhere(asks)):
        told = request.reason in FOR_ONE_PHONE  # by the line itself
        stays = request.taken_by == helps and but_help and request.reason is None
        if not told and not stays and (request.means_a_door or not doors) and _is_not_kept_from(request, helps):
            _tell_whose_it_was(line, request, helps)
            store.keep_from(request.group, request.id, helps, now=line.now)
            _silence_for(line, request, helps)
            if request.reason is Reason.LOT:  # whoever hears them makes room at once
                store.wake(request.group, request.id, now=line.now)
    for task in () if doors else store.held_anywhere(helps):
        about = store.request(task.group, task.about) if task.about else None
        if about and asks in about.phones:
            store.keep_from(task.group, task.id, helps, now=line.now)


def _is_not_kept_from(request: Request, who: str) -> bool:
    """Tell whether they may have it, or have it still, as after a crash between the two."""
    return who not in request.apart | sides(request) or (request.state in HELD and request.taken_by == who)


def _silence_for(line: Line, request: Request, who: str) -> None:
    """Their phone rings no more for it. Once they have picked up, a yes is too late."""
    for ringing in request.ringing.values():
        offer = line.world.store.offer(request.group, ringing.offer) if ringing.volunteer == who else None
        if offer and offer.answered_at is None:
            silence(line, offer)


def _all_of(line: Line, asks: PhoneNumber) -> list[Request]:
    """Return what rings that phone, or is asked for it, in every group; then the tasks about it that hold no number."""
    store = line.world.store
    own = store.requests_anywhere(asks)
    ids = {(each.group, each.id) for each in own}
    groups = sorted({each.group for each in own})
    about = [task for group in groups for task in store.due_soonest(group, limit=None) if _is_about(task, ids)]
    return sorted([*own, *about], key=lambda each: each.need is Need.PERSON)


def _is_about(task: Request, ids: Collection[tuple[str, str]]) -> bool:
    return task.need is Need.PERSON and task.number is None and (task.group, task.about) in ids


def _still_kept_from(line: Line, request: Request) -> frozenset[str]:
    """Return who is not to have it by now. Who was never to hear of a complaint stays out of it."""
    store = line.world.store
    if request.need is not Need.PERSON or request.reason is None:
        return store.apart_from(request)
    if request.reason in _ABOUT_COMPLAINTS:
        return request.apart
    about = store.request(request.group, request.about) if request.about else None
    return kept_from(line.world, request.reason, about, request.number)


def _tell_whose_it_was(line: Line, request: Request, helps: str) -> None:
    """Whoever has said yes to it hears that it is theirs no more: it is open again and they are to be told, or neither.

    Not of a task, which another coordinator does.
    """
    if request.taken_by != helps or request.state not in HELD or request.reason is not None:
        return
    who = line.world.store.volunteer(request.group, helps)
    if who:
        name = f"{request.id} {request.taken_offer}"
        told = item(line.world, request.group, Reason.HANDED_ON, name=name, about=request, number=who.number)
        line.world.store.hand_on(request, told, no=FOR_GOOD, now=line.now)


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
