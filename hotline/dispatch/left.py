"""What somebody left when the line could not talk with them: words, or only that they phoned. A coordinator gets it.

Made once, by an id that begins with the call's as that of anything else that the call has asked for: so whoever looks
at what a call has left (`requests_of_call`) finds it too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hotline.conversation.hearing import RECORDING
from hotline.dispatch.items import item
from hotline.dispatch.number_of_call import number_of_call, number_shown
from hotline.groups import Group
from hotline.numbers import PhoneNumber, opaque
from hotline.records import Reason
from hotline.telephony.ends import ours, theirs
from hotline.world import World


def keep_left_words(world: World, form: Mapping[str, str]) -> None:
    """A script has broken, and the caller has said what they need, or nothing.

    A recording of nothing is kept too: somebody rang, and a coordinator rings back.
    """
    group = world.groups.by_number(ours(form))
    sid = form.get("RecordingSid", "")
    if group:
        keep_words(world, group, form["CallSid"], sid if RECORDING.fullmatch(sid) else None, shown=theirs(form))


def keep_words(world: World, group: Group, call: str, recording: str | None, *, shown: PhoneNumber | None) -> bool:
    """The SIDs of a call and of what was recorded in it, and what its phone shows. False: that is kept already."""
    number = number_of_call(world, group, call, shown=shown)
    left = opaque(recording) if recording else "left"
    return _keep(world, group, Reason.RECORDING, f"{opaque(call)}-{left}", number, note=recording)


def keep_missed_call(world: World, group: Group, call: str, *, number: PhoneNumber) -> bool:
    """They met an outage and left no words: they are rung back. False: that is kept already, or they cannot be rung."""
    rings = number_shown(group, number)
    return rings is not None and _keep(world, group, Reason.OUTAGE, f"{opaque(call)}-missed", rings)


def _keep(
    world: World, group: Group, reason: Reason, made_id: str, number: PhoneNumber | None, *, note: str | None = None
) -> bool:
    made = item(world, group.slug, reason, name=made_id, number=number)
    return world.store.add_item(replace(made, id=made_id, note=note))
