"""When the last questions are due: is it done?"""

from __future__ import annotations

from datetime import datetime

from hotline.groups import Group
from hotline.records import Request
from hotline.rotation.phone import may_ring, phones_ring_from


def is_it_done_at(request: Request, group: Group, now: datetime) -> datetime:
    """Return when to ask whoever has it: when the help was due, and some time after the two have spoken.

    Phones ring at such a time. What is due when they fall silent is asked about shortly before. Whoever was told a time
    is rung then.
    """
    told = request.later.get(request.taken_by or "")
    if told:
        return told
    wait = group.policy.follow_up
    arranged = (request.spoken_at or now) + wait
    due = request.due_at or arranged
    if not may_ring(None, group, due):
        due -= wait
    return phones_ring_from(group, max(due, arranged))
