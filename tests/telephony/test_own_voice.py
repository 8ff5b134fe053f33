"""The group's own voice in TwiML: a recording in place of the words, where there is one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element

from hotline.conversation.replay import Stand
from hotline.conversation.turns import Ask, Option, Say
from hotline.prompts import key_of
from hotline.telephony.twiml import Page, write
from tests.prompts.brentwood import SPEAKER
from tests.telephony.pages import ACTION, VOICE, only, read, verbs, words

RECORDED = {
    key_of("en", SPEAKER.pieces("welcome", {})): "https://recorded.example/welcome.mp3",
    key_of("en", SPEAKER.pieces("option.shopping", {"key": "1"})): "https://recorded.example/shopping.mp3",
    key_of("pl", SPEAKER.pieces("welcome", {})): "https://recorded.example/witamy.mp3",
}
SHOPPING = Option(key="1", meaning="shopping", prompt="option.shopping")
DOG = Option(key="2", meaning="dog", prompt="option.dog")


def asked(*said: Say, options: tuple[Option, ...] = (SHOPPING, DOG), **page: Any) -> Element:
    """The Gather of the first menu, in a group that has recorded some of it."""
    question = Ask(prompt="first_menu", options=options)
    stand = Stand(said=said, question=question, trail=(), fingerprint="68cb7cba")
    return only(read(write(Page(stand=stand, action=ACTION, **page), replace(VOICE, own=RECORDED.get))))


def played(gather: Element) -> list[str | None]:
    return [verb.text for verb in gather if verb.tag == "Play"]


def test_what_is_recorded_is_played_and_the_rest_is_said() -> None:
    """In its place, inside the Gather, with its pause; the words of others stay the synthetic voice's."""
    gather = asked(Say("welcome"))
    assert verbs(gather) == ["Play", "Pause", "Play", "Pause", "Say"]
    assert played(gather) == ["https://recorded.example/welcome.mp3", "https://recorded.example/shopping.mp3"]
    assert words(gather).endswith("For a dog, press 2. |")


def test_another_key_is_said_by_the_synthetic_voice() -> None:
    """The recording says `press one`: where shopping has another key, it would lead astray."""
    assert played(asked(options=(replace(SHOPPING, key="3"),))) == []


def test_slower_and_simpler_are_the_synthetic_voice() -> None:
    """Star, silence or a wrong key: whoever could not follow the recording hears the words."""
    assert played(asked(Say("welcome"), slow=True)) == []
    assert played(asked(Say("welcome"), simpler=True)) == []


def test_how_it_is_said_now_is_shown_as_it_is_in_its_language() -> None:
    """To whoever records, also once they have pressed star."""
    assert played(asked(Say("welcome", "pl"), slow=True)) == ["https://recorded.example/witamy.mp3"]
    assert verbs(asked(Say("goodbye", "pl"), options=()))[:1] == ["Say"]
