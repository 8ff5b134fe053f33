"""Print the budgets of DESIGN.md beside what is measured here and now."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.cold import cold
from benchmarks.operations import operations
from benchmarks.picking import picking
from benchmarks.result import Result
from benchmarks.ringing import ringing
from benchmarks.size import size
from benchmarks.suite import suite
from benchmarks.warm import warm
from infra.aws.package import ROOT, package


def main() -> None:
    """Each against its budget, and at the end how many of them are kept."""
    _use_nobodys_account()
    told: list[Result] = []
    with TemporaryDirectory() as name:
        folder = Path(name)
        zipped = folder / "deployment.zip"
        print("Packing for Lambda …", flush=True)
        package(ROOT, folder, python=sys.executable)  # which runs it here
        told += _tell("Starting the zip from cold, thirty times …", lambda: cold(zipped, folder))
        told += _tell("Weighing the zip …", lambda: size(zipped))
    told += _tell("Answering webhooks …", warm)
    told += _tell("Living one whole story (on moto) …", operations)
    told += _tell("Asking `hotline serve`'s line for help …", ringing)
    told += _tell(
        "Picking the next of 100 volunteers, and of 100,000 who join first (on DynamoDB Local; minutes) …", picking
    )
    told += _tell("Running the tests (minutes) …", suite)
    _sum_up([result for result in told if result.budget is not None])


def _use_nobodys_account() -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ.update(AWS_ACCESS_KEY_ID="local", AWS_SECRET_ACCESS_KEY="local", AWS_DEFAULT_REGION="eu-west-2")  # noqa: S106


def _tell(doing: str, measure: Callable[[], list[Result]]) -> list[Result]:
    print(doing, flush=True)
    results = measure()
    for result in results:
        print(f"  {result}", flush=True)
    return results


def _sum_up(judged: list[Result]) -> None:
    over = [result.what for result in judged if result.is_over]
    print(f"{len(judged) - len(over)} of {len(judged)} budgets are kept.{' Over:' if over else ''}")
    for what in over:
        print(f"  {what}")


if __name__ == "__main__":
    main()
