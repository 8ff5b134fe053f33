"""The strict reading of TwiML: a document becomes verbs, or a sentence that says what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from infra.local.exchange.alerts import NO_DOCUMENT, NOT_XML
from infra.local.exchange.attributes import ATTRIBUTES, KEYS, Attributes, absolute
from infra.local.exchange.dialled import dial, empty, no_children, no_text
from infra.local.exchange.messages import HttpResponse
from infra.local.exchange.problems import TwimlError
from infra.local.exchange.speech import spoken, text_of
from infra.local.exchange.verbs import (
    Enqueue,
    Gather,
    Hangup,
    Leave,
    Pause,
    Play,
    Prompt,
    Record,
    Redirect,
    Reject,
    Say,
    Verb,
)
from infra.local.exchange.voices import check as check_voice

XML_TYPES = {"text/xml", "application/xml"}
OK = range(200, 300)
MOST_SAID = 4096  # characters in a <Say>: https://www.twilio.com/docs/voice/twiml/say
LONGEST_NAME = 64  # characters, of a queue: https://www.twilio.com/docs/voice/twiml/enqueue


def read(response: HttpResponse, url: str) -> tuple[Verb, ...]:
    """The verbs of the document that an app answered with. Raises TwimlError."""
    if response.status not in OK:
        raise TwimlError(f"the app answered {response.status}", code=NO_DOCUMENT)
    if response.content_type not in XML_TYPES:
        raise TwimlError(f"the app answered with {response.content_type or 'no content type'}, not XML", code=NOT_XML)
    return parse(response.body, base=url)


def parse(document: bytes | str, *, base: str | None) -> tuple[Verb, ...]:
    """The verbs of a document. `base`: its own URL; None for one that came by `Twiml=`. Raises TwimlError."""
    try:
        root = ET.fromstring(document)
    except ET.ParseError as error:
        raise TwimlError(f"the document is not XML: {error}") from None
    if root.tag != "Response" or root.attrib:
        raise TwimlError("a document is one <Response>, without attributes")
    no_text(root)
    return tuple(_verb(element, base) for element in root)


def _verb(element: Element, base: str | None) -> Verb:
    reader = _READERS.get(element.tag)
    if reader is None:
        here = " here" if element.tag in ATTRIBUTES else ""
        raise TwimlError(f"there is no verb <{element.tag}>{here}")
    return reader(element, Attributes(element, base))


def _say(element: Element, given: Attributes) -> Say:
    words = spoken(element)
    check_voice(given.text("voice"), given.text("language"), ssml=len(element) > 0)
    if not words or len(text_of(words)) > MOST_SAID:
        raise TwimlError(f"<Say> takes at least a word, and at most {MOST_SAID} characters")
    return Say(words=words, loop=given.loop())


def _play(element: Element, given: Attributes) -> Play:
    no_children(element)
    try:
        return Play(url=absolute(element.text or "", given.base), loop=given.loop())
    except ValueError as error:
        raise TwimlError(f"<Play>{element.text}: {error}") from None


def _pause(element: Element, given: Attributes) -> Pause:
    empty(element)
    return Pause(seconds=given.seconds("length", 1))


def _gather(element: Element, given: Attributes) -> Gather:
    no_text(element)
    given.choices("input", ("dtmf",), ("dtmf", "speech"))
    return Gather(
        action=given.action(),
        method=given.method(),
        timeout=given.seconds("timeout", 5),
        num_digits=given.count("numDigits"),
        finish_on_key=given.keys("finishOnKey", "#"),
        action_on_empty_result=given.flag("actionOnEmptyResult", default=False),
        prompts=tuple(_prompt(_verb(child, given.base)) for child in element),
    )


def _prompt(verb: Verb) -> Prompt:
    if not isinstance(verb, Say | Play | Pause):
        raise TwimlError(f"<Gather> may not contain <{type(verb).__name__}>")
    return verb


def _record(element: Element, given: Attributes) -> Record:
    empty(element)
    return Record(
        action=given.action(),
        method=given.method(),
        timeout=given.seconds("timeout", 5),
        max_length=given.seconds("maxLength", 3600),
        finish_on_key=given.keys("finishOnKey", KEYS),
        play_beep=given.flag("playBeep", default=True),
        trim=given.choice("trim", "trim-silence", ("trim-silence", "do-not-trim")) == "trim-silence",
        status_url=given.url("recordingStatusCallback"),
        status_method=given.method("recordingStatusCallbackMethod"),
        status_events=given.choices(
            "recordingStatusCallbackEvent", ("completed",), ("in-progress", "completed", "absent")
        ),
    )


def _redirect(element: Element, given: Attributes) -> Redirect:
    no_children(element)
    try:
        return Redirect(url=absolute(element.text or "", given.base), method=given.method())
    except ValueError as error:
        raise TwimlError(f"<Redirect>{element.text}: {error}") from None


def _hangup(element: Element, _: Attributes) -> Hangup:
    empty(element)
    return Hangup()


def _reject(element: Element, given: Attributes) -> Reject:
    empty(element)
    return Reject(reason=given.choice("reason", "rejected", ("rejected", "busy")))


def _enqueue(element: Element, given: Attributes) -> Enqueue:
    no_children(element)
    name = (element.text or "").strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise TwimlError(f"<Enqueue> needs the name of a queue, of at most {LONGEST_NAME} characters")
    return Enqueue(
        name=name,
        action=given.url("action"),
        method=given.method(),
        wait_url=given.url("waitUrl"),
        wait_method=given.method("waitUrlMethod"),
    )


def _leave(element: Element, _: Attributes) -> Leave:
    empty(element)
    return Leave()


_READERS: dict[str, Callable[[Element, Attributes], Verb]] = {
    "Say": _say,
    "Play": _play,
    "Pause": _pause,
    "Gather": _gather,
    "Record": _record,
    "Dial": dial,
    "Redirect": _redirect,
    "Hangup": _hangup,
    "Reject": _reject,
    "Enqueue": _enqueue,
    "Leave": _leave,
}
