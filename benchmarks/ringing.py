"""How soon a phone rings for help that was asked for, on the line that `hotline serve` runs."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Queue
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from app import app
from benchmarks.posts import ACCOUNT, TOKEN, action, post
from benchmarks.result import Result
from benchmarks.world import GROUP, volunteer
from chalicelib.outside import groups_folder
from hotline.records import Need
from hotline.store import Store
from infra.local.line import Line, running
from infra.local.server import Answer, Server

CALLS = 5
KEYS = ("1", "2", "1", "1")  # shopping, Ongar, today, right
_LONGEST = 60  # seconds


class Twilio:
    """Takes every call that is to be placed, and notes when."""

    def __init__(self) -> None:
        self.asked_at: Queue[float] = Queue()

    def __call__(self, _method: str, _url: str, _headers: Mapping[str, str], _body: bytes) -> Answer:
        self.asked_at.put(perf_counter())
        call = {"sid": f"CA{self.asked_at.qsize():032x}", "status": "queued"}
        return 201, {"Content-Type": "application/json"}, json.dumps(call).encode()


def ringing() -> list[Result]:
    """From the moment at which the resident's call is over, and the request opens, to the call that is placed."""
    twilio, server = Twilio(), Server(host="127.0.0.1", port=0)
    server.put("/", twilio)
    with TemporaryDirectory() as name, server.open(), _line(Path(name), server.url) as line:
        _neighbours_join()
        waits = [_first_ring(line, twilio, nth) for nth in range(CALLS)]
    what, note = "from opening to the first ring, local", f"median of {CALLS}, the longest {max(waits):.2g} s"
    return [Result(what=what, found=median(waits), budget=1, unit=" s", note=note)]


@contextmanager
def _line(folder: Path, twilio_url: str) -> Iterator[Line]:
    """The sample group, awake at any hour, since this line goes by the clock on the wall."""
    sample = (groups_folder() / f"{GROUP}.toml").read_text(encoding="utf-8")
    (folder / f"{GROUP}.toml").write_text(sample.replace("09:00-20:00", "00:00-24:00", 1), encoding="utf-8")
    os.environ["HOTLINE_GROUPS"] = str(folder)
    told = {
        "TWILIO_API_URL": twilio_url,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "XDG_RUNTIME_DIR": str(folder),
    }
    try:
        with running(host="127.0.0.1", port=0, public_url=None, environ=told) as line:
            yield line
    finally:
        del os.environ["HOTLINE_GROUPS"]


def _neighbours_join() -> None:
    for nth in range(CALLS):
        asked_at = datetime.now(UTC) - timedelta(days=nth + 1)
        Store().add_volunteer(volunteer(f"+44770090010{nth}", needs={Need.SHOPPING}, asked_at=asked_at))


def _first_ring(line: Line, twilio: Twilio, nth: int) -> float:
    call = {"CallSid": f"CA{nth:032x}"}
    heard = post(app, f"{line.base_url}/voice", call, base_url=line.base_url)
    for key in KEYS:
        heard = post(app, action(heard), {**call, "Digits": key}, base_url=line.base_url)
    began = perf_counter()
    post(app, f"{line.base_url}/status", {**call, "CallStatus": "completed"}, base_url=line.base_url)
    return twilio.asked_at.get(timeout=_LONGEST) - began
