"""How a script is resumed: run from its start with the trail, it stops at the first question that has no answer.

A generator cannot live from one webhook to the next, so each webhook runs it afresh; effects whose results are in the
trail are not run again. Replaying costs microseconds and touches nothing.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

from hotline.conversation.call import Call, PersonWanted, Script
from hotline.conversation.trail import ANSWERS_OF_OURS, GIVEN, PERSON, NotOurs, Trail
from hotline.conversation.turns import (
    Ask,
    Dial,
    Do,
    Given,
    Join,
    KeyNumber,
    Leave,
    Play,
    Question,
    Record,
    Say,
    Wait,
)
from hotline.values import dataclass

# Runs an effect, at this place in the trail. Each is idempotent by the call's SID and its arguments or its place, so
# that a webhook which comes twice finds it done, and hears the same.
Perform = Callable[[Do, int], str]

JOINED, FAILED = "joined", "failed"
DIAL_RESULTS = (JOINED, "no-answer", "busy", FAILED)
LEFT, HUNG_UP = "left", "hung-up"
WAIT_RESULTS = (JOINED, LEFT, HUNG_UP, FAILED)


@dataclass(frozen=True, kw_only=True)
class Stand:
    """Where a script has stopped: what is to be said now, and the question that waits. No question: the call ends."""

    said: tuple[Say | Play, ...]
    question: Question | None
    trail: Trail
    fingerprint: str


class Resumed:
    """A script on its way through one webhook: `follow` the trail, then `answer` what was asked.

    `trail` can be read when an effect has failed: it then holds everything up to that effect.
    """

    def __init__(self, script: Script, call: Call, perform: Perform | None) -> None:
        """Without `perform` no effect is run: a trail that lacks a result is NotOurs."""
        self._script = script(call)
        self._perform = perform
        self._said: list[Say | Play] = []
        self._shapes: list[str] = []
        self.trail: list[str] = []
        self.answers: list[int] = []  # where in the trail the answers are (the rest are results of effects)
        self._question: Question | None = None
        self.has_performed = False  # an effect was run in this webhook
        self._settled = -1  # where in the trail the last result of a final effect is

    def follow(self, trail: Trail) -> Stand:
        """Run from the start to the first question that the trail does not answer.

        Raises NotOurs when the trail does not fit: the script was changed under the caller, or the trail is not ours.
        """
        rest = list(trail)
        stand = self._run(None, rest)
        while rest:
            word = rest.pop(0)
            if stand.question is None or word not in meanings(stand.question):
                raise NotOurs("the trail goes on where the script does not")
            stand = self._take(word, Given(), rest)
        return stand

    def answer(self, meaning: str, given: Given | None = None) -> Stand:
        """Go on from the question with this answer."""
        return self._take(meaning, given or Given(), [])

    def let_perform(self, perform: Perform) -> None:
        """From here on effects may be run."""
        self._perform = perform

    @property
    def is_settled(self) -> bool:
        """Tell whether what was answered last has been done for good: it is not asked again."""
        return bool(self.answers) and self._settled > self.answers[-1]

    def _take(self, word: str, given: Given, rest: list[str]) -> Stand:
        self.answers.append(len(self.trail))
        self.trail.append(word)
        self._said.clear()
        if word == PERSON:
            return self._run(PersonWanted(), rest)
        return self._run(given if word == GIVEN else word, rest)

    def _run(self, value: Any, rest: list[str]) -> Stand:
        self._question = None
        while True:
            turn = self._step(value)
            if isinstance(turn, Say | Play):
                self._said.append(turn)
                value = None
            elif isinstance(turn, Do):
                value = self._result(turn, rest)
            else:
                self._question = turn
                return self._stand()

    def _step(self, value: Any) -> Say | Play | Do | Question | None:
        try:
            if isinstance(value, PersonWanted):
                return self._script.throw(value)
            return self._script.send(value)
        except StopIteration:
            return None

    def _result(self, turn: Do, rest: list[str]) -> str:
        self._shapes.append(turn.effect.name)
        if turn.effect.final:
            self._settled = len(self.trail)
        if rest:
            result = rest.pop(0)
        elif self._perform:
            self.has_performed = True
            result = self._perform(turn, len(self.trail))
        else:
            raise NotOurs(f"the trail lacks the result of {turn.effect.name}")
        self.trail.append(result)
        return result

    def _stand(self) -> Stand:
        if self._question is not None:
            self._shapes.append(shape(self._question))
        return Stand(
            said=tuple(self._said),
            question=self._question,
            trail=tuple(self.trail),
            fingerprint=f"{zlib.crc32('|'.join(self._shapes).encode()):08x}",
        )


def meanings(question: Question) -> frozenset[str]:
    """Every word with which the trail can go on from here."""
    if isinstance(question, Ask):
        own = {option.meaning for option in question.options} | ({question.silence} if question.silence else set())
        return frozenset(own) | ANSWERS_OF_OURS - {GIVEN}
    if isinstance(question, Dial):
        return frozenset(DIAL_RESULTS)
    if isinstance(question, Wait):
        return frozenset(WAIT_RESULTS)
    if isinstance(question, Join | Leave):
        return frozenset()
    return ANSWERS_OF_OURS


def shape(question: Question) -> str:
    """Flow and choices, not wording: what the fingerprint is made of."""
    match question:
        case Ask():
            keys = ",".join(f"{option.key}={option.meaning}" for option in question.options)
            return f"ask {question.prompt} {keys} {question.silence}"
        case Dial():
            return f"dial {question.to.partition(':')[0]} {question.whisper}"
        case KeyNumber():
            return f"number {question.prompt}"
        case Record():
            return f"record {question.prompt}"
        case Wait():
            return f"wait {question.hold}"
        case Join():
            return "join"
        case Leave():
            return "leave"
