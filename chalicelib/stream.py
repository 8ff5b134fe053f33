"""The requests table's stream: at once, for the row that changed."""

from __future__ import annotations

import logging
import os
from datetime import datetime

from chalice import Blueprint
from chalice.app import DynamoDBEvent, DynamoDBRecord

from chalicelib.outside import world

stream = Blueprint(__name__)
log = logging.getLogger(__name__)

# The real stream's ARN is known only once its table exists; packaging needs one of the right form.
_ARN = os.environ.get(
    "HOTLINE_REQUESTS_STREAM",
    "arn:aws:dynamodb:eu-west-2:000000000000:table/hotline-requests/stream/1970-01-01T00:00:00.000",
)


@stream.on_dynamodb_record(stream_arn=_ARN)
def changed(event: DynamoDBEvent) -> dict[str, list[dict[str, str]]]:
    """Advance each row that is due. A record that fails is reported by itself, not the whole batch (fault 37).

    A row that cannot be advanced is put off, and its record is done with: else Lambda would hold up the whole shard
    until it has given that record as often as it may.
    """
    failed = [record.sequence_number for record in event if not _advanced(record)]
    return {"batchItemFailures": [{"itemIdentifier": number} for number in failed]}


def _advanced(record: DynamoDBRecord) -> bool:
    """Rows that are not due, and owe no text, are left alone: most changes set a moment in the future."""
    try:
        if _is_due(record):
            from hotline.dispatch.advance import try_to_advance  # no part of the way to a caller's first word

            try_to_advance(world(), record.keys["group"]["S"], record.keys["id"]["S"])
    except Exception:
        log.exception("a record of the stream failed; the stream gives it again, and the clock goes on without it")
        return False
    return True


def _is_due(record: DynamoDBRecord) -> bool:
    image = record.new_image or {}
    moment = image.get("next_action_at", {}).get("S")
    owed = image.get("text_owed", {}).get("S")  # a text, once its call rings no more
    if owed is not None and owed not in image.get("ringing", {}).get("M", {}):
        return True
    return moment is not None and datetime.fromisoformat(moment) <= world().now()
