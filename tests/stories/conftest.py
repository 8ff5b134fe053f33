"""The town: the real line on a virtual clock, the exchange between, and people at their phones."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from moto import mock_aws

from tests.moto_tables import moto_tables
from tests.stories.town import Town


@pytest.fixture(autouse=True)
def nothing_breaks(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """What the stream or the clock stumbles over they log, and try again: in a story they never stumble."""
    yield
    assert [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.ERROR] == []


@contextmanager
def emptied_tables() -> Iterator[None]:
    """moto, with the tables of the story before, emptied: to make them anew costs as much as half a story."""
    moto = mock_aws()
    moto.start(reset=False)
    for table in moto_tables():
        table.items.clear()
        if table.stream_shard:
            table.stream_shard.items.clear()
    try:
        yield
    finally:
        moto.stop(remove_data=False)


@pytest.fixture
def town(request: pytest.FixtureRequest) -> Iterator[Town]:
    """A morning in Brentwood, or (an indirect parameter) a Town made otherwise.

    At its end nothing may be left unsaid: no phone rang unasked (but to keep a time that was said), no complaint.
    """
    with emptied_tables():
        town = Town(**getattr(request, "param", {}))
        with town.line.answering():
            yield town
            town.expects_promises_kept()
            town.exchange.check()
