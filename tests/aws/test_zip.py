"""What is uploaded: ours, for any machine, and an error in words where something is missing."""

from __future__ import annotations

import stat
import sys
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import pytest

from infra.aws.compiled import python_of_the_runtime
from infra.aws.package import CannotPack, lighten, package
from infra.aws.template import parts
from tests.sources import ROOT

pytestmark = pytest.mark.aws


def names(zipped: Path) -> list[str]:
    with ZipFile(zipped) as archive:
        return archive.namelist()


def test_the_hotline_and_its_groups_are_in_it(packed: Path) -> None:
    """By way of the links in vendor/, which is how Chalice packs them."""
    there = names(packed / "deployment.zip")
    assert "hotline/answering.py" in there, "vendor/hotline has not brought hotline/ into the zip"
    assert "groups/brentwood.toml" in there, "vendor/groups has not brought groups/ into the zip"


@pytest.mark.parametrize("name", ["hotline", "groups"])
@pytest.mark.parametrize("broken", ["gone", "nowhere", "text"])
def test_a_broken_link_is_named(tmp_path: Path, name: str, broken: str) -> None:
    """Missing, leading nowhere, or (git on Windows) a file with the path in it."""
    (tmp_path / "vendor").mkdir()
    for each in ("hotline", "groups"):
        (tmp_path / each).mkdir()
        (tmp_path / "vendor" / each).symlink_to(f"../{each}")
    link = tmp_path / "vendor" / name
    link.unlink()
    if broken == "nowhere":
        link.symlink_to("nowhere")
    if broken == "text":
        link.write_text(f"../{name}")
    with pytest.raises(CannotPack, match=f"vendor/{name} does not lead to {name}/.*ln -sfn"):
        package(tmp_path, tmp_path / "packed")


def test_two_packings_of_one_tree_are_the_same_bytes(packed: Path, tmp_path: Path) -> None:
    """What was deployed already is then known by its hash, and nothing changes at AWS without a change here."""
    package(ROOT, tmp_path)
    for name in ("deployment.zip", "sam.json"):
        assert (tmp_path / name).read_bytes() == (packed / name).read_bytes(), name


def test_neither_dates_nor_order_nor_permissions_are_in_it(tmp_path: Path) -> None:
    """Those of whoever packs are their own business; every file can be read by Lambda's user."""
    told = []
    for year, order, permissions in ((2024, ("b.py", "a.py"), 0o600), (2026, ("a.py", "b.py"), 0o755)):
        zipped = tmp_path / f"{year}.zip"
        with ZipFile(zipped, "w") as archive:
            for name in order:
                info = ZipInfo(name, (year, 11, 24, 10, 0, 0))
                info.external_attr = permissions << 16
                archive.writestr(info, f"name = {name!r}")
            archive.writestr("hotline/prompts/README", "")  # which is compiled, if there is anything in it
        lighten(zipped, sys.executable)
        told.append(zipped.read_bytes())
        with ZipFile(zipped) as archive:
            assert {stat.filemode(info.external_attr >> 16) for info in archive.infolist()} == {"-rw-r--r--"}
    assert told[0] == told[1]


def test_nothing_in_it_is_for_one_machine_only(packed: Path) -> None:
    """No compiled extension: Lambda's machine is another."""
    assert [name for name in names(packed / "deployment.zip") if name.endswith((".so", ".pyd", ".dylib"))] == []


def test_what_runs_on_one_machine_only_is_refused(tmp_path: Path) -> None:
    """Unless its Python is beside it, and is used instead."""
    zipped = tmp_path / "deployment.zip"
    with ZipFile(zipped, "w") as archive:
        for name in ("slow/fast.cpython-311-x86_64-linux-gnu.so", "slow/fast.py", "only/here.cpython-311-darwin.so"):
            archive.writestr(name, "")
    with pytest.raises(CannotPack, match=r"only/here.cpython-311-darwin.so was compiled for the machine that packs"):
        lighten(zipped, None)
    assert names(zipped) == ["only/here.cpython-311-darwin.so", "slow/fast.py"]


@pytest.mark.skipif(
    python_of_the_runtime() is None, reason="there is no Python of Lambda's version here to compile with"
)
def test_its_bytecode_is_of_the_python_that_runs_it(packed: Path) -> None:
    """Of that version and of no other."""
    compiled = [name for name in names(packed / "deployment.zip") if name.endswith(".pyc")]
    assert len(compiled) > 100
    assert [name for name in compiled if not name.endswith(".cpython-313.pyc")] == []


def test_no_two_files_of_the_template_say_the_same(tmp_path: Path) -> None:
    """The later would win without a word."""
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text("Resources: {It: {Type: AWS::SQS::Queue}}")
    with pytest.raises(ValueError, match=r"two\.yaml: It is in another file"):
        parts(tmp_path)
