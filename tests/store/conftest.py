"""A store with empty tables for every test: on moto in process, or with `--dynamodb-local` on DynamoDB Local."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from moto import mock_aws
from pynamodb.signals import pre_dynamodb_send

from hotline.store import Store
from infra.local.dynamodb_local import dynamodb_local

_worlds = itertools.count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--dynamodb-local", action="store_true", help="run on DynamoDB Local, and the races too")


def on_dynamodb_local(config: pytest.Config) -> bool:
    return bool(config.getoption("--dynamodb-local", default=False))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Races are no test on moto, whose conditional writes are not atomic between threads."""
    if collection_path.name == "test_races.py" and not on_dynamodb_local(config):
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
def store(endpoint: str | None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    if endpoint is None:
        with mock_aws():
            yield with_tables(on_moto())
        return
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", endpoint)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", f"world{next(_worlds)}")  # a database of its own
    yield with_tables(Store())


@cache
def on_moto() -> Store:
    """One client for all worlds of moto, which are emptied between tests: to make it takes longer than a test."""
    return Store()


def with_tables(store: Store) -> Store:
    store.create_tables()
    return store


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
