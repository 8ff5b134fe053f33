"""What an effect or the dispatcher is given of the outside: a clock, the groups, the store, the carrier."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cached_property
from threading import Event
from typing import TYPE_CHECKING

from hotline.errors import HotlineError
from hotline.numbers import opaque

if TYPE_CHECKING:
    from hotline.groups import Groups
    from hotline.sounds import Clip
    from hotline.store import Store
    from hotline.telephony.carrier import Carrier

Clock = Callable[[], datetime]  # aware, UTC

TRUSTED = timedelta(hours=12)  # how long a process says what it has once read of a group's own voice
_RESTS = timedelta(hours=1)  # that the synthetic voice speaks after a recording could not be fetched: it harms nobody
_NEVER = Event()  # nobody sets it: to wait for it with a limit is a pause
_NOTHING: tuple[datetime, Mapping[str, str]] = (datetime.min.replace(tzinfo=UTC), {})


class World:
    """Made once a process by whoever starts it. The store and the carrier are opened at their first use.

    Importing them costs half a second each, and no greeting, menu or mistake needs either.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        groups: Groups,
        base_url: str,
        open_store: Callable[[], Store],
        open_carrier: Callable[[], Carrier],
        fallback_url: str = "",
        secrets: Callable[[], Sequence[str]] = tuple,
        pause: Callable[[float], object] = _NEVER.wait,
    ) -> None:
        """`fallback_url`: below it are the static pages that answer when we do not; with none, nothing does.

        `secrets`: what only this deployment knows at the moment, the one to use first. With none, no codes. `pause`
        waits for so many seconds: only a sound that is not there yet is waited for.
        """
        self.clock = clock
        self.pause = pause
        self.groups = groups
        self.base_url, self.fallback_url = base_url.rstrip("/"), fallback_url.rstrip("/")
        self._secrets = secrets
        self._open_store = open_store
        self._open_carrier = open_carrier
        self.looked_for_missed: datetime | None = None  # when this process last asked for calls that the line missed
        self.heard_of: set[str] = set()  # SIDs of calls and recordings that it has found to be kept
        self._own: dict[str, tuple[datetime, Mapping[str, str]]] = {}  # by group: when it was read, and what
        self._rests_until = datetime.min.replace(tzinfo=UTC)

    @property
    def secrets(self) -> tuple[str, ...]:
        return tuple(self._secrets())

    @cached_property
    def store(self) -> Store:
        return self._open_store()

    @cached_property
    def carrier(self) -> Carrier:
        return self._open_carrier()

    def hidden(self, *parts: str) -> str:
        """A short id made from what caused it, which nobody can make who has the tables and not our secret.

        For ids that are made from a phone number and outlive what they are about.
        """
        return opaque(next(iter(self.secrets), ""), *parts)

    def sound_url(self, clip: Clip) -> str:
        """Where a recording is played from: the line's own door, for a short time."""
        return f"{self.base_url}/{clip.path(now=self.now(), secret=next(iter(self.secrets), ''))}"

    def own_voice(self, group: str) -> Mapping[str, str]:
        """What the group has recorded, as far as this process knows: SIDs by `prompts.key_of`. No database is asked.

        What was read too long ago is not trusted: a recording that was replaced meanwhile is erased after a day.
        Nothing, too, for an hour after the carrier did not give a recording: else every caller would hear silence.
        """
        read_at, recorded = self._own.get(group, _NOTHING)
        return recorded if read_at > self.now() - TRUSTED and not self.own_voice_rests() else {}

    def own_voice_rests(self) -> bool:
        """Tell whether the carrier has failed to give a recording just now, so that the synthetic voice speaks."""
        return self.now() < self._rests_until

    def rest_own_voice(self, group: str) -> None:
        """The carrier gives no recordings: other processes learn it as they learn what the group has recorded."""
        self._rests_until = self.now() + _RESTS
        with suppress(HotlineError):
            self.store.rest_own_voice(group, until=self._rests_until)

    def read_own_voice(self, group: str, *, older_than: timedelta) -> None:
        """Learn what the group has recorded, if the store is in use anyway and that was longer ago.

        A greeting waits for no database, so it is spoken with what an earlier webhook has learned. A database that is
        busy leaves it to the synthetic voice: nobody's call depends on whose voice it is.
        """
        read_at, _ = self._own.get(group, _NOTHING)
        if "store" not in vars(self) or read_at > self.now() - older_than:
            return
        try:
            voice = self.store.own_voice(group)
        except HotlineError:
            self._own[group] = self.now(), {}
            return
        self._own[group] = self.now(), {key: each.sid for key, each in voice.recordings.items()}
        self._rests_until = max(self._rests_until, voice.rests_until or self._rests_until)

    def now(self) -> datetime:
        return self.clock()
