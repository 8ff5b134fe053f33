"""`hotline doctor` with nothing but the line on this machine: no account anywhere."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from hotline.cli import main
from hotline.cli.here import Here
from tests.cli.conftest import LINE, Serve, Stondon, group_file
from tests.cli.test_volunteers import taken_by

NOTHING = dict.fromkeys(
    ["AWS_ACCESS_KEY_ID", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_REGION", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"]
)


def test_the_line_here_is_sound_and_the_rest_is_skipped_with_a_word(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Settings, prompts, tables and people are looked at; AWS and Twilio are not fine, but not checked. Exit code 0."""
    # A line of its own: in the groups of another test there may be no coordinator, which is a fault.
    (tmp_path / "brentwood.toml").write_text(group_file(LINE), encoding="utf-8")
    line = serve(HOTLINE_GROUPS=str(tmp_path))
    line.run("volunteers", "add", "07700 900101", "--name", "Ben", "--group", "brentwood")
    line.run("volunteers", "add", "07700 900102", "--name", "Gwen", "--coordinator", "--group", "brentwood")
    for name in NOTHING:
        monkeypatch.delenv(name, raising=False)
    done = line.run("doctor", "--json")
    found = json.loads(done.stdout)
    assert done.exit_code == 0, done.output
    stands = {one["about"]: one["state"] for one in found}
    assert (stands["prompts: en"], stands["line here"], stands["volunteers: brentwood"]) == ("fine", "fine", "fine")
    assert (stands["AWS"], stands["Twilio"]) == ("not checked", "not checked")


def test_with_nothing_at_all_it_says_what_it_could_not_look_at(tmp_path: Path) -> None:
    """No line, no AWS, no Twilio: the sample's settings are sound."""
    done = CliRunner(env={**NOTHING, "XDG_RUNTIME_DIR": str(tmp_path)}).invoke(main, ["doctor"])
    assert done.exit_code == 0, done.output
    assert "not checked  line here: none runs" in done.stdout
    assert done.stdout.splitlines()[-1] == "nothing to mend; 3 not checked"


def test_a_mistake_in_a_file_is_a_fault(tmp_path: Path) -> None:
    """One line that names file and key."""
    (tmp_path / "ongar.toml").write_text('name = "Ongar"\n')
    env = {**NOTHING, "HOTLINE_GROUPS": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    done = CliRunner(env=env).invoke(main, ["doctor"])
    assert done.exit_code == 1
    assert any(line.startswith("FAULT") and "ongar.toml" in line for line in done.stdout.splitlines())


@pytest.mark.parametrize("region", ["eu-west-2", "us-east-1"])
def test_where_aws_is_named_and_nobody_is_signed_in_that_is_a_fault(tmp_path: Path, region: str) -> None:
    """Whoever named it meant it."""
    env = {**NOTHING, "AWS_REGION": region, "XDG_RUNTIME_DIR": str(tmp_path), "AWS_SECRET_ACCESS_KEY": None}
    done = CliRunner(env=env).invoke(main, ["doctor"])
    assert done.exit_code == 1
    assert "FAULT        AWS: credentials: there are no AWS credentials here" in done.stdout


def test_whoever_helps_only_in_an_area_that_was_renamed_is_named(
    stondon: Stondon, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line with who it is, the file and the key; the list says so, too."""
    stondon.run("volunteers", "add", "07700 900101", "--name", "Ben", "--areas", "ongar")
    stondon.run("volunteers", "add", "07700 900102", "--name", "Gwen", "--coordinator")
    line = stondon.line
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", line.facts["dynamodb"])
    assert Here().store.add_item(replace(taken_by("nobody", stondon.slug), area="ongar"))
    for name in (*NOTHING, "AWS_ENDPOINT_URL_DYNAMODB"):
        monkeypatch.delenv(name, raising=False)
    for file in Path(line.environ["HOTLINE_GROUPS"]).glob("*.toml"):
        renamed = file.read_text(encoding="utf-8").replace("ongar =", "chipping-ongar =")
        (tmp_path / file.name).write_text(renamed, encoding="utf-8")
    changed = replace(line, environ={**line.environ, "HOTLINE_GROUPS": str(tmp_path)})
    done = changed.run("doctor")
    assert done.exit_code == 1
    (said,) = (one for one in done.stdout.splitlines() if f"volunteers: {stondon.slug}:" in one)
    assert said.startswith("FAULT")
    assert f"volunteers: {stondon.slug}: Ben (" in said
    assert f"does not meet `areas` of {stondon.slug}.toml" in said
    assert (
        f"FAULT        requests: {stondon.slug}: `ongar` is no longer in `areas` of {stondon.slug}.toml" in done.stdout
    )
    listed = changed.run("volunteers", "list", "--group", stondon.slug)
    assert "never rung: see areas" in listed.stdout


def test_a_group_with_no_coordinator_is_named(stondon: Stondon, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody would hear what residents say in their own words."""
    stondon.run("volunteers", "add", "07700 900101", "--name", "Ben")
    for name in NOTHING:
        monkeypatch.delenv(name, raising=False)
    done = stondon.line.run("doctor")
    assert done.exit_code == 1
    assert f"FAULT        volunteers: {stondon.slug}: no coordinator is left" in done.stdout
