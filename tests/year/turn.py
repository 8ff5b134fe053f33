"""Promise 3: of those who could be asked, whoever was asked longest ago is; and nobody is forgotten.

A model of its own: it knows the published rule and the rows, and nothing of the dispatcher or the rotation.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from tests.year.dynamo import Change
from tests.year.expressions import Row
from tests.year.witness import LONDON, Promise, Scene, in_hours, in_the_groups_hours, members, moment, text

LONGEST_UNASKED = 28 * 24  # hours on duty


class InTurn(Promise):
    """Every ask, judged by the rows as they were just before it was written."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self.judged = 0

    def wrote_together(self, changes: list[Change]) -> None:
        made = [change.after for change in changes if change.table == "offers" and change.before is None]
        for offer in made:
            if text(offer, "kind") == "ask":
                self._judge(offer or {}, {(change.table, *change.key): change.before for change in changes})

    def _judge(self, offer: Row, before: dict[tuple[str, ...], Row | None]) -> None:
        self.judged += 1
        request = before["requests", "brentwood", text(offer, "request")] or {}
        asked = text(offer, "volunteer")
        first = text(request, "first")
        if asked in members(request, "later"):  # `ring me in ten minutes`
            return
        could = []
        for row in self.scene.rows("volunteers"):
            was = before.get(("volunteers", "brentwood", text(row, "id")), row) or row
            lock = before.get(("line", f"phone#{text(row, 'id')}"), self.scene.row("line", f"phone#{text(row, 'id')}"))
            if self._could(was, request, lock):
                could.append((text(was, "asked_at"), text(was, "id"), text(was, "name")))
        if first in {who for _, who, _ in could}:  # both wished the neighbour of last time
            could = [each for each in could if each[1] == first]
        if not could or min(could)[1] != asked:
            turn = min(could)[2] if could else "nobody"
            self.scene.breaks(f"3: {self._name(asked)} was asked, and it was the turn of {turn}", text(request, "need"))

    def _could(self, volunteer: Row, request: Row, lock: Row | None) -> bool:
        """The published rule."""
        need, now, who = text(request, "need"), self.scene.now, text(volunteer, "id")
        does = volunteer["coordinator"]["BOOL"] if need == "person" else need in members(volunteer, "needs")
        anywhere = need == "person" or "area" not in request or not members(volunteer, "areas")
        there = anywhere or text(request, "area") in members(volunteer, "areas")
        paused, engaged = moment(volunteer, "paused_until"), moment(lock, "until")
        away = volunteer["stopped"]["BOOL"] or (paused and paused > now) or (engaged and engaged >= now)
        said = members(request, "passed") | members(request, "asked") | members(request, "later")
        own = text(volunteer, "number") == text(request, "number")
        if not does or not there or away or own or who in said or not in_hours(text(volunteer, "hours"), now):
            return False
        return in_the_groups_hours(now) and not self._worn(volunteer)

    def _worn(self, volunteer: Row) -> bool:
        now = self.scene.now
        asks = [moment({"at": each}, "at") for each in volunteer["asks"]["L"]]
        times = [each for each in asks if each]
        rest = timedelta(seconds=float(text(volunteer, "rest") or 3600))
        if times and now - times[-1] < rest:
            return True
        today = now.astimezone(LONDON).date()
        return sum(at.astimezone(LONDON).date() == today for at in times) >= int(text(volunteer, "daily_cap") or 3)

    def _name(self, volunteer: str) -> str:
        return text(self.scene.row("volunteers", "brentwood", volunteer), "name")


class NobodyForgotten(Promise):
    """Whoever does the shopping is asked before they have been on duty for four weeks since they were asked last."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._on_duty: Counter[tuple[str, str]] = Counter()  # hours, by volunteer and when they were asked last

    def looks_round(self) -> None:
        for row in self.scene.rows("volunteers"):
            paused = moment(row, "paused_until")
            rests = row["stopped"]["BOOL"] or (paused is not None and paused > self.scene.now)
            if not rests and "shopping" in members(row, "needs"):
                since = text(row, "id"), text(row, "asked_at")
                self._on_duty[since] += 1
                if self._on_duty[since] == LONGEST_UNASKED:
                    self.scene.breaks("fair: on duty and able, and not asked for four weeks", text(row, "name"))
