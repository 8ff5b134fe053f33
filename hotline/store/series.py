"""What recurs every week: begun once, and one request for each of its days, however often the clock comes by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pynamodb.expressions.update import Action

from hotline.records import Request
from hotline.store.base import Base
from hotline.store.convert import set_to, to_row
from hotline.store.models import RequestRow
from hotline.store.progress import as_seen


class Series(Base):
    """A series is a row among the requests, due like any other, until it is stopped."""

    def begin_series(self, seen: Request, series: Request, *, due_at: datetime) -> bool:
        """Put the series, and let this request be the first week's of it, both or neither.

        False: somebody else was at work on the request, or the series is there.
        """
        together = self._together()
        together.put("series", to_row(RequestRow, series), when=RequestRow.id.does_not_exist())
        together.update(
            "request",
            RequestRow(seen.group, seen.id),
            RequestRow.series.set(series.id),
            *(set_to(getattr(RequestRow, name), getattr(series, name)) for name in ("made_for", "weekday", "part")),
            RequestRow.due_at.set(due_at),
            RequestRow.step.add(1),
            when=as_seen(seen),
        )
        return not together.commit()

    def recur(
        self, seen: Request, new: Sequence[Request], *, made_for: str, first: str | None, next_action_at: datetime
    ) -> bool:
        """Put this day's request (and whatever the resident is told), and note the day, all together.

        False: somebody else was at work on the series.
        """
        together = self._together()
        for row in new:
            together.put(row.id, to_row(RequestRow, row), when=RequestRow.id.does_not_exist())
        actions: list[Action] = [
            RequestRow.made_for.set(made_for),
            RequestRow.skip.remove(),
            set_to(RequestRow.first, first),
            RequestRow.next_action_at.set(next_action_at),
            RequestRow.step.add(1),
        ]
        together.update("series", RequestRow(seen.group, seen.id), *actions, when=as_seen(seen))
        return not together.commit()
