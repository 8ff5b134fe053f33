"""The sound of a recording, from Twilio; and what follows where it is gone."""

from __future__ import annotations

import logging
from datetime import timedelta

from hotline.sounds import Clip
from hotline.telephony.refusals import CarrierError, NotReady
from hotline.world import World

log = logging.getLogger(__name__)

# Lambda answers with 6 MB at the most, and a sound travels in base64, four letters for three bytes.
# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
_LARGEST = 4_400_000  # bytes; an hour and more of a talk, and our longest recording is of minutes


# Twilio waits 15 s for a sound, and writes the file of a recording for a moment after its end.
_PAUSES = (1.0, 1.0, 2.0, 2.0)  # seconds
_PATIENCE = timedelta(seconds=6)
_WRITTEN_WITHIN = timedelta(minutes=15)  # from the beginning of a recording: a later file never comes


def fetch(world: World, clip: Clip) -> bytes | None:
    """Return the MP3 file. None: Twilio does not give it now, which is logged; if it is gone, stop using it.

    After a failure no recording of the group's own voice is fetched, nor named in a page, for some time: a menu has
    many pieces, and the caller would wait for each.
    """
    if clip.is_own_voice and world.own_voice_rests():
        return None
    try:
        file = _once_it_is_written(world, clip.recording)
    except NotReady as why:
        log.warning("a recording is not ready, and is silent: %s", why)
        return None
    except CarrierError as why:
        log.warning("a recording cannot be fetched, and is silent: %s", why)
        world.rest_own_voice(clip.group)
        return None
    if file is None:
        log.warning("a recording is gone at Twilio, and is used no more")
        _use_no_more(world, clip)
        return None
    if len(file) > _LARGEST:
        log.warning("a recording of %d bytes is too large to be played, and is silent", len(file))
        return None
    return file


def _once_it_is_written(world: World, recording: str) -> bytes | None:
    """Ask again while the file is being written, for as long as Twilio waits. None: it is gone. Raises CarrierError."""
    begun = world.now()
    for pause in _PAUSES:
        try:
            return world.carrier.recording(recording)
        except NotReady as why:
            if why.made and why.made + _WRITTEN_WITHIN < begun:
                return None
            if world.now() + timedelta(seconds=pause) > begun + _PATIENCE:
                raise
        world.pause(pause)
    return world.carrier.recording(recording)


def _use_no_more(world: World, clip: Clip) -> None:
    """Let the synthetic voice speak again; or note that somebody's words cannot be played any more."""
    if clip.is_own_voice:
        world.store.lose_recording(clip.group, clip.recording)
        world.read_own_voice(clip.group, older_than=timedelta())
    else:
        world.store.lose_note(clip.group, clip.about, clip.recording)
