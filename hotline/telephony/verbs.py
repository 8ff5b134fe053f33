"""The verbs that wait for somebody: for keys, for words after a tone, for another phone."""

from __future__ import annotations

from datetime import timedelta

from twilio.twiml.voice_response import Dial as DialVerb
from twilio.twiml.voice_response import VoiceResponse

from hotline.conversation.turns import Ask, Dial, KeyNumber
from hotline.groups import Group, Policy
from hotline.groups.ringing import SHORTEST_DIALLED, timeout
from hotline.values import dataclass

_STARTS = 3  # how often a number may be begun with star before what was keyed is sent: a pocket presses for ever


LONGEST_TALK = timedelta(hours=4)  # https://www.twilio.com/docs/voice/twiml/dial#timelimit
# Whoever waits in a queue is there already: an empty one is waited for as briefly as can be.
_THERE = SHORTEST_DIALLED
_RINGING_TONE = "uk"  # one of the names that <Dial ringTone> takes: what Britain hears
# What `Dial.to` begins with, when it is whoever listens by day and by night: nothing of ours cuts that talk.
LISTENING = "listening"
QUEUE = "queue:"  # what `Dial.to` begins with, when it is somebody who waits on the line


@dataclass(frozen=True)
class Patience:
    """What ends a Gather: so many keys, one certain key, or so many seconds after the words or the last key."""

    keys: int
    ends: str  # empty: every key is one like the others
    seconds: int
    deaf: int  # seconds before it, in which no key is heard


def wait_for(question: Ask | KeyNumber, policy: Policy, *, spoken: float = 0, deaf: bool = False) -> Patience:
    """Wait for one key, or for a number that hash ends; star and nought belong to the number (SPEECH.md, keys).

    Twilio has one timeout for the first key and for those after it. A number gets the longer one, since looking for it
    takes time, and whoever has keyed it can end it. A question that most people leave unanswered gets the shorter one.
    Somebody who waits hears something new as often as the group says: silence gets what is left beside the words, which
    take so many seconds when `spoken`. Words that must be heard to their end wait for nothing.

    `deaf`: a key that is pressed twice by accident answers one question, and not the next one too.
    """
    pause = _seconds(policy.same_key) if deaf and policy.same_key else 0
    if isinstance(question, KeyNumber):
        return Patience(question.digits * _STARTS, "#", _seconds(policy.first_key), pause)
    if question.holds:
        return Patience(1, "", _seconds(policy.wait_news - timedelta(seconds=spoken)), pause)
    if question.whole:
        return Patience(1, "", 1, pause)
    return Patience(1, "", _seconds(policy.first_key if question.patient else policy.next_digit), pause)


def record(
    response: VoiceResponse,
    action: str,
    *,
    longest: timedelta,
    silence: timedelta,
    method: str = "POST",
    redirect: bool = True,
) -> None:
    """Record a few words after a tone. With `redirect`, the action hears of it too where nothing could be recorded.

    Twilio: https://www.twilio.com/docs/voice/twiml/record (silent recordings are saved)
    """
    response.record(
        action=action,
        method=method,
        max_length=_seconds(longest),
        timeout=_seconds(silence),
        finish_on_key="#",
        play_beep=True,
    )
    if redirect:
        response.redirect(action, method=method)


def dial(question: Dial, action: str, group: Group, *, number: str | None, whisper: str | None) -> DialVerb:
    """The line's own number is on the display: neither side sees the other's (promise 6).

    Whoever waits hears it ring until the two are joined, also while the other phone hears its whisper: without
    `answerOnBridge` they would hear nothing, and on a call that was answered before also without `ringTone`.
    The first in a queue is joined, so that each request has its own, named by its id (at most 64 letters).
    Twilio: https://www.twilio.com/docs/voice/twiml/number#url, /dial#ringtone, /queue and /enqueue
    """
    method = "POST" if whisper else None
    limit = _seconds(talk_limit(question, group))
    if question.to.startswith(QUEUE):
        first = DialVerb(action=action, method="POST", timeout=_timeout(_THERE), time_limit=limit)
        first.queue(question.to.removeprefix(QUEUE), url=whisper, method=method)
        return first
    if number is None:
        raise ValueError(f"no number to dial for {question.to.partition(':')[0]}")
    ring = group.policy.ring if question.ring == "volunteer" else group.policy.resident_ring
    verb = DialVerb(
        action=action,
        method="POST",
        caller_id=group.numbers[0].e164,
        timeout=_timeout(ring),
        time_limit=limit,
        answer_on_bridge=True,
        ring_tone=_RINGING_TONE,
    )
    verb.number(number, url=whisper, method=method)
    return verb


def _timeout(ring: timedelta) -> int:
    return timeout(ring, shortest=SHORTEST_DIALLED)


def talk_limit(question: Dial, group: Group) -> timedelta:
    """How long the two can talk."""
    return LONGEST_TALK if question.to.partition(":")[0] == LISTENING else group.policy.talk_limit


def longest_talk(question: Dial, group: Group) -> timedelta:
    """The longest that a call which dials goes on: the ring, the talk, and the questions around it."""
    return group.policy.longest_talk - group.policy.talk_limit + talk_limit(question, group)


def _seconds(duration: timedelta) -> int:
    """Twilio takes whole seconds, and at least one."""
    return max(1, round(duration.total_seconds()))
