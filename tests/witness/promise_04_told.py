"""Promise 4: a coordinator is called about what waits too long, again until one has heard it. Nothing ends silently."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from functools import partial

from infra.local.exchange.events import Event, Joined, Pressed, Rang, Said
from infra.local.exchange.states import Direction
from tests.witness.heard import flat
from tests.witness.promise import Promise
from tests.witness.rows import flag, is_ended, is_need, members, moment, rests_until, text
from tests.witness.scene import Scene
from tests.year.dynamo import Change
from tests.year.expressions import Row

# Tasks of which a coordinator must hear: DESIGN.md's word list, and what a request can wait for.
TASKS = frozenset(
    {"asked", "recording", "silent", "outage", "waiting", "promise", "nobody", "worried", "no-lot", "number", "limit"}
    | {"carrier", "alarm", "many", "unmet", "unheard"}
)
_ABOUT_A_REQUEST = frozenset({"waiting", "promise", "nobody", "no-lot", "worried", "unheard"})
_NOBODY_COULD = "nobody could, and its time is over"  # the line itself tells a resident, where no coordinator can
_HEARD = "12"  # "to take it, press 1"; "you have heard it, 2"
_HOURS_UNCALLED = 3  # on duty and free: the longest pause between two rounds, and an hour before and after


class Told(Promise):
    """A request that waits too long, or a promised time that is near, is told of; where nobody hears it, again."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._since_called: Counter[tuple[str, ...]] = Counter()  # hours, by task

    def wrote(self, change: Change) -> None:
        if change.table == "offers" and change.before is None and change.after:
            self._is_called(change.after)
        promised = moment(change.after, "promised_at")
        if change.table == "requests" and promised and promised != moment(change.before, "promised_at"):
            over = promised + self._late(change.after) + timedelta(seconds=1)
            self.scene.exchange.timeline.at(over, partial(self._looks_at, change.key))

    def looks_round(self) -> None:
        for row in self.scene.unfinished():
            if is_need(row):
                self._is_told_of(row)
            elif text(row, "reason") in TASKS and text(row, "state") == "open":
                self._is_called_about(row)

    def _looks_at(self, key: tuple[str, ...]) -> None:
        """A promised time is over: a ring before the next full hour would come too late."""
        row = self.scene.row("requests", *key)
        if row and is_need(row) and not is_ended(row):
            self._is_told_of(row)
            self._is_kept(row)

    def _late(self, row: Row | None) -> timedelta:
        """Return how late the clock may be: two sweeps, and some seconds."""
        late: timedelta = 2 * self.scene.group_of(row).policy.sweep + timedelta(seconds=5)
        return late

    def _is_called(self, offer: Row) -> None:
        """One call tells a coordinator of all that waits."""
        whom, task = self.scene.volunteer_of(offer), self.scene.request_of(offer)
        if whom is None or text(task, "reason") not in TASKS:
            return
        for key in list(self._since_called):
            waits = self.scene.row("requests", *key)
            if key[0] == text(offer, "group") and waits and self._may_have(whom, waits):
                del self._since_called[key]

    def _is_told_of(self, row: Row) -> None:
        group, now = self.scene.group_of(row), self.scene.now
        late = self._late(row)
        if "cancelled_at" in row or not group.open_at(now) or not group.open_at(now - late):
            return  # by night there is nobody to be called
        at, promised = self._waits_too_long(row), moment(row, "promised_at")
        is_open = text(row, "state") == "open"
        if is_open and at and at < now - late and not self._told(row, "waiting", "nobody", "number", "unmet"):
            self.scene.breaks("4: waits too long, and nobody was told", text(row, "id"))
        if promised is None or "code" in row or "number" not in row or self._told(row, "promise", "unmet"):
            return
        if is_open and promised - group.policy.promise_warning < now - late:
            self.scene.breaks("4: a promised time is near, and nobody was told", text(row, "id"))

    def _is_kept(self, row: Row) -> None:
        """Its resident's phone has rung by then, whoever rang it; a task of ours that nobody heard is no ring."""
        promised, late = moment(row, "promised_at"), self._late(row)
        if promised is None or promised + late > self.scene.now or text(row, "state") not in ("open", "accepted"):
            return
        if not self._may_not_ring(row, promised) and not self._was_rung(row):
            self.scene.breaks("4: a promised time is over, and no phone of theirs has rung", text(row, "id"))

    def _may_not_ring(self, row: Row, promised: datetime) -> bool:
        """Say whether nobody waits for that ring, or that phone could not be rung: by night, engaged, or refused."""
        phone, group = text(row, "number"), self.scene.group_of(row)
        over = not {"code", "cancelled_at", "told_at", "rung_at", "joined_at", "talked_at"}.isdisjoint(row)
        over = over or ("made_for" in row and "promised_by" not in row)  # a week's time, which nobody has said
        helps = any(text(one, "number") == phone for one in self.scene.rows("volunteers"))  # in their own hours only
        ours = [one for one in self.scene.unfinished() if text(one, "reason") in ("limit", "carrier", "alarm")]
        waits = [
            one for one in self.scene.unfinished() if text(one, "reason") == "not_yet" and text(one, "number") == phone
        ]
        return over or not phone or helps or bool(ours or waits) or not group.open_at(promised - self._late(row) * 2)

    def _was_rung(self, row: Row) -> bool:
        """Say whether the resident's phone has rung since the request opened."""
        rung, opened = self.scene.last_rung.get(text(row, "number")), moment(row, "opened_at")
        return rung is not None and opened is not None and rung >= opened

    def _waits_too_long(self, row: Row) -> datetime | None:
        """Half an hour in which phones may ring; what recurs every week, a day before it is due (both are settings)."""
        policy, opened, due = self.scene.group_of(row).policy, moment(row, "opened_at"), moment(row, "due_at")
        if text(row, "series") and due:
            return due - timedelta(seconds=policy.weekly_tell_ahead.total_seconds())
        begins = self.scene.group_of(row).opens_after(opened) if opened else None
        return begins + timedelta(seconds=policy.tell_after.total_seconds()) if begins else None

    def _told(self, row: Row, *reasons: str) -> bool:
        """Say whether there is, or was, a task about this request for one of these reasons."""
        about = (each for each in self.scene.rows("requests") if text(each, "about") == text(row, "id"))
        return any(text(each, "reason") in reasons for each in about) or bool(
            set(reasons) & set(row.get("told", {}).get("SS", ()))
        )

    def _is_called_about(self, task: Row) -> None:
        """Somebody is on duty and free, hour after hour, and is not called."""
        key = (text(task, "group"), text(task, "id"))
        if self._on_duty(task):
            self._since_called[key] += 1
            if self._since_called[key] == _HOURS_UNCALLED:
                self.scene.breaks("4: a task is open, and nobody is called about it", *key, text(task, "reason"))

    def _on_duty(self, task: Row) -> bool:
        group, now = self.scene.group_of(task), self.scene.now
        if not group.open_at(now):
            return False
        for row in self.scene.rows("volunteers"):
            paused = rests_until(row, task=True)
            away = flag(row, "stopped") or (paused is not None and paused > now)
            same = text(row, "group") == group.slug and flag(row, "coordinator")
            if same and not away and group.within(text(row, "hours"), now) and self._may_have(row, task):
                return True
        return False

    def _may_have(self, coordinator: Row, task: Row) -> bool:
        apart = task.get("apart", {}).get("SS", ())
        return text(coordinator, "id") not in apart and text(coordinator, "number") != text(task, "number")


class NothingEndsSilently(Promise):
    """A task ends once a coordinator has heard it, or its request is settled. A need ends unmet once that is told."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._rung: defaultdict[str, set[date]] = defaultdict(set)  # by the phone's number: the days
        self._spoke: set[str] = set()  # phones that were joined with a person
        self._heard: set[str] = set()  # phones to which the line said that nobody could
        self._pressed: dict[str, datetime] = {}  # by the volunteer's number, on a call that was placed

    def happened(self, event: Event) -> None:
        if isinstance(event, Rang):
            self._rung[event.number].add(event.at.date())
        elif isinstance(event, Joined):
            self._spoke.add(event.number)
        elif isinstance(event, Said):
            if event.by == "line" and _NOBODY_COULD in flat(event.text):
                self._heard.add(event.number)
        elif isinstance(event, Pressed) and event.key in _HEARD:
            call = self.scene.exchange.calls[event.call_sid]
            if call.direction is not Direction.INBOUND:
                self._pressed[event.number] = event.at

    def wrote(self, change: Change) -> None:
        if change.table != "requests" or change.after is None or not is_ended(change.after) or is_ended(change.before):
            return
        if text(change.after, "state") == "unmet":
            self._unmet(change.before or {})
        elif text(change.after, "reason") in TASKS and text(change.after, "state") == "done":
            self._task_is_over({**change.after, **(change.before or {})})

    def _unmet(self, request: Row) -> None:
        number = text(request, "number")
        if number and number not in self._spoke | self._heard and len(self._rung[number]) < 3:
            self.scene.breaks("4: ended unmet, and its resident was not told", text(request, "id"))

    def _task_is_over(self, task: Row) -> None:
        if text(task, "reason") in _ABOUT_A_REQUEST and self._is_settled(task):
            return
        if text(task, "reason") == "unmet" and self._is_asked_for_again(task):
            return
        made = moment(task, "made_at") or self.scene.now
        coordinators = (row for row in self.scene.rows("volunteers") if text(row, "group") == text(task, "group"))
        heard = any(self._pressed.get(text(row, "number"), made) > made for row in coordinators)
        if not heard and text(task, "number") not in self._spoke:
            self.scene.breaks("4: a task ended, and nobody had heard it", text(task, "id"), text(task, "reason"))

    def _is_asked_for_again(self, task: Row) -> bool:
        """With other calling hours its time is not over after all: whoever is to be told is told anew when it is."""
        about = self.scene.row("requests", text(task, "group"), text(task, "about"))
        return text(about, "state") == "open" and "unmet" not in members(about, "told")

    def _is_settled(self, task: Row) -> bool:
        """Say whether its request is not open any more, it was heard, or it is being told that its time is over."""
        about = self.scene.row("requests", text(task, "group"), text(task, "about"))
        others = (row for row in self.scene.unfinished() if text(row, "about") == text(task, "about"))
        over = any(text(row, "reason") in ("unmet", "untold") for row in others)
        return over or about is None or "heard_at" in about or text(about, "state") != "open"
