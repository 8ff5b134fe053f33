"""The town on the year's own DynamoDB, which is quick; and whoever has Twilio's token."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from infra.local.virtual import store_of_all
from tests.hostile.posts import Hostile
from tests.stories.town import Town
from tests.year.dynamo import Dynamo
from tests.year.stream import Stream


@pytest.fixture
def town() -> Iterator[Town]:
    with Dynamo().behind(store_of_all()) as dynamo:
        town = Town(streams=lambda table: Stream(dynamo, table))
        with town.line.answering():
            yield town


@pytest.fixture
def hostile(town: Town, caplog: pytest.LogCaptureFixture) -> Iterator[Hostile]:
    """At its end every post must have been answered with TwiML, and no error, number or long text logged."""
    caplog.set_level(logging.DEBUG, logger="hotline")
    caplog.set_level(logging.DEBUG, logger="chalicelib")
    town.joins(town.ben)
    town.joins(town.gwen, coordinator=True, needs=frozenset())
    hostile = Hostile(town, caplog)
    yield hostile
    assert hostile.bad == []
