"""How long each call's longest prompt is, and how many keys each of its outcomes takes (SPEECH.md)."""

from __future__ import annotations

from collections import deque

import pytest

from hotline.conversation.turns import Say
from hotline.conversation.walker import Edge, Step
from tests.scripts.walked import EACH, prompts, seconds, walked

MOST_SECONDS = 36  # what happens now, by when, the two words and the advice: the longest that anybody listens
MOST_KEYS = 12  # a volunteer who goes through all that they could do, need by need; anything else takes fewer
ALL_RECORDED = "voice.enough"  # but for a coordinator who goes through all that can be recorded, prompt by prompt


def longest(name: str) -> tuple[float, str]:
    """The seconds of the longest prompt of a script, and its name."""
    return max((seconds(*each), each[0]) for moment in walked(name).moments.values() for each in prompts(moment))


def keys_to_each_outcome(name: str) -> dict[str, int]:
    """By what is told, which is more than a question: the fewest keys that lead there. A keyed number counts as one."""
    whole = walked(name)
    fewest = {whole.start: 0}
    waiting = deque([whole.start])
    while waiting:
        here = waiting.popleft()
        for edge in whole.moments[here].edges:
            keys = fewest[here] + _costs(edge)
            if keys < fewest.get(edge.to, keys + 1):
                fewest[edge.to] = keys
                (waiting.append if _costs(edge) else waiting.appendleft)(edge.to)
    outcomes: dict[str, int] = {}
    for state, keys in fewest.items():
        for said in whole.moments[state].said:
            if isinstance(said, Say):
                outcomes[said.prompt] = min(keys, outcomes.get(said.prompt, keys))
    return outcomes


def _costs(edge: Edge) -> int:
    return 1 if edge.step in {Step.KEY, Step.PERSON, Step.GIVEN} else 0


@pytest.mark.parametrize("name", EACH)
def test_no_call_is_long_and_no_outcome_far(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The longest prompt, and the outcome that takes the most keys, of each script: printed, and within bounds."""
    length, prompt = longest(name)
    outcomes = keys_to_each_outcome(name)
    told = [(keys, outcome) for outcome, keys in outcomes.items() if outcome != ALL_RECORDED]
    keys, farthest = max(told, default=(0, "nothing is told"))
    with capsys.disabled():
        print(  # noqa: T201 -- so that whoever changes the words sees it
            f"\n{name:<18} longest {length:4.0f} s ({prompt}), most keys {keys} ({farthest}), {len(outcomes)} outcomes"
        )
    assert length <= MOST_SECONDS
    assert keys <= MOST_KEYS
