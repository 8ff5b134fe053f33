"""A chart as an indented outline, for a terminal: each box once, with its number, and what leads where."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten, wrap

from hotline.cli.flow.chart import Arrow, Chart

WIDTH = 100
_STEP, _ROOM = 2, 5  # columns: deeper by, and for a box's number
_NARROWEST = 40


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
            yield from self._box(first, 0)

    def _box(self, box: int, depth: int) -> Iterator[str]:
        self._told.add(box)
        margin = " " * (depth * _STEP)
        first = f"{margin}{f'{self._chart.boxes[box].number}.':<{_ROOM}}"
        for paragraph in self._chart.boxes[box].paragraphs:
            width = max(WIDTH, len(first) + _NARROWEST)
            yield from wrap(paragraph, width, initial_indent=first, subsequent_indent=margin + " " * _ROOM)
            first = margin + " " * _ROOM
        ways = self._chart.after(box)
        if len(ways) == 1 and ways[0].end not in self._told:
            if ways[0].label:
                yield f"{first}↓ {ways[0].label}"
            yield from self._box(ways[0].end, depth)
            return
        for way in ways:
            yield from self._way(way, first, depth)

    def _way(self, way: Arrow, margin: str, depth: int) -> Iterator[str]:
        how = f"{way.label or 'then'}{' (or another way)' if way.unsure else ''}"
        if way.end in self._told:
            end = self._chart.boxes[way.end]
            yield f"{margin}{how} → {end.number}. {shorten(end.paragraphs[0], 50, placeholder=' …')}"
            return
        yield f"{margin}{how}:"
        yield from self._box(way.end, depth + 2)
