"""Every page of ours, held against Twilio's own schema, and against what the exchange performs in its place."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest

from hotline.scripts import SCRIPTS
from infra.local.exchange.places import CALL, QUEUE_JOIN
from tests.pages.every_page import every_page
from tests.pages.found import look, refused
from tests.pages.schema import faults
from tests.scripts.walked import WALKED_LONG

SHORT = [name for name in SCRIPTS if name not in WALKED_LONG]


def test_every_page_is_one_that_twilio_performs() -> None:
    """Elements, nesting, attributes, types, and verbs by place; `make pages` looks at all at once."""
    found = look(every_page(SHORT))
    assert found.wrong == {}
    assert all(found.pages.values())
    assert sum(found.pages.values()) > 1000


@pytest.mark.long
@pytest.mark.parametrize("script", sorted(WALKED_LONG))
def test_every_page_of_a_long_script_is_one_too(script: str) -> None:
    """The same of those that have tens of thousands."""
    assert look(every_page([script])).wrong == {}


@pytest.mark.parametrize(
    ("inside", "wrong"),
    [
        ('<Say voice="Polly.Amy" language="en-GB">Hello<break time="1s"/></Say>', ""),
        ('<Gather numDigits="1" actionOnEmptyResult="true" input="dtmf speech"><Say>Press 1.</Say></Gather>', ""),
        ('<Dial timeout="20" answerOnBridge="true" ringTone="uk"><Number url="/a">+447700900001</Number></Dial>', ""),
        ("<Shout>Hello</Shout>", "<Response> may not contain <Shout>"),
        ("<Number>+447700900001</Number>", "<Response> may not contain <Number>"),
        ("<Gather><Record/></Gather>", "<Gather> may not contain <Record>"),
        ("<Say><Pause/></Say>", "<Say> may not contain <Pause>"),
        ("Hello", "<Response> has words in it"),
        ('<Dial loudly="true">+447700900001</Dial>', "<Dial> has no attribute loudly"),
        ('<Dial ringTone="xx"/>', "<Dial> ringTone='xx' is no DialRingTone"),
        ('<Dial timeout="soon"/>', "<Dial> timeout='soon' is no number"),
        ('<Record playBeep="yes"/>', "<Record> playBeep='yes' is no boolean"),
        ('<Record recordingStatusCallbackEvent="absent begun"/>', "recordingStatusCallbackEvent='absent begun' is no"),
        ('<Say voice="Polly.Ammy">Hello</Say>', "<Say> voice='Polly.Ammy' is no SayVoice"),
        ('<Say voice="Polly.Joanna" language="en-GB">Hello</Say>', "<Say> voice='Polly.Joanna' does not speak en-GB"),
        ('<Say>Hello<break time="1s"/></Say>', "<Say> voice='' knows no SSML"),
    ],
)
def test_what_the_schema_does_not_have_is_found(inside: str, wrong: str) -> None:
    """Each kind of violation, put in on purpose."""
    found = list(faults(fromstring(f"<Response>{inside}</Response>")))  # noqa: S314 -- our own
    assert (found == []) is (not wrong)
    assert wrong in " ".join(found)


def test_a_verb_where_twilio_does_not_allow_it_is_found() -> None:
    """The lists themselves are held by tests/exchange/test_conformance_places.py."""
    assert list(refused("<Response><Hangup/></Response>", CALL)) == []
    assert list(refused("<Response><Hangup/></Response>", QUEUE_JOIN)) == [
        f"<Hangup> is not allowed in {QUEUE_JOIN.name}"
    ]
