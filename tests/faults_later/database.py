"""A DynamoDB that throttles, or does not answer in time, when it is told to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ReadTimeoutError

from hotline.store import Store


@dataclass(kw_only=True)
class Trouble:
    """What happens to requests that hold these words, so many times."""

    holding: str
    left: int
    throttled: bool


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """As much of an HTTP response as botocore looks at."""

    status_code: int = 400


class Database(Store):
    """The store itself; its client is told what DynamoDB "answers" before it asks."""

    def __init__(self) -> None:
        super().__init__(wait=lambda _: None)
        self._troubles: list[Trouble] = []
        before: Any = self._before  # its types know no handler that answers in the service's place
        self._connection.client.meta.events.register("before-call.dynamodb", before)

    def throttles(self, holding: str, *, times: int) -> None:
        """Too many requests: nothing is done."""
        self._troubles.append(Trouble(holding=holding, left=times, throttled=True))

    def times_out(self, holding: str, *, times: int) -> None:
        """No answer within two seconds: here nothing was done either."""
        self._troubles.append(Trouble(holding=holding, left=times, throttled=False))

    def recover(self) -> list[Trouble]:
        """Nothing fails any more; what was told, and never came to it."""
        left_over = [trouble for trouble in self._troubles if trouble.left]
        self._troubles.clear()
        return left_over

    def _before(self, params: dict[str, Any], **_: Any) -> tuple[Refusal, dict[str, Any]] | None:
        asked = str(params["headers"]["X-Amz-Target"]) + str(params["body"])
        trouble = next((one for one in self._troubles if one.left and one.holding in asked), None)
        if trouble is None:
            return None
        trouble.left -= 1
        if not trouble.throttled:
            raise ReadTimeoutError(endpoint_url="https://dynamodb.example")
        code = "ProvisionedThroughputExceededException"
        return Refusal(), {"Error": {"Code": code, "Message": code}, "ResponseMetadata": {"RequestId": "-"}}
