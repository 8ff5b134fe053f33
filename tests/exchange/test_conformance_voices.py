"""Voices and languages of <Say>: one fact of Twilio's documentation each, with its page."""

from __future__ import annotations

import pytest

from infra.local.exchange import TwimlError
from infra.local.exchange.twiml import parse
from infra.local.exchange.voices import by_language, languages, spoken_by, voices
from tests.exchange.town import LINE, Town


@pytest.mark.assumes("voice-and-language")
@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ('voice="Polly.Amy" language="en-GB"', ""),
        ('voice="Polly.Amy"', ""),
        ('language="cy-GB"', ""),
        ('voice="woman" language="en-GB"', ""),
        ('voice="Polly.Aditi" language="hi-IN"', ""),
        ('voice="Google.yue-HK-Standard-A" language="yue-HK"', ""),
        ('voice="Google.en-GB-Chirp3-HD-Kore" language="en-GB"', ""),
        ('voice="Polly.Joanna" language="en-GB"', "13520"),
        ('voice="Polly.Amy-Neural" language="cy-GB"', "13520"),
        ('voice="woman" language="cy-GB"', "13520"),
        ('voice="Google.en-US-Standard-A" language="en-GB"', "13520"),
        ('voice="Polly.Amie" language="en-GB"', "13511"),
        ('voice="en-GB"', "13511"),
        ('voice="Polly.Amy" language="en"', "13512"),
        ('language="en-UK"', "13512"),
    ],
)
def test_voice_and_language_must_fit(attributes: str, code: str) -> None:
    """https://www.twilio.com/docs/voice/twiml/say#language: an invalid combination may fail; 13511, 13512 and 13520."""
    document = f"<Response><Say {attributes}>Hello.</Say></Response>"
    if not code:
        parse(document, base=None)
        return
    with pytest.raises(TwimlError) as refused:
        parse(document, base=None)
    assert refused.value.code == code


@pytest.mark.assumes("basic-voice")
@pytest.mark.parametrize(("voice", "pauses"), [("Polly.Amy", True), ("man", False), ("", False)])
def test_a_basic_voice_knows_no_ssml(voice: str, *, pauses: bool) -> None:
    """https://www.twilio.com/docs/api/errors/13513: and a new account's own voice is a basic one."""
    named = f'voice="{voice}"' if voice else ""
    document = f'<Response><Say {named}>One <break time="1s"/> two.</Say></Response>'
    if pauses:
        parse(document, base=None)
        return
    with pytest.raises(TwimlError, match="basic voice") as refused:
        parse(document, base=None)
    assert refused.value.code == "13520"


@pytest.mark.assumes("voice-and-language")
def test_a_say_that_cannot_be_spoken_ends_the_document(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/say#language: nothing of it is heard, and the fallback is asked."""
    town.exchange.own(LINE, fallback_url="https://line.example/fallback")
    town.pages["/voice"] = '<Say voice="Polly.Amy">Hello.</Say><Say voice="Polly.Joanna" language="en-GB">Hi.</Say>'
    town.pages["/fallback"] = "<Say>Sorry.</Say>"
    town.rosa.dials(LINE).hears("sorry").is_hung_up_on()
    (form,) = town.forms("/fallback")
    assert form["ErrorCode"] == "13520"


@pytest.mark.assumes("voice-and-language")
def test_every_voice_but_elevenlabs_has_a_language() -> None:
    """https://www.twilio.com/docs/voice/twiml/say/text-speech: none of Twilio's list was forgotten in the tables."""
    assert {voice for voice in voices() if not spoken_by(voice)} == {
        voice for voice in voices() if voice.startswith("ElevenLabs.")
    }
    assert by_language().keys() == languages()
