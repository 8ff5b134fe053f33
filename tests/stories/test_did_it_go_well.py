"""Reported done is not done: the resident is rung, who agreed to it (issue 4, item 4)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.dispatch.sweep import sweep
from hotline.records import Need, Reason, RequestState
from infra.local.exchange import LetsItRing, Voicemail
from tests.stories.arranged import A_DAY, FOR_DAYS, FORGOTTEN, arranged, reports, they_talk
from tests.stories.phoning_in import phones_for_news
from tests.stories.town import GROUP, LINE, Town, brentwood
from tests.stories.wronged import BEFORE, both_decide, hears_that_it_was_heard, told

pytestmark = [pytest.mark.long, pytest.mark.parametrize("town", [FOR_DAYS], indirect=True, ids=["days"])]


@pytest.fixture
def agreed(town: Town) -> Town:
    """Arranged; Rosa would like a ring afterwards; and Ben has said in the evening that it is done."""
    town.joins(town.ben, town.ali)
    arranged(town, ring_after=True)
    reports(town)
    return town


def test_the_resident_is_rung_and_all_is_well(agreed: Town) -> None:
    """Nothing private is said before a key; their yes ends it, and everything about them is erased."""
    agreed.rosa.picks_up(within=60).hears("something to tell you", "press 1 to hear")
    agreed.rosa.hears_nothing_of("shopping", "neighbour").presses("1")
    agreed.rosa.hears("shopping, today", "would like this call", "do you still need something")
    agreed.rosa.hears_nothing_of("Ongar", agreed.request().words.replace("-", " "))
    agreed.rosa.hears("no, all is well, press 2").presses("2").hears("we are glad", "not kept").is_hung_up_on()
    agreed.rosa.waits(FORGOTTEN)
    over = agreed.request()
    assert (over.state, over.number, over.taken_by, over.words) == (RequestState.DONE, None, None, "")
    assert agreed.store.counts(GROUP) == {"done/shopping": 1}
    agreed.rosa.is_not_rung(for_seconds=2 * A_DAY)


def test_who_asked_for_more_hears_of_what_the_question_is(town: Town) -> None:
    """Her medicines are still to come, and she is asked of her shopping, by its name."""
    town.joins(town.ben, needs=frozenset({Need.SHOPPING}))
    arranged(town, ring_after=True)
    town.rosa.dials(LINE).hears("medicines").presses("2").hears("Ongar").presses("2").hears("today").presses("3")
    town.rosa.hears("right").presses("1").hears("written down").is_hung_up_on()
    reports(town)
    town.rosa.answers(within=A_DAY).hears("shopping, today", "do you still need something")
    town.rosa.hears_nothing_of("medicines").presses("2").hears("we are glad").hangs_up()
    assert [request.need for request in town.requests() if request.heard_at] == [Need.SHOPPING]


def test_two_of_one_phone_that_sound_the_same_are_told_apart_by_their_words(town: Town) -> None:
    """Her husband has asked for the same, on the same day: whoever picks up hears whose it is."""
    town.joins(town.ben, rest=timedelta())
    words = arranged(town, ring_after=True).request().words.replace("-", " ")
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("right").presses("1").hears("written down").is_hung_up_on()
    town.ben.picks_up(within=600).hears("yes, press 1").presses("2").is_hung_up_on()
    reports(town)
    town.rosa.answers(within=A_DAY).hears(f"shopping, today, {words}", "do you still need something").hangs_up()


def test_still_needed_and_it_goes_round_again_at_once(agreed: Town) -> None:
    """First of what is asked; two phones at a time; who had it may be asked; the same words; and a promise, kept."""
    before = agreed.request()
    agreed.ben.when_rung(LetsItRing())
    agreed.rosa.answers(within=60).hears("do you still need something", "yes, press 1").presses("1")
    agreed.rosa.hears("we ask neighbours again", "by", "a neighbour will ring").is_hung_up_on()
    agreed.ali.picks_up(within=60).hears("shopping").presses("1").hears("It's yours", before.words.replace("-", " "))
    agreed.ali.presses("2").is_hung_up_on()
    now_is = agreed.request()
    assert now_is.passed == frozenset()
    assert now_is.promised_at is not None
    assert now_is.promised_at > agreed.world.now()
    assert agreed.holder(agreed.ali)


def test_a_key_that_comes_twice_reopens_once(agreed: Town) -> None:
    """Every webhook may come twice: the same time is promised, and what has happened meanwhile stays."""
    agreed.rosa.answers(within=60).hears("still need something")
    agreed.exchange.faults.lose_answer("Digits=1")
    agreed.rosa.presses("1").hears("will ring").is_hung_up_on()
    agreed.ali.picks_up(within=60).hears("shopping").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    assert agreed.holder(agreed.ali)


def test_who_waits_anew_is_not_forgotten(town: Town) -> None:
    """Whatever was told the first time: after half an hour a coordinator hears again that it waits too long."""
    town.joins(town.ben)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    town.gwen.answers(within=3600).hears("waited too long").presses("2").is_hung_up_on()
    town.ben.when_rung(None)
    they_talk(town, ring_after=True, within=3600)
    reports(town)
    town.ben.when_rung(LetsItRing())
    town.rosa.answers(within=60).hears("still need something").presses("1").is_hung_up_on()
    town.gwen.is_not_rung(for_seconds=28 * 60).answers(within=1200).hears("waited too long").presses("2")
    town.gwen.is_hung_up_on()


def test_something_was_wrong_and_it_stays_reported(agreed: Town) -> None:
    """Two who are not the one it is about hear both; the question is not put again; who was asked to help is told."""
    agreed.joins(agreed.gwen, agreed.priya, needs=frozenset(), drawn=True)
    agreed.store.change_volunteer(GROUP, agreed.volunteer(agreed.ben).id, coordinator=True)
    agreed.rosa.answers(within=60).hears("something was wrong, press 4").presses("4").hears("(beep)")
    agreed.ben.is_rung()
    agreed.rosa.says("He was rude").presses("#").hears("hear you both").is_hung_up_on()
    told(agreed.ben, "chats only", within=A_DAY)
    both_decide(agreed, agreed.rosa, agreed.ben, BEFORE, BEFORE, among=(agreed.gwen, agreed.priya), within=A_DAY)
    told(agreed.ben, "as before", within=A_DAY)
    hears_that_it_was_heard(agreed.rosa)
    agreed.rosa.is_not_rung(for_seconds=2 * A_DAY)
    assert agreed.request().state == RequestState.REPORTED_DONE


def test_no_answer_is_rung_twice_more_on_other_days_and_erased_after_a_week(town: Town) -> None:
    """Nothing is erased before their yes, or seven days after it was reported."""
    town.joins(town.ben)
    arranged(town, ring_after=True)
    town.rosa.when_rung(Voicemail())
    reports(town)
    town.rosa.waits(3600)
    for day in range(3):
        assert len(town.rosa.displays) == 2 + day
        town.rosa.waits(A_DAY)
    town.rosa.waits(3.8 * A_DAY)
    assert len(town.rosa.displays) == 4
    assert town.request().number is not None
    town.rosa.waits(0.2 * A_DAY)
    assert (town.request().state, town.request().number) == (RequestState.DONE, None)


def test_no_key_changes_nothing(agreed: Town) -> None:
    """Somebody picks up and presses nothing: it is left as it is, and asked another day."""
    agreed.rosa.answers(within=60).hears("do you still need something", "leave it as it is").is_hung_up_on()
    assert agreed.request().state == RequestState.REPORTED_DONE
    agreed.rosa.answers(within=25 * 3600).hears("do you still need something").presses("2").is_hung_up_on()
    agreed.rosa.waits(FORGOTTEN)
    assert agreed.request().state == RequestState.DONE


def test_all_well_taken_back_and_no_key_after_it_changes_nothing(agreed: Town) -> None:
    """By a slip, one step back, and silence: it is not over, nothing is erased, and she is rung another day."""
    agreed.rosa.answers(within=A_DAY).hears("do you still need something").presses("2").hears("may we remember")
    agreed.rosa.presses("#").hears("do you still need something").hears("leave it as it is").is_hung_up_on()
    agreed.rosa.is_not_rung(for_seconds=A_DAY // 2)
    assert agreed.request().state is RequestState.REPORTED_DONE
    agreed.rosa.answers(within=A_DAY).hears("do you still need something").presses("1").hears("we ask neighbours again")
    agreed.rosa.hangs_up()
    assert agreed.request().state is RequestState.OPEN


def test_nothing_is_erased_while_they_are_on_the_phone_about_it(agreed: Town) -> None:
    """The seven days are over (here half a minute) just as Rosa picks up: she can still say that it was not done."""
    agreed.world.groups = brentwood(policy={"keep_after_spoken": timedelta(seconds=30)})
    agreed.ben.when_rung(LetsItRing())
    agreed.rosa.answers(within=60).hears("still need something").waits(30)
    agreed.store.wake(GROUP, agreed.request().id, now=agreed.world.now())
    assert sweep(agreed.world) == 1
    agreed.rosa.presses("1").hears("we ask neighbours again").is_hung_up_on()
    agreed.ali.picks_up(within=60).hears("shopping").presses("2").is_hung_up_on()


def test_who_did_not_agree_to_it_is_not_rung(town: Town) -> None:
    """Erased seven days after it was reported, and not before."""
    town.joins(town.ben)
    arranged(town)
    reports(town)
    town.rosa.is_not_rung(for_seconds=6.9 * A_DAY)
    assert town.request().number is not None
    town.rosa.is_not_rung(for_seconds=0.2 * A_DAY)
    assert (town.request().state, town.request().number) == (RequestState.DONE, None)


def test_the_resident_is_not_rung_outside_the_groups_hours(town: Town) -> None:
    """Reported at night (a neighbour phones us when they please): asked in the morning."""
    town.joins(town.ben)
    request = arranged(town, ring_after=True).request()
    town.ben.when_rung(LetsItRing())
    town.ben.waits(14 * 3600)
    assert town.store.report_done(GROUP, request.id, volunteer=request.taken_by or "", now=town.world.now())
    town.rosa.is_not_rung(for_seconds=8 * 3600).answers(within=2 * 3600).hears("do you still need something").presses(
        "2"
    )
    town.rosa.is_hung_up_on()


def test_a_recording_is_forgotten_with_the_rest(town: Town) -> None:
    """Rosa's own words are with Twilio until she says that all is well."""
    town.joins(town.ben)
    town.rosa.dials(LINE).hears("anything else").presses("4").hears("own words").presses("4").hears("(beep)")
    town.rosa.says("a shelf").presses("#").hears("Ongar").hangs_up()
    they_talk(town, ring_after=True)
    reports(town)
    assert town.exchange.recordings
    town.rosa.answers(within=60).hears("do you still need something").presses("2").is_hung_up_on().waits(1200)
    assert town.exchange.recordings == {}


def test_nought_is_a_person_on_the_residents_call_too(agreed: Town) -> None:
    """And the question stays open."""
    agreed.joins(agreed.gwen, needs=frozenset(), coordinator=True)
    agreed.rosa.answers(within=60).hears("do you still need something").presses("0").hears("we are ringing one of us")
    agreed.gwen.picks_up().hears("would like a person").presses("1").talks_with(agreed.rosa)
    agreed.rosa.hangs_up()
    agreed.gwen.is_hung_up_on()
    assert agreed.request().state == RequestState.REPORTED_DONE


def test_reported_by_a_slip_and_whoever_phones_in_still_needs_it(town: Town) -> None:
    """One key, and it goes round again: they hear how it stands by then, and that it is not a complaint."""
    town.joins(town.ben, town.ali)
    arranged(town)
    reports(town)
    for each in (town.ben, town.ali):
        each.when_rung(LetsItRing())
    phones_for_news(town.rosa).hears("told us that it is done", "if you still need it, press 1").presses("1")
    town.rosa.hears("we go on asking, and ring you by").is_hung_up_on()
    assert town.request().state is RequestState.OPEN
    assert Reason.LOT not in town.items()


def test_whoever_phones_in_says_that_all_is_well(town: Town) -> None:
    """It is over a moment later, as on the call that they could have agreed to; a step back, and silence, undo it."""
    town.joins(town.ben)
    arranged(town)
    reports(town)
    phones_for_news(town.rosa).hears("told us that it is done", "all is well, press 2").presses("2")
    town.rosa.hears("we are glad", "may we remember").presses("#").hears("told us that it is done")
    town.rosa.hears("may we remember").is_hung_up_on().waits(FORGOTTEN)
    assert town.request().state is RequestState.REPORTED_DONE
    phones_for_news(town.rosa).hears("all is well, press 2").presses("2").hears("we are glad").is_hung_up_on()
    town.rosa.waits(FORGOTTEN)
    assert town.request().state is RequestState.DONE
