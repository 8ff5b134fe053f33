"""How long the line's words take."""

from __future__ import annotations

import pytest

from infra.local.exchange.speech import Word, text_of
from infra.local.exchange.twiml import parse
from infra.local.exchange.verbs import Say


def said(inside: str) -> tuple[Word, ...]:
    (say,) = parse(f'<Response><Say voice="Polly.Amy">{inside}</Say></Response>', base=None)
    assert isinstance(say, Say)
    return say.words


@pytest.mark.parametrize(
    ("inside", "seconds"),
    [
        ("one two three four five", 2.0),
        ('<prosody rate="50%">one two three four five</prosody>', 4.0),
        ('<prosody rate="slow">one <prosody rate="slow">two</prosody></prosody>', 0.4 / 0.75 + 0.4 / 0.75**2),
        ('one <break time="1500ms"/> two', 2.3),
        ("one <break/>", 0.9),
        ("020 7946 0000", 4.4),
        ('<say-as interpret-as="digits">0207</say-as>', 1.6),
        ('<sub alias="mutual aid">MA</sub>', 0.8),
    ],
)
def test_speech_takes_time(inside: str, seconds: float) -> None:
    """150 words a minute, slower where a rate says so, digits one by one, pauses as long as they say."""
    assert sum(word.seconds for word in said(inside)) == pytest.approx(seconds)


def test_what_is_written_is_what_is_heard() -> None:
    """SSML changes how it is said, not what."""
    assert text_of(said("<p>For <emphasis>shopping</emphasis>, <s>press 1.</s></p> Thanks")) == (
        "For shopping , press 1. Thanks"
    )
