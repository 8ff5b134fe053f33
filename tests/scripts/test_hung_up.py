"""Twilio may post an empty Gather of a call that is over: the silence of somebody who has gone answers nothing.

https://www.twilio.com/docs/voice/twiml/gather#actiononemptyresult does not say whether it does.
"""

from __future__ import annotations

from collections import deque
from typing import Any, NoReturn
from xml.etree.ElementTree import fromstring

import pytest

from hotline.answering import next_turn
from hotline.codes import derive, mark
from hotline.conversation.replay import Resumed, shape
from hotline.conversation.trail import Spot, Trail, encode
from hotline.conversation.turns import Ask, KeyNumber
from hotline.conversation.walker import State, Walk
from hotline.groups import Groups
from hotline.numbers import opaque
from hotline.scripts import DIALLED_IN, SCRIPTS
from hotline.world import World
from tests.rotation.cast import NOW, request, volunteer
from tests.scripts.walked import BRENTWOOD, CALL, EACH, walked

SECRET = "a secret of this deployment"
ABOUT = f"{opaque(CALL.sid)}-1"


class Touched(Exception):
    """Something was done."""


class ReadOnly:
    """A store in which a page can look up a number, a recording or a code, and nothing can be done."""

    def request(self, group: str, request_id: str) -> Any:
        # Of the two attempts at a code that a walk knows, the question which says it is reached last by the second.
        return request(note="RE1", code=mark(SECRET, group, derive(SECRET, request_id, 1)))

    def volunteer(self, *_: str) -> Any:
        return volunteer(1)

    def __getattr__(self, name: str) -> NoReturn:
        raise Touched(name)


def trails(walk: Walk) -> dict[State, Trail]:
    """The answers and results that lead to each moment, by a shortest way."""
    known: dict[State, Trail] = {walk.start: ()}
    queue = deque([walk.start])
    while queue:
        state = queue.popleft()
        for edge in walk.moments[state].edges:
            if edge.to not in known:
                known[edge.to] = (*known[state], edge.meaning)
                queue.append(edge.to)
    return known


def questions(name: str) -> dict[str, Trail]:
    """Each question that waits for a key, and a trail that leads to it."""
    walk = walked(name)
    ways = trails(walk)
    return {
        shape(moment.turn): ways[moment.state]
        for moment in walk.questions()
        if isinstance(moment.turn, Ask | KeyNumber) and moment.state in ways
    }


def says_nothing(name: str, trail: Trail, status: str) -> str:
    """Where the call stands after an empty answer, as its URL says. Raises Touched if something would be done."""
    about = ABOUT if name in DIALLED_IN else CALL.about
    stands = Resumed(SCRIPTS[name], CALL, None).follow(trail)
    spot = Spot(script=name, about=about, fingerprint=stands.fingerprint, tries=1, trail=trail)
    world = World(
        clock=lambda: NOW,
        groups=Groups({"brentwood": BRENTWOOD}),
        base_url="https://line.example",
        open_store=ReadOnly,  # type: ignore[arg-type]
        open_carrier=_no_carrier,
        secrets=lambda: (SECRET,),
    )
    direction = "inbound" if name in DIALLED_IN else "outbound-api"
    form = {"CallSid": CALL.sid, "From": "+442079460123", "To": "+442079460123", "Direction": direction}
    page = fromstring(next_turn(world, BRENTWOOD, spot, form | {"Digits": "", "CallStatus": status}))  # noqa: S314
    return next((verb.attrib["action"] for verb in page if "action" in verb.attrib), "")


def goes_on(name: str, trail: Trail, status: str) -> bool:
    """Tell whether an empty answer is taken: something is done, or the call stands elsewhere."""
    try:
        return says_nothing(name, trail, status).rpartition("/")[2] != encode(trail)
    except Touched:
        return True


def _no_carrier() -> NoReturn:
    raise Touched("the carrier")


@pytest.mark.parametrize("name", EACH)
def test_the_silence_of_a_call_that_is_over_answers_no_question(name: str) -> None:
    """Not where silence means something at once, and not where it was put for the second time."""
    asked = questions(name)
    assert [shape for shape, trail in asked.items() if goes_on(name, trail, "completed")] == []


@pytest.mark.parametrize("name", EACH)
def test_the_silence_of_a_call_that_goes_on_answers_each_of_them(name: str) -> None:
    """Else the test above would prove nothing."""
    asked = questions(name)
    assert [shape for shape, trail in asked.items() if not goes_on(name, trail, "in-progress")] == []
