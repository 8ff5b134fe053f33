"""The URL of ours from which Twilio plays a recording: signed, for one recording and for a short time.

Twilio asks a password for the recordings that it keeps, and a page that names one of its URLs may break there. So no
page does: the door fetches the sound with the account's password (`hotline.dispatch.sounds`).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta

from hotline.values import dataclass

OWN_VOICE = "-"  # instead of a request: the recording says something in the group's own voice

_WORDS_LAST = timedelta(minutes=15)  # a page is heard within minutes; put again, it has another URL
_OWN_VOICE_LASTS = timedelta(hours=2)  # counted from the full hour
_MARK = 32  # letters


@dataclass(frozen=True, kw_only=True)
class Clip:
    """One recording, and what it is played for: a request, or the group's own voice."""

    group: str
    about: str
    recording: str

    @property
    def is_own_voice(self) -> bool:
        return self.about == OWN_VOICE

    def path(self, *, now: datetime, secret: str) -> str:
        """Below the line's own address. It names no phone and nobody.

        What everybody hears has the same URL for an hour, so that Twilio need not fetch it in each call: it keeps what
        it may (https://www.twilio.com/docs/voice/twiml/play, caching).
        """
        if self.is_own_voice:
            until = now.replace(minute=0, second=0, microsecond=0) + _OWN_VOICE_LASTS
        else:
            until = now + _WORDS_LAST
        moment = str(int(until.timestamp()))
        return f"sound/{self.group}/{self.about}/{self.recording}/{moment}/{self._mark(moment, secret)}"

    def is_signed(self, moment: str, mark: str, secrets: Iterable[str]) -> bool:
        """Tell whether one of these secrets has signed it; with none, nothing is signed."""
        heard = mark.encode()
        return any(hmac.compare_digest(self._mark(moment, secret).encode(), heard) for secret in secrets if secret)

    def _mark(self, moment: str, secret: str) -> str:
        signed = f"sound/{self.group}/{self.about}/{self.recording}/{moment}"
        return hmac.new(secret.encode(), signed.encode(), hashlib.sha256).hexdigest()[:_MARK]


def is_over(moment: str, *, now: datetime) -> bool:
    """Tell whether the time of a URL that is signed has passed."""
    return int(moment) < now.timestamp()
