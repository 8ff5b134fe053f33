"""Wishes to be rung: of each phone one waits at a time, however many calls ask for it at once."""

from __future__ import annotations

from datetime import datetime, timedelta

from hotline.records import Reason, Request
from hotline.store.base import Base
from hotline.store.convert import to_row
from hotline.store.models import LineRow, RequestRow

_LONGEST = timedelta(days=1)  # a wish that was never dropped is named for no longer


class Wishes(Base):
    """A row for each phone and reason names the wish that waits: two calls at once come to one wish."""

    def keep_wish(self, wish: Request, phone_id: str, reason: Reason, *, now: datetime, takes_over: bool) -> bool:
        """Put this wish and name it, both or neither; one that waited is then named no more, if this one `takes_over`.

        False: it is there already, or, unless it takes over, another was named within a day.
        """
        until = now + _LONGEST
        names_it = (LineRow.about.set(wish.id), LineRow.until.set(until), LineRow.expires.set(until))
        free = None if takes_over else LineRow.about.does_not_exist() | (LineRow.until < now)
        together = self._together()
        together.put("wish", to_row(RequestRow, wish), when=RequestRow.id.does_not_exist())
        together.update("phone", _row(wish.group, phone_id, reason), *names_it, when=free)
        return not together.commit()

    def wish_waits(self, wish: Request, phone_id: str, reason: Reason) -> bool:
        """No later wish of this phone has taken over, or was met already."""
        row = self._get(LineRow, _row(wish.group, phone_id, reason).id)
        return row is None or row.about == wish.id

    def drop_wish(self, wish: Request, phone_id: str, reason: Reason, *, now: datetime) -> None:
        """This wish is about to end: it is named no more, and one that it took over from does not wait again."""
        gone = (LineRow.about.remove(), LineRow.until.remove(), LineRow.expires.set(now + _LONGEST))
        self._change(_row(wish.group, phone_id, reason), *gone, when=LineRow.about == wish.id)


def _row(group: str, phone_id: str, reason: Reason) -> LineRow:
    return LineRow(f"wish#{group}#{phone_id}#{reason}")
