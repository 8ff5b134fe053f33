"""A duration that is said is the one that the group has set: `later`, `spoken_within` and others."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.numbers import PhoneNumber
from infra.local.exchange import Person
from tests.stories.arranged import A_DAY, FOR_DAYS, arranged
from tests.stories.phoning_in import phones_for_news
from tests.stories.town import LINE, Town, brentwood

HALF_AN_HOUR = {"groups": brentwood(policy={"later": timedelta(minutes=30)})}
FIVE_MINUTES = {"groups": brentwood(policy={"spoken_within": timedelta(minutes=5)})}
TWO_HOURS = {"groups": brentwood(policy={"more_time": timedelta(hours=2)})}
NO_REST = {"groups": brentwood(policy={"rest": timedelta()})}


def takes_it(person: Person) -> Person:
    return person.picks_up().hears("yes, press 1").presses("1").hears("It's yours")


@pytest.mark.parametrize("town", [HALF_AN_HOUR], indirect=True)
def test_ring_me_in_half_an_hour(town: Town) -> None:
    """The option, and what is kept, say the same; the phone rings then, and not before."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("ring me in half an hour, 4").presses("4").hears("we ring you in half an hour")
    town.ben.is_hung_up_on().is_not_rung(for_seconds=29 * 60).picks_up(within=120).hears("shopping").hangs_up()


@pytest.mark.parametrize("town", [FIVE_MINUTES], indirect=True)
def test_not_yet_and_rung_in_five_minutes(town: Town) -> None:
    """So it is on every call about it: at the yes, on the ring after that, and where they phone us."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    takes_it(town.ben).hears("in five minutes, 3").presses("3").hears("we ring you in five minutes").is_hung_up_on()
    town.ben.is_not_rung(for_seconds=4 * 60).answers(within=120).hears("in five minutes, 3").hangs_up()
    town.ben.waits(5)
    phones_for_news(town.ben).hears("in five minutes, press 3").hangs_up()


@pytest.mark.parametrize("town", [TWO_HOURS], indirect=True)
def test_more_time_that_is_over_before_another_day(town: Town) -> None:
    """Two hours are no other day; nor are they promised, since the phones may be silent by then."""
    town.joins(town.ben)
    arranged(town)
    town.ben.answers(within=16 * 3600).hears("is it done", "more time, 3").presses("3")
    town.ben.hears("it stays yours", "we ask you again later").hears_nothing_of("another day").is_hung_up_on()


@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True)
def test_more_time_until_another_day(town: Town) -> None:
    """A day later, which is another one at whatever hour they say so."""
    town.joins(town.ben)
    arranged(town)
    town.ben.answers(within=16 * 3600).hears("is it done", "more time, 3").presses("3")
    town.ben.hears("we ask you again another day").is_hung_up_on().is_not_rung(for_seconds=A_DAY / 2)


@pytest.mark.parametrize(
    ("town", "said", "unsaid"),
    [({}, "three a day, with a rest after each", "how it ends"), (NO_REST, "at most three a day", "a rest after")],
    indirect=["town"],
)
def test_a_rest_is_said_to_follow_each_ask_where_it_does(town: Town, said: str, unsaid: str) -> None:
    """Who would know more before they join hears what the group has set."""
    town.mallory.dials(LINE).hears("anything else").presses("4").hears("help neighbours, press 8").presses("8")
    town.mallory.hears("put the phone down").is_hung_up_on().picks_up(within=10).hears("more, 3").presses("3")
    town.mallory.hears(said, "no thanks is a complete answer").hears_nothing_of(unsaid).hangs_up()
    assert town.store.volunteer("brentwood", PhoneNumber(town.mallory.number).opaque) is None
