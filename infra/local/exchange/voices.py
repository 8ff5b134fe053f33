"""Which voice of Twilio's speaks which language: https://www.twilio.com/docs/voice/twiml/say/text-speech.

The names are those of Twilio's npm package (schema.json). A voice of Google's has its language in its name; those of
Amazon's are in a table of AWS's; the basic ones speak what Twilio's page says. Those of ElevenLabs are left out: no
page names a language for them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from pathlib import Path

from infra.local.exchange.problems import TwimlError

# https://www.twilio.com/docs/api/errors/13511 and so on, a page each.
BAD_VOICE, BAD_LANGUAGE, CANNOT_BE_SAID = "13511", "13512", "13520"
SCHEMA = Path(__file__).with_name("schema.json")

_BASIC = {
    "man": "de-DE en-GB en-US es-ES fr-FR",
    "woman": "de-DE en-GB en-US es-ES fr-FR",
    "alice": """
        ca-ES da-DK de-DE en-AU en-CA en-GB en-IN en-US es-ES es-MX fi-FI fr-CA fr-FR it-IT ja-JP ko-KR nb-NO nl-NL
        pl-PL pt-BR pt-PT ru-RU sv-SE zh-CN zh-HK zh-TW
    """,
}
# https://docs.aws.amazon.com/polly/latest/dg/available-voices.html: a voice's name, whichever engine speaks it.
# Aditi and Kajal speak two languages, and so stand twice.
_POLLY = {
    "ar-AE": "Hala Zayd",
    "arb": "Zeina",
    "ca-ES": "Arlet",
    "cmn-CN": "Zhiyu",
    "cs-CZ": "Jitka",
    "cy-GB": "Gwyneth",
    "da-DK": "Mads Naja Sofie",
    "de-AT": "Hannah",
    "de-DE": "Daniel Hans Marlene Vicki",
    "en-AU": "Nicole Olivia Russell",
    "en-GB": "Amy Arthur Brian Emma",
    "en-GB-WLS": "Geraint",
    "en-IE": "Niamh",
    "en-IN": "Aditi Kajal Raveena",
    "en-NZ": "Aria",
    "en-US": "Danielle Gregory Ivy Joanna Joey Justin Kendra Kevin Kimberly Matthew Ruth Salli Stephen",
    "en-ZA": "Ayanda",
    "es-ES": "Conchita Enrique Lucia Sergio",
    "es-MX": "Andres Mia Mía",
    "es-US": "Lupe Miguel Pedro Penelope",
    "fi-FI": "Suvi",
    "fr-BE": "Isabelle",
    "fr-CA": "Chantal Gabrielle Liam",
    "fr-FR": "Celine Lea Mathieu Remi Rémi",
    "hi-IN": "Aditi Kajal",
    "is-IS": "Dora Karl",
    "it-IT": "Adriano Bianca Carla Giorgio",
    "ja-JP": "Kazuha Mizuki Takumi Tomoko",
    "ko-KR": "Seoyeon",
    "nb-NO": "Ida Liv",
    "nl-BE": "Lisa",
    "nl-NL": "Laura Lotte Ruben",
    "pl-PL": "Ewa Jacek Jan Maja Ola",
    "pt-BR": "Camila Ricardo Thiago Vitoria",
    "pt-PT": "Cristiano Ines",
    "ro-RO": "Carmen",
    "ru-RU": "Maxim Tatyana",
    "sv-SE": "Astrid Elin",
    "tr-TR": "Burcu Filiz",
    "yue-HK": "Hiujin",
}


def languages() -> frozenset[str]:
    """Return every language that <Say> takes."""
    return frozenset(_types()["SayLanguage"])


def voices() -> frozenset[str]:
    """Return every voice that <Say> takes."""
    return frozenset(_types()["SayVoice"])


def check(voice: str | None, language: str | None, *, ssml: bool) -> None:
    """Look whether a <Say> can be spoken. Raises TwimlError.

    A voice that is not named is the account's: a basic one, unless the console says otherwise, and with any language.
    """
    if voice is not None and voice not in voices():
        raise TwimlError(f"<Say> voice={voice!r}: there is no such voice", code=BAD_VOICE)
    if language is not None and language not in languages():
        raise TwimlError(f"<Say> language={language!r}: there is no such language", code=BAD_LANGUAGE)
    if voice and language and spoken_by(voice) and language not in spoken_by(voice):
        raise TwimlError(f"<Say> voice={voice!r} does not speak {language}", code=CANNOT_BE_SAID)
    if ssml and not knows_ssml(voice or ""):
        raise TwimlError("<Say> has SSML in it, which a basic voice does not know", code=CANNOT_BE_SAID)


def knows_ssml(voice: str) -> bool:
    """Tell whether a voice takes pauses and rates. Basic ones do not: https://www.twilio.com/docs/api/errors/13513."""
    return voice.startswith(("Polly.", "Google."))


@cache
def by_language() -> dict[str, list[str]]:
    """Return the voices of each language that <Say> takes."""
    spoken: dict[str, list[str]] = defaultdict(list)
    for voice in _types()["SayVoice"]:
        for language in languages().intersection(spoken_by(voice)):
            spoken[language].append(voice)
    return dict(spoken)


@cache
def spoken_by(voice: str) -> tuple[str, ...]:
    """Return the languages of a voice. Empty: no page names one."""
    maker, _, name = voice.partition(".")
    if maker == "Google":
        language, _, _ = name.replace("Chirp3-HD", "Chirp3").rpartition("-")
        return (language.rpartition("-")[0],)
    if maker == "Polly":
        person = name.partition("-")[0]
        return tuple(language for language, people in _POLLY.items() if person in people.split())
    return tuple(_BASIC.get(voice, "").split())


@cache
def _types() -> dict[str, list[str]]:
    types: dict[str, list[str]] = json.loads(SCHEMA.read_text(encoding="utf-8"))["types"]
    return types
