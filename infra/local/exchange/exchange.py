"""The exchange: one Twilio account, the phones of a town, and the calls between them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from infra.local.exchange.alerts import Alerts
from infra.local.exchange.call_events import CallEvents
from infra.local.exchange.calls import Call
from infra.local.exchange.carriers import (
    LONGEST_POST_DIAL,
    NOBODYS,
    NOT_SUPPORTED,
    TOO_MANY_AT_ONCE,
    TOO_SLOW,
    Carriers,
)
from infra.local.exchange.events import Event
from infra.local.exchange.faults import Faults
from infra.local.exchange.media import Media
from infra.local.exchange.messages import Transport
from infra.local.exchange.numbers import OwnNumber
from infra.local.exchange.otherwise import Otherwise
from infra.local.exchange.performer import Performer
from infra.local.exchange.post import Post
from infra.local.exchange.problems import Complaint, StoryFailed
from infra.local.exchange.queues import Queues
from infra.local.exchange.recording import Recording
from infra.local.exchange.rest import Rest, RestAnswer
from infra.local.exchange.rest_form import Params
from infra.local.exchange.sids import Sids
from infra.local.exchange.standing import Standing
from infra.local.exchange.states import Direction, Hook, Progress, Status
from infra.local.exchange.texting import Texting
from infra.local.exchange.timeline import Timeline
from infra.local.exchange.webhooks import API_VERSION, Webhooks

if TYPE_CHECKING:
    from infra.local.exchange.phones import Phone

CALL_SPACING = timedelta(seconds=1)  # between new outgoing calls of an account, unless Twilio agrees to more
DEFAULT_RING = 60  # seconds that a placed call rings: https://www.twilio.com/docs/voice/api/call-resource


class Exchange:
    """Stands in for Twilio. Whoever uses a RealTimeline holds `timeline.lock` while touching a call or a phone."""

    def __init__(
        self,
        *,
        timeline: Timeline,
        transport: Transport,
        account_sid: str,
        auth_token: str,
        api_url: str = "https://api.twilio.com",
    ) -> None:
        """`api_url`: where recordings are said to be; the exchange itself is asked with `rest`."""
        self.timeline, self.account_sid, self.auth_token = timeline, account_sid, auth_token
        self.secondary_token: str | None = None  # of two, both good for REST; see `promote_token`
        self.api_url = api_url.rstrip("/")
        self.sids = Sids(account_sid)
        self.faults, self.otherwise = Faults(), Otherwise()
        self.post = Post(timeline=timeline, transport=transport, faults=self.faults)
        self.webhooks = Webhooks(self, self.post)
        self.begun, self.standing, self.carriers = timeline.now(), Standing(), Carriers()
        self.numbers: dict[str, OwnNumber] = {}
        self.phones: dict[str, Phone] = {}
        self.calls: dict[str, Call] = {}
        self.recordings: dict[str, Recording] = {}
        self.media = Media(self)
        self.errors: list[Complaint] = []
        self.listeners: list[Callable[[Event], None]] = []
        self.queues = Queues(self.sids, timeline)
        self._next_start = timeline.now()
        self.alerts, self.call_events = Alerts(self), CallEvents(self)
        self.texting = Texting(self)
        self._rest = Rest(self)

    def own(
        self,
        number: str,
        *,
        voice_url: str | None = None,
        status_url: str | None = None,
        fallback_url: str | None = None,
        fallback_method: str = "POST",
        text_url: str | None = None,
    ) -> OwnNumber:
        """Give the account a number, or change whom it asks."""
        own = self.numbers.get(number)
        if own is None:
            sid, now = self.sids.next("PN"), self.timeline.now()
            own = self.numbers[number] = OwnNumber(sid=sid, number=number, created=now, friendly_name=number)
        own.voice = Hook(url=voice_url) if voice_url else own.voice
        own.status = Hook(url=status_url) if status_url else own.status
        own.fallback = Hook(url=fallback_url, method=fallback_method) if fallback_url else own.fallback
        own.text = Hook(url=text_url) if text_url else own.text
        return own

    def promote_token(self) -> None:
        """The secondary token takes the primary's place, which is good for nothing from now on.

        https://www.twilio.com/docs/iam/api/authtoken (Promote)
        """
        if self.secondary_token is None:
            raise StoryFailed("there is no secondary token to promote")
        self.auth_token, self.secondary_token = self.secondary_token, None

    def rest(self, method: str, path: str, params: Params = (), auth: tuple[str, str] | None = None) -> RestAnswer:
        """Twilio's REST API: `params` are the query of a GET and the form of a POST, name and value each.

        Raises TimedOut where a fault was set that lets no answer through.
        """
        with self.timeline.lock:
            return self._rest.request(method, path, params, auth)

    def knows(self, auth: tuple[str, str] | None) -> bool:
        """Tell whether these are the account's name and one of its tokens."""
        return auth in [(self.account_sid, token) for token in (self.auth_token, self.secondary_token)]

    def incoming(self, phone: Phone, number: str, shown: str) -> Call:
        """Somebody dials a number of the account."""
        own = self.numbers[number]
        progress = Progress(hook=own.status) if own.status else None
        call = Call(self, to=number, shown=shown, direction=Direction.INBOUND, progress=progress)
        call.phone, call.fallback = phone, own.fallback
        call.move(Status.RINGING)
        if self.is_beyond_the_limit:  # nothing of the app's hears of it, and whoever dials finds the line engaged
            call.progress, call.error = None, TOO_MANY_AT_ONCE
            call.end_within(0, Status.BUSY)
            return call
        if own.voice is None or own.application:
            self.complain(f"{number} has no voice URL" if own.voice is None else f"{number} asks {own.application}")
            call.end_within(0, Status.FAILED)
            return call
        call.perform_with(Performer(self, call)).fetch(own.voice)
        return call

    def place(
        self,
        *,
        to: str,
        shown: str,
        begin: Callable[[Performer], None],
        progress: Progress | None,
        fallback: Hook | None,
        ring_seconds: int = DEFAULT_RING,
        limit_seconds: int | None = None,
    ) -> Call:
        """A call by REST: it waits its turn, rings, and begins with a document when it is answered."""
        call = Call(self, to=to, shown=shown, direction=Direction.OUTBOUND_API, progress=progress)
        call.fallback = fallback

        def answered() -> None:
            begin(call.perform_with(Performer(self, call)))
            if limit_seconds:
                call.end_within(limit_seconds, Status.COMPLETED)

        call.on_answer = answered
        start = max(self._next_start, self.timeline.now())
        self._next_start = start + CALL_SPACING
        self.timeline.at(start, lambda: self.ring(call, ring_seconds))
        return call

    @property
    def is_full(self) -> bool:
        """Whether the account has as many calls under way as it may: https://www.twilio.com/docs/api/errors/10004."""
        return self.standing.at_once is not None and self._under_way >= self.standing.at_once

    @property
    def is_beyond_the_limit(self) -> bool:
        """Whether the call that has just begun is one too many."""
        return self.standing.at_once is not None and self._under_way > self.standing.at_once

    @property
    def _under_way(self) -> int:
        """Calls in and out; each leg counts, and one that waits its turn does not."""
        return sum(not call.is_over and call.status is not Status.QUEUED for call in self.calls.values())

    def ring(self, call: Call, seconds: float) -> None:
        """Ring the phone at the other end of a leg, a little longer than asked. A number that nobody holds fails."""
        if call.status is not Status.QUEUED:  # cancelled before its turn came
            return
        call.move(Status.INITIATED)
        if self.is_beyond_the_limit:
            call.fail(error=TOO_MANY_AT_ONCE)
        elif self.carriers.cannot_dial(call.to):
            call.fail(error=NOT_SUPPORTED)
        elif self.carriers.incident:
            call.fail(sip=self.carriers.incident, error=self.carriers.error)
        elif self.carriers.post_dial >= LONGEST_POST_DIAL:
            self.timeline.after(LONGEST_POST_DIAL, lambda: call.fail(error=TOO_SLOW))
        elif self.carriers.post_dial:
            self.timeline.after(self.carriers.post_dial, lambda: self._rung(call, seconds))
        else:
            self._rung(call, seconds)

    def _rung(self, call: Call, seconds: float) -> None:
        """The carrier has found the phone: from here on it rings, for so long."""
        if call.is_over:
            return
        phone = self.phones.get(call.to)
        if phone is None:
            call.fail(sip=NOBODYS)
            return
        call.end_within(seconds + self.otherwise.buffer, Status.NO_ANSWER)
        phone.rung(call)

    def recording_url(self, sid: str) -> str:
        return f"{self.api_url}/{API_VERSION}/Accounts/{self.account_sid}/Recordings/{sid}"

    def emit(self, kind: type[Event], call: Call, **details: Any) -> None:
        """Tell the listeners of something that happens to the phone on this leg."""
        if call.phone:
            self.emit_at(kind, call, call.phone, **details)

    def emit_at(self, kind: type[Event], call: Call, phone: Phone, **details: Any) -> None:
        event = kind(at=self.timeline.now(), call_sid=call.sid, number=phone.number, name=phone.name, **details)
        for listener in self.listeners:
            listener(event)

    def complain(self, sentence: str) -> None:
        """Keep something that a test must fail on."""
        self.errors.append(Complaint(at=self.timeline.now(), sentence=sentence))

    def expects_error(self, words: str) -> None:
        """There was such a complaint, and it was meant to be."""
        meant = [error for error in self.errors if words in error.sentence]
        if not meant:
            raise StoryFailed(f"nothing was wrong with {words!r}\n{self.transcript()}")
        self.errors = [error for error in self.errors if error not in meant]

    def transcript(self) -> str:
        """All that was heard, said and pressed on all phones, in order."""
        lines = [(line.at, phone.name, line) for phone in self.phones.values() for line in phone.transcript.lines]
        lines.sort(key=lambda entry: entry[0])
        return "\n".join(f"{name:>8} | {line}" for _, name, line in lines) or "(no phone was used)"

    def check(self) -> None:
        """Raises StoryFailed for complaints, phones that rang unasked, queues left behind, unused faults."""
        rings = [sentence for phone in self.phones.values() for sentence in phone.unexpected()]
        wrong = [*map(str, self.errors), *rings, *self.queues.left_behind(), *self.faults.left_over()]
        if wrong:
            raise StoryFailed("\n".join([*wrong, "", self.transcript()]))
