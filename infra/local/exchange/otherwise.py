"""Switches for all that Twilio may do either way: what its pages leave open, and what they say but no call has shown.

Each is off at first, so that Twilio does as its pages say. A test turns one to see a line hold either way, or a
rehearsal notice it. Other things stand beside: the account's own in `standing`, how the carriers do in `carriers`,
whether media ask a password in `media`, and what goes wrong between Twilio and an app in `faults`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from infra.local.exchange.states import BUFFER


@dataclass(kw_only=True)
class Otherwise:
    """The switches of one exchange."""

    records_no_silence: bool = False  # silence at the tone falls through to the next verb
    tells_no_progress: bool = False  # no status callback is ever sent
    # An empty <Gather> when the caller hangs up: https://www.twilio.com/docs/voice/twiml/gather (actionOnEmptyResult)
    gathers_at_hang_up: bool = False
    keeps_keys: bool = False  # a key that nobody listens for is the first of the next Gather
    tells_of_queued: bool = False  # a call that is cancelled while queued sends its status callback
    rings_on: bool = False  # a ringing phone cannot be cancelled
    asks_no_fallback: bool = False  # Twilio apologises, and hangs up
    joins_broken_whispers: bool = False  # a whisper that fails joins the two all the same
    # `answered` is documented of a conference: https://www.twilio.com/docs/voice/twiml/dial#dialcallstatus
    calls_a_queue_answered: bool = False  # a talk with the first in a queue; and DialBridged is not sent
    notes_no_alerts: bool = False
    keeps_no_events: bool = False
    # From the end of a recording until its file can be had. How long that takes is documented nowhere:
    # https://www.twilio.com/docs/voice/twiml/record#attributes-action-parameters
    writes_for: float = 2.0
    longest_url: int | None = None  # characters of a URL; those beyond are cut off
    buffer: float = BUFFER  # seconds that a phone rings beyond its Timeout
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
