"""Text messages: one fact of Twilio's documentation each, with its page."""

from __future__ import annotations

import pytest

from infra.local.exchange import Texted
from tests.exchange.town import BEN, EMIL, HOME, LINE, ROSA, SID, TOKEN, Town
from tests.exchange.twilio_client import client

SEND = {"To": BEN, "From": LINE, "Body": "Hello."}
DOCUMENTED = {"MessageSid", "SmsSid", "AccountSid", "From", "To", "Body", "NumMedia", "NumSegments"}


@pytest.fixture
def town(town: Town) -> Town:
    """The line has a messaging URL, and answers with nothing unless a test says so."""
    town.exchange.own(LINE, text_url=f"{HOME}/text")
    town.pages["/text"] = ""
    return town


@pytest.mark.assumes("text-sent")
def test_twilios_library_sends_a_text(town: Town) -> None:
    """https://www.twilio.com/docs/messaging/api/message-resource: queued at once, and on the phone a moment later."""
    told: list[object] = []
    town.exchange.listeners.append(told.append)
    message = client(town.exchange).messages.create(to=BEN, from_=LINE, body="Hello.")
    assert [message.status, message.direction, message.body] == ["queued", "outbound-api", "Hello."]
    town.ben.is_not_texted().is_texted("hello").is_not_texted()
    assert [type(event) for event in told] == [Texted]
    assert "(a text from +442079460000: Hello.)" in str(town.ben.transcript)


@pytest.mark.assumes("text-refused")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"To": None}, 21604),
        ({"To": "07700 900001"}, 21211),
        ({"To": ROSA}, 21614),
        ({"From": None}, 21603),
        ({"From": "Brentwood"}, 21212),
        ({"From": EMIL}, 21606),
        ({"Body": None}, 21602),
        ({"Body": ""}, 21602),
        ({"Body": "x" * 1601}, 21617),
    ],
)
def test_a_text_that_twilio_refuses_is_refused(town: Town, change: dict[str, str | None], code: int) -> None:
    """https://www.twilio.com/docs/api/errors: with Twilio's code, and nothing is sent."""
    given = [(name, value) for name, value in (SEND | change).items() if value is not None]
    answer = town.rest("POST", "/Messages.json", *given)
    assert (answer.status, (answer.body or {}).get("code")) == (400, code)
    assert town.exchange.texting.messages == {}


@pytest.mark.assumes("parameters-of-texts")
@pytest.mark.parametrize("name", ["IdempotencyKey", "MediaUrl"])
def test_a_parameter_that_cannot_be_acted_on_is_complained_of(town: Town, name: str) -> None:
    """One that Twilio does not have, or that the exchange only knows by name."""
    assert town.rest("POST", "/Messages.json", *SEND.items(), (name, "x")).status == 400
    town.exchange.expects_error(name)


@pytest.mark.assumes("text-received")
def test_what_the_app_is_told_of_a_text(town: Town) -> None:
    """https://www.twilio.com/docs/messaging/guides/webhook-request: a form, signed as for calls."""
    town.ben.texts_to(LINE, "Hello, is anybody there?")
    (form,) = town.forms("/text")
    assert form.keys() >= DOCUMENTED
    assert (form["From"], form["To"], form["Body"]) == (BEN, LINE, "Hello, is anybody there?")
    assert form["MessageSid"].startswith("SM")
    assert "OptOutType" not in form
    assert town.asked[-1].request.headers["X-Twilio-Signature"]


@pytest.mark.assumes("text-answered")
def test_what_the_app_answers_is_texted_back(town: Town) -> None:
    """https://www.twilio.com/docs/messaging/twiml/message: each <Message> is one, from the number that was texted."""
    town.pages["/text"] = "<Message>One.</Message><Message>Two.</Message>"
    town.ben.texts_to(LINE, "Hello.").is_texted("one").is_texted("two").is_not_texted()


@pytest.mark.assumes("text-verbs")
@pytest.mark.parametrize("verb", ["<Say>Hello.</Say>", '<Message to="+447700900002">Hello.</Message>', "<Message/>"])
def test_an_answer_that_is_no_message_is_complained_of(town: Town, verb: str) -> None:
    """https://www.twilio.com/docs/messaging/twiml: the verbs of calls are not those of texts."""
    town.pages["/text"] = verb
    town.ben.texts_to(LINE, "Hello.").is_not_texted()
    town.exchange.expects_error("the exchange can act on a <Message>")


@pytest.mark.assumes("stop")
@pytest.mark.parametrize("word", ["STOP", "stopall", "Unsubscribe", " cancel ", "END", "quit", "REVOKE", "OPTOUT"])
def test_after_stop_nothing_more_is_sent_until_start(town: Town, word: str) -> None:
    """https://help.twilio.com/articles/223134027: the app is told of it, too; /docs/api/errors/21610 from then on."""
    town.ben.texts_to(LINE, word)
    assert town.forms("/text")[-1]["Body"] == word
    answer = town.rest("POST", "/Messages.json", *SEND.items())
    assert (answer.status, (answer.body or {}).get("code")) == (400, 21610)
    town.ben.texts_to(LINE, "start")
    assert town.rest("POST", "/Messages.json", *SEND.items()).status == 201
    town.ben.is_texted("hello")


@pytest.mark.assumes("stop-alone")
def test_stop_inside_other_words_is_none(town: Town) -> None:
    """https://help.twilio.com/articles/223134027: only a text that is nothing but the word."""
    town.ben.texts_to(LINE, "Please stop")
    assert town.rest("POST", "/Messages.json", *SEND.items()).status == 201
    town.ben.is_texted("hello")


@pytest.mark.assumes("stop-not-answered")
def test_an_app_that_answers_stop_is_complained_of(town: Town) -> None:
    """https://www.twilio.com/docs/api/errors/21610: an answer, too, is a text to somebody who wants none."""
    town.pages["/text"] = "<Message>Goodbye.</Message>"
    town.ben.texts_to(LINE, "STOP").is_not_texted()
    town.exchange.expects_error("has sent STOP")


@pytest.mark.assumes("opt-out-type")
def test_advanced_opt_out_says_how_it_was_understood(town: Town) -> None:
    """https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out: OptOutType, only for its keywords."""
    town.exchange.texting.advanced_opt_out = True
    for body in ("STOP", "START", "Hello."):
        town.ben.texts_to(LINE, body)
    assert [form.get("OptOutType") for form in town.forms("/text")] == ["STOP", "START", None]


@pytest.mark.assumes("sms-url")
def test_twilios_library_points_a_numbers_texts_at_an_app(town: Town) -> None:
    """https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource: SmsUrl."""
    (number,) = client(town.exchange).incoming_phone_numbers.list(phone_number=LINE)
    number.update(sms_url=f"{HOME}/elsewhere")
    town.pages["/elsewhere"] = "<Message>Here.</Message>"
    town.ben.texts_to(LINE, "Hello.").is_texted("here")


@pytest.mark.assumes("texts-listed")
def test_twilios_library_lists_texts(town: Town) -> None:
    """Newest first, both ways."""
    town.rest("POST", "/Messages.json", *SEND.items())
    town.ben.is_texted("hello").texts_to(LINE, "Thank you.")
    listed = client(town.exchange).messages.list()
    assert [f"{text.direction} {text.body}" for text in listed] == ["inbound Thank you.", "outbound-api Hello."]
    answer = town.exchange.rest("GET", f"/2010-04-01/Accounts/{SID}/Messages.json", (("To", BEN),), (SID, TOKEN))
    assert len((answer.body or {})["messages"]) == 1
