"""What every text of the line keeps to (SPEECH.md)."""

from __future__ import annotations

import re
import tomllib

import pytest

from hotline.prompts import PLACEHOLDERS, load, prompt_ids
from hotline.prompts.entries import seconds_to_say
from hotline.prompts.prompts import FOLDER
from hotline.records import FOR_ONE_PHONE, Need, Reason, When
from tests.prompts.brentwood import BRENTWOOD, SPEAKER, everything, said

PROMPTS = sorted(prompt_ids())


@pytest.mark.parametrize("prompt", PROMPTS)
@pytest.mark.parametrize("simpler", [False, True])
def test_no_sentence_has_more_than_twenty_words(prompt: str, *, simpler: bool) -> None:
    """At most twenty words a sentence, whatever the need, the area and the time."""
    for values in everything():
        for piece in SPEAKER.pieces(prompt, values, simpler=simpler):
            for sentence in re.split(r"[.?!]", str(piece)):
                assert len(sentence.split()) <= 20, sentence


@pytest.mark.parametrize("prompt", PROMPTS)
@pytest.mark.parametrize("simpler", [False, True])
def test_no_prompt_takes_longer_than_its_limit(prompt: str, *, simpler: bool) -> None:
    """With the longest words that can be in it, a prompt stays within the seconds of its entry."""
    longest = max(SPEAKER.seconds(prompt, values, simpler=simpler) for values in everything())
    assert longest <= load("en").limit(prompt)


def test_the_whole_ask_takes_twelve_seconds() -> None:
    """A volunteer can answer within twelve seconds, whatever is asked; only what nobody needs comes after."""
    assert max(SPEAKER.seconds("ask", values) for values in everything()) <= 12
    assert re.search(r"4\. More, 5\. Stop these calls, 8\.$", said("ask", need="chat", area="", when="soon"))


def test_the_resident_hears_within_two_seconds_who_rings() -> None:
    """The group's name comes first on a call to a resident, since a silent or unnamed call frightens."""
    assert said("whisper_resident").startswith(BRENTWOOD.name)
    assert seconds_to_say([BRENTWOOD.name]) <= 2


def test_every_placeholder_is_known() -> None:
    """A text names only what a Speaker can say."""
    assert {name for prompt in PROMPTS for name in load("en").placeholders(prompt)} <= PLACEHOLDERS


@pytest.mark.parametrize("prompt", [prompt for prompt in PROMPTS if prompt.startswith("option.")])
def test_an_option_comes_before_its_key(prompt: str) -> None:
    """`For shopping, press 1`, and a pause: nobody has to remember a key until they know what it is for."""
    values = {"area": "ongar", "need": "dog", "when": "soon", "language": "pl", "words": "blue-kettle"}
    assert re.search(r", press 7\.$", said(prompt, key="7", **values))


def test_every_need_time_and_reason_has_its_words() -> None:
    """What a request can hold can be said; what is for one phone, or for two who were drawn, is said otherwise."""
    words = {f"need.{need}" for need in Need} | {f"when.{when}" for when in When}
    said_otherwise = FOR_ONE_PHONE | {Reason.SERIES, Reason.LOT}
    assert words | {f"item.{reason}" for reason in set(Reason) - said_otherwise} <= prompt_ids()


_HOW_LONG_IT_TAKES = {"rule.begin"}  # the words themselves
_OF_THEIR_OWN = {"how_long_between", "between.hours", "hours_refused", "on_those_days"}  # what a volunteer keys


@pytest.mark.parametrize("prompt", PROMPTS)
def test_no_text_names_a_duration_that_a_group_can_set(prompt: str) -> None:
    """A text names the setting, `{later}`; what it is by default stands in no text, and would be wrong elsewhere."""
    if prompt in _HOW_LONG_IT_TAKES | _OF_THEIR_OWN:
        return
    told = str(tomllib.loads((FOLDER / "en.toml").read_text(encoding="utf-8"))[prompt])
    assert not re.search(r"\b(minutes?|(an|one|two|three|half an) hours?|quarter|after the third)\b", told)


def test_the_promise_and_the_two_words_are_said() -> None:
    """`By half past one a neighbour rings`, and the two words, once together and once each."""
    heard = said("thanks", by="1330", words="blue-kettle")
    assert "By half past one a neighbour rings" in heard
    assert "two words: blue kettle. Blue. Kettle." in heard


def test_an_area_is_said_as_a_place() -> None:
    """Inside a sentence it is `in Ongar`, or `anywhere`; as an option, only its name."""
    assert "Shopping for a neighbour, in Ongar, today" in said("ask", need="shopping", area="ongar", when="today")
    assert "Shopping for a neighbour, anywhere, today" in said("ask", need="shopping", area="", when="today")
    gone = said("ask", need="shopping", area="an-area-of-before", when="today")
    assert "Shopping for a neighbour, somewhere near, today" in gone
    assert said("option.area", area="ongar", key="2") == "In Ongar, press 2."
