"""What Lambda makes of a table's stream: batches, filters, what is tried again, and what is given up.

As https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html and the pages below it say, of the properties that the
template gives to the function's event. Left out is what only time or a second process shows: what is tried again is
tried at once (MaximumRecordAgeInSeconds), one batch after the other (ParallelizationFactor), and is never waited for
(MaximumBatchingWindowInSeconds).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Record = Mapping[str, Any]
Invoke = Callable[[Mapping[str, Any]], Any]  # raises FunctionFailed

_REPORTS = "ReportBatchItemFailures"
_FOR_EVER = -1


class FunctionFailed(Exception):
    """The function has raised, or ended, or not answered."""


class StreamMapping:
    """Gives records to a function, in their order, until each is done or given up."""

    def __init__(
        self, properties: Mapping[str, Any], invoke: Invoke, give_up: Callable[[Sequence[Record]], None]
    ) -> None:
        """`give_up` gets the records that were tried often enough: what a queue of dead letters is told of."""
        self._invoke, self._give_up = invoke, give_up
        self._size = int(properties.get("BatchSize", 100))
        self._tries = int(properties.get("MaximumRetryAttempts", _FOR_EVER))
        self._bisects = bool(properties.get("BisectBatchOnFunctionError", False))
        self._reports = _REPORTS in properties.get("FunctionResponseTypes", [])
        filters = properties.get("FilterCriteria", {}).get("Filters", [])
        self._patterns = [json.loads(each["Pattern"]) for each in filters]

    def give(self, records: Sequence[Record]) -> None:
        """All of these, as many at a time as a batch holds; what no filter lets through never comes to the function."""
        wanted = [one for one in records if self._lets_through(one)]
        for start in range(0, len(wanted), self._size):
            self._deliver(wanted[start : start + self._size])

    def _lets_through(self, record: Record) -> bool:
        return not self._patterns or any(matches(pattern, record) for pattern in self._patterns)

    def _deliver(self, batch: Sequence[Record]) -> None:
        waiting = [(batch, self._tries)]
        while waiting:
            some, tries = waiting.pop(0)
            left = self._tried(some)
            if left == 0:
                continue
            rest = some[-left:]
            if self._bisects and len(some) > 1:  # splitting is no retry
                half = len(rest) // 2 if left == len(some) else 0
                waiting[:0] = [(part, tries) for part in (rest[:half], rest[half:]) if part]
            elif tries == 0:
                self._give_up(rest)
            else:
                waiting.insert(0, (rest, tries - 1))

    def _tried(self, batch: Sequence[Record]) -> int:
        """How many of its last records are to be tried again.

        https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
        """
        try:
            answer = self._invoke({"Records": list(batch)})
        except FunctionFailed:
            return len(batch)
        failures = (answer or {}).get("batchItemFailures") if self._reports else None
        if not failures:
            return 0
        numbers = [record["dynamodb"]["SequenceNumber"] for record in batch]
        failed = [one.get("itemIdentifier") for one in failures]
        if not {*failed} <= {*numbers}:
            return len(batch)  # an answer that makes no sense fails the whole batch
        return len(batch) - min(numbers.index(number) for number in failed)


def matches(pattern: Mapping[str, Any], record: Record) -> bool:
    """Whether a record is one of these: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html.

    Raises ValueError for a rule that is not known here.
    """
    for name, wanted in pattern.items():
        there = record.get(name)
        if isinstance(wanted, Mapping):
            if not matches(wanted, there if isinstance(there, Mapping) else {}):
                return False
        elif not any(_is(rule, there) for rule in wanted):
            return False
    return True


def _is(rule: Any, value: Any) -> bool:
    match rule:
        case {"exists": bool(there)}:
            return (value is not None) == there
        case dict():
            raise ValueError(f"a filter's rule is not understood here: {rule}")
        case _:
            return bool(rule == value)
