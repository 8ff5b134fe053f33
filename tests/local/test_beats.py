"""The local clock and stream: a beat that fails is not the last one, and does not fill the log."""

from __future__ import annotations

from datetime import timedelta
from threading import Event

import pytest

from infra.local.beats import beating


def test_of_beats_that_fail_in_a_row_the_first_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """The stream is read five times a second: while it cannot be, the log gets a traceback a minute."""
    failed, works_again, done = [0], [0], Event()

    def act() -> None:
        if failed[0] < 20:
            failed[0] += 1
            raise ConnectionError("nothing answers there")
        works_again[0] += 1
        if works_again[0] == 2:
            done.set()

    with beating("stream", timedelta(milliseconds=1), act):
        assert done.wait(60)
    assert [record.message for record in caplog.records] == ["the stream missed a beat"]


def test_what_fails_again_after_it_has_worked_is_logged_again(caplog: pytest.LogCaptureFixture) -> None:
    """Each beat of the second minute may be another fault."""
    beats, done = [0], Event()

    def act() -> None:
        beats[0] += 1
        if beats[0] == 5:
            done.set()
        if beats[0] % 2:
            raise ConnectionError("nothing answers there")

    with beating("clock", timedelta(milliseconds=1), act):
        assert done.wait(60)
    assert len(caplog.records) >= 2
