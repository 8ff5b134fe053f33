"""What Twilio's documentation leaves open, and the exchange therefore does both ways: each a switch, off at first."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(kw_only=True)
class Unknowns:
    """Whoever relies on one way or the other turns the switch in a test."""

    # Requests without Direction; its values: https://www.twilio.com/docs/voice/api/call-resource (direction)
    leaves_direction_out: bool = False
    # `answered` is documented of a conference: https://www.twilio.com/docs/voice/twiml/dial#dialcallstatus
    calls_a_queue_answered: bool = False  # a talk with the first in a queue; and DialBridged is not sent
    # An empty <Gather> when the caller hangs up: https://www.twilio.com/docs/voice/twiml/gather (actionOnEmptyResult)
    gathers_at_hang_up: bool = False
