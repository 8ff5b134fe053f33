"""Turns to TwiML. Every question is one Gather with every word inside it: a bare Say before it loses the keys pressed.

Facts used, all from https://www.twilio.com/docs/voice/twiml and its pages `gather`, `record`, `dial`, `number`, `say`:
a Gather's timeout runs when its words are over, and anew after each key; an empty `finishOnKey` makes star and hash
keys like the others; without `actionOnEmptyResult` silence is not sent to the action; a silent Record falls through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache

from twilio.twiml.voice_response import VoiceResponse

from hotline.conversation.replay import Stand
from hotline.conversation.turns import Ask, Dial, Join, KeyNumber, Record, Say, Values
from hotline.groups import Group
from hotline.numbers import PhoneNumber
from hotline.prompts import Piece, Speaker, load
from hotline.telephony.asked import asked
from hotline.telephony.speech import Manner, Sound, Spoken, speak
from hotline.telephony.verbs import dial, record, wait_for
from hotline.values import dataclass

_PRIVATE = frozenset({"number", "words", "code"})  # values that belong to one request


@dataclass(frozen=True, kw_only=True)
class Voice:
    """How a group speaks, and how an opaque id becomes a number or a recording while the TwiML is written."""

    group: Group
    number: Callable[[str], PhoneNumber | None]  # of a request, by its id
    note: Callable[[str], str | None]  # the URL of a request's recording
    code: Callable[[str], str]  # the digits to phone back with, by which one they are


@dataclass(frozen=True, kw_only=True)
class Page:
    """What one document says and asks, and the absolute URLs that go on from there."""

    stand: Stand
    action: str
    whisper: str | None = None  # what the dialled phone hears first
    number: str | None = None  # of the phone to dial, E.164
    simpler: bool = False  # after silence or a wrong key
    slow: bool = False


def write(page: Page, voice: Voice) -> str:
    """The TwiML of one turn.

    Put again after silence or a wrong key, a question leaves out what was said before it; not once star was pressed.
    """
    saying = _Saying(page, voice)
    question, policy = page.stand.question, voice.group.policy
    if isinstance(question, Ask | KeyNumber):
        wait = wait_for(question, policy)
        return asked(saying.pieces(), saying.manner, wait, page.action, private=saying.is_private)
    response = VoiceResponse()
    speak(response, saying.pieces(), saying.manner)
    match question:
        case Record():
            record(response, page.action, longest=policy.note_length, silence=policy.first_key)
        case Dial():
            response.append(dial(question, page.action, voice.group, number=page.number, whisper=page.whisper))
        case None:
            response.hangup()
        case Join():
            pass  # the end of a whisper's document joins the two phones
    return str(response)


def one_moment(url: str, voice: Voice) -> str:
    """Something is slow: kind words, and on with what was answered, which the URL holds (faults 26, 28)."""
    prompts = load(voice.group.languages[0])
    response = VoiceResponse()
    speak(response, prompts.pieces("one_moment", {}), Manner(prompts.locale, voice.group.voice))
    response.redirect(url, method="POST")
    return str(response)


def something_broke(left_url: str) -> str:
    """Kind words and a recording, which a person hears. Needs no group, since that may be what is broken."""
    response = _plain("something_broke")
    record(response, left_url, longest=timedelta(seconds=60), silence=timedelta(seconds=9))
    return str(response)


@cache
def goodbye() -> str:
    """After words were left when something had broken."""
    response = _plain("a_person_will_ring", "goodbye")
    response.hangup()
    return str(response)


@cache
def not_in_use() -> str:
    """For a number that no group has."""
    response = _plain("not_in_use")
    response.hangup()
    return str(response)


class _Saying:
    """The words of one page."""

    def __init__(self, page: Page, voice: Voice) -> None:
        self._page, self._voice = page, voice
        prompts = load(voice.group.languages[0])
        self._speaker = Speaker(prompts, voice.group)
        self.manner = Manner(prompts.locale, voice.group.voice, page.slow)
        self.is_private = False  # set once something is said that only one caller may hear

    def pieces(self) -> tuple[Spoken, ...]:
        """All that is said, in its order."""
        return tuple(self._all())

    def _all(self) -> Iterator[Spoken]:
        if self._page.slow or not self._page.simpler:
            yield from self._before()
        question = self._page.stand.question
        if isinstance(question, Ask | KeyNumber | Record | Dial) and question.prompt:
            yield from self._say(question.prompt, question.values)
        for option in question.options if isinstance(question, Ask) else ():
            if option.prompt:
                yield from self._say(option.prompt, {**option.values, "key": option.key})

    def _before(self) -> Iterator[Spoken]:
        for turn in self._page.stand.said:
            if isinstance(turn, Say):
                yield from self._say(turn.prompt, turn.values)
            elif url := self._voice.note(turn.request):
                self.is_private = True
                yield Sound(url)

    def _say(self, prompt: str, values: Values) -> list[Piece]:
        """Only now does the id of a request become its number (DESIGN.md, idea 1)."""
        if not values.keys().isdisjoint(_PRIVATE):
            self.is_private = True
        if "number" in values:
            number = self._voice.number(values["number"])
            values = {**values, "number": number.e164 if number else ""}
        if "code" in values:
            values = {**values, "code": self._voice.code(values["code"])}
        return self._speaker.pieces(prompt, values, simpler=self._page.simpler)


def _plain(*prompts: str) -> VoiceResponse:
    """Words in the line's own language and Twilio's own voice."""
    ours = load("en")
    response = VoiceResponse()
    speak(response, [piece for prompt in prompts for piece in ours.pieces(prompt, {})], Manner(ours.locale))
    return response
