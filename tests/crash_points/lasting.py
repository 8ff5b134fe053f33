"""Scenes of what lasts: every week, joining, leaving, and the group's own voice."""

from __future__ import annotations

from datetime import timedelta

from hotline.numbers import PhoneNumber
from infra.local.exchange import LetsItRing
from tests.crash_points.habits import AS_A_VOLUNTEER, ASK, BACK, HELPER, WEEKLY, but, in_turn, later_once
from tests.crash_points.scenario import Scenario, all_done, help_was_given, states_of
from tests.crash_points.town import GROUP, LINE, Town, brentwood
from tests.witness.rows import is_need, text
from tests.year.somebody import HANGS_UP, NAMED, NOTHING, Mind


def weekly(town: Town) -> None:
    """Rosa asks for shopping every week. They agree a day, Ben would come again, and Rosa wishes it."""
    town.joins(town.ben, town.ali)
    town.coordinates(town.gwen)
    town.phones(town.rosa, WEEKLY)


def it_recurs(town: Town) -> list[str]:
    """Each week that is over is done, no day comes twice, and the series goes on."""
    needs = [row for row in town.rows("requests") if is_need(row)]
    if not any(text(row, "when") == "weekly" for row in needs):
        return help_was_given(town)  # her call broke off before she could say so
    going = {"done", "reported_done", "spoken", "accepted", "open"}
    wrong = [f"a week is {text(row, 'state')}" for row in needs if text(row, "state") not in going]
    if states_of(town, "series") != ["open"]:
        wrong.append(f"the series is {states_of(town, 'series')}")
    days = [text(row, "made_for") for row in needs]
    if len(set(days)) != len(days):
        wrong.append(f"a day comes twice: {sorted(days)}")
    if sum(text(row, "state") == "done" for row in needs) < 2:
        wrong.append(f"fewer than two weeks are done, of {sorted(days)}")
    return wrong


def joining(town: Town) -> None:
    """Emil would like to help, and is asked twenty minutes later."""
    town.coordinates(town.gwen)
    town.emil.habits, town.emil.says_goodbye_first = HELPER, False
    town.phones(town.emil, {"for anything else": NAMED, "to help neighbours": NAMED, "would you help": "1"})
    town.phones(town.rosa, ASK, at=1200)


def leaving(town: Town) -> None:
    """Ben holds Rosa's request, phones, and leaves for good. Ali does it."""
    town.joins(town.ben, town.ali)
    town.coordinates(town.gwen)
    town.ben.habits = but(HELPER, later_once())
    town.phones(town.rosa, ASK)
    town.phones(town.ben, {**AS_A_VOLUNTEER, "to leave for good": NAMED, "to leave, press 8": NAMED}, at=300)


def he_has_left(town: Town) -> list[str]:
    """Nothing of Ben is kept once he heard that he has left, and the request went to somebody else."""
    heard = "You have left" in str(town.ben.transcript)
    theirs = [row for row in town.rows("volunteers") if text(row, "number") == town.ben.number]
    kept = [f"Ben has left, and is {text(row, 'standing') or 'stopped'}" for row in theirs if heard]
    return [*kept, *help_was_given(town)]


def stopping(town: Town) -> None:
    """Ben holds Emil's request, is asked for Rosa's, and says: stop these calls. Ali does both."""
    town.joins(town.ben, rest=timedelta(seconds=1))
    town.joins(town.ali, rest=timedelta(seconds=1))
    town.coordinates(town.gwen)
    stops: Mind = {"yes, press 1": in_turn("1", "8"), "press 8 again": "8"}
    town.ben.habits = but(HELPER, {**later_once(), **stops})
    town.ali.reactions = [LetsItRing(), LetsItRing()]
    town.phones(town.emil, ASK)
    town.phones(town.rosa, ASK, at=180)


def own_voice(town: Town) -> None:
    """Gwen records the welcome, hears it, keeps it; the day after it is the synthetic voice's again."""
    town.joins(town.ben)
    town.coordinates(town.gwen)
    records: Mind = {
        **BACK,
        "to record our own voice": NAMED,
        "heard most, one after the other": "1",
        "hello, ": NOTHING,
        "to record it, press 1": in_turn("1", HANGS_UP),
        "after the tone": lambda: town.gwen.speaks("Good morning from Gwen", after=7, ends_with=16),
        "to keep it, press 1": "1",
    }
    town.phones(town.gwen, records)
    synthetic: Mind = {
        **BACK,
        "to record our own voice": NAMED,
        "by its number, press 2": "2",
        "key the number": lambda: town.gwen.keys("1#"),
        "for the synthetic voice": "4",
    }
    town.phones(town.gwen, synthetic, at=86400)
    town.then(3600, lambda: town.emil.phones(LINE, ASK))


def the_voice_is_whole(town: Town) -> list[str]:
    """A recording that the line would say is there."""
    kept = town.store.own_voice(GROUP).recordings.values()
    missing = [each.prompt for each in kept if each.sid not in town.exchange.recordings]
    return [*(f"the recording of {prompt} is gone" for prompt in missing), *help_was_given(town)]


def joined(town: Town) -> list[str]:
    """Where Emil heard that he is one of us, he is; and the call that asked him is over."""
    heard = "You will be rung in your turn" in str(town.emil.transcript)
    there = town.store.volunteer(GROUP, PhoneNumber(town.emil.number).opaque)
    wrong = ["Emil was told that he has joined, and is not there"] if heard and not there else []
    return [*wrong, *all_done("join", "invited")(town)]


LASTING = (
    Scenario(name="weekly", arrange=weekly, outcome=it_recurs, days=12, groups=brentwood(sweep=timedelta(minutes=2))),
    Scenario(name="joining", arrange=joining, outcome=joined),
    Scenario(name="leaving", arrange=leaving, outcome=he_has_left),
    Scenario(name="stopping", arrange=stopping, outcome=help_was_given),
    Scenario(name="own voice", arrange=own_voice, outcome=the_voice_is_whole, days=4),
)
