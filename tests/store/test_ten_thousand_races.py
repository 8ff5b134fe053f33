"""Eight processes at once on DynamoDB Local, ten thousand times: one winner each, and rows that agree with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count, islice

import pytest

from hotline.store import Store
from tests.store.phone_races import EIGHT, KINDS
from tests.store.racers import Racers

RACES, TOGETHER = 10_000, 25  # all together; of one kind, prepared before they are run

_numbers = map(str, count(1))


def rounds() -> Iterator[int]:
    """How many races of the next kind: the kinds take turns."""
    for begun in range(0, RACES, TOGETHER):
        yield min(TOGETHER, RACES - begun)


@pytest.mark.races
def test_ten_thousand_races_have_one_winner_each(
    store: Store, racers: Callable[[int], Racers], capsys: pytest.CaptureFixture[str]
) -> None:
    """Every kind is run as often as the others."""
    eight, run = racers(EIGHT), Counter[str]()
    for nth, how_many in enumerate(rounds()):
        kind = KINDS[nth % len(KINDS)]
        races = list(islice(_numbers, how_many))
        got = eight.races([kind.prepare(store, race) for race in races])
        wrong = [(race, each) for race, each in zip(races, got, strict=True) if not kind.judge(store, race, each)]
        assert wrong == [], kind.name
        run[kind.name] += how_many
    with capsys.disabled():
        told = "\n".join(f"  {times:5} {name}" for name, times in run.items())
        print(f"\n{run.total()} races of {EIGHT} processes, one winner each:\n{told}")  # noqa: T201 -- what they are run for
    assert run.total() == RACES
    assert len(run) >= 10
