"""How many phones ring, when the next round begins, and what time can be promised aloud."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hotline.groups import Group
from hotline.hours import local_day
from hotline.records import DAYS, STRAIGHT_BACK, Need, Request, RequestState, Ringing, When
from hotline.rotation.phone import phones_ring_from

_HALF_HOUR = timedelta(minutes=30)


def how_many_to_ring(request: Request, group: Group, now: datetime) -> int:
    """New phones to ring now: none while a human is deciding; one at a time; two when it is urgent; never more."""
    policy = group.policy
    if somebody_decides(request, group, now):
        return 0
    urgent = on_the_line(request, now) or (request.due_at is not None and request.due_at - now <= policy.urgent_within)
    wanted = 2 if urgent or request.misses >= policy.misses_for_two else 1
    return max(0, wanted - sum(ringing.answered_at is None for ringing in request.ringing.values()))


def somebody_decides(request: Request, group: Group, now: datetime) -> bool:
    """Whether a human may be making up their mind just now."""
    return any(_deciding(ringing, group, now) for ringing in request.ringing.values())


def on_the_line(request: Request, now: datetime) -> bool:
    """Whether the resident waits on the line, or is talking with whoever was put through to them."""
    return request.waits_until is not None and now < request.waits_until


def next_change(request: Request, group: Group, now: datetime) -> datetime:
    """When the clock must look again."""
    moments = [ringing.deadline for ringing in request.ringing.values()]
    moments += [r.answered_at + group.policy.deciding for r in request.ringing.values() if r.answered_at]
    moments += request.later.values()
    coming = [moment for moment in moments if moment > now]
    return min(coming, default=now + group.policy.sweep)


def next_round(request: Request, group: Group, now: datetime) -> datetime:
    """Return when a round that is through begins again: after 15 minutes, then an hour, when phones may ring."""
    rounds = group.policy.rounds
    pause = rounds[min(request.round, len(rounds) - 1)]
    return phones_ring_from(group, now + pause)


def promise(group: Group, now: datetime) -> datetime:
    """A time to promise aloud: on the half hour, inside calling hours, counted from when phones may ring.

    What is left of the day may be too short for it; where a whole day is, it is promised for the end of that day.
    """
    hours, zone, wait = group.hours, group.zone, group.policy.promise
    opens = hours.next_open(now, zone)
    if opens == now and _rounded_up(now + wait, zone) > hours.close_of(now, zone):
        opens = hours.next_open(hours.close_of(now, zone), zone)
    return min(_rounded_up(opens + wait, zone), hours.close_of(opens, zone))


def due(when: When, group: Group, now: datetime) -> datetime:
    """By when the help itself is wanted: today is until phones ring no more that day, or as long as the group says."""
    policy = group.policy
    if when == When.TODAY:
        evening, begins = group.hours.last_close_of(now, group.zone), group.hours.next_open(now, group.zone)
        return min(evening, begins + policy.due_today)
    return now + (policy.due_soon if when == When.SOON else policy.due_weekly)


def neighbour_until(request: Request, group: Group) -> datetime | None:
    """Until when only the neighbour of last time is waited for, counted from when phones may ring. None: nobody is."""
    if request.first is None or request.opened_at is None:
        return None
    return phones_ring_from(group, request.opened_at) + group.policy.neighbour_first


def tell_at(request: Request, group: Group) -> datetime | None:
    """When a request waits too long: some time after it opened; what recurs every week, some time before it is due.

    Counted from when phones may ring, since nobody is asked by night; what is rung straight back rings at any hour.
    """
    if request.series and request.due_at:
        return request.due_at - group.policy.weekly_tell_ahead
    if request.opened_at is None:
        return None
    begins = request.opened_at if request.reason in STRAIGHT_BACK else phones_ring_from(group, request.opened_at)
    return begins + group.policy.tell_after


def told_by_us_until(task: Request, group: Group) -> datetime:
    """Until when one of us is to tell a resident that nobody could, before the line does."""
    return phones_ring_from(group, task.made_at) + group.policy.tell_unmet


def asked_until(request: Request, group: Group) -> datetime | None:
    """Return until when volunteers are rung for a need: until the help's own time is over.

    Never before what was promised aloud; and what opens again after its time, because whoever had it gave it back, is
    asked for until the phones fall silent that day. One week's ends with its part of its day. None: it has not opened.
    """
    opened, due_at = request.opened_at, request.due_at
    if opened is None:
        return None
    if request.made_for and due_at and opened < due_at:
        return due_at
    return max([due(When.TODAY, group, opened), *filter(None, [due_at, request.promised_at])])


def is_past(request: Request, group: Group, now: datetime) -> bool:
    """Whether nobody could meet this need in its own time, so that volunteers are no longer rung for it."""
    if request.state is not RequestState.OPEN or request.need is Need.PERSON or request.reason:
        return False
    until = asked_until(request, group)
    return until is not None and until <= now and not on_the_line(request, now)


def was_told(request: Request, group: Group) -> bool:
    """Tell whether its resident was told in the end. Earlier code noted a promise that was kept in the same field."""
    until = asked_until(request, group)
    return request.told_at is not None and (until is None or request.told_at >= until)


def was_rung(request: Request) -> bool:
    """Whether one of us has rung its resident since the last promise, and told them how it stands, or that it ends."""
    return request.rung_at is not None or request.told_at is not None


def wanted_on(request: Request, group: Group, now: datetime) -> str:
    """Return when it is wanted, as one says it now, in one word of a trail: `today`, `soon`, `thu-morning`.

    `today` is today's only: on a later day the day is named, `tue`, so that it is not taken for something of today.
    """
    until = asked_until(request, group)
    if request.on != When.TODAY or until is None:
        return request.on
    day = local_day(until - timedelta(minutes=1), group.zone)  # phones may ring until midnight
    return request.on if day >= local_day(now, group.zone) else DAYS[day.weekday()]


def goes_on(request: Request, group: Group, now: datetime) -> dict[str, object]:
    """Return what changes in a request whose time is over, and which is still wanted: a new time, a new promise.

    Who passed on it is not asked again, and whoever is to be told is told anew if this time passes too.
    """
    return {
        "next_action_at": now,
        "opened_at": now,
        "due_at": due(request.when, group, now),
        "promised_at": promise(group, now),
        "asked": frozenset(),
        "told": frozenset(),
        "told_at": None,
        "rung_at": None,
        "tried": frozenset(),
        "round_at": None,
        "cursor": None,
        "checks": 0,
    }


def _deciding(ringing: Ringing, group: Group, now: datetime) -> bool:
    """A valid key, or picked up a moment ago: voicemail is not a human for long."""
    if ringing.answered_at is None:
        return False
    return ringing.keyed or now - ringing.answered_at < group.policy.deciding


def _rounded_up(moment: datetime, zone: str) -> datetime:
    local = moment.astimezone(ZoneInfo(zone))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return moment + -(local - midnight) % _HALF_HOUR
