"""Recordings of the group's own voice that nothing plays any more: erased at the carrier, a day later.

Not at once, since a process that has not looked at the database meanwhile may still play them (`World.own_voice`
trusts what it has read for half a day), and what is gone at the carrier is silence on somebody's phone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hotline.dispatch.items import item
from hotline.dispatch.ring import Line
from hotline.records import OwnVoice, Reason, Request, RequestState

_A_DAY = timedelta(hours=24)


def is_kept(voice: OwnVoice, sid: str) -> bool:
    """Whether this recording says something in the line's calls."""
    return any(recording.sid == sid for recording in voice.recordings.values())


def let_go(line: Line, errand: Request) -> None:
    """A call that recorded something is over: what it did not keep, or replaced, is to be erased."""
    store, group = line.world.store, errand.group
    voice = store.own_voice(group)
    if errand.note and not is_kept(voice, errand.note):
        store.discard_recording(group, errand.note, now=line.now)
    if store.own_voice(group).replaced:
        later = item(line.world, group, Reason.ERASE, name=errand.id)
        store.add_item(replace(later, next_action_at=line.now + _A_DAY))


def erase(line: Line, errand: Request) -> None:
    """Erase what has not been played for a day; due again as long as there is more."""
    store, voice = line.world.store, line.world.store.own_voice(errand.group)
    old = [sid for sid, since in voice.replaced.items() if since + _A_DAY <= line.now]
    for sid in old:
        if not is_kept(voice, sid):
            line.world.carrier.forget_recording(sid)
    store.forget_recordings(errand.group, old)
    waits = [since + _A_DAY for sid, since in voice.replaced.items() if sid not in old]
    if waits:
        store.schedule(errand, next_action_at=min(waits))
    else:
        store.end_request(errand.group, errand.id, state=RequestState.DONE, now=line.now)
