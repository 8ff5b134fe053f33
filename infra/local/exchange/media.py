"""The sound of recordings, and of whatever else a <Play> names.

https://www.twilio.com/docs/voice/api/recording#fetch-a-recordings-media and /docs/voice/twiml/play
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from infra.local.exchange.alerts import NO_DOCUMENT, NOT_XML
from infra.local.exchange.messages import HttpRequest, HttpResponse, TimedOut
from infra.local.exchange.post import Answer
from infra.local.exchange.problems import TwimlError
from infra.local.exchange.speech import Word, pause, plain

if TYPE_CHECKING:
    from infra.local.exchange.exchange import Exchange

SOUND_SECONDS = 3.0  # of a sound whose length the exchange cannot know
# https://www.twilio.com/docs/voice/twiml/play#supported-audio-file-types
AUDIO = {
    *("audio/mpeg", "audio/wav", "audio/wave", "audio/x-wav", "audio/aiff", "audio/x-aifc", "audio/x-aiff"),
    *("audio/x-gsm", "audio/gsm", "audio/ulaw"),
}
_OK, _UNAUTHORISED, _NOT_FOUND = 200, 401, 404
_MPEG = {"Content-Type": "audio/mpeg"}
_TAG, _HEAD = b"ID3\x04\x00\x00", 10  # an MP3 may begin with a tag of text: here it holds all that was said
_WAV, _RATE_AT, _SAMPLES_AT = b"RIFF", 28, 44


class Media:
    """Recordings as files: by their URL, with or without .mp3; 404 until they are written, and once they are deleted.

    Accounts made since July 2023 ask a password, as for all of REST ("Enforce HTTP authentication for media"). Nothing
    says that a <Play> of the account's own recordings is exempt, and so here it is not.
    https://www.twilio.com/en-us/changelog/enforcing-http-authentication-for-media-on-programmable-voice-and-video
    """

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self.asks_password = True

    def is_at(self, path: str) -> bool:
        return self._named(path) is not None

    def get(self, path: str, auth: tuple[str, str] | None) -> HttpResponse:
        """The file. Raises TimedOut where a fault was set that lets no answer through."""
        fault = self._exchange.faults.on_rest("GET", path, "")
        if fault:
            if fault.status is None:
                raise TimedOut("Twilio does not answer")
            return HttpResponse(status=fault.status)
        if self.asks_password and not self._exchange.knows(auth):
            return HttpResponse(status=_UNAUTHORISED, headers={"WWW-Authenticate": 'Basic realm="Twilio API"'})
        recording = self._exchange.recordings.get(self._named(path) or "")
        if recording is None or not recording.is_ready(self._exchange.timeline.now()):
            return HttpResponse(status=_NOT_FOUND)
        return HttpResponse(status=_OK, headers=_MPEG, body=_file(recording.words))

    def for_play(self, url: str) -> HttpResponse | None:
        """What a <Play> of one of the account's own gets. None: it is elsewhere, and is asked for there."""
        parts = urlsplit(url)
        if not (url.startswith(self._exchange.api_url) and self.is_at(parts.path)):
            return None
        return self.get(parts.path, (parts.username, parts.password or "") if parts.username else None)

    def _named(self, path: str) -> str | None:
        account = self._exchange.account_sid
        named = re.fullmatch(rf"/2010-04-01/Accounts/{account}/Recordings/(RE[0-9a-f]{{32}})(?:\.mp3|\.wav)?", path)
        return named[1] if named else None


def sound_request(url: str) -> HttpRequest:
    """A <Play> is fetched with GET. Which `Accept` it sends is documented nowhere, so here it sends none."""
    return HttpRequest(method="GET", url=url, headers={"User-Agent": "TwilioProxy/1.1"})


def heard(url: str, answer: Answer) -> tuple[Word, ...]:
    """What a sound that was fetched says. Raises TwimlError, with its code, for one that cannot be played.

    https://www.twilio.com/docs/api/errors/11200 (it was not answered with 2xx) and /12300 (it is no audio)
    """
    if not isinstance(answer, HttpResponse):
        raise TwimlError(answer.why, code=NO_DOCUMENT)
    if answer.status // 100 != 2:  # noqa: PLR2004 -- 2xx
        raise TwimlError(f"<Play>: it was answered with {answer.status}", code=NO_DOCUMENT)
    if answer.content_type not in AUDIO:
        raise TwimlError(f"<Play>: {answer.content_type or 'no Content-Type'} is no sound", code=NOT_XML)
    if answer.body.startswith(_TAG):
        return tuple(plain(answer.body[_HEAD:].decode()))
    if answer.body.startswith(_WAV):
        rate = int.from_bytes(answer.body[_RATE_AT : _RATE_AT + 4], "little")
        return (pause((len(answer.body) - _SAMPLES_AT) / rate),)
    return (Word(text=f"(plays {url})", seconds=SOUND_SECONDS),)


def _file(words: str) -> bytes:
    """An MP3 that begins with a tag, whose length is written seven bits a byte: https://id3.org/id3v2.4.0-structure."""
    text = words.encode()
    length = bytes(len(text) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return _TAG + length + text
