"""What each function of the line asks of AWS, noted while tests run: `pytest --record-aws FOLDER` (see tests/aws).

The function is known by its door, which is on the stack: whatever runs outside of any is nobody's. Noted is what IAM
would decide on, once each, with a table's last name for its ARN.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import FrameType
from typing import Any

from botocore.handlers import BUILTIN_HANDLERS
from chalice.utils import to_cfn_resource_name

from app import app
from infra.aws.policy import Act, acts

Uses = set[tuple[str, Act]]  # by which function, and what

_ADVANCE, _DISPATCHERS = "hotline.dispatch.advance.advance", frozenset({"Alarm", "Changed", "Minute"})
_DOOR_OF_THE_API = "chalicelib.knock.knock"


class Recorder:
    """Listens to every client of botocore's that is made from now on."""

    def __init__(self) -> None:
        self._uses: Uses = set()
        self._doors = {source.handler_string: to_cfn_resource_name(source.name) for source in app.event_sources}
        self._doors[_DOOR_OF_THE_API] = "APIHandler"
        BUILTIN_HANDLERS.append(("before-parameter-build.dynamodb", self._note))

    def keep(self, file: Path) -> None:
        """Write down what was noted."""
        file.write_text(json.dumps([[function, *act] for function, act in sorted(self._uses)]), encoding="utf-8")

    def _note(self, params: Mapping[str, Any], model: Any, **_: Any) -> None:
        done = list(acts(model.name, params, _LastNames()))
        self._uses.update((function, act) for function in self._whose() for act in done)

    def _whose(self) -> frozenset[str]:
        """The function whose door is on the stack.

        What the dispatcher's one act does, the stream's function does at once and the clock's for certain, and an
        alarm's has it done where both may be broken: whichever of them did it, or none, it is all theirs.
        """
        frame: FrameType | None = sys._getframe(2)  # noqa: SLF001 -- there is no other way to see who asks
        advances = False
        while frame is not None:
            there = f"{frame.f_globals.get('__name__')}.{frame.f_code.co_name}"
            if there in self._doors and not (advances and self._doors[there] in _DISPATCHERS):
                return frozenset({self._doors[there]})
            advances |= there == _ADVANCE
            frame = frame.f_back
        return _DISPATCHERS & {*self._doors.values()} if advances else frozenset()


class _LastNames(Mapping[str, str]):
    """Of `hotline-requests`, `requests`: the prefix is the stage's."""

    def __getitem__(self, name: str) -> str:
        return name.rpartition("-")[2]

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def read(files: Iterable[Path]) -> Uses:
    """What was kept, of all processes that ran tests."""
    kept = (each for file in files for each in json.loads(file.read_text(encoding="utf-8")))
    return {(function, Act(*act)) for function, *act in kept}
