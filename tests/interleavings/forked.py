"""Doing something in a copy of this process, and learning what came of it: what was made once is there each time."""

from __future__ import annotations

import os
import pickle
import select
import signal
import sys
import traceback
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Failed(Exception):
    """The copy of the process has failed, or has not ended in time: the sentence says how."""


def forked(act: Callable[[], T], *, seconds: float) -> T:
    """Return what `act` returns in a copy of this process, which then ends. Raises Failed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _live(act, writing)
    os.close(writing)
    try:
        answer = _read(reading, child, seconds)
    finally:
        os.close(reading)
        os.waitpid(child, 0)
    if not answer:
        raise Failed("the copy of the process ended without an answer")
    worked, result = pickle.loads(answer)  # noqa: S301 -- from our own copy
    if not worked:
        raise Failed(result)
    returned: T = result
    return returned


def _live(act: Callable[[], object], writing: int) -> None:
    """What the copy does, and nothing after it: no test goes on there, nor does what runs at the end of a process."""
    try:
        try:
            answer = pickle.dumps((True, act()))
        except BaseException:  # noqa: BLE001 -- it is told in the process that is left
            answer = pickle.dumps((False, traceback.format_exc()))
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(answer)
        sys.stdout.flush()
    finally:
        os._exit(0)


def _read(reading: int, child: int, seconds: float) -> bytes:
    parts: list[bytes] = []
    while True:
        ready, _, _ = select.select([reading], [], [], seconds)
        if not ready:
            os.kill(child, signal.SIGKILL)
            raise Failed(f"the copy of the process has not ended after {seconds:.0f} s")
        part = os.read(reading, 1 << 16)
        if not part:
            return b"".join(parts)
        parts.append(part)
