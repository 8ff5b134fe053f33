"""What every text of the line keeps to (SPEECH.md)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from itertools import product

from hotline.prompts import PLACEHOLDERS, load, prompt_ids
from hotline.prompts.entries import seconds_to_say
from hotline.prompts.prompts import FOLDER
from hotline.records import FOR_ONE_PHONE, Need, Reason, When
from tests.prompts.brentwood import BRENTWOOD, SPEAKER, everything, said

PROMPTS = sorted(prompt_ids())


def said_in_each_way() -> Iterator[tuple[str, Mapping[str, str], bool]]:
    """Yield each prompt with each of its values, said at first and, `simpler`, when it was not understood."""
    for prompt in PROMPTS:
        yield from product((prompt,), everything(prompt), (False, True))


def test_no_sentence_has_more_than_twenty_words() -> None:
    """At most twenty words a sentence, whatever the need, the area and the time."""
    sentences = {
        (prompt, sentence)
        for prompt, values, simpler in said_in_each_way()
        for piece in SPEAKER.pieces(prompt, values, simpler=simpler)
        for sentence in re.split(r"[.?!]", str(piece))
    }
    assert [(prompt, sentence) for prompt, sentence in sentences if len(sentence.split()) > 20] == []


def test_no_prompt_takes_longer_than_its_limit() -> None:
    """With the longest words that can be in it, a prompt stays within the seconds of its entry."""
    took = {
        (prompt, simpler, SPEAKER.seconds(prompt, values, simpler=simpler))
        for prompt, values, simpler in said_in_each_way()
    }
    assert [each for each in took if each[2] > load("en").limit(each[0])] == []


def test_the_whole_ask_takes_twelve_seconds() -> None:
    """A volunteer can answer within twelve seconds, whatever is asked; only what nobody needs comes after."""
    assert max(SPEAKER.seconds("ask", values) for values in everything("ask")) <= 12
    assert re.search(r"4\. More, 5\. Stop these calls, 8\.$", said("ask", need="chat", area="", when="soon"))


def test_the_resident_hears_within_two_seconds_who_rings() -> None:
    """The group's name comes first on a call to a resident, since a silent or unnamed call frightens."""
    assert said("whisper_resident").startswith(BRENTWOOD.name)
    assert seconds_to_say([BRENTWOOD.name]) <= 2


def test_every_placeholder_is_known() -> None:
    """A text names only what a Speaker can say."""
    assert {name for prompt in PROMPTS for name in load("en").placeholders(prompt)} <= PLACEHOLDERS


def test_an_option_comes_before_its_key() -> None:
    """`For shopping, press 1`, and a pause: nobody has to remember a key until they know what it is for."""
    values = {"area": "ongar", "need": "dog", "when": "soon", "language": "pl", "words": "blue-kettle"}
    options = {prompt: said(prompt, key="7", **values) for prompt in PROMPTS if prompt.startswith("option.")}
    assert {prompt: words for prompt, words in options.items() if not words.endswith(", press 7.")} == {}


def test_every_need_time_and_reason_has_its_words() -> None:
    """What a request can hold can be said; what is for one phone, or for two who were drawn, is said otherwise."""
    words = {f"need.{need}" for need in Need} | {f"when.{when}" for when in When}
    said_otherwise = FOR_ONE_PHONE | {Reason.SERIES, Reason.LOT}
    assert words | {f"item.{reason}" for reason in set(Reason) - said_otherwise} <= prompt_ids()


_HOW_LONG_IT_TAKES = {"rule.begin"}  # the words themselves
_OF_THEIR_OWN = {"how_long_between", "between.hours", "hours_refused", "on_those_days"}  # what a volunteer keys


def test_no_text_names_a_duration_that_a_group_can_set() -> None:
    """A text names the setting, `{later}`; what it is by default stands in no text, and would be wrong elsewhere."""
    texts = tomllib.loads((FOLDER / "en.toml").read_text(encoding="utf-8"))
    named = re.compile(r"\b(minutes?|(an|one|two|three|half an) hours?|quarter|after the third)\b")
    assert {p for p in prompt_ids() - _HOW_LONG_IT_TAKES - _OF_THEIR_OWN if named.search(str(texts[p]))} == set()


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
