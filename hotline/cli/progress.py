"""How far something has come, on a terminal; on a pipe nothing of it is seen."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def counting(words: str, *, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """A bar (with no `total`: a count) that goes on by as many as it is told, and is gone at the end."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task(words, total=total)
        yield lambda more: progress.advance(task, more)


@contextmanager
def turning(words: str) -> Iterator[Callable[[str], object]]:
    """Something that turns beside these words, or others that it is told; what is printed meanwhile stays above it."""
    from rich.console import Console

    with Console(stderr=True, quiet=not sys.stderr.isatty()).status(words) as status:
        yield status.update
