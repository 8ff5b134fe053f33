"""The Calls of the REST API: https://www.twilio.com/docs/voice/api/call-resource."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from infra.local.exchange.attributes import EVENTS
from infra.local.exchange.calls import Call
from infra.local.exchange.performer import Performer
from infra.local.exchange.rest_form import Form, Refused
from infra.local.exchange.states import Hook, Progress, Status

if TYPE_CHECKING:
    from infra.local.exchange.exchange import Exchange

# https://www.twilio.com/docs/api/errors: each has its page.
NO_TO, INVALID_TO, NO_FROM, INVALID_FROM, NOT_VERIFIED = 21201, 21211, 21213, 21212, 21210
INVALID_CALLBACK, INVALID_EVENTS, NOT_IN_STATE = 21609, 21626, 21220
TOO_MANY_REQUESTS, TOO_MANY_AT_ONCE = 429, 10004
LONGEST_RING, LONGEST_CALL = 600, 14400  # seconds
LONGEST_TWIML = 4000  # characters


def create(exchange: Exchange, form: Form) -> Call:
    """Place a call. Raises Refused."""
    to = form.number("To", missing=NO_TO, invalid=INVALID_TO)
    shown = form.number("From", missing=NO_FROM, invalid=INVALID_FROM)
    if shown not in exchange.numbers:
        raise Refused(f"The source phone number provided, {shown}, is not yet verified", code=NOT_VERIFIED)
    if exchange.is_full:
        raise Refused("Call concurrency limit exceeded", status=TOO_MANY_REQUESTS, code=TOO_MANY_AT_ONCE)
    begin = _document(form)
    if begin is None:
        raise Refused("Url, Twiml or ApplicationSid is required", code=21205)
    return exchange.place(
        to=to,
        shown=shown,
        begin=begin,
        progress=_progress(form),
        fallback=form.hook("FallbackUrl", "FallbackMethod"),
        ring_seconds=form.seconds("Timeout", most=LONGEST_RING) or LONGEST_RING // 10,
        limit_seconds=form.seconds("TimeLimit", most=LONGEST_CALL),
    )


def update(call: Call, exchange: Exchange, form: Form) -> None:
    """End a call, or give it another document. Raises Refused for a call that is over."""
    if call.is_over:
        raise Refused("Call is not in-progress. Cannot redirect.", code=NOT_IN_STATE)
    begin, status = _document(form), form.text("Status")
    if status not in {None, "canceled", "completed"}:
        raise Refused("Status must be canceled or completed")
    call.progress = _progress(form) or call.progress
    call.fallback = form.hook("FallbackUrl", "FallbackMethod") or call.fallback
    limit = form.seconds("TimeLimit", most=LONGEST_CALL)
    if limit:
        call.end_within(limit, Status.COMPLETED)
    if status:
        _stop(call, exchange, status)
    elif begin:
        _redirect(call, exchange, begin)


def _stop(call: Call, exchange: Exchange, status: str) -> None:
    """`canceled` leaves a call alone that is in progress; `completed` ends it wherever it stands."""
    if not call.is_answered:
        _cancel(call, exchange)
    elif status == "completed":
        call.end(Status.COMPLETED)


def _cancel(call: Call, exchange: Exchange) -> None:
    """A call that was still queued tells nobody: https://www.twilio.com/docs/voice/api/call-resource (initiated)."""
    if call.status is Status.RINGING and exchange.otherwise.rings_on:
        return
    call.end(Status.CANCELED)


def _redirect(call: Call, exchange: Exchange, begin: Callable[[Performer], None]) -> None:
    if not call.is_answered:
        raise Refused("Call is not in-progress. Cannot redirect.", code=NOT_IN_STATE)
    call.leave_partner()
    begin(call.perform_with(Performer(exchange, call)))


def _document(form: Form) -> Callable[[Performer], None] | None:
    """What a call begins with: the document at Url, which wins, or Twiml itself."""
    url = form.hook("Url", "Method")
    if url:
        return lambda performer: performer.fetch(url)
    twiml = form.text("Twiml")
    if twiml is None:
        return None
    if len(twiml) > LONGEST_TWIML:
        raise Refused(f"Twiml takes {LONGEST_TWIML} characters at most")
    return lambda performer: performer.perform_text(twiml)


def _progress(form: Form) -> Progress | None:
    events = form.all("StatusCallbackEvent") or ("completed",)
    unknown = set(events) - set(EVENTS)
    if unknown:
        raise Refused(f"Invalid StatusCallbackEvent {min(unknown)!r}", code=INVALID_EVENTS)
    hook: Hook | None = form.hook("StatusCallback", "StatusCallbackMethod", code=INVALID_CALLBACK)
    return Progress(hook=hook, events=events) if hook else None
