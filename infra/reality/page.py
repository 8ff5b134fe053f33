"""docs/reality.md, from the table and the tests: `python -m infra.reality > docs/reality.md`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from infra.reality.assumptions import Assumption
from infra.reality.marks import Held

_INTRODUCTION = """
# What is assumed of Twilio and AWS

Written by `python -m infra.reality > docs/reality.md`: do not edit. The rows are in `infra/reality/table/`.

*Sure*: the provider's own text says so. *Likely*: reports from the field agree. *To check*: only a call or a deployment
can tell. A test shows only that our stand-in behaves so. Whether Twilio or AWS does is shown by the steps of
`hotline rehearse`, an hour with three phones.
"""
_TITLES = {
    "twilio": "Twilio: what its pages leave open",
    "calls": "Twilio: calls and webhooks",
    "dial": "Twilio: Dial, Number, Enqueue and Queue",
    "keys": "Twilio: Gather, Record and their like",
    "lists": "Twilio: lists and alerts",
    "texts": "Twilio: texts",
    "aws": "AWS",
}


def write(rows: dict[str, Assumption], tests: Iterable[Held]) -> str:
    """The page."""
    by_row: dict[str, list[str]] = {name: [] for name in rows}
    for test in tests:
        for name in test.rows:
            by_row.get(name, []).append(test.test)  # a name that no row has fails a test of its own
    return "\n".join(_page(rows, by_row))


def _page(rows: dict[str, Assumption], tests: dict[str, list[str]]) -> Iterator[str]:
    yield _INTRODUCTION.strip()
    yield f"\n{len(rows)} assumptions; {sum(1 for row in rows.values() if row.step)} have a step of the rehearsal."
    topics = sorted({row.topic for row in rows.values()}, key=_place)
    for topic in topics:
        yield f"\n## {_TITLES.get(topic, topic.capitalize())}\n"
        yield "| name | what is assumed | how sure | step | held by |\n|---|---|---|---|---|"
        for row in rows.values():
            if row.topic == topic:
                yield _line(row, tests[row.name])
    yield ""


def _place(topic: str) -> tuple[int, str]:
    known = list(_TITLES)
    return (known.index(topic) if topic in known else len(known), topic)


def _line(row: Assumption, tests: list[str]) -> str:
    by = "<br>".join(f"`{test.removeprefix('tests/')}`" for test in tests) or row.untested or "only a rehearsal"
    fact = f"[{_cell(row.fact)}]({row.source})"
    return f"| {row.name} | {fact} | {row.sure} | {row.step or '–'} | {_cell(by)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
