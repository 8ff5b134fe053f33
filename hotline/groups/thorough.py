"""The checks that need to know every number and country there is: for who starts or examines a line, not for a call."""

from __future__ import annotations

from hotline.groups.group import Group
from hotline.groups.table import GroupFileError
from hotline.numbers import exists, is_country, is_short_code


def check_thoroughly(group: Group) -> None:
    """Look at whether the group's numbers, its listening line's and its countries exist.

    Raises GroupFileError with one line for the first that does not. It imports phonenumbers (0.07 s).
    """
    for country in group.countries:
        if not is_country(country):
            raise _fault(group, "countries", f'"{country}" is not a country; write it like "GB"')
    for number in group.numbers:
        if not exists(number.e164, drama=group.drama):
            raise _fault(group, "numbers", f"there is no such number as {number}; look at its digits again")
    for way in group.listening.dial if group.listening else ():
        if not (exists(way, drama=group.drama) if way.startswith("+") else is_short_code(way, group.countries)):
            raise _fault(group, "[listening] dial", f'there is no such number as "{way}"; look at its digits again')


def _fault(group: Group, key: str, why: str) -> GroupFileError:
    return GroupFileError(f"{group.slug}.toml: {key}: {why}")
