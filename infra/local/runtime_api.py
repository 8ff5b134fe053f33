"""Lambda's Runtime API on one machine: our zip, run by AWS's own runtime client, as Lambda runs it.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html says what the client asks for: the next event, and where
to put its answer or its error. The client (`awslambdaric`) is a process of its own, with nothing on its path but the
unpacked zip, the client and the standard library.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, Queue
from tempfile import TemporaryDirectory
from threading import Event, Thread
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

CLIENT = Path(sys.prefix) / "runtime-client"  # where `make .venv/lambda` puts it, apart from our own libraries
LIMIT = 60.0  # seconds for one event, its start from cold included, on a busy machine

Json = Mapping[str, Any]


class LambdaFailed(Exception):
    """The function raised, could not be loaded, ended or did not answer; what it said is the message."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the client posted back, or that there is nobody left to post."""

    failed: bool
    body: bytes


class LambdaProcess:
    """`with LambdaProcess(folder, handler="app.app", env={…}) as function: function.invoke(event)`.

    It is given `env` and Lambda's own variables, and nothing else of our environment.
    """

    def __init__(
        self,
        folder: Path,
        *,
        handler: str = "app.app",
        name: str = "hotline",
        memory: int = 512,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self._folder = folder.resolve()
        self._handler, self._name, self._memory = handler, name, memory
        self._env = dict(env or {})
        self._events: Queue[tuple[str, bytes] | None] = Queue()
        self._answers: Queue[Answer] = Queue()
        self._asks = Event()
        self.first_answer_after: float | None = None  # seconds from the start of the process

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._log = Path(stack.enter_context(TemporaryDirectory())) / "log"
            address = stack.enter_context(_serving(self._events, self._answers, self._asks))
            self._started = time.monotonic()
            self._process = process = self._start(address)
            stack.callback(_end, process)
            Thread(target=self._tell_of_the_end, args=(process,), daemon=True).start()
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def wait_until_started(self) -> None:
        """Until it asks for its first event: by then all that it does at its start is done. Raises LambdaFailed."""
        if not self._asks.wait(LIMIT):
            raise LambdaFailed(f"not started in {LIMIT:.0f} seconds\n{self.log()}")

    def invoke(self, event: Json) -> dict[str, Any]:
        """The function's answer to this event."""
        self._events.put((str(uuid4()), json.dumps(event).encode()))
        try:
            answer = self._answers.get(timeout=LIMIT)
        except Empty:
            raise LambdaFailed(f"no answer in {LIMIT:.0f} seconds\n{self.log()}") from None
        if self.first_answer_after is None:
            self.first_answer_after = time.monotonic() - self._started
        if answer.failed:
            raise LambdaFailed(f"{answer.body.decode()}\n{self.log()}")
        result: dict[str, Any] = json.loads(answer.body)
        return result

    def log(self) -> str:
        """All that the process has printed so far: what would be in CloudWatch."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def peak_memory(self) -> int:
        """The most that the process has held so far, in bytes: what AWS would report as used."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) * 1024

    def cpu_seconds(self) -> float:
        """What the process has had of a processor so far."""
        return int(Path(f"/proc/{self._process.pid}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9

    def _start(self, address: str) -> subprocess.Popen[bytes]:
        env = {
            **self._env,
            "AWS_LAMBDA_RUNTIME_API": address,
            "AWS_LAMBDA_FUNCTION_NAME": self._name,
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(self._memory),
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "LAMBDA_TASK_ROOT": str(self._folder),
            "PYTHONPATH": f"{self._folder}:{CLIENT}",
            "PYTHONDONTWRITEBYTECODE": "1",  # a Lambda's folder is read-only: each cold start compiles
        }
        command = [sys.executable, "-S", "-m", "awslambdaric", self._handler]  # -S: without our site-packages
        with self._log.open("wb") as log:
            return subprocess.Popen(command, cwd=self._folder, env=env, stdout=log, stderr=subprocess.STDOUT)

    def _tell_of_the_end(self, process: subprocess.Popen[bytes]) -> None:
        status = process.wait()
        self._answers.put(Answer(failed=True, body=f"the process ended with status {status}".encode()))


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait()


@contextmanager
def _serving(events: Queue[tuple[str, bytes] | None], answers: Queue[Answer], asks: Event) -> Iterator[str]:
    """The Runtime API, at the address given: hands out events, takes in answers."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(events, answers, asks))
    server.daemon_threads = True
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        events.put(None)  # for the client that waits for the next
        server.shutdown()
        server.server_close()


def _handler(
    events: Queue[tuple[str, bytes] | None], answers: Queue[Answer], asks: Event
) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # the client keeps its connection

        def handle(self) -> None:
            with suppress(ConnectionError):  # a client that is ended hangs up at any word
                super().handle()

        def do_GET(self) -> None:
            asks.set()
            if self.path.endswith("/restore/next"):  # its snapshot is taken, and one that begins as a copy goes on
                self._send(200, b"{}", {})
                return
            event = events.get()
            if event is not None:
                request_id, body = event
                self._send(200, body, _headers(request_id))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self._send(202, b'{"status":"OK"}', {})
            answers.put(Answer(failed=self.path.endswith("/error"), body=body))

        def _send(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Nothing: what matters is in the function's own log."""

    return Handler


def _headers(request_id: str) -> dict[str, str]:
    """All that the client looks for, the empty ones too: it fails on a header that is missing."""
    return {
        "Lambda-Runtime-Aws-Request-Id": request_id,
        "Lambda-Runtime-Deadline-Ms": str(int((time.time() + LIMIT) * 1000)),
        "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:eu-west-2:000000000000:function:hotline",
        "Lambda-Runtime-Trace-Id": "",
        "Lambda-Runtime-Client-Context": "",
        "Lambda-Runtime-Cognito-Identity": "",
        "Lambda-Runtime-Aws-Tenant-Id": "",
        "Lambda-Runtime-Invocation-Id": "",
    }
