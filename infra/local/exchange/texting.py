"""Text messages: sent by REST, received on phones, texted to a number of the account, and STOP.

Facts used: https://www.twilio.com/docs/messaging/api/message-resource (sending), /docs/messaging/guides/webhook-request
(what the app is told), /docs/messaging/twiml/message (its answer), and for STOP and START
https://help.twilio.com/articles/223134027.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from infra.local.exchange.events import Texted
from infra.local.exchange.messages import HttpResponse
from infra.local.exchange.post import Answer
from infra.local.exchange.problems import TwimlError
from infra.local.exchange.webhooks import API_VERSION

if TYPE_CHECKING:
    from infra.local.exchange.exchange import Exchange
    from infra.local.exchange.phones import Phone

STOP_WORDS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
START_WORDS = frozenset({"START", "YES", "UNSTOP"})
_MOBILES = ("+4471", "+4472", "+4473", "+4474", "+4475", "+4477", "+4478", "+4479", "+1")
_DELAY = 1.0  # seconds, from one end to the other
_XML = {"text/xml", "application/xml"}


@dataclass(frozen=True, kw_only=True)
class Message:
    """One text message."""

    sid: str
    to: str
    shown: str  # whom it is from
    body: str
    inbound: bool
    at: datetime


class Texting:
    """The text messages of one account."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self.messages: dict[str, Message] = {}
        self.advanced_opt_out = False  # of a Messaging Service: the app is then told how STOP was understood
        self._stopped: set[tuple[str, str]] = set()  # a number of ours, and whoever wants no more texts from it

    def is_mobile(self, number: str) -> bool:
        """Whether it can receive texts at all."""
        return number.startswith(_MOBILES)

    def has_stopped(self, *, shown: str, to: str) -> bool:
        """Whether they have sent STOP to this number of ours."""
        return (shown, to) in self._stopped

    def send(self, *, to: str, shown: str, body: str) -> Message:
        """A text on its way to a phone. To a number that nobody holds it is lost."""
        message = self._keep(to=to, shown=shown, body=body, inbound=False)
        self._exchange.timeline.after(_DELAY, lambda: self._arrives(message))
        return message

    def receive(self, phone: Phone, number: str, body: str) -> None:
        """Somebody texts a number of the account: STOP and START are Twilio's own, and the app is told as well."""
        own = self._exchange.numbers[number]
        message = self._keep(to=number, shown=phone.number, body=body, inbound=True)
        word = body.strip().upper()
        if word in STOP_WORDS:
            self._stopped.add((number, phone.number))
        elif word in START_WORDS:
            self._stopped.discard((number, phone.number))
        if own.text is None:
            self._exchange.complain(f"{number} has no messaging URL")
            return
        self._exchange.webhooks.texted(
            own.text, self._form(message, word), lambda answer: self._answered(message, answer)
        )

    def _keep(self, *, to: str, shown: str, body: str, inbound: bool) -> Message:
        sid, now = self._exchange.sids.next("SM"), self._exchange.timeline.now()
        message = Message(sid=sid, to=to, shown=shown, body=body, inbound=inbound, at=now)
        self.messages[sid] = message
        return message

    def _arrives(self, message: Message) -> None:
        phone = self._exchange.phones.get(message.to)
        if phone is None:
            return
        phone.texts.append(message.body)
        phone.note(f"(a text from {message.shown}: {message.body})")
        event = Texted(
            at=self._exchange.timeline.now(),
            call_sid=message.sid,
            number=phone.number,
            name=phone.name,
            display=message.shown,
            text=message.body,
        )
        for listener in self._exchange.listeners:
            listener(event)

    def _form(self, message: Message, word: str) -> dict[str, str]:
        form = {
            "MessageSid": message.sid,
            "SmsSid": message.sid,
            "SmsMessageSid": message.sid,
            "SmsStatus": "received",
            "AccountSid": self._exchange.account_sid,
            "From": message.shown,
            "To": message.to,
            "Body": message.body,
            "NumMedia": "0",
            "NumSegments": "1",
            "ApiVersion": API_VERSION,
        }
        understood = "STOP" if word in STOP_WORDS else "START" if word in START_WORDS else ""
        if self.advanced_opt_out and understood:
            form["OptOutType"] = understood
        return form

    def _answered(self, message: Message, answer: Answer) -> None:
        try:
            bodies = _bodies(answer)
        except TwimlError as error:
            self._exchange.complain(f"a text to {message.to}: {error}")
            return
        for body in bodies:
            if self.has_stopped(shown=message.to, to=message.shown):
                self._exchange.complain(f"{message.shown} has sent STOP, and is answered")  # error 21610
            else:
                self.send(to=message.shown, shown=message.to, body=body)


def _bodies(answer: Answer) -> list[str]:
    """What the app would have texted back. Raises TwimlError."""
    if not isinstance(answer, HttpResponse):
        raise TwimlError(answer.why)
    if answer.status not in range(200, 300) or answer.content_type not in _XML:
        raise TwimlError(f"the app answered {answer.status} with {answer.content_type or 'no content type'}")
    try:
        root = ET.fromstring(answer.body)
    except ET.ParseError as error:
        raise TwimlError(f"the document is not XML: {error}") from None
    if root.tag != "Response" or root.attrib or (root.text or "").strip():
        raise TwimlError("a document is one <Response>, without attributes")
    return [_body(verb) for verb in root]


def _body(verb: Element) -> str:
    if verb.tag != "Message" or verb.attrib or len(verb) or not (verb.text or "").strip():
        raise TwimlError(f"<{verb.tag}>: the exchange can act on a <Message> with words and nothing else")
    return (verb.text or "").strip()
