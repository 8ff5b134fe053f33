"""How the line's words sound: one after another, at the speed of speech, SSML's pauses and rates included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from infra.local.exchange.problems import TwimlError

SECONDS_A_WORD = 60 / 150  # 150 words a minute
RATES = {"x-slow": 0.5, "slow": 0.75, "medium": 1.0, "fast": 1.25, "x-fast": 1.75, "default": 1.0}
STRENGTHS = {"none": 0.0, "x-weak": 0.1, "weak": 0.25, "medium": 0.5, "strong": 0.75, "x-strong": 1.25}
SLOWEST = 20  # per cent of the usual rate
SPELLED = {"characters", "spell-out", "digits", "telephone"}
# What may stand inside <Say>: https://www.twilio.com/docs/voice/twiml/say/text-speech#ssml
SSML: dict[str, set[str]] = {
    "break": {"strength", "time"},
    "emphasis": {"level"},
    "lang": {"{http://www.w3.org/XML/1998/namespace}lang"},
    "p": set(),
    "phoneme": {"alphabet", "ph"},
    "prosody": {"volume", "rate", "pitch"},
    "s": set(),
    "say-as": {"interpret-as", "format"},
    "sub": {"alias"},
    "w": {"role"},
}


@dataclass(frozen=True, kw_only=True)
class Word:
    """One word, and the seconds it takes; a pause is a word without text."""

    text: str
    seconds: float


def spoken(element: Element) -> tuple[Word, ...]:
    """The words of a <Say>, in order. Raises TwimlError for SSML that Twilio does not have."""
    return tuple(_inside(element, 1.0))


def pause(seconds: float) -> Word:
    return Word(text="", seconds=seconds)


def text_of(words: tuple[Word, ...]) -> str:
    return " ".join(word.text for word in words if word.text)


def plain(text: str, rate: float = 1.0) -> Iterator[Word]:
    """Words of bare text. A number takes as long as its digits, said one by one; a mark by itself takes no time."""
    for word in text.split():
        weight = len(re.findall(r"\d", word)) or any(map(str.isalnum, word))
        yield Word(text=word, seconds=SECONDS_A_WORD * weight / rate)


def _inside(element: Element, rate: float) -> Iterator[Word]:
    yield from plain(element.text or "", rate)
    for child in element:
        yield from _ssml(child, rate)
        yield from plain(child.tail or "", rate)


def _ssml(element: Element, rate: float) -> Iterator[Word]:
    if element.tag not in SSML:
        raise TwimlError(f"<Say> may not contain <{element.tag}>")
    unknown = element.attrib.keys() - SSML[element.tag]
    if unknown:
        raise TwimlError(f"<{element.tag}> has no attribute {min(unknown)!r}")
    match element.tag:
        case "break":
            yield pause(_break_seconds(element))
        case "prosody":
            yield from _inside(element, rate * _rate(element.get("rate", "medium")))
        case "sub":
            yield from plain(element.get("alias", ""), rate)
        case "say-as" if element.get("interpret-as") in SPELLED:
            yield from plain(" ".join("".join((element.text or "").split())), rate)
        case _:
            yield from _inside(element, rate)


def _break_seconds(element: Element) -> float:
    time = element.get("time")
    if time is None:
        strength = element.get("strength", "medium")
        if strength not in STRENGTHS:
            raise TwimlError(f"<break> has no strength {strength!r}")
        return STRENGTHS[strength]
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(ms|s)", time)
    if not found:
        raise TwimlError(f"<break> wants a time like 500ms or 2s, not {time!r}")
    return float(found[1]) / (1000 if found[2] == "ms" else 1)


def _rate(value: str) -> float:
    """A rate by name, or a percentage of the usual one, no less than Amazon Polly takes."""
    percentage = re.fullmatch(r"(\d+)%", value)
    if percentage and int(percentage[1]) >= SLOWEST:
        return int(percentage[1]) / 100
    if value not in RATES:
        raise TwimlError(f"<prosody> has no rate {value!r}")
    return RATES[value]
