"""A store with empty tables for every test: on moto in process, or with `--dynamodb-local` on DynamoDB Local."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pynamodb.signals import pre_dynamodb_send

from hotline.store import Store
from infra.local.dynamodb_local import dynamodb_local
from tests.moto_tables import clear, emptied_tables
from tests.store.cast import GROUP, dynamodb
from tests.store.racers import Racers

if TYPE_CHECKING:
    from types_boto3_dynamodb.type_defs import TimeToLiveSpecificationTypeDef

_worlds = itertools.count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--dynamodb-local", action="store_true", help="run on DynamoDB Local, and the races too")


def on_dynamodb_local(config: pytest.Config) -> bool:
    return bool(config.getoption("--dynamodb-local", default=False))


NOT_ON_MOTO = frozenset({"test_expressions.py", "test_races.py", "test_ten_thousand_races.py"})


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out on moto what it cannot show: its writes are not atomic, and half of the expressions are not there."""
    if collection_path.name in NOT_ON_MOTO and not on_dynamodb_local(config):
        return True
    return None


@pytest.fixture(scope="session")
def endpoint(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """Where DynamoDB Local answers; None on moto. Where it cannot be had, every test fails and says why."""
    if not on_dynamodb_local(request.config):
        yield None
        return
    with dynamodb_local() as url:
        yield url


@pytest.fixture
def made(endpoint: str | None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The tables exactly as a store makes them."""
    if endpoint is None:
        with emptied_tables():
            yield with_tables(on_moto())
        return
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", endpoint)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", f"world{next(_worlds)}")  # a database of its own
    yield with_tables(Store())


@pytest.fixture
def store(made: Store, endpoint: str | None) -> Store:
    if endpoint is not None:
        expires_nothing()
    return made


@pytest.fixture
def racers(store: Store) -> Iterator[Callable[[int], Racers]]:
    """As many as are wanted. They are made after the store, in whose database they then are."""
    store.counts(GROUP)  # it is there before them
    made: list[Racers] = []

    def of(how_many: int) -> Racers:
        made.append(Racers(how_many))
        return made[-1]

    yield of
    for each in made:
        each.go_home()


@pytest.fixture
def emptied(store: Store, endpoint: str | None) -> Callable[[], Store]:
    """The same, its tables as if they had just been made; to erase row by row would take most of the time."""

    def empty() -> Store:
        if endpoint is None:
            clear()
        else:
            make_anew(store)
        return store

    return empty


@cache
def on_moto() -> Store:
    """One client for all worlds of moto, which are emptied between tests: to make it takes longer than a test."""
    return Store()


def with_tables(store: Store) -> Store:
    store.create_tables()
    return store


def expires_nothing() -> None:
    """DynamoDB Local erases by this machine's clock, and these tests live on a day of their own."""
    for name, table in Store.definitions().items():
        if expiry := table.get("TimeToLiveSpecification"):
            off: TimeToLiveSpecificationTypeDef = {"AttributeName": expiry["AttributeName"], "Enabled": False}
            dynamodb().update_time_to_live(TableName=name, TimeToLiveSpecification=off)


def make_anew(store: Store) -> None:
    for name in Store.definitions():
        dynamodb().delete_table(TableName=name)
    store.create_tables()
    expires_nothing()


@pytest.fixture
def operations() -> Iterator[Counter[str]]:
    """Every operation sent to DynamoDB since the tables were made, by its name in the API."""
    counted: Counter[str] = Counter()

    def count(_: object, operation_name: str, **__: Any) -> None:
        counted[operation_name] += 1

    pre_dynamodb_send.connect(count)
    yield counted
    pre_dynamodb_send.disconnect(count)


Meanwhile = Callable[[str, Callable[[], object]], None]


@pytest.fixture
def meanwhile() -> Iterator[Meanwhile]:
    """Somebody else is quicker: `meanwhile("UpdateItem", act)` acts just before the next such operation is sent."""
    waiting: list[tuple[str, Callable[[], object]]] = []

    def interrupt(_: object, operation_name: str, **__: Any) -> None:
        if waiting and waiting[0][0] == operation_name:
            waiting.pop(0)[1]()

    pre_dynamodb_send.connect(interrupt)
    yield lambda operation, act: waiting.append((operation, act))
    pre_dynamodb_send.disconnect(interrupt)
    assert waiting == [], "nobody was interrupted"
