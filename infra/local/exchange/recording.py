"""<Record> at work, and what it keeps: https://www.twilio.com/docs/voice/twiml/record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from infra.local.exchange.act import Act
from infra.local.exchange.states import Hook
from infra.local.exchange.verbs import Record

if TYPE_CHECKING:
    from infra.local.exchange.performer import Performer
    from infra.local.exchange.timeline import Due

BEEP_SECONDS = 1.0
HANG_UP = "hangup"  # what Digits says when the caller hung up


@dataclass(frozen=True, kw_only=True)
class Recording:
    """Words that were recorded. It can be fetched and deleted by REST, and played."""

    sid: str
    call_sid: str
    begun: datetime
    seconds: int
    words: str
    ready: datetime | None = None  # its file is written until then, and cannot be had. None: it was there at once

    def is_ready(self, now: datetime) -> bool:
        return self.ready is None or now >= self.ready


class Recorder(Act):
    """Beeps, listens, and ends by silence, by a key, by its greatest length, or when the caller hangs up.

    A recording of silence is kept like any other, and its action told. The length that the action is told is that of
    all that was heard; the recording itself is shorter, once the silence at its ends is trimmed.
    """

    def __init__(self, performer: Performer, record: Record) -> None:
        super().__init__(performer)
        self._record = record
        self._begun: datetime | None = None
        self._words: list[str] = []
        self._spoke: datetime | None = None  # the first word began
        self._spoken: datetime | None = None  # the last word ended
        self._silence: Due | None = None
        self._limit: Due | None = None

    def begin(self) -> None:
        if self._record.play_beep:
            self._limit = self.exchange.timeline.after(BEEP_SECONDS, self._beeped)
        else:
            self._listen()

    def stop(self) -> None:
        self.exchange.timeline.cancel(self._silence)
        self.exchange.timeline.cancel(self._limit)

    def key(self, key: str) -> bool:
        """Any key ends it that is in finishOnKey; others are heard as tones on the recording."""
        if self._begun is None:
            return False
        if key in self._record.finish_on_key:
            self._finish(key)
        return True

    @property
    def records(self) -> bool:
        return self._begun is not None

    def voice(self, text: str, seconds: float) -> None:
        """What is said before the beep is lost."""
        if self._begun is None:
            return
        now = self.exchange.timeline.now()
        self._words.append(text)
        self._spoke = self._spoke or now
        self._spoken = now + timedelta(seconds=seconds)
        self._wait_for_silence(seconds + self._record.timeout)

    def hung_up(self) -> None:
        """The recording is kept, and the action told, though nobody will hear its answer."""
        self.stop()
        if self._begun:
            self.exchange.webhooks.tell(self.call, self._action, self._kept(HANG_UP))

    def _beeped(self) -> None:
        self.call.announce("(beep)")
        self.call.hear("(beep)")
        self._listen()

    def _listen(self) -> None:
        self._begun = self.exchange.timeline.now()
        self._limit = self.exchange.timeline.after(self._record.max_length, self._finish)
        self._wait_for_silence(self._record.timeout)

    def _wait_for_silence(self, seconds: float) -> None:
        self.exchange.timeline.cancel(self._silence)
        self._silence = self.exchange.timeline.after(seconds, self._finish)

    def _finish(self, key: str = "") -> None:
        self.stop()
        if self.exchange.otherwise.records_no_silence and not self._words and not key:
            self.performer.next()
            return
        self.performer.fetch(self._action, self._kept(key))

    @property
    def _action(self) -> Hook:
        return Hook(url=self._record.action, method=self._record.method)

    def _kept(self, digits: str) -> dict[str, str]:
        """Keep it, tell whoever wants to know, and give what the action is sent."""
        now = self.exchange.timeline.now()
        heard_from = self._begun or now
        begun, ended = (self._spoke, self._spoken) if self._record.trim else (heard_from, now)
        recording = Recording(
            sid=self.exchange.sids.next("RE"),
            call_sid=self.call.sid,
            begun=begun or heard_from,
            seconds=round((min(ended or now, now) - begun).total_seconds()) if begun else 0,
            words=" ".join(self._words),
            ready=now + timedelta(seconds=self.exchange.otherwise.writes_for),
        )
        self.exchange.recordings[recording.sid] = recording
        about = {
            "RecordingSid": recording.sid,
            "RecordingUrl": self.exchange.recording_url(recording.sid),
            "RecordingDuration": str(round((now - heard_from).total_seconds())),
        }
        self._announce(about)
        return about | {"Digits": digits}

    def _announce(self, about: dict[str, str]) -> None:
        """Only once the file is there: https://www.twilio.com/docs/voice/twiml/record#recordingstatuscallback."""
        if self._record.status_url and "completed" in self._record.status_events:
            hook = Hook(url=self._record.status_url, method=self._record.status_method)
            told = about | {"RecordingStatus": "completed"}
            seconds = self.exchange.otherwise.writes_for
            self.exchange.timeline.after(seconds, lambda: self.exchange.webhooks.status(self.call, hook, told))
