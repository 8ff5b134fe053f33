"""A carrier on our side, and a stand-in for Twilio on the other, for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hotline.telephony.carrier import Carrier
from tests.telephony.twilio import Twilio, carrier_at, twilio


@pytest.fixture
def server() -> Iterator[Twilio]:
    """Where Twilio is."""
    with twilio() as server:
        yield server


@pytest.fixture
def carrier(server: Twilio) -> Carrier:
    """Our side of it."""
    return carrier_at(server.url)
