"""After the yes: joined, not joined, joined later, or handed back (issue 3, item 6)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.numbers import PhoneNumber
from hotline.records import OfferKind, OfferState, Reason, RequestState
from infra.local.exchange import Busy, LetsItRing, Unreachable
from tests.stories.arranged import says_it_is_arranged
from tests.stories.town import LINE, Town


@pytest.fixture
def yes(town: Town) -> Town:
    """Ben has said yes to Rosa's request, and has heard its words. Ali would be next."""
    town.joins(town.ben, town.ali)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours", "to be joined")
    return town


def they_talk(town: Town) -> None:
    """Rosa picks up, they talk, and it is arranged."""
    town.rosa.picks_up().hears("Brentwood Mutual Aid, with a neighbour")
    town.ben.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.hears("is it arranged").presses("1").hears("thank you").is_hung_up_on().waits(2)


def assert_spoken(town: Town) -> None:
    assert town.holder(town.ben)
    assert town.request().state == RequestState.SPOKEN


def test_no_answer_at_the_residents_and_try_again_now(yes: Town) -> None:
    """The resident's phone rings 45 seconds; the volunteer is told, keeps it, and tries again by one key."""
    yes.ben.presses("1").hears("ringing them now")
    yes.rosa.is_rung().waits(40).stops_ringing()
    yes.ben.hears("did not pick up", "still yours", "try again now").presses("1")
    they_talk(yes)
    assert_spoken(yes)


@pytest.mark.parametrize(
    ("reaction", "told"),
    [(LetsItRing(), "did not pick up"), (Busy(), "on the phone"), (Unreachable(), "could not put you through")],
)
def test_not_reached_and_tried_again_in_a_quarter_of_an_hour(
    yes: Town, reaction: LetsItRing | Busy | Unreachable, told: str
) -> None:
    """The volunteer keeps it, and is rung when the time has come, and not before."""
    yes.rosa.when_rung(reaction)
    yes.ben.presses("1").hears(told, "it is still yours").presses("3").hears("we ring you in a quarter of an hour")
    yes.ben.is_hung_up_on().is_not_rung(for_seconds=14 * 60)
    yes.rosa.when_rung(None)
    yes.ben.answers(within=150).hears("you said yes", yes.request().words.replace("-", " "), "joined").presses("1")
    they_talk(yes)
    assert_spoken(yes)


@pytest.mark.long
def test_whoever_asks_may_help_too_and_is_not_rung_while_she_talks(yes: Town) -> None:
    """Promise 2, where it is the other end of the call that is a volunteer's phone: rung when the talk is over."""
    yes.joins(yes.rosa)
    yes.ben.presses("1").hears("ringing them now")
    yes.rosa.picks_up().hears("with a neighbour")
    yes.ben.talks_with(yes.rosa)
    yes.ali.when_rung(LetsItRing())
    rings = len(yes.rosa.displays)
    yes.emil.dials(LINE).hears("shopping").presses("1").hears("Ongar").hangs_up()
    yes.ali.waits(600)
    assert len(yes.rosa.displays) == rings
    yes.rosa.hangs_up()
    yes.ben.hears("is it arranged").presses("1").hears("thank you").is_hung_up_on()
    yes.rosa.picks_up(within=1000).hears("Shopping for a neighbour").presses("2").is_hung_up_on()


def test_while_her_phone_rings_for_something_else_it_is_engaged(yes: Town) -> None:
    """The line does not ring one phone twice, whoever asks; to Ben it is as if she were on the phone."""
    now, rosa = yes.world.now(), PhoneNumber(yes.rosa.number).opaque
    assert yes.store.lock_phone(rosa, by="another", now=now, until=now + timedelta(minutes=1))
    yes.ben.presses("1").hears("on the phone", "it is still yours", "try again now")
    yes.store.unlock_phone(rosa, by="another")
    yes.ben.presses("1").hears("ringing them now")
    they_talk(yes)
    assert_spoken(yes)


def test_someone_else_please_and_the_next_neighbour_is_asked(yes: Town) -> None:
    """Handed back: it goes round again at once, and not to who gave it back."""
    yes.rosa.when_rung(LetsItRing())
    yes.ben.presses("1").hears("did not pick up", "someone else").presses("4").hears("we ask somebody else")
    yes.ben.is_hung_up_on()
    yes.ali.picks_up().hears("shopping").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    assert yes.holder(yes.ali)
    given_back = yes.offers()[0]
    assert (given_back.state, given_back.outcome) == (OfferState.PASSED, "else")
    assert yes.volunteer(yes.ben).unanswered == 0


def test_a_quarter_of_an_hour_is_kept_as_often_as_it_is_asked_for(yes: Town) -> None:
    """Who answers and says `later` is not one who cannot be reached: the promise to ring is kept each time."""
    yes.ben.presses("3").hears("quarter of an hour").is_hung_up_on()
    for _ in range(3):
        yes.ben.answers(within=1000).hears("you said yes", "a quarter of an hour, 3").presses("3").is_hung_up_on()
    yes.ben.answers(within=1000).hears("to be joined").presses("1")
    they_talk(yes)
    assert_spoken(yes)


def test_a_quarter_of_an_hour_is_kept_where_the_end_of_that_call_is_lost(yes: Town) -> None:
    """The line was held for a long talk, and Rosa did not pick up: when the time has come Twilio is asked."""
    yes.exchange.faults.drop("CallStatus=completed")
    yes.rosa.when_rung(LetsItRing())
    yes.ben.presses("1").hears("did not pick up").presses("3").hears("quarter of an hour").is_hung_up_on()
    yes.ben.answers(within=1000).hears("to be joined").presses("1")
    they_talk(yes)
    assert_spoken(yes)
    yes.exchange.expects_error("did not answer within 15 seconds")


@pytest.mark.long
def test_put_through_later_by_phoning_the_line(yes: Town) -> None:
    """Anything else, then nine: nothing is said about the request; the number that we hold is rung straight back."""
    yes.ben.presses("3").hears("or ring us").is_hung_up_on().waits(120)
    yes.ben.dials(LINE).hears("anything else").presses("4").hears("if you help us, press 9").presses("9")
    yes.ben.hears("put the phone down now").hears_nothing_of("shopping for", "Ongar").is_hung_up_on()
    yes.ben.picks_up(within=10).hears("press 1 to hear").hears_nothing_of("Ongar").presses("1")
    yes.ben.hears("shopping", "in Ongar", "joined").presses("1")
    they_talk(yes)
    assert_spoken(yes)
    assert [offer.kind for offer in yes.offers()] == [OfferKind.ASK]
    assert yes.items()[Reason.BACK].state == RequestState.DONE


def test_phoning_the_line_and_putting_the_phone_down_at_once_is_enough(yes: Town) -> None:
    """Rung back as soon as the call is over, whoever ends it."""
    yes.ben.presses("3").hears("or ring us").is_hung_up_on().waits(60)
    yes.ben.dials(LINE).hears("anything else").presses("4").hears("press 9").presses("9").hears("put").hangs_up()
    yes.ben.answers(within=10).hears("shopping")
    says_it_is_arranged(yes.ben).hears("thank you").is_hung_up_on().waits(2)
    assert_spoken(yes)


def test_phoning_the_line_when_nobody_knows_that_number(town: Town) -> None:
    """The same words, and no ring: nobody learns whose numbers we hold."""
    town.ali.dials(LINE).hears("anything else").presses("4").hears("press 9").presses("9")
    town.ali.hears("put the phone down now").is_hung_up_on().is_not_rung(for_seconds=300)
    assert town.requests() == []


def test_accepted_but_never_spoken_is_asked_and_then_goes_round_again(yes: Town) -> None:
    """Hung up at `it's yours`: asked twice, a quarter of an hour apart; then the next is asked, and he hears so."""
    yes.ben.hangs_up().when_rung(LetsItRing())
    yes.ben.is_not_rung(for_seconds=14 * 60).waits(120)
    yes.ali.is_not_rung(for_seconds=14 * 60)
    yes.ali.picks_up(within=1200).hears("shopping").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    assert [offer.kind for offer in yes.offers()].count(OfferKind.CHECK) == 2
    assert yes.holder(yes.ali)
    yes.ben.when_rung(None)
    yes.ben.answers(within=3 * 3600).hears("could not reach you", "somebody else is asked").is_hung_up_on()


def test_joined_and_then_out_of_reach_counts_as_spoken(yes: Town) -> None:
    """The two phones were joined; the volunteer hangs up with the resident, and answers no more."""
    yes.ben.presses("1")
    yes.rosa.picks_up()
    yes.ben.talks_with(yes.rosa).hangs_up().when_rung(LetsItRing())
    yes.ben.waits(50 * 60)
    assert_spoken(yes)
    assert yes.ali.displays == []


def test_they_would_like_a_ring_afterwards(yes: Town) -> None:
    """One key, and it is noted."""
    yes.ben.presses("1")
    yes.rosa.picks_up()
    yes.ben.talks_with(yes.rosa)
    yes.rosa.hangs_up()
    yes.ben.hears("a ring afterwards, 2").presses("2").hears("ring them afterwards").is_hung_up_on().waits(2)
    assert yes.request().ring_after


def test_a_yes_that_hash_takes_back_and_a_no_thanks_after_it_hands_it_back(yes: Town) -> None:
    """One step back leads to the ask; what is said there is what counts."""
    yes.ben.presses("#").hears("yes, press 1", "no thanks").presses("2").hears("no thanks").is_hung_up_on()
    yes.ali.picks_up().hears("shopping").presses("2").is_hung_up_on()
    assert yes.request().taken_by is None


def test_it_is_yours_is_heard_again_after_hash(yes: Town) -> None:
    """Back, and yes once more: theirs already, and they hear it."""
    yes.ben.presses("#").hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    assert yes.holder(yes.ben)


def test_not_understood_after_the_talk_is_asked_again_later(yes: Town) -> None:
    """Silence takes nothing for granted: asked once more, and rung in a quarter of an hour."""
    yes.ben.presses("1")
    yes.rosa.picks_up()
    yes.ben.talks_with(yes.rosa)
    yes.rosa.hangs_up()
    yes.ben.hears("is it arranged", "it stays yours").is_hung_up_on()
    yes.ben.answers(within=1000).hears("you said yes", "it is arranged, 2").presses("2").is_hung_up_on().waits(2)
    assert_spoken(yes)
