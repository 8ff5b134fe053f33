"""A Parameter Store that does as it is told, where the doors look for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.doors.store import Told, server


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[Told]:
    with server() as (url, told):
        monkeypatch.setenv("AWS_ENDPOINT_URL_SSM", url)
        yield told
