"""The zip's Python and its prompts, compiled before it goes out.

A Lambda's folder is read-only: without this each cold start compiles every file that it imports, and reads every prompt
there is, while a caller waits for the first word.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from hotline.prompts import compile_prompts
from infra.aws.entry import add

RUNTIME = "python3.13"  # what the template asks Lambda for


def add_compiled(path: Path, python: str | None) -> None:
    """Put the bytecode of each file beside it in this zip, and what is read out of the prompts beside them.

    `python` compiles; None: there is no bytecode, and Lambda compiles for itself. It is never checked against the
    source (`unchecked-hash`, PEP 552): the dates that Lambda gives to unpacked files are its own business.
    """
    with TemporaryDirectory() as name, ZipFile(path, "a") as zipped:
        folder = Path(name)
        zipped.extractall(folder)
        if python:
            _compile(folder, python)
        for compiled in [*sorted(folder.rglob("*.pyc")), *compile_prompts(folder / "hotline/prompts")]:
            add(zipped, str(compiled.relative_to(folder)), compiled.read_bytes())


def python_of_the_runtime() -> str | None:
    """A Python of the version that Lambda runs, whose bytecode it can read, if one is on this machine."""
    return next((one for one in _candidates() if _answers_to(one)), None)


def _candidates() -> Iterator[str]:
    """Ours, if it is that; those on the path; and those of pyenv, whose own command may be set to another."""
    if f"python{sys.version_info.major}.{sys.version_info.minor}" == RUNTIME:
        yield sys.executable
    yield from filter(None, (shutil.which(RUNTIME, path=folder) for folder in os.get_exec_path()))
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    yield from map(str, sorted(kept.glob(f"{RUNTIME.removeprefix('python')}.*/bin/{RUNTIME}")))


def _answers_to(python: str) -> bool:
    tell = "import sys; print(f'python{sys.version_info.major}.{sys.version_info.minor}')"
    told = subprocess.run([python, "-c", tell], capture_output=True, text=True, check=False)
    return told.stdout.strip() == RUNTIME


def _compile(folder: Path, python: str) -> None:
    """A file that this Python cannot compile is left to fail where it is imported, if ever.

    With one seed for hashes, so that a set among the constants is written in one order.
    """
    options = ["-q", "-q", "--invalidation-mode", "unchecked-hash", "-s", str(folder), "-p", "/var/task"]
    seeded = {**os.environ, "PYTHONHASHSEED": "0"}
    subprocess.run([python, "-m", "compileall", *options, str(folder)], env=seeded, check=False)
