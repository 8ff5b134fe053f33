"""Where DynamoDB Local cannot be had, that is said aloud: the store's tests on it fail, and none is skipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.local.dynamodb_local import PACKAGE, VERSION, CannotStart, dynamodb_local, fetch


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder in which programs are looked for: empty, so neither npm nor Java is installed."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def installed(path: Path, program: str, script: str) -> None:
    (path / program).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (path / program).chmod(0o755)


@pytest.mark.usefixtures("path")
def test_without_npm(tmp_path: Path) -> None:
    """It says what is missing, and what for."""
    with pytest.raises(CannotStart, match="npm is not installed"):
        fetch(tmp_path / "cache")


def test_when_npm_cannot_reach_the_registry(tmp_path: Path, path: Path) -> None:
    """Npm's own words are passed on."""
    installed(path, "npm", "echo no route to host >&2; exit 1")
    with pytest.raises(CannotStart, match="no route to host"):
        fetch(tmp_path / "cache")


def test_a_package_that_is_not_what_it_was(tmp_path: Path, path: Path) -> None:
    """A wrong SHA-256 is refused before anything is unpacked, and nothing of it is kept."""
    installed(path, "npm", f"echo something else > {PACKAGE}-{VERSION}.tgz")
    with pytest.raises(CannotStart, match="SHA-256"):
        fetch(tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []


@pytest.mark.usefixtures("path")
def test_without_java(tmp_path: Path) -> None:
    """Also when the package has long been fetched."""
    (tmp_path / f"{PACKAGE}-{VERSION}" / "package" / "emulator").mkdir(parents=True)
    with pytest.raises(CannotStart, match="java is not installed"), dynamodb_local(tmp_path):
        pass


def test_java_that_stops_at_once(tmp_path: Path, path: Path) -> None:
    """What it said is passed on, not waited for."""
    (tmp_path / f"{PACKAGE}-{VERSION}" / "package" / "emulator").mkdir(parents=True)
    installed(path, "java", "echo Error: could not find or load main class")
    with pytest.raises(CannotStart, match="main class"), dynamodb_local(tmp_path):
        pass
