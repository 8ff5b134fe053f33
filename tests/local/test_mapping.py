"""The stand-in for Lambda's mapping of a stream, one fact each.

The facts are of https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html and the pages below it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from infra.local.deployed.mapping import FunctionFailed, StreamMapping, matches

REPORTS = {"FunctionResponseTypes": ["ReportBatchItemFailures"]}


def record(number: int, **image: Any) -> dict[str, Any]:
    return {"eventName": "MODIFY", "dynamodb": {"SequenceNumber": str(number), "NewImage": image}}


class Function:
    """Notes what it is given, and what was given up; `answers` is what becomes of a batch."""

    def __init__(self, answers: Callable[[list[int]], Any] = lambda _: None, **properties: Any) -> None:
        self.batches: list[list[int]] = []
        self.given_up: list[list[int]] = []
        self._answers = answers
        self.mapping = StreamMapping(properties, self._invoke, lambda some: self.given_up.append(numbers(some)))

    def gets(self, count: int) -> Function:
        self.mapping.give([record(number) for number in range(count)])
        return self

    def _invoke(self, event: Mapping[str, Any]) -> Any:
        self.batches.append(numbers(event["Records"]))
        return self._answers(self.batches[-1])


def numbers(records: Sequence[Mapping[str, Any]]) -> list[int]:
    return [int(one["dynamodb"]["SequenceNumber"]) for one in records]


def fails_for(*bad: int) -> Callable[[list[int]], Any]:
    """The whole function fails when one of these is in the batch."""

    def answer(batch: list[int]) -> Any:
        if {*bad} & {*batch}:
            raise FunctionFailed

    return answer


def reports(*bad: int) -> Callable[[list[int]], Any]:
    """Those that fail are told one by one."""
    return lambda batch: {"batchItemFailures": [{"itemIdentifier": str(number)} for number in batch if number in bad]}


def test_a_batch_has_so_many_at_most() -> None:
    """In their order, and none twice."""
    assert Function(BatchSize=3).gets(7).batches == [[0, 1, 2], [3, 4, 5], [6]]


def test_what_no_filter_lets_through_never_comes() -> None:
    """One filter is enough."""
    due = json.dumps({"dynamodb": {"NewImage": {"due": {"S": [{"exists": True}]}}}})
    over = json.dumps({"dynamodb": {"NewImage": {"state": {"S": ["done"]}}}})
    function = Function(FilterCriteria={"Filters": [{"Pattern": due}, {"Pattern": over}]})
    function.mapping.give([record(1, due={"S": "now"}), record(2), record(3, state={"S": "done"})])
    assert function.batches == [[1, 3]]


def test_a_failing_batch_is_tried_again_and_then_given_up() -> None:
    """As often as it says, whole, and then the next one goes on."""
    function = Function(fails_for(1), BatchSize=2, MaximumRetryAttempts=2).gets(4)
    assert function.batches == [[0, 1]] * 3 + [[2, 3]]
    assert function.given_up == [[0, 1]]


def test_a_failing_batch_is_split() -> None:
    """To find the one that fails; to split is no retry."""
    function = Function(fails_for(2), BatchSize=4, MaximumRetryAttempts=1, BisectBatchOnFunctionError=True).gets(4)
    assert function.batches == [[0, 1, 2, 3], [0, 1], [2, 3], [2], [2], [3]]
    assert function.given_up == [[2]]


def test_what_is_reported_is_tried_again_from_the_first_that_failed() -> None:
    """Those before it are done; those after it come again."""
    function = Function(reports(1, 3), BatchSize=4, MaximumRetryAttempts=1, **REPORTS).gets(4)
    assert function.batches == [[0, 1, 2, 3], [1, 2, 3]]
    assert function.given_up == [[1, 2, 3]]


def test_what_is_reported_counts_only_where_it_was_said_that_it_would() -> None:
    """Without the response type an answer is an answer, whatever it says."""
    assert Function(reports(1), BatchSize=4).gets(4).batches == [[0, 1, 2, 3]]


def test_split_at_the_first_that_failed() -> None:
    """Both together: the batch is split where the answer says, and each part after that if it fails as a whole."""
    function = Function(reports(1), BatchSize=3, MaximumRetryAttempts=0, BisectBatchOnFunctionError=True, **REPORTS)
    assert function.gets(3).batches == [[0, 1, 2], [1, 2], [1], [2]]
    assert function.given_up == [[1]]


@pytest.mark.parametrize("nonsense", ["", "99", None])
def test_an_answer_that_makes_no_sense_fails_the_whole_batch(nonsense: str | None) -> None:
    """An identifier that is none of the batch's."""
    answer = {"batchItemFailures": [{"itemIdentifier": nonsense}]}
    function = Function(lambda _: answer, BatchSize=2, MaximumRetryAttempts=0, **REPORTS).gets(2)
    assert function.given_up == [[0, 1]]


def test_a_rule_that_is_not_known_is_an_error() -> None:
    """Never taken for a match."""
    with pytest.raises(ValueError, match="not understood"):
        matches({"a": [{"numeric": [">", 1]}]}, {"a": 2})
