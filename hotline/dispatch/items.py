"""Things that need a coordinator: requests of need `person`, offered among coordinators like any other."""

from __future__ import annotations

from hotline.numbers import PhoneNumber, opaque
from hotline.records import Need, Reason, Request, RequestState
from hotline.world import World


def item(
    world: World,
    group: str,
    reason: Reason,
    *,
    name: str,
    about: Request | None = None,
    number: PhoneNumber | None = None,
) -> Request:
    """An item, open from the start. The same `name` makes it once, however often what caused it is seen."""
    now = world.now()
    return Request(
        group=group,
        id=f"{opaque(name, reason)}-i",
        state=RequestState.OPEN,
        need=Need.PERSON,
        reason=reason,
        about=about.id if about else None,
        number=number,
        area=about.area if about else None,
        language=world.groups[group].languages[0],
        words=about.words if about else "",
        passed=never_asked(reason, about),
        made_at=now,
        opened_at=now,
        next_action_at=now,
    )


def never_asked(reason: Reason | None, about: Request | None) -> frozenset[str]:
    """What worried somebody is not for whoever it may be about (fault 48)."""
    holder = about.taken_by if about and reason is Reason.WORRIED else None
    return frozenset({holder}) if holder else frozenset()


def add_item(world: World, about: Request, reason: Reason, *, name: str, number: PhoneNumber | None = None) -> None:
    """Ask a coordinator, on top of whatever happens to the request it is about."""
    world.store.add_item(item(world, about.group, reason, name=name, about=about, number=number))


def tell(world: World, seen: Request, reason: Reason) -> bool:
    """Tell a coordinator once about this request. True: told just now, and the request is looked at again at once."""
    if reason in seen.told:
        return False
    # Once told it is `told`; told of again (it was opened anew, or a new promise was made) it is another item.
    about = item(world, seen.group, reason, name=f"{seen.id} {seen.step}", about=seen)
    world.store.tell(seen, about, next_action_at=world.now())
    return True
