"""Twilio's own schema of TwiML (infra/local/exchange/schema.json), held against a document of ours."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

from infra.local.exchange.voices import SCHEMA, knows_ssml, spoken_by

_ROOT = "VoiceResponse"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_FORMS = {
    "string": re.compile(r".*", re.DOTALL),
    "boolean": re.compile(r"true|false"),
    "number": re.compile(r"\d+"),
}
# What may hold text, by Twilio's page of each: a verb that stands in no such list holds elements or nothing.
_WORDS = {"Say", "Play", "Redirect", "Enqueue", "Number", "Queue", "prosody", "emphasis", "lang", "p", "s", "sub", "w"}
_WORDS |= {"say-as", "phoneme"}


def faults(document: Element) -> Iterator[str]:
    """Each thing in a document that Twilio's schema does not have: an element, its place, an attribute, a value."""
    if document.tag != "Response" or document.attrib:
        yield f"the document is a <{document.tag}> with {sorted(document.attrib)}, and no bare <Response>"
        return
    yield from _inside(document, _ROOT)


def _inside(parent: Element, kind: str) -> Iterator[str]:
    if parent.tag not in _WORDS and any((text or "").strip() for text in (parent.text, *(e.tail for e in parent))):
        yield f"<{parent.tag}> has words in it"
    allowed = _schema()["children"].get(kind, {})
    for element in parent:
        if element.tag not in allowed:
            yield f"<{parent.tag}> may not contain <{element.tag}>"
            continue
        its_kind = allowed[element.tag]
        yield from _attributes(element, _schema()["attributes"].get(its_kind, {}))
        yield from _spoken(element)
        yield from _inside(element, its_kind)


def _attributes(element: Element, known: Mapping[str, str]) -> Iterator[str]:
    for attribute, value in element.attrib.items():
        name = attribute.replace(_XML, "xml:")
        if name not in known:
            yield f"<{element.tag}> has no attribute {name}"
        elif not all(_is_a(known[name].removesuffix("[]"), one) for one in _values(known[name], value)):
            yield f"<{element.tag}> {name}={value!r} is no {known[name]}"


def _spoken(element: Element) -> Iterator[str]:
    """The types name voices and languages; that the two fit is in words: https://www.twilio.com/docs/voice/twiml/say."""
    if element.tag != "Say":
        return
    voice, language = element.get("voice", ""), element.get("language", "")
    if voice and language and language not in spoken_by(voice):
        yield f"<Say> voice={voice!r} does not speak {language}"
    if len(element) and not knows_ssml(voice):
        yield f"<Say> voice={voice!r} knows no SSML"


def _values(kind: str, value: str) -> list[str]:
    return value.split() if kind.endswith("[]") else [value]


def _is_a(kind: str, value: str) -> bool:
    if kind in _FORMS:
        return _FORMS[kind].fullmatch(value) is not None
    return value in _schema()["types"][kind]


@cache
def _schema() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return schema
