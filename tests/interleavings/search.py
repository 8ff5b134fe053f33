"""Every schedule of a pair with at most two switches: the pair is prepared once, and copied for each of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.interleavings.baton import Baton, Played, Stuck
from tests.interleavings.forked import Failed, forked
from tests.interleavings.pair import PAIRS, Pair, Race
from tests.interleavings.schedule import A, B, Schedule, other
from tests.interleavings.stage import Stage, staged

LONGEST_SCHEDULE, LONGEST_PAIR = 120.0, 1200.0  # seconds


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What came of one schedule."""

    schedule: str
    wrong: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]
    results: tuple[str, str]
    state: str  # how it all stood when both had ended
    transcript: str = ""

    def taken(self, handler: str) -> int:
        return sum(who == handler for who, _ in self.steps)


@dataclass(kw_only=True)
class Found:
    """What came of all schedules of a pair."""

    pair: str
    schedules: int = 0
    wrong: dict[str, list[str]] = field(default_factory=dict)  # by the sentence: in which schedules
    seconds: float = 0.0
    cpu: float = 0.0

    @property
    def wrong_ones(self) -> int:
        return len({schedule for where in self.wrong.values() for schedule in where})


def warm_up() -> None:
    """Play one schedule in this process: what is imported and read on the way is there in every copy of it."""
    with staged() as stage:
        pair = next(iter(PAIRS.values()))
        _play(stage, pair.prepare(stage), Schedule(first=A), seen=frozenset(), transcript=False)


def search(name: str) -> Found:
    """Play every schedule of the pair of this name, in a copy of this process."""
    try:
        return forked(lambda: _search(PAIRS[name]), seconds=LONGEST_PAIR)
    except Failed as why:
        return Found(pair=name, wrong={f"failed: {why}": ["A"]})


def replay(name: str, schedule: Schedule) -> Judged:
    """Play one schedule, with what was heard on the phones. Raises Failed."""

    def play() -> Judged:
        with staged() as stage:
            return _play(stage, PAIRS[name].prepare(stage), schedule, seen=frozenset(), transcript=True)

    return forked(play, seconds=LONGEST_SCHEDULE)


def _search(pair: Pair) -> Found:
    begun, found = time.perf_counter(), Found(pair=pair.name)
    seen: set[str] = set()  # states that were judged: the hours after them need not be lived again
    with staged() as stage:
        race = pair.prepare(stage)

        def play(schedule: Schedule) -> Judged:
            return _play(stage, race, schedule, seen=frozenset(seen), transcript=False)

        for judged in _all(lambda schedule: _forked(play, schedule)):
            found.schedules += 1
            seen.add(judged.state)
            for sentence in judged.wrong:
                found.wrong.setdefault(sentence, []).append(judged.schedule)
    found.seconds = time.perf_counter() - begun
    return found


def _forked(play: Callable[[Schedule], Judged], schedule: Schedule) -> Judged:
    try:
        return forked(lambda: play(schedule), seconds=LONGEST_SCHEDULE)
    except Failed as why:
        return Judged(schedule=str(schedule), wrong=(f"failed: {why}",), steps=(), results=("", ""), state="")


def _all(play: Callable[[Schedule], Judged]) -> Iterator[Judged]:
    """One handler after the other; then each switch after each step, as many steps as there are."""
    for first in (A, B):
        yield (whole := play(Schedule(first=first)))
        for steps in range(1, whole.taken(first)):
            yield (once := play(Schedule(first=first, steps=steps)))
            for then in range(1, once.taken(other(first))):
                yield play(Schedule(first=first, steps=steps, then=then))


def _play(stage: Stage, race: Race, schedule: Schedule, *, seen: frozenset[str], transcript: bool) -> Judged:
    baton = Baton(schedule)
    stage.race_begins(baton)
    played = baton.play(race.one, race.other)
    stage.race_is_over()
    one, two = played.results[A], played.results[B]
    wrong = [f"{who} raised {result!r}" for who, result in played.results.items() if isinstance(result, BaseException)]
    if not wrong:
        wrong += race.check(one, two)
    wrong += map(_undated, stage.scene.broken)
    state = f"{stage.state()} {one!r} {two!r}"
    if state not in seen and not any(isinstance(result, Stuck) for result in (one, two)):
        wrong += map(_undated, stage.some_hours_later())
        wrong += race.afterwards()
    said = stage.exchange.transcript() if transcript else ""
    wrong = [sentence for sentence in wrong if not sentence.startswith(race.may_be or "\0")]
    return _judged(schedule, wrong, played, state, said)


def _judged(schedule: Schedule, wrong: list[str], played: Played, state: str, transcript: str) -> Judged:
    return Judged(
        schedule=str(schedule),
        wrong=tuple(dict.fromkeys(wrong)),
        steps=played.steps,
        results=(repr(played.results[A]), repr(played.results[B])),
        state=state,
        transcript=transcript,
    )


def _undated(broken: str) -> str:
    """Without its moment, by which the same fault would be another in each schedule."""
    _, _, promise = broken.partition(": ")
    return promise or broken
