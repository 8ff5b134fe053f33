"""Turns to TwiML: every word inside a Gather, since a bare Say before a Redirect loses keys pressed during it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from twilio.twiml.voice_response import Dial as DialVerb
from twilio.twiml.voice_response import Gather, VoiceResponse

from hotline.conversation.replay import Stand
from hotline.conversation.turns import Ask, Dial, Join, KeyNumber, Play, Record, Say, Values
from hotline.groups import Group
from hotline.numbers import PhoneNumber
from hotline.prompts import PAUSE, pieces

Verbs = VoiceResponse | Gather
_SLOWER = "80%"
_SHORT_WAIT = 5  # seconds, for a question that most people leave unanswered


@dataclass(frozen=True, kw_only=True)
class Voice:
    """How a group speaks, and how an opaque id becomes a number or a recording while the TwiML is written."""

    group: Group
    number: Callable[[str], PhoneNumber | None]
    note: Callable[[str], str | None]


@dataclass(frozen=True, kw_only=True)
class Page:
    """Where a call stands, and the URLs that go on from there (absolute)."""

    stand: Stand
    action: str
    whisper: str | None = None
    number: str | None = None  # of the phone to dial, E.164
    simpler: bool = False
    slow: bool = False


def write(page: Page, voice: Voice) -> str:
    """The TwiML of one turn."""
    response = VoiceResponse()
    writer = _Writer(page, voice)
    match page.stand.question:
        case None:
            writer.words(response)
            response.hangup()
        case Join():
            writer.words(response)
        case Ask() | KeyNumber() as question:
            gather = writer.gather(question)
            writer.words(gather)
            writer.ask(gather, question)
            response.append(gather)
        case Record() as question:
            writer.words(response)
            writer.say(response, question.prompt, question.values)
            response.record(
                action=page.action, max_length=_seconds(voice.group.policy.note_length), timeout=6, finish_on_key="#"
            )
        case Dial() as question:
            writer.words(response)
            if question.prompt:
                writer.say(response, question.prompt, question.values)
            response.append(writer.dial(question))
    return str(response)


def one_moment(url: str, voice: Voice) -> str:
    """The database is slow: kind words, and on with the answer that was given."""
    response = VoiceResponse()
    for text in pieces("one_moment", {}, voice.group):
        response.say(text, voice=voice.group.voice)
    response.redirect(url, method="POST")
    return str(response)


def something_broke(left_url: str) -> str:
    """Something of ours broke: kind words and a recording. Touches no settings, since they may be what broke."""
    response = VoiceResponse()
    response.say("We are sorry: something broke at our end.")
    response.say("After the tone, tell us what you need and your number. A person will hear it.")
    response.record(action=left_url, max_length=60, timeout=6, finish_on_key="#")
    return str(response)


def goodbye() -> str:
    """After words were left."""
    response = VoiceResponse()
    response.say("Thank you. It is kept, and one of us will ring you. Goodbye.")
    response.hangup()
    return str(response)


def not_in_use() -> str:
    """A number that no group has."""
    response = VoiceResponse()
    response.say("This number is not in use here.")
    response.hangup()
    return str(response)


class _Writer:
    """Writes the words and verbs of one page."""

    def __init__(self, page: Page, voice: Voice) -> None:
        self._page, self._voice, self._policy = page, voice, voice.group.policy

    def words(self, verbs: Verbs) -> None:
        for turn in self._page.stand.said:
            if isinstance(turn, Say):
                self.say(verbs, turn.prompt, turn.values)
            else:
                self._play(verbs, turn)

    def say(self, verbs: Verbs, prompt: str, values: Values) -> None:
        for text in pieces(prompt, self._resolved(values), self._voice.group, simpler=self._page.simpler):
            said = verbs.say(voice=self._voice.group.voice)
            if self._page.slow:
                said.prosody(text, rate=_SLOWER)
            else:
                said.value = text
            said.break_(time=f"{PAUSE}s")

    def ask(self, gather: Gather, question: Ask | KeyNumber) -> None:
        if question.prompt:
            self.say(gather, question.prompt, question.values)
        for option in question.options if isinstance(question, Ask) else ():
            if option.prompt:
                self.say(gather, option.prompt, {**option.values, "key": option.key})

    def gather(self, question: Ask | KeyNumber) -> Gather:
        """`finishOnKey=""`: star and hash are keys like any other (https://www.twilio.com/docs/voice/twiml/gather)."""
        wait = self._policy.first_key
        if isinstance(question, KeyNumber):
            return Gather(
                action=self._page.action, timeout=_seconds(wait), finish_on_key="#", action_on_empty_result=True
            )
        return Gather(
            action=self._page.action,
            num_digits=1,
            finish_on_key="",
            timeout=_seconds(wait) if question.patient else _SHORT_WAIT,
            action_on_empty_result=True,
        )

    def dial(self, question: Dial) -> DialVerb:
        """The line's own number on the display, so that neither side sees the other's (promise 6)."""
        ring = self._policy.ring if question.ring == "volunteer" else self._policy.resident_ring
        verb = DialVerb(
            action=self._page.action,
            caller_id=self._voice.group.numbers[0].e164,
            timeout=_seconds(ring),
            time_limit=_seconds(self._policy.talk_limit),
        )
        verb.number(self._page.number or "", url=self._page.whisper)
        return verb

    def _play(self, verbs: Verbs, turn: Play) -> None:
        url = self._voice.note(turn.request)
        if url:
            verbs.play(url)

    def _resolved(self, values: Values) -> Mapping[str, str]:
        if "number" not in values:
            return values
        number = self._voice.number(values["number"])
        return {**values, "number": number.e164 if number else ""}


def _seconds(duration: timedelta) -> int:
    return max(1, round(duration.total_seconds()))
