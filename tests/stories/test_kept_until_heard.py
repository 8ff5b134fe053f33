"""While a complaint is open, the two of it are not put together: by no task, no chat, no words, and in no group."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hotline.dispatch.doors import keep_until_heard
from hotline.dispatch.ring import Line
from hotline.groups.rule import rule_text
from hotline.numbers import PhoneNumber
from hotline.records import Need, Reason, Request, RequestState
from infra.local.exchange import LetsItRing, Person
from tests.stories.phoning_in import phones_for_news
from tests.stories.test_apart_from_now_on import ONGAR, ONGARS_LINE, asks_for_medicines, two_groups
from tests.stories.town import GROUP, LINE, Town, opaque
from tests.stories.wronged import (
    APART,
    BEFORE,
    both_decide,
    complaint,
    he_coordinates,
    rosa_complains,
    told,
)

pytestmark = pytest.mark.long

HOUR = 3600


@pytest.fixture
def ben_coordinates(town: Town) -> Town:
    """Ben, the only coordinator, has said yes to Rosa's shopping. Ali and Priya may be drawn."""
    return he_coordinates(town)


def rosa_complains_and_ben_hears(town: Town) -> None:
    rosa_complains(town)
    told(town.ben, "that is no judgement", "chats only")


def complains_now(town: Town, teller: Person, other: Person) -> None:
    """As at the key of a complaint, in this very moment."""
    line = Line(world=town.world, group=town.world.groups[GROUP], now=town.world.now())
    phones = {"number": PhoneNumber(teller.number), "other": PhoneNumber(other.number), "against": opaque(other)}
    keep_until_heard(line, replace(town.requests()[0], **phones))  # type: ignore[arg-type] # a field each


def would_like_a_person(person: Person) -> None:
    person.dials(LINE).hears("anything else").presses("4").waits(5).hangs_up()


def leaves_words(person: Person, words: str) -> None:
    person.dials(LINE).hears("just tell us", "(beep)").says(words).presses("#").is_hung_up_on()


def asks_for_a_chat(person: Person) -> None:
    person.dials(LINE).hears("someone to talk to").presses("3").hears("press 2").presses("2").waits(14)
    person.presses("1").waits(14).presses("1").waits(14).presses("1").is_hung_up_on().waits(5)


def chat(town: Town) -> Request:
    (found,) = [each for each in town.requests() if each.need is Need.CHAT]
    return found


def test_he_is_not_asked_to_ring_who_complained_of_him(ben_coordinates: Town) -> None:
    """Rosa looks for something else, and puts the phone down: a person rings her, and that is not Ben."""
    rosa_complains_and_ben_hears(ben_coordinates)
    would_like_a_person(ben_coordinates.rosa)
    ben_coordinates.ben.is_not_rung(for_seconds=2 * HOUR)
    assert opaque(ben_coordinates.ben) in ben_coordinates.items()[Reason.ASKED].apart


def test_he_does_not_hear_the_words_of_who_complained_of_him(ben_coordinates: Town) -> None:
    """She says what she needs after the tone: another coordinator hears it."""
    rosa_complains_and_ben_hears(ben_coordinates)
    leaves_words(ben_coordinates.rosa, "he shouts at me, and I need bread")
    ben_coordinates.ben.is_not_rung(for_seconds=2 * HOUR)
    assert opaque(ben_coordinates.ben) in ben_coordinates.items()[Reason.RECORDING].apart


def test_he_is_not_asked_for_a_chat_with_her(ben_coordinates: Town) -> None:
    """Chats stay his; hers is somebody else's."""
    rosa_complains_and_ben_hears(ben_coordinates)
    asks_for_a_chat(ben_coordinates.rosa)
    ben_coordinates.ben.when_rung(LetsItRing())
    ben_coordinates.ben.waits(2 * HOUR)
    offers = ben_coordinates.store.offers(GROUP, chat(ben_coordinates).id)
    assert opaque(ben_coordinates.ben) not in {offer.volunteer for offer in offers}
    asks_for_a_chat(ben_coordinates.emil)
    assert opaque(ben_coordinates.ben) not in ben_coordinates.requests()[-1].apart


def test_a_task_that_waits_is_kept_from_him(ben_coordinates: Town) -> None:
    """Rosa looked for a person before she complained: Ben's phone rings for it no more."""
    ben_coordinates.ben.when_rung(LetsItRing())
    would_like_a_person(ben_coordinates.rosa)
    rosa_complains(ben_coordinates)
    ben_coordinates.rosa.when_rung(LetsItRing())  # nobody else coordinates: the line rings her, to say so
    ben_coordinates.rosa.waits(5)
    task = ben_coordinates.items()[Reason.ASKED]
    assert opaque(ben_coordinates.ben) in task.apart
    ben_coordinates.ben.waits(2 * HOUR)
    assert ben_coordinates.items()[Reason.ASKED].offers == task.offers


def test_his_phone_rings_no_more_for_her(ben_coordinates: Town) -> None:
    """It rings for a task of hers in the moment in which she complains."""
    town = ben_coordinates
    town.ben.when_rung(LetsItRing())
    would_like_a_person(town.rosa)
    while not town.ben.ringing:
        town.rosa.waits(1)
    complains_now(town, town.rosa, town.ben)
    town.rosa.waits(1)
    assert town.items()[Reason.ASKED].ringing == {}


def test_a_task_that_he_keeps_for_later_goes_to_another(ben_coordinates: Town) -> None:
    """He has said yes to ringing Rosa, and would in a quarter of an hour: by then it is not his."""
    town = ben_coordinates
    would_like_a_person(town.rosa)
    town.ben.answers(within=HOUR).hears("would like a person").presses("1").hears("to be joined, press 1").presses("3")
    town.ben.is_hung_up_on().when_rung(LetsItRing())
    assert town.items()[Reason.ASKED].taken_by == opaque(town.ben)
    rosa_complains(town)
    town.rosa.when_rung(LetsItRing())  # nobody else coordinates: the line rings her, to say so
    town.rosa.waits(60)
    assert town.items()[Reason.ASKED].taken_by is None
    assert town.items()[Reason.ASKED].state is RequestState.OPEN


def test_who_has_just_taken_a_task_is_not_joined(ben_coordinates: Town) -> None:
    """She complains while he is on the phone about it: her phone stays silent."""
    town = ben_coordinates
    would_like_a_person(town.rosa)
    town.ben.answers(within=HOUR).hears("would like a person").presses("1").hears("to be joined, press 1")
    complains_now(town, town.rosa, town.ben)
    town.ben.presses("1").hears("goodbye")
    assert not town.rosa.ringing
    town.ben.is_hung_up_on().when_rung(LetsItRing())


def test_a_worried_volunteer_keeps_the_help_and_is_put_together_by_nothing_else(ben_coordinates: Town) -> None:
    """Ben is the one who complains: the shopping stays his; to ring Rosa about something else is not."""
    town = ben_coordinates
    phones_for_news(town.ben).hears("something worried you, press 6").presses("6").hears("(beep)").says("She hit me")
    town.ben.presses("#").hears("put together again, press 2").is_hung_up_on().when_rung(LetsItRing())
    asks_for_a_chat(town.rosa)
    assert town.requests()[0].taken_by == opaque(town.ben)
    assert opaque(town.ben) in chat(town).apart


@pytest.mark.parametrize("town", [{"groups": two_groups()}], indirect=True, ids=["two"])
def test_no_other_group_sends_him_to_her(ben_coordinates: Town) -> None:
    """Ben helps in both groups; what she asked of the other one before is kept from him, and what she asks after it."""
    town = ben_coordinates
    ben = replace(town.volunteer(town.ben), group=ONGAR, rule=rule_text(town.world.groups[ONGAR]))
    town.ben.when_rung(LetsItRing())
    asks_for_medicines(town.rosa, line=ONGARS_LINE)
    assert town.store.add_volunteer(ben)
    town.ben.when_rung(None)
    rosa_complains_and_ben_hears(town)
    town.rosa.dials(ONGARS_LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("right").presses("1").hears("written down").is_hung_up_on().waits(5)
    of_ongar = [each for each in town.store.requests(ONGAR) if each.need in (Need.MEDICINES, Need.SHOPPING)]
    assert [opaque(town.ben) in each.apart for each in of_ongar] == [True, True]
    town.ben.is_not_rung(for_seconds=2 * HOUR)


@pytest.mark.parametrize("decision", [BEFORE, APART])
def test_once_it_is_over_he_is_asked_again_unless_they_stay_apart(
    ben_coordinates: Town, decision: tuple[str, str]
) -> None:
    """What was kept from Ben only until they were heard: her chat, and a task of hers."""
    town = ben_coordinates
    rosa_complains_and_ben_hears(town)
    town.ben.when_rung(LetsItRing())
    would_like_a_person(town.rosa)
    asks_for_a_chat(town.rosa)
    assert opaque(town.ben) in chat(town).apart & town.items()[Reason.ASKED].apart
    town.rosa.when_rung(LetsItRing())
    for each in (town.ali, town.priya):
        each.when_rung(None)
    both_decide(town, town.rosa, town.ben, decision, decision)
    assert complaint(town).state is RequestState.DONE
    stay = decision == APART
    kept = [opaque(town.ben) in each.apart for each in (chat(town), town.items()[Reason.ASKED])]
    assert kept == [stay, stay]
