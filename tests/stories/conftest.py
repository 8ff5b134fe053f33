"""The town: the real line on a virtual clock, the exchange between, and people at their phones."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from tests.moto_tables import emptied_tables
from tests.stories.town import Town


@pytest.fixture(autouse=True)
def nothing_breaks(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """What the stream or the clock stumbles over they log, and try again: in a story they never stumble."""
    yield
    assert [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.ERROR] == []


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
