"""What holds for every test: nothing of the developer's own accounts, and no judgement by the clock on the wall."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.alone import reach_no_account

# Before anything is imported, and so also for what is read on import: a test must reach nobody's account.
reach_no_account()

# A slow machine is not a fault in the code; and a failure that is found is found again, by everyone.
settings.register_profile("hotline", deadline=None, derandomize=True)
settings.load_profile("hotline")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record-aws", type=Path, metavar="FOLDER", help="note what each function asks of AWS there")


_RECORDER = pytest.StashKey[Any]()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Before any client of AWS's is made."""
    if session.config.getoption("--record-aws"):
        from tests.recorder import Recorder

        session.config.stash[_RECORDER] = Recorder()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Each process of a run on several cores has a file of its own."""
    recorder = session.config.stash.get(_RECORDER, None)
    if recorder:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        recorder.keep(session.config.getoption("--record-aws") / f"{worker}.json")


def pytest_configure() -> None:
    """moto, quicker: it looks up what never changes each time, and for what is not there.

    A value of DynamoDB's is {"S": "…"}: to look only for the type that is there takes a third off the whole suite.
    """
    from moto.core import responses, utils
    from moto.core.serialize import BaseJSONSerializer

    vars(responses)["method_names_from_class"] = cache(utils.method_names_from_class)
    whole = BaseJSONSerializer._serialize_type_structure  # noqa: SLF001

    def structure(self: Any, serialized: Any, value: Any, shape: Any, key: str) -> None:
        if shape.name == "AttributeValue" and isinstance(value, dict):
            serialized[key] = {}
            for kind, what in value.items():
                self._serialize(serialized[key], what, shape.members[kind], kind)
        else:
            whole(self, serialized, value, shape, key)

    BaseJSONSerializer._serialize_type_structure = structure  # type: ignore[method-assign]  # noqa: SLF001
