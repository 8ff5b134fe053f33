"""Promises 2 and 6: whose phone rings, when, and what it shows and says."""

from __future__ import annotations

import logging
import re
from datetime import datetime, timedelta

from infra.local.exchange.events import Engaged, Event, Rang, Said, Texted
from infra.local.exchange.states import Direction
from tests.year.dynamo import Change
from tests.year.expressions import Row
from tests.year.witness import LONDON, Promise, Scene, in_hours, in_the_groups_hours, moment, text

_STRAIGHT_BACK = frozenset({"back", "join"})
_DIALS = timedelta(seconds=60)  # from an intent that is stored to a phone that rings
_WHOLE = logging.Formatter()  # with its traceback
_ONE_CALL = timedelta(minutes=5)  # whoever was rung just before the phones fall silent is joined on that call
_THE_LINES = "020 7946 0000"
_NUMBER = re.compile(r"(?:\+44|0)\d{9,10}|07700 ?900 ?\d{3}|020 ?7946 ?\d{4}")


class OneCallAtATime(Promise):
    """A volunteer's phone is never rung while it rings or talks for us; only their own dialling finds it engaged."""

    def happened(self, event: Event) -> None:
        if not isinstance(event, Engaged):
            return
        phone = self.scene.exchange.phones[event.number]
        if phone.call and phone.call.direction is Direction.OUTBOUND_API and self._is_volunteer(event):
            self.scene.breaks("2: a phone was rung by two calls at once", event.name)
        phone.found_engaged()

    def _is_volunteer(self, event: Event) -> bool:
        return self.scene.row("volunteers", "brentwood", self.scene.id_of(event.number)) is not None


class InHours(Promise):
    """Volunteers in their own hours and the group's, residents in the group's; who has phoned, straight back."""

    def wrote(self, change: Change) -> None:
        if change.table != "offers" or change.before or change.after is None:
            return
        offer, now = change.after, self.scene.now
        request = self.scene.row("requests", "brentwood", text(offer, "request"))
        if text(request, "reason") in _STRAIGHT_BACK:
            return
        if not in_the_groups_hours(now):
            self.scene.breaks("2: rung outside the group's hours", text(offer, "kind"))
        volunteer = self.scene.row("volunteers", "brentwood", text(offer, "volunteer"))
        theirs = text(offer, "kind") in ("ask", "check", "done")
        if theirs and volunteer and not in_hours(text(volunteer, "hours"), now):
            self.scene.breaks("2: a volunteer was rung outside their hours", text(volunteer, "name"))

    def happened(self, event: Event) -> None:
        """A phone rings soon after the intent; and one that is dialled from a call, while the phones may ring."""
        if not isinstance(event, Rang):
            return
        call = self.scene.exchange.calls[event.call_sid]
        by_day = in_the_groups_hours(self.scene.now) or in_the_groups_hours(self.scene.now - _ONE_CALL)
        if call.direction is Direction.OUTBOUND_DIAL and not by_day:
            self.scene.breaks("2: somebody was joined by night", event.name)
        if call.direction is Direction.OUTBOUND_API and self.scene.now - call.created > _DIALS:
            self.scene.breaks("2: a phone rang long after it was dialled", event.name)


class NotWornOut(Promise):
    """Never while paused or over their cap, not before they have rested, and not again for what they passed on."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._asks: dict[str, list[datetime]] = {}
        self._passed: set[tuple[str, str]] = set()
        self._wished: dict[tuple[str, str], datetime] = {}  # "ring me in ten minutes": neither rest nor cap counts

    def wrote(self, change: Change) -> None:
        if change.table == "offers" and change.after and text(change.after, "kind") == "ask":
            if change.before is None:
                self._asked(change.after)
            elif text(change.before, "state") != text(change.after, "state") == "passed":
                self._said_no(change.after)

    def _asked(self, offer: Row) -> None:
        about, who = text(offer, "request"), text(offer, "volunteer")
        volunteer = self.scene.row("volunteers", "brentwood", who)
        if (paused := moment(volunteer, "paused_until")) and paused > self.scene.now:
            self.scene.breaks("2: asked while resting", text(volunteer, "name"))
        if (about, who) in self._passed:
            self.scene.breaks("2: asked again for what they passed on", text(volunteer, "name"))
        asks, wished = self._asks.setdefault(who, []), self._wished.pop((about, who), None)
        if wished is None or (asks and asks[-1] > wished):  # asked for something else since
            self._is_rested(volunteer, asks)
        asks.append(self.scene.now)

    def _is_rested(self, volunteer: Row | None, asks: list[datetime]) -> None:
        name, now = text(volunteer, "name"), self.scene.now
        if asks and now - asks[-1] < timedelta(seconds=float(text(volunteer, "rest") or 3600)):
            self.scene.breaks("2: asked again before they had rested", name)
        today = sum(at.astimezone(LONDON).date() == now.astimezone(LONDON).date() for at in asks)
        if today >= int(text(volunteer, "daily_cap") or 3):
            self.scene.breaks("2: asked oftener than their cap", name)

    def _said_no(self, offer: Row) -> None:
        about, who = text(offer, "request"), text(offer, "volunteer")
        request = self.scene.row("requests", "brentwood", about)
        if text(offer, "outcome") == "later":
            self._wished[about, who] = self.scene.now + timedelta(minutes=10)
        elif not text(request, "reason"):  # a coordinator's item is put to them again in the next round
            self._passed.add((about, who))


class NoNumbers(Promise):
    """A phone shows the line's number, and hears and is texted no other; no line of the log has one."""

    def happened(self, event: Event) -> None:
        if isinstance(event, Rang | Engaged) and event.display != "+442079460000":
            self.scene.breaks("6: a phone showed another number than the line's", event.display)
        if isinstance(event, Said) and _NUMBER.search(event.text):
            self.scene.breaks("6: a number was said", event.text)
        if isinstance(event, Texted) and _NUMBER.search(event.text.replace(_THE_LINES, "")):
            self.scene.breaks("6: a number was texted", event.text)

    def logged(self, record: logging.LogRecord) -> None:
        line = _WHOLE.format(record) if record.exc_info else record.getMessage()
        if _NUMBER.search(line):
            self.scene.breaks("6: a number stands in the log", line)


class NothingBreaks(Promise):
    """What the stream, the clock or a door stumbles over is logged, and tried again: in a year they never stumble."""

    def logged(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR:
            self.scene.breaks("9: something broke", record.name, record.getMessage())
