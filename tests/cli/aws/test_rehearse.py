"""`hotline rehearse` against AWS and Twilio of our own: what it asks of both before anybody rings."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.aws.conftest import Cloud

pytestmark = [pytest.mark.aws, pytest.mark.filterwarnings("ignore:Tried to parse:UserWarning")]

THREE = ("--phone", "07700 900001", "--phone", "07700 900002", "--phone", "07700 900003")


def test_it_refuses_a_group_whose_volunteers_are_not_the_three(cloud: Cloud, tmp_path: Path) -> None:
    """Through the command: the stack, its tables and the account are found; one line says what to do."""
    cloud.deploys()
    file = tmp_path / "rehearsal.json"
    said = cloud.types("rehearse", *THREE, "--file", str(file), exits=1)
    assert said.startswith("the second phone (+44…02) is no coordinator's of brentwood: hotline volunteers add")
    assert not file.exists()
