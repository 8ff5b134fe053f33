"""The strict reading of TwiML: a document becomes verbs, or a sentence that says what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from infra.local.exchange.attributes import ATTRIBUTES, EVENTS, KEYS, Attributes, absolute, e164
from infra.local.exchange.messages import HttpResponse
from infra.local.exchange.problems import TwimlError
from infra.local.exchange.speech import spoken, text_of
from infra.local.exchange.verbs import (
    Dial,
    Enqueue,
    Gather,
    Hangup,
    Leave,
    Number,
    Pause,
    Play,
    Prompt,
    Queue,
    Record,
    Redirect,
    Reject,
    Say,
    Verb,
)

XML_TYPES = {"text/xml", "application/xml"}
OK = range(200, 300)
MOST_SAID = 4096  # characters in a <Say>: https://www.twilio.com/docs/voice/twiml/say
MOST_NUMBERS = 10  # in a <Dial>: https://www.twilio.com/docs/voice/twiml/number
LONGEST_QUEUE_NAME = 64  # https://www.twilio.com/docs/voice/twiml/enqueue
NO_ACTION = 14400  # seconds that a dialled call may last: https://www.twilio.com/docs/voice/twiml/dial


def read(response: HttpResponse, url: str) -> tuple[Verb, ...]:
    """The verbs of the document that an app answered with. Raises TwimlError."""
    if response.status not in OK:
        raise TwimlError(f"the app answered {response.status}")
    if response.content_type not in XML_TYPES:
        raise TwimlError(f"the app answered with {response.content_type or 'no content type'}, not XML")
    return parse(response.body, base=url)


def parse(document: bytes | str, *, base: str | None) -> tuple[Verb, ...]:
    """The verbs of a document. `base`: its own URL; None for one that came by `Twiml=`. Raises TwimlError."""
    try:
        root = ElementTree.fromstring(document)  # noqa: S314: it is our own app's answer, on our own machine
    except ElementTree.ParseError as error:
        raise TwimlError(f"the document is not XML: {error}") from None
    if root.tag != "Response":
        raise TwimlError(f"the document is a <{root.tag}>, not a <Response>")
    if root.attrib:
        raise TwimlError("<Response> has no attributes")
    _no_text(root)
    return tuple(_verb(element, base) for element in root)


def _verb(element: Element, base: str | None) -> Verb:
    reader = _READERS.get(element.tag)
    if reader is None:
        nested = " here" if element.tag in ATTRIBUTES else ""
        raise TwimlError(f"there is no verb <{element.tag}>{nested}")
    return reader(element, Attributes(element, base))


def _say(element: Element, given: Attributes) -> Say:
    words = spoken(element)
    if len(text_of(words)) > MOST_SAID:
        raise TwimlError(f"<Say> takes {MOST_SAID} characters at most")
    if not words:
        raise TwimlError("<Say> says nothing")
    return Say(words=words, loop=given.loop())


def _play(element: Element, given: Attributes) -> Play:
    _no_children(element)
    try:
        return Play(url=absolute(element.text or "", None), loop=given.loop())
    except ValueError as error:
        raise TwimlError(f"<Play>{element.text}: {error}") from None


def _pause(element: Element, given: Attributes) -> Pause:
    _empty(element)
    return Pause(seconds=given.seconds("length", 1))


def _gather(element: Element, given: Attributes) -> Gather:
    _no_text(element)
    given.choices("input", ("dtmf",), ("dtmf", "speech"))
    prompts = tuple(_verb(child, None) for child in element)
    return Gather(
        action=given.action(),
        method=given.method(),
        timeout=given.seconds("timeout", 5),
        num_digits=given.count("numDigits"),
        finish_on_key=given.keys("finishOnKey", "#"),
        action_on_empty_result=given.flag("actionOnEmptyResult", default=False),
        prompts=tuple(_prompt(verb) for verb in prompts),
    )


def _prompt(verb: Verb) -> Prompt:
    if not isinstance(verb, Say | Play | Pause):
        raise TwimlError(f"<Gather> may not contain <{type(verb).__name__}>")
    return verb


def _record(element: Element, given: Attributes) -> Record:
    _empty(element)
    given.choice("trim", "trim-silence", ("trim-silence", "do-not-trim"))
    return Record(
        action=given.action(),
        method=given.method(),
        timeout=given.seconds("timeout", 5),
        max_length=given.seconds("maxLength", 3600),
        finish_on_key=given.keys("finishOnKey", KEYS),
        play_beep=given.flag("playBeep", default=True),
        status_url=given.url("recordingStatusCallback"),
        status_method=given.method("recordingStatusCallbackMethod"),
        status_events=given.choices(
            "recordingStatusCallbackEvent", ("completed",), ("in-progress", "completed", "absent")
        ),
    )


def _dial(element: Element, given: Attributes) -> Dial:
    nouns = [_noun(child, given, Attributes(child, given.base)) for child in element]
    if (element.text or "").strip() and not nouns:
        nouns = [_number(element.text or "", None)]
    else:
        _no_text(element)
    numbers = tuple(noun for noun in nouns if isinstance(noun, Number))
    queues = tuple(noun for noun in nouns if isinstance(noun, Queue))
    if not nouns or len(numbers) > MOST_NUMBERS or (queues and len(nouns) > 1):
        raise TwimlError(f"<Dial> takes one number, up to {MOST_NUMBERS} <Number>, or one <Queue>")
    caller_id = given.text("callerId")
    return Dial(
        numbers=numbers,
        queue=queues[0] if queues else None,
        action=given.url("action"),
        method=given.method(),
        timeout=given.seconds("timeout", 30, most=600),
        time_limit=given.seconds("timeLimit", NO_ACTION),
        caller_id=e164(caller_id) if caller_id is not None else None,
        answer_on_bridge=given.flag("answerOnBridge", default=False),
        hangup_on_star=given.flag("hangupOnStar", default=False),
    )
