"""An alarm of AWS's, told by its topic: whoever keeps the line gets an e-mail, and here a coordinator gets a call."""

from __future__ import annotations

import json

from chalice import Blueprint
from chalice.app import SNSEvent

from chalicelib.outside import world

alarm = Blueprint(__name__)

# The real topic is named by the template; packaging needs one of the right form.
_TOPIC = "arn:aws:sns:eu-west-2:000000000000:hotline-alarms"
_WAITING = "-waiting"  # a coordinator is being rung for that very request


@alarm.on_sns_message(topic=_TOPIC, name="alarm")
def sounded(event: SNSEvent) -> None:
    """Coordinators hear that something is wrong with the line itself."""
    from hotline.dispatch.alarms import tell_coordinators  # no part of the way to a caller's first word

    began = _began(event)
    if began and not began.endswith(_WAITING):
        tell_coordinators(world(), began)


def _began(event: SNSEvent) -> str | None:
    """The name of the alarm that has begun; None: one is over, or is new and has seen nothing yet.

    What an alarm says of itself: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions.html
    A budget says it in words, and in its subject which one it is.
    """
    try:
        told = json.loads(event.message)
    except ValueError:
        return str(event.subject)
    began = told["NewStateValue"] == "ALARM" and told["OldStateValue"] != "INSUFFICIENT_DATA"
    return str(told["AlarmName"]) if began else None
