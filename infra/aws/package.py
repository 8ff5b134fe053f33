"""Pack the line for Lambda: `python -m infra.aws.package FOLDER` (or `make package`).

Chalice resolves and packs; what no Lambda of ours ever reads is then left out, and said; what stays is compiled. It
needs the package registry and no AWS account. The folder gets `deployment.zip` and Chalice's template `sam.json`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from infra.aws.compiled import add_compiled
from infra.aws.slim import LeftOut, slim

ROOT = Path(__file__).parent.parent.parent
PACKED = ("app.py", "chalicelib", "vendor", ".chalice/config.json", "requirements.txt")


class CannotPack(Exception):
    """Chalice could not pack the app; what it said is the message."""


def package(project: Path, into: Path, *, stage: str = "prod") -> list[LeftOut]:
    """Write this project's `deployment.zip` and `sam.json` into the folder; gives what was left out of the zip."""
    pack(project, into, stage=stage)
    left_out = slim(into / "deployment.zip")
    add_compiled(into / "deployment.zip")
    return left_out


def pack(project: Path, into: Path, *, stage: str) -> None:
    """What Chalice makes of this project, whole.

    It is given a clean copy: it would pack `__pycache__` too, and keep each zip it ever made beside the sources.
    """
    with TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in PACKED:
            _copy(project / name, copy / name)
        _run_chalice(copy, into.resolve(), stage)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_file():
        shutil.copy(source, target)
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))


def _run_chalice(project: Path, into: Path, stage: str) -> None:
    settings = ROOT / "infra/aws/settings.json"
    chalice = [sys.executable, "-c", "from chalice.cli import main; main()", "package"]
    options = ["--stage", stage, "--merge-template", str(settings), str(into)]
    done = subprocess.run(
        [*chalice, *options], cwd=project, env=_no_account(), capture_output=True, text=True, check=False
    )
    # It reports a dependency that it could not get in words only, and packs the rest.
    if done.returncode or "Could not install dependencies" in done.stdout + done.stderr:
        raise CannotPack(f"chalice package: {(done.stdout + done.stderr).strip()}")


def _no_account() -> dict[str, str]:
    """The environment, less whatever leads to somebody's AWS account; Chalice asks for no more than a region's name."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    nowhere = {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    return {**kept, **nowhere, "AWS_DEFAULT_REGION": "eu-west-2", "PYTHONDONTWRITEBYTECODE": "1"}


def main() -> None:
    """Pack this project, and print what was left out."""
    into = Path(sys.argv[1])
    print("Packing for Lambda (half a minute) …")
    left_out = package(ROOT, into)
    for part in left_out:
        print(f"{part.size / 1e6:7.2f} MB less  {part.name}: {part.why}")
    zipped = into / "deployment.zip"
    print(f"{zipped.stat().st_size / 1e6:7.2f} MB       {zipped}")


if __name__ == "__main__":
    main()
