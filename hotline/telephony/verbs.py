"""The verbs that wait for somebody: for keys, for words after a tone, for another phone."""

from __future__ import annotations

from datetime import timedelta

from twilio.twiml.voice_response import Dial as DialVerb
from twilio.twiml.voice_response import VoiceResponse

from hotline.conversation.turns import Ask, Dial, KeyNumber
from hotline.groups import Group, Policy
from hotline.values import dataclass

_STARTS = 3  # how often a number may be begun with star before what was keyed is sent: a pocket presses for ever


@dataclass(frozen=True)
class Wait:
    """What ends a Gather: so many keys, one certain key, or so many seconds after the words or the last key."""

    keys: int
    ends: str  # empty: every key is one like the others
    seconds: int


def wait_for(question: Ask | KeyNumber, policy: Policy) -> Wait:
    """Wait for one key, or for a number that hash ends; star and nought belong to the number (SPEECH.md, keys).

    Twilio has one timeout for the first key and for those after it. A number gets the longer one, since looking for it
    takes time, and whoever has keyed it can end it. A question that most people leave unanswered gets the shorter one.
    """
    if isinstance(question, KeyNumber):
        return Wait(question.digits * _STARTS, "#", _seconds(policy.first_key))
    return Wait(1, "", _seconds(policy.first_key if question.patient else policy.next_digit))


def record(response: VoiceResponse, action: str, *, longest: timedelta, silence: timedelta) -> None:
    """A few words after a tone. Somebody who says nothing falls through to the redirect: the action hears of it too."""
    response.record(
        action=action,
        method="POST",
        max_length=_seconds(longest),
        timeout=_seconds(silence),
        finish_on_key="#",
        play_beep=True,
    )
    response.redirect(action, method="POST")


def dial(question: Dial, action: str, group: Group, *, number: str | None, whisper: str | None) -> DialVerb:
    """The line's own number is on the display: neither side sees the other's (promise 6).

    No `answerOnBridge`: it is for calls that have not been answered yet, and here the caller has been talked to.
    """
    if number is None:
        raise ValueError(f"no number to dial for {question.to.partition(':')[0]}")
    ring = group.policy.ring if question.ring == "volunteer" else group.policy.resident_ring
    verb = DialVerb(
        action=action,
        method="POST",
        caller_id=group.numbers[0].e164,
        timeout=_seconds(ring),
        time_limit=_seconds(group.policy.talk_limit),
    )
    verb.number(number, url=whisper, method="POST" if whisper else None)
    return verb


def _seconds(duration: timedelta) -> int:
    """Twilio takes whole seconds, and at least one."""
    return max(1, round(duration.total_seconds()))
