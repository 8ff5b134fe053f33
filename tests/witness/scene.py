"""All that a promise is judged by: the rows, the phones, the time, the groups' settings; and the list of what broke."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

from infra.local.exchange import Exchange
from infra.local.exchange.calls import Call
from infra.local.exchange.events import Pressed
from infra.local.exchange.states import Direction
from tests.witness.rows import is_ended, text
from tests.witness.settings import AllSettings, Settings
from tests.year.dynamo import Change, Dynamo
from tests.year.expressions import Row

JUST_NOW = timedelta(seconds=10)


class Scene:
    """One run of the line, seen from outside."""

    def __init__(self, dynamo: Dynamo, exchange: Exchange, settings: AllSettings) -> None:
        self.dynamo, self.exchange, self.settings = dynamo, exchange, settings
        self.broken: list[str] = []
        self.keys: defaultdict[str, list[Pressed]] = defaultdict(list)  # by the phone's number
        self.last_rung: dict[str, datetime] = {}  # by the phone's number
        self._offers: dict[str, tuple[str, ...]] = {}  # keys by the call's SID
        self._unfinished: set[tuple[str, ...]] = set()  # keys of requests
        dynamo.listeners.append(self._wrote)

    @property
    def now(self) -> datetime:
        return self.exchange.timeline.now()

    def rows(self, table: str) -> Iterable[Row]:
        return self.dynamo.rows(table).values()

    def row(self, table: str, *key: str) -> Row | None:
        return self.dynamo.rows(table).get(key)

    def group_of(self, row: Row | None) -> Settings:
        """Return the settings of the group that a row belongs to."""
        return self.settings[text(row, "group")]

    def group_of_call(self, call: Call) -> Settings | None:
        """Return the group whose line this call is on."""
        ours = {call.to, call.shown, *((call.parent.to, call.parent.shown) if call.parent else ())}
        return next((group for group in self.settings.values() if ours & set(group.numbers)), None)

    def request_of(self, offer: Row) -> Row | None:
        return self.row("requests", text(offer, "group"), text(offer, "request"))

    def volunteer_of(self, offer: Row) -> Row | None:
        return self.row("volunteers", text(offer, "group"), text(offer, "volunteer"))

    def number_of(self, group: str, volunteer: str) -> str:
        return text(self.row("volunteers", group, volunteer), "number")

    def volunteers_at(self, number: str) -> list[Row]:
        """Return a phone's volunteer in each group where it has one."""
        return [row for row in self.rows("volunteers") if text(row, "number") == number]

    def offer_of_call(self, sid: str) -> Row | None:
        """Return the offer whose call this is. Until the SID is stored there is none."""
        key = self._offers.get(sid)
        return self.row("offers", *key) if key else None

    def unfinished(self) -> list[Row]:
        """Return the requests, tasks and series that have not ended."""
        return [row for row in (self.row("requests", *key) for key in self._unfinished) if row]

    def live_calls(self) -> list[Call]:
        return [call for call in self.exchange.calls.values() if not call.is_over]

    def pressed(self, number: str, keys: str) -> Pressed | None:
        """Return the press of one of these keys on a call that was placed to this phone: a moment ago, or told now.

        A webhook may come late: other keys were pressed since, and the call may be over.
        """
        last = next(reversed(self.keys[number]), None)
        if last is None or last.key not in keys or self.now - last.at > JUST_NOW:
            last = self._told_now(number, keys)
        return last if last and self.exchange.calls[last.call_sid].direction is not Direction.INBOUND else None

    def _told_now(self, number: str, keys: str) -> Pressed | None:
        """Return the press that the line is being told of at this moment."""
        webhook = self.exchange.post.carries
        told = dict(parse_qsl(webhook.body.decode())) if webhook else {}
        if not told.get("Digits") or told["Digits"] not in keys:
            return None
        which = told["CallSid"], told["Digits"]
        return next((each for each in reversed(self.keys[number]) if (each.call_sid, each.key) == which), None)

    def breaks(self, promise: str, *about: object) -> None:
        self.broken.append(f"{self.now:%a %d %b %Y %H:%M:%S}: {promise} ({', '.join(map(str, about))})")

    def _wrote(self, changes: list[Change]) -> None:
        """Keep the keys of what is looked for often: a year has tens of thousands of rows."""
        for change in changes:
            if change.table == "offers" and (sid := text(change.after, "call_sid")):
                self._offers[sid] = change.key
            elif change.table == "requests" and (change.after is None or is_ended(change.after)):
                self._unfinished.discard(change.key)
            elif change.table == "requests":
                self._unfinished.add(change.key)

    def last_words(self, lines: int = 60) -> str:
        """Return the last that was heard, said and pressed on all phones, if anything broke."""
        return "\n".join(self.exchange.transcript().splitlines()[-lines:]) if self.broken else ""
