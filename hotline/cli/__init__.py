"""The `hotline` command: what each word of it does is in the module of that name. Errors are one line on stderr."""

from __future__ import annotations

from hotline.cli.command import main

__all__ = ["main"]
