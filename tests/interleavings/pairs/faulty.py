"""A pair that is wrong on purpose: it shows that the search finds what it is for, and is searched only by its name."""

from __future__ import annotations

from collections.abc import Iterable

from tests.interleavings.pair import Pair, Race, add
from tests.interleavings.stage import GROUP, Stage
from tests.interleavings.states import draft

NAME = "wrong_on_purpose"


def _count_twice(stage: Stage) -> Race:
    """Each of two adds one to what it has read."""
    request_id = draft(stage)
    before = stage.request(request_id).offers
    table = next(table for table in stage.dynamo.tables.values() if table.name.endswith("-requests"))

    def adds_one() -> None:
        seen = stage.request(request_id).offers
        stage.dynamo(
            "UpdateItem",
            {
                "TableName": table.name,
                "Key": {"group": {"S": GROUP}, "id": {"S": request_id}},
                "UpdateExpression": "SET #0 = :0",
                "ExpressionAttributeNames": {"#0": "offers"},
                "ExpressionAttributeValues": {":0": {"N": str(seen + 1)}},
            },
        )

    def check(_one: object, _two: object) -> Iterable[str]:
        if stage.request(request_id).offers != before + 2:
            yield "one of the two was lost"

    return Race(one=adds_one, other=adds_one, check=check)


add(Pair(name=NAME, prepare=_count_twice))
