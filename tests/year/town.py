"""The town of the year: forty who help, twenty-five who ask (three of them help too), and what they come to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from hotline.groups import load
from hotline.hours import Hours
from hotline.numbers import PhoneNumber
from hotline.prompts import prompt_ids
from hotline.records import Need, Volunteer
from infra.local.exchange.events import Event, Joined
from infra.local.virtual import VirtualLine
from tests.year import cast
from tests.year.cast import NATURES, Agreed, Asking, Both, Helper, Resident
from tests.year.somebody import Mind, Somebody

GROUP, LINE = "brentwood", "+442079460000"
LONDON = ZoneInfo("Europe/London")
SNOW = frozenset({date(2026, 12, 2), date(2027, 1, 12), date(2027, 2, 10)})  # everybody asks, and few can come
WHO_ASK, WHO_HELP_TOO = 25, 3
THERE_FROM_THE_START = 30  # of the forty; the others join by their own wish, in the course of the year
SAMPLE = load(Path(__file__).parents[2] / "groups", prompts=prompt_ids())
_EVERYTHING = frozenset(Need) - {Need.PERSON, Need.LISTEN}

_AFTERWARDS = ((cast.NEWS, 6), (cast.CANCEL, 6), (cast.KEEP_IT_AFTER_ALL, 4), (cast.LATER_THIS_WEEK, 4))

# What neighbours said when they joined, over and over: hours, needs, areas, asks a day, peace after each, texts.
_SETTINGS: tuple[dict[str, object], ...] = (
    {},
    {"hours": Hours.parse("mon-fri 17:00-20:00, sat-sun 09:00-20:00"), "texts": True},
    {"hours": Hours.parse("mon-fri 09:00-17:00")},
    {"hours": Hours.parse("every day 07:00-23:00"), "texts": True},
    {"areas": frozenset({"ongar"}), "texts": True},
    {"areas": frozenset({"brentwood"}), "daily_cap": 1},
    {"needs": frozenset({Need.SHOPPING, Need.MEDICINES})},
    {"rest": timedelta(days=1), "daily_cap": 1},
    {"needs": _EVERYTHING - {Need.GARDEN, Need.DOG}, "hours": Hours.parse("every day 10:00-19:00")},
)


class Town:
    """Everybody there is, and their days."""

    def __init__(self, line: VirtualLine, *, seed: int) -> None:
        self.chance = Random(seed)  # noqa: S311 -- a year that can be lived again
        self.line, self.exchange, self.timeline, self.store = line, line.exchange, line.timeline, line.store
        self.helpers = [self._helper(number) for number in range(40)]
        self.residents = [self._asking(number) for number in range(WHO_ASK)]
        self.weekly = self.residents[:10]
        for number, resident in enumerate(self.weekly):
            resident.agreed = Agreed(weekday=number % 7, part=1 + number % 3)
        everybody: list[Somebody] = [*self.helpers, *self.residents]
        self._by_number = {each.number: each for each in everybody}
        self._by_name = {each.name: each for each in everybody}
        self.exchange.listeners.append(self._notice)

    @contextmanager
    def alive(self) -> Iterator[None]:
        """While this lasts the line answers."""
        with self.line.answering():
            both = [resident for resident in self.residents if isinstance(resident, Both)]
            for number, helper in enumerate([*self.helpers[:THERE_FROM_THE_START], *both]):
                self._is_there(helper, number)
            yield

    def lives(self, *, days: int) -> Iterator[date]:
        """Day after day, each planned as it begins; told when it is over."""
        first = self.timeline.now().astimezone(LONDON).date()
        for day in (first + timedelta(days=ahead) for ahead in range(days)):
            self._plan(day)
            self.timeline.run_until(_local(day + timedelta(days=1), time()))
            yield day

    def _plan(self, day: date) -> None:
        """What people have in mind for this day."""
        for resident in self.weekly:
            self._week_by_week(resident, day)
        for resident in self.residents[len(self.weekly) :]:
            if resident.by_chance(90 if day in SNOW else 3):
                need, when = self.chance.choice(cast.NEEDS), self.chance.choice(("for today", "next few days"))
                self._asks(resident, need, self._some_time(day), when=when)
        for helper in self.helpers[:THERE_FROM_THE_START]:
            if day in SNOW and helper.by_chance(70):
                self._at(_local(day, time(8, 30)), helper, cast.REST_UNTIL_TOMORROW)
            else:
                self._may_rest(helper, day)
        for helper in self.helpers[THERE_FROM_THE_START:]:
            if helper.by_chance(1):
                self._at(self._some_time(day), helper, cast.JOIN)
        if self.chance.random() < 8 / 365:
            self._at(self._some_time(day), self.chance.choice(self.helpers), cast.LEAVE_FOR_GOOD)

    def _week_by_week(self, resident: Asking, day: date) -> None:
        """They ask once; and again should nothing recur (any more). Now and then there is something to change."""
        assert resident.agreed
        held = self.store.requests_of_phone(GROUP, PhoneNumber(resident.number))
        at = self._some_time(day)
        if not held and resident.agreed.weekday == (day.weekday() + 4) % 7:
            self._at(at, resident, resident.asks(cast.SHOPPING, "every week"))
        elif resident.by_chance(0.3):
            self._at(at, resident, cast.LEAVE_ONE_OUT)
        elif resident.by_chance(0.1):
            resident.agreed = Agreed(weekday=self.chance.randrange(7), part=self.chance.randint(1, 3))
            self._at(at, resident, cast.ANOTHER_DAY)
        elif resident.by_chance(0.05):
            self._at(at, resident, cast.NO_MORE_OF_IT)
        elif resident.by_chance(1):
            self._at(at, resident, self.chance.choice((cast.NEWS, cast.CANCEL)))

    def _asks(self, resident: Asking, need: Mind, at: datetime, *, when: str) -> None:
        """And some hours later a few of them phone for news, to cancel, or to have it another day."""
        self._at(at, resident, resident.asks(need, when))
        later = at + timedelta(minutes=self.chance.randint(20, 400))
        for wish, percent in _AFTERWARDS:
            if resident.by_chance(percent):
                self._at(later, resident, wish)
                return

    def _may_rest(self, helper: Helper, day: date) -> None:
        """A week's rest now and then; or until they phone again, ten days later; or another wish."""
        at = self._some_time(day)
        for wish, percent in (
            (cast.REST_FOR_A_WEEK, 1.0),
            (cast.REST_UNTIL_I_PHONE, 0.4),
            (cast.WHAT_IS_OPEN, 1.0),
            (cast.HAND_BACK, 0.6),
            (cast.IT_IS_DONE, 1.0),
            (cast.ONCE_A_DAY, 0.1),
        ):
            if helper.by_chance(percent):
                self._at(at, helper, wish)
                if wish is cast.REST_UNTIL_I_PHONE:
                    self._at(at + timedelta(days=10), helper, cast.I_AM_BACK)
                return

    def _at(self, moment: datetime, who: Somebody, wish: Mind) -> None:
        self.timeline.at(moment, lambda: who.phones(LINE, wish))

    def _some_time(self, day: date) -> datetime:
        """By day, mostly."""
        hour = self.chance.randint(0, 23) if self.chance.random() < 0.05 else self.chance.randint(8, 20)
        return _local(day, time(hour, self.chance.randint(2, 59)))

    def _notice(self, event: Event) -> None:
        who = self._by_number[event.number]
        if isinstance(event, Joined):
            who.talks(self._by_name[event.other])
        else:
            who.notices(event)

    def _helper(self, number: int) -> Helper:
        chance = Random(self.chance.random())  # noqa: S311
        nature = NATURES[number % len(NATURES)]
        return Helper(self.exchange, f"+447700900{100 + number}", f"helper {number}", chance, nature)

    def _asking(self, number: int) -> Asking:
        """The last of them help as well."""
        area = self.chance.choice(("brentwood", "ongar", "anywhere else"))
        chance = Random(self.chance.random())  # noqa: S311
        kind = Resident if number < WHO_ASK - WHO_HELP_TOO else Both
        return kind(self.exchange, f"+442079460{200 + number}", f"resident {number}", chance, area)

    def _is_there(self, helper: Helper, number: int) -> None:
        """As somebody who joined in the month before; the first three are coordinators too."""
        joined = self.timeline.now() - timedelta(days=30) + timedelta(minutes=number)
        phone = PhoneNumber(helper.number)
        standard: dict[str, object] = {
            "needs": _EVERYTHING,
            "areas": frozenset(),
            "hours": Hours.parse("every day 09:00-20:00"),
            "coordinator": number in range(3),
        }
        assert self.store.add_volunteer(
            Volunteer(
                group=GROUP,
                id=phone.opaque,
                number=phone,
                name=helper.name,
                languages=frozenset({"en"}),
                joined_at=joined,
                asked_at=joined,
                **{**standard, **_SETTINGS[number % len(_SETTINGS)]},  # type: ignore[arg-type]
            )
        )


def _local(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=LONDON).astimezone(ZoneInfo("UTC"))
