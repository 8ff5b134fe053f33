"""Scenes of a rough line: two say yes at once, webhooks come twice and late, Twilio refuses, and evening comes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from infra.local.exchange import LetsItRing, PicksUp
from infra.local.exchange.states import Direction
from tests.crash_points.habits import ASK, HELPER, but
from tests.crash_points.scenario import Scenario, help_was_given
from tests.crash_points.town import Town
from tests.witness.rows import is_need
from tests.year.somebody import NAMED

_LAST_MINUTES = datetime(2026, 7, 14, 18, 58, tzinfo=UTC)
_SUMMER_EVENING = datetime(2026, 7, 14, 18, 57, tzinfo=UTC)  # 19:57 in London: phones fall silent at 20:00


def two_say_yes(town: Town) -> None:
    """Rosa waits on the line. Ben and Ali pick up in the same moment, and both say yes."""
    town.joins(town.ben, town.ali)
    town.coordinates(town.gwen)
    for who in (town.ben, town.ali):
        who.reactions = [PicksUp(after=4)]
    town.phones(town.rosa, {"to wait on the line": NAMED, **ASK})


def twice_and_late(town: Town) -> None:
    """Each webhook of a call comes twice, and each status callback late, so that they overtake one another."""
    town.joins(town.ben, town.ali)
    town.coordinates(town.gwen)
    faults = town.exchange.faults
    faults.delay("SequenceNumber=0", seconds=40, times=None)
    faults.repeat("/status", times=None)
    faults.repeat("/call/", times=None)
    faults.repeat("/voice", times=None)
    town.then(1800, lambda: _callbacks_come(town, 2, 1))
    town.ben.reactions = [LetsItRing()]
    town.phones(town.rosa, ASK)


def one_need(town: Town) -> list[str]:
    """What comes twice makes one request."""
    needs = [row for row in town.rows("requests") if is_need(row)]
    return [*([f"{len(needs)} requests of one call"] if len(needs) > 1 else []), *help_was_given(town)]


def _callbacks_come(town: Town, *numbers: int) -> None:
    """Of the first call that was placed, once more, with these numbers of theirs."""
    placed = (call for call in town.exchange.calls.values() if call.direction is Direction.OUTBOUND_API)
    for call in placed:
        if call.progress:
            for number in numbers:
                town.exchange.webhooks.progress(call, call.progress.hook, number)
            return


def late_all_the_same(town: Town) -> list[str]:
    """The exchange complains of each callback that comes late: here they are meant to."""
    town.exchange.errors[:] = [error for error in town.exchange.errors if "within 15 seconds" not in str(error)]
    return one_need(town)


def twilio_refuses(town: Town) -> None:
    """Twilio is busy for a while, then breaks down in the middle of placing a call, and then is well."""
    town.joins(town.ben, town.ali)
    town.coordinates(town.gwen)
    town.exchange.faults.rest("Calls.json", status=429, code=20429, times=3)
    town.exchange.faults.rest("Calls.json", status=500, placed=True, times=1)
    town.phones(town.rosa, ASK)


def evening_comes(town: Town) -> None:
    """Three minutes before the phones fall silent Rosa asks, and nobody is there before the morning."""
    town.joins(town.ben, town.ali, town.priya)
    town.coordinates(town.gwen)
    for who in (town.ben, town.ali, town.priya):
        who.reactions = [LetsItRing(), LetsItRing()]
    town.phones(town.rosa, ASK)


def after_eight(town: Town) -> None:
    """Ben says yes in the last minute, and would like to be joined when it is too late to ring Rosa."""
    town.joins(town.ben)
    town.coordinates(town.gwen)
    town.ben.reactions = [PicksUp(after=15)]
    town.ben.habits = but(HELPER, {"to be joined": lambda: town.ben.keys("1", after=40)})
    town.phones(town.rosa, ASK)


def two_ask_at_once(town: Town) -> None:
    """Rosa and Emil ask in the same minute, and there is one volunteer, who needs no rest."""
    town.joins(town.ben, rest=timedelta(seconds=1))
    town.coordinates(town.gwen)
    town.phones(town.rosa, ASK)
    town.phones(town.emil, ASK, at=5)


ROUGH = (
    Scenario(name="two say yes", arrange=two_say_yes, outcome=one_need),
    Scenario(name="twice and late", arrange=twice_and_late, outcome=late_all_the_same),
    Scenario(name="Twilio refuses", arrange=twilio_refuses, outcome=one_need),
    Scenario(name="two ask at once", arrange=two_ask_at_once, outcome=help_was_given),
    Scenario(name="after eight", arrange=after_eight, outcome=help_was_given, start=_LAST_MINUTES),
    Scenario(name="evening comes", arrange=evening_comes, outcome=help_was_given, start=_SUMMER_EVENING),
)
