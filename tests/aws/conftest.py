"""The line packed once, as it would be deployed, and what AWS would make of its template."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from infra.aws.package import CannotPack, package
from tests.aws.sam import Template, told, transformed
from tests.sources import ROOT


@pytest.fixture(scope="session")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `deployment.zip` and `sam.json`. Where the line cannot be packed, all else is not worth saying."""
    folder = tmp_path_factory.mktemp("packed")
    try:
        package(ROOT, folder)
    except CannotPack as why:
        pytest.exit(str(why), returncode=1)
    return folder


@pytest.fixture(scope="session")
def sam(packed: Path) -> Template:
    """The template that is handed to AWS."""
    template: Template = json.loads((packed / "sam.json").read_text())
    return template


@pytest.fixture(scope="session")
def template(sam: Template) -> Template:
    """The template that AWS works with."""
    return transformed(sam, told(sam))
