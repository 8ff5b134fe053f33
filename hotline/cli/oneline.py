"""How the command fails: one line on stderr that says how to mend it; 2 for words it does not know, 1 for the rest."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click

from hotline.errors import HotlineError

FAILED, STOPPED = 1, 130  # 130: as shells report Ctrl-C


class OneLine(click.Group):
    """A group of commands whose every error is one line."""

    def main(  # type: ignore[override] -- click's own has overloads for `standalone_mode`, which is ours here
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> Any:
        """Run, and exit with what comes of it."""
        extra["standalone_mode"] = False
        try:
            code = super().main(args, prog_name, **extra)
        except click.UsageError as error:
            _say(f"{error.format_message().rstrip('.')}.{_help(error)}")
            code = error.exit_code
        except (click.ClickException, HotlineError) as error:
            _say(error.format_message() if isinstance(error, click.ClickException) else str(error))
            code = FAILED
        except click.Abort:
            _say("stopped")
            code = STOPPED
        except BrokenPipeError:  # whoever read our output has seen enough
            sys.stderr.close()
            code = FAILED
        sys.exit(code if isinstance(code, int) else 0)


def _say(sentence: str) -> None:
    click.echo(f"hotline: {' '.join(sentence.split())}", err=True)


def _help(error: click.UsageError) -> str:
    return f" Try: {error.ctx.command_path} --help" if error.ctx else ""
