"""The group's own voice: a coordinator records what the line says, on the call that rings them straight back."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hotline.conversation.call import Call
from hotline.conversation.trail import UNHEARD
from hotline.conversation.turns import Ask, KeyNumber, Option, Play, Record, Say, Turn
from hotline.effects.own_voice import (
    HELD,
    KEPT,
    NONE,
    RECORDED,
    REFUSED,
    SHORT,
    Wording,
    back_to_synthetic,
    hold_recording,
    keep_recording,
    next_unrecorded,
    number_of,
    whose_voice,
    wordings,
)
from hotline.groups import Group
from hotline.scripts.menus import most_heard
from hotline.scripts.person import still

Steps = Generator[Turn, Any, Any]

MOST_HEARD, BY_NUMBER = "most", "number"
RECORD, LEAVE, SYNTHETIC = "record", "leave", "synthetic"
KEEP, MORE, DONE = "keep", "more", "done"

_MOST_IN_A_CALL = 12  # by number: the trail has room for no more
_WHICH = (Option(key="1", meaning=MOST_HEARD), Option(key="2", meaning=BY_NUMBER))
_ANOTHER = (Option(key="1", meaning=MORE),)
_TO_RECORD = (Option(key="1", meaning=RECORD), Option(key="3", meaning=LEAVE))
_TO_KEEP = (Option(key="1", meaning=KEEP), Option(key="2", meaning=RECORD), Option(key="3", meaning=LEAVE))
_SYNTHETIC = (Option(key="4", meaning=SYNTHETIC, prompt="option.synthetic"),)


def own_voice(call: Call) -> Steps:
    """In which language, then the most heard ones after each other, or any by its number."""
    language = yield from which_language(call)
    which = UNHEARD
    if language != UNHEARD:
        which = yield Ask(prompt="voice", options=_WHICH)
    if which == MOST_HEARD:
        yield from one_after_the_other(call, language)
    elif which == BY_NUMBER:
        yield from by_number(call, language)
    yield Say("goodbye")


def which_language(call: Call) -> Steps:
    """Asked only if the group has more than one."""
    languages = call.group.languages
    if len(languages) == 1:
        return languages[0]
    options = tuple(
        Option(key=str(key), meaning=language, prompt="option.language", values={"language": language})
        for key, language in enumerate(languages, start=1)
    )
    return (yield Ask(prompt="voice.language", options=options))


def one_after_the_other(call: Call, language: str) -> Steps:
    """What is heard most, as far as nobody has recorded it yet; silence ends it, and another day it goes on there."""
    number = yield next_unrecorded(language, _heard_most(call.group), 0)
    while number != NONE:
        answer = yield from one(call, language, _numbered(call.group, number))
        if answer == UNHEARD:
            return
        number = yield next_unrecorded(language, _heard_most(call.group), int(number))
    yield Say("voice.all")


def by_number(call: Call, language: str) -> Steps:
    """Any of them, by the numbers of `hotline voice`."""
    more, nth = MORE, 0
    while more == MORE and nth < _MOST_IN_A_CALL:
        keyed = yield KeyNumber(prompt="voice.number", digits=3)
        if keyed == UNHEARD:
            return
        number = yield number_of(_last_numbers(call.group), keyed)
        if number == REFUSED:
            yield Say("voice.no_such_number")
        else:
            yield from one(call, language, _numbered(call.group, number))
        nth += 1
        more = yield Ask(prompt="voice.another", options=_ANOTHER, silence=DONE, patient=False)
    if more == MORE:
        yield Say("voice.enough")


def one(call: Call, language: str, wording: Wording) -> Steps:
    """How it is said now; then recorded, heard, and kept or not. The answer; silence leaves it as it was."""
    yield Say("voice.now")
    yield Say(wording.prompt, language, **wording.values)
    whose = yield whose_voice(language, wording)
    synthetic = _SYNTHETIC if whose == RECORDED else ()
    answer = yield Ask(prompt="voice.to_record", options=(*_TO_RECORD, *synthetic))
    seconds = "0"
    while answer == RECORD:
        seconds, result = yield from recorded(language, wording)
        if result == HELD:
            yield Play(call.about.rpartition("-")[0])
            answer = yield Ask(prompt="voice.keep", options=(*_TO_KEEP, *synthetic))
        else:
            yield Say(f"voice.{result}")
            answer = yield Ask(prompt="voice.to_record", options=(*_TO_RECORD, *synthetic))
    yield from done(language, wording, answer, seconds)
    return answer


def recorded(language: str, wording: Wording) -> Steps:
    """Words after the tone: their seconds, and whether they are held, or were too short or too long."""
    words = yield Record(prompt="voice.after_the_tone")
    if words == UNHEARD:
        return "0", SHORT
    held = yield from still(hold_recording(language, wording, words))
    result, _, seconds = held.partition("_")
    return seconds, result


def done(language: str, wording: Wording, answer: str, seconds: str) -> Steps:
    """What came of it."""
    if answer == KEEP:
        kept = yield keep_recording(language, wording, seconds)
        yield Say("voice.kept" if kept == KEPT else "kept_as_it_was")
    elif answer == SYNTHETIC:
        yield back_to_synthetic(language, wording)
        yield Say("voice.synthetic")
    else:
        yield Say("kept_as_it_was")


def _all(group: Group) -> tuple[Wording, ...]:
    return wordings(group, most_heard(group))


def _heard_most(group: Group) -> tuple[Wording, ...]:
    return tuple(wording for wording in _all(group) if wording.is_heard_most)


def _last_numbers(group: Group) -> tuple[int, int]:
    """Of what is heard most, and of the rest."""
    return max(wording.number for wording in _heard_most(group)), _all(group)[-1].number


def _numbered(group: Group, number: str) -> Wording:
    return next(wording for wording in _all(group) if wording.number == int(number))
