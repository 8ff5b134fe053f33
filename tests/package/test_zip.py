"""What Lambda gets."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from hotline.prompts import prompt_ids
from infra.aws.package import pack
from tests.sources import ROOT

pytestmark = pytest.mark.lambda_zip

EVERYTHING = """
import importlib, pkgutil
import app, chalicelib, hotline
for package in (chalicelib, hotline):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
print("all imported")
"""
ELSEWHERE = """
import botocore.session, phonenumbers
from twilio.rest import Client
botocore.session.get_session().create_client("dynamodb", region_name="eu-west-2")
Client("AC" + "0" * 32, "made up").calls
phonenumbers.is_valid_number(phonenumbers.parse("+442079460000"))
print("all there")
"""


def test_all_of_ours_is_inside(packed: Path) -> None:
    """The app, its doors, the hotline with every spoken word, and the groups' settings."""
    with ZipFile(packed / "deployment.zip") as zipped:
        names = set(zipped.namelist())
    ours = [path for folder in ("chalicelib", "hotline", "groups") for path in files(ROOT / folder)]
    assert {"app.py", *ours} - names == set()


def test_the_words_and_the_groups_are_not_forgotten(packed: Path) -> None:
    """Chalice packs Python; what is not Python comes along too."""
    with ZipFile(packed / "deployment.zip") as zipped:
        settings = {name.rpartition("/")[0] for name in zipped.namelist() if name.endswith(".toml")}
    assert {"groups", "hotline/prompts"} <= settings


def test_other_groups_are_packed_for_another_stage(tmp_path: Path) -> None:
    """Those of the folder that HOTLINE_GROUPS names, and not the project's: one number cannot lead to two lines."""
    groups = tmp_path / "groups"
    groups.mkdir()
    shutil.copy(ROOT / "groups/brentwood.toml", groups / "ongar.toml")
    pack(ROOT, tmp_path / "packed", stage="dev", groups=groups)
    with ZipFile(tmp_path / "packed/deployment.zip") as zipped:
        assert [name for name in zipped.namelist() if name.startswith("groups/")] == ["groups/ongar.toml"]


def test_the_words_are_compiled(packed: Path) -> None:
    """No cold start reads a language's file while somebody waits for the first word."""
    with ZipFile(packed / "deployment.zip") as zipped:
        entries, _ = json.loads(zipped.read("hotline/prompts/en.json"))
    assert entries.keys() == prompt_ids()


def test_it_needs_nothing_else(unpacked: Path) -> None:
    """Every module of ours can be imported with nothing on the path but the unpacked zip."""
    assert python(unpacked, EVERYTHING) == "all imported"


def test_what_was_left_out_is_not_missed(unpacked: Path) -> None:
    """DynamoDB, Twilio's calls and the check of a number still work."""
    assert python(unpacked, ELSEWHERE) == "all there"


def test_it_is_small(packed: Path) -> None:
    """At most 15 MB (DESIGN.md, budgets)."""
    assert (packed / "deployment.zip").stat().st_size <= 15_000_000


def files(folder: Path) -> list[str]:
    """What of this folder is meant to be packed, as it is named in the zip."""
    left_out = {"__pycache__", "cli"}
    return [str(path.relative_to(ROOT)) for path in folder.rglob("*.*") if not left_out & set(path.parts)]


def python(folder: Path, code: str) -> str:
    """What this code prints in a Python that has only this folder and the standard library."""
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
