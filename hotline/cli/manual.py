"""docs/cli.md, from the commands' own help: `python -m hotline.cli.manual > docs/cli.md`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from hotline.cli.command import main

WIDTH = 100


def write() -> str:
    """The page."""
    return "\n".join(
        ["# The `hotline` command", "", "Written by `python -m hotline.cli.manual`: do not edit.", *_page()]
    )


def commands(
    command: click.Command = main, above: click.Context | None = None
) -> Iterator[tuple[click.Command, click.Context]]:
    """Every command and group of commands, with the context in which its help is printed."""
    name = command.name if above else "hotline"
    here = click.Context(command, above, name, **{**command.context_settings, "terminal_width": WIDTH})
    yield command, here
    if isinstance(command, click.Group):
        for name in command.list_commands(here):
            yield from commands(command.commands[name], here)


def _page() -> Iterator[str]:
    for command, here in commands():
        yield from ("", f"## {here.command_path}", "", "```text", command.get_help(here), "```")
    yield ""


if __name__ == "__main__":
    click.echo(write(), nl=False)
