"""Every key at every turn of every script."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from hotline.conversation.call import Call
from hotline.conversation.turns import Ask, Say
from hotline.conversation.walker import Walk, walk
from hotline.groups import load
from hotline.numbers import PhoneNumber
from hotline.prompts import Speaker, prompt_ids
from hotline.prompts import load as load_prompts
from hotline.records import Need
from hotline.scripts import SCRIPTS

SAMPLE = load(Path(__file__).parents[2] / "groups", prompts=prompt_ids())["brentwood"]
# Fewer needs and one area: the same lines of every script, without what differs only in a name.
BRENTWOOD = replace(SAMPLE, needs=(Need.SHOPPING, Need.OTHER), areas={"ongar": "Ongar"})
PHONE = PhoneNumber("+442079460123")


@cache
def _walk(name: str) -> Walk:
    return walk(SCRIPTS[name], Call(group=BRENTWOOD, sid="CA1", other_end=PHONE, about="request-1"))


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_path_ends(name: str) -> None:
    """From each moment an end can be reached, and whoever presses nothing comes to it without going round."""
    whole = _walk(name)
    ending = {state for state, moment in whole.moments.items() if moment.ends}
    while True:
        more = {s for s, m in whole.moments.items() if s not in ending and any(e.to in ending for e in m.edges)}
        if not more:
            break
        ending |= more
    assert ending == set(whole.moments)


@pytest.mark.parametrize("name", [name for name in SCRIPTS if not name.startswith("whisper")])
def test_nought_reaches_a_person(name: str) -> None:
    """At each question with keys nought leads to a person, unless it already means `something worried me`."""
    for moment in _walk(name).questions():
        if isinstance(moment.turn, Ask):
            assert any(edge.key == "0" for edge in moment.edges)


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_prompt_is_too_long(name: str) -> None:
    """Each thing said, with what it says at that moment, stays under its own length."""
    prompts = load_prompts("en")
    speaker = Speaker(prompts, BRENTWOOD)
    for moment in _walk(name).moments.values():
        for said in moment.said:
            if isinstance(said, Say):
                values = {**said.values, **({"number": PHONE.e164} if "number" in said.values else {})}
                assert speaker.seconds(said.prompt, values) <= prompts.limit(said.prompt), said.prompt
