"""What comes of a complaint in the end, also where two who hear both sides cannot be found."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.numbers import PhoneNumber
from hotline.records import RequestState
from infra.local.exchange import LetsItRing, Person
from tests.stories.phoning_in import phones_for_news
from tests.stories.town import GROUP, Town, brentwood
from tests.stories.wronged import (
    A_DAY,
    APART,
    BEFORE,
    CHATS,
    both_decide,
    complaint,
    decides,
    hears_both,
    hears_that_it_was_heard,
    held,
    rosa_complains,
    says_yes,
    told,
)

pytestmark = pytest.mark.long

_WEEK = timedelta(days=7)
THREE_DAYS = {"groups": brentwood(policy={"lot_longest": timedelta(days=3), "promise": _WEEK, "tell_after": _WEEK})}


def only_ali_hears(town: Town) -> None:
    """Priya may be drawn no more."""
    held(town)
    town.store.change_volunteer(GROUP, town.volunteer(town.priya).id, drawn=False)
    rosa_complains(town)
    told(town.ben, "chats only")
    for request in town.requests():  # else the line tells her in these days that nobody could
        town.store.end_request(GROUP, request.id, state=RequestState.CANCELLED, now=town.world.now())


def ended(town: Town, *decided: str) -> None:
    """Rosa is told so, and not what was decided about Ben; it is over, and counted."""
    told(town.rosa, "could not find two of us", "our next meeting", "help goes on")
    assert complaint(town).state == RequestState.DONE
    counts = town.store.counts(GROUP)
    assert {key for key in counts if key.startswith("decided/")} == {f"decided/{each}" for each in decided}


@pytest.mark.parametrize("town", [THREE_DAYS], indirect=True)
def test_where_a_second_one_is_never_found_the_meeting_decides(town: Town) -> None:
    """What Ali alone says holds until then: nobody is kept from doors for ever by one of us."""
    only_ali_hears(town)
    hears_both(says_yes(town.ali), town.rosa, town.ben)
    decides(town.ali, *CHATS)
    told(town.ben, "the next meeting talks about what we were told", "until then", "chats only", within=3 * A_DAY)
    assert town.volunteer(town.ben).no_doors == {"meeting"}
    ended(town, "chats", "meeting")


@pytest.mark.parametrize("town", [THREE_DAYS], indirect=True)
def test_not_together_again_holds_also_if_one_of_us_says_it(town: Town) -> None:
    """And others' doors open again."""
    only_ali_hears(town)
    hears_both(says_yes(town.ali), town.rosa, town.ben)
    decides(town.ali, *APART)
    told(town.ben, "in your turn, as before", within=3 * A_DAY)
    assert town.volunteer(town.ben).no_doors == frozenset()
    kept = town.store.kept(PhoneNumber(town.rosa.number).opaque)
    assert kept.apart == {town.volunteer(town.ben).id}
    ended(town, "apart", "meeting")


@pytest.mark.parametrize("town", [THREE_DAYS], indirect=True)
def test_whoever_goes_on_another_time_for_ever_leaves_it_to_the_meeting(town: Town) -> None:
    """A key each day is an answer, and so nobody else is drawn; it ends all the same."""
    only_ali_hears(town)
    puts_it_off(says_yes(town.ali))
    for _ in range(2):
        puts_it_off(town.ali.answers(within=A_DAY + 3600).hears("to go on, press 1").presses("1"))
    told(town.ben, "the next meeting", within=2 * A_DAY)
    ended(town, "meeting")


def puts_it_off(person: Person) -> None:
    person.hears("to go on another time, press 5").presses("5").hears("another day").is_hung_up_on()


def test_a_resident_who_has_stopped_helping_is_heard_and_told_as_a_resident(town: Town) -> None:
    """That they want no asks is no wish to be left unheard."""
    held(town)
    town.joins(town.rosa, stopped=True, needs=frozenset())
    town.ben.when_rung(LetsItRing())
    phones_for_news(town.rosa).hears("asked for yourself, press 1").presses("1").hears("was wrong, 4").presses("4")
    town.rosa.hears("(beep)").says("He shouted").presses("#").hears("they ring you").is_hung_up_on()
    town.ben.when_rung(None)
    both_decide(town, town.rosa, town.ben, BEFORE, BEFORE)
    told(town.ben, "as before")
    hears_that_it_was_heard(town.rosa)
