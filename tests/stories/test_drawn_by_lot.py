"""Who is drawn, who makes room for the next, and what is decided (issue 4, item 10)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.conversation.call import Call
from hotline.dispatch.sweep import sweep
from hotline.effects.complaints import something_was_wrong
from hotline.numbers import PhoneNumber
from hotline.records import Decision, Need, Reason, RequestState
from infra.local.exchange import LetsItRing
from tests.stories.test_volunteer_phones import phones
from tests.stories.town import GROUP, Town, brentwood
from tests.stories.wronged import (
    A_DAY,
    APART,
    BEFORE,
    CHATS,
    MEETING,
    both_decide,
    complaint,
    decides,
    drawn_in_order,
    hears_both,
    hears_that_it_was_heard,
    held,
    rosa_complains,
    says_yes,
    told,
)

pytestmark = pytest.mark.long

_SOON = {"lot_pause": timedelta(minutes=20), "sweep": timedelta(minutes=5), "tell_after": timedelta(hours=9)}
SOON = {"groups": brentwood(policy={**_SOON, "promise": timedelta(hours=9)})}


def id_of(number: str) -> str:
    return PhoneNumber(number).opaque


def test_a_no_is_a_complete_answer_and_the_next_one_is_drawn(town: Town) -> None:
    """Not this time, 2: they are not asked again, and somebody else sits down."""
    held(town)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    rosa_complains(town)
    told(town.ben, "chats only")
    first, second, third = drawn_in_order(town, town.ali, town.priya, town.gwen)
    first.answers().hears("no thanks, 2").presses("2").hears("somebody else is drawn").is_hung_up_on()
    for person in (second, third):
        hears_both(says_yes(person), town.rosa, town.ben)
        decides(person, *BEFORE)
    told(town.ben, "as before")
    hears_that_it_was_heard(town.rosa)
    assert len(first.displays) == 1


@pytest.mark.parametrize("town", [SOON], indirect=True)
def test_three_rings_without_an_answer_draw_the_next(town: Town) -> None:
    """Who does not pick up holds up nobody for long."""
    held(town)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    rosa_complains(town)
    told(town.ben, "chats only")
    first, second, third = drawn_in_order(town, town.ali, town.priya, town.gwen)
    first.when_rung(LetsItRing())
    second.answers().hears("no thanks, 2").presses("1").hears("hear them both").hangs_up()
    says_yes(third, within=2 * 3600).hangs_up()
    assert len(first.displays) == 3
    assert complaint(town).hearing.keys() == {id_of(second.number), id_of(third.number)}


@pytest.mark.parametrize("town", [SOON], indirect=True)
def test_nobody_left_is_told_to_a_coordinator_and_it_is_drawn_anew_next_day(town: Town) -> None:
    """Never silence: Ali and Priya say no, and there is nobody else. Next day they are asked once more."""
    held(town)
    rosa_complains(town)
    told(town.ben, "chats only")
    first, second = drawn_in_order(town)
    first.answers(within=900).hears("no thanks").presses("2").is_hung_up_on()
    second.answers().hears("will you?").presses("1").hears("hear them both").hangs_up().waits(5)
    assert town.items()[Reason.NO_LOT].state == RequestState.OPEN
    second.when_rung(LetsItRing())
    town.rosa.when_rung(LetsItRing())  # she is told that nobody could shop for her yesterday
    first.is_not_rung(for_seconds=A_DAY - 3600)
    says_yes(first, within=2 * 3600).hangs_up()
    assert len(complaint(town).hearing) == 2


@pytest.mark.parametrize("goes", ["leaves", "rests"])
def test_who_has_said_yes_and_is_there_no_more_makes_room_for_the_next(town: Town, goes: str) -> None:
    """They leave, or rest until they phone: nobody waits for them in silence, and the next one can sit down."""
    held(town)
    town.joins(town.gwen, needs=frozenset(), drawn=True)
    rosa_complains(town)
    told(town.ben, "chats only")
    first, second, third = drawn_in_order(town, town.ali, town.priya, town.gwen)
    says_yes(first).hangs_up()
    hears_both(says_yes(second), town.rosa, town.ben)
    decides(second, *BEFORE)
    phones(first).hears("to go on hearing both sides")
    if goes == "leaves":
        first.hears("to leave for good, press 8").presses("8").hears("to leave, press 8").presses("8").is_hung_up_on()
    else:
        first.hears("to rest for a while, press 2").presses("2").hears("until you phone us again, 3").presses("3")
        first.is_hung_up_on()
    town.rosa.when_rung(LetsItRing())  # she is told that nobody could shop for her yesterday
    says_yes(third, within=A_DAY + 3600)
    town.rosa.when_rung(None)
    hears_both(third, town.rosa, town.ben)
    decides(third, *BEFORE)
    told(town.ben, "as before")
    hears_that_it_was_heard(town.rosa)
    assert complaint(town).state == RequestState.DONE


@pytest.mark.parametrize("town", [SOON], indirect=True)
def test_neither_side_is_asked_to_find_who_hears_it_nor_anybody_once_it_is_over(town: Town) -> None:
    """Ben and Priya coordinate: it is about him, so only her phone rings, and no more once two have heard it."""
    held(town)
    for person in (town.ben, town.priya):
        town.store.change_volunteer(GROUP, town.volunteer(person).id, coordinator=True)
    town.joins(town.gwen, needs=frozenset(), drawn=True)
    rosa_complains(town)
    told(town.ben, "chats only")
    town.priya.when_rung(LetsItRing())
    for person in drawn_in_order(town, town.ali, town.gwen):
        if person is town.ali:
            person.answers(within=2 * 3600).hears("no thanks").presses("2").is_hung_up_on()
        else:
            hears_both(says_yes(person, within=2 * 3600), town.rosa, town.ben)
            decides(person, *BEFORE)
    town.ben.is_not_rung(for_seconds=6 * 3600)
    town.ben.when_rung(LetsItRing())
    assert town.items()[Reason.NO_LOT].state == RequestState.OPEN
    town.ali.is_rung(within=A_DAY)
    town.ben.when_rung(None)
    hears_both(says_yes(town.ali), town.rosa, town.ben)
    decides(town.ali, *BEFORE)
    told(town.ben, "as before")
    hears_that_it_was_heard(town.rosa)
    town.ben.when_rung(LetsItRing())
    town.ben.waits(3600)
    assert town.items()[Reason.NO_LOT].state == RequestState.DONE


def test_until_both_have_decided_a_door_is_not_asked_of_them_and_a_chat_is(town: Town) -> None:
    """Nor is it open to them when they phone; what they held at a door goes round again at once."""
    held(town)
    rosa_complains(town)
    told(town.ben, "chats only")
    town.ali.when_rung(LetsItRing())
    town.priya.when_rung(LetsItRing())
    assert (town.request().state, town.holder(town.ben)) == (RequestState.OPEN, False)
    town.emil.dials("+442079460000").hears("medicines").presses("2").hears("Ongar").presses("2").hears("today")
    town.emil.presses("2").hears("right").presses("1").hears("written down").is_hung_up_on()
    phones(town.ben).hears_nothing_of("what is open").hears("to rest").hangs_up()
    town.ben.waits(5)
    town.store.change_volunteer(GROUP, town.volunteer(town.ben).id, rest=timedelta())
    asks_for_a_chat(town)
    town.ben.picks_up().hears("a friendly chat").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    chat = next(request for request in town.requests() if request.need is Need.CHAT)
    assert chat.taken_by == town.volunteer(town.ben).id


def test_a_door_that_rings_meanwhile_falls_silent(town: Town) -> None:
    """Picked up, a yes to it is too late; the next neighbour is asked."""
    held(town)
    town.store.change_volunteer(GROUP, town.volunteer(town.ben).id, rest=timedelta())
    town.emil.dials("+442079460000").hears("medicines").presses("2").hears("Ongar").presses("2").hears("today")
    town.emil.presses("2").hears("right").presses("1").hears("written down").is_hung_up_on()
    town.ben.picks_up().hears("medicines")
    medicines = next(request for request in town.requests() if request.need is Need.MEDICINES)
    town.ali.when_rung(LetsItRing())
    town.priya.when_rung(LetsItRing())
    rosa_has_complained(town)
    town.ben.presses("1").hears("no longer needed").is_hung_up_on()
    told(town.ben, "chats only")
    kept = town.store.request(GROUP, medicines.id)
    assert kept is not None
    assert (kept.state, town.volunteer(town.ben).id in kept.apart) == (RequestState.OPEN, True)


def rosa_has_complained(town: Town) -> None:
    """At that very moment."""
    group = town.world.groups[GROUP]
    call = Call(group=group, sid="CA9", other_end=PhoneNumber(town.rosa.number), about="news-1")
    something_was_wrong("").effect.run(town.world, call, town.requests()[0].id)
    sweep(town.world)


def test_chats_only_and_not_together_both_hold(town: Town) -> None:
    """Two differ, and neither covers the other; the volunteer is told, and nobody is named where it is counted."""
    held(town)
    rosa_complains(town)
    told(town.ben, "chats only")
    both_decide(town, town.rosa, town.ben, CHATS, APART)
    told(town.ben, "from now on", "friendly chats")
    hears_that_it_was_heard(town.rosa)
    ben = town.volunteer(town.ben)
    assert ben.no_doors == {"decided"}
    assert town.store.kept(id_of(town.rosa.number)).apart == {ben.id}
    counts = town.store.counts(GROUP)
    assert {key: counts[key] for key in counts if key.startswith("decided/")} == {
        "decided/chats": 1,
        "decided/apart": 1,
    }


def test_to_the_next_meeting_and_no_doors_until_then(town: Town) -> None:
    """The pause goes on, and they are told so."""
    held(town)
    rosa_complains(town)
    told(town.ben, "chats only")
    both_decide(town, town.rosa, town.ben, MEETING, BEFORE)
    told(town.ben, "the next meeting talks about")
    hears_that_it_was_heard(town.rosa)
    assert town.volunteer(town.ben).no_doors == {"meeting"}


def test_a_volunteer_complains_and_the_resident_is_shut_out_of_nothing(town: Town) -> None:
    """`No door` is then between these two alone: others come to the resident's, and nobody's doors pause."""
    held(town)
    phones(town.ben).hears("worried you, press 6").presses("6").hears("(beep)").says("The dog bit me")
    town.ben.presses("#").hears("hear you both").is_hung_up_on()
    assert (complaint(town).against, town.volunteer(town.ben).no_doors) == (None, frozenset())
    both_decide(town, town.ben, town.rosa, CHATS, CHATS)
    told(town.ben, "shopping", "it goes to somebody else")
    hears_that_it_was_heard(town.ben)
    town.joins(town.gwen)
    town.gwen.picks_up(within=1200).hears("shopping").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    assert town.holder(town.gwen)
    kept = town.store.kept(id_of(town.rosa.number))
    assert kept.of(door=True) == {town.volunteer(town.ben).id}
    assert kept.of(door=False) == frozenset()
    assert town.volunteer(town.ben).no_doors == frozenset()
    assert Decision.CHATS in {key.partition("/")[2] for key in town.store.counts(GROUP)}


def test_who_could_not_reach_them_goes_on_another_time(town: Town) -> None:
    """They phone in, and are rung straight back; or they are rung again next day. Both sides first, then a decision."""
    held(town)
    rosa_complains(town)
    told(town.ben, "chats only")
    first, second = drawn_in_order(town)
    town.rosa.when_rung(LetsItRing())
    says_yes(first).hears_nothing_of("what you decide").presses("1").hears("did not pick up", "press 2")
    first.presses("5").hears("we ring you again another day").is_hung_up_on()
    town.rosa.when_rung(None)
    hears_both(says_yes(second), town.rosa, town.ben)
    decides(second, *BEFORE)
    phones(first).hears("to go on hearing both sides, press 1").presses("1")
    hears_both(first, town.rosa, town.ben).hears("to go on another time").presses("5").is_hung_up_on()
    town.rosa.when_rung(LetsItRing())  # she is told that nobody could shop for her yesterday
    first.is_not_rung(for_seconds=A_DAY - 3600).answers(within=2 * 3600).hears("to go on, press 1").presses("1")
    town.rosa.when_rung(None)
    decides(first, *BEFORE)
    told(town.ben, "as before")
    hears_that_it_was_heard(town.rosa)
    assert complaint(town).state == RequestState.DONE


def test_a_side_that_is_on_the_phone_with_us_is_rung_by_no_second_call(town: Town) -> None:
    """Nor the other way round (promise 2). Who was not rung was not heard: there is nothing to decide yet."""
    held(town)
    rosa_complains(town)
    told(town.ben, "chats only")
    town.store.change_volunteer(GROUP, town.volunteer(town.ben).id, rest=timedelta())
    first, second = drawn_in_order(town)
    second.when_rung(LetsItRing())
    says_yes(first).hears("speak to the one who told us, press 1").presses("1")
    town.rosa.picks_up().hears("a neighbour who listens")
    first.talks_with(town.rosa)
    asks_for_a_chat(town)
    town.ben.picks_up().hears("a friendly chat")
    town.rosa.hangs_up()
    first.hears("speak to the other side, press 2").presses("2").hears("they are on the phone")
    first.hears_nothing_of("what you decide")
    town.ben.presses("2").is_hung_up_on()
    first.presses("2")
    town.ben.picks_up().hears("a neighbour who listens")
    first.talks_with(town.ben)
    asks_for_a_chat(town)
    first.waits(70)
    town.ben.hangs_up()
    first.hears("what you decide, press 4").hangs_up()
    town.ben.picks_up(within=90).hears("a friendly chat").hangs_up()


def asks_for_a_chat(town: Town) -> None:
    """Emil, by his phone."""
    town.emil.dials("+442079460000").hears("someone to talk to").presses("3").hears("friendly").presses("2")
    town.emil.hears("Ongar").presses("2").hears("today").presses("1").hears("right").presses("1").hangs_up()


def test_a_volunteer_agrees_to_be_drawn_by_phone(town: Town) -> None:
    """A setting like any other: read back, and kept only when it is right."""
    town.joins(town.ben)
    phones(town.ben).hears("for your needs, areas and hours").presses("2").hears("being drawn by lot, press 5")
    town.ben.presses("5").hears("may we draw you").presses("1").hears("you may be drawn", "press 1").presses("1")
    town.ben.hears("it is kept").hangs_up()
    assert town.volunteer(town.ben).drawn
    assert [who.id for who in town.store.those_to_be_drawn(GROUP)] == [town.volunteer(town.ben).id]
