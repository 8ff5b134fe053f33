"""What all verbs at work have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.local.exchange.performer import Performer


class Act:
    """One verb at work on one leg. It begins, hears keys and voices, and hands back to its performer or is stopped."""

    def __init__(self, performer: Performer) -> None:
        self.performer = performer
        self.exchange, self.call = performer.exchange, performer.call

    def begin(self) -> None:
        raise NotImplementedError

    def stop(self) -> None:
        """In the middle, because something else has the call now."""

    def hung_up(self) -> None:
        """The call is over."""
        self.stop()

    def key(self, _key: str) -> bool:
        """A key is pressed. False: this verb does not listen."""
        return False

    @property
    def records(self) -> bool:
        """Whether what somebody says now is kept."""
        return False

    def voice(self, _text: str, _seconds: float) -> None:
        """Somebody speaks into the phone."""
