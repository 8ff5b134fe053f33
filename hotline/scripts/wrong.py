"""Something was wrong: a few words after a tone, and whether the two shall be put together again."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hotline.conversation.trail import UNHEARD
from hotline.conversation.turns import Ask, Given, Option, Record, Say, Turn
from hotline.effects.complaints import (
    ALREADY,
    BOTH,
    NONE,
    keep_words,
    not_them_again,
    something_was_wrong,
    something_worried,
    was_wrong_with_code,
)
from hotline.scripts.person import still

Steps = Generator[Turn, Any, Any]

NOT_AGAIN, AS_IT_IS, SURE = "not-again", "as-it-is", "sure"


def was_wrong(request: str = "", of: str = "") -> Steps:
    """A resident says so, of that request (empty: of the one that this call is about). It is kept at once.

    `of` is the volunteer of whom they have just heard.
    """
    kept = yield something_was_wrong(request, of)
    yield from in_their_words(kept)


def wrong_with_code(request: str, of: str) -> Steps:
    """Somebody whom nobody can ring says so. Return the complaint that takes their words; empty: none does.

    The words come last: a person is found for them first, to speak to on this very call.
    """
    kept = yield was_wrong_with_code(request, of)
    if kept == NONE:
        return ""
    complaint, already = kept.split("_")
    if already == ALREADY:
        yield Say("wrong.already.code")
        return ""
    yield Say("wrong.kept.code")
    return complaint


def worried() -> Steps:
    """A volunteer says so, of what they have said yes to. It is kept once they have said it in words, or pressed again.

    The key alone keeps nothing, since it may be a slip.
    """
    words = yield Record(prompt="worried.words")
    if words == UNHEARD:
        sure = yield Ask(prompt="worried.sure", options=(Option(key="6", meaning=SURE),), silence=AS_IT_IS)
        if sure != SURE:
            yield Say("kept_as_it_was")
            return
    kept = yield something_worried(Given() if words == UNHEARD else words)
    if kept == NONE:
        yield Say("wrong.over")
        return
    complaint, whom, already = kept.split("_")
    if words != UNHEARD:
        yield from still(keep_words(complaint, words))
    yield from who_hears_it(whom, already)
    yield from not_again(complaint, whom)


def in_their_words(kept: str) -> Steps:
    """Silence is fine: a complaint needs no words."""
    if kept == NONE:
        yield Say("wrong.over")
        return
    complaint, whom, already = kept.split("_")
    if already != ALREADY:
        words = yield Record(prompt="wrong.words")
        if words != UNHEARD:
            yield from still(keep_words(complaint, words))
    yield from who_hears_it(whom, already)
    yield from not_again(complaint, whom)


def who_hears_it(whom: str, already: str) -> Steps:
    """Two of us are to hear both, or only whoever told us, where the other side has no phone."""
    prompt = "wrong.already" if already == ALREADY else "wrong.kept"
    yield Say(prompt if whom == BOTH else f"{prompt}.one")


def not_again(complaint: str, whom: str) -> Steps:
    """Ask whether the two shall be put together again. Whoever waits keeps things as they are between them.

    Without a phone of the other side's there is nothing to keep them apart by, and it is not asked.
    """
    if whom != BOTH:
        yield Say("wrong.thanks")
        return
    again = Option(key="2", meaning=NOT_AGAIN)
    answer = yield Ask(prompt="wrong.not_again", options=(again,), silence=AS_IT_IS)
    if answer == NOT_AGAIN:
        yield from still(not_them_again(complaint))
        yield Say("wrong.not_them")
    yield Say("wrong.thanks")
