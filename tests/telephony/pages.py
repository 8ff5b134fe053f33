"""Pages of a call in Brentwood, written and read back as Twilio reads them."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, fromstring

from hotline.conversation.replay import Stand
from hotline.conversation.turns import Play, Question, Say
from hotline.numbers import PhoneNumber
from hotline.telephony.speech import Sound
from hotline.telephony.twiml import Page, Voice, write
from tests.prompts.brentwood import BRENTWOOD

ACTION = "https://line.example.org/call/brentwood/resident/-/68cb7cba/0/shopping"
ROSA = PhoneNumber("+442079460123")
NOTE = "https://line.example.org/sound/brentwood/request-1/RE1/1767225600/0123"
VOICE = Voice(
    group=BRENTWOOD,
    number=lambda request: ROSA if request == "request-1" else None,
    note=lambda request: Sound(NOTE) if request == "request-1" else None,
    code={"request-1_0": "123456"}.__getitem__,
)


def written(question: Question | None, *said: Say | Play, **page: Any) -> Element:
    """The document of a page, read back."""
    stand = Stand(said=said, question=question, trail=(), fingerprint="68cb7cba")
    return read(write(Page(**{"stand": stand, "action": ACTION, **page}), VOICE))


def read(document: str) -> Element:
    """A document as Twilio takes it."""
    response = fromstring(document)  # noqa: S314 -- our own
    assert response.tag == "Response"
    return response


def only(parent: Element) -> Element:
    """The one verb in there."""
    (verb,) = parent
    return verb


def verbs(parent: Element) -> list[str]:
    """The verbs in there, in their order."""
    return [verb.tag for verb in parent]


def words(parent: Element) -> str:
    """All that is said in there; a bar for each pause."""
    said = []
    for element in parent.iter():
        said += ["|" if element.tag == "break" else "", element.text or ""]
        if element.tag != "Response":
            said.append(element.tail or "")
    return " ".join(" ".join(said).split())
