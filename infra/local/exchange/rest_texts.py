"""Sending a text by REST: https://www.twilio.com/docs/messaging/api/message-resource."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.local.exchange.rest_form import Form, Refused
from infra.local.exchange.texting import Message

if TYPE_CHECKING:
    from infra.local.exchange.exchange import Exchange

# https://www.twilio.com/docs/api/errors: each has its page.
NO_BODY, NO_FROM, NO_TO, TOO_LONG = 21602, 21603, 21604, 21617
INVALID_TO, INVALID_FROM, NOT_OURS, STOPPED, NO_MOBILE = 21211, 21212, 21606, 21610, 21614
MOST_CHARACTERS = 1600


def create(exchange: Exchange, form: Form) -> Message:
    """Send a text. Raises Refused."""
    to = form.number("To", missing=NO_TO, invalid=INVALID_TO)
    shown = form.number("From", missing=NO_FROM, invalid=INVALID_FROM)
    body = form.text("Body")
    if shown not in exchange.numbers:
        raise Refused(f"{shown} is not a valid, message-capable Twilio phone number", code=NOT_OURS)
    if not body:
        raise Refused("Message body is required.", code=NO_BODY)
    if len(body) > MOST_CHARACTERS:
        raise Refused(f"The message body exceeds the {MOST_CHARACTERS} character limit.", code=TOO_LONG)
    if not exchange.texting.is_mobile(to):
        raise Refused(f"'To' number {to} is not a valid mobile number", code=NO_MOBILE)
    if exchange.texting.has_stopped(shown=shown, to=to):
        raise Refused("Attempt to send to unsubscribed recipient", code=STOPPED)
    return exchange.texting.send(to=to, shown=shown, body=body)
