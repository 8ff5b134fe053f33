"""Which row each box is in, and which way round an arrow is drawn: Sugiyama's layers, simply.

K. Sugiyama, S. Tagawa, M. Toda: Methods for visual understanding of hierarchical system structures, 1981.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

Edge = tuple[int, int]

SWEEPS = 24


@dataclass(frozen=True, kw_only=True)
class Layers:
    """The rows from above, each from left to right, and for each arrow what it runs through.

    A path begins at the upper of its two boxes, and has a bend of its own (a number past the last box) in each row
    between. `back` are the arrows that lead upwards.
    """

    rows: list[list[int]]
    paths: dict[Edge, list[int]]
    back: frozenset[Edge] = field(default=frozenset())


def arrange(count: int, edges: list[Edge]) -> Layers:
    """Rows for boxes 0 to `count` - 1, with few crossings. The same input gives the same rows."""
    ways = [edge for edge in dict.fromkeys(edges) if edge[0] != edge[1]]
    back = _back(count, ways)
    down = [(end, start) if (start, end) in back else (start, end) for start, end in ways]
    depth = _depths(count, down)
    rows: list[list[int]] = [[] for _ in range(max(depth) + 1)]
    for box in range(count):
        rows[depth[box]].append(box)
    paths, bends = {}, count
    for way, (upper, lower) in zip(ways, down, strict=True):
        between = range(depth[upper] + 1, depth[lower])
        path = [upper, *range(bends, bends + len(between)), lower]
        for row, bend in zip(between, path[1:-1], strict=True):
            rows[row].append(bend)
        paths[way], bends = path, bends + len(between)
    return Layers(rows=_ordered(rows, list(paths.values())), paths=paths, back=frozenset(back))


def _back(count: int, edges: list[Edge]) -> set[Edge]:
    """The arrows that close a circle, walking from the first box on."""
    after: dict[int, list[int]] = defaultdict(list)
    for start, end in edges:
        after[start].append(end)
    back: set[Edge] = set()
    done: set[int] = set()
    for first in range(count):
        walking = [(first, iter(after[first]))] if first not in done else []
        under_way = {first}
        while walking:
            box, ahead = walking[-1]
            reached = next(ahead, None)
            if reached is None:
                walking.pop()
                under_way.discard(box)
                done.add(box)
            elif reached in under_way:
                back.add((box, reached))
            elif reached not in done:
                under_way.add(reached)
                walking.append((reached, iter(after[reached])))
    return back


def _depths(count: int, down: list[Edge]) -> list[int]:
    """As high as the arrows allow; what nothing leads to stands just above what it leads to."""
    depth = [0] * count
    for _ in range(count):
        for upper, lower in down:
            depth[lower] = max(depth[lower], depth[upper] + 1)
    reached = {lower for _, lower in down}
    for box in range(count):
        below = [depth[lower] for upper, lower in down if upper == box]
        if box not in reached and below:
            depth[box] = min(below) - 1
    return depth


def _ordered(rows: list[list[int]], paths: list[list[int]]) -> list[list[int]]:
    """Each row ordered by the middle of what it is joined to above, then below, and so on; the best seen is kept."""
    steps = [(path[at], path[at + 1]) for path in paths for at in range(len(path) - 1)]
    above, below = defaultdict(list), defaultdict(list)
    for upper, lower in steps:
        above[lower].append(upper)
        below[upper].append(lower)
    best, fewest = rows, _crossings(rows, below)
    for sweep in range(SWEEPS):
        downwards = sweep % 2 == 0
        rows = _swept(rows, above if downwards else below, downwards=downwards)
        crossings = _crossings(rows, below)
        if crossings < fewest:
            best, fewest = rows, crossings
    return best


def _swept(rows: list[list[int]], joined: dict[int, list[int]], *, downwards: bool) -> list[list[int]]:
    swept = [list(row) for row in rows]
    order = range(1, len(swept)) if downwards else range(len(swept) - 2, -1, -1)
    for at in order:
        place = {box: index for index, box in enumerate(swept[at - 1 if downwards else at + 1])}
        middles = {}
        for index, box in enumerate(swept[at]):
            places = [place[other] for other in joined[box] if other in place]
            middles[box] = sum(places) / len(places) if places else float(index)
        swept[at].sort(key=lambda box: middles[box])
    return swept


def _crossings(rows: list[list[int]], below: dict[int, list[int]]) -> int:
    crossings = 0
    for upper, lower in pairwise(rows):
        place = {box: index for index, box in enumerate(lower)}
        ends = [place[other] for box in upper for other in sorted(below[box], key=lambda each: place.get(each, 0))]
        crossings += sum(one > two for at, one in enumerate(ends) for two in ends[at + 1 :])
    return crossings
