"""What a resident asked to be remembered by: for each need, where and when; not for ever."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from hotline.records import Need, Remembered
from hotline.store.attributes import write_remembered
from hotline.store.base import Base
from hotline.store.models import LineRow


class Remembering(Base):
    """One row a phone in a group, by the phone's opaque id: the number itself is not in it."""

    def remember(self, group: str, phone: str, need: Need, what: Remembered) -> None:
        """From now until then; of the same need only the last time is kept."""

        def look() -> bool | None:
            kept, expires = LineRow.remembered, LineRow.expires.set(what.until)
            value = write_remembered(what)
            row = LineRow(_row(group, phone))
            if self._change(row, kept[need].set(value), expires, when=kept.exists()):
                return True
            # A path into a map can be set only once the map is there.
            self._change(row, kept.set({}), expires, when=kept.does_not_exist())
            return None

        self._until_settled(look)

    def remembered(self, group: str, phone: str, now: datetime) -> Mapping[Need, Remembered]:
        """One strongly consistent read. What has expired does not count: it may lie there for days (fault 35)."""
        row = self._get(LineRow, _row(group, phone))
        kept = row.remembered if row else {}
        return {Need(need): what for need, what in kept.items() if what.until > now}

    def forget(self, group: str, phone: str, *, now: datetime) -> None:
        """All of it; the row, which is empty then, DynamoDB erases by itself. Fine if there is nothing."""
        row = LineRow(_row(group, phone))
        self._change(row, LineRow.remembered.set({}), LineRow.expires.set(now), when=LineRow.id.exists())


def _row(group: str, phone: str) -> str:
    return f"remembered#{group}#{phone}"
