"""What AWS does by itself and this machine must: give the stream to the app at once, and beat the clock."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Thread

from chalicelib.clock import minute
from chalicelib.stream import changed
from hotline.store import Store
from hotline.world import Clock
from infra.local.gateway import Context
from infra.local.streams import Streams

_POLL = timedelta(seconds=0.2)
_A_MINUTE = timedelta(minutes=1)
log = logging.getLogger(__name__)


@contextmanager
def beating(name: str, every: timedelta, act: Callable[[], None]) -> Iterator[None]:
    """Do this again and again in a thread of its own. A beat that fails is logged, and the next one comes all the same.

    Of beats that fail in a row, one a minute is logged: a stream that is gone would fill a disk, five times a second.
    """
    stop = Event()

    def beat() -> None:
        missed = 0  # in a row
        while not stop.wait(every.total_seconds()):
            try:
                act()
                missed = 0
            except Exception:  # a beat that fails must not be the last one
                if missed % max(1, _A_MINUTE // every) == 0:
                    log.exception("the %s missed a beat", name)
                missed += 1

    thread = Thread(target=beat, name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@contextmanager
def stream(table: str, *, trim: bool) -> Iterator[None]:
    """Give the table's new records to the app, five times a second. `trim`: it is in this process's moto."""
    records = Streams(table)

    def poll() -> None:
        event = records.poll()
        if event["Records"]:
            changed(event, Context(aws_request_id="stream"))
        if trim:
            records.trim()

    with beating("stream", _POLL, poll):
        yield


@contextmanager
def clock(every: timedelta, now: Clock) -> Iterator[None]:
    """Beat the app's one-minute clock."""
    with beating("clock", every, lambda: minute(tick(now()), Context(aws_request_id="clock"))):
        yield


def requests_table() -> str:
    """The one table whose stream the app is given."""
    return next(name for name, table in Store.definitions().items() if "StreamSpecification" in table)


def tick(moment: datetime) -> dict[str, object]:
    """https://docs.aws.amazon.com/lambda/latest/dg/services-cloudwatchevents.html (a scheduled event)."""
    return {
        "version": "0",
        "id": "clock",
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "000000000000",
        "time": moment.isoformat(),
        "region": "local",
        "resources": [],
        "detail": {},
    }
