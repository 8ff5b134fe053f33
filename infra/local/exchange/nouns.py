"""What stands inside a <Dial>, and what may stand inside an element at all."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from infra.local.exchange.attributes import EVENTS, Attributes, e164
from infra.local.exchange.problems import TwimlError
from infra.local.exchange.verbs import Number, Queue


def number(element: Element, given: Attributes) -> Number:
    """https://www.twilio.com/docs/voice/twiml/number."""
    no_children(element)
    return Number(
        to=e164(element.text or ""),
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
