"""What recurs every week: begun once, and one request for each of its days, however often the clock comes by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pynamodb.expressions.update import Action

from hotline.records import ENDED_REQUEST, Part, Request
from hotline.store.base import Base
from hotline.store.convert import set_to, to_row
from hotline.store.models import RequestRow
from hotline.store.progress import as_seen


class Series(Base):
    """A series is a row among the requests, due like any other, until it is stopped."""

    def begin_series(self, seen: Request, series: Request, *, due_at: datetime | None) -> bool:
        """Put the series and make this request the first of it, both or neither.

        With `due_at`, the request is the first week's, and due then. None: its help is done, and stays as it is. What
        has ended is not changed at all. False: somebody else was at work on the request, or the series is there.
        """
        together = self._together()
        together.put("series", to_row(RequestRow, series), when=RequestRow.id.does_not_exist())
        first_week: list[Action] = []
        if due_at:
            names = ("made_for", "weekday", "part")
            first_week = [set_to(getattr(RequestRow, name), getattr(series, name)) for name in names]
            first_week.append(RequestRow.due_at.set(due_at))
        if seen.state not in ENDED_REQUEST:
            row, begun = RequestRow(seen.group, seen.id), RequestRow.series.set(series.id)
            together.update("request", row, begun, *first_week, RequestRow.step.add(1), when=as_seen(seen))
        return not together.commit()

    def recur(
        self,
        seen: Request,
        new: Sequence[Request],
        *,
        made_for: str,
        first: str | None,
        next_action_at: datetime,
        moves_to: tuple[int, Part] | None = None,
    ) -> bool:
        """Put this day's request (and whatever the resident is told), and note the day, all together.

        The series then `moves_to` another day. False: somebody else was at work on the series.
        """
        together = self._together()
        for row in new:
            together.put(row.id, to_row(RequestRow, row), when=RequestRow.id.does_not_exist())
        actions: list[Action] = [
            RequestRow.made_for.set(made_for),
            RequestRow.skip.remove(),
            RequestRow.moves_to.remove(),
            set_to(RequestRow.first, first),
            RequestRow.next_action_at.set(next_action_at),
            RequestRow.step.add(1),
        ]
        if moves_to:
            actions += [RequestRow.weekday.set(moves_to[0]), RequestRow.part.set(moves_to[1])]
        together.update("series", RequestRow(seen.group, seen.id), *actions, when=as_seen(seen))
        return not together.commit()
