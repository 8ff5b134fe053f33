"""Logs for whoever runs the line here: on stderr, and no full phone number in them, whoever wrote it (promise 6)."""

from __future__ import annotations

import logging
import re
import sys

_OURS = ("app", "chalicelib", "hotline", "infra")  # of anybody else, only what went wrong
_NUMBER = re.compile(r"(\+|%2B|(?<!\w)00?)([1-9] ?\d)(?: ?\d){4,11} ?(\d\d)(?!\w)")


class Masked(logging.Formatter):
    """Every number that could be dialled is masked in the finished text, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


def masked(text: str) -> str:
    """The same text without the middle of any number in it.

    >>> masked("to +442079460123 and 07700 900123, at 2026-11-24 10:00:00,123")
    'to +44…23 and 077…23, at 2026-11-24 10:00:00,123'
    """
    return _NUMBER.sub(lambda found: f"{found[1]}{found[2]}…{found[3]}", text)


def to_stderr(least: int = logging.INFO) -> None:
    """From here on, what the line has to say of itself goes there, from this level on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Masked("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(lambda record: record.levelno >= logging.WARNING or record.name.startswith(_OURS))
    logging.basicConfig(level=least, handlers=[handler], force=True)
