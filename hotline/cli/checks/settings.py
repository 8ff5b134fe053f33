"""The groups' files, and the prompts of every language that a group speaks."""

from __future__ import annotations

from collections.abc import Iterator

from hotline.cli.checks.finding import Finding, fault, fine
from hotline.errors import HotlineError
from hotline.groups import Group, Groups, check_thoroughly
from hotline.prompts import PromptError, load, missing, prompt_ids
from infra.local.settings import read_groups

_LISTED = 20


def groups() -> tuple[Groups | None, list[Finding]]:
    """The groups, if all of them can be used; and what is wrong with them, if they cannot."""
    try:
        found = read_groups()
        for group in found.values():
            check_thoroughly(group)
    except HotlineError as wrong:
        return None, [fault("settings", str(wrong), "change that file, and see docs/groups.md")]
    return found, [fine("settings", f"{group.slug}: {group.name}, {_numbers(group)}") for group in found.values()]


def prompts(groups: Groups) -> Iterator[Finding]:
    """A prompt that a language lacks is said in English, in the middle of it."""
    for language in sorted({language for group in groups.values() for language in group.languages}):
        about = f"prompts: {language}"
        try:
            load(language)
        except PromptError as wrong:
            yield fault(about, str(wrong), "change that file")
            continue
        lacks = missing(language)
        if lacks:
            of_all = f"{len(lacks)} of {len(prompt_ids())} prompts are said in English"
            yield fault(about, f"{of_all}: {_listed(lacks)}", f"write them into hotline/prompts/{language}.toml")
        else:
            yield fine(about, f"all {len(prompt_ids())} are there")


def _numbers(group: Group) -> str:
    return ", ".join(map(str, group.numbers))


def _listed(names: list[str]) -> str:
    more = len(names) - _LISTED
    return ", ".join(names[:_LISTED]) + (f" and {more} more" if more > 0 else "")
