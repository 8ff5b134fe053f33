"""Something was wrong, says somebody who has no phone: what they said is heard, though nobody can ring them."""

from __future__ import annotations

import pytest

from hotline.conversation.call import Call
from hotline.effects.complaints import was_wrong_with_code
from hotline.records import Reason, RequestState
from infra.local.exchange import LetsItRing
from tests.stories.test_codes import asks_for_a_code, ben_says_yes, phones_with_a_code
from tests.stories.town import GROUP, LINE, Town
from tests.stories.wronged import complaint

pytestmark = pytest.mark.long

HOUR = 3600


@pytest.fixture
def code(town: Town) -> str:
    """Rosa's, whose shopping Ben has said yes to; Gwen coordinates, and does not pick up."""
    town.joins(town.ben)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.gwen.when_rung(LetsItRing())
    code = asks_for_a_code(town.rosa)
    ben_says_yes(town)
    town.ben.waits(5)
    return code


def says_what_was_wrong(town: Town, code: str) -> None:
    """She leaves words, and no number. Meanwhile Ben is rung about doors, and lets it ring."""
    town.ben.when_rung(LetsItRing())
    phones_with_a_code(town.rosa, code).hears("something was wrong, 4").presses("4").hears("after the tone", "(beep)")
    town.rosa.says("he took my purse").presses("#").hears("key the number").hangs_up()
    town.gwen.when_rung(None)


def test_the_words_are_heard_before_anything_ends(town: Town, code: str) -> None:
    """What is played is what was said with the task itself, and not with the request that it is about."""
    says_what_was_wrong(town, code)
    town.gwen.answers(within=HOUR).hears("something worried a neighbour").presses("1")
    town.gwen.hears("these are their words", "he took my purse", "they left no number", "it is dealt with, press 2")
    assert town.items()[Reason.WORRIED].note
    town.gwen.presses("2").hears("thank you").is_hung_up_on().waits(5)
    assert town.items()[Reason.WORRIED].state is RequestState.DONE


def test_the_words_stay_until_a_key_says_that_it_is_dealt_with(town: Town, code: str) -> None:
    """Put down in the middle of it, it is hers still, and nothing is erased."""
    says_what_was_wrong(town, code)
    town.gwen.answers(within=HOUR).hears("something worried a neighbour").presses("1").hears("purse").hangs_up()
    town.gwen.when_rung(LetsItRing())
    town.gwen.waits(600)
    task = town.items()[Reason.WORRIED]
    assert task.note
    assert task.state is RequestState.ACCEPTED


def test_nor_does_a_wish_for_a_person_end_before_its_words_are_heard(town: Town) -> None:
    """Nought, a few words, and no number."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.gwen.when_rung(LetsItRing())
    town.rosa.dials(LINE, withheld="anonymous").hears("shopping").presses("0").hears("after the tone", "(beep)")
    town.rosa.says("ask for me at number nine").presses("#").hears("key the number").hangs_up()
    town.gwen.when_rung(None)
    town.gwen.answers(within=HOUR).hears("would like a person").presses("1")
    town.gwen.hears("number nine", "they left no number", "someone else, please, 4").presses("4").is_hung_up_on()
    town.gwen.waits(5)
    assert town.items()[Reason.ASKED].note


def test_doors_pause_at_once_as_for_everybody_else(town: Town, code: str) -> None:
    """Who has no phone is as safe as who has one: Ben does not come, and hears so; somebody else is asked."""
    town.joins(town.ali)
    town.ali.when_rung(LetsItRing())
    says_what_was_wrong(town, code)
    assert not town.holder(town.ben)
    assert complaint(town).id in town.volunteer(town.ben).no_doors
    town.ben.when_rung(None)
    town.gwen.when_rung(LetsItRing())
    town.ben.answers(within=4 * HOUR).hears("no judgement", "nothing at a door").is_hung_up_on()
    assert town.ali.displays


def test_she_hears_what_is_so_and_nothing_of_a_ring(town: Town, code: str) -> None:
    """Two of us hear of it, and cannot ring her; a person is found for her now."""
    town.ben.when_rung(LetsItRing())
    phones_with_a_code(town.rosa, code).hears("something was wrong, 4").presses("4")
    town.rosa.hears("two of us, drawn by lot, are to hear of it, and cannot ring you", "ringing one of us")
    town.rosa.hears("after the tone").hears_nothing_of("they ring you", "by phone").hangs_up()


def test_the_two_who_are_drawn_hear_her_words_too(town: Town, code: str) -> None:
    """The coordinator has heard them, and they are played still; the other side alone can be rung."""
    town.joins(town.ali, town.priya, drawn=True, needs=frozenset())
    for person in (town.ali, town.priya):
        person.when_rung(LetsItRing())
    says_what_was_wrong(town, code)
    while not any(person.ringing for person in (town.ali, town.priya)):
        town.rosa.waits(5)
        if town.gwen.ringing:
            answers_about_it(town)
    one = town.ali if town.ali.ringing else town.priya
    one.picks_up().hears("press 1 to hear").presses("1").hears("will you").presses("1")
    one.hears("the words of the one who told us", "he took my purse", "to speak to the other side, press 2")
    one.hears_nothing_of("to speak to the one who told us").hangs_up()


def answers_about_it(town: Town) -> None:
    """Gwen leaves the lot to others; the task she hears to its end."""
    town.gwen.picks_up().hears("press 1").presses("1").waits(8)
    if "worried" not in str(town.gwen.transcript.since_key).lower():
        town.gwen.presses("2").is_hung_up_on()
        return
    town.gwen.presses("1").hears("he took my purse", "it is dealt with, press 2").presses("2").is_hung_up_on()


@pytest.mark.usefixtures("code")
def test_told_again_on_another_call_it_is_heard_already(town: Town) -> None:
    """It is one complaint; and the webhook that comes twice hears the same twice."""
    town.ben.when_rung(LetsItRing())
    request, ben = town.request().id, town.volunteer(town.ben).id
    told = []
    for sid in ("CA1", "CA1", "CA2"):
        call = Call(group=town.world.groups[GROUP], sid=sid, other_end=None, about="-")
        told.append(was_wrong_with_code(request, ben).effect.run(town.world, call, request, ben))
        town.rosa.waits(70)
    made = complaint(town).id
    assert told == [f"{made}_new", f"{made}_new", f"{made}_already"]
