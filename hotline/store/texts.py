"""Text messages: who wants them, the one that is owed for a yes, and how many in a day."""

from __future__ import annotations

from datetime import datetime

from hotline.errors import LimitReached
from hotline.records import Request
from hotline.store.base import Base
from hotline.store.counting import fewer_than, one_more
from hotline.store.models import LineRow, RequestRow, VolunteerRow
from hotline.store.progress import as_seen
from hotline.store.reservation import LINE_KEPT, phone
from hotline.store.together import Together

Today = tuple[str, int]  # a day, and how many texts there may be in it


class Texts(Base):
    """Claimed before it is sent, so that none is sent twice."""

    def want_texts(self, group: str, volunteer_id: str, *, wanted: bool) -> bool:
        """They would like text messages, or no more of them. False: no such volunteer."""
        wish = VolunteerRow.texts.set(wanted)
        return self._change(VolunteerRow(group, volunteer_id), wish, when=VolunteerRow.id.exists()) is not None

    def claim_text(self, seen: Request, *, now: datetime, today: Today) -> bool:
        """The text that is owed for this request is about to be sent: owed no more, and counted, both or neither.

        When the request is next due stays as it is. False: somebody else was at work. Raises LimitReached.
        """
        together = self._together()
        together.update(
            "request",
            RequestRow(seen.group, seen.id),
            RequestRow.text_owed.remove(),
            RequestRow.step.add(1),
            when=as_seen(seen) & (RequestRow.text_owed == seen.text_owed),
        )
        _count(together, seen.group, now, today)
        failed = together.commit()
        if failed == {"texts"}:
            raise LimitReached("Today's texts are used up: raise the policy's `daily_texts`, or wait for tomorrow.")
        return not failed

    def claim_answer(self, group: str, who: str, *, now: datetime, today: Today) -> bool:
        """Whoever has texted the line is answered, once a day. False: they were today, or today's texts are used up."""
        together = self._together()
        row = LineRow(f"answered#{group}#{who}#{today[0]}", expires=now + LINE_KEPT)
        together.put("answer", row, when=LineRow.id.does_not_exist())
        _count(together, group, now, today)
        return not together.commit()

    def on_the_phone(self, volunteer: str, *, by: str, now: datetime) -> bool:
        """Whether the call of that offer still holds this phone."""
        row = self._get(LineRow, phone(volunteer).id)
        return row is not None and row.lock == by and bool(row.until >= now)


def _count(together: Together, group: str, now: datetime, today: Today) -> None:
    """A row's count of that name, as of calls; the limit is part of the condition."""
    day, most = today
    together.update("texts", LineRow(f"texts#{group}#{day}"), *one_more(now + LINE_KEPT), when=fewer_than(most))
