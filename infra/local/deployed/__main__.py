"""Play it: `python -m infra.local.deployed FOLDER [FACTS]`, of a folder with `deployment.zip` and `sam.json`.

Exit 0 only if all of it happened. FACTS is a file for what was seen: what each function asked of AWS, and its peak
memory.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zipfile import ZipFile

from infra.aws.resolved import Resolved
from infra.local.exchange import StoryFailed

if TYPE_CHECKING:
    from infra.local.deployed.line import Deployed

_MEGABYTE = 1_000_000
# What whoever deploys tells the stack, of what has no default.
_TOLD = {
    "AlertEmail": "gwen@example.org",
    "FallbackUrl": "https://away.s3.eu-west-1.amazonaws.com/fallback",
    "Release": "0" * 64,
}


def main() -> None:
    """The story, told as it happens, and what it took."""
    folder, facts = Path(sys.argv[1]), sys.argv[2:]
    stack = Resolved(json.loads((folder / "sam.json").read_text(encoding="utf-8")), **_TOLD)
    _use_nobodys_account(next(iter(stack.functions.values())).environment)
    from infra.local.deployed.line import deployed  # the names of its tables are read when it is imported
    from infra.local.deployed.story import play_all

    with TemporaryDirectory() as name:
        unpacked, groups = Path(name) / "task", Path(name) / "groups"
        with ZipFile(folder / "deployment.zip") as zipped:
            zipped.extractall(unpacked)
        _where_it_is_noon(unpacked / "groups", groups)
        with deployed(stack, unpacked, groups) as line:
            try:
                play_all(line, print)
            except StoryFailed as why:
                refused = "\n".join(sorted(line.guard.refused))  # last, since it says most
                sys.exit(f"{why}\n\n{line.logs()}\n\n{refused}")
            if facts:
                Path(facts[0]).write_text(json.dumps(_seen(line)), encoding="utf-8")
            for one in line.functions.values():
                peak = one.process.peak_memory() / _MEGABYTE
                print(f"{one.function.id:<12} {peak:5.0f} MB at its peak, of {one.function.memory}")


def _seen(line: Deployed) -> dict[str, object]:
    return {
        "uses": [[function, *act] for function, act in sorted(line.guard.uses)],
        "peaks": {name: one.process.peak_memory() for name, one in line.functions.items()},
    }


def _use_nobodys_account(environment: Mapping[str, str]) -> None:
    for name in [name for name in os.environ if name.startswith(("AWS_", "TWILIO_", "HOTLINE_"))]:
        del os.environ[name]
    nobodys = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_DEFAULT_REGION": "eu-west-2"}
    nowhere = {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    os.environ.update(nobodys | nowhere, AWS_ACCOUNT_ID_ENDPOINT_MODE="disabled")
    os.environ["HOTLINE_TABLES"] = environment["HOTLINE_TABLES"]


def _where_it_is_noon(groups: Path, into: Path) -> None:
    """The same settings, in a zone where it is about noon now: the functions go by the clock on the wall."""
    shutil.copytree(groups, into)
    zone = f"Etc/GMT{datetime.now(UTC).hour - 12:+d}"  # POSIX counts westwards
    for file in into.glob("*.toml"):
        file.write_text(file.read_text(encoding="utf-8").replace("Europe/London", zone), encoding="utf-8")


if __name__ == "__main__":
    main()
