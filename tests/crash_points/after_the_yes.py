"""Scenes of what follows a yes: the hand-over, news, a change of mind, and texts."""

from __future__ import annotations

from datetime import timedelta

from infra.local.exchange import LetsItRing
from tests.crash_points.habits import AS_A_VOLUNTEER, ASK, BACK, CANCEL, HELPER, but, in_turn, later_once
from tests.crash_points.scenario import Scenario, help_was_given, needs_end
from tests.crash_points.town import Town
from tests.year.somebody import NAMED, NOTHING, Mind


def hand_over_and_follow_up(town: Town) -> None:
    """Rosa is not there at first; Ben tries later, and hands it back. Ali does it after `more time`; Rosa is rung."""
    town.joins(town.ben, town.ali)
    town.coordinates(town.gwen)
    town.rosa.reactions = [LetsItRing()]
    town.ben.habits = {
        "to be joined": in_turn("1", NOTHING),
        "they did not pick up": NOTHING,
        "you said yes": NOTHING,
        "to try again now": NOTHING,
        "in a quarter of an hour, 3": in_turn("3", NOTHING),
        "someone else, please": NAMED,
        **but(HELPER, {"to be joined": NOTHING}),
    }
    town.ali.habits = but(HELPER, {"is it done?": in_turn("3", "1")})
    town.phones(town.rosa, ASK)


def later_and_later(town: Town) -> None:
    """Ben has said yes, and would ring in a quarter of an hour: ten times, until after the time that Rosa was told."""
    town.joins(town.ben, town.ali)
    town.coordinates(town.gwen)
    joined = in_turn(*[NOTHING] * 10, NAMED)
    town.ben.habits = but(HELPER, {"to be joined": joined, "in a quarter of an hour, 3": "3"})
    town.phones(town.rosa, ASK)


def cancel(town: Town) -> None:
    """Ben has said yes, and would ring in a quarter of an hour. Rosa cancels meanwhile."""
    town.joins(town.ben, town.ali)
    town.coordinates(town.gwen)
    town.ben.habits = but(HELPER, later_once())
    town.phones(town.rosa, ASK)
    town.phones(town.rosa, CANCEL, at=300)


def cancel_while_it_rings(town: Town) -> None:
    """Nobody picks up, and a phone rings when Rosa cancels."""
    town.joins(town.ben, town.ali, town.priya)
    town.coordinates(town.gwen)
    for who in (town.ben, town.ali, town.priya, town.gwen):
        who.picks_up = None
    town.phones(town.rosa, ASK)
    town.phones(town.rosa, CANCEL, at=66)


def cancel_while_it_is_reported(town: Town) -> None:
    """Ben is asked whether it is done, and takes his time. Meanwhile Rosa cancels."""
    town.joins(town.ben)
    town.coordinates(town.gwen)
    slowly: Mind = {"is it done?": lambda: town.ben.keys("1", after=32)}
    town.ben.habits = but(HELPER, {**slowly, "yes, press 1": in_turn("1", NOTHING)})
    town.phones(town.rosa, ASK)
    town.phones(town.rosa, CANCEL, at=9 * 3600 - 73)


def news(town: Town) -> None:
    """Rosa phones for news: nobody could yet; then Ben has said yes, and she is put through to him."""
    town.joins(town.ben, rest=timedelta(minutes=10))
    town.coordinates(town.gwen)
    town.ben.reactions = [LetsItRing()]
    town.ben.habits = but(HELPER, later_once())
    town.phones(town.rosa, ASK)
    town.phones(town.rosa, {**BACK, "for your two words": in_turn("2", NOTHING)}, at=180)
    town.phones(town.rosa, {**BACK, "a neighbour has said yes": NOTHING, "to speak to them": NAMED}, at=1500)


def a_volunteer_phones(town: Town) -> None:
    """Ben phones and gives back what he holds; Ali phones, hears what is open, and takes it."""
    town.joins(town.ben)
    town.joins(town.ali, daily_cap=0)
    town.coordinates(town.gwen, daily_cap=0)
    town.ben.habits = but(HELPER, later_once())
    town.phones(town.rosa, ASK)
    town.phones(town.ben, {**AS_A_VOLUNTEER, "someone else, please": NAMED}, at=240)
    town.phones(town.ali, {**BACK, "to hear what is open": NAMED, "yes, press 1": "1"}, at=600)


def texts(town: Town) -> None:
    """Ben wishes for text messages, and is sent one when his call is over."""
    town.joins(town.ben)
    town.coordinates(town.gwen)
    settings: Mind = {"for your needs, areas": NAMED, "for text messages": NAMED, "yes please, press 1": "1"}
    town.phones(town.ben, {**AS_A_VOLUNTEER, **settings})
    town.phones(town.rosa, ASK, at=600)


AFTER_THE_YES = (
    Scenario(name="hand-over and follow-up", arrange=hand_over_and_follow_up, outcome=help_was_given, days=4),
    Scenario(name="later and later", arrange=later_and_later, outcome=help_was_given),
    Scenario(name="cancel", arrange=cancel, outcome=needs_end("cancelled", "done")),
    Scenario(
        name="cancel while it rings",
        arrange=cancel_while_it_rings,
        outcome=needs_end("cancelled", "done", "open", "unmet"),  # where she was cut off, nobody is there to help
    ),
    Scenario(
        name="cancel while it is reported",
        arrange=cancel_while_it_is_reported,
        outcome=needs_end("cancelled", "done", "reported_done"),
    ),
    Scenario(name="news", arrange=news, outcome=needs_end("done", "reported_done")),
    Scenario(name="a volunteer phones", arrange=a_volunteer_phones, outcome=help_was_given),
    Scenario(name="texts", arrange=texts, outcome=help_was_given),
)
