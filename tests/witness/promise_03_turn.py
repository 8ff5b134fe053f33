"""Promise 3: of those who could be asked, whoever was asked longest ago is asked; and nobody is forgotten.

A model of its own: it knows the published rule and the rows, and nothing of the dispatcher or the rotation.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from tests.witness.promise import Promise
from tests.witness.rows import flag, members, moment, rests_until, text
from tests.witness.scene import Scene
from tests.year.dynamo import Change
from tests.year.expressions import Row

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
        group, asked = text(offer, "group"), text(offer, "volunteer")
        request = before.get(("requests", group, text(offer, "request"))) or self.scene.request_of(offer) or {}
        if asked in members(request, "later"):  # `ring me in ten minutes`
            return
        could = []
        for row in self.scene.rows("volunteers"):
            if text(row, "group") != group:
                continue
            was = before.get(("volunteers", group, text(row, "id")), row) or row
            lock = before.get(("line", f"phone#{text(row, 'id')}"), self.scene.row("line", f"phone#{text(row, 'id')}"))
            if self._could(was, request, lock):
                could.append((text(was, "asked_at"), text(was, "id"), text(was, "name")))
        first = text(request, "first")
        if first in {who for _, who, _ in could}:  # both wished the neighbour of last time
            could = [each for each in could if each[1] == first]
        if not could or min(could)[1] != asked:
            turn = min(could)[2] if could else "nobody"
            name = text(self.scene.row("volunteers", group, asked), "name")
            self.scene.breaks(f"3: {name} was asked, and it was the turn of {turn}", text(request, "need"))

    def _could(self, volunteer: Row, request: Row, lock: Row | None) -> bool:
        """Judge one volunteer by the published rule."""
        now, who, group = self.scene.now, text(volunteer, "id"), self.scene.group_of(request)
        paused = rests_until(volunteer, task=text(request, "need") == "person")
        engaged = moment(lock, "until")
        away = flag(volunteer, "stopped") or (paused and paused > now) or (engaged and engaged >= now)
        apart = who in members(request, "apart") or ("no_doors" in volunteer and _means_a_door(request))
        said = members(request, "passed") | members(request, "asked") | members(request, "later")
        said |= _said_no_on(f"{group.local(now):%Y-%m-%d}", request)
        own = text(volunteer, "number") == text(request, "number")
        if not _can_help(volunteer, request, group.languages) or away or own or apart or who in said:
            return False
        return group.open_at(now) and group.within(text(volunteer, "hours"), now) and not self._worn(volunteer, request)

    def _worn(self, volunteer: Row, request: Row) -> bool:
        now, group = self.scene.now, self.scene.group_of(volunteer)
        if text(request, "need") == "person":
            rung = moment(volunteer, "tasks_at")
            return rung is not None and now - rung < group.policy.task_pause
        asks = [moment({"at": each}, "at") for each in volunteer["asks"]["L"]]
        times = [each for each in asks if each]
        own = text(volunteer, "rest")
        rest = timedelta(seconds=float(own)) if own else group.policy.rest
        if times and now - times[-1] < rest:
            return True
        cap = int(text(volunteer, "daily_cap") or group.policy.daily_cap)
        return sum(group.same_day(at, now) for at in times) >= cap


def _can_help(volunteer: Row, request: Row, languages: frozenset[str]) -> bool:
    """With this need, in this area, in a language of the group's: no caller can choose one.

    A task needs a coordinator, wherever they go.
    """
    need = text(request, "need")
    if members(volunteer, "languages").isdisjoint(languages):
        return False
    if need == "person":
        return flag(volunteer, "coordinator")
    somewhere = "area" in request and members(volunteer, "areas")
    return need in members(volunteer, "needs") and (not somewhere or text(request, "area") in somewhere)


def _said_no_on(day: str, request: Row) -> set[str]:
    """Return who said no to it for that day only: on the next it may be their turn."""
    return {who for who, _, on in (each.partition("#") for each in members(request, "not_today")) if on == day}


def _means_a_door(request: Row) -> bool:
    """Whoever is complained of is asked for nothing but talk by phone, until two of us have heard both sides."""
    return text(request, "need") not in ("chat", "listen", "person")


class NobodyForgotten(Promise):
    """Whoever does the shopping is asked before they have been on duty for four weeks since they were asked last."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._on_duty: Counter[tuple[str, str]] = Counter()  # hours, by volunteer and when they were asked last

    def looks_round(self) -> None:
        for row in self.scene.rows("volunteers"):
            paused = rests_until(row)
            rests = flag(row, "stopped") or (paused is not None and paused > self.scene.now)
            if not rests and "shopping" in members(row, "needs") and "no_doors" not in row:
                since = text(row, "id"), text(row, "asked_at")
                self._on_duty[since] += 1
                if self._on_duty[since] == LONGEST_UNASKED:
                    self.scene.breaks("fair: on duty and able, and not asked for four weeks", text(row, "name"))
