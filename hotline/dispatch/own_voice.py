"""Recordings of the group's own voice that nothing plays any more, and words that were said twice: erased a day later.

Not at once, since a process that has not looked at the database meanwhile may still play them (`World.own_voice`
trusts what it has read for half a day), and what is gone at the carrier is silence on somebody's phone.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

from hotline.dispatch.items import item
from hotline.dispatch.recordings import is_kept, is_played
from hotline.dispatch.request_end import end_request
from hotline.dispatch.ring import Line, look_again
from hotline.records import Reason, Request, RequestState
from hotline.telephony.carrier import CarrierError
from hotline.world import World

log = logging.getLogger(__name__)

_A_DAY = timedelta(hours=24)
_AGAIN = timedelta(minutes=15)


def let_go(line: Line, errand: Request) -> None:
    """A call that recorded something is over: what it did not keep, or replaced, is to be erased."""
    store, group = line.world.store, errand.group
    voice = store.own_voice(group)
    if errand.note and not is_kept(voice, errand.note):
        store.discard_recording(group, errand.note, now=line.now)
    if store.own_voice(group).replaced:
        erase_later(line.world, group, name=errand.id)


def erase_later(world: World, group: str, *, name: str) -> None:
    """The stored intent to erase what is `replaced` by now. The same `name` makes it once."""
    later = item(world, group, Reason.ERASE, name=name)
    world.store.add_item(replace(later, next_action_at=world.now() + _A_DAY))


def erase(line: Line, errand: Request) -> None:
    """Erase what has not been played for a day; due again as long as there is more, or Twilio has not done it."""
    store, voice = line.world.store, line.world.store.own_voice(errand.group)
    due_at = {sid: max(since + _A_DAY, line.now) for sid, since in voice.replaced.items()}
    gone = [
        sid
        for sid, at in due_at.items()
        if at == line.now and (is_played(line.world, errand.group, sid) or _is_erased(line, sid))
    ]
    store.forget_recordings(errand.group, gone)
    waits = [max(at, line.now + _AGAIN) for sid, at in due_at.items() if sid not in gone]
    if waits:
        look_again(line, errand, min(waits))
    else:
        end_request(line.world, errand.group, errand.id, state=RequestState.DONE)


def _is_erased(line: Line, sid: str) -> bool:
    try:
        line.world.carrier.forget_recording(sid)
    except CarrierError as why:
        log.warning("a recording is not erased yet: %s", why)
        return False
    return True
