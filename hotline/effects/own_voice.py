"""The group's own voice: what a coordinator records on the call that rings them straight back.

What was recorded lies on the call's own row until it is kept: a call that breaks off leaves nothing behind, since the
dispatcher then erases it. Nothing here speaks to the carrier.
"""

from __future__ import annotations

from datetime import timedelta

from hotline.conversation.call import Call
from hotline.conversation.turns import Given, effect
from hotline.dispatch.recordings import is_kept
from hotline.effects.placed import offer_and_request
from hotline.effects.standing import OVER
from hotline.prompts.wordings import FIRST_OF_THE_REST, Wording, wordings
from hotline.records import Recording
from hotline.world import World

__all__ = ["Wording", "wordings"]

NONE, REFUSED = "none", "refused"
RECORDED, SYNTHETIC = "recorded", "synthetic"
HELD, SHORT, LONG = "held", "short", "long"
KEPT, GONE = "kept", "gone"

_AT_ONCE = timedelta()


@effect("1", "2", NONE)
def next_unrecorded(world: World, call: Call, language: str, among: tuple[Wording, ...], after: int) -> str:
    """The number of the first of these, beyond that one, which the synthetic voice says: so one goes on another day."""
    recorded = world.store.own_voice(call.group.slug).recordings
    waits = (each.number for each in among if each.number > after and each.key(language, call.group) not in recorded)
    return str(next(waits, NONE))


@effect("1", REFUSED)
def number_of(world: World, call: Call, last: tuple[int, int], keyed: Given) -> str:
    """The number that was keyed, if there is one: up to these, of what is heard most and of the rest."""
    number = int(keyed.secret) if keyed.secret and keyed.secret.isdecimal() else 0
    there = 1 <= number <= last[0] or FIRST_OF_THE_REST <= number <= last[1]
    return str(number) if there else REFUSED


@effect(RECORDED, SYNTHETIC)
def whose_voice(world: World, call: Call, language: str, wording: Wording) -> str:
    """Who says it now; from here on this process knows, so that it is heard as it is."""
    world.read_own_voice(call.group.slug, older_than=_AT_ONCE)
    recorded = world.store.own_voice(call.group.slug).recordings
    return RECORDED if wording.key(language, call.group) in recorded else SYNTHETIC


@effect(f"{HELD}_7", SHORT, LONG, OVER)
def hold_recording(world: World, call: Call, language: str, wording: Wording, words: Given) -> str:
    """Hold what was recorded, to be heard and then kept or not; what this call held before is not kept any more.

    One of a moment, or of more than the prompt's time twice over, cannot be kept: nobody could follow it. One whose
    length Twilio did not tell is judged by whoever hears it.
    """
    shortest, longest = wording.bounds(language, call.group)
    if words.secret and not _hold(world, call, words.secret):
        return OVER
    if 0 < words.seconds < shortest:
        return SHORT
    return LONG if words.seconds > longest else f"{HELD}_{words.seconds}"


@effect(KEPT, GONE, final=True)
def keep_recording(world: World, call: Call, language: str, wording: Wording, seconds: str) -> str:
    """What this call holds says it from now on: in the next call of this process at once."""
    held = offer_and_request(world, call)[1].note
    if held is None:
        return GONE
    recording = Recording(sid=held, seconds=int(seconds), prompt=wording.prompt)
    _say_with(world, call, wording.key(language, call.group), recording)
    return KEPT


@effect(KEPT, final=True)
def back_to_synthetic(world: World, call: Call, language: str, wording: Wording) -> str:
    """The synthetic voice says it again."""
    key = wording.key(language, call.group)
    before = world.store.own_voice(call.group.slug).recordings.get(key)
    if before:
        _hold(world, call, before.sid)
        _say_with(world, call, key, None)
    return KEPT


def _hold(world: World, call: Call, sid: str) -> bool:
    """On the call's own row, which tells the dispatcher that there may be something to erase when the call is over."""
    errand, voice = offer_and_request(world, call)[1], world.store.own_voice(call.group.slug)
    if errand.note and errand.note != sid and not is_kept(voice, errand.note):
        world.store.discard_recording(errand.group, errand.note, now=world.now())
    if world.store.keep_note(errand.group, errand.id, sid):
        return True
    world.store.discard_recording(errand.group, sid, now=world.now())  # else nothing would tell that it can be erased
    return False


def _say_with(world: World, call: Call, key: str, recording: Recording | None) -> None:
    group = call.group.slug
    world.store.keep_recording(group, key, recording, now=world.now())
    world.read_own_voice(group, older_than=_AT_ONCE)
