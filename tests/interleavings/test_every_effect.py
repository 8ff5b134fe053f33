"""No effect is left out: each has a case and its four pairs, or writes nothing."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import hotline.effects
from hotline.conversation.turns import Effect
from tests.interleavings.case import BESIDE, CASES, READS, name_of
from tests.interleavings.every_pair import PAIRS
from tests.interleavings.stage import staged

WRITES = frozenset({"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"})


def every_effect() -> Iterator[Effect]:
    """All that is declared in hotline/effects, each where it is defined."""
    for module in pkgutil.iter_modules(hotline.effects.__path__, "hotline.effects."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, Effect) and value.run.__module__ == module.name:
                yield value


def test_every_effect_is_run_beside_others_or_only_reads() -> None:
    """A new effect without a case would be one whose races nobody has looked at."""
    covered = [name_of(effect) for effect, _ in (*CASES.values(), *READS.values())]
    assert {name_of(effect) for effect in every_effect()} == {*covered}
    assert {*READS} & {name_of(effect) for effect, _ in CASES.values()} == set()


def test_each_case_meets_the_sweep_the_stream_its_callback_and_itself() -> None:
    """Four pairs of each, by their names."""
    assert {f"{name}/{beside}" for name in CASES for beside in BESIDE} <= {*PAIRS}


@pytest.mark.parametrize("name", READS)
def test_what_is_said_to_read_writes_nothing(name: str) -> None:
    """It comes to a result, and sends no operation that could change a row."""
    effect, prepare = READS[name]
    with staged() as stage:
        running = prepare(stage)
        before = stage.dynamo.operations.copy()
        assert effect.run(stage.world, running.call, *running.args)
        sent = stage.dynamo.operations - before
    assert WRITES.isdisjoint(sent), sent
