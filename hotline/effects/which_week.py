"""Which week a change begins with, told so that nobody takes another for it: this week's may be sought or arranged."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hotline.conversation.call import Call
from hotline.dispatch.series import last_made
from hotline.hours import local_day
from hotline.records import HELD, Request, RequestState
from hotline.rotation.weekly import is_day_over
from hotline.world import World

NEXT, NEXT_WEEK, LATER = "next", "next-week", "week-after-next"
STAYS = "stays"  # one is sought or arranged already, or done: the change begins with the one after it
_STANDS = (RequestState.OPEN, *HELD)
_DONE = (RequestState.REPORTED_DONE, RequestState.DONE)
_A_WEEK = timedelta(days=7)


def which_week(world: World, call: Call, series: Request, day: date) -> str:
    """Name the week of this day, with which a change of the series begins: `stays_thu-morning` names the one before."""
    now = world.now()
    made = last_made(world, series)
    if made and (stands(made) or (made.state in _DONE and is_to_come(made, call, now))):
        return f"{STAYS}_{made.on}"
    today = local_day(now, call.group.zone)
    if day < today + _A_WEEK:
        return NEXT
    return NEXT_WEEK if day <= today + _A_WEEK + timedelta(days=6 - today.weekday()) else LATER


def stands(made: Request) -> bool:
    """One week's request that is sought or arranged, and is not cancelled."""
    return made.state in _STANDS and made.cancelled_at is None


def is_to_come(made: Request, call: Call, now: datetime) -> bool:
    """One week's request whose part of the day is not over."""
    return not is_day_over(made, call.group, now)
