"""The lists of the REST API: what the filters let through, newest first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from infra.local.exchange.alerts import Alert
from infra.local.exchange.calls import Call
from infra.local.exchange.numbers import OwnNumber
from infra.local.exchange.recording import Recording
from infra.local.exchange.rest_form import Form, Refused
from infra.local.exchange.states import Status
from infra.local.exchange.texting import Message

if TYPE_CHECKING:
    from infra.local.exchange.exchange import Exchange

ALERTS_KEPT = timedelta(days=30)
OLD_ALERTS = 20001  # https://www.twilio.com/docs/api/errors/20001

Passes = Callable[[datetime | None], bool]


def calls(exchange: Exchange, form: Form) -> list[Call]:
    """https://www.twilio.com/docs/voice/api/call-resource#read-multiple-call-resources."""
    to, shown, parent, status = (form.text(name) for name in ("To", "From", "ParentCallSid", "Status"))
    began, ended = on_days(form, "StartTime"), on_days(form, "EndTime")
    return [
        call
        for call in reversed(exchange.calls.values())
        if to in {None, call.to}
        and shown in {None, call.shown}
        and parent in {None, call.parent.sid if call.parent else None}
        and status in {None, str(status_of(call))}
        and began(call.begun)
        and ended(call.ended)
    ]


def status_of(call: Call) -> Status:
    """As REST tells it: a call that is being dialled still counts as queued."""
    return Status.QUEUED if call.status is Status.INITIATED else call.status


def recordings(exchange: Exchange, form: Form) -> list[Recording]:
    """https://www.twilio.com/docs/voice/api/recording#read-multiple-recording-resources."""
    call_sid, made = form.text("CallSid"), on_days(form, "DateCreated")
    kept = reversed(exchange.recordings.values())
    return [one for one in kept if call_sid in {None, one.call_sid} and made(one.begun)]


def alerts(exchange: Exchange, form: Form) -> list[Alert]:
    """https://www.twilio.com/docs/usage/monitor-alert#list-all-alerts: to the second, and thirty days back at most."""
    level, since, until = form.text("LogLevel"), form.moment("StartDate"), form.moment("EndDate")
    if since and since < exchange.timeline.now() - ALERTS_KEPT:
        raise Refused("Queries for alerts older than 30 days are not supported", code=OLD_ALERTS)
    return [
        one
        for one in reversed(exchange.alerts.noted)
        if level in {None, one.level} and (since is None or since <= one.at) and (until is None or one.at <= until)
    ]


def messages(exchange: Exchange, form: Form) -> list[Message]:
    """https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources."""
    to, shown = form.text("To"), form.text("From")
    sent = reversed(exchange.texting.messages.values())
    return [one for one in sent if to in {None, one.to} and shown in {None, one.shown}]


def numbers(exchange: Exchange, form: Form) -> list[OwnNumber]:
    """https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource."""
    number, name = form.text("PhoneNumber"), form.text("FriendlyName")
    owned = exchange.numbers.values()
    return [own for own in owned if number in {None, own.number} and name in {None, own.friendly_name}]


def on_days(form: Form, name: str) -> Passes:
    """A filter by date: on that day, before it (`<`), from it on (`>`); days are those of UTC.

    What has no such moment yet passes only where nothing is asked of it.
    """
    on, before, since = form.day(name), form.day(f"{name}<"), form.day(f"{name}>")

    def passes(moment: datetime | None) -> bool:
        day = moment.date() if moment else None
        if day is None:
            return on is before is since is None
        return on in {None, day} and (before is None or day < before) and (since is None or day >= since)

    return passes
