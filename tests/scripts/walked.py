"""The scripts of the sample group, walked once a process, and how long it takes to hear a moment of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from hotline.conversation.call import Call
from hotline.conversation.turns import Ask, Dial, KeyNumber, Record, Say, Values
from hotline.conversation.walker import Moment, Walk, walk
from hotline.groups import load
from hotline.numbers import PhoneNumber
from hotline.prompts import Speaker, prompt_ids
from hotline.prompts import load as load_prompts
from hotline.prompts.entries import seconds_to_say
from hotline.scripts import SCRIPTS

BRENTWOOD = load(Path(__file__).parents[2] / "groups", prompts=prompt_ids())["brentwood"]
CALL = Call(group=BRENTWOOD, sid="CA1", other_end=PhoneNumber("+442079460123"), about="request-1")
PROMPTS = load_prompts("en")

_SPEAKER = Speaker(PROMPTS, BRENTWOOD)


# With each need, area and day the resident's call is tens of thousands of moments; the call back and the offer are
# thousands.
WALKED_LONG = {"resident", "back", "offer"}


def marked(*names: str) -> list[Any]:
    """These scripts as the parameters of a test, those that take long among the long tests."""
    return [pytest.param(name, marks=pytest.mark.long) if name in WALKED_LONG else name for name in names]


EACH = marked(*SCRIPTS)


@cache
def walked(name: str) -> Walk:
    return walk(SCRIPTS[name], CALL)


def prompts(moment: Moment, *, key: str = "") -> Iterator[tuple[str, Values]]:
    """All that is said at this moment, in its order: before the question, the question, and its options up to `key`."""
    yield from ((said.prompt, said.values) for said in moment.said if isinstance(said, Say))
    turn = moment.turn
    if isinstance(turn, Ask | KeyNumber | Record | Dial) and turn.prompt:
        yield turn.prompt, turn.values
    for option in turn.options if isinstance(turn, Ask) else ():
        if option.prompt:
            yield option.prompt, {**option.values, "key": option.key}
        if option.key == key:
            return
    if isinstance(turn, Ask) and turn.closing:
        yield turn.closing, {}


def seconds(prompt: str, values: Values) -> float:
    """How long it takes to say, with its pauses."""
    return _SPEAKER.seconds(prompt, _known(values))


def seconds_of_speech(prompt: str, values: Values) -> float:
    """The same without its pauses."""
    return seconds_to_say(piece for piece in _SPEAKER.pieces(prompt, _known(values)) if isinstance(piece, str))


def _known(values: Values) -> Values:
    """The id of a request stands for a number, or for a code."""
    known = {"number": "+442079460123", "code": "123456"}
    return {**values, **{name: said for name, said in known.items() if name in values}}
