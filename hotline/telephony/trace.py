"""Everything that Twilio remembers of a few calls: the calls, their webhooks and answers, recordings and alerts.

For a rehearsal with real phones, which also places calls of its own; no call of a neighbour's needs it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from hotline.numbers import PhoneNumber
from hotline.telephony.asking import asked, media_url
from hotline.telephony.past import OVER
from hotline.telephony.refusals import CarrierError, Refused
from hotline.telephony.rest import RestAccount
from hotline.values import dataclass

if TYPE_CHECKING:
    from twilio.rest.api.v2010.account.call import CallInstance

EVENTS_AFTER = timedelta(minutes=15)  # https://www.twilio.com/docs/voice/api/call-event-resource
_MOST = 200  # calls of one day that are looked at


@dataclass(frozen=True, kw_only=True)
class Leg:
    """One call, as Twilio has it."""

    sid: str
    parent: str | None
    direction: str
    status: str
    shown: str  # may be withheld, and then is a word
    to: str
    created: datetime
    began: datetime | None
    ended: datetime | None
    seconds: int

    @property
    def is_over(self) -> bool:
        return self.status in OVER


@dataclass(frozen=True, kw_only=True)
class Webhook:
    """One request of Twilio's, and what was answered; `fields` are named in snake_case."""

    method: str
    url: str
    fields: Mapping[str, str]
    answered: int | None  # HTTP's status; None: nothing was answered
    kind: str  # the media type of the answer


class Trace(RestAccount):
    """The calls of an account, and what became of them."""

    def legs(self, since: date) -> list[Leg]:
        """The calls that began on that day (of UTC) or after, the oldest first."""
        found = asked(lambda: self._client.calls.list(start_time_after=since.isoformat(), limit=_MOST, page_size=_MOST))
        return [_leg(call) for call in reversed(found)]

    def leg(self, sid: str) -> Leg:
        return _leg(asked(lambda: self._client.calls(sid).fetch()))

    def webhooks(self, sid: str) -> list[Webhook]:
        """Those of one call, in order; none before a quarter of an hour after it."""
        found = asked(lambda: self._client.calls(sid).events.list(page_size=1000))
        return [_webhook(event.request or {}, event.response) for event in found]

    def recordings(self, sid: str) -> list[tuple[str, str]]:
        """Of one call: the SID, and the seconds as Twilio writes them."""
        found = asked(lambda: self._client.recordings.list(call_sid=sid))
        return [(str(one.sid), str(one.duration)) for one in found]

    def is_open(self, recording: str) -> bool | None:
        """Tell whether anybody may fetch a recording without credentials. None: Twilio does not say."""
        try:
            answer = self._http.request("GET", media_url(self._account_sid, recording))
        except CarrierError:
            return None
        return {200: True, 401: False, 403: False}.get(int(answer.status_code))

    def alerts(self, since: datetime) -> list[tuple[str, str]]:
        """The SID of the call, and the code, of what went wrong since then."""
        found = asked(lambda: self._client.monitor.v1.alerts.list(start_date=since, limit=_MOST))
        return [(str(one.resource_sid), str(one.error_code)) for one in found]

    def place(self, *, to: PhoneNumber, shown: PhoneNumber, ring: timedelta, **how: str) -> str:
        """Ring a phone; the call's SID. `how`: `url` or `twiml`, and where its `status_callback` goes."""
        given: dict[str, Any] = {**how}
        if "status_callback" in how:
            given["status_callback_event"] = ["initiated", "ringing", "answered", "completed"]
        seconds = round(ring.total_seconds())
        call = asked(lambda: self._client.calls.create(to=to.e164, from_=shown.e164, timeout=seconds, **given))
        return str(call.sid)

    def cancel(self, sid: str) -> None:
        """Stop a call that is queued or rings. One that is over is left alone."""
        try:
            asked(lambda: self._client.calls(sid).update(status="canceled"))
        except Refused:
            return


def _leg(call: CallInstance) -> Leg:
    """The end of a call that nobody picked up may not be told: then it is when Twilio last heard of it."""
    ended = call.end_time or call.date_updated or call.date_created
    return Leg(
        sid=str(call.sid),
        parent=call.parent_call_sid or None,
        direction=str(call.direction),
        status=str(call.status),
        shown=str(call._from or ""),  # noqa: SLF001 -- the library's own name, since `from` is a word of Python's
        to=str(call.to or ""),
        created=call.date_created or datetime.min,  # noqa: DTZ901 -- Twilio always says it
        began=call.start_time,
        ended=ended if str(call.status) in OVER else None,
        seconds=int(call.duration or 0),
    )


def _webhook(request: Mapping[str, Any], response: Mapping[str, Any] | None) -> Webhook:
    answered = (response or {}).get("response_code")
    return Webhook(
        method=str(request.get("method", "")),
        url=str(request.get("url", "")),
        fields={str(name): str(value) for name, value in (request.get("parameters") or {}).items()},
        answered=int(answered) if answered is not None else None,
        kind=str((response or {}).get("content_type") or ""),
    )
