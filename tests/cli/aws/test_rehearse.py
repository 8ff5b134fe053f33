"""`hotline rehearse` against AWS and Twilio of our own: what it asks of both before anybody rings."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline.cli.rehearsal.course import left
from hotline.cli.rehearsal.evidence import Evidence, Notebook, opened
from hotline.cli.rehearsal.steps import STEPS
from tests.cli.aws.conftest import GROUP, LINE, Cloud

pytestmark = [pytest.mark.aws, pytest.mark.filterwarnings("ignore:Tried to parse:UserWarning")]

THREE = ("--phone", "07700 900001", "--phone", "07700 900002", "--phone", "07700 900003")


def test_it_refuses_a_group_whose_volunteers_are_not_the_three(cloud: Cloud, tmp_path: Path) -> None:
    """Through the command: the stack, its tables and the account are found; one line says what to do."""
    cloud.deploys()
    file = tmp_path / "rehearsal.json"
    said = cloud.types("rehearse", *THREE, "--file", str(file), exits=1)
    assert said.startswith("the second phone (+44…02) is no coordinator's of brentwood: hotline volunteers add")
    assert not file.exists()


def test_a_step_is_done_kept_and_gone_on_with(cloud: Cloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last step, which needs no phone: here there is no budget, which is otherwise, and AWS's own is not seen."""
    fit = f"""{GROUP.format(slug="brentwood", name="Brentwood Mutual Aid", number=LINE)}
[policy]
rest = "0s"
daily_cap = 24
"""
    text = fit.replace("drama = true", 'drama = true\nhours = "every day 00:00-24:00"')
    (cloud.groups / "brentwood.toml").write_text(text, encoding="utf-8")
    cloud.deploys()
    monkeypatch.setenv("HOTLINE_TABLES", "hotline-prod")
    cloud.types("volunteers", "add", "07700 900002", "--group", "brentwood", "--name", "Second", "--coordinator")
    cloud.types("volunteers", "add", "07700 900003", "--group", "brentwood", "--name", "Third")
    file = tmp_path / "rehearsal.json"
    assert "does not lead to this line" in cloud.types("rehearse", *THREE, "--file", str(file), exits=1)
    cloud.types("connect")
    said = cloud.types("rehearse", *THREE, "--file", str(file), "--only", "aws", exits=1)
    assert "1 of 1, aws: Nothing to do: the rehearsal asks AWS what was deployed." in said
    assert "there is no such budget" in said
    assert f"What was seen is in {file}." in said
    assert opened(file).steps["aws"].complete
    assert [step.name for step in left(opened(file))] == [step.name for step in STEPS if step.name != "aws"]


def test_a_line_that_is_down_is_put_back_before_anything_is_refused(cloud: Cloud, tmp_path: Path) -> None:
    """Through the command: the phones are no volunteers' any more, and yet the number leads to the line again."""
    cloud.deploys()
    cloud.types("connect")
    ours = cloud.exchange.numbers[LINE].voice
    assert ours
    gone = ours.url.removesuffix("/voice") + "/rehearsal/no-such-page"
    cloud.exchange.own(LINE, voice_url=gone)
    file = tmp_path / "rehearsal.json"
    kept = Notebook(
        file=file, group="brentwood", stage="prod", phones=("+44…01", "+44…02", "+44…03"), voice_url=ours.url
    )
    kept.keep(Evidence(step="dead", begun="2026-11-24T10:00:00+00:00", ended="2026-11-24T10:00:30+00:00"))
    said = cloud.types("rehearse", *THREE, "--file", str(file), "--resume", exits=1)
    assert "leads to the line again now" in said
    assert (
        f"The rehearsal cannot go on now: the last line says why. What was seen is in {file}. Go on with --resume."
        in said
    )
    assert said.splitlines()[-1].startswith("the second phone (+44…02) is no coordinator's of brentwood")
    voice = cloud.exchange.numbers[LINE].voice
    assert voice
    assert voice.url == ours.url
