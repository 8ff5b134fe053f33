"""Scenes of trouble: a complaint, a person wanted, a line that is down, and one that comes back out of a backup."""

from __future__ import annotations

from hotline.dispatch.restored import restoring
from hotline.store.copying import Copying, Item
from infra.local.exchange import LetsItRing
from tests.crash_points.actor import Actor
from tests.crash_points.habits import ASK, COORDINATOR, HELPER, RESIDENT, but, later_once
from tests.crash_points.outside import Stopped
from tests.crash_points.scenario import Scenario, all_done, help_was_given, needs_end, states_of
from tests.crash_points.town import LINE, Town
from tests.witness.rows import text
from tests.year.somebody import NAMED, NOTHING, Mind

_OURS = "POST https://line.example"


def complaint(town: Town) -> None:
    """Help was given, and something was wrong. Two are drawn by lot, hear both sides, and decide."""
    town.joins(town.ben)
    town.joins(town.ali, town.priya, drawn=True, needs=frozenset())
    town.coordinates(town.gwen)
    for who in (town.ali, town.priya, town.gwen):
        who.habits = _hears_both(who)
    says = "after the tone", lambda: town.rosa.speaks("He shouted at me", after=6, ends_with=11)
    wrong: Mind = {says[0]: says[1], "not be put together again": NAMED}
    town.rosa.habits = {**wrong, **but(RESIDENT, {"do you still need something?": "4"})}
    town.ben.when_joined = lambda: _says_goodbye_if_dialled(town.ben)
    town.phones(town.rosa, ASK)


def _hears_both(who: Actor) -> Mind:
    """Speak to each side once on each call, and then decide."""
    asked: set[tuple[str, str]] = set()

    def once(side: str) -> str:
        this = (side, who.call.sid if who.call else "")
        if this in asked:
            return NOTHING
        asked.add(this)
        return NAMED

    return {
        "to speak to the one who told us": lambda: once("teller"),
        "to speak to the other side": lambda: once("other"),
        "to say what you decide": NAMED,
        "to go on another time": NAMED,
        "nobody is refused help": "1",
        **COORDINATOR,
    }


def _says_goodbye_if_dialled(who: Actor) -> None:
    if who.call and str(who.call.direction) == "outbound-dial":
        who.says_goodbye_in_a_while()


def complaint_is_over(town: Town) -> list[str]:
    """The complaint is done, and nobody's doors pause any more, nor does anybody still have to hear."""
    wrong = [f"the complaint is {state}" for state in states_of(town, "lot") if state != "done"]
    for row in town.rows("volunteers"):
        wrong += [f"{text(row, 'name')} still has {name}" for name in ("hears", "no_doors") if name in row]
    return [*wrong, *needs_end("done", "reported_done")(town)]


def a_person(town: Town) -> None:
    """Rosa presses nought, and Gwen picks up. A quarter of an hour later Emil does, nobody can, and he leaves words."""
    town.joins(town.ben)
    town.coordinates(town.gwen)

    def emil_phones() -> None:
        town.gwen.reactions = [LetsItRing()]
        words = {"none of us can pick up": lambda: town.emil.speaks("Hello, it is me", after=11, ends_with=17)}
        town.emil.phones(LINE, {"for shopping": "0", **words})

    town.phones(town.rosa, {"for shopping": "0"})
    town.then(900, emil_phones)


def a_recording(town: Town) -> None:
    """Rosa cannot key, and says it. Gwen hears it and logs it as shopping; Ben does it."""
    town.joins(town.ben)
    town.coordinates(town.gwen)
    logs: Mind = {"to log it as a request": NAMED, "to be joined": NOTHING, "what do they need": NOTHING}
    town.gwen.habits = but(COORDINATOR, {**logs, **ASK})
    town.phones(
        town.rosa, {"press hash, or wait": lambda: town.rosa.speaks("Bread and milk, please", after=4, ends_with=8)}
    )


def outage(town: Town) -> None:
    """For four minutes nothing of ours answers. Rosa leaves words, Emil none; both are rung back."""
    town.joins(town.ben)
    town.coordinates(town.gwen)
    town.exchange.faults.refuse(_OURS, times=None)
    leaves_words = {"one of us will hear it": lambda: town.rosa.speaks("Bread and milk, please", after=4, ends_with=9)}
    for who, words in ((town.rosa, leaves_words), (town.emil, {})):
        who.habits = {**but(RESIDENT, {"our line is broken": NOTHING}), **words}
    town.phones(town.rosa, {})
    town.phones(town.emil, {}, at=60)
    town.then(240, lambda: town.exchange.faults.mend(_OURS))


def outage_is_over(town: Town) -> list[str]:
    """There is one task for each call that was missed, and both are done."""
    wrong = [
        f"there is not one task of {reason}" for reason in ("outage", "recording") if len(states_of(town, reason)) != 1
    ]
    town.exchange.errors[:] = [error for error in town.exchange.errors if _OURS not in str(error)]
    wrong += [f"{each.name} was never rung back" for each in (town.rosa, town.emil) if not each.talked]
    return [*wrong, *all_done("outage", "recording")(town)]


def restore(town: Town) -> None:
    """Rosa's request waits, Emil's is held. The tables are lost, and a day later they are put back from a backup."""
    town.joins(town.ben, town.ali)
    town.coordinates(town.gwen)
    town.ben.habits = but(HELPER, later_once())
    town.ali.reactions = [LetsItRing(), LetsItRing()]
    copying = Copying()
    town.until_the_end.enter_context(town.dynamo.behind(copying))
    town.phones(town.emil, ASK)
    town.phones(town.rosa, ASK, at=300)
    kept: list[tuple[str, Item]] = []

    def is_lost() -> None:
        kept.extend(copying.rows())
        with town.witness.looks_away():
            town.dynamo.lose()

    def comes_back() -> None:
        """The operator runs the command, and where it broke off runs it once more."""
        with town.witness.looks_away():
            try:
                _puts_back(town, copying, kept)
            except Stopped:
                _puts_back(town, copying, kept)

    town.then(480, is_lost)
    town.then(480 + 12 * 3600, comes_back)


def _puts_back(town: Town, copying: Copying, rows: list[tuple[str, Item]]) -> None:
    town.line.fate.begins("restore")
    now = town.timeline.now()
    list(copying.put_back(rows, mend=restoring(Copying.requests_in(rows), now), now=now))


TROUBLE = (
    Scenario(name="complaint", arrange=complaint, outcome=complaint_is_over, days=5),
    Scenario(name="a person", arrange=a_person, outcome=all_done("asked", "recording", "outage", "silent")),
    Scenario(name="a recording", arrange=a_recording, outcome=help_was_given),
    Scenario(name="outage", arrange=outage, outcome=outage_is_over),
    Scenario(name="restore", arrange=restore, outcome=needs_end("done", "unmet"), days=4),
)
