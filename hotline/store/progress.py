"""The dispatcher's own changes: when next, whom to tell, and the end."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from pynamodb.expressions.condition import Condition

from hotline.records import ENDED_REQUEST, Reason, Repeat, Request, RequestState
from hotline.store.base import Base
from hotline.store.convert import set_to, to_row
from hotline.store.models import LineRow, RequestRow
from hotline.store.requests import UNFINISHED, in_state

KEPT = timedelta(days=90)  # how long an ended request and its ledger stay, with nobody in them

# How long a request that could not be advanced waits for the next try.
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
_MOST_DOUBLED = 10

# What identifies anyone, and `next_action_at`, without which it leaves the index of the unfinished.
ERASED = (
    *(
        "number",
        "for_number",
        "code",
        "note",
        "lost_note",
        "ringing",
        "passed",
        "asked",
        "later",
        "cursor",
        "taken_by",
        "first",
    ),
    *("not_today", "apart", "other", "beside", "against", "hearing", "text_owed", "next_action_at", "call"),
    "call_seen_at",
    "promised_by",
)


# What the dispatcher may change of a request by itself.
NOTED = frozenset(
    {"about", "agreed_at", "apart", "asked", "call_seen_at", "cancelled_at", "checks", "cursor", "declined_at"}
    | {
        "due_at",
        "heard_at",
        "hearing",
        "joined_at",
        "later",
        "misses",
        "never_again",
        "not_today",
        "passed",
        "promised_at",
        "promised_by",
        "repeat",
        "round",
        "round_at",
        "rung_at",
    }
    | {"opened_at", "talked_at", "text_owed", "told", "told_at", "told_on", "tried", "when"}
    | {"first", "made_for", "moves_to", "part", "same", "series", "skip", "weekday", "yes_heard_at"}
)


def as_seen(seen: Request) -> Condition:
    """Nobody has changed it since, and it has not ended."""
    unchanged: Condition = in_state(*UNFINISHED) & (RequestRow.step == seen.step)
    return unchanged


class Progress(Base):
    """Decided on what was seen, or not at all."""

    def schedule(self, seen: Request, *, next_action_at: datetime, **changes: object) -> bool:
        """When to look again, and what the dispatcher has noted (`changes`, of NOTED).

        False: somebody else was at work, read it afresh.
        """
        if not changes.keys() <= NOTED:
            raise TypeError(f"schedule changes no {', '.join(sorted(changes.keys() - NOTED))}")
        actions = [set_to(getattr(RequestRow, name), value) for name, value in changes.items()]
        changed = self._change(
            RequestRow(seen.group, seen.id),
            *actions,
            RequestRow.next_action_at.set(next_action_at),
            RequestRow.step.add(1),
            when=as_seen(seen),
        )
        return changed is not None

    def keep_one(self, stays: Request, doubles: Sequence[Request], *, now: datetime) -> bool:
        """Cancel the doubles of a request that stays, in one transaction: each as it was seen, or none at all.

        The dispatcher, due now, then ends them. False: somebody else was at work on one of them.
        """
        together = self._together()
        apart = (RequestRow.repeat.set(Repeat.APART), RequestRow.step.add(1))
        still = as_seen(stays) & RequestRow.cancelled_at.does_not_exist()
        together.update("stays", RequestRow(stays.group, stays.id), *apart, when=still)
        for double in doubles:
            cancelled = (
                RequestRow.repeat.set(Repeat.DOUBLE),
                RequestRow.cancelled_at.set(now),
                RequestRow.next_action_at.set(now),
                RequestRow.step.add(1),
            )
            together.update(double.id, RequestRow(double.group, double.id), *cancelled, when=as_seen(double))
        return not together.commit()

    def put_off(self, group: str, request_id: str, *, now: datetime) -> int:
        """Note that this request could not be advanced, and set its next look after a pause that doubles each time.

        Return how often in a row it has failed; 0: it has ended, or somebody else has put it off. Works also for a row
        that cannot be read as a request, since nothing else of it is read.
        """
        try:
            row = self._retry(lambda: RequestRow.get(group, request_id, True, ["id", "failures"]))
        except RequestRow.DoesNotExist:
            return 0
        failures = row.failures + 1
        pause = min(_FIRST_PAUSE * 2 ** min(failures - 1, _MOST_DOUBLED), _LONGEST_PAUSE)
        same = RequestRow.failures == row.failures
        if not row.failures:
            same |= RequestRow.failures.does_not_exist()
        together = self._together()
        together.update(
            "request",
            RequestRow(group, request_id),
            RequestRow.failures.set(failures),
            RequestRow.next_action_at.set(now + pause),
            when=RequestRow.next_action_at.exists() & same,
        )
        return 0 if together.commit() else int(failures)

    def works_again(self, group: str, request_id: str) -> None:
        """This request could be advanced: its next failure counts as the first."""
        self._change(RequestRow(group, request_id), RequestRow.failures.remove(), when=RequestRow.failures > 0)

    def wake(self, group: str, request_id: str, *, now: datetime) -> bool:
        """Due now: the stream then advances it. It does not raise `step`. False: it has ended, or never was."""
        due = RequestRow.next_action_at.set(now)
        return self._change(RequestRow(group, request_id), due, when=in_state(*UNFINISHED)) is not None

    def tell(self, seen: Request, item: Request, *, next_action_at: datetime) -> bool:
        """Ask for a coordinator, once for each reason: the item is put and the request notes it, both or neither.

        False: somebody else was at work, it was told already, or that item is there.
        """
        if item.reason is None:
            raise ValueError("an item for a coordinator says why")
        together = self._together()
        together.put("item", to_row(RequestRow, item), when=RequestRow.id.does_not_exist())
        together.update(
            "request",
            RequestRow(seen.group, seen.id),
            RequestRow.told.add(frozenset({item.reason})),
            RequestRow.next_action_at.set(next_action_at),
            RequestRow.step.add(1),
            when=as_seen(seen) & ~RequestRow.told.contains(item.reason),
        )
        return not together.commit()

    def untell(self, group: str, request_id: str, reason: Reason, *, now: datetime) -> None:
        """No coordinator has heard this of the request, after all: it is looked at now, and told again if need be."""
        row = RequestRow(group, request_id)
        not_told = (
            RequestRow.told.delete(frozenset({reason})),
            RequestRow.next_action_at.set(now),
            RequestRow.step.add(1),
        )
        self._change(row, *not_told, when=in_state(*UNFINISHED) & RequestRow.told.contains(reason))

    def end_request(
        self,
        group: str,
        request_id: str,
        *,
        state: RequestState,
        now: datetime,
        decided: Collection[str] = (),
        seen: Request | None = None,
    ) -> bool:
        """To an ended state, only from an unfinished one for which no offer is open: `dispatch.request_end` sees to it.

        False: it has ended, never was, or an offer is open for it.

        With `seen`, on which it was decided, only if nobody has changed it since (False: read it afresh): whoever has
        said yes, or that it is needed still, is not told so of what then ends.

        In the same transaction it is counted by state and need (a cancelled double apart), and what identifies
        anyone is erased. What is left says what was needed, roughly where, and when; it expires after 90 days. What
        was `decided` of a complaint is counted too, and kept nowhere else.
        """

        def look() -> bool | None:
            row = self._get(RequestRow, group, request_id)
            if row is None or row.state in ENDED_REQUEST or row.ringing or (seen is not None and row.step != seen.step):
                return False
            failed = self._end(row, state, now, decided)
            if "counts" in failed:
                self._start_counting(group)
            return not failed or None

        return self._until_settled(look)

    def _end(self, row: RequestRow, state: RequestState, now: datetime, decided: Collection[str]) -> frozenset[str]:
        together = self._together()
        together.update(
            "request",
            RequestRow(row.group, row.id),
            *(getattr(RequestRow, name).remove() for name in ERASED),
            RequestRow.words.set(""),
            RequestRow.state.set(state),
            RequestRow.expires.set(now + KEPT),
            RequestRow.step.add(1),
            when=in_state(row.state) & (RequestRow.step == row.step),
        )
        if row.reason is Reason.ERASE:  # the line's own housekeeping, and nothing that anybody asked for
            return together.commit()
        state_or_double = row.repeat if row.repeat is Repeat.DOUBLE else state
        ended = f"{state_or_double}/{Reason.SERIES if row.reason == Reason.SERIES else row.need}"
        counts = [LineRow.counts[key] for key in (ended, *(f"decided/{each}" for each in decided))]
        raised = [count.set((count | 0) + 1) for count in counts]
        together.update("counts", LineRow(_counts(row.group)), *raised, when=LineRow.counts.exists())
        return together.commit()

    def _start_counting(self, group: str) -> None:
        """A path into a map can be set only once the map is there."""
        self._change(LineRow(_counts(group)), LineRow.counts.set({}), when=LineRow.counts.does_not_exist())

    def counts(self, group: str) -> Mapping[str, int]:
        """How many requests have ended, by `state/need` (`done/shopping`): all that remains of them.

        And what was decided by those who heard both sides of a complaint: `decided/chats`.
        """
        row = self._get(LineRow, _counts(group))
        return row.counts if row else {}


def _counts(group: str) -> str:
    return f"counts#{group}"
