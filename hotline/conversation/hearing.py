"""What the caller did at a question: from Twilio's form to an answer, or to saying it again."""

from __future__ import annotations

import re
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
from hotline.groups import Policy
from hotline.values import dataclass

Form = Mapping[str, str]

_DIGITS = re.compile(r"[0-9]{1,64}")  # what a keypad can send, and few enough to be a number
RECORDING = re.compile(r"RE[0-9A-Za-z]{1,64}")  # a recording's SID
_LENGTH = re.compile(r"([0-9]{1,6})(\.[0-9]*)?")  # of a recording, in seconds

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


def hear(question: Question, form: Form, *, tries: int, policy: Policy) -> Answer | Wish:
    """What Twilio's form says the caller did. At the second silence or wrong key: the answer `unheard`."""
    match question:
        case Ask():
            heard = _hear_key(question, form.get("Digits", ""))
        case KeyNumber():
            heard = _hear_number(form.get("Digits", ""))
        case Record():
            return _hear_recording(form, policy)
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
    if not _DIGITS.fullmatch(digits):
        return Wish.UNCLEAR
    return Answer(meaning=GIVEN, given=Given(digits))


def _hear_recording(form: Form, policy: Policy) -> Answer:
    """Silence is a recording, too: one that no key and no hang-up has ended, no longer than the silence that ends one.

    What ended by silence is as much shorter. A length that cannot be read keeps the words.
    Twilio: https://www.twilio.com/docs/voice/twiml/record (silent recordings are saved; RecordingDuration, Digits)
    """
    sid, length = form.get("RecordingSid", ""), _LENGTH.fullmatch(form.get("RecordingDuration", "0"))
    if not RECORDING.fullmatch(sid):
        return Answer(meaning=UNHEARD)
    if length is None:
        return Answer(meaning=GIVEN, given=Given(sid))
    seconds, silence = int(length[1]), round(policy.first_key.total_seconds())
    by_silence = not form.get("Digits") and seconds < policy.note_length.total_seconds()
    if seconds == 0 or (by_silence and seconds <= silence + 1):
        return Answer(meaning=UNHEARD)
    return Answer(meaning=GIVEN, given=Given(sid, seconds - silence if by_silence else seconds))


def _dial_result(form: Form) -> str:
    """Joined only if the two phones were bridged: `completed` is also what an unaccepted or voicemail leg ends with.

    Twilio: https://www.twilio.com/docs/voice/twiml/dial (DialCallStatus, DialBridged).
    """
    status = form.get("DialCallStatus", "failed")
    if form.get("DialBridged", "true" if status == "completed" else "false") == "true":
        return JOINED
    return status if status in {"no-answer", "busy"} else "no-answer" if status == "completed" else "failed"
