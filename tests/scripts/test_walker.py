"""Every key at every turn of every script, with all the needs and areas of the sample group."""

from __future__ import annotations

from collections.abc import Generator
from graphlib import TopologicalSorter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.conversation.call import PersonWanted
from hotline.conversation.turns import Ask, Do, Given, KeyNumber, Play, Say, Turn
from hotline.conversation.walker import Edge, Moment, Step
from hotline.effects.telling import was_heard
from hotline.scripts import SCRIPTS
from tests.scripts.walked import CALL, EACH, PROMPTS, prompts, seconds, walked

WHISPERED = ("whisper_person", "whisper_neighbour")  # somebody waits behind these, and is helped by ringing on


@pytest.mark.parametrize("name", EACH)
def test_every_path_ends(name: str) -> None:
    """From each moment an end can be reached."""
    moments = walked(name).moments
    ending, more = set(), {state for state, moment in moments.items() if moment.ends}
    while more:
        ending |= more
        more = {state for state in moments.keys() - ending if any(edge.to in ending for edge in moments[state].edges)}
    assert ending == set(moments)


@pytest.mark.parametrize("name", EACH)
def test_whoever_presses_nothing_never_goes_round(name: str) -> None:
    """A repeat of every loop takes a key: silence, words after a tone, other phones and effects come to an end."""
    moments = walked(name).moments
    by_itself = {
        state: [edge.to for edge in moment.edges if not _takes_a_key(moment, edge)] for state, moment in moments.items()
    }
    TopologicalSorter(by_itself).prepare()  # raises CycleError


@pytest.mark.parametrize("name", [name for name in EACH if name not in WHISPERED])
def test_nought_reaches_a_person(name: str) -> None:
    """At each question with keys nought leads to a person, and means nothing else."""
    moments = walked(name).moments
    for moment in walked(name).questions():
        if isinstance(moment.turn, Ask):
            (nought,) = (edge for edge in moment.edges if edge.key == "0")
            follows = moments[nought.to]
            if isinstance(follows.turn, Do) and follows.turn.effect is was_heard:  # what they were told is noted first
                (noted,) = follows.edges
                follows = moments[noted.to]
            assert isinstance(follows.turn, Do)
            assert follows.turn.effect.name == "ask_for_person"


@pytest.mark.parametrize("name", EACH)
def test_no_prompt_is_too_long(name: str) -> None:
    """Each thing said or asked, with what it says at that moment, stays under its own length."""
    for moment in walked(name).moments.values():
        for prompt, values in prompts(moment):
            assert seconds(prompt, values) <= PROMPTS.limit(prompt), prompt


@pytest.mark.parametrize("name", EACH)
@given(data=st.data())
def test_the_walk_is_what_a_call_does(name: str, data: st.DataObject) -> None:
    """Whatever is pressed, in whatever order, the script says what the walk has there: it merged no two that differ."""
    moments, moment = walked(name).moments, walked(name).moments[walked(name).start]
    running, said = SCRIPTS[name](CALL), list[Say | Play]()
    value: object = None
    while True:
        turn = _next(running, value, said)
        assert (tuple(said), turn) == (moment.said, moment.turn)
        if not moment.edges:
            return
        edge = data.draw(st.sampled_from(moment.edges))
        moment = moments[edge.to]
        if edge.step is not Step.RESULT:
            said.clear()
        value = {Step.PERSON: PersonWanted(), Step.GIVEN: Given()}.get(edge.step, edge.meaning)


def _takes_a_key(moment: Moment, edge: Edge) -> bool:
    keyed = edge.step is Step.GIVEN and isinstance(moment.turn, KeyNumber)
    return keyed or edge.step in {Step.KEY, Step.PERSON}


def _next(running: Generator[Turn, Any, None], value: object, said: list[Say | Play]) -> Turn | None:
    try:
        turn = running.throw(value) if isinstance(value, PersonWanted) else running.send(value)
        while isinstance(turn, Say | Play):
            said.append(turn)
            turn = next(running)
    except StopIteration:
        return None
    return turn
