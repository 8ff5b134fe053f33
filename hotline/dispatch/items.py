"""Things that need a coordinator: requests of need `person`, offered among coordinators like any other."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from hotline.groups import Group
from hotline.numbers import PhoneNumber, opaque
from hotline.records import FOR_ONE_PHONE, Need, Reason, Request, RequestState
from hotline.rotation.lot import sides
from hotline.signals import WAITS_TOO_LONG
from hotline.world import World

log = logging.getLogger(__name__)


def item(
    world: World,
    group: str,
    reason: Reason,
    *,
    name: str,
    about: Request | None = None,
    number: PhoneNumber | None = None,
) -> Request:
    """An item, open from the start. The same `name` makes it once, however often what caused it is seen.

    A task to ring somebody is kept from whoever is not to be put together with that phone again, and from the other
    side of a complaint that is not over.
    """
    of = {"about": about.id, "area": about.area, "words": about.words} if about else {}
    apart = kept_from(world, reason, about, number)
    cause = (name, reason)
    return new_item(world.groups[group], reason, cause=cause, now=world.now(), number=number, apart=apart, **of)


def new_item(group: Group, reason: Reason, *, cause: Iterable[str], now: datetime, **own: Any) -> Request:
    """The same where there is no world to ask. Its id is made from the `cause`, so that one makes it once.

    `own` is what else is known of it, such as a `number` to ring.
    """
    made = Request(
        group=group.slug,
        id=f"{opaque(*cause)}-i",
        state=RequestState.OPEN,
        need=Need.PERSON,
        reason=reason,
        language=group.languages[0],
        words="",
        made_at=now,
        opened_at=now,
        next_action_at=now,
    )
    return replace(made, **own)


def kept_from(world: World, reason: Reason, about: Request | None, number: PhoneNumber | None) -> frozenset[str]:
    """Return who is kept from such a task, and who is not to be put together with the phone that it rings."""
    rung = number or (about.number if about else None)
    never = never_asked(reason, about)
    return never if reason in FOR_ONE_PHONE else never | world.store.kept_from(rung)


def never_asked(reason: Reason, about: Request | None) -> frozenset[str]:
    """Who is kept apart from a request is not asked to take it on another way, nor to ring about it (fault 48).

    Nor does whoever has a request hear what was wrong with it, nor find either side of a complaint who is to hear it;
    nor is anybody asked to do what they have asked for themselves, or to ring themselves.
    """
    if about is None or reason in FOR_ONE_PHONE:  # what one phone is told is nobody else's
        return frozenset()
    if reason is Reason.WORRIED:
        return about.apart | frozenset({about.taken_by} if about.taken_by else ())
    if reason is Reason.NO_LOT:
        return about.apart | sides(about)
    return about.apart | frozenset(each.opaque for each in about.phones)


def as_kept_by_now(world: World, task: Request) -> Request:
    """Return the task, kept also from those from whom what it is about was kept since it was made."""
    about = world.store.request(task.group, task.about) if task.reason and task.about and task.number is None else None
    return replace(task, apart=task.apart | about.apart) if about else task


def add_item(world: World, about: Request, reason: Reason, *, name: str, number: PhoneNumber | None = None) -> None:
    """Ask a coordinator, on top of whatever happens to the request it is about."""
    world.store.add_item(item(world, about.group, reason, name=name, about=about, number=number))


def tell(world: World, seen: Request, reason: Reason) -> bool:
    """Tell a coordinator once about this request; or, by the line itself, whoever asked for it (FOR_ONE_PHONE).

    True: told just now, and the request is looked at again at once.
    """
    if reason in seen.told:
        return False
    # Once told it is `told`; told of again (it was opened anew, or a new promise was made) it is another item.
    number = seen.number if reason in FOR_ONE_PHONE else None
    about = item(world, seen.group, reason, name=f"{seen.id} {seen.step}", about=seen, number=number)
    if world.store.tell(seen, about, next_action_at=world.now()) and reason is Reason.WAITING:
        log.warning(WAITS_TOO_LONG)
    return True
