"""What the year's own DynamoDB makes of expressions: as DynamoDB answers, which refuses more than moto does."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from hotline.store import Store
from tests.year.conditions import condition
from tests.year.dynamo import Dynamo
from tests.year.expressions import Refused, Row, Value
from tests.year.updates import update

ROW: Row = {
    "text": {"S": "blue"},
    "number": {"N": "3"},
    "flag": {"BOOL": True},
    "list": {"L": [{"N": "1"}, {"S": "a"}, {"N": "1.0"}]},
    "map": {"M": {"inner": {"N": "1"}}},
    "set": {"SS": ["a", "b"]},
}
NAMES = {f"#{name}": name for name in (*ROW, "gone", "new", "inner")}
A, B, ONE, TWO, BLUE = {"S": "a"}, {"S": "b"}, {"N": "1"}, {"N": "2"}, {"S": "blue"}
SETS: dict[str, Value] = {"a": {"SS": ["a"]}, "b": {"SS": ["b", "c"]}, "ab": {"SS": ["b", "a"]}}


@pytest.mark.parametrize(
    ("text", "values", "comes_to"),
    [
        ("#gone <> :0", [A], True),  # what is not there differs from everything
        ("#gone = #new", [], False),
        ("#text <> :0", [ONE], True),
        ("#number = :0", [{"N": "3.0"}], True),
        ("#set = :0", [SETS["ab"]], True),
        ("NOT #gone < :0", [ONE], True),
        ("#map.#inner >= :0", [ONE], True),
        ("#list[1] = :0", [A], True),
        ("#list = :0", [{"L": [{"N": "1.0"}, A, ONE]}], True),
        ("#number BETWEEN :0 AND :1", [ONE, {"N": "5"}], True),
        ("#text IN (:0, :1)", [ONE, BLUE], True),
        ("attribute_type(#flag, :0)", [{"S": "BOOL"}], True),
        ("begins_with(#text, :0)", [{"S": "bl"}], True),
        ("begins_with(#number, :0)", [{"S": "3"}], False),
        ("contains(#text, :0)", [{"S": "lu"}], True),
        ("contains(#list, :0)", [ONE], True),
        ("contains(#set, :0)", [ONE], False),
        ("size(#set) = :0", [TWO], True),
        ("size(#gone) >= :0", [{"N": "0"}], False),
        ("#number = :0 or #number = :1 and not #text = :2", [ONE, TWO, BLUE], False),
        ("#flag < :0", [{"BOOL": True}], Refused),
        ("#text = #text", [], Refused),
        ("#number BETWEEN :0 AND :1", [TWO, ONE], Refused),
        ("begins_with(#text, :0)", [ONE], Refused),
        ("attribute_exists(:0)", [A], Refused),
        ("#text = :0 = :1", [A, B], Refused),
        ("text = :0", [A], NotImplementedError),  # PynamoDB sends placeholders only
    ],
)
def test_a_condition_holds_as_dynamodb_says(
    text: str, values: list[Value], *, comes_to: bool | type[Exception]
) -> None:
    """Each of these was asked of DynamoDB Local."""
    given = NAMES, {f":{number}": value for number, value in enumerate(values)}
    if isinstance(comes_to, bool):
        assert condition(text)(ROW, given) is comes_to
        return
    with pytest.raises(comes_to):
        condition(text)(ROW, given)


@pytest.mark.parametrize(
    ("text", "values", "changed"),
    [
        ("SET #new = #number - :0", [ONE], {"new": {"N": "2"}}),
        ("SET #new = if_not_exists(#gone, :0) + :1", [ONE, TWO], {"new": {"N": "3"}}),
        ("SET #list = list_append(:0, #list)", [{"L": [A]}], {"list": {"L": [A, *ROW["list"]["L"]]}}),
        ("SET #list[0] = #list[1], #list[1] = #list[0]", [], {"list": {"L": [A, ONE, {"N": "1.0"}]}}),
        ("SET #list[9] = :0 REMOVE #list[0], #list[2]", [B], {"list": {"L": [A, B]}}),
        ("SET #map.#new = :0", [A], {"map": {"M": {"inner": ONE, "new": A}}}),
        ("REMOVE #map.#inner, #gone", [], {"map": {"M": {}}}),
        ("ADD #number :0, #set :1", [ONE, SETS["b"]], {"number": {"N": "4"}, "set": {"SS": ["a", "b", "c"]}}),
        ("DELETE #set :0", [SETS["a"]], {"set": {"SS": ["b"]}}),
        ("DELETE #set :0", [SETS["ab"]], {"set": None}),
        ("SET #new = #gone", [], Refused),
        ("SET #gone.#new = :0", [A], Refused),
        ("SET #map.#inner = :0 REMOVE #map", [A], Refused),
        ("SET #new = :0 SET #text = :0", [A], Refused),
        ("SET #new = :0 + #text", [ONE], Refused),
        ("ADD #text :0", [ONE], Refused),
        ("ADD #number #number", [], Refused),
        ("DELETE #set :0", [A], Refused),
        ("SET #new = :0", [{"SS": []}], Refused),
    ],
)
def test_an_update_changes_what_dynamodb_would(
    text: str, values: list[Value], changed: dict[str, Value | None] | type[Exception]
) -> None:
    """Each of these was asked of DynamoDB Local. The row that was there stays as it was."""
    before, given = repr(ROW), (NAMES, {f":{number}": value for number, value in enumerate(values)})
    if isinstance(changed, dict):
        after = update(text)(ROW, given)
        assert {name: after.get(name) for name in {*ROW, *after} if after.get(name) != ROW.get(name)} == changed
    else:
        with pytest.raises(changed):
            update(text)(ROW, given)
    assert repr(ROW) == before


def test_what_is_not_understood_is_an_error() -> None:
    """Left out in silence, a parameter would make the year another than Amazon's."""
    table = next(name for name in Store.definitions() if name.endswith("-line"))
    with pytest.raises(NotImplementedError, match="ScanIndexForward"):
        Dynamo()("Query", {"TableName": table, "ScanIndexForward": False})
    with pytest.raises(NotImplementedError, match="DescribeTable"):
        Dynamo()("DescribeTable", {"TableName": table})


def test_a_placeholder_that_is_not_used_is_refused() -> None:
    """So DynamoDB answers, whichever of the operation's expressions it was meant for."""
    table = next(name for name in Store.definitions() if name.endswith("-line"))
    unused = {"ExpressionAttributeValues": {":0": A}, "UpdateExpression": "REMOVE #0"}
    with pytest.raises(ClientError, match="ValidationException"):
        Dynamo()(
            "UpdateItem",
            {"TableName": table, "Key": {"id": A}, "ExpressionAttributeNames": {"#0": "lock"}, **unused},
        )
