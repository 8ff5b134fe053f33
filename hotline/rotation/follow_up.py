"""When the last questions are due: is it done?"""

from __future__ import annotations

from datetime import datetime

from hotline.groups import Group
from hotline.records import Request


def is_it_done_at(request: Request, group: Group, now: datetime) -> datetime:
    """When to ask whoever has it: when the help was due, some time after the two have spoken, in the group's hours.

    What is due when the phones fall silent is asked about shortly before. Who would like to be rung sooner, is.
    """
    hours, zone, wait = group.hours, group.zone, group.policy.follow_up
    arranged = (request.spoken_at or now) + wait
    due = request.due_at or arranged
    if not hours.open_at(due, zone):
        due -= wait
    at = hours.next_open(max(due, arranged), zone)
    return min(at, request.later.get(request.taken_by or "", at))
