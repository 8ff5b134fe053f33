"""The words of `hotline rehearse`: each mistake is one line, and nothing is asked of anybody before."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hotline.cli import main
from hotline.cli.rehearsal.evidence import Evidence, Notebook
from tests.cli.conftest import LINE, group_file

THREE = ("--phone", "07700 900001", "--phone", "07700 900002", "--phone", "07700 900003")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "groups").mkdir()
    (tmp_path / "groups" / "brentwood.toml").write_text(group_file(LINE), encoding="utf-8")
    return tmp_path / "rehearsal.json"


def run(file: Path, *words: str) -> Result:
    env = {"HOTLINE_GROUPS": str(file.parent / "groups"), "XDG_RUNTIME_DIR": str(file.parent), "AWS_PROFILE": None}
    return CliRunner(env=env).invoke(main, ["rehearse", "--file", str(file), *words])


def kept(file: Path, **changes: object) -> Notebook:
    given = {"group": "brentwood", "stage": "prod", "phones": ("+44…01", "+44…02", "+44…03"), **changes}
    notebook = Notebook(file=file, **given)  # type: ignore[arg-type] # what the test says
    notebook.keep(Evidence(step="dead", begun="2026-11-24T10:00:00+00:00", ended="2026-11-24T10:00:30+00:00"))
    return notebook


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*THREE, "--only", "whispers"), "There is no step whispers; there are words, silence, mute"),
        (THREE[:4], "give three different --phone"),
        ((*THREE[:4], "--phone", "07700 900001"), "give three different --phone"),
        ((*THREE[:4], "--phone", "12"), "--phone:"),
        ((*THREE[:4], "--phone", "020 7946 0000"), "This is a number of the line itself"),
        ((*THREE, "--group", "ongar"), "There is no group ongar; there is brentwood"),
    ],
)
def test_a_mistake_in_its_words_is_one_line(file: Path, words: tuple[str, ...], said: str) -> None:
    """Exit code 2, and no file is begun."""
    done = run(file, *words)
    assert done.exit_code == 2
    assert said in done.output
    assert len(done.output.splitlines()) == 1
    assert not file.exists()


@pytest.mark.parametrize(
    ("words", "changes", "said"),
    [
        ((), {}, "exists: go on with --resume, or name another --file"),
        (
            ("--resume",),
            {"phones": ("+44…01", "+44…02", "+44…09")},
            "belongs to another rehearsal, of brentwood (prod) with",
        ),
        (("--only", "dead"), {"stage": "dev"}, "belongs to another rehearsal, of brentwood (dev) with"),
    ],
)
def test_a_file_that_is_there_is_not_written_over(
    file: Path, words: tuple[str, ...], changes: dict[str, object], said: str
) -> None:
    """Of this rehearsal it is gone on with, when that is said; of another it is left alone."""
    kept(file, **changes)
    before = file.read_bytes()
    done = run(file, *THREE, *words)
    assert done.exit_code == 1
    assert said in done.output
    assert file.read_bytes() == before


def test_there_is_nothing_to_go_on_with(file: Path) -> None:
    """It says how to begin."""
    done = run(file, *THREE, "--resume")
    assert done.exit_code == 1
    assert "to go on with: begin without --resume" in done.output
