"""Text messages to our numbers, which only speak."""

from __future__ import annotations

from chalice import Blueprint

from chalicelib.knock import Form, door
from chalicelib.outside import world

text = Blueprint(__name__)


@door(text, "/text", spoken=False)
def texted(form: Form) -> str | None:
    """Somebody has texted one of our numbers: STOP and START are done, anything else is answered once a day.

    What Twilio posts: https://www.twilio.com/docs/messaging/guides/webhook-request.
    """
    from hotline.dispatch.texts import answer_to  # no part of the way to a caller's first word
    from hotline.telephony.messages import answer

    words = answer_to(world(), form)
    return answer(words) if words else None
