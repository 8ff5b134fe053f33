"""Switches for a Twilio that is not as its pages say: each breaks one assumption, so that a test sees it noticed.

Nothing is set unless a test sets it; what goes wrong on the way between Twilio and an app is in `faults`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_MEDIA = re.compile(r"/Recordings/RE\w{32}\.(?:mp3|wav)")


@dataclass(kw_only=True)
class Otherwise:
    """The switches of one exchange."""

    open_media: bool = False  # whoever knows the URL of a recording may fetch it
    records_no_silence: bool = False  # silence at the tone falls through to the next verb
    tells_no_progress: bool = False  # no status callback is ever sent
    gathers_at_hang_up: bool = False  # a Gather is posted, with no digits, when the caller hangs up
    keeps_keys: bool = False  # a key that nobody listens for is the first of the next Gather
    tells_of_queued: bool = False  # a call that is cancelled while queued sends its status callback
    rings_on: bool = False  # a ringing phone cannot be cancelled
    asks_no_fallback: bool = False  # Twilio apologises, and hangs up
    joins_broken_whispers: bool = False  # a whisper that fails joins the two all the same
    notes_no_alerts: bool = False
    keeps_no_events: bool = False
    at_once: int | None = None  # how many calls there may be; those beyond are refused
    longest_url: int | None = None  # characters of a URL; those beyond are cut off
    rings_longer: float = 0.0  # seconds beyond a call's Timeout
    changed: dict[str, str | None] = field(default_factory=dict)  # of every webhook: `Digits`, or only `Digits=#`

    def form(self, form: Mapping[str, str]) -> dict[str, str]:
        """Return what is sent in place of this; a field that is changed to None is left out."""
        kept = {
            name: self.changed.get(f"{name}={value}", self.changed.get(name, value)) for name, value in form.items()
        }
        return {name: value for name, value in kept.items() if value is not None}

    def url(self, url: str) -> str:
        """Return the URL that is asked in place of this."""
        return url if self.longest_url is None else url[: self.longest_url]

    def is_open(self, path: str) -> bool:
        """Tell whether this path is answered without credentials."""
        return self.open_media and bool(_MEDIA.search(path))
