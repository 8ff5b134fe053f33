"""What each caller hears, from hello to goodbye: one generator for each kind of call.

A rule that the walker relies on: in a script, what decides how it goes on is in plain local variables (no `for` around
a `yield`), so that two moments with the same lines and the same locals have the same future.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import cast

from hotline.conversation.call import Script

_WHERE = {
    "resident": "resident",
    "offer": "offer",
    "again": "again",
    "follow_up": "follow_up",
    "well": "follow_up",
    "back": "back",
    "told": "back",
    "weekly": "weekly",
    "join": "joining",
    "waiting": "waiting",
    "lot": "lot",
    "untold": "unmet",
    "not_yet": "not_yet",
    "whisper_lot": "lot",
    "whisper_person": "person",
    "whisper_neighbour": "news",
    "whisper_resident": "person",
    "whisper_waiting": "waiting",
    "whisper_somebody": "for_somebody",
}

# What a call that came in can run: its caller ID may be forged. All else is for phones that we have rung (promise 7).
DIALLED_IN = frozenset({"resident", "waiting", "whisper_waiting"})


class _Scripts(Mapping[str, Script]):
    """By name; each is imported when a call first needs it, so that the greeting waits for no other script."""

    def __getitem__(self, name: str) -> Script:
        return cast("Script", getattr(import_module(f"hotline.scripts.{_WHERE[name]}"), name))

    def __contains__(self, name: object) -> bool:
        return name in _WHERE

    def __iter__(self) -> Iterator[str]:
        return iter(_WHERE)

    def __len__(self) -> int:
        return len(_WHERE)


SCRIPTS: Mapping[str, Script] = _Scripts()
