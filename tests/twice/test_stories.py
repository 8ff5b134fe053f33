"""Every story again, on a line to which every webhook comes twice: the second answer says what the first one said."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.moto_tables import emptied_tables
from tests.stories.town import Town
from tests.twice.line import TwiceLine

Story = Callable[..., None]

_COUNTING = {"counting", "operations"}  # what a webhook asks of the database is asked twice

_MARKED = type(pytest.param())
_STORIES = Path(__file__).parents[1] / "stories"


def _stories() -> Iterator[Any]:
    """Each test of `tests/stories` that needs nothing but the ordinary town, with how its town is made."""
    for path in sorted(_STORIES.glob("test_*.py")):
        module = import_module(f"tests.stories.{path.stem}")
        if "town" in vars(module):  # a town of its own
            continue
        marks = _listed(getattr(module, "pytestmark", []))
        for name, story in inspect.getmembers(module, inspect.isfunction):
            counts = not _COUNTING.isdisjoint(story.__code__.co_names)
            if name.startswith("test_") and story.__module__ == module.__name__ and not counts:
                yield from _ways(story, f"{path.stem}-{name}", [*marks, *getattr(story, "pytestmark", [])])


def _listed(marks: Any) -> list[Any]:
    return list(marks) if isinstance(marks, list | tuple) else [marks]


def _ways(story: Story, name: str, marks: list[Any]) -> Iterator[Any]:
    """A story that is told in many ways is told here in the first of them; one with fixtures of its own is not."""
    if any(mark.name == "usefixtures" for mark in marks):
        return
    wanted, given = set(inspect.signature(story).parameters), dict[str, Any]()
    for mark in marks:
        if mark.name == "parametrize":
            names, first = mark.args[0], next(iter(mark.args[1]))
            names = [each.strip() for each in names.split(",")] if isinstance(names, str) else list(names)
            values = first.values if isinstance(first, _MARKED) else first if len(names) > 1 else [first]
            given |= dict(zip(names, values, strict=True))
    if "town" in wanted and wanted <= {"town", *given}:
        made = given.pop("town", {})
        yield pytest.param(story, made, given, id=name)


@pytest.mark.long
@pytest.mark.parametrize(("story", "made", "given"), list(_stories()))
def test_the_second_answer_is_the_first(story: Story, made: dict[str, Any], given: dict[str, Any]) -> None:
    """Promise 5, for what is said: nobody hears another truth because Twilio's first try was cut off."""
    with emptied_tables():
        town = Town(line=TwiceLine, **made)
        with town.line.answering():
            story(town=town, **given)
    assert isinstance(town.line, TwiceLine)
    assert town.line.differences == []
