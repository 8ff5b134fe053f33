"""What is in the zip."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

from benchmarks.result import Result
from infra.aws.slim import contents

MEGABYTE = 1_000_000
LARGEST = 5


def size(zipped: Path) -> list[Result]:
    """The whole, and its five largest parts."""
    with ZipFile(zipped) as source:
        parts = {
            name: sum(source.getinfo(file).compress_size for file in files) / MEGABYTE
            for name, files in contents(source).items()
        }
    largest = sorted(parts.items(), key=lambda part: -part[1])[:LARGEST]
    whole = Result(what="package, zipped", found=zipped.stat().st_size / MEGABYTE, budget=15, unit=" MB")
    return [whole, *(Result(what=f"  of which {name}", found=part, unit=" MB") for name, part in largest)]
