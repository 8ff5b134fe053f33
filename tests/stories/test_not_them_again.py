"""Not them again: kept for those two, both ways, without a reason (issue 4, item 10)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.numbers import PhoneNumber
from hotline.records import RequestState
from infra.local.exchange import LetsItRing, Person
from tests.stories.arranged import arranged, they_talk
from tests.stories.phoning_in import phones_for_news
from tests.stories.test_volunteer_phones import phones
from tests.stories.town import GROUP, Town
from tests.stories.wronged import BEFORE, both_decide, hears_that_it_was_heard, held, rosa_complains, told

pytestmark = pytest.mark.long


def test_a_resident_says_not_them_again(town: Town) -> None:
    """Whatever the two decide, Ben is never asked for Rosa's phone again; he is for everybody else's."""
    held(town)
    rosa_complains(town, not_again=True)
    town.ben.answers().hears("chats only").hangs_up()
    both_decide(town, town.rosa, town.ben, BEFORE, BEFORE)
    told(town.ben, "as before")
    hears_that_it_was_heard(town.rosa)
    assert town.request().state == RequestState.OPEN
    rings = len(town.ben.displays)
    asks_for_medicines(town.rosa)
    town.rosa.waits(1200)
    assert len(town.ben.displays) == rings
    assert town.volunteer(town.ben).id in town.requests()[-1].apart
    asks_for_medicines(town.emil)
    town.ben.picks_up(within=3 * 3600).hears("medicines").presses("2").is_hung_up_on()


def test_a_volunteer_says_so_and_hands_it_on_by_it(town: Town) -> None:
    """They hold it no more; nor would Rosa, who helps too, be asked for what Ben asks."""
    held(town)
    town.joins(town.rosa, needs=frozenset())
    town.ali.when_rung(LetsItRing())
    town.priya.when_rung(LetsItRing())
    phones(town.ben).hears("worried you, press 6").presses("6").hears("(beep)").says("He was rude").presses("#")
    town.ben.hears("put together again, press 2").presses("2").hears("nobody is told a reason").is_hung_up_on()
    town.ben.waits(5)
    ben, rosa = town.volunteer(town.ben).id, town.volunteer(town.rosa).id
    assert (town.request().state, ben in town.request().apart) == (RequestState.OPEN, True)
    assert town.store.kept(ben).apart == {rosa}
    assert town.store.kept(rosa).apart == {ben}


def test_a_chat_that_is_taken_away_is_told(town: Town) -> None:
    """Ben has arranged a chat with Rosa as well: a chat means no door, and he hears that it is not his any more."""
    town.joins(town.ben, rest=timedelta())
    arranged(town)
    asks_for_a_chat(town.rosa)
    they_talk(town)
    rosa_complains_of_the_shopping(town).hears("put together again, press 2").presses("2").hears(
        "it is kept"
    ).hangs_up()
    town.rosa.when_rung(LetsItRing())
    told(town.ben, "chats only")
    told(town.ben, "friendly chat", "in the next few days", "it goes to somebody else")
    assert [request.taken_by for request in town.requests()] == [None, None]


def test_it_outlives_leaving_and_joining_again(town: Town) -> None:
    """A pair is two phones; and who is asked for no door is not after joining anew."""
    town.joins(town.ben)
    ben = town.volunteer(town.ben)
    town.store.keep_apart(ben.id, PhoneNumber(town.rosa.number).opaque)
    town.store.keep_from_doors(GROUP, ben.id, "decided")
    town.store.remove_volunteer(GROUP, ben.id)
    town.joins(town.ben)
    assert town.volunteer(town.ben).no_doors == {"decided"}
    town.asks_for_shopping(town.rosa)
    town.ben.is_not_rung(for_seconds=3600)


def asks_for_a_chat(person: Person) -> None:
    person.dials("+442079460000").hears("talk to, press 3").presses("3").hears("friendly neighbour").presses("2")
    person.hears("Ongar").presses("2").hears("today").presses("2").hears("right").presses("1").hears("written down")
    person.is_hung_up_on()


def rosa_complains_of_the_shopping(town: Town) -> Person:
    phones_for_news(town.rosa).hears("shopping, today, press 1").presses("1").hears("something was wrong, 4").presses(
        "4"
    )
    return town.rosa.hears("(beep)").presses("#")


def asks_for_medicines(person: Person) -> None:
    person.dials("+442079460000").hears("medicines").presses("2").hears("Ongar").presses("2").hears("today")
    person.presses("2").hears("right").presses("1").hears("written down").is_hung_up_on()
