"""What was recorded after a tone, as Twilio tells of it: words, or silence."""

from __future__ import annotations

import pytest

from hotline.conversation.hearing import Answer, hear
from hotline.conversation.trail import GIVEN, UNHEARD
from hotline.conversation.turns import Record
from hotline.groups import Policy

WORDS = "RE" + "1" * 32


def heard(**form: str) -> Answer:
    """What the answer is, in a group whose tone waits for nine seconds of silence, or for a minute."""
    answer = hear(Record(prompt="just_tell_us"), {"RecordingSid": WORDS, **form}, tries=0, policy=Policy())
    assert isinstance(answer, Answer)
    return answer


@pytest.mark.parametrize("length", ["9", "10", "9.7", "0", "0.4"])
def test_nine_seconds_that_no_key_ended_are_silence(length: str) -> None:
    """The timeout, and a second: https://www.twilio.com/docs/voice/twiml/record (silent recordings are saved)."""
    answer = heard(RecordingDuration=length, Digits="")
    assert (answer.meaning, answer.silence) == (UNHEARD, WORDS)


@pytest.mark.parametrize(
    ("form", "seconds"),
    [
        ({"RecordingDuration": "9", "Digits": "#"}, 9),
        ({"RecordingDuration": "9", "Digits": "hangup"}, 9),
        ({"RecordingDuration": "10.5"}, 1),
        ({"RecordingDuration": "14"}, 5),
        ({"RecordingDuration": "60"}, 60),
    ],
)
def test_words_are_as_long_as_they_were_without_the_silence_that_ended_them(form: dict[str, str], seconds: int) -> None:
    """`RecordingDuration` is before trimming; a key, a hang-up or the greatest length ends words at once."""
    answer = heard(**form)
    assert answer.given is not None
    assert (answer.meaning, answer.given.secret, answer.given.seconds) == (GIVEN, WORDS, seconds)


@pytest.mark.parametrize("form", [{}, {"RecordingDuration": ""}, {"RecordingDuration": "-1"}])
def test_a_length_that_cannot_be_read_keeps_the_words(form: dict[str, str]) -> None:
    """A need is not lost for a number that is not there."""
    answer = heard(**form)
    assert answer.given is not None
    assert (answer.meaning, answer.given.secret, answer.given.seconds) == (GIVEN, WORDS, 0)
