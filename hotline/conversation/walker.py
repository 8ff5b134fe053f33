"""The walker: presses every key at every turn of a script, and knows what each path says and where it ends.

Two moments of a script that wait at the same line, with the same values in the locals that can still be read, have the
same future (scripts keep nothing else), so that each is visited once, whatever led there, and the whole of a script is
a finite graph. Where other words were said on the way, it is another moment: each ending is seen, and every word.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import field, replace
from enum import StrEnum
from typing import Any

from hotline.conversation.call import Call, PersonWanted, Script
from hotline.conversation.liveness import live_at
from hotline.conversation.replay import DIAL_RESULTS, WAIT_RESULTS
from hotline.conversation.trail import GIVEN, PERSON, UNHEARD
from hotline.conversation.turns import (
    Ask,
    Dial,
    Do,
    Given,
    Join,
    KeyNumber,
    Leave,
    Play,
    Question,
    Record,
    Say,
    Wait,
)
from hotline.values import dataclass

State = tuple[Any, ...]


class Step(StrEnum):
    """What leads from one moment to the next."""

    KEY = "key"  # a key of the question's own
    PERSON = "person"  # nought
    SILENCE = "silence"  # no key, or a wrong one twice
    GIVEN = "given"  # a number keyed, or words said
    DIALLED = "dialled"  # how the other phone was
    WAITED = "waited"  # how the wait ended
    RESULT = "result"  # of an effect


@dataclass(frozen=True, kw_only=True)
class Edge:
    """One way on from a moment."""

    step: Step
    key: str  # the key pressed, or the result
    meaning: str
    to: State


@dataclass(frozen=True, kw_only=True)
class Moment:
    """What is said, and what then waits: a question, an effect, or the end."""

    state: State
    said: tuple[Say | Play, ...]
    turn: Question | Do | None
    edges: tuple[Edge, ...] = ()

    @property
    def ends(self) -> bool:
        return self.turn is None or isinstance(self.turn, Join | Leave)


@dataclass(frozen=True)
class Walk:
    """The whole of one script: every moment that can be reached, the first one first."""

    start: State
    moments: dict[State, Moment] = field(default_factory=dict)

    def questions(self) -> Iterator[Moment]:
        """The moments at which the line waits for somebody."""
        return (moment for moment in self.moments.values() if isinstance(moment.turn, Question))


def walk(script: Script, call: Call, *, go_on: Callable[[Moment], bool] = lambda _: True) -> Walk:
    """Visit every moment of a script. Those for which `go_on` says no are kept, without what follows from them."""
    running = _Running(script, call)
    first = running.moment()
    whole = Walk(first.state, {first.state: first})
    queue = deque([(first, running)])
    while queue:
        moment, running = queue.popleft()
        edges = []
        for step, key, word, after in running.ways_on() if go_on(moment) else ():
            reached = after.moment()
            edges.append(Edge(step=step, key=key, meaning=word, to=reached.state))
            if reached.state not in whole.moments:
                whole.moments[reached.state] = reached
                queue.append((reached, after))
        whole.moments[moment.state] = replace(moment, edges=tuple(edges))
    return whole


class _Running:
    """A script that has come to some moment, and how it came there."""

    def __init__(self, script: Script, call: Call, path: tuple[tuple[Step, str], ...] = ()) -> None:
        self._script, self._call, self._path = script, call, path
        self._generator = script(call)
        self._said: list[Say | Play] = []
        self._turn = self._next(None)
        for step, word in path:
            self._take(step, word)

    def moment(self) -> Moment:
        state = (*_state(self._generator), _compared((*self._said, self._turn)))
        return Moment(state=state, said=tuple(self._said), turn=self._turn)

    def ways_on(self) -> Iterator[tuple[Step, str, str, _Running]]:
        """Each way on, and the script gone that way. It goes the last one itself; for the others it is run again."""
        ways = _ways_on(self._turn)
        for step, key, word in ways[:-1]:
            yield step, key, word, _Running(self._script, self._call, (*self._path, (step, word)))
        for step, key, word in ways[-1:]:
            self._path = (*self._path, (step, word))
            self._take(step, word)
            yield step, key, word, self

    def _take(self, step: Step, word: str) -> None:
        if step is not Step.RESULT:
            self._said.clear()
        self._turn = self._next(PersonWanted() if step is Step.PERSON else Given() if step is Step.GIVEN else word)

    def _next(self, value: Any) -> Question | Do | None:
        running = self._generator
        try:
            turn = running.throw(value) if isinstance(value, PersonWanted) else running.send(value)
            while isinstance(turn, Say | Play):
                self._said.append(turn)
                turn = next(running)
        except StopIteration:
            return None
        return turn


def _ways_on(turn: Question | Do | None) -> list[tuple[Step, str, str]]:
    match turn:
        case Ask():
            ways = [(Step.KEY, option.key, option.meaning) for option in turn.options]
            ways.append((Step.SILENCE, "", turn.silence or UNHEARD))
            if "0" not in {option.key for option in turn.options}:
                ways.append((Step.PERSON, "0", PERSON))
            return ways
        case KeyNumber():
            return [(Step.GIVEN, "", GIVEN), (Step.SILENCE, "", UNHEARD), (Step.PERSON, "0", PERSON)]
        case Record():
            return [(Step.GIVEN, "", GIVEN), (Step.SILENCE, "", UNHEARD)]
        case Dial():
            return [(Step.DIALLED, result, result) for result in DIAL_RESULTS]
        case Wait():
            return [(Step.WAITED, result, result) for result in WAIT_RESULTS]
        case Do():
            return [(Step.RESULT, result, result) for result in turn.effect.results]
        case _:
            return []


def _state(running: Any) -> Iterator[tuple[str, int, tuple[tuple[str, Any], ...]]]:
    """The line and the live locals of each generator that is suspended, outermost first."""
    while running is not None and getattr(running, "gi_frame", None) is not None:
        frame, code = running.gi_frame, running.gi_code
        live = live_at(code, frame.f_lasti) - _SAME
        kept = tuple((name, _compared(value)) for name, value in sorted(frame.f_locals.items()) if name in live)
        yield (code.co_qualname, frame.f_lasti, kept)
        running = running.gi_yieldfrom


_SAME = {"call", "script"}  # the same at every moment of a walk


def _compared(value: Any) -> Any:
    """The same value, as something that can be a key: turns hold dictionaries."""
    if isinstance(value, str | int | None):
        return value
    if isinstance(value, dict):
        return tuple((name, _compared(each)) for name, each in sorted(value.items()))
    if isinstance(value, tuple):
        return tuple(map(_compared, value))
    names = getattr(value, "__dataclass_fields__", None)
    return value if names is None else (type(value), *(_compared(getattr(value, name)) for name in names))
