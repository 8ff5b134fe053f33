"""The one answer to whether a volunteer may be asked for a request now: the published rule, the same for all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from hotline.groups import Group
from hotline.hours import local_day, next_midnight
from hotline.records import Need, Request, Volunteer
from hotline.rotation.phone import is_away, may_ask_from, may_ring, may_ring_from
from hotline.rotation.refusal import has_said_no


class Asking(StrEnum):
    """How somebody comes to be asked."""

    IN_TURN = "in-turn"  # their phone is rung
    LIVE = "live"  # their phone is rung for whoever waits on the line: rest, cap and round do not count
    BY_THEMSELVES = "by-themselves"  # they are on the phone, and ask what there is: nor do hours, pause or stop


def why_not(
    volunteer: Volunteer, request: Request, group: Group, now: datetime, *, how: Asking = Asking.IN_TURN
) -> str | None:
    """Return one word for why this volunteer cannot be asked for this now; None: they can.

    Whose `ring me in ten minutes` has come asked for it: rest, cap and having been asked in this round do not count;
    unless they have been asked for something else since, as when it was taken meanwhile, and is open again hours later.
    """
    away = None if how is Asking.BY_THEMSELVES else _away(volunteer, request, group, now)
    away = away or _not_theirs(volunteer, request, group)
    if away is None and has_said_no(volunteer.id, request, group, now):
        away = "passed"
    if away or how is not Asking.IN_TURN:
        return away
    again_at = request.later.get(volunteer.id)
    if again_at is not None and again_at > now:
        return "later"
    if _called_for_at(volunteer, request):
        return None
    if volunteer.id in request.asked:
        return "asked"
    return _worn(volunteer, request, group, now)


def first_chance(volunteer: Volunteer, request: Request, group: Group, now: datetime) -> datetime | None:
    """The first moment from now on at which this volunteer can be asked for it. None: not in this round, or not soon.

    For the neighbour of last time, who is waited for.
    """
    if request.need not in volunteer.place_needs:
        return None
    ready = _called_for_at(volunteer, request) or _rested_at(volunteer, request, group)
    at = may_ask_from(volunteer, group, max(now, ready or now), task=request.need is Need.PERSON)
    return at if at and why_not(volunteer, request, group, at) is None else None


def neighbour_at(
    request: Request, neighbour: Volunteer, group: Group, until: datetime, now: datetime
) -> datetime | None:
    """The moment by `until` at which the neighbour of last time can be asked; while their phone rings for it, now."""
    if any(ringing.volunteer == neighbour.id for ringing in request.ringing.values()):
        return now
    at = first_chance(neighbour, request, group, now)
    return at if at and at <= until else None


def may_have(volunteer: Volunteer, request: Request, group: Group) -> bool:
    """Tell whether this request may ever be this volunteer's, whatever they have said to it so far."""
    return _not_theirs(volunteer, request, group) is None


def may_still_be_asked(volunteer: Volunteer, request: Request, group: Group, until: datetime, now: datetime) -> bool:
    """Tell whether it can be put to this volunteer by `until`: it is theirs to do, and they have not said no to it."""
    at = may_ask_from(volunteer, group, now)
    if at and has_said_no(volunteer.id, request, group, at):  # perhaps for that day only
        at = may_ask_from(volunteer, group, next_midnight(at, group.zone))
    if at is None or at >= until or has_said_no(volunteer.id, request, group, at):
        return False
    return _not_theirs(volunteer, request, group) is None


def can_take_tasks(volunteer: Volunteer, group: Group, now: datetime) -> bool:
    """Tell whether this is a coordinator whose phone may ring within a fortnight."""
    return volunteer.coordinator and may_ask_from(volunteer, group, now, task=True) is not None


def out_of_reach(volunteer: Volunteer, group: Group, now: datetime) -> str | None:
    """Return which key of the group's file keeps this volunteer from ever being asked, as it is now; None: none does.

    As when the only area they help in was renamed, or their language given up: nothing rings them, and nobody knows.
    They are not taken for willing to go elsewhere: a coordinator asks them, or sets it right.
    """
    if volunteer.areas and volunteer.areas.isdisjoint(group.areas):
        return "areas"
    if volunteer.languages.isdisjoint(group.languages):
        return "languages"
    if not volunteer.coordinator and volunteer.needs.isdisjoint(group.needs):
        return "needs"
    if volunteer.number in group.lines:
        return "numbers"
    return None if has_hours_to_ring(volunteer, group, now) else "hours"


def has_hours_to_ring(volunteer: Volunteer, group: Group, now: datetime) -> bool:
    """Tell whether their phone may ring at any of their hours, once they do not rest: at those of the group."""
    awake = replace(volunteer, stopped=False, paused_until=None, quiet_until=None)
    return may_ring_from(awake, group, now) is not None


def _away(volunteer: Volunteer, request: Request, group: Group, now: datetime) -> str | None:
    if volunteer.stopped:
        return "stopped"
    if is_away(volunteer, now, task=request.need is Need.PERSON):
        return "paused"
    return None if may_ring(volunteer, group, now) else "hours"


def _not_theirs(volunteer: Volunteer, request: Request, group: Group) -> str | None:
    """Return one word for why this request is not this volunteer's to do, whenever it is; None: it is."""
    helps = volunteer.coordinator if request.need is Need.PERSON else request.need in volunteer.needs
    if not helps:
        return "need"
    if volunteer.id in request.apart:
        return "apart"
    if volunteer.no_doors and request.means_a_door:
        return "doors"
    if volunteer.number in request.phones:
        return "self"
    if volunteer.languages.isdisjoint(_spoken(request, group)):
        return "language"
    anywhere = request.need == Need.PERSON or request.area is None or not volunteer.areas
    return None if anywhere or request.area in volunteer.areas else "area"


def _spoken(request: Request, group: Group) -> Collection[str]:
    """Return the languages of which a volunteer must speak one: any of the group's, since no caller can choose."""
    return group.languages if request.language in group.languages else (request.language,)


def _called_for_at(volunteer: Volunteer, request: Request) -> datetime | None:
    """Return when `ring me in ten minutes` is. None: not said, or they have been asked for something since."""
    at = request.later.get(volunteer.id)
    return None if at and volunteer.asks and volunteer.asks[-1] > at else at


def _worn(volunteer: Volunteer, request: Request, group: Group, now: datetime) -> str | None:
    """Rested, and under the cap of the local day. Tasks are no asks: the cap does not hold for them."""
    rested = _rested_at(volunteer, request, group)
    if rested and rested > now:
        return "rest"
    if request.need is Need.PERSON:
        return None
    cap = group.policy.daily_cap if volunteer.daily_cap is None else volunteer.daily_cap
    today = local_day(now, group.zone)
    asked = sum(local_day(ask, group.zone) == today for ask in volunteer.asks)
    return "cap" if asked >= cap else None


def _rested_at(volunteer: Volunteer, request: Request, group: Group) -> datetime | None:
    """Return when their rest is over: between two asks, or between two rings about tasks. None: they need none."""
    if request.need is Need.PERSON:
        return volunteer.tasks_at and volunteer.tasks_at + group.policy.task_pause
    rest = group.policy.rest if volunteer.rest is None else volunteer.rest
    return volunteer.asks[-1] + rest if volunteer.asks else None
