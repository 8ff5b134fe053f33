"""What somebody hears who waits while another phone hears a document of its own: nothing, and only so long.

https://www.twilio.com/docs/glossary/call-whisper
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.local.exchange.calls import Call
    from infra.local.exchange.timeline import Due

LONGEST = 5  # seconds: then people take the line for dead, and hang up


class Silence:
    """One caller's silence. One that lasts too long is a complaint, if anybody holds the phone."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._due: Due | None = None

    def begin(self) -> None:
        if self._due is None and self._call.phone:
            self._call.phone.note("(hears nothing)")
            self._due = self._call.exchange.timeline.after(LONGEST, self._complain)

    def end(self) -> None:
        self._call.exchange.timeline.cancel(self._due)
        self._due = None

    def _complain(self) -> None:
        if self._call.phone:
            who = self._call.phone.name
            self._call.exchange.complain(
                f"{who} has heard nothing for {LONGEST} seconds: the other phone hears a whisper"
            )
