"""The command explains itself."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from hotline.cli import main, manual

COMMANDS = [(command, here) for command, here in manual.commands() if command is not main]


@pytest.mark.parametrize(
    "command", [command for command, _ in COMMANDS], ids=[here.command_path for _, here in COMMANDS]
)
def test_every_command_has_words_and_an_example(command: click.Command) -> None:
    """A sentence of what it does, an example, and a word for each option."""
    words = command.help or ""
    assert words.splitlines()[0].endswith(".")
    assert "Example: hotline " in words
    silent = [option.name for option in command.params if isinstance(option, click.Option) and not option.help]
    assert silent == []


def test_the_page_in_the_documentation_is_what_the_command_says() -> None:
    """docs/cli.md is written by `python -m hotline.cli.manual > docs/cli.md`."""
    page = Path(__file__).parents[2] / "docs" / "cli.md"
    assert page.read_text(encoding="utf-8") == manual.write()
