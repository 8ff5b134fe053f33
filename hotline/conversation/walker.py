"""The walker: presses every key at every turn of a script, and knows what each path says and where it ends.

Two moments of a script with the same line and the same locals have the same future (scripts keep nothing else), so
that each is visited once, whatever led there, and the whole of a script is a finite graph. Where other words were said
on the way, it is another moment: each ending is seen, and every word.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from hotline.conversation.call import Call, PersonWanted, Script
from hotline.conversation.replay import DIAL_RESULTS
from hotline.conversation.trail import GIVEN, PERSON, UNHEARD
from hotline.conversation.turns import Ask, Dial, Do, Given, Join, KeyNumber, Play, Question, Record, Say, Turn

State = tuple[Any, ...]


class Step(StrEnum):
    """What leads from one moment to the next."""

    KEY = "key"  # a key of the question's own
    PERSON = "person"  # nought
    SILENCE = "silence"  # no key, or a wrong one twice
    GIVEN = "given"  # a number keyed, or words said
    DIALLED = "dialled"  # how the other phone was
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
        return self.turn is None or isinstance(self.turn, Join)


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
    first = _reach(script, call, [])
    whole = Walk(first.state, {first.state: first})
    queue: deque[tuple[Moment, tuple[tuple[Step, str], ...]]] = deque([(first, ())])
    while queue:
        moment, path = queue.popleft()
        if not go_on(moment):
            continue
        edges = []
        for step, key, word in _ways_on(moment.turn):
            reached = _reach(script, call, [*path, (step, word)])
            edges.append(Edge(step=step, key=key, meaning=word, to=reached.state))
            if reached.state not in whole.moments:
                whole.moments[reached.state] = reached
                queue.append((reached, (*path, (step, word))))
        whole.moments[moment.state] = Moment(state=moment.state, said=moment.said, turn=moment.turn, edges=tuple(edges))
    return whole


def _ways_on(turn: Question | Do | None) -> list[tuple[Step, str, str]]:
    match turn:
        case Ask():
            ways = [(Step.KEY, option.key, option.meaning) for option in turn.options]
            ways.append((Step.SILENCE, "", turn.silence or UNHEARD))
            if "0" not in {option.key for option in turn.options}:
                ways.append((Step.PERSON, "0", PERSON))
            return ways
        case KeyNumber() | Record():
            return [(Step.GIVEN, "", GIVEN), (Step.SILENCE, "", UNHEARD)]
        case Dial():
            return [(Step.DIALLED, result, result) for result in DIAL_RESULTS]
        case Do():
            return [(Step.RESULT, result, result) for result in turn.effect.results]
        case _:
            return []


def _reach(script: Script, call: Call, path: list[tuple[Step, str]]) -> Moment:
    running = script(call)
    said: list[Say | Play] = []
    turn = _next(running, None, said)
    for step, word in path:
        if step is not Step.RESULT:
            said.clear()
        value: Any = PersonWanted() if step is Step.PERSON else Given() if step is Step.GIVEN else word
        turn = _next(running, value, said)
    return Moment(state=(*_state(running), repr((said, turn))), said=tuple(said), turn=turn)


def _next(running: Generator[Turn, Any, Any], value: Any, said: list[Say | Play]) -> Question | Do | None:
    try:
        turn = running.throw(value) if isinstance(value, PersonWanted) else running.send(value)
        while isinstance(turn, Say | Play):
            said.append(turn)
            turn = next(running)
    except StopIteration:
        return None
    return turn


def _state(running: Any) -> Iterator[tuple[str, int, str]]:
    """The line and the locals of each generator that is suspended, outermost first."""
    while running is not None and getattr(running, "gi_frame", None) is not None:
        frame = running.gi_frame
        local = sorted((name, repr(value)) for name, value in frame.f_locals.items() if name not in _SAME)
        yield (running.gi_code.co_qualname, frame.f_lasti, repr(local))
        running = running.gi_yieldfrom


_SAME = {"call", "script"}  # the same at every moment of a walk
