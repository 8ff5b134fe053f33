"""A walk's moments merged by the line of the script at which they wait, and what merely writes left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations

from hotline.conversation.turns import Ask, Do, Play, Say
from hotline.conversation.walker import Edge, Moment, State, Step, Walk

Key = tuple[str, ...]

BEGIN, NOUGHT, END = ("begin",), ("nought",), ("end",)
PERSON = "a_person"  # the part of a script where nought leads


@dataclass(frozen=True, kw_only=True)
class Said:
    """Something said on the way; the same prompt with another area or day is the same."""

    prompt: str
    turn: Say | Play = field(compare=False)


Words = tuple[Said, ...]


@dataclass(frozen=True, kw_only=True)
class Way:
    """From one line to another: what was done there (None: nothing, it goes on), and what is said before the next."""

    start: Key
    edge: Edge | None
    words: Words
    end: Key

    @property
    def how(self) -> str:
        return f"{self.edge.step} {self.edge.key}" if self.edge else ""


@dataclass(frozen=True, kw_only=True)
class Merged:
    """A script's lines, with the moments at each, and the ways between them."""

    lines: Mapping[Key, list[Moment]]
    ways: tuple[Way, ...]

    def after(self, line: Key) -> list[Way]:
        return [way for way in self.ways if way.start == line]

    def before(self, line: Key) -> list[Way]:
        return [way for way in self.ways if way.end == line]


class News:
    """Go on from a question only if its words, a key, or some local values together were not there yet at this line.

    Two values, whose ever they are; or two with one of the generator that asks, which says where it goes on.

    All combinations of need, area, day and tries are thousands of moments of one call, and look alike.
    """

    def __init__(self) -> None:
        self._seen: set[tuple[object, ...]] = set()

    def __call__(self, moment: Moment) -> bool:
        line = line_of(moment)
        here: set[tuple[object, ...]] = {(line,), *((line, *two) for two in combinations(_locals(moment.state), 2))}
        here |= {(line, *each) for each in _locals(moment.state)}
        asks = tuple(_locals(moment.state[-2:]))
        here |= {(line, one, *two) for one in asks for two in combinations(_locals(moment.state), 2)}
        if isinstance(moment.turn, Ask):
            here |= {(line, option.key) for option in moment.turn.options}
            here.add((line, "asked", moment.turn.prompt, moment.turn.silence))
        new = here - self._seen
        self._seen |= new
        return bool(new) or isinstance(moment.turn, Do)


def merge(walked: Walk) -> Merged:
    """Nought is drawn once, not at every question: it leads to a person from everywhere."""
    merging = _Merging(walked)
    return Merged(lines=merging.lines, ways=tuple(dict.fromkeys(merging.ways())))


def line_of(moment: Moment) -> Key:
    """The lines of all generators that wait, outermost first; a person is the same wherever it is asked for."""
    if moment.turn is None:
        return END
    names = [str(name) for name, *_ in moment.state[:-1]]
    whole = [f"{name}:{line}" for name, line, *_ in moment.state[:-1]]
    return tuple(whole[names.index(PERSON) :] if PERSON in names else whole)


class _Merging:
    """Which lines there are, and where each way comes out when what merely writes is passed through."""

    def __init__(self, walked: Walk) -> None:
        self._walked = walked
        self.lines: dict[Key, list[Moment]] = defaultdict(list)
        for moment in walked.moments.values():
            self.lines[line_of(moment)].append(moment)
        self._passed = {line for line in self.lines if self._only_writes(line)}

    def ways(self) -> Iterator[Way]:
        first = self._walked.moments[self._walked.start]
        for words, end in self._comes_out(first):
            yield Way(start=BEGIN, edge=None, words=(*_words(first.said), *words), end=end)
        for line, moments in self.lines.items():
            if line not in self._passed:
                for moment, edge in _edges(moments):
                    yield from self._ways(line, moment, edge)

    def _ways(self, line: Key, moment: Moment, edge: Edge) -> Iterator[Way]:
        reached = self._walked.moments[edge.to]
        before = len(moment.said) if edge.step is Step.RESULT else 0
        for words, end in self._comes_out(reached):
            said = (*_words(reached.said[before:]), *words)
            if edge.step is not Step.PERSON:
                yield Way(start=line, edge=replace(edge, to=()), words=said, end=end)
            elif _is_person(line_of(reached)) and not _is_person(line):
                yield Way(start=NOUGHT, edge=None, words=said, end=end)

    def _comes_out(self, moment: Moment) -> Iterator[tuple[Words, Key]]:
        """What more is said until a line waits, and that line."""
        line = line_of(moment)
        if line not in self._passed:
            yield (), line
            return
        for edge in moment.edges:
            reached = self._walked.moments[edge.to]
            for words, end in self._comes_out(reached):
                yield (*_words(reached.said[len(moment.said) :]), *words), end

    def _only_writes(self, line: Key) -> bool:
        """An effect with the same ways on whatever its result is."""
        if not isinstance(self.lines[line][0].turn, Do):
            return False
        ends: dict[str, set[tuple[Words, Key]]] = defaultdict(set)
        for moment, edge in _edges(self.lines[line]):
            reached = self._walked.moments[edge.to]
            ends[edge.key].add((_words(reached.said[len(moment.said) :]), line_of(reached)))
        return all(each == next(iter(ends.values())) for each in ends.values())


def _edges(moments: Iterable[Moment]) -> Iterator[tuple[Moment, Edge]]:
    for moment in moments:
        for edge in moment.edges:
            yield moment, edge


def _is_person(line: Key) -> bool:
    return line[0].startswith(PERSON)


def _words(said: Iterable[Say | Play]) -> Words:
    return tuple(Said(prompt=turn.prompt if isinstance(turn, Say) else "", turn=turn) for turn in said)


def _locals(state: State) -> Iterator[tuple[object, ...]]:
    for name, _, values in state[:-1]:
        for variable, value in values:
            yield name, variable, value
