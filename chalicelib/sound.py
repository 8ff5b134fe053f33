"""A recording is played from here: Twilio fetches it by a URL that we have signed, and we fetch it from Twilio.

The answer is always a sound, unless somebody made the URL up: a <Play> that cannot be fetched would end the page, and
the call with it (https://www.twilio.com/docs/api/errors/11200). So what cannot be had is a moment of silence.
"""

from __future__ import annotations

import logging
from functools import cache
from io import BytesIO

from chalice import Blueprint, Response
from chalice.app import CaseInsensitiveMapping

from chalicelib.outside import by_our_secrets, world
from hotline.sounds import Clip, is_over
from hotline.telephony.account import NotKnown

sound = Blueprint(__name__)
log = logging.getLogger(__name__)

_FORBIDDEN = 403
_MP3, _WAV = "audio/mpeg", "audio/wav"
_FOR_AN_HOUR, _NEVER = "max-age=3600", "no-store"  # how long Twilio may keep it


@sound.route("/sound/{group}/{about}/{recording}/{moment}/{mark}", methods=["GET"])
def played(group: str, about: str, recording: str, moment: str, mark: str) -> Response:
    """One recording, while the time of its URL lasts."""
    _let_out()
    asked = Clip(group=group, about=about, recording=recording)
    try:
        if not by_our_secrets(lambda: asked.is_signed(moment, mark, world().secrets)):
            log.warning("a recording was asked for by a URL that we did not sign")
            return Response(body="", status_code=_FORBIDDEN, headers={"Content-Type": "text/plain"})
        file = None if is_over(moment, now=world().now()) else _fetched(asked)
    except NotKnown:  # our secrets cannot be read: nobody can say whether this is ours, and silence harms nobody
        file = None
    if file is None:
        return _sound(silence(), _WAV, _NEVER)
    return _sound(file, _MP3, _FOR_AN_HOUR if asked.is_own_voice else _NEVER)


@cache
def silence() -> bytes:
    """Return a WAV file of half a second: 8,000 samples a second, each of two bytes."""
    import wave  # no part of the way to a caller's first word

    rate, width = 8000, 2
    file = BytesIO()
    with wave.open(file, "wb") as sounds:
        sounds.setnchannels(1)
        sounds.setsampwidth(width)
        sounds.setframerate(rate)
        sounds.writeframes(bytes(rate * width // 2))
    return file.getvalue()


def _fetched(asked: Clip) -> bytes | None:
    from hotline.dispatch.sounds import fetch  # no part of the way to a caller's first word

    try:
        return fetch(world(), asked)
    except Exception:  # whatever it was, the call goes on; the log says what
        log.exception("a recording could not be played")
        return None


def _let_out() -> None:
    """Chalice gives a sound only to whoever says `Accept` to its type; what Twilio says there is documented nowhere."""
    request = sound.current_request
    request.headers = CaseInsensitiveMapping({**request.headers, "accept": "*/*"})


def _sound(file: bytes, kind: str, kept: str) -> Response:
    return Response(body=file, status_code=200, headers={"Content-Type": kind, "Cache-Control": kept})
