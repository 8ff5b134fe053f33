"""Print the budgets of DESIGN.md beside what is measured here and now."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.cold import cold
from benchmarks.operations import operations
from benchmarks.picking import picking
from benchmarks.result import Result
from benchmarks.size import size
from benchmarks.warm import warm
from infra.aws.package import ROOT, package


def main() -> None:
    """Ratios and counts, each against its budget."""
    _use_nobodys_account()
    with TemporaryDirectory() as name:
        folder = Path(name)
        zipped = folder / "deployment.zip"
        print("Packing for Lambda …", flush=True)
        package(ROOT, folder)
        _tell("Starting the zip from cold, twenty times …", lambda: cold(zipped, folder))
        _tell("Answering webhooks …", warm)
        _tell("Weighing the zip …", lambda: size(zipped))
    _tell("Living one whole story …", operations)
    _tell("Picking the next volunteer of 100, and of 100,000 who join first (some minutes) …", picking)


def _use_nobodys_account() -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ.update(AWS_ACCESS_KEY_ID="local", AWS_SECRET_ACCESS_KEY="local", AWS_DEFAULT_REGION="eu-west-2")  # noqa: S106


def _tell(doing: str, measure: Callable[[], list[Result]]) -> None:
    print(doing, flush=True)
    for result in measure():
        print(f"  {result}", flush=True)


if __name__ == "__main__":
    main()
