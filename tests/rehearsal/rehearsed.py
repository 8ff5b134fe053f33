"""The operator of a rehearsal, played by the people of the exchange: Rosa, Gwen and Ben have the three phones."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar

from hotline.cli.rehearsal.course import Course
from hotline.cli.rehearsal.evidence import Notebook
from hotline.cli.rehearsal.judge_aws import ALIAS, AT_ONCE, BUDGET, NEWEST, SENDER, SENDERS, SNAPSHOT, STATE, UNIT
from hotline.cli.rehearsal.setting import Setting
from hotline.cli.rehearsal.steps import BY_NAME, FIRST, SECOND, STEPS, THIRD, Step
from hotline.cli.rehearsal.table import judged
from hotline.cli.rehearsal.verdicts import Verdict
from hotline.numbers import PhoneNumber
from hotline.telephony.console import Console
from hotline.telephony.trace import Trace
from infra.local.exchange import LetsItRing, Person, PicksUp, StoryFailed, Unreachable, Voicemail
from infra.local.exchange.phones import Phone
from infra.local.exchange.states import Status
from infra.local.in_process import InProcess
from infra.local.virtual import ACCOUNT, BASE, TOKEN
from tests.stories.town import GROUP, LINE, Town, brentwood

POLICY = {"rest": timedelta(), "daily_cap": 24, "task_pause": timedelta()}
FINE = {
    BUDGET: UNIT,
    SENDERS: SENDER,
    ALIAS: "3",
    NEWEST: "3",
    STATE: "Active",
    SNAPSHOT: "On",
    AT_ONCE: "1000",
}


@dataclass(frozen=True, kw_only=True)
class SaysNo:
    """Rung for something of an earlier step: picks up, presses 2, and hangs up in the end."""

    refusal: ClassVar[Status | None] = None

    def rung(self, phone: Phone) -> None:
        call, timeline = phone.call, phone.exchange.timeline

        def act(what: Callable[[], object]) -> Callable[[], None]:
            def acts() -> None:
                if phone.call is call:
                    what()

            return acts

        timeline.after(3, act(phone.answer))
        timeline.after(12, act(lambda: phone.fumble("2")))
        timeline.after(40, act(phone.hang_up))


class Rehearsed:
    """A town, a group that is fit for a rehearsal, and an operator who does as they are told."""

    def __init__(self, file: Path, *, at_once: int | None = None) -> None:
        """`at_once`: the calls that the account holds, as the group's file says it."""
        self.town = Town(groups=brentwood(policy=POLICY, at_once=at_once))
        self.exchange, self.file = self.town.exchange, file
        self.rosa, self.gwen, self.ben = self.town.rosa, self.town.gwen, self.town.ben
        self.exchange.standing.at_once = at_once
        self.samaritans = Person(self.exchange, "+443300945717", "Samaritans")
        self.samaritans.when_rung(PicksUp())
        self.town.joins(self.gwen, coordinator=True, needs=frozenset())
        self.town.joins(self.ben)
        self.aws = dict(FINE)
        self.answers = {"hear each other": False}
        self.gives_up = False  # hangs up, and says nothing, where it does not go as they were told
        self.lines: list[str] = []
        self.asked: list[str] = []
        self.instead: dict[str, Callable[[], object]] = {}  # what the operator does in a step in place of what is told

    @property
    def setting(self) -> Setting:
        http = InProcess(self.exchange)
        return Setting(
            group=self.town.world.groups[GROUP],
            base_url=BASE,
            phones={
                role: PhoneNumber(person.number)
                for role, person in ((FIRST, self.rosa), (SECOND, self.gwen), (THIRD, self.ben))
            },
            store=self.town.store,
            trace=Trace(account_sid=ACCOUNT, auth_token=TOKEN, http=http),
            console=Console(account_sid=ACCOUNT, auth_token=TOKEN, http=http),
            at_aws=lambda: self.aws,
        )

    def rehearses(self, *steps: str, notebook: Notebook | None = None) -> Notebook:
        """These steps, or all."""
        course, notebook = self.course(notebook)
        course.run([self.step(name) for name in steps] or STEPS)
        course.wait_for_the_rest()
        return notebook

    def course(self, notebook: Notebook | None = None) -> tuple[Course, Notebook]:
        """A rehearsal that is begun, or gone on with."""
        phones = tuple(map(str, self.setting.phones.values()))
        notebook = notebook or Notebook(file=self.file, group=GROUP, stage="dev", phones=phones)
        return Course(self.setting, self, notebook), notebook

    @staticmethod
    def step(name: str) -> Step:
        return BY_NAME[name]

    def verdicts(self, *steps: str) -> dict[str, Verdict]:
        """By the name of the assumption."""
        return {line.name: line.verdict for line in judged(self.rehearses(*steps)) if not steps or line.step in steps}

    def told(self, line: str) -> None:
        self.lines.append(line)
        step = re.match(r"\n\d+ of \d+, (\w+):", line)
        if step is None:
            return
        self.gwen.when_rung(SaysNo())
        self.ben.when_rung(SaysNo())
        name = step[1]
        act = self.instead.get(name)
        try:
            act() if act else self.as_told(name)
        except StoryFailed:
            if not self.gives_up:
                raise
            self._hangs_up(self.rosa, self.gwen, self.ben)

    def as_told(self, name: str) -> None:
        """Do what is to be done in a step."""
        act: Callable[[], object] = getattr(self, f"_{name}", lambda: None)
        act()

    def says(self, question: str) -> bool:
        self.asked.append(question)
        return next((answer for words, answer in self.answers.items() if words in question), True)

    def waits(self, seconds: float) -> None:
        self.rosa.waits(seconds)

    def now(self) -> datetime:
        return self.exchange.timeline.now()

    def _words(self) -> None:
        self.gwen.when_rung(None)
        self.rosa.dials(LINE).hears("just tell us", "(beep)").says("I need some milk.").hangs_up()
        self.gwen.answers().hears("in their own words").presses("1").hears("some milk").hangs_up()
        self.gwen.when_rung(SaysNo())

    def _silence(self) -> None:
        self.gwen.when_rung(LetsItRing())
        self.rosa.dials(LINE).hears("just tell us", "(beep)").waits(25)
        self._hangs_up(self.rosa)

    _mute = _silence

    def _listening(self) -> None:
        self.rosa.dials(LINE).hears("someone to talk to").presses("3").hears("Samaritans", "press 1").presses("1")
        self.rosa.talks_with(self.samaritans, seconds=10).hangs_up()

    def _whisper(self) -> None:
        self.gwen.when_rung(None)
        self.rosa.dials(LINE).hears("shopping").presses("0")
        self.gwen.picks_up().waits(4).presses("1").talks_with(self.rosa, seconds=10)
        self._hangs_up(self.rosa, self.gwen)

    def _voicemail(self) -> None:
        self.gwen.when_rung(Voicemail(after=10, records_seconds=20))
        self.rosa.dials(LINE).hears("shopping").presses("0").hears("none of us can pick up").hangs_up()

    def _taken(self) -> None:
        self.ben.when_rung(None)
        self.rosa_waits()
        self.ben.picks_up().hears("yes, press 1").presses("1").hears("they are on the line")
        self.ben.talks_with(self.rosa, seconds=10)
        self.rosa.hangs_up()
        self.ben.hears("is it arranged").presses("1").is_hung_up_on()

    def rosa_waits(self) -> None:
        """She stays on the line, however many phones may ring for her."""
        self.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
        self.rosa.hears("right").presses("1").hears("written down", "to wait on the line, press 6").presses("6")
        if self.setting.group.at_once is None:
            self.rosa.hears("two neighbours at a time")

    def _left(self) -> None:
        self.rosa_waits()
        self.ben.is_rung()
        self._hangs_up(self.rosa)

    def _question(self) -> None:
        self.rosa.dials(LINE).hears("shopping").presses("1").hears("in").hangs_up()

    def _keys(self) -> None:
        self.exchange.faults.delay("Digits=1", seconds=0.4)  # as long as the line takes to answer
        self.rosa.dials(LINE).hears("shopping").fumbles("111").waits(8)
        self.rosa.presses("*").waits(8).presses("#").waits(4)
        self._hangs_up(self.rosa)

    def _withheld(self) -> None:
        self.rosa.dials(LINE, withheld="anonymous").hears("shopping").presses("1").hears("Ongar").presses("2")
        self.rosa.hears("today").presses("1").hears("key the number").presses("07700900001#").hears("right").hangs_up()

    def _off(self) -> None:
        self.ben.when_rung(Unreachable(sip="480"))

    def _cancel(self) -> None:
        self.gwen.when_rung(LetsItRing())

    def _ring(self) -> None:
        self.ben.when_rung(LetsItRing())

    def _broken(self) -> None:
        self.gwen.when_rung(PicksUp())
        self.ben.when_rung(PicksUp())

    def _trail(self) -> None:
        self.rosa.when_rung(PicksUp())

        def hang_up() -> None:
            self._hangs_up(self.rosa)
            self.rosa.when_rung(None)

        self.exchange.timeline.after(30, hang_up)

    def _fallback(self) -> None:
        self.gwen.when_rung(SaysNo())
        self.rosa.dials(LINE).hears("(beep)").says("I need some bread.").hangs_up()

    def _pair(self) -> None:
        self.rosa.dials(LINE)
        self.gwen.dials(LINE).waits(10)
        self._hangs_up(self.rosa, self.gwen)

    def _three(self) -> None:
        self.rosa.dials(LINE)
        self.gwen.dials(LINE)
        self.ben.dials(LINE).waits(10)
        self._hangs_up(self.rosa, self.gwen, self.ben)

    @staticmethod
    def _hangs_up(*people: Person) -> None:
        """End the calls that go on."""
        for person in people:
            if person.on_call:
                person.hangs_up()
