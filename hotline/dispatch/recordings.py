"""Recordings: each is erased at the carrier when nothing plays it any more, and never before.

Whatever ends and has a recording lets it go: an errand is stored, which erases the recording once what it was for has
ended. One recording may be several rows': what recurs every week, and each week's request, play the words of the first.
Each lets it go as it ends, and the last of them erases it. A carrier that does not erase it is asked again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hotline.dispatch.items import item
from hotline.dispatch.request_end import end_request
from hotline.dispatch.ring import Line, look_again_later
from hotline.numbers import PhoneNumber, opaque
from hotline.records import ENDED_REQUEST, OwnVoice, Reason, Request, RequestState
from hotline.world import World

_A_MOMENT = timedelta(minutes=1)


def let_go(world: World, request: Request) -> None:
    """Store the intent to erase what this request plays, before it ends or plays another. Twice is once."""
    if request.note is None:
        return
    gone = item(world, request.group, Reason.ERASE, name=request.id)
    world.store.add_item(replace(gone, id=f"{request.id}-x{opaque(request.note)}", about=request.id, note=request.note))


def erase_unkept(world: World, group: str, recording: str) -> None:
    """Store the intent to erase a recording that nothing keeps, or says nothing. Done twice, it is done once."""
    world.store.add_item(replace(item(world, group, Reason.ERASE, name=recording), note=recording))


def is_played(world: World, group: str, recording: str, *, call: str = "", phone: PhoneNumber | None = None) -> bool:
    """Whether anything still plays this recording: a request, what recurs, a complaint, a meeting, the group's voice.

    `call` is the id of the call whose requests may play it, `phone` the number of those that may. This is the one place
    that knows what plays recordings.
    """
    store = world.store
    held = store.requests_of_call(group, call) if call else []
    held += store.requests_of_phone(group, phone) if phone else []
    if any(one.note == recording and one.reason is not Reason.ERASE for one in held):
        return True
    if any(told.recording == recording for told in store.for_meeting(group)):
        return True
    return is_kept(store.own_voice(group), recording)


def is_kept(voice: OwnVoice, recording: str) -> bool:
    """Whether this recording says something in the line's calls."""
    return any(kept.sid == recording for kept in voice.recordings.values())


def erase(line: Line, errand: Request) -> None:
    """Erase what this errand holds, unless something else plays it: that lets it go in its turn.

    What it was for may be about to end: then it is looked at again. A carrier that fails puts the errand off.
    """
    store, group, recording = line.world.store, errand.group, errand.note or ""
    about = store.request(group, errand.about) if errand.about else None
    if about and about.state not in ENDED_REQUEST and about.note == recording:
        look_again_later(line, errand, line.now + _A_MOMENT)
        return
    call = (errand.about or "").partition("-")[0]
    if recording and not is_played(line.world, group, recording, call=call):
        line.world.carrier.forget_recording(recording)
    end_request(line.world, group, errand.id, state=RequestState.DONE)
