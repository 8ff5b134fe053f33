"""What can be recorded in the group's own voice, and under which number and key."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hotline.groups import Group
from hotline.prompts import load
from hotline.prompts.wordings import Wording, cannot_be_recorded, wordings
from hotline.records import Need
from hotline.scripts.menus import most_heard
from tests.prompts.brentwood import BRENTWOOD
from tests.scripts.walked import prompts, walked


def of(group: Group) -> dict[int, Wording]:
    """All of a group, by number."""
    return {wording.number: wording for wording in wordings(group, most_heard(group))}


@pytest.mark.long
def test_what_is_heard_most_is_what_the_residents_call_says() -> None:
    """Each of them, with its very values and key: else a coordinator would record what nobody hears."""
    moments = walked("resident").moments.values()
    said = {(prompt, tuple(sorted(values.items()))) for moment in moments for prompt, values in prompts(moment)}
    wanted = {(prompt, tuple(sorted(values.items()))) for prompt, values in most_heard(BRENTWOOD)}
    assert wanted <= said


def test_it_begins_with_the_welcome_and_the_first_menu() -> None:
    """In the order of the call; the rest has numbers from 101, in the order of the file."""
    numbered = of(BRENTWOOD)
    assert [numbered[number].prompt for number in range(1, 8)] == [
        "welcome",
        "option.shopping",
        "option.medicines",
        "option.talk",
        "option.else",
        "or_a_person",
        "where",
    ]
    rest = [wording.prompt for wording in numbered.values() if not wording.is_heard_most]
    order = load("en").in_order()
    assert [order.index(prompt) for prompt in rest] == sorted(order.index(prompt) for prompt in rest)
    assert min(number for number in numbered if number > 100) == 101
    assert max(numbered) < 1000


def test_every_option_of_the_groups_own_menus_can_be_recorded() -> None:
    """Per area, need and key: another group has others."""
    small = replace(BRENTWOOD, areas={"here": "Here"}, needs=(Need.DOG, Need.OTHER), listening=None)
    options = {(each.prompt, *each.values.values()) for each in of(small).values() if each.is_heard_most}
    assert {("option.dog", "1"), ("option.else", "2"), ("option.other", "1")} <= options
    assert ("option.area", "brentwood", "1") in {(w.prompt, *w.values.values()) for w in of(BRENTWOOD).values()}
    assert not {"where", "option.area", "option.shopping", "option.talk", "talk"} & {option[0] for option in options}


@pytest.mark.parametrize(
    ("prompt", "why"),
    [
        ("thanks", "{by} is another from call to call"),
        ("read_back", "its values make 63 of it"),
        ("option.join", "its key is another from call to call"),
        ("need.shopping", "it is said inside others, or when something is broken"),
    ],
)
def test_what_cannot_be_recorded_says_why(prompt: str, why: str) -> None:
    """Values of a request, keys that wander, and pieces of sentences are the synthetic voice's."""
    assert dict(cannot_be_recorded(BRENTWOOD, most_heard(BRENTWOOD)))[prompt] == why


def test_every_prompt_can_be_recorded_or_says_why_not_or_has_no_words() -> None:
    """None is forgotten."""
    there = {wording.prompt for wording in of(BRENTWOOD).values()}
    not_there = dict(cannot_be_recorded(BRENTWOOD, most_heard(BRENTWOOD))).keys()
    assert not there & not_there
    assert {prompt for prompt in load("en").ids() - there - not_there if load("en").has_words(prompt)} == set()


def test_what_has_other_words_has_another_key() -> None:
    """A name, a key or a language: a recording is of the very words that it replaces."""
    keys = {
        of(group)[2].key(language, group)
        for group in (BRENTWOOD, replace(BRENTWOOD, needs=(Need.DOG, Need.SHOPPING)))
        for language in ("en", "pl")
    }
    assert len(keys) == 4
    assert of(BRENTWOOD)[1].key("en", BRENTWOOD) != of(BRENTWOOD)[1].key("en", replace(BRENTWOOD, name="Ongar"))


def test_a_recording_takes_no_less_than_a_third_and_no_more_than_twice_the_seconds() -> None:
    """A third of the time that its words take, twice what its prompt may; and a second at least."""
    shortest, longest = of(BRENTWOOD)[1].bounds("en", BRENTWOOD)
    assert 4 < shortest < 5
    assert longest == 2 * load("en").limit("welcome")
    goodbye = next(wording for wording in of(BRENTWOOD).values() if wording.prompt == "goodbye")
    assert goodbye.bounds("en", BRENTWOOD)[0] == 1
