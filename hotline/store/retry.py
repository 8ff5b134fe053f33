"""What is tried again, how often, and what an answer of DynamoDB means."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TypeVar

from botocore.exceptions import ConnectionError as NotConnected
from botocore.exceptions import HTTPClientError
from pynamodb.exceptions import DoesNotExist, PynamoDBException, TransactGetError, TransactWriteError

from hotline.errors import Busy, StoreError

T = TypeVar("T")
Wait = Callable[[float], object]  # seconds

TRIES = 7
FIRST_PAUSE = 0.02  # seconds, at most; each pause may be twice the one before: 1.3 s all together
TIMEOUTS = 2  # of 1 s to connect and 2 s to read: inside the 15 s that Twilio waits, and the 5 s that we do

# Neither won nor lost. Names as the API has them, for whole calls and for the items of a transaction:
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
# https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
PASSING = frozenset(
    {
        "InternalServerError",
        "LimitExceededException",
        "ProvisionedThroughputExceeded",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ServiceUnavailable",
        "ThrottlingError",
        "ThrottlingException",
        "TransactionConflict",
        "TransactionConflictException",
        "TransactionInProgressException",
    }
)


class ConditionFailed(Exception):
    """A condition did not hold: no fault but an answer, and it never leaves the store.

    `positions`: of the items of a transaction, those whose condition it was.
    """

    def __init__(self, positions: frozenset[int] = frozenset()) -> None:
        super().__init__(positions)
        self.positions = positions


class Retry:
    """Does a thing again while DynamoDB says "not now", with short, jittered pauses, and not for long."""

    def __init__(self, wait: Wait) -> None:
        self._wait = wait

    def __call__(self, act: Callable[[], T]) -> T:
        """What `act` returns. Raises ConditionFailed, DoesNotExist, Busy (tried long enough) or StoreError."""
        timeouts = 0
        for attempt in range(TRIES):
            if attempt:
                self._wait(_pause(attempt))
            try:
                return act()
            except DoesNotExist:
                raise
            except PynamoDBException as error:
                timeouts += _timed_out(error)
                if not may_pass(error):
                    raise meaning(error) from error
                if timeouts == TIMEOUTS:
                    break
        raise Busy("The database is busy: nothing is lost, try again in a moment.")


def _pause(attempt: int) -> float:
    longest: float = FIRST_PAUSE * 2 ** (attempt - 1)
    return longest * secrets.randbelow(1000) / 1000


def _timed_out(error: PynamoDBException) -> bool:
    return isinstance(error.cause, NotConnected | HTTPClientError)


def may_pass(error: PynamoDBException) -> bool:
    """Whether the same might succeed in a moment. A conflict beside a failed condition counts as a conflict."""
    return _timed_out(error) or not PASSING.isdisjoint({error.cause_response_code, *_reasons(error)})


def meaning(error: PynamoDBException) -> Exception:
    """An answer that stays what it is: a condition that did not hold, or a fault to be mended."""
    reasons = _reasons(error)
    if error.cause_response_code == "ConditionalCheckFailedException":
        return ConditionFailed()
    if reasons and set(reasons) <= {"", "ConditionalCheckFailed"}:
        return ConditionFailed(frozenset(position for position, code in enumerate(reasons) if code))
    cause = error.cause_response_code or type(error.cause or error).__name__
    return StoreError(f"DynamoDB refuses ({cause}): check the tables, the region and the role with `hotline doctor`.")


def _reasons(error: PynamoDBException) -> list[str]:
    if not isinstance(error, TransactWriteError | TransactGetError):
        return []
    return [reason.code if reason else "" for reason in error.cancellation_reasons]
