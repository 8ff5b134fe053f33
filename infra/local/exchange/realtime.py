"""The timeline in real time, sped up by a named factor: for `hotline serve` and `hotline demo`."""

from __future__ import annotations

import heapq
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Condition, Thread
from types import TracebackType
from typing import Self

from infra.local.exchange.timeline import Due, Result, Timeline

log = logging.getLogger(__name__)
WORKERS = 16  # webhooks under way at once; a slow one must not stop other calls


class RealTimeline(Timeline):
    """The same face on a running clock: one thread does what is due, others wait with `run_until` and `run_while`.

    Everything due happens under `lock`, one thing at a time. An event that fails is logged and kept in `failures`,
    and the clock goes on. Start and stop it with `with`.
    """

    def __init__(self, speed: float = 1.0, *, start: datetime | None = None) -> None:
        """`start`: what the clock shows at first; None: the true time."""
        super().__init__(start or datetime.now(UTC))
        self.speed = speed
        self.failures: list[Exception] = []
        self._started = time.monotonic()
        self._changed = Condition(self.lock)
        self._running = False
        self._thread = Thread(target=self._run, name="exchange", daemon=True)
        self._workers = ThreadPoolExecutor(max_workers=WORKERS, thread_name_prefix="webhook")

    def __enter__(self) -> Self:
        self._running = True
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._changed:
            self._running = False
            self._changed.notify_all()
        self._thread.join()
        self._workers.shutdown(wait=False, cancel_futures=True)

    def now(self) -> datetime:
        """The sped-up clock: it has run `speed` times as fast as true time since it was made."""
        return self._now + timedelta(seconds=(time.monotonic() - self._started) * self.speed)

    def at(self, moment: datetime, act: Callable[[], None]) -> Due:
        with self._changed:
            due = super().at(moment, act)
            self._changed.notify_all()
            return due

    def outside(self, job: Callable[[], Result], then: Callable[[Result], None]) -> None:
        """Here: on a thread of its own; what it gave comes back in its turn."""

        def work() -> None:
            try:
                result = job()
            except Exception as error:  # noqa: BLE001 -- on a thread nobody else would ever see it
                self._failed(error)
                return
            self.after(0, lambda: then(result))

        with self.lock:
            if self._running:
                self._workers.submit(work)

    def run_next(self) -> bool:
        raise NotImplementedError("real time cannot be made to jump: wait with run_until or run_while")

    def run_until(self, moment: datetime) -> None:
        self.run_while(lambda: self.now() < moment, (moment - self.now()).total_seconds())

    def run_while(self, predicate: Callable[[], bool], limit_seconds: float) -> bool:
        """Wait, letting the events happen. It is asked again after each of them."""
        with self._changed:
            return self._changed.wait_for(lambda: not predicate(), max(0.0, limit_seconds) / self.speed)

    def _run(self) -> None:
        with self._changed:
            while self._running:
                due = self._next()
                wait = (due.moment - self.now()).total_seconds() / self.speed if due else None
                if due is None or (wait is not None and wait > 0):
                    self._changed.wait(wait)
                    continue
                heapq.heappop(self._heap)
                self._do(due)
                self._changed.notify_all()

    def _do(self, due: Due) -> None:
        try:
            if due.act:
                due.act()
        except Exception as error:  # noqa: BLE001 -- one call's fault must not stop everybody's clock
            self._failed(error)

    def _failed(self, error: Exception) -> None:
        log.error("an event on the exchange failed", exc_info=error)
        self.failures.append(error)
