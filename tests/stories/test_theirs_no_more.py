"""Nobody is joined about what is theirs no more, nor asked to do what they have asked for themselves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hotline.hours import Hours
from hotline.records import Need, Reason
from infra.local.exchange import LetsItRing, Person
from tests.stories.arranged import FOR_DAYS, arranged
from tests.stories.phoning_in import phones_for_news
from tests.stories.town import START, Town, brentwood

LUNCH = {"groups": brentwood(hours=Hours.parse("every day 09:00-12:00, 14:00-20:00"))}


@pytest.mark.long
def test_something_was_wrong_a_moment_ago(town: Town) -> None:
    """It was taken from him while he heard of it: his key rings nobody."""
    town.joins(town.ben)
    town.joins(town.ali, needs=frozenset({Need.DOG}))
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    town.ben.waits(876)
    phones_for_news(town.rosa).hears("to speak to them")
    town.ben.picks_up(within=120).hears("press 1 to hear").presses("1").hears("you said yes")
    town.rosa.presses("4").waits(1)
    town.rosa.hangs_up().waits(1)
    assert town.request().taken_by is None
    town.ben.presses("1").hears("could not be kept").is_hung_up_on()
    assert not town.rosa.ringing
    town.ben.when_rung(LetsItRing())


@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"ring": timedelta(minutes=3)})}], indirect=True)
def test_cancelled_while_he_hears_that_it_is_his(town: Town) -> None:
    """Nobody is rung, and nothing is said to be his still."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    phones_for_news(town.rosa).hears("change or cancel").presses("3").hears("to cancel").presses("5").hears("5 again")
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours")
    town.rosa.presses("5").hears("it is cancelled").is_hung_up_on().waits(1)
    town.ben.presses("1").hears("could not be kept").hears_nothing_of("still yours").is_hung_up_on()


def test_a_coordinator_is_not_told_of_what_she_has_asked_herself(town: Town) -> None:
    """She knows that it waits, and could not help herself to it."""
    town.joins(town.gwen, coordinator=True, needs=frozenset())
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.gwen)
    town.gwen.is_not_rung(for_seconds=2400)


@pytest.mark.parametrize("town", [LUNCH | {"start": datetime(2026, 11, 24, 9, 5, tzinfo=UTC)}], indirect=True)
def test_today_does_not_end_at_lunch(town: Town) -> None:
    """Phones fall silent from twelve until two, and today goes on."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    assert town.request().due_at == datetime(2026, 11, 24, 20, tzinfo=UTC)


def says_yes_and_later(town: Town) -> Person:
    """Ben has said yes, and hears that it stays his."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.joins(town.ali)
    town.ali.when_rung(LetsItRing())
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours")
    return town.ben.presses("3").hears("it stays yours").is_hung_up_on()


@pytest.mark.long
@pytest.mark.parametrize("phones", [True, False], ids=["phones in", "rung"])
def test_two_rings_in_vain_and_they_hear_that_somebody_else_is_asked(town: Town, phones: bool) -> None:  # noqa: FBT001
    """It stays his, he was told; so he hears that it does not, once."""
    says_yes_and_later(town)
    town.ben.when_rung(LetsItRing())
    town.ben.waits(50 * 60)
    assert not town.holder(town.ben)
    town.ben.when_rung(None)
    if phones:
        phones_for_news(town.ben)
    else:
        town.ben.answers(within=3 * 3600)
    town.ben.hears("could not reach you", "somebody else is asked").is_hung_up_on()
    town.ben.is_not_rung(for_seconds=3 * 3600)


@pytest.mark.long
@pytest.mark.parametrize("town", [{"start": START.replace(hour=21)}], indirect=True, ids=["night"])
def test_a_yes_by_night_and_two_rings_in_vain_from_nine_on(town: Town) -> None:
    """`We ring you at nine, and join you then`: he hears that it is his no more."""
    town.joins(town.ben, town.ali)
    town.asks_for_shopping(town.rosa)
    phones_for_news(town.ben).hears("hear what is open").presses("1").hears("yes, press 1").presses("1")
    town.ben.hears("It's yours", "at nine o'clock").is_hung_up_on()
    for person in (town.ben, town.ali):
        person.when_rung(LetsItRing())
    town.ben.waits(13 * 3600)
    town.ben.when_rung(None)
    phones_for_news(town.ben).hears("could not reach you", "somebody else is asked").is_hung_up_on()


@pytest.mark.long
def test_who_presses_nought_when_asked_whether_they_have_spoken_has_answered(town: Town) -> None:
    """He speaks with one of us about it: one ring in vain after that takes nothing from him, two do."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    says_yes_and_later(town).answers(within=1200).hears("to be joined").presses("0")
    town.gwen.picks_up().hears("to speak to them, press 1").presses("1")
    town.ben.talks_with(town.gwen)
    town.gwen.hangs_up()
    for person in (town.ben, town.gwen):
        person.when_rung(LetsItRing())
    rung = len(town.ben.displays)
    while len(town.ben.displays) == rung or town.ben.ringing:
        town.ben.waits(30)
    town.ben.waits(30)
    assert town.holder(town.ben)
    town.ben.waits(3600)
    assert not town.holder(town.ben)
    assert Reason.HANDED_ON in town.items()


@pytest.mark.long
@pytest.mark.parametrize("key", ["0", "6"], ids=["a person", "worried"])
@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True, ids=["days"])
def test_who_presses_it_when_asked_whether_it_is_done_has_answered(town: Town, key: str) -> None:
    """Whatever comes of that call, it is no silence: two rings in vain after it do not make three."""
    town.joins(town.ben)
    arranged(town)
    town.ben.answers(within=16 * 3600).hears("is it done").presses(key).waits(5).hangs_up()
    town.ben.when_rung(LetsItRing())
    town.ben.waits(17.5 * 3600)
    assert town.holder(town.ben)
