"""What a year comes to, in one table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from statistics import mean

from tests.witness.promise import Promise
from tests.witness.rows import moment, text
from tests.witness.scene import Scene
from tests.year.dynamo import Change
from tests.year.expressions import Row

_OPENED = {"": "requests", "draft": "requests", "reported_done": "reopened"}


class Ledger(Promise):
    """Counts. It promises nothing."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self.counts: Counter[str] = Counter()
        self.to_yes: list[timedelta] = []
        self.to_yes_by_day: list[timedelta] = []
        self._had_a_yes: set[str] = set()
        self.to_yes_weekly: list[timedelta] = []
        self.asks: Counter[str] = Counter()

    def wrote(self, change: Change) -> None:
        if change.table == "requests" and change.after and "reason" not in change.after:
            self._request(change.before or {}, change.after)
        if change.table == "offers" and change.before is None and text(change.after, "kind") == "ask":
            self._ask(change.after or {})

    def _request(self, before: Row, after: Row) -> None:
        was, now_is = text(before, "state"), text(after, "state")
        if was == now_is:
            return
        self.counts[now_is] += 1
        if now_is == "open":
            self.counts[_OPENED.get(was, "handed back or on")] += 1
            self.counts["recurred"] += not was
        opened = moment(after, "opened_at")
        if now_is == "accepted" and opened and text(after, "id") not in self._had_a_yes:
            self._had_a_yes.add(text(after, "id"))
            self._first_yes(after, opened)

    def _first_yes(self, request: Row, opened: datetime) -> None:
        if text(request, "id").endswith(text(request, "made_for") or "never"):
            self.to_yes_weekly.append(self.scene.now - opened)
            return
        self.to_yes.append(self.scene.now - opened)
        if self.scene.group_of(request).open_at(opened):
            self.to_yes_by_day.append(self.scene.now - opened)

    def _ask(self, offer: Row) -> None:
        request = self.scene.request_of(offer)
        if "reason" not in (request or {}):
            self.asks[text(offer, "volunteer")] += 1

    def table(self, seconds: float) -> str:
        """In lines of two columns."""
        done, asks = self.counts["done"], sorted(self.asks.values())
        lines = {
            "requests": self.counts["requests"],
            "… of these, by the week": self.counts["recurred"],
            "done": done,
            "cancelled": self.counts["cancelled"],
            "unmet": self.counts["unmet"],
            "handed back, or on": self.counts["handed back or on"],
            "reopened": self.counts["reopened"],
            "time to yes, median": _short(_percentile(self.to_yes, 50)),
            "… 95th percentile": _short(_percentile(self.to_yes, 95)),
            "… of those by day": _short(_percentile(self.to_yes_by_day, 95)),
            "by the week, median": _short(_percentile(self.to_yes_weekly, 50)),
            "… 95th percentile ": _short(_percentile(self.to_yes_weekly, 95)),
            "asks": sum(asks),
            "volunteers asked": len(asks),
            "asks a volunteer, mean": f"{mean(asks):.1f}",
            "most asked / mean": f"{asks[-1] / mean(asks):.1f}",
            "DynamoDB operations": sum(self.scene.dynamo.operations.values()),
            **{f"… {name}": times for name, times in self.scene.dynamo.operations.most_common()},
            "seconds it took": f"{seconds:.0f}",
        }
        return "\n".join(f"{name:<24}{value:>12}" for name, value in lines.items())


def _percentile(values: Iterable[timedelta], percent: int) -> timedelta:
    ordered = sorted(values) or [timedelta()]
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def _short(value: timedelta) -> str:
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    return f"{minutes} min {seconds:02} s" if minutes < 120 else f"{minutes / 60:.1f} h"
