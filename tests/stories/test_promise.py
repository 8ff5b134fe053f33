"""A time said aloud is watched, also after a yes, until the two were joined: a coordinator hears before it passes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hotline.hours import Hours
from hotline.records import Reason, RequestState
from infra.local.exchange import LetsItRing, Person
from tests.stories.arranged import says_it_is_arranged
from tests.stories.phoning_in import phones_for_news, rings_in
from tests.stories.town import EARLY, GROUP, LINE, START, Town, brentwood
from tests.stories.waited import waits

pytestmark = pytest.mark.long

PROMISED = timedelta(hours=2, minutes=30)  # since ten o'clock: by half past twelve


def now(town: Town) -> timedelta:
    return town.world.now() - START


def rung(hours: str, *, at: str) -> dict[str, Any]:
    """A town whose phones ring at these hours; it is this time of its first day."""
    hour, minute = map(int, at.split(":"))
    return {"groups": brentwood(hours=Hours.parse(hours)), "start": START.replace(hour=hour, minute=minute)}


def asks(town: Town) -> None:
    """Rosa needs shopping in the next few days."""
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("2")
    town.rosa.hears("right").presses("1").hears("written down", "half past twelve").is_hung_up_on()


def says_yes(town: Town) -> None:
    """Ben says yes to it, and hears what he can do."""
    asks(town)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours", "in a quarter of an hour, 3")


@pytest.fixture
def watched(town: Town) -> Town:
    """Ben helps, and Gwen coordinates."""
    town.joins(town.ben)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    return town


def test_later_and_later_until_the_promised_time_is_near(watched: Town) -> None:
    """A coordinator hears of it a quarter of an hour before, and can ring; the yes stays where it is."""
    says_yes(watched)
    watched.ben.presses("3").is_hung_up_on()
    while now(watched) < PROMISED - timedelta(minutes=31):
        watched.ben.answers(within=1200).hears("in a quarter of an hour, 3").presses("3").is_hung_up_on()
    watched.ben.when_rung(LetsItRing())
    watched.gwen.answers(within=1200).hears("shopping", "we promised them a ring").presses("1")
    assert now(watched) < PROMISED
    watched.gwen.hears("to be joined").presses("1")
    watched.rosa.picks_up().talks_with(watched.gwen).hangs_up()
    watched.gwen.hears("told them how it stands").presses("1").is_hung_up_on()
    assert watched.holder(watched.ben)


def test_arranged_on_the_volunteers_word_alone_is_watched_all_the_same(watched: Town) -> None:
    """He says it twice, and nobody has rung her: before the promised time somebody is asked to."""
    says_yes(watched)
    watched.ben.presses("3").is_hung_up_on()
    says_it_is_arranged(watched.ben.answers(within=1000).hears("it is arranged, 2")).is_hung_up_on().waits(2)
    assert watched.request().state == RequestState.SPOKEN
    watched.gwen.is_not_rung(for_seconds=90 * 60)
    watched.gwen.answers(within=3600).hears("we promised them a ring").presses("2").is_hung_up_on()
    assert now(watched) < PROMISED
    assert Reason.PROMISE in watched.request().told


def test_once_they_were_joined_nobody_is_told(watched: Town) -> None:
    """The promise was kept: not one ring for it."""
    says_yes(watched)
    watched.ben.presses("1")
    watched.rosa.picks_up().talks_with(watched.ben).hangs_up()
    watched.ben.hears("is it arranged").presses("1").is_hung_up_on()
    watched.gwen.is_not_rung(for_seconds=4 * 3600)


def test_a_voicemail_that_was_joined_keeps_no_promise(watched: Town) -> None:
    """`Try later`, after a talk that was none: it is as if they had not been joined."""
    says_yes(watched)
    watched.ben.presses("1")
    watched.rosa.picks_up().talks_with(watched.ben, 5).hangs_up()
    watched.ben.hears("is it arranged", "try later, 3").presses("3").is_hung_up_on()
    assert not watched.request().joined
    says_it_is_arranged(watched.ben.answers(within=1000).hears("it is arranged, 2")).is_hung_up_on()
    watched.gwen.answers(within=3 * 3600).hears("we promised them a ring").presses("2").is_hung_up_on()


@pytest.mark.parametrize("hours", ["every day 09:00-10:10"])
def test_whose_hours_are_over_by_then_hears_so_and_somebody_else_is_asked(town: Town, hours: str) -> None:
    """The line says no time at which it may not ring; and nobody waits until tomorrow."""
    town.joins(town.ben, hours=Hours.parse(hours))
    says_yes(town)
    town.joins(town.ali)
    town.ben.presses("3").hears("in a quarter of an hour we may not ring you", "somebody else").is_hung_up_on()
    town.ali.picks_up(within=60).hears("shopping").presses("2").is_hung_up_on()
    town.ben.is_not_rung(for_seconds=20 * 3600)


def test_whose_hours_end_without_a_word_gives_it_up_and_is_told(town: Town) -> None:
    """He hung up at `it's yours`: asked for again after a quarter of an hour, and in his own hours he hears of it."""
    town.joins(town.ben, hours=Hours.parse("every day 09:00-10:10"))
    says_yes(town)
    town.joins(town.ali)
    town.ben.hangs_up()
    town.ali.picks_up(within=1200).hears("shopping").presses("1").hears("It's yours").presses("1")
    town.rosa.picks_up()
    town.ali.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ali.hears("arranged").presses("1").is_hung_up_on().when_rung(LetsItRing())
    town.ben.answers(within=24 * 3600)
    town.ben.hears("could not reach you", "somebody else is asked").is_hung_up_on()


def test_a_pause_in_their_hours_is_said_as_the_time_that_it_is(town: Town) -> None:
    """Rung at eleven, as they were told, and at no other time."""
    town.joins(town.ben, hours=Hours.parse("every day 09:00-10:10, 11:00-20:00"))
    says_yes(town)
    town.ben.presses("3").hears("it stays yours", "we ring you at eleven o'clock").is_hung_up_on()
    town.ben.is_not_rung(for_seconds=55 * 60).answers(within=300).hears("you said yes").hangs_up()
    assert timedelta(hours=1) <= now(town) < timedelta(hours=1, minutes=2)


def test_in_ten_minutes_is_a_time_at_which_their_phone_may_ring(town: Town) -> None:
    """At the end of somebody's hours it is next morning, and that is what they hear."""
    town.joins(town.ben, hours=Hours.parse("every day 09:00-10:05"))
    asks(town)
    town.ben.picks_up().hears("in ten minutes, 4").presses("4").hears("nine o'clock tomorrow", "if it is still open")
    town.ben.is_hung_up_on().is_not_rung(for_seconds=22 * 3600)
    town.ben.picks_up(within=3600 + 120).hears("shopping").presses("2").is_hung_up_on()


@pytest.mark.parametrize(
    ("town", "said"),
    [
        (rung("every day 09:00-24:00", at="21:40"), "by midnight a neighbour rings you"),
        (rung("every day 00:00-24:00", at="22:40"), "by two o'clock tomorrow morning a neighbour rings you"),
        (rung("every day 18:00-21:00", at="21:40"), "by eight o'clock tomorrow evening a neighbour rings you"),
        (rung("every day 18:00-21:00", at="08:00"), "by eight o'clock in the evening a neighbour rings you"),
    ],
    indirect=["town"],
)
def test_a_time_is_not_heard_as_one_of_another_half_of_the_day(town: Town, said: str) -> None:
    """Midnight is not `twelve o'clock tomorrow`; nor is the night taken for the afternoon, or the evening for now."""
    town.joins(town.ben, hours=Hours.parse("every day 09:00-10:00"))
    town.asks_for_shopping(town.rosa)
    assert said in town.rosa.transcript.since_key.lower()
    town.rosa.waits(5)


@pytest.mark.parametrize("town", [{"start": EARLY - timedelta(hours=2)}], indirect=True)
def test_a_yes_by_night_is_kept_for_the_time_that_was_said(town: Town) -> None:
    """Whoever begins at two in the afternoon hears `two o'clock`, and is rung then."""
    town.joins(town.ben, hours=Hours.parse("every day 14:00-20:00"))
    town.asks_for_shopping(town.rosa)
    phones_for_news(town.ben).hears("to hear what is open").presses("1").hears("shopping, in Ongar").presses("1")
    town.ben.hears("It's yours", "we ring you at two o'clock").is_hung_up_on()
    town.ben.is_not_rung(for_seconds=6 * 3600)
    assert town.holder(town.ben)
    town.ben.answers(within=2 * 3600).hears("you said yes").hangs_up()


def test_a_yes_that_is_lost_while_she_waits_on_the_line(town: Town) -> None:
    """The two are about to be joined, and he hangs up: asked within a quarter of an hour of that."""
    town.joins(town.ben, town.ali)
    town.ali.when_rung(LetsItRing())
    waits(town)
    town.ben.picks_up(within=60).hears("yes, press 1").presses("1").hears("It's yours").hangs_up()
    town.ben.answers(within=16 * 60).hears("you said yes").hangs_up()


def test_a_yes_whose_resident_was_never_reached(town: Town) -> None:
    """Three tries, and the phone is put down without a key."""
    town.joins(town.ben, town.ali)
    says_yes(town)
    town.rosa.when_rung(LetsItRing())
    town.ben.presses("1")
    for _ in range(2):
        town.ben.hears("did not pick up", "try again now").presses("1").waits(50)
    town.ben.hears("did not pick up").hangs_up()
    town.ben.answers(within=16 * 60).hears("you said yes").hangs_up()


def test_a_long_call_is_not_followed_up_while_it_lasts(town: Town) -> None:
    """They talk for an hour; he forgets to press; a quarter of an hour later he is asked."""
    town.joins(town.ben)
    says_yes(town)
    town.ben.presses("1")
    town.rosa.picks_up().talks_with(town.ben, 40 * 60).hangs_up()
    town.ben.hears("is it arranged").hangs_up()
    town.ben.is_not_rung(for_seconds=14 * 60).answers(within=120).hears("you said yes").hangs_up()


def test_asked_for_before_it_was_heard_is_asked_for_again(watched: Town) -> None:
    """Gwen has heard of none of it: what became moot before she did does not count as told."""
    watched.store.change_volunteer(GROUP, watched.volunteer(watched.gwen).id, rest=timedelta(), daily_cap=24)
    for person in (watched.gwen, watched.ben):
        person.when_rung(LetsItRing())
    asks(watched)
    watched.rosa.waits(31 * 60)
    assert Reason.WAITING in watched.request().told
    phones_for_news(watched.ben).hears("hear what is open").presses("1").hears("shopping").presses("1").hears("yours")
    watched.ben.presses("3").is_hung_up_on().waits(20 * 60)
    assert Reason.WAITING not in watched.request().told
    watched.ben.when_rung(None)
    watched.ben.answers(within=1200).hears("someone else, please, 4").presses("4").is_hung_up_on()
    watched.gwen.when_rung(None)
    watched.gwen.answers(within=3 * 3600).hears("has waited too long").presses("2").is_hung_up_on().waits(5)
    heard = [one for one in watched.store.requests(GROUP) if one.reason is Reason.WAITING]
    assert Reason.WAITING in watched.request().told
    assert {one.state for one in heard} == {RequestState.DONE}


def gwen_rings_her(town: Town) -> None:
    """Nobody could yet, and the promised time is near: one of us rings Rosa, and tells her."""
    town.ben.when_rung(LetsItRing())
    asks(town)
    town.gwen.answers(within=3600).hears("waited too long").presses("2").is_hung_up_on()
    town.gwen.answers(within=2 * 3600).hears("we promised them a ring").presses("1").hears("to be joined").presses("1")
    town.rosa.picks_up().talks_with(town.gwen).hangs_up()
    town.gwen.hears("told them how it stands").presses("1").is_hung_up_on().waits(5)
    assert now(town) < PROMISED


def asks_for_news(town: Town) -> Person:
    return phones_for_news(town.rosa).hears("we go on asking").hears_nothing_of("longer than we said", "we are sorry")


def test_nobody_says_sorry_for_a_promise_that_was_kept(watched: Town) -> None:
    """Gwen has rung her by then. An hour later a new promise is made, and nothing was broken."""
    gwen_rings_her(watched)
    watched.rosa.waits(3600)
    asks_for_news(watched).hears("ring you by half past three").is_hung_up_on()


def test_a_promise_that_was_kept_is_not_made_again(watched: Town) -> None:
    """Gwen has rung her already: before the promised time she hears a new one, and that is watched, too."""
    gwen_rings_her(watched)
    asks_for_news(watched).hears("ring you by half past two").is_hung_up_on()
    watched.gwen.answers(within=3 * 3600).hears("we promised them a ring").presses("2").is_hung_up_on()
    assert now(watched) < timedelta(hours=5)


def test_whose_phone_rang_does_not_hear_that_nobody_rang(watched: Town) -> None:
    """Ben rang her twice, and she was out; he gave it back. It takes longer than we said: that is what she hears."""
    watched.gwen.when_rung(LetsItRing())
    says_yes(watched)
    watched.rosa.when_rung(LetsItRing())
    watched.ben.presses("1").hears("did not pick up", "someone else, please, 4").presses("4").is_hung_up_on()
    watched.rosa.waits(3 * 3600)
    watched.rosa.when_rung(None)
    phones_for_news(watched.rosa).hears("longer than we said", "we are sorry").hears_nothing_of("did not").hangs_up()


def test_nobody_says_sorry_where_nothing_was_promised(watched: Town) -> None:
    """Ben gave it back after the two had talked; the answer to her key is lost once, and her webhook comes twice."""
    says_yes(watched)
    watched.ben.presses("1")
    watched.rosa.picks_up()
    watched.ben.talks_with(watched.rosa)
    watched.rosa.hangs_up()
    watched.ben.hears("arranged").presses("4").is_hung_up_on().waits(5)
    assert watched.request().promised_at is None
    rings_in(watched.rosa)
    watched.rosa.picks_up(within=10).hears("press 1 to hear")
    watched.exchange.faults.lose_answer("Digits=1")
    watched.rosa.presses("1").hears("one of us will ring you by").hears_nothing_of("we are sorry").hangs_up()


@pytest.mark.parametrize("town", [{"start": START.replace(hour=22)}], indirect=True)
def test_what_was_asked_by_night_has_not_waited_too_long_before_anybody_was_asked(watched: Town) -> None:
    """At nine neighbours are asked; Gwen hears that nobody could when phones have rung for half an hour."""
    watched.ben.when_rung(LetsItRing())
    watched.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    watched.rosa.hears("right").presses("1").hears("written down").is_hung_up_on()
    watched.gwen.is_not_rung(for_seconds=11 * 3600 + 1700)
    assert watched.ben.displays
    watched.gwen.answers(within=300).hears("has waited too long", "nobody could yet").presses("2").is_hung_up_on()


@pytest.mark.parametrize("town", [rung("tue 10:00-12:00", at="10:40")], indirect=True, ids=["Tuesdays"])
def test_next_tuesday_is_not_said_as_today(town: Town) -> None:
    """Phones ring on Tuesdays until twelve; what is promised on a Tuesday for a week ahead is next week's."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("right").presses("1").hears("twelve o'clock on Tuesday next week").is_hung_up_on()
    assert town.request().promised_at == START + timedelta(days=7, hours=2)
