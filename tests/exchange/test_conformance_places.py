"""Which verbs Twilio allows where a document is asked for: one place each, with its page."""

from __future__ import annotations

import pytest

from tests.exchange.test_conformance_dial import NUMBER, dials, waits_in_queue
from tests.exchange.town import ALI, BEN, HOME, LINE, Town

EACH = {
    "Say": "<Say>Hello.</Say>",
    "Play": "<Play>https://line.example/hello.mp3</Play>",
    "Pause": '<Pause length="2"/>',
    "Gather": '<Gather action="/goes-on" numDigits="1"><Say>Press 1.</Say></Gather>',
    "Record": '<Record action="/goes-on"/>',
    "Dial": f"<Dial>{ALI}</Dial>",
    "Redirect": "<Redirect>/goes-on</Redirect>",
    "Hangup": "<Hangup/>",
    "Reject": "<Reject/>",
    "Enqueue": '<Enqueue waitUrl="/wait">another</Enqueue>',
    "Leave": "<Leave/>",
}
GOES_ON = '<Pause length="10"/>'


def refused(town: Town, place: str) -> set[str]:
    """The verbs of which the exchange has said that they are not allowed in this place."""
    sentences = " ".join(error.sentence for error in town.exchange.errors)
    return {verb for verb in EACH if f"<{verb}> is not allowed in {place}" in sentences}


@pytest.mark.assumes("call-verbs")
@pytest.mark.parametrize("verb", EACH)
def test_the_document_of_a_call_may_do_anything_but_leave(town: Town, verb: str) -> None:
    """https://www.twilio.com/docs/voice/twiml/leave: it is for a call that is in a queue."""
    town.pages = {"/voice": EACH[verb], "/goes-on": GOES_ON, "/wait": GOES_ON}
    town.rosa.dials(LINE).waits(1)
    assert refused(town, "the document of a call") == ({verb} if verb == "Leave" else set())


@pytest.mark.assumes("placed-call-verbs")
@pytest.mark.parametrize("verb", EACH)
def test_a_call_that_was_placed_may_not_be_rejected(town: Town, verb: str) -> None:
    """https://www.twilio.com/docs/voice/twiml/reject: it is for an incoming call that was not answered yet."""
    town.pages = {"/answered": EACH[verb], "/goes-on": GOES_ON, "/wait": GOES_ON}
    town.place(BEN)
    town.ben.picks_up().waits(1)
    assert refused(town, "the document of a call that was placed") == {verb} & {"Leave", "Reject"}


@pytest.mark.assumes("fallback-verbs")
@pytest.mark.parametrize("verb", EACH)
def test_a_fallback_may_do_what_the_document_of_a_call_may(town: Town, verb: str) -> None:
    """https://www.twilio.com/docs/usage/security/availability-reliability: it stands in for the voice URL."""
    town.exchange.own(LINE, voice_url=f"{HOME}/broken", fallback_url=f"{HOME}/fallback")
    town.pages = {"/fallback": EACH[verb], "/goes-on": GOES_ON, "/wait": GOES_ON}
    town.rosa.dials(LINE).waits(1)
    assert refused(town, "the document of a call") == ({verb} if verb == "Leave" else set())


@pytest.mark.assumes("whisper-verbs")
@pytest.mark.parametrize("verb", EACH)
def test_a_whisper_may_not_dial_nor_enter_a_queue(town: Town, verb: str) -> None:
    """https://www.twilio.com/docs/voice/twiml/number#url: it is heard on a call that was dialled, and answered."""
    dials(town, NUMBER)
    town.pages |= {"/whisper": EACH[verb], "/goes-on": GOES_ON, "/wait": GOES_ON}
    town.ben.picks_up().waits(1)
    assert refused(town, "the url of a <Number>") == {verb} & {"Dial", "Enqueue", "Leave", "Reject"}


@pytest.mark.assumes("wait-url-verbs")
@pytest.mark.parametrize("verb", EACH)
def test_somebody_who_waits_in_a_queue_hears_a_document_of_few_verbs(town: Town, verb: str) -> None:
    """https://www.twilio.com/docs/voice/twiml/enqueue#waiturl."""
    waits_in_queue(town)
    town.pages |= {"/wait": f"{EACH[verb]}{GOES_ON}", "/goes-on": GOES_ON}
    town.rosa.waits(1)
    allowed = {"Play", "Say", "Pause", "Hangup", "Redirect", "Leave", "Gather"}
    assert refused(town, "a waitUrl") == {verb} - allowed


@pytest.mark.assumes("queue-url-verbs")
@pytest.mark.parametrize("verb", EACH)
def test_somebody_who_is_taken_out_of_a_queue_hears_a_document_of_fewer_verbs(town: Town, verb: str) -> None:
    """https://www.twilio.com/docs/voice/twiml/queue#url."""
    waits_in_queue(town)
    town.pages |= {"/about-to": EACH[verb], "/goes-on": GOES_ON}
    town.place(BEN)
    town.ben.picks_up().waits(3)
    assert refused(town, "the url of a <Queue>") == {verb} - {"Play", "Say", "Pause", "Redirect"}


@pytest.mark.assumes("redirect-stays-in-its-place")
def test_what_a_place_redirects_to_is_of_the_same_place(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/queue#url: one document after the other."""
    waits_in_queue(town)
    town.pages |= {"/about-to": "<Redirect>/goes-on</Redirect>", "/goes-on": "<Hangup/>"}
    town.place(BEN)
    town.ben.picks_up().waits(1)
    assert refused(town, "the url of a <Queue>") == {"Hangup"}


@pytest.mark.assumes("callback-not-performed")
@pytest.mark.parametrize(("answer", "wrong"), [("", False), ("<Say>Hello.</Say>", True), ("<Hangup/>", True)])
def test_the_answer_to_a_status_callback_says_nothing(town: Town, answer: str, *, wrong: bool) -> None:
    """https://www.twilio.com/docs/voice/api/call-resource#statuscallback: nobody performs it."""
    town.pages = {"/answered": "<Say>Hello.</Say>", "/placed": answer}
    town.place(BEN, ("StatusCallback", f"{HOME}/placed"))
    town.ben.picks_up().is_hung_up_on().waits(1)
    assert bool(refused(town, "the answer to a status callback")) == wrong
