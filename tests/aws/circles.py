"""Resources that wait for each other, which a deployment would fail of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_IN_TEXT = re.compile(r"\$\{([A-Za-z0-9]+)(?:\.[^}]*)?\}")


def circles(template: Mapping[str, Any]) -> list[str]:
    """Each circle among its resources, as `A waits for B waits for A`: by Ref, GetAtt, Sub or DependsOn."""
    resources = template["Resources"]
    waits = {name: {*_names(resource)} & resources.keys() - {name} for name, resource in resources.items()}
    found: dict[frozenset[str], str] = {}
    for start in waits:
        for path in _back_to(start, waits):
            found.setdefault(frozenset(path), " waits for ".join([*path, start]))
    return sorted(found.values())


def _back_to(start: str, waits: Mapping[str, set[str]]) -> Iterator[list[str]]:
    """The shortest way from here back to here, if there is one."""
    paths, seen = [[start]], {start}
    for path in paths:  # grows as it is walked
        for following in sorted(waits[path[-1]]):
            if following == start:
                yield path
                return
            if following not in seen:
                seen.add(following)
                paths.append([*path, following])


def _names(part: Any) -> Iterator[str]:
    """Whatever is referred to."""
    match part:
        case {"Ref": str(name)}:
            yield name
        case {"Fn::GetAtt": [str(name), *_]}:
            yield name
        case {"Fn::GetAtt": str(text)}:
            yield text.partition(".")[0]
        case {"Fn::Sub": given}:
            text, *values = given if isinstance(given, list) else [given]
            yield from _IN_TEXT.findall(text)
            yield from _names(values)
        case dict():
            for key, value in part.items():
                yield from ([value] if isinstance(value, str) else value) if key == "DependsOn" else _names(value)
        case list():
            for value in part:
                yield from _names(value)
