"""Twilio's REST API, as far as the dispatcher needs it. Nothing is tried again here: only the dispatcher knows when."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar

from hotline.groups.ringing import timeout
from hotline.numbers import PhoneNumber
from hotline.telephony.account import Account
from hotline.telephony.asking import TWILIO, asked, media_url, sound
from hotline.telephony.fallback import METHOD
from hotline.telephony.past import (
    IN_PROGRESS,
    INITIATED,
    OVER,
    QUEUED,
    NoAnswer,
    PastCall,
    PastRecording,
    read_alert,
    read_call,
    read_recording,
)
from hotline.telephony.refusals import (
    NOT_THERE,
    WRONG_TOKEN,
    AccountRefused,
    CarrierError,
    NotReady,
    NumberRefused,
    Refused,
    Throttled,
    TooManyAtOnce,
    Uncertain,
    UnclearRefused,
)

if TYPE_CHECKING:
    from twilio.http import HttpClient
    from twilio.rest import Client

__all__ = [
    "AccountRefused",
    "Carrier",
    "CarrierError",
    "NumberRefused",
    "Throttled",
    "TooManyAtOnce",
    "Uncertain",
    "UnclearRefused",
]

T = TypeVar("T")

_MANY: Any = {"page_size": 1000, "limit": 5000}  # the most that a page has; and pages enough for any day of ours

_SOUND_LIMIT = timedelta(seconds=5)  # a caller hears nothing meanwhile, and Twilio waits fifteen
_LOST = frozenset({"absent", "deleted"})  # https://www.twilio.com/docs/voice/api/recording#recording-status-values
_LIMIT = timedelta(seconds=3)  # a slow answer must not hold up a shard of the stream
_ENDED_OR_PICKED_UP = 21220  # https://www.twilio.com/docs/api/errors/21220


class Carrier:
    """One account's calls and texts. Every error is a CarrierError, and none of them names a number.

    Refused for its token, nothing was done: the same is asked again with the next that is known (fault 30).
    """

    def __init__(
        self,
        *,
        account: Account,
        api_url: str | None = None,
        limit: timedelta = _LIMIT,
        http: HttpClient | None = None,
    ) -> None:
        """`api_url`: any server that speaks Twilio's REST API. `http`: an exchange in process, and no network."""
        self._account = account
        self._api_url = (api_url or TWILIO).rstrip("/")
        self._limit = limit
        self._given_http = http
        self._good = ""  # the token that was good last

    def place(
        self,
        *,
        to: PhoneNumber,
        shown: PhoneNumber,
        url: str,
        fallback_url: str | None,
        status_url: str,
        ring: timedelta,
    ) -> str:
        """Ring a phone, once; the call's SID.

        What it hears comes from `url`, or if that fails from the static page at `fallback_url` (None: there is none);
        how it ended goes to `status_url`.
        Raises Throttled, NumberRefused, UnclearRefused and AccountRefused when it was certainly not placed, Uncertain
        when it may have been.
        Twilio: https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
        """
        fallback = {"fallback_url": fallback_url, "fallback_method": METHOD} if fallback_url else {}
        call = self._ask(
            lambda client: client.calls.create(
                to=to.e164,
                from_=shown.e164,
                url=url,
                method="POST",
                **fallback,
                status_callback=status_url,
                status_callback_method="POST",
                timeout=timeout(ring),
            )
        )
        if not call.sid:
            raise Uncertain("Twilio did not say which call it placed.")
        return call.sid

    def text(self, *, to: PhoneNumber, shown: PhoneNumber, body: str) -> None:
        """Send a text message, once.

        Raises Throttled, NumberRefused, UnclearRefused and AccountRefused when it was certainly not sent, Uncertain
        when it may have been. NumberRefused is also whoever has sent STOP (21610), and whatever is no mobile (21614).
        Twilio: https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
        """
        self._ask(lambda client: client.messages.create(to=to.e164, from_=shown.e164, body=body))

    def cancel(self, sid: str) -> None:
        """Stop a phone that waits to ring, or rings. One that was picked up or has ended is left alone."""
        self._change(sid, "canceled")

    def hang_up(self, sid: str) -> None:
        """End a call, also one that is talking. One that has ended is left alone."""
        self._change(sid, "completed")

    def status(self, sid: str) -> str | None:
        """How a call stands, in Twilio's words, as far as it knows yet. None: it does not know the call, or cannot say.

        A call is `queued` until it rings. One that has a start time waits for its turn no more: it is `initiated`.
        The sweep asks once and goes on whatever the answer (fault 3), so that no trouble at Twilio's stops it here.
        Twilio: https://www.twilio.com/docs/voice/api/call-resource#call-status-values (and `start_time`)
        """
        try:
            call = self._ask(lambda client: client.calls(sid).fetch())
        except CarrierError:
            return None
        if str(call.status) == QUEUED and call.start_time:
            return INITIATED
        return str(call.status) if call.status else None

    def goes_on(self, sid: str) -> bool | None:
        """Return whether a call is under way. One that Twilio does not know is over. None: it cannot say."""
        try:
            status = self._ask(lambda client: client.calls(sid).fetch()).status
        except Refused as refused:
            return False if refused.code == NOT_THERE else None
        except CarrierError:
            return None
        return str(status) not in OVER if status else None

    def is_calling_us(self, number: PhoneNumber, ours: Collection[PhoneNumber]) -> bool:
        """Tell whether this phone is on a call that it has dialled to one of our numbers. False also: nobody can say.

        Twilio: https://www.twilio.com/docs/voice/api/call-resource#read-multiple-call-resources
        """
        try:
            going_on = self._ask(lambda client: client.calls.list(from_=number.e164, status=IN_PROGRESS, limit=20))
        except CarrierError:
            return False
        return not {str(call.to) for call in going_on}.isdisjoint(each.e164 for each in ours)

    def past_calls(self, *, since: date) -> list[PastCall]:
        """Calls with our numbers that began on that day (of UTC) or after; the newest, if there are very many.

        Twilio takes a date here, and promises nothing of a time.
        Twilio: https://www.twilio.com/docs/voice/api/call-resource#read-multiple-call-resources
        """
        found = self._ask(lambda client: client.calls.list(start_time_after=since.isoformat(), **_MANY))
        return [call for call in map(read_call, found) if call]

    def past_recordings(self, *, since: date) -> list[PastRecording]:
        """Recordings made on that day (of UTC) or after, of any call; erased ones are not among them.

        Twilio: https://www.twilio.com/docs/voice/api/recording#read-multiple-recording-resources
        """
        found = self._ask(lambda client: client.recordings.list(date_created_after=since.isoformat(), **_MANY))
        return [recording for recording in map(read_recording, found) if recording]

    def voice_urls(self) -> dict[str, str]:
        """Where Twilio asks what to say when a number of the account is dialled, by number.

        A number that an application or a trunk answers for is not among them.
        Twilio: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
        """
        found = self._ask(lambda client: client.incoming_phone_numbers.list(**_MANY))
        return {
            str(number.phone_number): number.voice_url
            for number in found
            if number.voice_url and not number.voice_application_sid and not number.trunk_sid
        }

    def unanswered_pages(self, *, since: datetime) -> list[NoAnswer]:
        """What of ours did not answer Twilio in a call, since then (thirty days at the most).

        Alerts, and not the older Notifications, which Twilio calls deprecated and may take away.
        Twilio: https://www.twilio.com/docs/usage/monitor-alert and /docs/usage/api/notification-deprecated
        """
        found = self._ask(lambda client: client.monitor.v1.alerts.list(log_level="error", start_date=since, **_MANY))
        return [alert for alert in map(read_alert, found) if alert]

    def recording(self, sid: str) -> bytes | None:
        """The sound of a recording, an MP3. None: it is gone. Twilio asks our password for it.

        Raises NotReady where Twilio knows the recording, and has no file of it yet.
        """
        url = media_url(self._account.sid, sid)
        try:
            return self._ask(lambda client: sound(client, url, limit=_SOUND_LIMIT.total_seconds()))
        except Refused as refused:
            if refused.code != NOT_THERE:
                raise
        self._expect_file(sid)
        return None

    def _expect_file(self, sid: str) -> None:
        """Raises NotReady where there may be a file of this recording yet."""
        with _letting(NOT_THERE):
            told = self._ask(lambda client: client.recordings(sid).fetch())
            if str(told.status) not in _LOST:
                raise NotReady(told.date_created)

    def forget_recording(self, sid: str) -> None:
        """Erase what somebody said. One that is gone already is as good."""
        with _letting(NOT_THERE):
            self._ask(lambda client: client.recordings(sid).delete())

    def delete_queue(self, name: str) -> None:
        """Delete the queue of this name. One that is not there, or gone already, is as good.

        Raises Refused while somebody waits in it.
        Twilio: https://www.twilio.com/docs/voice/api/queue-resource
        """
        there = self._ask(lambda client: client.queues.list(**_MANY))
        for sid in [queue.sid for queue in there if queue.friendly_name == name and queue.sid]:
            self._forget_queue(sid)

    def _forget_queue(self, sid: str) -> None:
        with _letting(NOT_THERE):
            self._ask(lambda client: client.queues(sid).delete())

    def _change(self, sid: str, status: str) -> None:
        with _letting(_ENDED_OR_PICKED_UP, NOT_THERE):
            self._ask(lambda client: client.calls(sid).update(status=status))

    def _ask(self, ask: Callable[[Client], T]) -> T:
        from twilio.rest import Client  # with the network's libraries 0.7 s, and only where calls are placed

        refused = AccountRefused(WRONG_TOKEN, "There is no auth token to ask Twilio with")
        for token in self._tokens():
            client = Client(self._account.sid, token, http_client=self._http)
            try:
                answer = asked(partial(ask, client))
            except AccountRefused as why:
                if why.code != WRONG_TOKEN:
                    raise
                refused = why
            else:
                self._good = token
                return answer
        raise refused

    def _tokens(self) -> Iterator[str]:
        """The one that was good last, then the account's others, then those that it has by now."""
        tried = self._in_order()
        yield from tried
        if self._account.look_again():
            yield from (token for token in self._in_order() if token not in tried)

    def _in_order(self) -> list[str]:
        return sorted(filter(None, self._account.tokens.all), key=lambda token: token != self._good)

    @cached_property
    def _http(self) -> HttpClient:
        from hotline.telephony.http import OneTry

        return self._given_http or OneTry(api_url=self._api_url, limit=self._limit.total_seconds())


@contextmanager
def _letting(*codes: int) -> Iterator[None]:
    """A refusal with one of these codes is as good as a yes."""
    try:
        yield
    except Refused as refused:
        if refused.code not in codes:
            raise
