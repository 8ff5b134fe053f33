"""Places in the rotation: one order for each need (DESIGN.md, records), moved together with the volunteer's row."""

from __future__ import annotations

from datetime import datetime

from pynamodb.expressions.condition import Condition

from hotline.records import Need, Volunteer
from hotline.store.attributes import moment, read_moment
from hotline.store.models import PlaceRow, VolunteerRow
from hotline.store.together import Together
from hotline.values import dataclass


@dataclass(frozen=True, kw_only=True)
class Place:
    """A volunteer's standing in the rotation for one need."""

    volunteer: str
    asked_at: datetime
    cursor: str  # the range key: pass it as `after` to read on
    left: bool = False  # they stand there no more: whoever meets it erases it


def queue(group: str, need: Need) -> str:
    return f"{group}#{need}"


def place(row: PlaceRow) -> Place:
    asked_at, _, volunteer = row.turn.partition("#")
    return Place(volunteer=volunteer, asked_at=read_moment(asked_at), cursor=row.turn, left=row.expires is not None)


def may_be_drawn(group: str) -> str:
    """The queue of those who agreed to be drawn by lot. It has no order that means anything."""
    return f"{group}#drawn"


def standing(volunteer: Volunteer) -> str:
    """The rotations it stands in, as one text that a condition can compare."""
    return " ".join([*sorted(volunteer.place_needs), *(["drawn"] if _is_drawn(volunteer) else [])])


def stands_as(volunteer: Volunteer) -> Condition:
    """Its places are still those that were read: without this, moving them would leave one behind."""
    same: Condition = (VolunteerRow.asked_at == volunteer.asked_at) & (VolunteerRow.standing == standing(volunteer))
    return same


def move_places(together: Together, before: Volunteer | None, after: Volunteer | None) -> None:
    """From where it stood to where it stands now, and nothing is left behind. None: nowhere."""
    old, new = _places(before), _places(after)
    for key in sorted(old - new):
        together.delete("places", PlaceRow(*key))
    for key in sorted(new - old):
        together.put("places", PlaceRow(*key))


def leave_places(together: Together, before: Volunteer, after: Volunteer) -> None:
    """The same, for whoever may erase nothing: what is left says so, and by its own time is long over for DynamoDB."""
    old, new = _places(before), _places(after)
    for key in sorted(old - new):
        together.put("places", PlaceRow(*key, expires=before.asked_at))
    for key in sorted(new - old):
        together.put("places", PlaceRow(*key))


def _places(volunteer: Volunteer | None) -> set[tuple[str, str]]:
    if volunteer is None:
        return set()
    turn = f"{moment(volunteer.asked_at)}#{volunteer.id}"
    places = {(queue(volunteer.group, need), turn) for need in volunteer.place_needs}
    if _is_drawn(volunteer):  # whenever they were asked last: it does not move
        places.add((may_be_drawn(volunteer.group), f"{moment(volunteer.joined_at)}#{volunteer.id}"))
    return places


def _is_drawn(volunteer: Volunteer) -> bool:
    return volunteer.drawn and not volunteer.stopped
