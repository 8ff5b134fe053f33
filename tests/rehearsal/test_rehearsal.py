"""An hour with three phones: on an exchange that is as Twilio's pages say, everything is as expected."""

from __future__ import annotations

import pytest

from hotline.cli.rehearsal.steps import STEPS
from hotline.cli.rehearsal.verdicts import State
from tests.rehearsal.rehearsed import Rehearsed

pytestmark = pytest.mark.long


def test_everything_is_as_expected(rehearsed: Rehearsed) -> None:
    """Every assumption of every step."""
    verdicts = rehearsed.verdicts()
    assert {name: verdict for name, verdict in verdicts.items() if verdict.state is not State.EXPECTED} == {}
    assert verdicts.keys() == {name for step in STEPS for name in step.judges}
