"""Print the budgets of DESIGN.md beside what is measured here and now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.cold import cold
from benchmarks.result import Result
from benchmarks.size import size
from benchmarks.warm import warm
from infra.aws.package import ROOT, package


def main() -> None:
    """Ratios and counts, each against its budget."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        zipped = folder / "deployment.zip"
        _tell("Packing for Lambda …", lambda: package(ROOT, folder) and [])
        _tell("Starting the zip from cold, twenty times …", lambda: cold(zipped, folder))
        _tell("Answering webhooks …", warm)
        _tell("Weighing the zip …", lambda: size(zipped))


def _tell(doing: str, measure: Callable[[], list[Result]]) -> None:
    print(doing, flush=True)
    for result in measure():
        print(f"  {result}", flush=True)


if __name__ == "__main__":
    main()
