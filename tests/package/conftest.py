"""The zip for Lambda, made once."""

from __future__ import annotations

import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from infra.aws.package import package
from tests.sources import ROOT


@pytest.fixture(scope="session")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `deployment.zip` and `sam.json`."""
    folder = tmp_path_factory.mktemp("package")
    package(ROOT, folder, python=sys.executable)  # which runs it here
    return folder


@pytest.fixture(scope="session")
def unpacked(packed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as Lambda lays it out."""
    folder = tmp_path_factory.mktemp("task")
    with ZipFile(packed / "deployment.zip") as zipped:
        zipped.extractall(folder)
    return folder
