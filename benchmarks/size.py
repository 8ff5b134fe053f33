"""What is in the zip."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from zipfile import ZipFile

from benchmarks.result import Result

MEGABYTE = 1_000_000
LARGEST = 5


def size(zipped: Path) -> list[Result]:
    """The whole, and its five largest parts, bytecode included."""
    parts: Counter[str] = Counter()
    with ZipFile(zipped) as source:
        for info in source.infolist():
            parts[info.filename.partition("/")[0]] += info.compress_size
    whole = Result(what="package, zipped", found=zipped.stat().st_size / MEGABYTE, budget=15, unit=" MB")
    return [whole, *(_part(name, bytes_in_zip) for name, bytes_in_zip in parts.most_common(LARGEST))]


def _part(name: str, bytes_in_zip: int) -> Result:
    return Result(what=f"  of which {name}", found=bytes_in_zip / MEGABYTE, unit=" MB")
