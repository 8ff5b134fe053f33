"""What a check has found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
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
    cause: str = ""  # of several faults with the same, one is enough


def fine(about: str, said: str) -> Finding:
    return Finding(about=about, state=State.FINE, said=said)


def fault(about: str, said: str, mend: str, cause: str = "") -> Finding:
    return Finding(about=about, state=State.FAULT, said=said, mend=mend, cause=cause)


def unknown(about: str, why: str) -> Finding:
    """What cannot be looked at is not fine."""
    return Finding(about=about, state=State.UNKNOWN, said=why)


def tried(about: str, check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """Yield what the check finds. An error that stops it is a fault if it says how to mend it, else not checked."""
    try:
        yield from check()
    except HotlineError as why:
        yield fault(about, why.said, why.mend, why.cause) if why.mend else unknown(about, str(why))


def once_each(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The same, but that a fault is one only once: whatever else has its cause could not be looked at."""
    causes: set[str] = set()
    for one in findings:
        if one.state is State.FAULT and one.cause in causes:
            yield unknown(one.about, f"for the reason above ({one.cause})")
            continue
        causes |= {one.cause} if one.cause else set()
        yield one
