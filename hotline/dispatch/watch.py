"""Watching a request: when it is looked at next, whom that tells, and when such a task has become moot."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from hotline.dispatch.items import tell
from hotline.dispatch.request_end import end_request
from hotline.records import ABOUT_ANOTHER, TOLD_IN_THE_END, Reason, Request, RequestState
from hotline.rotation.watch import next_look, promised_by, tellings
from hotline.world import World


def look_at(world: World, seen: Request, moment: datetime, **changes: object) -> bool:
    """Set when the dispatcher looks at a request next, no later than it has to be watched.

    With `changes`, as the store's `schedule`. False: somebody else was at work on it.
    """
    after = replace(seen, **changes)  # type: ignore[arg-type] # the names are those of its fields: the store checks them
    at = next_look(after, world.groups[seen.group], world.now(), moment)
    return world.store.schedule(seen, next_action_at=at, **changes)


def tell_what_is_due(world: World, request: Request) -> bool:
    """Tell a coordinator when it waits too long, and before a promised time is broken. True: told just now."""
    now = world.now()
    due = (reason for reason, at in tellings(request, world.groups[request.group], now).items() if at <= now)
    return any(tell(world, request, reason) for reason in due)


def is_over(world: World, task: Request) -> bool:
    """Tell whether what a task is about needs no coordinator any more.

    Nobody has heard of it then, since a key ends such a task: its request is told of anew if it comes to that again.
    """
    if task.reason not in (*ABOUT_ANOTHER, Reason.PROMISE, Reason.NO_LOT) or task.about is None:
        return False
    about = world.store.request(task.group, task.about)
    if about is None:
        return True
    if not about.told.isdisjoint(TOLD_IN_THE_END):
        return True
    if task.reason is Reason.PROMISE:
        return promised_by(about, world.groups[about.group]) is None
    return about.state is not RequestState.OPEN


def forget_task(world: World, task: Request) -> None:
    """End a task that has become moot, so that it does not count as told: first at its request, then itself."""
    if task.about and task.reason:
        world.store.untell(task.group, task.about, task.reason, now=world.now())
    end_request(world, task.group, task.id, state=RequestState.DONE)
