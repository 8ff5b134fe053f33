"""<Dial> read, with whom it dials; and what may stand inside an element at all."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from infra.local.exchange.attributes import EVENTS, Attributes, dialled, e164
from infra.local.exchange.problems import TwimlError
from infra.local.exchange.verbs import Dial, Number, Queue

MOST_NUMBERS = 10  # https://www.twilio.com/docs/voice/twiml/number
SHORTEST_RING = 5  # seconds: https://www.twilio.com/docs/voice/twiml/dial#timeout
# https://www.twilio.com/docs/voice/twiml/dial#ringtone
_TONES = """
    at au bg br be ch cl cn cz de dk ee es fi fr gr hu il in it lt jp mx my nl no nz ph pl pt ru se sg th uk us us-old
    tw ve za
"""
LONGEST_CALL = 14400  # seconds that a dialled call lasts unless said otherwise


def dial(element: Element, given: Attributes) -> Dial:
    """https://www.twilio.com/docs/voice/twiml/dial."""
    numbers, first_in = _called(element, given)
    caller_id = given.text("callerId")
    return Dial(
        numbers=numbers,
        queue=first_in,
        action=given.url("action"),
        method=given.method(),
        timeout=given.seconds("timeout", 30, least=SHORTEST_RING, most=600),
        time_limit=given.seconds("timeLimit", LONGEST_CALL),
        caller_id=e164(caller_id) if caller_id is not None else None,
        answer_on_bridge=given.flag("answerOnBridge", default=False),
        ring_tone=given.one_of("ringTone", tuple(_TONES.split())),
        hangup_on_star=given.flag("hangupOnStar", default=False),
    )


def _called(element: Element, given: Attributes) -> tuple[tuple[Number, ...], Queue | None]:
    """Whom a <Dial> dials: a bare number, several <Number>, or one <Queue>."""
    tags = [child.tag for child in element]
    if not tags:
        bare = Element("Number")
        bare.text = element.text
        return (number(bare, Attributes(bare, given.base)),), None
    no_text(element)
    if tags == ["Queue"]:
        return (), queue(element[0], Attributes(element[0], given.base))
    if set(tags) != {"Number"} or len(tags) > MOST_NUMBERS:
        raise TwimlError(f"<Dial> takes a number, up to {MOST_NUMBERS} <Number>, or one <Queue>")
    return tuple(number(child, Attributes(child, given.base)) for child in element), None


def number(element: Element, given: Attributes) -> Number:
    """https://www.twilio.com/docs/voice/twiml/number."""
    no_children(element)
    return Number(
        to=dialled(element.text or ""),
        url=given.url("url"),
        method=given.method(),
        status_url=given.absolute_url("statusCallback"),
        status_method=given.method("statusCallbackMethod"),
        status_events=given.choices("statusCallbackEvent", ("completed",), EVENTS),
    )


def queue(element: Element, given: Attributes) -> Queue:
    """https://www.twilio.com/docs/voice/twiml/queue."""
    no_children(element)
    name = (element.text or "").strip()
    if not name:
        raise TwimlError("<Queue> needs the name of a queue")
    return Queue(name=name, url=given.url("url"), method=given.method())


def no_text(element: Element) -> None:
    """Nothing but elements inside. Raises TwimlError."""
    stray = [element.text, *(child.tail for child in element)]
    if any(text and text.strip() for text in stray):
        raise TwimlError(f"<{element.tag}> contains words that nothing would say")


def no_children(element: Element) -> None:
    """Nothing but text inside. Raises TwimlError."""
    if len(element):
        raise TwimlError(f"<{element.tag}> may not contain <{element[0].tag}>")


def empty(element: Element) -> None:
    """Nothing inside. Raises TwimlError."""
    no_children(element)
    no_text(element)
