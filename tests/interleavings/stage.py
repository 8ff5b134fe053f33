"""The line at one moment, as two handlers find it: rows, phones that nobody answers; each call outside is a step."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any
from urllib.parse import urlsplit

from twilio.http.response import Response

from chalicelib.stream import changed
from hotline.conversation.call import Call
from hotline.conversation.turns import Given
from hotline.groups import Groups
from hotline.groups.rule import rule_text
from hotline.hours import Hours
from hotline.numbers import PhoneNumber
from hotline.records import Need, Offer, Reason, Request, Volunteer
from infra.local.exchange import Exchange
from infra.local.exchange.calls import Call as ExchangeCall
from infra.local.exchange.events import Said
from infra.local.exchange.recording import Recording
from infra.local.exchange.states import Direction, Hook, Progress, Status
from infra.local.gateway import Context
from infra.local.in_process import InProcess
from infra.local.virtual import BASE, VirtualLine, store_of_all
from tests.interleavings.baton import Baton
from tests.stories.town import LINE, START, brentwood
from tests.witness.promise import Promise
from tests.witness.promise_01_one_holder import HolderHears
from tests.witness.promise_04_told import NothingEndsSilently
from tests.witness.promise_07_placed_calls import NothingToldToStrangers, OnPlacedCalls
from tests.witness.promise_08_certain_key import NoKeyNoYes
from tests.witness.promises import PROMISES
from tests.witness.scene import Scene
from tests.witness.settings import AllSettings
from tests.witness.witness import LOUD, Witness
from tests.year.dynamo import Dynamo
from tests.year.somebody import Somebody
from tests.year.stream import Stream

GROUP = "brentwood"
ROSA, EMIL = "+442079460123", "+442079460124"
BEN, ALI, PRIYA, GWEN = "+447700900001", "+447700900002", "+447700900003", "+447700900010"
CAST = {"Rosa": ROSA, "Emil": EMIL, "Ben": BEN, "Ali": ALI, "Priya": PRIYA, "Gwen": GWEN}
GROUPS = brentwood()

# Effects run here without a phone call, so that nobody presses a key, hears anything or is joined with anybody.
NOT_JUDGED = frozenset({NoKeyNoYes, OnPlacedCalls, HolderHears, NothingToldToStrangers, NothingEndsSilently})
LONGEST_TALK, SOME_HOURS = timedelta(minutes=75), timedelta(hours=3)  # no phone is locked for longer than a talk
A_WHILE = 40.0  # seconds, until whoever is on the phone puts it down
RINGS = timedelta(seconds=45)  # no phone rings for longer


class Outside(Dynamo):
    """The year's DynamoDB; the baton is asked before each operation."""

    baton: Baton | None = None

    def __call__(self, operation: str, params: dict[str, Any]) -> dict[str, Any]:
        if self.baton:
            self.baton.step(f"{operation} {_about(params)}")
        return super().__call__(operation, params)


class Wire(InProcess):
    """Twilio's REST API; the baton is asked before each request."""

    def __init__(self, exchange: Exchange, outside: Outside) -> None:
        super().__init__(exchange)
        self._outside = outside

    def request(
        self,
        method: str,
        uri: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        *args: Any,
        **more: Any,
    ) -> Response:
        if self._outside.baton:
            self._outside.baton.step(f"{method} {urlsplit(uri).path}")
        before = set(self._exchange.calls)
        answer = super().request(method, uri, params, data, *args, **more)
        for sid in self._exchange.calls.keys() - before:  # rings at once, and not when the time goes on
            self._exchange.ring(self._exchange.calls[sid], float(str((data or {})["Timeout"])))
        return answer


class Stage:
    """One line with its town, in which nothing happens but what is done here."""

    def __init__(self, outside: Outside, groups: Groups) -> None:
        self.dynamo = outside
        self.line = VirtualLine(
            groups=groups,
            start=START,
            streams=self._stream,
            wire=lambda exchange: Wire(exchange, outside),
        )
        self.exchange, self.timeline, self.store = self.line.exchange, self.line.timeline, self.line.store
        self.world = self.line.world
        self.group = groups[GROUP]
        self.scene = Scene(outside, self.exchange, AllSettings(lambda: groups))
        for name, number in CAST.items():
            Somebody(self.exchange, number, name, Random(number))  # noqa: S311 -- they let it ring
        self._joined = 0
        self.calls: dict[str, Call] = {}  # of those that are spoken of more than once
        self._dialled: dict[str, str] = {}  # SIDs, by the names that calls have here
        self.watching = Witness(self.scene, _judges(self.scene, look_round=False))
        self._later: Witness | None = None

    def race_begins(self, baton: Baton) -> None:
        """From here on every call to the outside is a step, and what should have happened by now is judged too.

        Not before: to come to this moment, time has passed in which nothing happened.
        """
        assert self.scene.broken == [], self.scene.broken
        self._later = Witness(self.scene, _judges(self.scene, look_round=True))
        self.scene.broken.clear()
        self.dynamo.baton = baton

    def race_is_over(self) -> None:
        self.dynamo.baton = None

    def some_hours_later(self) -> list[str]:
        """Let the stream, the clock and the phones do all that they do, and return what was broken meanwhile."""
        assert self._later
        for call in self.exchange.calls.values():
            if call.is_answered:
                self.timeline.after(A_WHILE, call.hang_up)
        self.stream()
        for hours in LONGEST_TALK, SOME_HOURS:
            self.timeline.run_until(self.now + hours)
            self._later.ends()
            self.watching.ends()
        return [*self.scene.broken, *map(str, self.exchange.errors)]

    @property
    def now(self) -> datetime:
        return self.timeline.now()

    def passes(self, time: timedelta) -> None:
        """So much time is over, in which nothing has come: no beat of the clock, no record, no callback.

        Phones that rang have fallen silent, and we did not hear of it.
        """
        self.timeline._now += time  # noqa: SLF001 -- to run the time would be to let things happen
        for call in self.exchange.calls.values():
            if call.status is Status.RINGING and self.now - call.created > RINGS:
                self._unheard(call, lambda call: call.end(Status.NO_ANSWER))

    def picks_up(self, sid: str) -> None:
        """The phone that this call rings is picked up, and nothing is said on it: what comes of it is done here."""
        call = self.exchange.calls[sid]
        call.on_answer = lambda: None
        self._unheard(call, lambda call: self.exchange.phones[call.to].answer())

    def dials(self, name: str, number: str | None) -> str:
        """Somebody phones us and is on the line; this call, by its name, is made once. Returns its SID.

        None: their number is withheld. Whatever call that phone was on is over, and we have not heard of it.
        """
        if name not in self._dialled:
            call = ExchangeCall(
                self.exchange, to=LINE, shown=number or "anonymous", direction=Direction.INBOUND, progress=None
            )
            if number:
                call.phone = phone = self.exchange.phones[number]
                if phone.call:
                    self.hangs_up(phone.call.sid)
                phone.call = call
            call.answer()
            call.progress = Progress(hook=Hook(url=f"{BASE}/status"))
            self._dialled[name] = call.sid
        return self._dialled[name]

    def records(self, sid: str) -> Given:
        """They have said some words on this call: what the webhook is given."""
        words = self.exchange.sids.next("RE")
        self.exchange.recordings[words] = Recording(sid=words, call_sid=sid, begun=self.now, seconds=9, words="bread")
        return Given(words, seconds=9)

    def asks_no_more(self, sid: str) -> None:
        """The line has asked all that it asks on this call, and the caller is on it still."""
        self.exchange.emit(Said, self.exchange.calls[sid], by="line", text="Goodbye.")

    def hangs_up(self, sid: str) -> None:
        """The call of this SID is over, and we have not heard of it."""
        self._unheard(self.exchange.calls[sid], lambda call: call.hang_up())

    def _unheard(self, call: ExchangeCall, act: Callable[[ExchangeCall], None]) -> None:
        """Twilio tells us nothing of it."""
        progress, call.progress = call.progress, None
        act(call)
        call.progress = progress

    def passes_until(self, moment: datetime | None) -> None:
        if moment and moment > self.now:
            self.passes(moment - self.now)

    def joins(self, *numbers: str, **changes: Any) -> None:
        """They said yes to being rung, one after the other; `changes` to what an ordinary volunteer is."""
        for number in map(PhoneNumber, numbers):
            self._joined += 1
            joined = START - timedelta(days=30) + timedelta(minutes=self._joined)
            volunteer = Volunteer(
                group=GROUP,
                id=number.opaque,
                number=number,
                name=next(name for name, its in CAST.items() if its == number.e164),
                needs=frozenset(Need) - {Need.PERSON, Need.LISTEN},
                areas=frozenset(),
                languages=frozenset({"en"}),
                hours=Hours.parse("every day 09:00-20:00"),
                joined_at=joined,
                asked_at=joined,
                rule=rule_text(self.group),
            )
            assert self.store.add_volunteer(replace(volunteer, **changes))

    def request(self, request_id: str) -> Request:
        found = self.store.request(GROUP, request_id)
        assert found, request_id
        return found

    def volunteer(self, number: str) -> Volunteer:
        found = self.store.volunteer(GROUP, ident(number))
        assert found, number
        return found

    def offers(self, request_id: str) -> list[Offer]:
        return self.store.offers(GROUP, request_id)

    def of_reason(self, reason: Reason | None) -> list[Request]:
        return [each for each in self.store.requests(GROUP) if each.reason is reason]

    def placed_for(self, sid: str) -> bool:
        """Say whether we have placed this call, or somebody has dialled us."""
        return self.exchange.calls[sid].direction is not Direction.INBOUND

    def placed(self) -> int:
        """How many calls Twilio was asked to place."""
        return sum(call.direction == "outbound-api" for call in self.exchange.calls.values())

    def stream(self) -> None:
        """The stream's function, with all that has been written so far, and with what it then writes."""
        while self._records.behind():
            changed(self._records.poll(), Context(aws_request_id="stream"))

    def state(self) -> str:
        """Return a text that is the same if and only if rows, calls and records to come are."""
        rows = {name: sorted(map(_as_text, table.rows.values())) for name, table in self.dynamo.tables.items()}
        calls = {sid: str(call.status) for sid, call in self.exchange.calls.items()}
        behind = [each["dynamodb"]["Keys"] for each in self._records.waiting()]
        return hashlib.sha256(_as_text([rows, calls, behind, self.now]).encode()).hexdigest()

    def _stream(self, table: str) -> Stream:
        self._records = Stream(self.dynamo, table)
        return self._records


@contextmanager
def staged(groups: Groups = GROUPS) -> Iterator[Stage]:
    """A stage whose line answers, and on which every write and every line of the log is judged."""
    outside = Outside()
    for name in LOUD:
        logging.getLogger(name).setLevel(logging.DEBUG)
    with outside.behind(store_of_all()):
        stage = Stage(outside, groups)
        with stage.line.answering(), stage.watching:
            yield stage


def _judges(scene: Scene, *, look_round: bool) -> list[Promise]:
    """Those that look round judge what should have happened by now; the others, what happens."""
    looks = {kind: kind.looks_round is not Promise.looks_round for kind in PROMISES if kind not in NOT_JUDGED}
    return [kind(scene) for kind, its in looks.items() if its is look_round]


def ident(number: str) -> str:
    return PhoneNumber(number).opaque


def _about(params: dict[str, Any]) -> str:
    """The tables of an operation, by their last names."""
    names = {params["TableName"]} if "TableName" in params else {*params.get("RequestItems", ())}
    names |= {each["TableName"] for item in params.get("TransactItems", ()) for each in item.values()}
    return "+".join(sorted(name.rpartition("-")[2] for name in names))


def _as_text(value: object) -> str:
    return json.dumps(value, sort_keys=True, default=str)
