"""What is neither won nor lost is tried again, briefly; what is a fault is said in one line."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from botocore.exceptions import ReadTimeoutError
from pynamodb.exceptions import (
    CancellationReason,
    PynamoDBException,
    TransactWriteError,
    UpdateError,
    VerboseClientError,
)

from hotline.errors import Busy, HotlineError, StoreError
from hotline.store.retry import TRIES, ConditionFailed, Retry


def refused(code: str) -> PynamoDBException:
    return UpdateError("no", VerboseClientError({"Error": {"Code": code, "Message": "no"}}, "UpdateItem"))


def cancelled(*codes: str | None) -> PynamoDBException:
    """A transaction that was cancelled, for each item the code that DynamoDB gives, None where it was fine."""
    reasons = [CancellationReason(code) if code else None for code in codes]
    answer = {"Error": {"Code": "TransactionCanceledException", "Message": "no"}}
    return TransactWriteError("no", VerboseClientError(answer, "TransactWriteItems", cancellation_reasons=reasons))


def timed_out() -> PynamoDBException:
    return UpdateError("no", ReadTimeoutError(endpoint_url="https://dynamodb"))


def failing(*errors: PynamoDBException) -> Callable[[], str]:
    """Raises these one after the other, then is done."""
    waiting = list(errors)

    def act() -> str:
        if waiting:
            raise waiting.pop(0)
        return "done"

    return act


CONFLICTS = [
    refused("TransactionConflictException"),
    refused("ThrottlingException"),
    cancelled(None, "TransactionConflict"),
    cancelled("ConditionalCheckFailed", "TransactionConflict"),
    cancelled("ProvisionedThroughputExceeded", None),
]


def test_a_conflict_is_neither_won_nor_lost() -> None:
    """Fault 28: conflicts and throttling are tried again, also beside a condition that failed."""
    pauses: list[float] = []
    assert Retry(pauses.append)(failing(*CONFLICTS)) == "done"
    assert len(pauses) == len(CONFLICTS)


def test_nobody_waits_for_long() -> None:
    """All pauses together are under two seconds, then it is Busy, and a person hears so."""
    pauses: list[float] = []
    with pytest.raises(Busy):
        Retry(pauses.append)(failing(*[refused("ThrottlingException")] * TRIES))
    assert len(pauses) == TRIES - 1
    assert 0 < sum(pauses) < 2


def test_a_timeout_is_tried_once_more() -> None:
    """Each may take three seconds, and Twilio waits fifteen for everything."""
    assert Retry(lambda _: None)(failing(timed_out())) == "done"
    with pytest.raises(Busy):
        Retry(lambda _: None)(failing(timed_out(), timed_out()))


def test_a_condition_that_failed_is_an_answer() -> None:
    """It is not tried again, and says which of a transaction's items it was."""
    for error, positions in [
        (refused("ConditionalCheckFailedException"), frozenset()),
        (cancelled(None, "ConditionalCheckFailed", None), frozenset({1})),
    ]:
        with pytest.raises(ConditionFailed) as failed:
            Retry(unwanted)(failing(error))
        assert failed.value.positions == positions


@pytest.mark.parametrize(
    "error",
    [refused("ResourceNotFoundException"), refused("AccessDeniedException"), cancelled("ValidationError", None)],
)
def test_a_fault_says_how_to_mend_it(error: PynamoDBException) -> None:
    """Missing tables or rights are no matter of trying again."""
    with pytest.raises(StoreError, match="hotline doctor") as fault:
        Retry(unwanted)(failing(error))
    assert isinstance(fault.value, HotlineError)
    assert "\n" not in str(fault.value)


def unwanted(_: float) -> None:
    raise AssertionError("nothing to wait for")
