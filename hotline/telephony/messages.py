"""What is texted back: the document that answers somebody's text message."""

from __future__ import annotations

from twilio.twiml.messaging_response import MessagingResponse


def answer(body: str) -> str:
    """Twilio sends it from the number that was texted: https://www.twilio.com/docs/messaging/twiml/message."""
    response = MessagingResponse()
    response.message(body)
    return str(response)
