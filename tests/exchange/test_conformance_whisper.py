"""What the side hears that waits while the other phone hears a document of its own: one fact each, with its page."""

from __future__ import annotations

import pytest

from tests.exchange.town import BEN, HOME, LINE, Town

WHISPER = "<Gather action='/agreed' numDigits='1'><Say>Rosa asks for you. To speak to her, press 1.</Say></Gather>"
BOTH = 'answerOnBridge="true" ringTone="uk"'


def dials(town: Town, attributes: str, *, said: str = "") -> None:
    """Rosa phones, and Ben picks up and thinks it over for a while."""
    town.pages = {
        "/voice": f'{said}<Dial {attributes}><Number url="{HOME}/whisper">{BEN}</Number></Dial>',
        "/whisper": WHISPER,
        "/agreed": "<Say>Joined.</Say>",
    }
    town.rosa.dials(LINE)
    town.ben.picks_up().hears("press 1").waits(4).presses("1").is_joined_with(town.rosa)


@pytest.mark.assumes("whisper-rings")
@pytest.mark.parametrize("attributes", ["", 'ringTone="uk"'])
def test_whoever_waits_hears_nothing_while_the_other_hears_a_whisper(town: Town, attributes: str) -> None:
    """https://www.twilio.com/docs/voice/twiml/number#url: they hear it ring only with `answerOnBridge`."""
    dials(town, attributes)
    town.exchange.expects_error("Rosa has heard nothing for 5 seconds")
    town.exchange.check()


@pytest.mark.assumes("whisper-rings")
def test_it_rings_on_during_the_whisper_with_answer_on_bridge(town: Town) -> None:
    """https://www.twilio.com/docs/glossary/call-whisper: the caller continues to hear ringing."""
    dials(town, 'answerOnBridge="true"')
    town.exchange.check()


@pytest.mark.assumes("ring-tone")
def test_a_call_that_was_answered_before_needs_a_tone_of_its_own(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/dial#answeronbridge: the call rings on if <Dial> is its first verb."""
    dials(town, 'answerOnBridge="true"', said="<Say>Ringing Ben.</Say>")
    town.exchange.expects_error("Rosa has heard nothing for 5 seconds")
    town.exchange.check()


@pytest.mark.assumes("ring-tone")
def test_a_tone_of_its_own_rings_on_a_call_that_was_answered_before(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/dial#ringtone: Twilio plays it while it executes the <Dial>."""
    dials(town, BOTH, said="<Say>Ringing Ben.</Say>")
    town.exchange.check()


@pytest.mark.assumes("whisper-rings")
def test_a_short_whisper_is_no_silence_to_speak_of(town: Town) -> None:
    """Who is asked and joined within five seconds has kept nobody in silence."""
    dials(town, BOTH)
    town.pages["/voice"] = f'<Dial><Number url="{HOME}/short">{BEN}</Number></Dial>'
    town.pages["/short"] = "<Say>It is Rosa.</Say>"
    town.ben.hangs_up()
    town.rosa.is_hung_up_on().dials(LINE)
    town.ben.picks_up().is_joined_with(town.rosa)
    town.exchange.check()


@pytest.mark.assumes("ring-tone-names")
@pytest.mark.parametrize("tone", ["gb", "UK", ""])
def test_a_tone_goes_by_the_names_that_twilio_has(town: Town, tone: str) -> None:
    """https://www.twilio.com/docs/voice/twiml/dial#ringtone: `uk`, and not the country's code."""
    town.pages["/voice"] = f'<Dial ringTone="{tone}">{BEN}</Dial>'
    town.rosa.dials(LINE).hears("application error").is_hung_up_on()
    town.exchange.expects_error("ringTone")
