"""What makes a chart fit on a sheet: ends gathered, and a number in the place of a way across half of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from hotline.cli.flow.chart import Arrow, Box, Chart, Kind
from hotline.cli.flow.layers import arrange

_NEAR, _FAR = 2, 4  # rows that an arrow may touch: upwards, downwards


def tidied(chart: Chart) -> Chart:
    """The same chart, to be drawn. Its boxes keep their numbers."""
    return _without_long_ways(_with_ends_together(chart))


def _with_ends_together(chart: Chart) -> Chart:
    """All the ends that one box leads to are one box, which says which key has which."""
    ends: dict[int, list[Arrow]] = defaultdict(list)
    boxes = list(chart.boxes)
    arrows: list[Arrow] = []
    for arrow in chart.arrows:
        (ends[arrow.start] if chart.boxes[arrow.end].kind is Kind.END else arrows).append(arrow)
    for ways in ends.values():
        first = ways[0]
        if len(ways) > 1:
            boxes[first.end] = replace(boxes[first.end], words=tuple(_told(chart, way) for way in ways))
            first = replace(first, label=" · ".join(way.label for way in ways))
        arrows.append(first)
    return _only_reached(replace(chart, boxes=tuple(boxes), arrows=tuple(arrows)))


def _told(chart: Chart, way: Arrow) -> str:
    return f"{way.label}: {' '.join(chart.boxes[way.end].words)}"


def _only_reached(chart: Chart) -> Chart:
    used = sorted({box for arrow in chart.arrows for box in (arrow.start, arrow.end)})
    place = {box: index for index, box in enumerate(used)}
    arrows = (replace(arrow, start=place[arrow.start], end=place[arrow.end]) for arrow in chart.arrows)
    return replace(chart, boxes=tuple(chart.boxes[box] for box in used), arrows=tuple(arrows))


def _without_long_ways(chart: Chart) -> Chart:
    layers = arrange(len(chart.boxes), [(arrow.start, arrow.end) for arrow in chart.arrows])
    boxes, arrows = list(chart.boxes), []
    for arrow in chart.arrows:
        way = (arrow.start, arrow.end)
        if len(layers.paths.get(way, ())) > (_NEAR if way in layers.back else _FAR):
            number = chart.boxes[arrow.end].number
            boxes.append(Box(kind=Kind.GO_TO, words=(f"→ {number}",), number=number))
            arrows.append(replace(arrow, end=len(boxes) - 1))
        else:
            arrows.append(arrow)
    return replace(chart, boxes=tuple(boxes), arrows=tuple(arrows))
