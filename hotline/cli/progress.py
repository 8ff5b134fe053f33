"""How far something has come, on a terminal; on a pipe nothing of it is seen."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class Count:
    """A bar; with no total, a count."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress, self._task = progress, task

    def more(self, many: int) -> None:
        """It has come on by so many."""
        self._progress.advance(self._task, many)

    def say(self, line: str) -> None:
        """A line on stderr, above it."""
        self._progress.console.print(line, soft_wrap=True, markup=False, highlight=False)


@contextmanager
def counting(words: str, *, total: int | None = None) -> Iterator[Count]:
    """How far it has come; it is gone at the end."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    progress = Progress(
        *columns,
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
        redirect_stdout=False,  # what is printed meanwhile may go into a file
    )
    with progress:
        yield Count(progress, progress.add_task(words, total=total))


@contextmanager
def turning(words: str) -> Iterator[None]:
    """Something that turns beside these words; nothing is printed meanwhile."""
    from rich.console import Console
    from rich.live import Live
    from rich.spinner import Spinner

    console = Console(stderr=True, quiet=not sys.stderr.isatty())
    with Live(Spinner("dots", words), console=console, transient=True, redirect_stdout=False):
        yield
