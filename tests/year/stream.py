"""The requests table's stream and index, as `infra.local.streams.Streams` gives them, of the year's own DynamoDB."""

from __future__ import annotations

from itertools import count
from typing import Any

from tests.year.dynamo import Change, Dynamo

_ARN = "arn:aws:dynamodb:eu-west-2:000000000000:table/hotline-requests/stream/1970-01-01T00:00:00.000"


class Stream:
    """Every change of a request, in order, given once."""

    def __init__(self, dynamo: Dynamo, table: str) -> None:
        self._table = dynamo.tables[table]
        self._records: list[dict[str, Any]] = []
        self._numbers = count(1)
        self._first_due: str | None = None  # None: not known since the last change
        dynamo.listeners.append(self._written)

    def poll(self) -> dict[str, Any]:
        """What has come since the last poll: `{"Records": […]}`."""
        records, self._records = self._records, []
        return {"Records": records}

    def waiting(self) -> list[dict[str, Any]]:
        """Return what has come since the last poll, and leave it there."""
        return self._records

    def trim(self) -> None:
        """What was polled is forgotten already."""

    def behind(self) -> bool:
        return bool(self._records)

    def may_be_due(self, moment: str) -> bool:
        """Whether a row's `next_action_at` has come."""
        if self._first_due is None:
            dues = (row["next_action_at"]["S"] for row in self._table.rows.values() if "next_action_at" in row)
            self._first_due = min(dues, default="never")
        return self._first_due <= moment

    def _written(self, changes: list[Change]) -> None:
        for change in changes:
            if self._table.name.endswith(f"-{change.table}"):
                self._first_due = None
                self._records.append(self._record(change))

    def _record(self, change: Change) -> dict[str, Any]:
        """https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html."""
        keys = change.after or change.before or {}
        images = {"OldImage": change.before, "NewImage": change.after}
        record = {
            "Keys": {name: keys[name] for name in self._table.keys},
            "SequenceNumber": str(next(self._numbers)),
            "StreamViewType": "NEW_AND_OLD_IMAGES",
            "ApproximateCreationDateTime": 0,
            "SizeBytes": 0,
            **{name: image for name, image in images.items() if image is not None},
        }
        kind = "INSERT" if change.before is None else "REMOVE" if change.after is None else "MODIFY"
        return {
            "eventID": record["SequenceNumber"],
            "eventName": kind,
            "awsRegion": "eu-west-2",
            "eventSourceARN": _ARN,
            "dynamodb": record,
        }
