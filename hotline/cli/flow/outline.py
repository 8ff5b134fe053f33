"""A chart as an indented outline, for a terminal: each box once, with its number, and what leads where."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten, wrap

from hotline.cli.flow.chart import Arrow, Chart

WIDTH = 100
_DEEPER = "    "
_NARROWEST = 40  # columns for words, however deep


def write(chart: Chart) -> str:
    """The whole chart; what is reached twice is told once, and named by its number after that."""
    return "\n".join([chart.title, *_Outline(chart).lines()]) + "\n"


class _Outline:
    """Tells the boxes in their order, each once."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        self._told: set[int] = set()

    def lines(self) -> Iterator[str]:
        reached = {arrow.end for arrow in self._chart.arrows}
        for first in (box for box in range(len(self._chart.boxes)) if box not in reached):
            yield ""
            yield from self._box(first, "", "")

    def _box(self, box: int, how: str, margin: str) -> Iterator[str]:
        """A box, led to by `how`; then what it leads to: further in, unless it is the only way on."""
        self._told.add(box)
        inside, width = margin + _DEEPER, max(WIDTH, len(margin) + _NARROWEST)
        first = f"{margin}{how}{self._chart.boxes[box].number}. "
        for paragraph in self._chart.boxes[box].paragraphs:
            yield from wrap(paragraph, width, initial_indent=first, subsequent_indent=inside)
            first = inside
        ways = self._chart.after(box)
        only = len(ways) == 1 and ways[0].end not in self._told
        for way in ways:
            yield from self._way(way, margin if only else inside)

    def _way(self, way: Arrow, margin: str) -> Iterator[str]:
        how = f"{way.label}{' (it depends)' if way.unsure else ''} → " if way.label else ""
        if way.end not in self._told:
            yield from self._box(way.end, how, margin)
            return
        end = self._chart.boxes[way.end]
        yield f"{margin}{how or '→ '}{end.number}. {shorten(end.paragraphs[0], 50, placeholder=' …')}"
