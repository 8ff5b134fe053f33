"""The sound of a recording, from Twilio; and what follows where it is gone."""

from __future__ import annotations

import logging
from datetime import timedelta

from hotline.sounds import Clip
from hotline.telephony.refusals import CarrierError
from hotline.world import World

log = logging.getLogger(__name__)

# Lambda answers with 6 MB at the most, and a sound travels in base64, four letters for three bytes.
# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
_LARGEST = 4_400_000  # bytes; an hour and more of a talk, and our longest recording is of minutes


def fetch(world: World, clip: Clip) -> bytes | None:
    """Return the MP3 file. None: Twilio does not give it now, which is logged; if it is gone, stop using it."""
    try:
        file = world.carrier.recording(clip.recording)
    except CarrierError as why:
        log.warning("a recording cannot be fetched, and is silent: %s", why)
        return None
    if file is None:
        log.warning("a recording is gone at Twilio, and is used no more")
        _use_no_more(world, clip)
        return None
    if len(file) > _LARGEST:
        log.warning("a recording of %d bytes is too large to be played, and is silent", len(file))
        return None
    return file


def _use_no_more(world: World, clip: Clip) -> None:
    """Let the synthetic voice speak again; or note that somebody's words cannot be played any more."""
    if clip.is_own_voice:
        world.store.lose_recording(clip.group, clip.recording)
        world.read_own_voice(clip.group, older_than=timedelta())
    else:
        world.store.lose_note(clip.group, clip.about, clip.recording)
