"""Turns to TwiML. Every question is one Gather with every word inside it: a bare Say before it loses the keys pressed.

Facts used, all from https://www.twilio.com/docs/voice/twiml and its pages `gather`, `record`, `dial`, `number`, `say`:
a Gather's timeout runs when its words are over, and anew after each key; an empty `finishOnKey` makes star and hash
keys like the others; without `actionOnEmptyResult` silence is not sent to the action; silence at a tone is a recording.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from functools import cache

from twilio.twiml.voice_response import VoiceResponse

from hotline.conversation.replay import Stand
from hotline.conversation.turns import Ask, Dial, Join, KeyNumber, Leave, Play, Record, Say, Values, Wait
from hotline.groups import VOICE, Group
from hotline.numbers import PhoneNumber
from hotline.prompts import Piece, Speaker, key_of, load
from hotline.prompts.entries import seconds_to_say
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
    note: Callable[[str], Sound | Say | None]  # a request's recording, or what is said where it is gone
    code: Callable[[str], str]  # the digits to phone back with, by which one they are
    own: Callable[[str], str | None] | None = None  # the URL of what the group says itself, by `key_of`; None: nothing


@dataclass(frozen=True, kw_only=True)
class Page:
    """What one document says and asks, and the absolute URLs that go on from there."""

    stand: Stand
    action: str
    beside: str | None = None  # what the dialled phone hears first, or whoever waits in a queue meanwhile
    number: str | None = None  # of the phone to dial, E.164
    simpler: bool = False  # after silence or a wrong key
    slow: bool = False
    aside: str | None = None  # a prompt that answers a key which was no answer
    deaf: bool = False  # a second press of the key before would be an answer here: no key is heard for a moment


def write(page: Page, voice: Voice) -> str:
    """The TwiML of one turn.

    Put again after silence or a wrong key, a question leaves out what was said before it; not once star was pressed.
    """
    saying = _Saying(page, voice)
    question, policy = page.stand.question, voice.group.policy
    if isinstance(question, Ask | KeyNumber):
        said = saying.pieces()
        spoken = _seconds(said) if isinstance(question, Ask) and question.holds else 0
        wait = wait_for(question, policy, spoken=spoken, deaf=page.deaf)
        return asked(said, saying.manner, wait, page.action, private=saying.is_private)
    response = VoiceResponse()
    speak(response, saying.pieces(), saying.manner)
    match question:
        case Record():
            record(response, page.action, longest=policy.note_length, silence=policy.first_key)
        case Dial():
            response.append(dial(question, page.action, voice.group, number=page.number, whisper=page.beside))
        case Wait():
            response.enqueue(
                question.queue, action=page.action, method="POST", wait_url=page.beside, wait_url_method="POST"
            )
        case None:
            response.hangup()
        case Leave():
            response.leave()
        case Join():
            pass  # the end of a whisper's document joins the two phones
    return str(response)


def one_moment(url: str, voice: Voice, *, pause: int = 0) -> str:
    """Something is slow: kind words, and on with what was answered, which the URL holds (faults 26, 28).

    `pause`: seconds to wait before that.
    """
    prompts = load(voice.group.languages[0])
    response = VoiceResponse()
    speak(response, prompts.pieces("one_moment", {}), Manner(prompts.locale, voice.group.voice))
    if pause:
        response.pause(length=pause)
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
        question = self._page.stand.question
        if self._page.aside:
            yield from self._say(self._page.aside, {})
        if self._page.slow or not self._page.simpler or (isinstance(question, Ask) and question.whole):
            yield from self._before()
        else:
            yield from self._gone()
        if isinstance(question, Ask | KeyNumber | Record | Dial) and question.prompt:
            yield from self._say(question.prompt, question.values)
        for option in question.options if isinstance(question, Ask) else ():
            if option.prompt:
                yield from self._say(option.prompt, {**option.values, "key": option.key})
        if isinstance(question, Ask) and question.closing:
            yield from self._say(question.closing, {})

    def _before(self) -> Iterator[Spoken]:
        for turn in self._page.stand.said:
            if isinstance(turn, Say) and turn.language:
                speaker = Speaker(load(turn.language), self._voice.group)
                yield from self._own(turn.language, speaker.pieces(turn.prompt, turn.values))
            elif isinstance(turn, Say):
                yield from self._say(turn.prompt, turn.values)
            else:
                yield from self._note(turn)

    def _note(self, turn: Play) -> Iterator[Spoken]:
        match self._voice.note(turn.request):
            case Sound() as sound:
                self.is_private = True
                yield sound
            case Say() as said:
                yield from self._say(said.prompt, said.values)

    def _gone(self) -> Iterator[Spoken]:
        """Whoever answered nothing may have heard nothing: that a recording is gone is found only when it is played."""
        for turn in self._page.stand.said:
            if isinstance(turn, Play) and isinstance(said := self._voice.note(turn.request), Say):
                yield from self._say(said.prompt, said.values)

    def _say(self, prompt: str, values: Values) -> Sequence[Spoken]:
        """Only now does the id of a request become its number (DESIGN.md, idea 1).

        In the group's own voice, if this is recorded; but slower, and again after silence or a wrong key, always in the
        synthetic one: whoever could not make out the recording, or for whom it was silent, hears the words.
        """
        if not values.keys().isdisjoint(_PRIVATE):
            self.is_private = True
        if "number" in values:
            number = self._voice.number(values["number"])
            values = {**values, "number": number.e164 if number else ""}
        if "code" in values:
            values = {**values, "code": self._voice.code(values["code"])}
        pieces = self._speaker.pieces(prompt, values, simpler=self._page.simpler)
        if self._page.simpler or self._page.slow:
            return pieces
        return self._own(self._voice.group.languages[0], pieces)

    def _own(self, language: str, pieces: list[Piece]) -> Sequence[Spoken]:
        """The recording of these words, and their last pause; else the words."""
        url = self._voice.own(key_of(language, pieces)) if self._voice.own else None
        if url is None:
            return pieces
        return [Sound(url), *(piece for piece in pieces[-1:] if isinstance(piece, float))]


def _seconds(said: Iterable[Spoken]) -> float:
    return seconds_to_say(each for each in said if not isinstance(each, Sound))


def _plain(*prompts: str) -> VoiceResponse:
    """Words in the line's own language and voice."""
    ours = load("en")
    response = VoiceResponse()
    speak(response, [piece for prompt in prompts for piece in ours.pieces(prompt, {})], Manner(ours.locale, VOICE))
    return response
