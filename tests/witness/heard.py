"""One sentence that the line says to a phone, and the rows that it may be about."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from infra.local.exchange.calls import Call
from infra.local.exchange.events import Said
from infra.local.exchange.states import Direction
from tests.witness.rows import is_ended, is_need, moment, text
from tests.witness.scene import Scene
from tests.witness.settings import Settings
from tests.year.dynamo import Change
from tests.year.expressions import Row

PROMPTS = Path(__file__).parents[2] / "hotline" / "prompts" / "en.toml"
_HOURS = ("twelve", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
_PAST = {0: "{0} o'clock", 5: "five past {0}", 10: "ten past {0}", 15: "quarter past {0}", 20: "twenty past {0}"}
_PAST |= {25: "twenty-five past {0}", 30: "half past {0}", 35: "twenty-five to {1}", 40: "twenty to {1}"}
_PAST |= {45: "quarter to {1}", 50: "ten to {1}", 55: "five to {1}"}
_NUMBERS = ("number", "for_number", "other")
_COUNTERS = (
    "phone#",
    "calls#",
    "rings#",
    "texts#",
    "answered#",
    "wrong#",
)  # rows of the line that say nothing of what was said
_WHEN = {"today": "today", "in the next few days": "soon", "every week": "weekly"}

_BY_DEFAULT = {"later": "ten minutes", "spoken_within": "a quarter of an hour"}
_BY_DEFAULT |= {"more_time": "another day", "lot_again": "another day", "tell_unmet_days": "third"}


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A sentence, when it begins to be said."""

    scene: Scene
    event: Said
    call: Call
    group: Settings
    changes: tuple[Change, ...]  # all that were written since this call began
    before: str  # what was last read back on this call: `shopping, in ongar, today.`

    @property
    def sentence(self) -> str:
        return flat(self.event.text)

    @property
    def number(self) -> str:
        """Return whose phone it is for all that the line can know: whoever dials it may show another's number."""
        shown = self.call.shown
        return shown if self.inbound and shown in self.scene.exchange.phones else self.event.number

    @property
    def inbound(self) -> bool:
        return self.call.direction is Direction.INBOUND

    @property
    def volunteer(self) -> Row | None:
        theirs = self.scene.volunteers_at(self.number)
        return next((row for row in theirs if text(row, "group") == self.group.slug), None)

    @property
    def offer(self) -> Row | None:
        """Return the offer of this call, or of the call that has dialled this phone."""
        call = self.call.parent or self.call
        return self.scene.offer_of_call(call.sid)

    @property
    def rung_for(self) -> Row | None:
        """Return the request, task or complaint that this phone was rung for."""
        return self.scene.request_of(self.offer) if self.offer else None

    @property
    def about(self) -> Row | None:
        """Return the request that this phone was rung for; a task about another request is about that one."""
        request = self.rung_for
        other = self.scene.row("requests", self.group.slug, text(request, "about"))
        return other or request

    def touched(self, table: str = "requests") -> list[Row]:
        """Return the rows, as they are now, that were written in this call and concern this phone."""
        keys = {change.key for change in self.concerning(table)}
        return [row for row in (self.scene.row(table, *key) for key in keys) if row]

    def concerning(self, *tables: str) -> list[Change]:
        """Return the writes to these tables, since this call began, that concern this phone."""
        return [change for change in self.changes if change.table in tables and self._concerns(change)]

    def theirs(self) -> list[Row]:
        """Return what is unfinished and was asked from, or for, this phone; and what this call is about."""
        here = [row for row in self.scene.unfinished() if self._is_from(row)]
        return [*here, *([self.about] if self.about else []), *self.touched()]

    def _is_from(self, row: Row) -> bool:
        """Say whether it was asked from this phone. With a code it may have been asked from any."""
        coded = "code" in row and "number" not in row and self.call.shown != self.number
        return coded or self.number in (text(row, name) for name in _NUMBERS)

    def needs(self) -> list[Row]:
        return [row for row in self.theirs() if is_need(row)]

    def held(self) -> list[Row]:
        """Return what this phone's volunteer has said yes to in the group whose line this is."""
        who = (self.group.slug, text(self.volunteer, "id"))
        theirs = [row for row in self.scene.unfinished() if (text(row, "group"), text(row, "taken_by")) == who]
        return theirs if self.volunteer else []

    def tasks(self, *reasons: str) -> list[Row]:
        """Return unfinished tasks and calls for these reasons that concern this phone, or what it is rung for."""
        mine = {text(row, "id") for row in self.theirs()}
        return [
            row
            for row in self.scene.unfinished()
            if text(row, "reason") in reasons
            and (text(row, "number") == self.number or text(row, "about") in mine or text(row, "id") in mine)
        ]

    def says_time(self, at: datetime | None) -> bool:
        """Say whether the sentence names this time of day."""
        return at is not None and spoken(self.group.local(at)) in self.sentence

    def as_read_back(self, row: Row) -> bool:
        """Say whether a row holds the need, the place and the day that were read back on this call."""
        said = [part.strip(" .") for part in self.before.split(",")]
        where = {"anywhere": "", **{flat(f"in {name}"): slug for slug, name in self.group.areas.items()}}
        if len(said) != 3 or said[1] not in where:
            return True
        need, place, day = said
        kept_day = _WHEN.get(day)
        return (
            need == need_names().get(text(row, "need"), need)
            and text(row, "area") == where[place]
            and (kept_day is None or kept_day == text(row, "when"))
        )

    def since_call(self, at: datetime | None) -> bool:
        return at is not None and at >= self.call.created

    def _concerns(self, change: Change) -> bool:
        rows = [row for row in (change.before, change.after) if row]
        if any(self.number in (text(row, name) for name in _NUMBERS) for row in rows):
            return True
        if change.table == "line":
            return not change.key[0].startswith(_COUNTERS)
        if change.table != "requests":
            return False
        if any(ours and change.key == (text(ours, "group"), text(ours, "id")) for ours in (self.rung_for, self.about)):
            return True
        # Of a call that shows no number, a row that was made in it and holds none either.
        return all(not text(row, "number") and self.since_call(moment(row, "made_at")) for row in rows)


def flat(words: str) -> str:
    return " ".join(words.replace("’", "'").casefold().split())


def spoken(local: datetime) -> str:
    """Return a time of day as people say it."""
    this = _HOURS[local.hour % 12] if local.hour or local.minute > 30 else "midnight"
    if this == "midnight" and not local.minute:
        return this
    hour = this, _HOURS[(local.hour + 1) % 12]
    return _PAST[local.minute].format(*hour) if local.minute in _PAST else f"{local.hour}:{local.minute:02}"


@cache
def need_names() -> Mapping[str, str]:
    """Return the needs as the line says them, by their names in rows."""
    return {name.removeprefix("need."): flat(each["say"]) for name, each in prompts().items() if name[:5] == "need."}


@cache
def prompts() -> Mapping[str, Mapping[str, str]]:
    """Return every prompt of the file of words: the words, and not the code that chooses them.

    With what a group sets as it is by default.
    """
    words = PROMPTS.read_text(encoding="utf-8")
    for setting, said in _BY_DEFAULT.items():
        words = words.replace(f"{{{setting}}}", said)
    return tomllib.loads(words)


def unended(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if not is_ended(row)]
