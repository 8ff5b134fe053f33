"""From nothing to the first word: the packed zip under AWS's runtime client, against a bare Chalice app.

Each is as it would be at AWS: the bare one as Chalice packs it, ours with the bytecode that infra.aws.compiled adds.
What that bytecode does for us is told beside it, by a bare app that has it too.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any
from zipfile import ZipFile

from benchmarks.bare.app import app as bare_app
from benchmarks.posts import BASE_URL, OK, SETTINGS, event
from benchmarks.result import Result
from infra.aws.package import lighten, pack
from infra.local.runtime_api import LambdaProcess

STARTS = 10


def cold(zipped: Path, folder: Path) -> list[Result]:
    """Ours and the bare ones in turn, so that whatever else the machine does is shared between them."""
    project = Path(__file__).parent / "bare"
    pack(project, folder / "bare-zip", stage="dev")
    pack(project, folder / "bare-compiled-zip", stage="dev")
    lighten(folder / "bare-compiled-zip/deployment.zip", sys.executable)
    ring = event(bare_app, f"{BASE_URL}/voice", {})
    ours = _unpacked(zipped, folder / "ours")
    bare = _unpacked(folder / "bare-zip/deployment.zip", folder / "bare")
    compiled = _unpacked(folder / "bare-compiled-zip/deployment.zip", folder / "bare-compiled")
    times = [
        [_first_answer(ours, SETTINGS, ring), *(_first_answer(one, {}, ring) for one in (bare, compiled))]
        for _ in range(STARTS)
    ]
    our, theirs, theirs_compiled = (median(of_one) for of_one in zip(*times, strict=True))
    note = f"median of {STARTS} starts each"
    what = "first greeting from cold / a bare Chalice app's"
    return [
        Result(what=what, found=our / theirs, budget=1.5, unit=" x", note=note),
        Result(what="  the same, had the bare app its bytecode too", found=our / theirs_compiled, unit=" x", note=note),
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
