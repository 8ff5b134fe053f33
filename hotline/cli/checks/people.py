"""Volunteers whom nothing rings, since their group's file has changed; and groups in which nobody coordinates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from hotline.cli.checks.finding import Finding, fault, fine, unknown
from hotline.cli.here import Here, NoLine
from hotline.groups import Group, Groups
from hotline.records import ENDED_REQUEST, Reason, Request, Volunteer
from hotline.rotation.eligibility import can_take_tasks, out_of_reach
from infra.local.clock import now

_HELP = (None, Reason.SERIES)  # what residents want, and not what coordinators are asked for
NO_COORDINATOR = "no coordinator is left whom the line may ring: nobody hears what residents say in their own words"


def volunteers(groups: Groups, tables: str = "") -> Iterator[Finding]:
    """One line for each who is never asked: who it is, which file, and which key. `tables`: which ones are meant."""
    try:
        store = Here().store
    except NoLine:  # which was said already
        return
    from hotline.store.models import PREFIX

    if tables not in ("", PREFIX):
        yield unknown("volunteers", f"their tables were not named: set HOTLINE_TABLES={tables}")
        return
    for group in groups.values():
        found = list(store.volunteers(group.slug))
        unasked = [(who, key) for who in found if not who.stopped and (key := out_of_reach(who, group, now()))]
        yield from (_never_asked(who, group, key) for who, key in unasked)
        if not unasked:
            yield fine(f"volunteers: {group.slug}", f"each of {len(found)} can be asked")
        yield from _areas_that_are_gone(store.requests(group.slug), group)
        if found and not any(can_take_tasks(who, group, now()) for who in found):
            mend = "add one with `hotline volunteers add --coordinator`, or ask one who rests"
            yield fault(f"volunteers: {group.slug}", NO_COORDINATOR, mend)


def _areas_that_are_gone(requests: Iterable[Request], group: Group) -> Iterator[Finding]:
    """One line for each area that help is still wanted in, and that the group's file does not have any more."""
    wanted = (one.area for one in requests if one.state not in ENDED_REQUEST and one.area and one.reason in _HELP)
    gone = Counter(area for area in wanted if area not in group.areas and area not in ("anywhere", "elsewhere"))
    for area, count in sorted(gone.items()):
        said = f"`{area}` is no longer in `areas` of {group.slug}.toml, and {count} open for it: nobody hears where"
        mend = f"put `{area}` back under that key until they are over; the name that is said may change"
        yield fault(f"requests: {group.slug}", said, mend)


def _never_asked(who: Volunteer, group: Group, key: str) -> Finding:
    said = f"{who.name} ({who.id}) is never rung: what they said does not meet `{key}` of {group.slug}.toml any more"
    mend = f"ask them, then put it right with `hotline volunteers remove` and `add`, or put `{key}` back as it was"
    return fault(f"volunteers: {group.slug}", said, mend)
