"""The numbers and countries of a group, looked up before the line starts."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hotline.groups import Group, GroupFileError, Listening, check_thoroughly
from hotline.numbers import PhoneNumber
from tests.groups.files import ROOT, read

SAMARITANS = Listening(name="Samaritans", spoken="116 123", dial=("116123", "+443300945717"))


@pytest.fixture
def ongar(tmp_path: Path) -> Group:
    return replace(read(tmp_path), drama=True)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"listening": SAMARITANS},
        {"listening": replace(SAMARITANS, dial=("+448001111",))},
        {"numbers": (PhoneNumber("+441277200000"),)},
        {"countries": ("GB", "IE")},
    ],
)
def test_what_exists_passes(ongar: Group, changes: dict[str, Any]) -> None:
    """Landlines, helplines of a few digits, countries, and for the sample the numbers for drama."""
    check_thoroughly(replace(ongar, **changes))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"numbers": (PhoneNumber("+44200000000"),)}, "ongar.toml: numbers: there is no such number as +44…00"),
        ({"drama": False}, "ongar.toml: numbers: there is no such number as +44…01"),
        ({"countries": ("XX",)}, 'ongar.toml: countries: "XX" is not a country'),
        ({"listening": replace(SAMARITANS, dial=("+44999999999",))}, "ongar.toml: [listening] dial: there is no such"),
        ({"listening": replace(SAMARITANS, dial=("116124",))}, "ongar.toml: [listening] dial: there is no such"),
    ],
)
def test_what_does_not_exist_is_named(ongar: Group, changes: dict[str, Any], fault: str) -> None:
    """In one line, before anybody dials it."""
    with pytest.raises(GroupFileError) as caught:
        check_thoroughly(replace(ongar, **changes))
    assert str(caught.value).startswith(fault)


def test_a_line_whose_number_does_not_exist_does_not_start(tmp_path: Path) -> None:
    """`hotline serve` says so in one line, before it is ready: here the number is one for drama."""
    read(tmp_path)
    refused = subprocess.run(
        [sys.executable, "-c", "from hotline.cli import main; main()", "serve", "--port", "0"],
        cwd=ROOT,
        env={**os.environ, "HOTLINE_GROUPS": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.splitlines()[-1].endswith(
        "ongar.toml: numbers: there is no such number as +44…01; look at its digits again"
    )
    assert len(refused.stderr.splitlines()) == 1
