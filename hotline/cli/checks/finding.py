"""What a check has found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from hotline.errors import HotlineError


class State(StrEnum):
    """How it is with what was looked at."""

    FINE = "fine"
    FAULT = "fault"
    UNKNOWN = "not checked"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was looked at: what is said of it, and if it is a fault how to mend it."""

    about: str
    state: State
    said: str
    mend: str = ""


def fine(about: str, said: str) -> Finding:
    return Finding(about=about, state=State.FINE, said=said)


def fault(about: str, said: str, mend: str) -> Finding:
    return Finding(about=about, state=State.FAULT, said=said, mend=mend)


def unknown(about: str, why: str) -> Finding:
    """What cannot be looked at is not fine."""
    return Finding(about=about, state=State.UNKNOWN, said=why)


def tried(about: str, check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """Yield what the check finds. An error that stops it is a fault if it says how to mend it, else not checked."""
    try:
        yield from check()
    except HotlineError as why:
        yield fault(about, why.said, why.mend) if why.mend else unknown(about, str(why))
