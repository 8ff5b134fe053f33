"""From nothing to the first word: the packed zip under AWS's runtime client, against a bare Chalice app."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any
from zipfile import ZipFile

from benchmarks.bare.app import app as bare_app
from benchmarks.posts import BASE_URL, OK, SETTINGS, event
from benchmarks.result import Result
from infra.aws.package import pack
from infra.local.runtime_api import LambdaProcess

STARTS = 10


def cold(zipped: Path, folder: Path) -> list[Result]:
    """Ours and the bare one in turn, so that whatever else the machine does is shared between them."""
    pack(Path(__file__).parent / "bare", folder / "bare-zip", stage="dev")
    ours = _unpacked(zipped, folder / "ours")
    bare = _unpacked(folder / "bare-zip/deployment.zip", folder / "bare")
    ring = event(bare_app, f"{BASE_URL}/voice", {})
    times = [(_first_answer(ours, SETTINGS, ring), _first_answer(bare, {}, ring)) for _ in range(STARTS)]
    ratio = median(our for our, _ in times) / median(theirs for _, theirs in times)
    note = f"median of {STARTS} starts each"
    return [
        Result(what="first greeting from cold / a bare Chalice app's", found=ratio, budget=1.5, unit=" x", note=note)
    ]


def _unpacked(zipped: Path, folder: Path) -> Path:
    with ZipFile(zipped) as archive:
        archive.extractall(folder)
    return folder


def _first_answer(folder: Path, settings: Mapping[str, str], ring: dict[str, Any]) -> float:
    with LambdaProcess(folder, env=settings) as function:
        answer = function.invoke(ring)
        if answer["statusCode"] != OK:
            raise RuntimeError(f"no greeting: {answer}\n{function.log()}")
        return function.first_answer_after or 0.0
