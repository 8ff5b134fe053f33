"""The menus a group's settings make: its most asked-for needs first, never more than two flat levels."""

from __future__ import annotations

from hotline.conversation.turns import Option
from hotline.groups import Group
from hotline.records import Need

TALK, ANYTHING_ELSE, RULE, HELP, CONNECT = "talk", "else", "rule", "help", "connect"

_FIRST = 2  # needs in the first menu, before `someone to talk to` and `anything else`
_RULE_KEY, _HELP_KEY, _CONNECT_KEY = "7", "8", "9"  # far from the needs


def first_menu(group: Group) -> tuple[Option, ...]:
    """Four keys at the most: two needs, someone to talk to, anything else."""
    wishes = [*_practical(group)[:_FIRST]]
    if _talks(group):
        wishes.append(TALK)
    return _numbered([*wishes, ANYTHING_ELSE])


def second_menu(group: Group) -> tuple[Option, ...]:
    """The rest of the needs, one's own words; then how we work, to help, and to be rung straight back."""
    wishes = [*_practical(group)[_FIRST:], Need.OTHER]
    how_we_work = Option(key=_RULE_KEY, meaning=RULE, prompt="option.rule")
    help_us = Option(key=_HELP_KEY, meaning=HELP, prompt="option.help")
    connect = Option(key=_CONNECT_KEY, meaning=CONNECT, prompt="option.connect")
    return (*_numbered(wishes), how_we_work, help_us, connect)


def where_menu(group: Group) -> tuple[Option, ...]:
    """The group's areas, and `anywhere else`."""
    areas = [*group.areas, "anywhere"]
    return tuple(
        Option(key=str(key), meaning=area, prompt="option.area", values={"area": area})
        if area != "anywhere"
        else Option(key=str(key), meaning=area, prompt="option.anywhere")
        for key, area in enumerate(areas, start=1)
    )


def _practical(group: Group) -> list[str]:
    return [need for need in group.needs if need not in (Need.CHAT, Need.LISTEN, Need.OTHER)]


def _talks(group: Group) -> bool:
    return group.listening is not None or Need.CHAT in group.needs


def _numbered(wishes: list[str]) -> tuple[Option, ...]:
    return tuple(
        Option(key=str(key), meaning=wish, prompt=f"option.{wish}") for key, wish in enumerate(wishes, start=1)
    )
