"""Asked for somebody else, and something was wrong: it keeps the neighbour from who asked and from who it is for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.records import Need, Reason, Request, RequestState
from infra.local.exchange import LetsItRing, Person
from tests.stories.phoning_in import phones_for_news
from tests.stories.test_apart_from_now_on import asks_for_medicines
from tests.stories.test_for_somebody_else import asks_for_his_mother, joined_to_the_son, talks_with_the_mother
from tests.stories.test_kept_until_heard import asks_for_a_chat, chat
from tests.stories.town import GROUP, Town, opaque
from tests.stories.wronged import APART, BEFORE, both_decide, complaint

pytestmark = pytest.mark.long

HOUR = 3600


@pytest.fixture
def at_her_door(town: Town) -> Town:
    """Emil asked for Rosa, his mother; Ben has talked with both, and is to go to her. Ali and Priya may be drawn."""
    town.joins(town.ben, rest=timedelta())
    town.joins(town.ali, town.priya, drawn=True, needs=frozenset())
    asks_for_his_mother(town)
    joined_to_the_son(town)
    talks_with_the_mother(town)
    town.ben.hears("is it arranged").presses("1").is_hung_up_on().waits(5)
    for each in (town.ben, town.ali, town.priya):
        each.when_rung(LetsItRing())
    return town


def complains(resident: Person, *, not_again: bool = False) -> None:
    """Something was wrong, 4."""
    phones_for_news(resident).hears("something was wrong, 4").presses("4").hears("(beep)").says("He shouted")
    resident.presses("#").hears("put together again, press 2")
    if not_again:
        resident.presses("2").hears("it is kept")
    resident.hears("once they are found").is_hung_up_on().waits(60)


def is_worried(town: Town, *, not_again: bool = False) -> None:
    """Ben says so of what he has said yes to."""
    phones_for_news(town.ben).hears("something worried you, press 6").presses("6").hears("(beep)").says("She hit me")
    town.ben.presses("#").hears("put together again, press 2")
    if not_again:
        town.ben.presses("2").hears("it is kept")
    town.ben.hears("once they are found").is_hung_up_on().waits(60)


def quiet(*people: Person) -> None:
    for each in people:
        each.when_rung(LetsItRing())


def was_rung_for(town: Town, request: Request) -> bool:
    """Whether Ben's phone has rung for it."""
    return opaque(town.ben) in {offer.volunteer for offer in town.store.offers(GROUP, request.id)}


@pytest.mark.parametrize("teller", ["emil", "rosa", "ben"])
def test_not_together_again_holds_for_both(at_her_door: Town, teller: str) -> None:
    """Whichever of the three says so, Ben is sent to neither of the two; nor are they to him."""
    town = at_her_door
    if teller == "ben":
        is_worried(town, not_again=True)
    else:
        complains(getattr(town, teller), not_again=True)
    ben, two = opaque(town.ben), {opaque(town.rosa), opaque(town.emil)}
    assert [town.store.kept(one).apart for one in sorted(two)] == [{ben}, {ben}]
    assert town.store.kept(ben).apart == two
    assert (town.request().state, ben in town.request().apart) == (RequestState.OPEN, True)


@pytest.mark.parametrize("teller", ["emil", "rosa"])
def test_while_it_is_open_he_is_asked_for_no_chat_with_either(at_her_door: Town, teller: str) -> None:
    """One of the two has complained; the other asks for a chat minutes later: Ben's phone does not ring for it."""
    town = at_her_door
    complains(getattr(town, teller))
    other = town.rosa if teller == "emil" else town.emil
    asks_for_a_chat(other)
    quiet(town.rosa, town.emil)
    other.waits(300)
    assert opaque(town.ben) in chat(town).apart
    assert not was_rung_for(town, chat(town))


def test_who_worried_keeps_the_help_and_no_chat_with_the_son(at_her_door: Town) -> None:
    """Ben is the one who complains: the shopping for Rosa stays his; a chat with Emil is somebody else's."""
    town = at_her_door
    is_worried(town)
    asks_for_a_chat(town.emil)
    assert town.requests()[0].taken_by == opaque(town.ben)
    assert opaque(town.ben) in chat(town).apart
    assert not was_rung_for(town, chat(town))


def test_what_was_arranged_with_the_one_it_is_for_goes_to_another(at_her_door: Town) -> None:
    """Ben has said yes to a chat with Rosa as well when her son complains of him."""
    town = at_her_door
    town.ben.when_rung(None)
    asks_for_a_chat(town.rosa)
    town.ben.picks_up(within=600).hears("a friendly chat").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    town.ben.waits(5).when_rung(LetsItRing())
    assert chat(town).taken_by == opaque(town.ben)
    complains(town.emil)
    assert (chat(town).taken_by, opaque(town.ben) in chat(town).apart) == (None, True)


@pytest.mark.parametrize(("teller", "decision"), [("emil", BEFORE), ("rosa", BEFORE), ("ben", BEFORE), ("emil", APART)])
def test_once_it_is_over_all_that_was_kept_for_it_is_free(
    at_her_door: Town, teller: str, decision: tuple[str, str]
) -> None:
    """A chat with each, what one asked for the other, and a task to ring one of them; unless they stay apart."""
    town, ben = at_her_door, opaque(at_her_door.ben)
    if teller == "ben":
        is_worried(town)
    else:
        complains(getattr(town, teller))
    asks_for_a_chat(town.rosa)
    asks_for_a_chat(town.emil)
    asks_for_his_mother(town, key="2")
    quiet(town.rosa, town.emil)
    assert [ben in each.apart for each in town.requests()[1:]] == [True] * 3
    for each in (town.ali, town.priya):
        each.when_rung(None)
    heard = (town.ben, town.rosa) if teller == "ben" else (getattr(town, teller), town.ben)
    both_decide(town, *heard, decision, decision, within=5 * HOUR)
    assert complaint(town).state is RequestState.DONE
    stay = decision == APART
    assert [ben in each.apart for each in town.requests()[1:]] == [stay] * 3
    assert all(bool(town.store.kept(opaque(one)).of()) is stay for one in (town.rosa, town.emil, town.ben))


def test_what_another_complaint_keeps_apart_stays(at_her_door: Town) -> None:
    """Rosa has said `not again` herself; her son's complaint, once it is over, frees Ben for Emil alone."""
    town, ben = at_her_door, opaque(at_her_door.ben)
    complains(town.emil)
    town.store.keep_apart(opaque(town.rosa), ben)
    asks_for_a_chat(town.rosa)
    asks_for_medicines(town.emil)
    quiet(town.rosa, town.emil)
    for each in (town.ali, town.priya):
        each.when_rung(None)
    both_decide(town, town.emil, town.ben, BEFORE, BEFORE, within=5 * HOUR)
    (medicines,) = [each for each in town.requests() if each.need is Need.MEDICINES]
    assert (ben in chat(town).apart, ben in town.requests()[0].apart, ben in medicines.apart) == (True, True, False)


def test_neither_of_the_two_is_drawn_to_hear_it(at_her_door: Town) -> None:
    """Rosa may be drawn as well: what her son has told is not hers to hear and decide."""
    town = at_her_door
    town.joins(town.rosa, drawn=True, needs=frozenset())
    complains(town.emil)
    quiet(town.rosa, town.emil)
    town.ben.waits(3 * HOUR)
    assert opaque(town.rosa) not in {offer.volunteer for offer in town.store.offers(GROUP, complaint(town).id)}
    assert Reason.NO_LOT not in town.items() or opaque(town.rosa) in town.items()[Reason.NO_LOT].apart
