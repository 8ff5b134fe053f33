"""The two words by which a neighbour is known."""

from __future__ import annotations

import tomllib
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hotline.prompts
from hotline.conversation.trail import decode
from hotline.prompts import two_words

FILE = Path(hotline.prompts.__file__).parent / "words.en.toml"
LISTS: dict[str, list[str]] = tomllib.loads(FILE.read_text(encoding="utf-8"))

# Said alike, spelled unlike: the neighbour says one, and the resident has written down the other.
HOMOPHONES = frozenset(
    {
        *("bare", "bear", "berry", "boar", "bolder", "boulder", "bread", "carrot", "choral", "coral", "deer", "fair"),
        *("flower", "flowery", "great", "hare", "leek", "male", "merry", "mousse", "moose", "mussel", "oar", "pail"),
        *("pale", "pear", "peach", "peel", "plain", "plane", "plum", "red", "reed", "root", "rose", "sail", "sole"),
        *("suite", "sweet", "tail", "tale", "teal", "thyme", "toad", "vane", "weekly", "whale", "wood", "wry"),
    }
)


@given(st.text())
def test_one_seed_always_gives_the_same_two_words(seed: str) -> None:
    """A request keeps its words, and they fit into a trail as one word of it."""
    words = two_words(seed)
    assert words == two_words(seed)
    assert decode(words) == (words,)
    first, second = words.split("-")
    assert first in LISTS["adjectives"]
    assert second in LISTS["nouns"]


def test_two_requests_seldom_share_their_words() -> None:
    """Of a thousand requests hardly one in fifty has the words of another: both lists are used, and evenly."""
    assert len({two_words(f"request-{number}") for number in range(1000)}) > 970


@pytest.mark.parametrize("kind", LISTS)
def test_no_word_is_taken_for_another(kind: str) -> None:
    """Two hundred in each list, no two of which differ by one letter, none a homophone: a bad line garbles more."""
    words = LISTS[kind]
    assert len(words) == len(set(words)) == 200
    assert not HOMOPHONES & set(words)
    assert [(one, other) for one, other in combinations(words, 2) if blotted(one) & blotted(other)] == []


def test_a_word_is_of_one_kind() -> None:
    """No `orange orange`."""
    assert not set(LISTS["adjectives"]) & set(LISTS["nouns"])


def blotted(word: str) -> set[str]:
    """The word with each of its letters blotted out in turn: two words that share such a blot sound alike."""
    return {f"{word[:place]}?{word[place + 1 :]}" for place in range(len(word))}
