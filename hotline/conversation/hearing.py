"""What the caller did at a question: from Twilio's form to an answer, or to saying it again."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from hotline.conversation.replay import HUNG_UP, JOINED, LEFT
from hotline.conversation.trail import GIVEN, PERSON, UNHEARD
from hotline.conversation.turns import (
    AGAIN_KEY,
    BACK_KEY,
    PERSON_KEY,
    Ask,
    Dial,
    Given,
    Join,
    KeyNumber,
    Leave,
    Question,
    Record,
    Wait,
)
from hotline.values import dataclass

Form = Mapping[str, str]

MOST_TRIES = 2  # silence or a wrong key twice: the script finds another way on


# Twilio: https://www.twilio.com/docs/voice/twiml/enqueue (QueueResult). Its other values are faults of some kind.
_QUEUE_RESULTS = {"bridged": JOINED, "leave": LEFT, "hangup": HUNG_UP}


class Wish(Enum):
    """What is not an answer."""

    AGAIN = auto()  # star: the same, slower
    BACK = auto()  # hash: one step back
    UNCLEAR = auto()  # silence or a wrong key


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A meaning for the trail; `given` holds what must not enter it."""

    meaning: str
    given: Given | None = None


def hear(question: Question, form: Form, *, tries: int) -> Answer | Wish:
    """What Twilio's form says the caller did. At the second silence or wrong key: the answer `unheard`."""
    match question:
        case Ask():
            heard = _hear_key(question, form.get("Digits", ""))
        case KeyNumber():
            heard = _hear_number(form.get("Digits", ""))
        case Record():
            return _hear_recording(form)
        case Dial():
            return Answer(meaning=_dial_result(form))
        case Wait():
            return Answer(meaning=_QUEUE_RESULTS.get(form.get("QueueResult", ""), "failed"))
        case Join() | Leave():
            return Wish.UNCLEAR
    if heard is Wish.UNCLEAR and tries + 1 >= MOST_TRIES:
        return Answer(meaning=UNHEARD)
    return heard


def _hear_key(question: Ask, key: str) -> Answer | Wish:
    for option in question.options:
        if option.key == key:
            return Answer(meaning=option.meaning)
    if key == "" and question.silence:
        return Answer(meaning=question.silence)
    if key == PERSON_KEY:
        return Answer(meaning=PERSON)
    return {AGAIN_KEY: Wish.AGAIN, BACK_KEY: Wish.BACK}.get(key, Wish.UNCLEAR)


def _hear_number(keyed: str) -> Answer | Wish:
    """Star starts the number over: only what follows the last one counts. Hash ended it, and Twilio leaves it out."""
    digits = keyed.rpartition("*")[2]
    if not digits:
        return Wish.AGAIN if keyed else Wish.UNCLEAR
    return Answer(meaning=GIVEN, given=Given(digits))


def _hear_recording(form: Form) -> Answer:
    if not form.get("RecordingSid") or form.get("RecordingDuration", "0") == "0":
        return Answer(meaning=UNHEARD)
    return Answer(meaning=GIVEN, given=Given(form["RecordingSid"], int(form["RecordingDuration"])))


def _dial_result(form: Form) -> str:
    """Joined only if the two phones were bridged: `completed` is also what an unaccepted or voicemail leg ends with.

    Twilio: https://www.twilio.com/docs/voice/twiml/dial (DialCallStatus, DialBridged).
    """
    status = form.get("DialCallStatus", "failed")
    if form.get("DialBridged", "true" if status == "completed" else "false") == "true":
        return JOINED
    return status if status in {"no-answer", "busy"} else "no-answer" if status == "completed" else "failed"
