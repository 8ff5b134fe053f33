"""Weekly requests recur until they are stopped: one for each calendar week, on its local day and part of the day."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta

from tests.witness.promise import Promise
from tests.witness.rows import is_ended, moment, text
from tests.witness.scene import Scene
from tests.witness.settings import Settings
from tests.year.dynamo import Change
from tests.year.expressions import Row

_A_DAY, _A_WEEK = timedelta(days=1), timedelta(days=7)
_BEGINS = {"morning": time(9), "afternoon": time(12), "evening": time(17)}
_OVER = {"morning": time(12), "afternoon": time(17), "evening": time(20)}
_AN_HOUR = timedelta(hours=1)


class EveryWeek(Promise):
    """None is missing, none comes twice, each is on the local day and part of it that the two agreed.

    Another day may be wished when that day of this week is over: this week's then stays on the old day.
    """

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self.weeks: Counter[str] = Counter()  # of each resident's number
        self._made: set[tuple[str, date]] = set()  # by number and the Monday of the week

    def wrote_together(self, changes: list[Change]) -> None:
        """The day that is seen to, and the request for it, are one write."""
        days = [change for change in changes if _gets_its_day(change)]
        for change in days:
            self._is_right(change.after or {}, agreed=change.before is not None)
        for change in changes:
            if _is_series(change.after) and change.before:
                self._goes_on(change.before, change.after or {}, made=bool(days))

    def looks_round(self) -> None:
        """None is late: a neighbour is sought two days before."""
        for row in self.scene.rows("requests"):
            if _is_series(row) and not is_ended(row) and (last := text(row, "made_for")):
                group, monday = self.scene.group_of(row), _monday(date.fromisoformat(last)) + _A_WEEK
                following = monday + timedelta(days=int(text(row, "weekday")))
                kept = _kept_on(group, following, text(row, "part"), self.scene.now)
                sought = _local(group, min(following, kept), _BEGINS[text(row, "part")])
                if self.scene.now > sought - group.policy.weekly_ahead + _AN_HOUR:
                    self.scene.breaks("every week: one is missing", following, text(row, "id"))

    def _is_right(self, row: Row, *, agreed: bool) -> None:
        """A holiday moves what the line makes of itself. The first is on the day that the two have just agreed."""
        group = self.scene.group_of(row)
        day, due = date.fromisoformat(text(row, "made_for")), moment(row, "due_at")
        week = (text(row, "number"), _monday(day))
        if week in self._made:
            self.scene.breaks("every week: two in one week", day, week[0])
        self._made.add(week)
        self.weeks[week[0]] += 1
        part, made_at = text(row, "part"), moment(row, "made_at") or self.scene.now
        if day.weekday() != int(text(row, "weekday")) and f"{day:%m-%d}" not in group.holidays:
            self.scene.breaks("every week: not on its day of the week", day, text(row, "id"))
        if due != _local(group, day if agreed else _kept_on(group, day, part, made_at), _OVER[part]):
            self.scene.breaks("every week: due at another time than was agreed", day, due)

    def _goes_on(self, before: Row, after: Row, *, made: bool) -> None:
        """Each calendar week follows the last, whatever the day; only what was to be left out has no request."""
        was, now_is = text(before, "made_for"), text(after, "made_for")
        if not was or was == now_is:
            return
        last, day = date.fromisoformat(was), date.fromisoformat(now_is)
        if _monday(day) != _monday(last) + _A_WEEK:
            self.scene.breaks("every week: a week was passed over, or came again", was, now_is)
        if not made and text(before, "skip") != now_is:
            self.scene.breaks("every week: one was left out, and nobody wished it", now_is)


def _gets_its_day(change: Change) -> bool:
    """One week's request, new; or the first, which becomes part of a series."""
    if change.table != "requests" or _is_series(change.after):
        return False
    return bool(text(change.after, "made_for")) and not text(change.before, "made_for")


def _is_series(row: Row | None) -> bool:
    return text(row, "reason") == "series"


def _kept_on(group: Settings, day: date, part: str, now: datetime) -> date:
    """Return the day on which help comes that falls on a holiday; nothing is moved into the past."""
    for step in {"before": (-_A_DAY, _A_DAY), "after": (_A_DAY,)}.get(group.holiday_help, ()):
        kept = day
        while f"{kept:%m-%d}" in group.holidays:
            kept += step
        if _local(group, kept, _OVER[part]) > now:
            return kept
    return day


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _local(group: Settings, day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=group.zone)
