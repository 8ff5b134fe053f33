"""Who is rung next: a bounded page of the rotation, read strongly, whatever the group's size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from hotline.dispatch.ring import Line
from hotline.records import Request, Volunteer
from hotline.rotation.eligibility import may_still_be_asked, neighbour_at, why_not
from hotline.rotation.order import next_to_ask
from hotline.rotation.pace import asked_until, neighbour_until
from hotline.values import dataclass
from hotline.world import World

if TYPE_CHECKING:
    from hotline.store import Place

PAGES = (2, 16, 16, 32)  # places read at a time: whoever is first is most often free, and is found by reading two
_AT = "@"


@dataclass(frozen=True, kw_only=True)
class Picked:
    """Somebody to ask; or nobody in what was read, and where to read on (None: the whole rotation was read)."""

    volunteer: Volunteer | None = None
    cursor: str | None = None


def pick(line: Line, request: Request, busy: Iterable[str]) -> Picked:
    """The next to ask: of those eligible, the one asked longest ago.

    Before them, those whose `ring me in ten minutes` has come, and the neighbour of last time, where both wished it.
    `busy` are on another call just now.
    """
    passed_over = set(busy)
    called_for = _whose_time_has_come(line, request, passed_over) or _of_last_time(line, request, passed_over)
    if called_for:
        return Picked(volunteer=called_for)
    for places, is_last in _pages(line.world, request, after=_read_so_far(request)):
        _erase_what_was_left(line, request, places)
        ids = [place.volunteer for place in places if not place.left and place.volunteer not in passed_over]
        found = line.world.store.volunteers_by_id(request.group, ids)
        volunteer = next_to_ask([found[key] for key in ids if key in found], request, line.group, line.now)
        if volunteer:
            return Picked(volunteer=volunteer)
        if is_last:
            return Picked()
    return Picked(cursor=f"{request.step + 1}{_AT}{places[-1].cursor}")


def all_said_no(world: World, request: Request) -> bool:
    """Tell whether nobody is left whom it could be put to, since they have said no: then nobody is said to be asked.

    What is read of a long rotation is bounded: there is somebody further on.
    """
    group, now = world.groups[request.group], world.now()
    until = asked_until(request, group)
    if not (request.passed or request.not_today) or until is None:
        return False
    for places, is_last in _pages(world, request):
        found = world.store.volunteers_by_id(request.group, [place.volunteer for place in places if not place.left])
        if any(may_still_be_asked(each, request, group, until, now) for each in found.values()):
            return False
        if is_last:
            return True
    return False


def _pages(world: World, request: Request, *, after: str | None = None) -> Iterator[tuple[list[Place], bool]]:
    """Yield the places of those who help with it, longest ago first, and whether that is all; never more than PAGES."""
    for size in PAGES:
        places = world.store.places(request.group, request.need, after=after, limit=size)
        yield places, len(places) < size
        if len(places) < size:
            return
        after = places[-1].cursor


def neighbour_first(world: World, request: Request, now: datetime) -> datetime | None:
    """When the neighbour of last time can be asked, whom everybody else waits for. None: it may go to anybody.

    Whoever offers a request to a volunteer asks this: to ring them, and on a call on which they hear what is open.
    """
    group = world.groups[request.group]
    until = neighbour_until(request, group)
    if until is None or now >= until:
        return None
    neighbour = world.store.volunteer(request.group, request.first or "")
    return neighbour_at(request, neighbour, group, until, now) if neighbour else None


def _read_so_far(request: Request) -> str | None:
    """Return where to read on; None: from the front.

    A search goes on only if nothing has happened since it stopped: whoever was passed over then may be free by now, and
    it is their turn (promise 3). So a cursor begins with the step that the row has once the cursor is kept.
    """
    step, _, turn = (request.cursor or "").partition(_AT)
    return turn if step == str(request.step) else None


def _erase_what_was_left(line: Line, request: Request, places: Iterable[Place]) -> None:
    """So that no pick reads past it again."""
    for place in places:
        if place.left:
            line.world.store.erase_place(request.group, request.need, place)


def _whose_time_has_come(line: Line, request: Request, busy: set[str]) -> Volunteer | None:
    ids = [key for key, moment in request.later.items() if moment <= line.now and key not in busy]
    found = line.world.store.volunteers_by_id(request.group, ids) if ids else {}
    ready = (found[key] for key in ids if key in found)
    return next((v for v in ready if why_not(v, request, line.group, line.now) is None), None)


def _of_last_time(line: Line, request: Request, busy: set[str]) -> Volunteer | None:
    """Of what recurs every week: the published exception to the rotation's order (promise 3)."""
    if request.first is None or request.first in busy | request.asked:
        return None
    neighbour = line.world.store.volunteer(request.group, request.first)
    if neighbour is None or request.need not in neighbour.place_needs:
        return None
    return neighbour if why_not(neighbour, request, line.group, line.now) is None else None
