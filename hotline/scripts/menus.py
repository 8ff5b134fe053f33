"""The menus a group's settings make: its most asked-for needs first, never more than two flat levels."""

from __future__ import annotations

from collections.abc import Iterator

from hotline.conversation.turns import Option, Values
from hotline.groups import Group
from hotline.records import Need, When

TALK, ANYTHING_ELSE, TELL, RULE, HELP, CONNECT = "talk", "else", "tell", "rule", "help", "connect"
AS_LAST = "as-last"

_FIRST = 2  # needs in the first menu, before `someone to talk to` and `anything else`
_MOST_AREAS = 8  # with `anywhere else` they have all the keys
_LAST = (("6", TELL), ("7", RULE), ("8", HELP), ("9", CONNECT))  # far from the needs
_LEAD_AWAY = (TELL, HELP, CONNECT)  # to the end of the call, and from what was asked in it


def first_menu(group: Group) -> tuple[Option, ...]:
    """Four keys at the most: two needs, someone to talk to, anything else."""
    wishes = [*_practical(group)[:_FIRST]]
    if _talks(group):
        wishes.append(TALK)
    return _numbered([*wishes, ANYTHING_ELSE])


def second_menu(group: Group, *, instead: bool = False) -> tuple[Option, ...]:
    """The rest of the needs, one's own words; then to tell us something, how we work, to help, to be rung back.

    `instead` of a need that is kept already only another need can be chosen, and how we work be heard.
    """
    wishes = [*_practical(group)[_FIRST:], Need.OTHER]
    last = ((key, meaning) for key, meaning in _LAST if not (instead and meaning in _LEAD_AWAY))
    return (
        *_numbered(wishes),
        *(Option(key=key, meaning=meaning, prompt=f"option.{meaning}") for key, meaning in last),
    )


def where_menu(group: Group, *, last: bool = False) -> tuple[Option, ...]:
    """The group's areas, `anywhere else`, and with `last`: `as last time`, for residents, remembered or not."""
    areas = tuple(
        Option(key=str(key), meaning=area, prompt="option.area", values={"area": area})
        for key, area in enumerate(group.areas, start=1)
    )
    menu = (*areas, Option(key=str(len(areas) + 1), meaning="elsewhere", prompt="option.anywhere"))
    return (*menu, as_last(len(menu) + 1)) if last and _with_where(group) else menu


def when_menu(group: Group, *, first: int = 1, last: bool = False) -> tuple[Option, ...]:
    """How soon, from this key on; `as last time` is here if `where` is not asked, or has no key left for it."""
    menu = tuple(Option(key=str(key), meaning=when, prompt=f"option.{when}") for key, when in enumerate(When, first))
    return (*menu, as_last(first + len(menu))) if last and not _with_where(group) else menu


def as_last(key: int) -> Option:
    return Option(key=str(key), meaning=AS_LAST, prompt="option.as_last")


def _with_where(group: Group) -> bool:
    return 1 < len(group.areas) < _MOST_AREAS


def most_heard(group: Group) -> Iterator[tuple[str, Values]]:
    """What a resident's call says to nearly everybody, in its order: the prompts, with the values that they have there.

    A group that records its own voice begins with these.
    """
    soons = [
        ("how_soon.medicines" if need is Need.MEDICINES else "how_soon", {"need": str(need)})
        for need in group.needs
        if need is not Need.LISTEN
    ]
    where: list[tuple[str, Values]] = (
        [("where", {}), *_offered(where_menu(group, last=True))] if len(group.areas) > 1 else []
    )
    return iter(
        [
            ("welcome", {}),
            *_offered(first_menu(group)),
            ("or_a_person", {}),
            *where,
            *soons,
            *_offered(when_menu(group, last=True)),
            ("advice", {}),
            ("goodbye", {}),
            *_offered(second_menu(group)),
            ("a_few_words", {}),
            ("talk", {}),
        ]
    )


def _offered(options: tuple[Option, ...]) -> list[tuple[str, Values]]:
    return [(option.prompt, {**option.values, "key": option.key}) for option in options if option.prompt]


def _practical(group: Group) -> list[str]:
    return [need for need in group.needs if need not in (Need.CHAT, Need.LISTEN, Need.OTHER)]


def _talks(group: Group) -> bool:
    return group.listening is not None or Need.CHAT in group.needs


def _numbered(wishes: list[str]) -> tuple[Option, ...]:
    return tuple(
        Option(key=str(key), meaning=wish, prompt=f"option.{wish}") for key, wish in enumerate(wishes, start=1)
    )
