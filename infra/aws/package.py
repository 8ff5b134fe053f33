"""Pack the line for Lambda: `python -m infra.aws.package FOLDER [STAGE]` (or `make package`).

Chalice resolves and packs; what no Lambda of ours ever reads is then left out, and said; what stays is compiled. It
needs the package registry and no AWS account. The folder gets `deployment.zip` and the whole template, `sam.json`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from infra.aws.compiled import RUNTIME, add_compiled, python_of_the_runtime
from infra.aws.slim import LeftOut, slim
from infra.aws.template import finished, for_stage, release

ROOT = Path(__file__).parent.parent.parent
PACKED = ("app.py", "chalicelib", "vendor", ".chalice/config.json", "requirements.txt")
VENDORED = ("hotline", "groups")  # this is how Chalice packs what is not chalicelib


class CannotPack(Exception):
    """The line cannot be packed; why is the message."""


def package(
    project: Path, into: Path, *, stage: str = "prod", groups: Path | None = None, python: str | None = None
) -> list[LeftOut]:
    """Write the line's `deployment.zip` and `sam.json` into the folder; gives what was left out of the zip.

    `groups` is the folder of the groups' files, by default the project's. `python` compiles it, and is then the only
    one to read what it has compiled: by default that of Lambda's runtime, if it is on this machine. Raises CannotPack.
    """
    _check_links(project)
    pack(project, into, stage=stage, merged=for_stage(stage), groups=groups)
    left_out = lighten(into / "deployment.zip", python or python_of_the_runtime())
    template = into / "sam.json"
    whole = finished(json.loads(template.read_text()), packed=release(into / "deployment.zip", {}))
    template.write_text(json.dumps(whole, indent=2))
    return left_out


def lighten(zipped: Path, python: str | None) -> list[LeftOut]:
    """Leave out of this zip what is never read, and add what would otherwise be worked out at each cold start.

    Raises CannotPack if something is left in it that runs on no machine but this one's kind.
    """
    left_out, machine_code = slim(zipped)
    if machine_code:
        raise CannotPack(
            f"{machine_code[0]} was compiled for the machine that packs, and Lambda's runs {RUNTIME} on Arm: leave its "
            "distribution out in infra/aws/slim.py, or require one that has Python beside it"
        )
    add_compiled(zipped, python)
    return left_out


def pack(
    project: Path, into: Path, *, stage: str, merged: Mapping[str, Any] | None = None, groups: Path | None = None
) -> None:
    """What Chalice makes of this project, whole, `merged` being merged into its template; with these `groups`, if any.

    It is given a clean copy: it would pack `__pycache__` too, and keep each zip it ever made beside the sources.
    """
    with TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in PACKED:
            _copy(project / name, copy / name)
        if groups:
            shutil.rmtree(copy / "vendor/groups")
            _copy(groups, copy / "vendor/groups")
        (copy / "merged.json").write_text(json.dumps(merged or {}))
        _run_chalice(copy, into.resolve(), stage)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_file():
        shutil.copy(source, target)
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))


def _check_links(project: Path) -> None:
    """Chalice packs what is in `vendor`, and says nothing of what is not."""
    for name in VENDORED:
        link = project / "vendor" / name
        if not link.is_dir():
            raise CannotPack(
                f"vendor/{name} does not lead to {name}/, so that {name} would not be in the zip: "
                f"ln -sfn ../{name} vendor/{name}"
            )


def groups_named() -> Path | None:
    """The folder that HOTLINE_GROUPS names. None: the project's own."""
    named = os.environ.get("HOTLINE_GROUPS")
    return Path(named) if named else None


def _run_chalice(project: Path, into: Path, stage: str) -> None:
    chalice = [sys.executable, "-c", "from chalice.cli import main; main()", "package"]
    options = ["--stage", stage, "--merge-template", "merged.json", str(into)]
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
    into, *stage = sys.argv[1:]
    print("Packing for Lambda (half a minute) …")
    try:
        left_out = package(ROOT, Path(into), stage=stage[0] if stage else "prod", groups=groups_named())
    except CannotPack as why:
        sys.exit(str(why))
    for part in left_out:
        print(f"{part.size / 1e6:7.2f} MB less  {part.name}: {part.why}")
    if python_of_the_runtime() is None:
        print(f"   not compiled  there is no {RUNTIME} here: each cold start compiles, and takes several times as long")
    zipped = Path(into) / "deployment.zip"
    print(f"{zipped.stat().st_size / 1e6:7.2f} MB       {zipped}")


if __name__ == "__main__":
    main()
