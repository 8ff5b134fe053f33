"""From nothing to the first word, and on to the first key: the packed zip under AWS's runtime client.

Against a bare Chalice app, in turn with ours, so that whatever else the machine does is shared between them. Each is as
it would be at AWS: the bare one as Chalice packs it, ours with the bytecode that infra.aws.compiled adds, and with
Twilio's tokens to be read first. At AWS the function that answers is started from a snapshot, taken before anybody
phoned (SnapStart): what it then still has to do is told too, without what AWS needs to wake it.
"""

from __future__ import annotations

import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from zipfile import ZipFile

from app import app
from benchmarks.bare.app import app as bare_app
from benchmarks.parameters import parameter_store
from benchmarks.posts import BASE_URL, OK, SETTINGS, action, event
from benchmarks.result import Result
from hotline.store import Store
from infra.aws.package import lighten, pack
from infra.local.moto_server import EmbeddedDynamoDB
from infra.local.runtime_api import LambdaProcess

STARTS = 20
NEED = "1"  # the first key, which is kept at once
_SNAPSHOT = {"AWS_LAMBDA_INITIALIZATION_TYPE": "snap-start"}
_ONE_CPU = 1769  # MB: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html

Settings = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call, to one process that nobody had phoned before."""

    greeting: float  # seconds, from the start of the process, or of its copy
    key: float = 0.0  # seconds, to the answer of the first key
    cpu: float = 0.0  # seconds of one processor, for both


def cold(zipped: Path, folder: Path) -> list[Result]:
    """The table; each ratio is of the medians of so many starts."""
    bare, compiled = _bare_apps(folder)
    ours = _unpacked(zipped, folder / "ours")
    at = {"HOTLINE_BASE_URL": BASE_URL}
    calls: dict[str, list[Call]] = defaultdict(list)
    with _tables() as tables, parameter_store(folder, tls=False) as plain, parameter_store(folder, tls=True) as tls:
        kinds: dict[str, Callable[[], Call]] = {
            "bare": lambda: Call(greeting=_bare(bare)),
            "compiled": lambda: Call(greeting=_bare(compiled)),
            "ours": lambda: _call(ours, {**at, **tables, **plain}),
            "told": lambda: _call(ours, {**SETTINGS, **tables}),
            "tls": lambda: _call(ours, {**at, **tables, **tls}),
            "snapshot": lambda: _call(ours, {**at, **tables, **tls, **_SNAPSHOT}),
        }
        for _ in range(STARTS):
            for kind, phone in kinds.items():
                calls[kind].append(phone())
    return _table(calls)


def _table(calls: Mapping[str, list[Call]]) -> list[Result]:
    first = {kind: median(call.greeting for call in each) for kind, each in calls.items()}
    key = {kind: median(call.key for call in each) for kind, each in calls.items()}
    cpu = median(call.cpu for call in calls["snapshot"])
    bare, note = first["bare"], f"median of {STARTS} starts each"

    def ratio(what: str, found: float, budget: float | None = None, of: float = bare) -> Result:
        return Result(what=what, found=found / of, budget=budget, unit=" x", note=note)

    return [
        ratio("first greeting from cold, secrets read / a bare Chalice app's", first["ours"], 1.5),
        ratio("  the same, had the bare app its bytecode too", first["ours"], of=first["compiled"]),
        ratio("  the same, with the secrets in its environment", first["told"]),
        ratio("  the same, with the secrets read over TLS", first["tls"]),
        ratio("  the same, from its snapshot", first["snapshot"]),
        ratio("first key that writes, after that / the bare app's greeting", key["ours"]),
        ratio("  the same, from its snapshot", key["snapshot"]),
        Result(what="CPU for both, from its snapshot", found=cpu, unit=" s", note=_by_memory(cpu)),
    ]


def _by_memory(cpu: float) -> str:
    """AWS gives a function a processor's share by its memory."""
    return ", ".join(f"{memory} MB: {cpu * _ONE_CPU / memory:.2g} s" for memory in (256, 512, 1024))


def _bare_apps(folder: Path) -> tuple[Path, Path]:
    """As Chalice packs it, and with the bytecode that ours has."""
    project = Path(__file__).parent / "bare"
    pack(project, folder / "bare-zip", stage="dev")
    pack(project, folder / "bare-compiled-zip", stage="dev")
    lighten(folder / "bare-compiled-zip/deployment.zip", sys.executable)
    zips = [(folder / f"{name}-zip/deployment.zip", folder / name) for name in ("bare", "bare-compiled")]
    whole, compiled = (_unpacked(zipped, into) for zipped, into in zips)
    return whole, compiled


def _unpacked(zipped: Path, folder: Path) -> Path:
    with ZipFile(zipped) as archive:
        archive.extractall(folder)
    return folder


@contextmanager
def _tables() -> Iterator[Settings]:
    """A DynamoDB with our tables; what a function must be told to find it."""
    with EmbeddedDynamoDB() as db:
        os.environ["AWS_ENDPOINT_URL_DYNAMODB"] = db.url
        Store().create_tables()
        del os.environ["AWS_ENDPOINT_URL_DYNAMODB"]
        keys = {"AWS_ACCESS_KEY_ID": "made-up", "AWS_SECRET_ACCESS_KEY": "made-up"}
        yield {"AWS_ENDPOINT_URL_DYNAMODB": db.url, **keys}


def _bare(folder: Path) -> float:
    with LambdaProcess(folder) as function:
        _answer(function, event(bare_app, f"{BASE_URL}/voice", {}))
        return function.first_answer_after or 0.0


def _call(folder: Path, settings: Settings) -> Call:
    """Somebody phones, and presses their first key."""
    with LambdaProcess(folder, env=settings) as function:
        if settings.keys() >= _SNAPSHOT.keys():
            function.wait_until_started()
        used, began = function.cpu_seconds(), time.monotonic()
        greeting = _answer(function, event(app, f"{BASE_URL}/voice", {}))
        since = time.monotonic() - began if settings.keys() >= _SNAPSHOT.keys() else function.first_answer_after or 0.0
        began = time.monotonic()
        _answer(function, event(app, action(greeting), {"Digits": NEED}))
        return Call(greeting=since, key=time.monotonic() - began, cpu=function.cpu_seconds() - used)


def _answer(function: LambdaProcess, asked: dict[str, Any]) -> str:
    answer = function.invoke(asked)
    if answer["statusCode"] != OK or "[ERROR]" in function.log():  # else it is the apology that would be measured
        raise RuntimeError(f"no answer: {answer}\n{function.log()}")
    return str(answer["body"])
