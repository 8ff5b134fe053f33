"""What Twilio remembers: who phoned, what was recorded, and what of ours did not answer as it should."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from hotline.numbers import PhoneNumber, caller
from hotline.values import dataclass

if TYPE_CHECKING:
    from twilio.rest.api.v2010.account.call import CallInstance
    from twilio.rest.api.v2010.account.recording import RecordingInstance
    from twilio.rest.monitor.v1.alert import AlertInstance

# https://www.twilio.com/docs/voice/api/call-resource#call-status-values
QUEUED, INITIATED, IN_PROGRESS = "queued", "initiated", "in-progress"
OVER = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})
# https://www.twilio.com/docs/api/errors: a page that was not had is 11xxx, one that could not be read is 12xxx.
_NO_PAGE = range(11_000, 13_000)
_NOTHING_SAID = {None, "0", "-1"}


@dataclass(frozen=True, kw_only=True)
class PastCall:
    """A call between one of our numbers and a phone."""

    sid: str
    ours: PhoneNumber
    theirs: PhoneNumber | None  # None: withheld
    inbound: bool
    began: datetime
    ended: datetime | None  # None: it goes on
    picked_up: bool


@dataclass(frozen=True, kw_only=True)
class PastRecording:
    """Words that were recorded in a call."""

    sid: str
    call: str


@dataclass(frozen=True, kw_only=True)
class NoAnswer:
    """A page that Twilio asked us for in a call, and did not get."""

    call: str
    url: str
    at: datetime


def read_call(told: CallInstance) -> PastCall | None:
    """None: it has not begun yet, or is none of ours: the other leg of one that we joined.

    Its end is not told of a call that nobody picked up: then it is when it was last heard of.
    Twilio: https://www.twilio.com/docs/voice/api/call-resource (direction, end_time, duration)
    """
    inbound, status = told.direction == "inbound", str(told.status)
    from_ = told._from  # noqa: SLF001 -- the library's own name, since `from` is a word of Python's
    ours = caller((told.to if inbound else from_) or "")
    if ours is None or told.sid is None or told.start_time is None or told.direction not in {"inbound", "outbound-api"}:
        return None
    return PastCall(
        sid=told.sid,
        ours=ours,
        theirs=caller((from_ if inbound else told.to) or ""),
        inbound=inbound,
        began=told.start_time,
        ended=(told.end_time or told.date_updated or told.start_time) if status in OVER else None,
        picked_up=status == "completed",
    )


def read_recording(told: RecordingInstance) -> PastRecording | None:
    """None: of nothing, or it is not ready yet."""
    if told.sid is None or told.call_sid is None or told.duration in _NOTHING_SAID:
        return None
    return PastRecording(sid=told.sid, call=told.call_sid)


def read_alert(told: AlertInstance) -> NoAnswer | None:
    """None: something else was wrong, or nobody was on the phone.

    Twilio: https://www.twilio.com/docs/usage/monitor-alert (`resource_sid` is the call's)
    """
    sid, at, code = told.resource_sid or "", told.date_generated or told.date_created, told.error_code or ""
    if not sid.startswith("CA") or at is None or not code.isdecimal() or int(code) not in _NO_PAGE:
        return None
    return NoAnswer(call=sid, url=told.request_url or "", at=at)
