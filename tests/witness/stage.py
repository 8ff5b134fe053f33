"""A stage on which a promise is broken by hand: rows are written and phones ring, and no line is there at all."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hotline.groups import Groups, load
from hotline.prompts import prompt_ids
from infra.local.exchange import Exchange, HttpResponse, Phone, Timeline
from infra.local.exchange.calls import Call
from infra.local.exchange.events import Dialled, Ended, Engaged, Joined, PickedUp, Pressed, Rang, Said, Texted
from infra.local.exchange.messages import HttpRequest
from infra.local.exchange.states import Direction, Hook, Status
from tests.witness.promise import Promise
from tests.witness.scene import Scene
from tests.witness.settings import AllSettings
from tests.witness.witness import Witness
from tests.year.dynamo import Dynamo
from tests.year.expressions import Row

LINE, GROUP = "+442079460000", "brentwood"
MORNING = datetime(2026, 11, 24, 10, tzinfo=UTC)
SAMPLE = load(Path(__file__).parents[2] / "groups", prompts=prompt_ids())
ROSA, BEN, ALI, GWEN = "+442079460123", "+447700900001", "+447700900002", "+447700900010"
_DAYTIME = ";".join(["09:00:00-20:00:00"] * 7)


class Stage:
    """Rows and phones, judged by some promises."""

    def __init__(self, *promises: type[Promise], groups: Groups = SAMPLE, start: datetime = MORNING) -> None:
        self.dynamo = Dynamo()
        self._writes: Callable[[], None] = lambda: None
        self.exchange = Exchange(
            timeline=Timeline(start),
            transport=self._writes_what_it_is_told,
            account_sid="AC" + "0" * 32,
            auth_token="made-up",
        )
        self.scene = Scene(self.dynamo, self.exchange, AllSettings(lambda: groups))
        self.witness = Witness(self.scene, [promise(self.scene) for promise in promises])
        for number in (LINE, *(number.e164 for group in groups.values() for number in group.numbers)):
            self.exchange.own(number)
        for number, name in ((ROSA, "Rosa"), (BEN, "Ben"), (ALI, "Ali"), (GWEN, "Gwen")):
            Phone(self.exchange, number, name)

    @property
    def now(self) -> datetime:
        return self.exchange.timeline.now()

    @property
    def barks(self) -> list[str]:
        """What was broken, without the moment and what it was about."""
        return [sentence.split(": ", 1)[1].rpartition(" (")[0] for sentence in self.scene.broken]

    def waits(self, **time: float) -> Stage:
        self.exchange.timeline.run_until(self.now + timedelta(**time))
        return self

    def ends(self) -> list[str]:
        self.witness.ends()
        return self.barks

    def puts(self, table: str, key: tuple[str, ...], **values: Any) -> None:
        """Write a row, or change these values of one that is there. None: the value is removed."""
        definition = next(each for name, each in self.dynamo.tables.items() if name.endswith(f"-{table}"))
        row: Row = {**definition.rows.get(key, {}), **dict(zip(definition.keys, map(_value, key), strict=True))}
        for name, value in values.items():
            row.pop(name, None)
            if value is not None:
                row[name] = _value(value)
        self.dynamo("PutItem", {"TableName": definition.name, "Item": row})

    def erases(self, table: str, *key: str) -> None:
        definition = next(each for name, each in self.dynamo.tables.items() if name.endswith(f"-{table}"))
        named = dict(zip(definition.keys, map(_value, key), strict=True))
        self.dynamo("DeleteItem", {"TableName": definition.name, "Key": named})

    def request(self, id_: str = "r", *, group: str = GROUP, **values: Any) -> None:
        """Write Rosa's request for shopping in Ongar, or change it."""
        standard: dict[str, Any] = {}
        if (group, id_) not in self.dynamo.rows("requests"):
            standard = {
                "state": "open", "need": "shopping", "area": "ongar", "when": "today", "number": ROSA, "language": "en",
                "words": "blue-kettle", "made_at": self.now, "opened_at": self.now, "next_action_at": self.now,
            }  # fmt: skip
        self.puts("requests", (group, id_), **{**standard, **values})

    def task(self, id_: str = "t", **values: Any) -> None:
        """Write a task about Rosa's request, or change it."""
        standard: dict[str, Any] = {}
        if (GROUP, id_) not in self.dynamo.rows("requests"):
            standard = {"need": "person", "reason": "waiting", "about": "r", "number": None, "words": ""}
        self.request(id_, **(standard | values))

    def volunteer(self, number: str = BEN, *, group: str = GROUP, **values: Any) -> str:
        """Write a volunteer, or change them. Returns their id."""
        id_, name = f"id-{number[-3:]}", self.exchange.phones[number].name
        standard: dict[str, Any] = {}
        if (group, id_) not in self.dynamo.rows("volunteers"):
            standard = {
                "number": number, "name": name, "hours": _DAYTIME, "needs": {"shopping"}, "languages": {"en"},
                "coordinator": False, "stopped": False, "asks": [], "asked_at": self.now, "standing": "shopping",
            }  # fmt: skip
        self.puts("volunteers", (group, id_), **{**standard, **values})
        return id_

    def offer(
        self, number: str = BEN, *, request: str = "r", id_: str = "o", group: str = GROUP, **values: Any
    ) -> None:
        """Write an offer of a request to a volunteer, or change it."""
        standard: dict[str, Any] = {}
        if (group, id_) not in self.dynamo.rows("offers"):
            standard = {
                "request": request, "volunteer": f"id-{number[-3:]}", "kind": "ask", "state": "reserved",
                "sequence": -1, "reserved_at": self.now, "deadline": self.now + timedelta(seconds=35),
            }  # fmt: skip
        self.puts("offers", (group, id_), **{**standard, **values})

    def call(self, number: str, direction: Direction = Direction.OUTBOUND_API, *, parent: Call | None = None) -> Call:
        """Begin a call that is placed to a phone, or dialled by it, without a ring."""
        to, shown = (LINE, number) if direction is Direction.INBOUND else (number, LINE)
        call = Call(self.exchange, to=to, shown=shown, direction=direction, parent=parent)
        call.phone = phone = self.exchange.phones[number]
        phone.call = call
        if direction is Direction.INBOUND:
            self.exchange.emit(Dialled, call, to=LINE)
        return call

    def rings(self, number: str, direction: Direction = Direction.OUTBOUND_API, *, parent: Call | None = None) -> Call:
        call = self.call(number, direction, parent=parent)
        self.exchange.emit(Rang, call, display=LINE)
        return call

    def finds_engaged(self, number: str) -> None:
        """Ring a phone that is in use."""
        call = Call(self.exchange, to=number, shown=LINE, direction=Direction.OUTBOUND_API)
        self.exchange.emit_at(Engaged, call, self.exchange.phones[number], display=LINE)

    def picks_up(self, call: Call) -> None:
        self.exchange.emit(PickedUp, call)

    def hangs_up(self, call: Call) -> None:
        call.status = Status.COMPLETED
        if call.phone:
            call.phone.call = None
        self.exchange.emit(Ended, call, status="completed")

    def hears(self, call: Call, words: str, by: str = "line") -> None:
        self.exchange.emit(Said, call, by=by, text=words)

    def presses(self, number: str, key: str, direction: Direction = Direction.OUTBOUND_API) -> Call:
        """Press a key on a call of its own."""
        call = self.call(number, direction)
        self.exchange.emit(Pressed, call, key=key)
        return call

    def is_told(self, call: Call, key: str, writes: Callable[[], None]) -> None:
        """The webhook of that key comes, and the line then writes something."""
        self._writes = writes
        self.exchange.webhooks.tell(call, Hook(url="http://line/offer"), {"Digits": key})
        self.waits(seconds=1)

    def are_joined(self, number: str, other: str) -> None:
        for one, two in ((number, other), (other, number)):
            call = self.exchange.phones[one].call or self.call(one)
            self.exchange.emit(Joined, call, other=self.exchange.phones[two].name)

    def is_texted(self, number: str, words: str) -> None:
        self.exchange.emit(Texted, self.call(number), display=LINE, text=words)

    def _writes_what_it_is_told(self, _: HttpRequest) -> HttpResponse:
        self._writes()
        return HttpResponse(status=204)


def _value(value: object) -> dict[str, Any]:
    """Write a value as DynamoDB has it."""
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, int | float):
        return {"N": str(value)}
    if isinstance(value, datetime):
        return {"S": value.isoformat()}
    if isinstance(value, dict):
        return {"M": {name: _value(each) for name, each in value.items()}}
    if isinstance(value, list):
        return {"L": [_value(each) for each in value]}
    if isinstance(value, Collection) and not isinstance(value, str):
        return {"SS": sorted(value)}
    return {"S": str(value)}
