"""Ids, codes and digits become the words that people say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from hotline.prompts import PromptError, Prompts, Speaker, load
from hotline.prompts.entries import read_entry
from tests.prompts.brentwood import BRENTWOOD, ROSA


def says(text: str, **values: str) -> str:
    """What Brentwood says for a text."""
    entries = {"text": read_entry("[text]", {"say": text})}
    words = {prompt: read_entry(prompt, {"say": load("en").pieces(prompt, {})[0]}) for prompt in WORDS}
    words["area.in"] = read_entry("area.in", {"say": "in {area}"})
    prompts = Prompts("en", entries | words, load("en").spoken)
    return " ".join(str(piece) for piece in Speaker(prompts, BRENTWOOD).pieces("text", values))


WORDS = ("need.medicines", "when.soon", "area.anywhere", "area.unknown", "number.unknown")


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("{need}", {"need": "medicines"}, "Medicines"),
        ("{when}", {"when": "soon"}, "in the next few days"),
        ("{area}", {"area": "ongar"}, "Ongar"),
        ("{area}", {"area": ""}, "anywhere"),
        ("{where}", {"area": "ongar"}, "in Ongar"),
        ("{where}", {"area": "anywhere"}, "anywhere"),
        ("{by}", {"by": "tomorrow-1000"}, "ten o'clock tomorrow"),
        ("{words}", {"words": "blue-kettle"}, "blue kettle"),
        ("{each_word}", {"words": "blue-kettle"}, "Blue. Kettle"),
        ("{number}", {"number": ROSA}, "0 2 0, 7 9 4 6, 0 1 2 3"),
        ("{number}", {"number": ""}, "that phone"),
        ("{count}", {"count": "6"}, "six"),
        ("{count}", {"count": "0"}, "none"),
        ("{count}", {"count": "13"}, "13"),
        ("{key}", {"key": "1"}, "1"),
        ("{key}", {"key": "0"}, "nought"),
        ("{key}", {"key": "*"}, "star"),
        ("{key}", {"key": "#"}, "hash"),
    ],
)
def test_a_value_is_said_as_people_say_it(text: str, value: dict[str, str], words: str) -> None:
    """Each kind of value has its way of being said."""
    assert says(text, **value) == words


def test_a_group_says_its_own_name_and_its_listening_line() -> None:
    """What a text may always name comes from the group, and a helpline's number is said digit by digit."""
    assert says("{group} | {listening}") == "Brentwood Mutual Aid 0.5 Samaritans, 1 1 6, 1 2 3"


@pytest.mark.parametrize(
    ("text", "setting", "words"),
    [
        ("in {later}", {}, "in ten minutes"),
        ("in {later}", {"later": timedelta(minutes=30)}, "in half an hour"),
        ("in {later}", {"later": timedelta(minutes=90)}, "in one hour and 30 minutes"),
        ("in {spoken_within}", {}, "in a quarter of an hour"),
        ("in {spoken_within}", {"spoken_within": timedelta(minutes=5)}, "in five minutes"),
        ("{more_time}", {}, "another day"),
        ("{more_time}", {"more_time": timedelta(hours=23)}, "later"),
        ("{lot_again}", {}, "another day"),
        ("{lot_again}", {"lot_again": timedelta(hours=2)}, "later"),
        ("{tell_unmet_days}", {}, "third"),
        ("{tell_unmet_days}", {"tell_unmet_days": 1}, "first"),
        ("{tell_unmet_days}", {"tell_unmet_days": 14}, "fourteenth"),
    ],
)
def test_what_a_group_has_set_is_said_as_it_is_set(text: str, setting: dict[str, Any], words: str) -> None:
    """By the setting's name: nothing that a group can change is written into a text."""
    group = replace(BRENTWOOD, policy=replace(BRENTWOOD.policy, **setting))
    prompts = Prompts("en", {"text": read_entry("[text]", {"say": text})}, load("en").spoken)
    assert Speaker(prompts, group).pieces("text", {}) == [words]


def test_a_helpline_is_said_digit_by_digit_however_the_file_writes_it() -> None:
    """`116 123` is never a hundred and sixteen."""
    assert BRENTWOOD.listening
    written = replace(BRENTWOOD, listening=replace(BRENTWOOD.listening, spoken="116 123"))
    assert "Samaritans, 1 1 6, 1 2 3." in str(Speaker(load("en"), written).pieces("talk", {})[0])


def test_an_area_that_the_group_gave_up_is_somewhere_near() -> None:
    """A request may outlive an area: its call goes on, and does not say that it is anywhere."""
    assert says("{area}, {where}", area="tredegar") == "somewhere near, somewhere near"


@pytest.mark.parametrize(
    ("prompt", "values", "named"),
    [
        ("no_such_prompt", {}, "no_such_prompt"),
        ("ask", {"need": "shopping", "when": "today"}, "area"),
        ("how_soon", {"need": "money"}, "need.money"),
        ("thanks", {"by": "noonish", "words": "blue-kettle"}, "noonish"),
    ],
)
def test_what_has_no_words_is_named(prompt: str, values: dict[str, str], named: str) -> None:
    """A missing prompt or value is an error that names it, so that it can be mended."""
    with pytest.raises(PromptError, match=named):
        Speaker(load("en"), BRENTWOOD).pieces(prompt, values)


def test_a_group_without_a_listening_line_cannot_name_one() -> None:
    """Nobody hears `you can be put through to` and then nothing."""
    quiet = replace(BRENTWOOD, listening=None)
    with pytest.raises(PromptError, match="Brentwood Mutual Aid has no listening line"):
        Speaker(load("en"), quiet).pieces("talk", {})
