"""Scenes of somebody who asks: from the first word to the neighbour at the other end."""

from __future__ import annotations

from hotline.codes import derive
from infra.local.exchange import LetsItRing, PicksUp, Voicemail
from tests.crash_points.habits import ASK, HELPER, RESIDENT, but, in_turn
from tests.crash_points.scenario import Scenario, help_was_given, needs_end
from tests.crash_points.town import LINE, Town
from tests.witness.rows import is_need, text
from tests.year.somebody import HANGS_UP, NAMED, NOTHING, Mind


def first_request(town: Town) -> None:
    """Rosa asks for shopping; Ben says yes, they talk, it is done, and all went well."""
    town.joins(town.ben, town.ali)
    town.coordinates(town.gwen)
    town.phones(town.rosa, ASK)


def passed_round(town: Town) -> None:
    """Ben says `not this one`, Ali has voicemail, and Priya says `in ten minutes`, then yes."""
    town.joins(town.ben, town.ali, town.priya)
    town.coordinates(town.gwen)
    town.ben.habits = but(HELPER, {"yes, press 1": NOTHING, "no thanks": NAMED})
    town.ali.reactions = [LetsItRing(), Voicemail(after=5), LetsItRing()]
    town.priya.habits = but(HELPER, {"yes, press 1": in_turn("4", "1")})
    town.phones(town.rosa, ASK)


def waiting_on_the_line(town: Town) -> None:
    """Rosa waits on the line; Ben lets it ring, Ali picks up after a while and says yes."""
    town.joins(town.ben, town.ali)
    town.coordinates(town.gwen)
    town.ben.reactions = [LetsItRing()]
    town.ali.reactions = [PicksUp(after=12)]
    town.phones(town.rosa, {"to wait on the line": NAMED, **ASK})


def with_a_code(town: Town) -> None:
    """Rosa has no phone of her own. She phones back twice with her code, and talks with whoever said yes."""
    town.joins(town.ben, town.ali)
    town.coordinates(town.gwen)
    town.ali.habits = {"it is arranged, press": NAMED, **HELPER}
    town.ben.habits = {"you said yes": NOTHING, **town.ali.habits}
    town.ben.says_goodbye_first = town.ali.says_goodbye_first = True

    def code() -> str:
        made = [text(row, "id") for row in town.rows("requests") if is_need(row)]
        return derive(town.line.world.secrets[0], made[0], 0) if made else ""

    asks: Mind = {
        "for shopping": NAMED,
        "ongar, press": NAMED,
        "for today, press": NAMED,
        "no phone of your own": NAMED,
    }
    phones_back: Mind = {
        "for anything else": NAMED,
        "for news of": NAMED,
        "if you have a code": NAMED,
        "six digits of your code": lambda: town.rosa.keys(f"{code()}#"),
        "to speak to them": NAMED,
    }
    town.then(0, lambda: town.rosa.phones_withheld(LINE, asks))
    for minutes in (30, 90):
        town.then(minutes * 60, lambda: town.rosa.phones_withheld(LINE, phones_back))


def for_somebody_else(town: Town) -> None:
    """Emil asks for Rosa. Ben talks to him, then to her, who says yes to it and tells how it went."""
    town.joins(town.ben)
    town.coordinates(town.gwen)
    town.rosa.habits = {
        "do you still need something?": "2",
        "may we tell": "1",
        "to talk": "1",
        "press 1": "1",
        **but(RESIDENT, {"press 1 to hear": NAMED}),
    }
    town.ben.habits = but(HELPER, {"the one it is for says yes": "5", "to speak to the one it is for": "5"})
    keyed: Mind = {
        words: lambda: town.emil.keys("02079460123#")
        for words in ("key the number", "number of whoever", "whoever it is for")
    }
    asks: Mind = {
        "for shopping": NAMED,
        "ongar, press": NAMED,
        "for today, press": NAMED,
        "if that is right": in_turn("2", "1"),
        "if it is for somebody else": NAMED,
    }
    town.phones(town.emil, {**asks, **keyed})


def in_her_own_words(town: Town) -> None:
    """Rosa says what she needs. Ben hears it before he says yes."""
    town.joins(town.ben, town.ali)
    town.coordinates(town.gwen)
    town.ben.habits = but(HELPER, {"yes, press 1": in_turn(NOTHING, "1"), "more, 5": NAMED})
    says: Mind = {"after the tone": lambda: town.rosa.speaks("A light bulb changed", after=9, ends_with=14)}
    asks = {words: key for words, key in ASK.items() if words != "for shopping"}
    town.phones(town.rosa, {"for anything else": NAMED, "in your own words": NAMED, **says, **asks})


def half_way(town: Town) -> None:
    """Rosa puts the phone down after the first key."""
    town.joins(town.ben, town.ali)
    town.coordinates(town.gwen)
    town.phones(town.rosa, {"for shopping": NAMED, "ongar, press": HANGS_UP})


def a_slow_caller(town: Town) -> None:
    """Rosa has the question read to her for more than three minutes before she keys where."""
    town.joins(town.ben, town.ali)
    town.coordinates(town.gwen)
    left = list(range(18))

    def once_more() -> str:
        """Star, in the end of the question."""
        if left:
            left.pop()
            return town.rosa.keys("*", after=15)
        return NOTHING

    slowly: Mind = {"star says it again": once_more, "ongar, press": lambda: NOTHING if left else NAMED}
    town.phones(town.rosa, {**slowly, **but(ASK, slowly)})


ASKING = (
    Scenario(name="first request", arrange=first_request, outcome=help_was_given),
    Scenario(name="passed round", arrange=passed_round, outcome=help_was_given),
    Scenario(name="waiting on the line", arrange=waiting_on_the_line, outcome=help_was_given),
    Scenario(
        name="with a code",
        arrange=with_a_code,
        outcome=needs_end("done", "reported_done", "spoken", "accepted", "open", "unmet"),
        days=10,
    ),
    Scenario(
        name="for somebody else",
        arrange=for_somebody_else,
        outcome=needs_end("done", "reported_done", "spoken", "accepted", "open", "cancelled"),
    ),
    Scenario(name="in her own words", arrange=in_her_own_words, outcome=help_was_given),
    Scenario(name="a slow caller", arrange=a_slow_caller, outcome=help_was_given),
    Scenario(name="half-way", arrange=half_way, outcome=help_was_given),
)
