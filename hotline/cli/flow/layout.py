"""Where each box goes on the sheet, and along which points each arrow runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from hotline.cli.flow.layers import Edge, Layers, arrange

SIDE, ROW, BEND = 30.0, 76.0, 22.0  # between boxes; between rows; the width that a bend takes
ROUNDS = 40


class Point(NamedTuple):
    """A place on the sheet, from its upper left corner."""

    x: float
    y: float


@dataclass(frozen=True, kw_only=True)
class Place:
    """A box's rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The finished layout. Each arrow runs from its start to its end."""

    width: float
    height: float
    places: Sequence[Place]
    lines: dict[Edge, list[Point]]
    back: frozenset[Edge]


def lay_out(sizes: Sequence[tuple[float, float]], edges: list[Edge]) -> Sheet:
    """For boxes of these widths and heights."""
    layers = arrange(len(sizes), edges)
    wide = {box: size[0] for box, size in enumerate(sizes)}
    xs = _straightened(layers, wide)
    left = min(x - wide.get(box, BEND) / 2 for box, x in xs.items())
    xs = {box: x - left + SIDE for box, x in xs.items()}
    tops = _tops(layers, sizes)
    places = {
        box: Place(x=xs[box] - sizes[box][0] / 2, y=tops[at], width=sizes[box][0], height=sizes[box][1])
        for at, row in enumerate(layers.rows)
        for box in row
        if box < len(sizes)
    }
    return Sheet(
        width=max(place.x + place.width for place in places.values()) + SIDE,
        height=tops[-1],
        places=[places[box] for box in range(len(sizes))],
        lines=_lines(layers, xs, places, tops),
        back=layers.back,
    )


def _tops(layers: Layers, sizes: Sequence[tuple[float, float]]) -> list[float]:
    """The upper edge of each row, and that of the row after the last."""
    tops = [SIDE]
    for row in layers.rows:
        tallest = max((sizes[box][1] for box in row if box < len(sizes)), default=0.0)
        tops.append(tops[-1] + tallest + ROW)
    return tops


def _straightened(layers: Layers, wide: dict[int, float]) -> dict[int, float]:
    """The middle of each box and bend: again and again as near to its neighbours as its row allows."""
    near: dict[int, list[int]] = defaultdict(list)
    for path in layers.paths.values():
        for one, two in pairwise(path):
            near[one].append(two)
            near[two].append(one)
    weight = {box: len(near[box]) ** 2 or 1 for row in layers.rows for box in row}  # what hangs by one arrow gives way
    xs: dict[int, float] = {}
    for row in layers.rows:
        xs.update(_in_order(row, dict.fromkeys(row, 0.0), wide, weight))
    for turn in range(ROUNDS):
        for row in layers.rows if turn % 2 else reversed(layers.rows):
            wanted = {box: _middle([xs[other] for other in near[box]], xs[box]) for box in row}
            xs.update(_in_order(row, wanted, wide, weight))
    return xs


def _middle(places: list[float], otherwise: float) -> float:
    return sum(places) / len(places) if places else otherwise


def _in_order(
    row: list[int], wanted: dict[int, float], wide: dict[int, float], weight: dict[int, int]
) -> dict[int, float]:
    """As near to what is wanted as the order allows, without overlaps: least squares, by pooling adjacent violators."""
    offsets, offset = [], 0.0
    for one, two in zip([None, *row], row, strict=False):
        offset += 0.0 if one is None else (wide.get(one, BEND) + wide.get(two, BEND)) / 2 + SIDE
        offsets.append(offset)
    pools: list[tuple[float, int, int]] = []  # of boxes that touch: their mean, how much it weighs, how many they are
    for box, away in zip(row, offsets, strict=True):
        mean, heavy, many = wanted[box] - away, weight[box], 1
        while pools and pools[-1][0] > mean:
            before, weighed, count = pools.pop()
            mean = (before * weighed + mean * heavy) / (weighed + heavy)
            heavy, many = heavy + weighed, many + count
        pools.append((mean, heavy, many))
    means = [mean for mean, _, many in pools for _ in range(many)]
    return {box: mean + away for box, mean, away in zip(row, means, offsets, strict=True)}


def _lines(
    layers: Layers, xs: dict[int, float], places: dict[int, Place], tops: list[float]
) -> dict[Edge, list[Point]]:
    leaving, arriving = _ports(layers, xs, places)
    row_of = {box: at for at, row in enumerate(layers.rows) for box in row}
    lines = {}
    for edge, path in layers.paths.items():
        begins = Point(leaving[edge], places[path[0]].y + places[path[0]].height)
        points = [begins, begins._replace(y=tops[row_of[path[0]] + 1] - ROW)]  # straight past taller boxes of its row
        for bend in path[1:-1]:
            top = tops[row_of[bend]]
            points += [Point(xs[bend], top), Point(xs[bend], tops[row_of[bend] + 1] - ROW)]
        points.append(Point(arriving[edge], places[path[-1]].y))
        lines[edge] = points[::-1] if edge in layers.back else points
    return lines


def _ports(
    layers: Layers, xs: dict[int, float], places: dict[int, Place]
) -> tuple[dict[Edge, float], dict[Edge, float]]:
    """Where arrows touch the lower and the upper edge of their boxes: side by side, in the order of where they go."""
    below: dict[int, list[Edge]] = defaultdict(list)
    above: dict[int, list[Edge]] = defaultdict(list)
    for edge, path in layers.paths.items():
        below[path[0]].append(edge)
        above[path[-1]].append(edge)
    leaving, arriving = {}, {}
    for box, edges in below.items():
        leaving.update(_spread(places[box], sorted(edges, key=lambda edge: xs[layers.paths[edge][1]])))
    for box, edges in above.items():
        arriving.update(_spread(places[box], sorted(edges, key=lambda edge: xs[layers.paths[edge][-2]])))
    return leaving, arriving


def _spread(place: Place, edges: list[Edge]) -> dict[Edge, float]:
    room = place.width / (len(edges) + 1)
    return {edge: place.x + room * nth for nth, edge in enumerate(edges, start=1)}
