"""The result of a rehearsal: one line for each assumption, and what to do about those that are otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from hotline.cli.rehearsal.evidence import Notebook
from hotline.cli.rehearsal.steps import STEPS, Step
from hotline.cli.rehearsal.verdicts import State, Verdict, unseen


@dataclass(frozen=True, kw_only=True)
class Line:
    """One assumption."""

    step: str
    name: str
    verdict: Verdict


def judged(notebook: Notebook) -> list[Line]:
    """Every assumption, in the order of the steps."""
    return [line for step in STEPS for line in _of(step, notebook)]


def table(notebook: Notebook) -> str:
    """Return the table as it is printed at the end."""
    lines = judged(notebook)
    return "\n".join([*_rows(lines), "", *_mends(lines), _sum(lines)])


def is_as_expected(notebook: Notebook) -> bool:
    """Tell whether no assumption is otherwise."""
    return all(line.verdict.state is not State.OTHERWISE for line in judged(notebook))


def _of(step: Step, notebook: Notebook) -> Iterator[Line]:
    seen = notebook.steps.get(step.name)
    for name, judge in step.judges.items():
        if seen is None or not seen.ended:
            verdict = unseen("the step was not done" if seen is None else "the step was broken off")
        else:
            verdict = unseen(seen.skipped) if seen.skipped else judge(seen)
        yield Line(step=step.name, name=name, verdict=verdict)


def _rows(lines: list[Line]) -> Iterator[str]:
    steps = max(len(line.step) for line in lines)
    names = max(len(line.name) for line in lines)
    states = max(map(len, State))
    for line in lines:
        verdict = line.verdict
        yield f"{line.step:<{steps}}  {line.name:<{names}}  {verdict.state:<{states}}  {verdict.said}"


def _mends(lines: list[Line]) -> Iterator[str]:
    for line in lines:
        if line.verdict.state is State.OTHERWISE:
            yield f"{line.name}: {line.verdict.mend}"


def _sum(lines: list[Line]) -> str:
    counted = Counter(line.verdict.state for line in lines)
    return ", ".join(f"{counted[state]} {state}" for state in State)
