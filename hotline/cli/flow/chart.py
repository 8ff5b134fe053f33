"""A script as boxes and arrows: where the same line of it waits is one box, whatever was said before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from hotline.cli.flow.merge import BEGIN, END, NOUGHT, Key, Merged, News, Way, merge
from hotline.cli.flow.spoken import Words, label, results
from hotline.conversation.call import Call, Script
from hotline.conversation.turns import Dial, Do, Join, Leave, Record, Wait
from hotline.conversation.walker import Moment, Walk, walk
from hotline.groups import Group
from hotline.numbers import PhoneNumber

_PHONE = PhoneNumber("+442079460123")  # a caller, of Ofcom's numbers for drama


class Kind(StrEnum):
    """What a box is."""

    START = "start"
    SAY = "say"  # words, and on
    ASK = "ask"  # a menu, a number to key
    RECORD = "record"
    DIAL = "dial"
    DO = "do"  # something is looked up or written, and it depends on that
    END = "end"
    GO_TO = "go-to"  # the number of a box that is drawn elsewhere


@dataclass(frozen=True, kw_only=True)
class Box:
    """One thing said, and what the line then waits for."""

    kind: Kind
    words: tuple[str, ...]  # paragraphs
    instead: tuple[tuple[str, ...], ...] = ()  # what it says in other calls
    number: int = 0  # in the order of the story, from 1

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """All that is to be read in it."""
        return (*self.words, *(f"Or: {' '.join(words)}" for words in self.instead))


@dataclass(frozen=True, kw_only=True)
class Arrow:
    """A way from one box to another. `unsure`: the same key also leads elsewhere, as what was said before has it."""

    start: int
    end: int
    label: str
    unsure: bool


@dataclass(frozen=True, kw_only=True)
class Chart:
    """The whole of one script, its boxes in the order in which one would tell it."""

    title: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]

    def after(self, box: int) -> list[Arrow]:
        return [arrow for arrow in self.arrows if arrow.start == box]


def chart(title: str, script: Script, group: Group) -> Chart:
    """Walk the script, merge what looks alike, and put the words to it."""
    return draw(title, walk(script, Call(group=group, sid="CA", other_end=_PHONE), go_on=News()), group)


def draw(title: str, walked: Walk, group: Group) -> Chart:
    """The boxes and arrows of a script that has been walked."""
    drawing = _Drawing(Words(group), merge(walked))
    return told(Chart(title=title, boxes=tuple(drawing.boxes.values()), arrows=tuple(drawing.arrows())))


def told(chart: Chart) -> Chart:
    """The same chart, its boxes in the order of the story: each way to its end, then the next."""
    order: dict[int, int] = {}
    waiting = [box for box in reversed(range(len(chart.boxes))) if not any(arrow.end == box for arrow in chart.arrows)]
    while waiting:
        box = waiting.pop()
        if box not in order:
            order[box] = len(order)
            waiting += [arrow.end for arrow in reversed(chart.after(box))]
    arrows = (replace(arrow, start=order[arrow.start], end=order[arrow.end]) for arrow in chart.arrows)
    boxes = (replace(chart.boxes[box], number=number) for number, box in enumerate(order, start=1))
    return replace(chart, boxes=tuple(boxes), arrows=tuple(sorted(arrows, key=_place)))


def _place(arrow: Arrow) -> int:
    return arrow.start


class _Drawing:
    """Makes the boxes as it follows the ways."""

    def __init__(self, words: Words, merged: Merged) -> None:
        self._words, self._merged = words, merged
        self.boxes: dict[object, Box] = {}
        self._ways: dict[tuple[int, int], list[str]] = defaultdict(list)
        for way in merged.ways:
            self._draw(way, self._label(way))

    def arrows(self) -> Iterator[Arrow]:
        ends: dict[tuple[int, str], set[int]] = defaultdict(set)
        for (start, end), names in self._ways.items():
            for name in names:
                ends[start, name].add(end)
        for (start, end), names in self._ways.items():
            unsure = any(len(ends[start, name]) > 1 for name in names)
            yield Arrow(start=start, end=end, label=" · ".join(filter(None, names)), unsure=unsure)

    def _draw(self, way: Way, name: str) -> None:
        start, between, end = self._box(way.start), None, None
        if way.end == END:
            end = self._ending(way)
        elif way.words and not self._always(way):
            between = self._put(("words", way.words, way.end), Box(kind=Kind.SAY, words=self._words.said(way.words)))
        end = self._box(way.end) if end is None else end
        self._join(start, end if between is None else between, name)
        if between is not None:
            self._join(between, end, "")

    def _join(self, start: int, end: int, name: str) -> None:
        if name not in self._ways[start, end]:
            self._ways[start, end].append(name)

    def _always(self, way: Way) -> bool:
        """These words are said on every way to that line: they stand in its box."""
        return {other.words for other in self._merged.before(way.end)} == {way.words}

    def _ending(self, way: Way) -> int:
        """An end stands beside what leads to it, also if others end alike: there is nothing to see behind it."""
        words = (*self._words.said(way.words), "(Hangs up.)")
        return self._put(("end", words, way.start), Box(kind=Kind.END, words=words))

    def _box(self, line: Key) -> int:
        if line == BEGIN:
            return self._put(line, Box(kind=Kind.START, words=("The call begins",)))
        if line == NOUGHT:
            return self._put(line, Box(kind=Kind.START, words=("0, at any question",)))
        moments: dict[str | None, Moment] = {}
        for moment in self._merged.lines[line]:
            moments.setdefault(_prompt(moment), moment)  # in the order in which a call comes to them
        first, *others = (self._words.asked(moment.turn) for moment in moments.values())
        before = {way.words for way in self._merged.before(line)}
        said = self._words.said(next(iter(before))) if len(before) == 1 else ()
        kind = _kind(self._merged.lines[line][0])
        return self._put(line, Box(kind=kind, words=(*said, *first), instead=tuple(others)))

    def _put(self, key: object, box: Box) -> int:
        self.boxes.setdefault(key, box)
        return list(self.boxes).index(key)

    def _label(self, way: Way) -> str:
        if way.edge is None:
            return ""
        turn = self._merged.lines[way.start][0].turn
        if isinstance(turn, Do):
            return results(self._merged.after(way.start))[way.edge.key]
        return label(turn, way.edge)


def _prompt(moment: Moment) -> str | None:
    return getattr(moment.turn, "prompt", None)


def _kind(moment: Moment) -> Kind:
    match moment.turn:
        case Record():
            return Kind.RECORD
        case Dial() | Wait():
            return Kind.DIAL
        case Do():
            return Kind.DO
        case Join() | Leave():
            return Kind.END
        case _:
            return Kind.ASK
