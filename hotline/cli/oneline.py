"""How the command fails: one line on stderr that says how to mend it; 2 for words it does not know, 1 for the rest."""

from __future__ import annotations

import sys
from typing import Any

import click

from hotline.errors import HotlineError

FAILED, STOPPED = 1, 130  # 130: as shells report Ctrl-C


class OneLine(click.Group):
    """A group of commands whose every error is one line."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run, and exit with what comes of it."""
        try:
            code = super().main(*args, **{**extra, "standalone_mode": False})
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message(), err=True)
            code = error.exit_code
        except click.UsageError as error:
            _say(f"{error.format_message()}{_help(error)}")
            code = error.exit_code
        except click.ClickException as error:
            _say(error.format_message())
            code = FAILED
        except HotlineError as error:
            for fault in str(error).splitlines():  # a file's faults are a line each
                _say(fault)
            code = FAILED
        except click.Abort:
            _say("stopped")
            code = STOPPED
        except BrokenPipeError:  # whoever read our output has seen enough
            sys.stderr.close()
            code = FAILED
        sys.exit(code if isinstance(code, int) else 0)


def _say(sentence: str) -> None:
    click.echo(" ".join(sentence.split()), err=True)


def _help(error: click.UsageError) -> str:
    return f" (see {error.ctx.command_path} --help)" if error.ctx else ""
