"""How much it takes to ask for help for the first time (SPEECH.md, residents, 3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from hotline.conversation.turns import Values
from hotline.conversation.walker import Edge, Moment, Step
from tests.scripts.walked import prompts, seconds, seconds_of_speech, walked

pytestmark = pytest.mark.long

MOST_KEYS, BY_A_SECOND_MENU = 4, 5
MOST_SECONDS = 90

# Another call than a first request: corrections, another need, being put through, waiting, a number that is withheld.
_ELSEWHERE = {"change", "more", "wait", "connect", "help", "tell", "rule", "listening", "request-1_ask", "as-last"}
_ELSEWHERE |= {"late"}  # so slow that it went out before the end of the call
_SECOND_MENUS = {"second_menu", "talk"}


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way through the call, each key pressed once what offers it has been heard."""

    here: Moment
    heard: tuple[tuple[str, Values], ...] = ()
    keys: str = ""

    @property
    def prompts(self) -> set[str]:
        return {prompt for prompt, _ in self.heard}

    @property
    def speech(self) -> float:
        return sum(seconds_of_speech(*each) for each in self.heard)

    def on(self, edge: Edge) -> Way:
        """What waits for an effect is still to be said."""
        key = edge.key if edge.step is Step.KEY else ""
        heard = () if edge.step is Step.RESULT else tuple(prompts(self.here, key=key))
        return Way(here=walked("resident").moments[edge.to], heard=self.heard + heard, keys=self.keys + key)


def requests() -> Iterator[Way]:
    """Every way from hello to goodbye by keys that are right at once."""
    whole = walked("resident")
    waiting = [Way(here=whole.moments[whole.start])]
    while waiting:
        way = waiting.pop()
        if way.here.ends:
            yield Way(here=way.here, heard=(*way.heard, *prompts(way.here)), keys=way.keys)
        waiting += [way.on(edge) for edge in way.here.edges if _goes_on(edge)]


def _goes_on(edge: Edge) -> bool:
    """Silence is an answer only where it means that this is all."""
    if edge.step is Step.SILENCE:
        return edge.meaning in {"done", "heard"}
    return edge.step is not Step.PERSON and edge.meaning not in _ELSEWHERE


def test_a_first_request_takes_four_keys() -> None:
    """Four from the first menu, five by way of a second one, whatever the need, the area and the day."""
    ways = list(requests())
    assert {way.keys[0] for way in ways} == set("1234")
    for way in ways:
        most = MOST_KEYS if _SECOND_MENUS.isdisjoint(way.prompts) else BY_A_SECOND_MENU
        assert len(way.keys) <= most, (way.keys, way.prompts)


def test_a_first_request_takes_ninety_seconds_of_speech(capsys: pytest.CaptureFixture[str]) -> None:
    """Each at 150 words a minute, whatever is pressed; pauses, in which somebody thinks, come on top."""
    ways = sorted(requests(), key=lambda way: way.speech)
    for way in ways:
        assert way.speech <= MOST_SECONDS, (way.keys, way.prompts)
    longest, whole = ways[-1], sum(seconds(*each) for each in ways[-1].heard)
    told = f"\nThe longest first request: {longest.keys}, {longest.speech:.0f} s of speech, {whole:.0f} with pauses"
    with capsys.disabled():
        print(told)  # noqa: T201 -- so that whoever changes the words sees it
