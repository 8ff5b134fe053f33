"""TwiML is read strictly: what Twilio does not have is an error, and says so."""

from __future__ import annotations

import pytest
from twilio.twiml.voice_response import VoiceResponse

from infra.local.exchange import HttpResponse, TwimlError
from infra.local.exchange.speech import text_of
from infra.local.exchange.twiml import parse, read
from infra.local.exchange.verbs import Dial, Gather, Pause, Play, Record, Say

HERE = "https://line.example/call/one?x=1"


@pytest.mark.parametrize(
    ("verbs", "fault"),
    [
        ("<Speak>Hello</Speak>", "no verb <Speak>"),
        ("<say>Hello</say>", "no verb <say>"),
        ("Hello", "words that nothing would say"),
        ("<Number>+442079460101</Number>", "no verb <Number> here"),
        ('<Say tone="kind">Hello</Say>', "no attribute 'tone'"),
        ("<Say></Say>", "at least a word"),
        (f"<Say>{'a' * 4097}</Say>", "4096 characters"),
        ("<Say><b>Hello</b></Say>", "may not contain <b>"),
        ('<Say><break time="soon"/></Say>', "a time like 500ms"),
        ('<Say><prosody rate="10%">Hello</prosody></Say>', "no rate '10%'"),
        ('<Say><prosody speed="slow">Hello</prosody></Say>', "no attribute 'speed'"),
        ('<Pause length="0"/>', "at least 1"),
        ('<Pause length="1.5"/>', "whole number"),
        ('<Gather numDigits="one"/>', "whole number"),
        ('<Gather timeout="-1"/>', "whole number"),
        ('<Gather finishOnKey="A"/>', "keys of a telephone"),
        ('<Gather method="PUT"/>', "one of GET, POST"),
        ('<Gather actionOnEmptyResult="yes"/>', "true or false"),
        ('<Gather input="braille"/>', "one of dtmf, speech"),
        ("<Gather><Dial>+442079460101</Dial></Gather>", "may not contain <Dial>"),
        ("<Gather>Press 1</Gather>", "words that nothing would say"),
        ('<Gather action="ftp://line.example/"/>', "not a URL of http"),
        ('<Record finishOnKey="x"/>', "keys of a telephone"),
        ("<Record>now</Record>", "words that nothing would say"),
        ("<Dial>07700 900001</Dial>", "E.164"),
        ("<Dial></Dial>", "E.164"),
        ('<Dial callerId="Brentwood">+447700900001</Dial>', "E.164"),
        ("<Dial><Number>+447700900001</Number><Queue>waiting</Queue></Dial>", "one <Queue>"),
        ("<Dial>" + "<Number>+447700900001</Number>" * 11 + "</Dial>", "up to 10"),
        ('<Dial><Number statusCallback="/status">+447700900001</Number></Dial>', "absolute URL"),
        ('<Dial><Number statusCallbackEvent="picked-up">+447700900001</Number></Dial>', "one of initiated"),
        ("<Enqueue></Enqueue>", "name of a queue"),
        (f"<Enqueue>{'q' * 65}</Enqueue>", "64 characters"),
        ("<Hangup><Say>Goodbye</Say></Hangup>", "may not contain <Say>"),
        ('<Hangup reason="busy"/>', "no attribute 'reason'"),
        ('<Reject reason="asleep"/>', "one of rejected, busy"),
    ],
)
def test_what_twilio_does_not_have_is_refused(verbs: str, fault: str) -> None:
    """A verb, attribute, value or nesting that Twilio's pages do not list is an error that names it."""
    with pytest.raises(TwimlError, match=fault):
        parse(f"<Response>{verbs}</Response>", base=HERE)


@pytest.mark.parametrize("document", ["", "Hello", "<Response>", "<Say>Hello</Say>", '<Response version="1"/>'])
def test_a_document_is_one_response(document: str) -> None:
    """Anything else is no TwiML."""
    with pytest.raises(TwimlError):
        parse(document, base=HERE)


@pytest.mark.parametrize(
    ("response", "fault"),
    [
        (HttpResponse(status=500, body=b"oh"), "answered 500"),
        (HttpResponse(status=302, headers={"Location": "/else"}), "answered 302"),
        (
            HttpResponse(status=200, headers={"Content-Type": "application/json"}, body=b"{}"),
            "application/json, not XML",
        ),
        (HttpResponse(status=200, body=b"<Response/>"), "no content type"),
    ],
)
def test_only_a_good_answer_in_xml_is_read(response: HttpResponse, fault: str) -> None:
    """An error, a redirect, which would lose the keys (fault 38), or another content type is refused."""
    with pytest.raises(TwimlError, match=fault):
        read(response, HERE)


def test_a_relative_url_is_resolved_against_the_documents_own() -> None:
    """As in HTML; without an action, Gather and Record come back to the same document."""
    gather, record = parse('<Response><Gather action="two"/><Record/></Response>', base=HERE)
    assert isinstance(gather, Gather)
    assert isinstance(record, Record)
    assert gather.action == "https://line.example/call/two"
    assert record.action == HERE


@pytest.mark.parametrize("verb", ['<Gather action="/two"/>', "<Gather/>", "<Record/>", "<Redirect>/two</Redirect>"])
def test_a_document_without_a_url_needs_absolute_ones(verb: str) -> None:
    """What comes with Twiml= has nothing that a relative URL could be relative to."""
    with pytest.raises(TwimlError):
        parse(f"<Response>{verb}</Response>", base=None)


def test_defaults_are_those_of_twilios_pages() -> None:
    """Where an attribute is left out, Twilio's page says what holds."""
    gather, record, dial, pause = parse(
        "<Response><Gather/><Record/><Dial>+447700900001</Dial><Pause/></Response>", base=HERE
    )
    assert isinstance(gather, Gather)
    assert (gather.timeout, gather.num_digits, gather.finish_on_key) == (5, None, "#")
    assert not gather.action_on_empty_result
    assert isinstance(record, Record)
    assert (record.timeout, record.max_length, record.finish_on_key) == (5, 3600, "0123456789*#")
    assert isinstance(dial, Dial)
    assert (dial.timeout, dial.time_limit, dial.action, dial.answer_on_bridge) == (30, 14400, None, False)
    assert pause == Pause(seconds=1)


def test_what_twilios_library_writes_is_read() -> None:
    """The real library's TwiML, with SSML in it, means what it says."""
    response = VoiceResponse()
    gather = response.gather(num_digits=1, finish_on_key="", action="/next", action_on_empty_result=True)
    said = gather.say(voice="Polly.Amy", language="en-GB")
    said.prosody("For shopping, press 1.", rate="80%")
    said.break_(time="700ms")
    gather.play("https://line.example/tone.mp3")
    (verb,) = parse(str(response), base=HERE)
    assert isinstance(verb, Gather)
    assert verb.finish_on_key == ""
    say, play = verb.prompts
    assert isinstance(say, Say)
    assert text_of(say.words) == "For shopping, press 1."
    assert play == Play(url="https://line.example/tone.mp3", loop=1)
