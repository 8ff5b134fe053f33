"""What the caller did at a question: from Twilio's form to an answer, or to saying it again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum, auto

from hotline.conversation.replay import FAILED, HUNG_UP, JOINED, LEFT
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
_LENGTH = re.compile(r"[0-9]{1,6}(\.[0-9]*)?")  # of a recording, in seconds

MOST_TRIES = 2  # silence or a wrong key twice: the script finds another way on
_MOST_TIMES = 6  # that words which must be heard to their end are begun again

# Nobody reaches the emergency services by keying their number on a call.
_ASIDES = {"9": "nine_nine_nine"}

_TALKED = {"completed", "answered"}  # of DialCallStatus: the other phone was picked up

# Twilio: https://www.twilio.com/docs/voice/twiml/enqueue (QueueResult). Its other values are faults of some kind.
_QUEUE_RESULTS = {"bridged": JOINED, "leave": LEFT, "hangup": HUNG_UP}


class Wish(Enum):
    """What is not an answer."""

    AGAIN = auto()  # star: the same, slower
    BACK = auto()  # hash: one step back
    SILENT = auto()  # no key
    WRONG_KEY = auto()  # a key that is no option


UNCLEAR = frozenset({Wish.SILENT, Wish.WRONG_KEY})


@dataclass(frozen=True)
class Aside:
    """A key that is answered with words of its own, by their prompt; then the question is put again."""

    prompt: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A meaning for the trail; `given` holds what must not enter it; `silence` is a recording of nothing."""

    meaning: str
    given: Given | None = None
    silence: str | None = None


def hear(question: Question, form: Form, *, tries: int, policy: Policy) -> Answer | Wish | Aside:
    """Read from Twilio's form what the caller did. The second silence or wrong key is the answer `unheard`."""
    match question:
        case Ask():
            heard = _hear_key(question, form.get("Digits", ""))
            if question.once and heard is Wish.SILENT:
                return Answer(meaning=UNHEARD)
        case KeyNumber():
            heard = _hear_number(form.get("Digits", ""))
        case Record():
            return _hear_recording(form, policy)
        case Dial():
            return Answer(meaning=_dial_result(form))
        case Wait():
            return Answer(meaning=_QUEUE_RESULTS.get(form.get("QueueResult", ""), FAILED))
        case Join() | Leave():
            return Wish.SILENT
    return unclear(question, heard, tries=tries) if heard in UNCLEAR else heard


def unclear(question: Question, wish: Wish, *, tries: int) -> Answer | Wish:
    """The same wish, or `unheard` when the question has been put as often as it can be."""
    most = _MOST_TIMES if isinstance(question, Ask) and question.whole else MOST_TRIES
    return Answer(meaning=UNHEARD) if tries + 1 >= most else wish


def key_before(question: Question, form: Form) -> str:
    """The key that ended this question: a second press of it may come a moment later. Empty: silence."""
    keyed = form.get("Digits", "")
    return "#" if keyed and isinstance(question, KeyNumber | Record) else keyed


def repeats(before: Question, question: Question | None, key: str) -> bool:
    """Tell whether a second press of this key, by accident, would be taken for an answer to the next question.

    Such questions are those that wait for one certain key (are you sure?), those that follow one (press 1 to hear), and
    those that follow a number or a recording that hash ended. In a menu whoever knows its keys may press them quickly.
    A key that means what a pause means does no harm.
    """
    if key == "" or not (_ends_with_one_key(before) or _ends_with_one_key(question)):
        return False
    if not isinstance(question, Ask):
        return isinstance(question, KeyNumber)
    options = (option.key for option in question.options if option.meaning != question.silence)
    return key in {PERSON_KEY, AGAIN_KEY, BACK_KEY, *options}


def _ends_with_one_key(question: Question | None) -> bool:
    return isinstance(question, Record | KeyNumber) or (isinstance(question, Ask) and len(question.options) == 1)


def _hear_key(question: Ask, key: str) -> Answer | Wish | Aside:
    for option in question.options:
        if option.key == key:
            return Answer(meaning=option.meaning)
    if key == "" and question.silence:
        return Answer(meaning=question.silence)
    if key == PERSON_KEY:
        return Answer(meaning=PERSON)
    if aside := {**_ASIDES, **question.asides}.get(key):
        return Aside(aside)
    return {AGAIN_KEY: Wish.AGAIN, BACK_KEY: Wish.BACK, "": Wish.SILENT}.get(key, Wish.WRONG_KEY)


def _hear_number(keyed: str) -> Answer | Wish:
    """Star starts the number over: only what follows the last one counts. Hash ended it, and Twilio leaves it out.

    No number is a nought alone: whoever keys it wants a person.
    """
    digits = keyed.rpartition("*")[2]
    if not digits:
        return Wish.AGAIN if keyed else Wish.SILENT
    if digits == PERSON_KEY:
        return Answer(meaning=PERSON)
    if not _DIGITS.fullmatch(digits):
        return Wish.WRONG_KEY
    return Answer(meaning=GIVEN, given=Given(digits))


def _hear_recording(form: Form, policy: Policy) -> Answer:
    """Silence is a recording, too: one that no key and no hang-up has ended, no longer than the silence that ends one.

    `RecordingDuration` is of all that was heard, before silence is trimmed: what ended by silence is as much shorter. A
    length that is not there, or cannot be read, keeps the words.
    Twilio: https://www.twilio.com/docs/voice/twiml/record (silent recordings are saved; RecordingDuration, Digits)
    """
    sid, length = form.get("RecordingSid", ""), _LENGTH.fullmatch(form.get("RecordingDuration", ""))
    if not RECORDING.fullmatch(sid):
        return Answer(meaning=UNHEARD)
    if length is None:
        return Answer(meaning=GIVEN, given=Given(sid))
    seconds, silence = float(length[0]), round(policy.first_key.total_seconds())
    by_silence = not form.get("Digits") and seconds < policy.note_length.total_seconds()
    if seconds < 1 or (by_silence and seconds <= silence + 1):
        return Answer(meaning=UNHEARD, silence=sid)
    spoken = seconds - silence if by_silence else seconds
    return Answer(meaning=GIVEN, given=Given(sid, int(spoken)))


def _dial_result(form: Form) -> str:
    """Joined only if the two phones were bridged: `completed` is also what an unaccepted or voicemail leg ends with.

    Where nothing is said of that, as perhaps after a talk with the first in a queue, `answered` is joined, too.
    Twilio: https://www.twilio.com/docs/voice/twiml/dial (DialCallStatus, DialBridged).
    """
    status = form.get("DialCallStatus", "failed")
    if form.get("DialBridged", str(status in _TALKED).lower()) == "true":
        return JOINED
    return status if status in {"no-answer", "busy"} else "no-answer" if status in _TALKED else FAILED
