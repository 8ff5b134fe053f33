"""How long a volunteer's no to a request holds: for good, or until the day is over where the group is.

For good are only "no thanks" and "someone else", and what keeps two phones apart. Whoever says "not today", or loses a
yes because they rest, stop, or cannot be reached, may be asked again on another day. Nothing else decides or reads it.
"""

from __future__ import annotations

from datetime import datetime

from hotline.groups import Group
from hotline.hours import local_day, next_midnight
from hotline.records import FOR_GOOD, No, Request, no_of_day
from hotline.rotation.phone import phones_ring_from

NOT_THIS = "this"  # the key for "no thanks"


def today(group: Group, now: datetime) -> str:
    """Return the date where the group is: a no for that day is over with it."""
    return local_day(now, group.zone).isoformat()


def for_today(group: Group, now: datetime) -> No:
    """Return the no of a volunteer who cannot today, and may be able to on another day."""
    return No(day=today(group, now))


def by_key(answer: str, again_at: datetime | None, group: Group, now: datetime) -> No:
    """Return what a key means that is no yes; `again_at`: the volunteer is rung again then."""
    if again_at:
        return No(again_at=again_at)
    return FOR_GOOD if answer == NOT_THIS else for_today(group, now)


def is_for_good(volunteer: str, request: Request) -> bool:
    """Tell whether this volunteer has said no to it once and for all. Rows of earlier code know only this no."""
    return volunteer in request.passed


def has_said_no(volunteer: str, request: Request, group: Group, now: datetime) -> bool:
    """Tell whether a no of this volunteer to it still holds."""
    of_today = no_of_day(volunteer, today(group, now)) in request.not_today
    return of_today or is_for_good(volunteer, request)


def asked_again_from(request: Request, group: Group, now: datetime) -> datetime | None:
    """Return when phones may ring for those who said no for today only. None: there are none."""
    ending = no_of_day("", today(group, now))
    if not any(each.endswith(ending) for each in request.not_today):
        return None
    return phones_ring_from(group, next_midnight(now, group.zone))
