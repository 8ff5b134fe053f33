"""Verdicts: what was seen, compared with what is assumed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from hotline.cli.rehearsal.evidence import Asked, Call, Evidence

AS_TOLD = "as-told"  # the question whether they did so


class State(StrEnum):
    """The result for one assumption."""

    EXPECTED = "as expected"
    OTHERWISE = "otherwise"
    UNSEEN = "not seen"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """One assumption, what was seen of it, and what to set or change if it is otherwise."""

    state: State
    said: str
    mend: str = ""


Judge = Callable[[Evidence], Verdict]


def expected(said: str) -> Verdict:
    return Verdict(state=State.EXPECTED, said=said)


def otherwise(said: str, mend: str) -> Verdict:
    return Verdict(state=State.OTHERWISE, said=said, mend=mend)


def unseen(said: str) -> Verdict:
    return Verdict(state=State.UNSEEN, said=said)


def holds(good: bool | None, *, so: str, not_so: str, mend: str, why: str = "nothing of it was seen") -> Verdict:  # noqa: FBT001 -- the question itself
    """Return the verdict: as expected, otherwise, or, if `good` is None, not seen."""
    if good is None:
        return unseen(why)
    return expected(so) if good else otherwise(not_so, mend)


def ear(question: str, *, so: str, not_so: str, mend: str, undone: Callable[[Evidence], str] = lambda _: "") -> Judge:
    """Make a judge of what only the operator could hear. `undone`: why there was nothing to be heard, or ""."""

    def judge(seen: Evidence) -> Verdict:
        heard = seen.heard.get(question)
        if heard is False and (why := undone(seen)):
            return unseen(why)
        return holds(heard, so=so, not_so=not_so, mend=mend, why="you were not asked")

    return judge


def as_told(seen: Evidence) -> bool:
    """Whether the operator did as they were told, where the step asks for it."""
    return seen.heard.get(AS_TOLD, True)


def again(step: str, why: str) -> str:
    """Why a step shows nothing, and how it is done again."""
    return f"{why}: try again with --only {step}"


def asked(seen: Evidence, door: str = "") -> Iterator[tuple[Call, Asked]]:
    """Yield each webhook of this step that went to this door of the line, or to any door."""
    for call in seen.calls:
        yield from ((call, one) for one in call.asked if one.door != "rest" and one.door.startswith(door))


def inbound(seen: Evidence) -> list[Call]:
    return [call for call in seen.calls if call.is_inbound]


def rung(seen: Evidence, role: str) -> list[Call]:
    """The calls that rang this phone."""
    return [call for call in seen.calls if not call.is_inbound and call.to == role]


def picked_up(seen: Evidence, role: str) -> bool:
    return any(call.status == "completed" for call in rung(seen, role))


def keys(calls: Iterable[Call]) -> list[str]:
    """The answers to questions in these calls; several keys in one are counted (`2 digits`)."""
    answers = (one.fields for call in calls for one in call.asked if "recording_duration" not in one.fields)
    return [fields["digits"] for fields in answers if fields.get("digits")]


def told(seen: Evidence, field: str) -> list[str]:
    """Return each value that this field had in the webhooks, in order."""
    return [one.fields[field] for _, one in asked(seen) if field in one.fields]
