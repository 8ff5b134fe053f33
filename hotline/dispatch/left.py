"""Words that somebody left when something of ours had broken: they become a coordinator's item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hotline.dispatch.items import item
from hotline.numbers import caller
from hotline.records import Reason
from hotline.world import World


def keep_left_words(world: World, form: Mapping[str, str]) -> None:
    """Idempotent by the call's SID. A recording of nothing is kept too: somebody rang, and a coordinator rings back."""
    inbound = form.get("Direction", "inbound") == "inbound"
    group = world.groups.by_number(form.get("To" if inbound else "From", ""))
    if group is None:
        return
    number = caller(form.get("From" if inbound else "To", ""))
    if number and not world.groups.may_ring(group, number):
        number = None
    about = item(world, group.slug, Reason.RECORDING, name=form["CallSid"], number=number)
    world.store.add_item(replace(about, note=form.get("RecordingSid") or None))
