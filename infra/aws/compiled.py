"""The zip's Python and its prompts, compiled before it goes out.

A Lambda's folder is read-only: without this each cold start compiles every file that it imports, and reads every prompt
there is, while a caller waits for the first word.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

from hotline.prompts import compile_prompts


def add_compiled(path: Path) -> None:
    """Put the bytecode of each file beside it in this zip, and what is read out of the prompts beside them.

    The bytecode is for the Python that runs this, which is also the runtime that Chalice asks Lambda for. It is never
    checked against the source (`unchecked-hash`, PEP 552): the dates that Lambda gives to unpacked files are its own
    business.
    """
    with TemporaryDirectory() as name, ZipFile(path, "a", ZIP_DEFLATED, compresslevel=9) as zipped:
        folder = Path(name)
        zipped.extractall(folder)
        _compile(folder)
        for compiled in [*sorted(folder.rglob("*.pyc")), *compile_prompts(folder / "hotline/prompts")]:
            zipped.write(compiled, compiled.relative_to(folder))


def _compile(folder: Path) -> None:
    """A file that this Python cannot compile is left to fail where it is imported, if ever."""
    options = ["-q", "-q", "--invalidation-mode", "unchecked-hash", "-s", str(folder), "-p", "/var/task"]
    subprocess.run([sys.executable, "-m", "compileall", *options, str(folder)], check=False)
