"""Joining: a wish on the line, or a number on a list; the line rings that phone, and only a 1 there joins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from hotline.effects.joining import invite
from hotline.groups import Groups
from hotline.numbers import PhoneNumber
from hotline.records import ENDED_REQUEST, Need, Offer, Reason, RequestState, Volunteer
from infra.local.exchange import LetsItRing, Person, Voicemail
from tests.stories.town import EARLY, GROUP, LINE, START, Town, brentwood

pytestmark = pytest.mark.long

ONGAR, ONGARS_LINE = "ongar", "+442079460001"
TWO_GROUPS = Groups(
    {
        GROUP: brentwood()[GROUP],
        ONGAR: replace(brentwood()[GROUP], slug=ONGAR, name="Ongar Neighbours", numbers=(PhoneNumber(ONGARS_LINE),)),
    }
)


def wishes_to_help(person: Person, *, shows: str | None = None) -> Person:
    """Anything else, then eight; the phone is put down."""
    person.dials(LINE, withheld=shows).hears("anything else").presses("4").hears("to help neighbours").presses("8")
    return person.hears("put the phone down").is_hung_up_on()


def is_invited(town: Town, person: Person, *, group: str = GROUP) -> bool:
    """As from a coordinator's list, ten seconds after the one before. False: asked already."""
    now = town.world.now()
    before = sum(request.reason is Reason.INVITED for request in town.store.requests(group))
    at = now + timedelta(seconds=10 * before)
    return invite(town.store, town.world.groups[group], PhoneNumber(person.number), now=now, at=at)


def says_yes(person: Person) -> None:
    person.picks_up().hears("would you help", "yes, press 1").presses("1")
    person.hears("rung in your turn", "anything else, then nine").is_hung_up_on().waits(5)


def volunteers(town: Town, group: str = GROUP) -> list[Volunteer]:
    return list(town.store.volunteers(group))


def nothing_is_kept(town: Town, person: Person) -> bool:
    """No volunteer, and no request that holds the number."""
    number = PhoneNumber(person.number)
    held = [request for request in town.store.requests(GROUP) if request.number == number]
    return not held and town.store.volunteer(GROUP, number.opaque) is None


def test_a_neighbour_would_like_to_help_and_is_a_volunteer_after_one_key_on_their_own_phone(town: Town) -> None:
    """With the group's settings, for all its needs but a listening line's; on the first call nothing happens."""
    wishes_to_help(town.ben)
    assert volunteers(town) == []
    says_yes(town.ben)
    (ben,) = volunteers(town)
    group = town.world.groups[GROUP]
    assert ben.number.e164 == town.ben.number
    assert ben.needs == set(group.needs) - {Need.LISTEN}
    assert (ben.areas, ben.languages) == (frozenset(), frozenset({"en"}))
    assert ben.hours == group.hours
    assert ben.joined_at == ben.asked_at
    assert not ben.coordinator
    assert town.items()[Reason.JOIN].state == RequestState.DONE


def test_who_joins_stands_at_the_end_of_the_rotation(town: Town) -> None:
    """Promise 3: Ali, who has stood in it for a month, is asked before Ben, who joins today."""
    town.joins(town.ali)
    wishes_to_help(town.ben)
    says_yes(town.ben)
    town.asks_for_shopping(town.rosa)
    town.ali.picks_up().hears("yes, press 1").presses("2").is_hung_up_on()
    town.ben.picks_up().hears("shopping", "yes, press 1").presses("1").hears("It's yours").hangs_up()


def test_no_thanks_is_a_complete_answer(town: Town) -> None:
    """Nobody is added, nothing of the number is kept, and that phone does not ring again."""
    wishes_to_help(town.ben)
    town.ben.picks_up().hears("no thanks, 2").presses("2").hears("nothing of this call is kept").is_hung_up_on()
    town.ben.is_not_rung(for_seconds=24 * 3600)
    assert nothing_is_kept(town, town.ben)


def test_more_tells_how_it_works_and_asks_again(town: Town) -> None:
    """In turn, so often at most, a no is enough, rest or leave by phoning, no names; then the same three keys."""
    wishes_to_help(town.ben)
    town.ben.picks_up().hears("more, 3").presses("3").hears("in turn", "at most three a day", "no thanks is a complete")
    town.ben.hears("rest or leave", "no name and no address", "yes, press 1").presses("1").hears("in your turn")
    town.ben.is_hung_up_on()
    assert len(volunteers(town)) == 1


def test_voicemail_joins_nobody(town: Town) -> None:
    """Answered is not accepted (promise 8): rung once more, a minute later, and then nothing is kept."""
    town.ben.when_rung(Voicemail())
    wishes_to_help(town.ben)
    town.ben.waits(600)
    assert town.ben.displays == [LINE, LINE]
    assert nothing_is_kept(town, town.ben)


def test_a_yes_that_comes_twice_makes_one_volunteer_who_hears_it_once(town: Town) -> None:
    """Promise 5: Twilio's answer is lost, and it asks again; not `you help already`, since it is from this call."""
    wishes_to_help(town.ben)
    town.ben.picks_up().hears("yes, press 1")
    town.exchange.faults.lose_answer("Digits=1")
    town.ben.presses("1").hears("in your turn").hears_nothing_of("help already").is_hung_up_on()
    assert len(volunteers(town)) == 1


def test_a_wrong_key_is_no_yes(town: Town) -> None:
    """Only 1 joins: silence and other keys end kindly, and tell how to join later."""
    wishes_to_help(town.ben)
    town.ben.picks_up().hears("yes, press 1").presses("7").hears("would you help").presses("5")
    town.ben.hears("anything else, then eight").hangs_up()
    assert volunteers(town) == []


@pytest.mark.parametrize("town", [{"start": START + timedelta(hours=11)}], indirect=True)
def test_the_line_rings_back_at_night_too(town: Town) -> None:
    """Who has just had the phone in their hand is not woken."""
    wishes_to_help(town.ben)
    town.ben.picks_up(within=10).hears("would you help").presses("1").hears("in your turn").is_hung_up_on()


def test_one_wish_waits_for_each_number(town: Town) -> None:
    """However often it is said: the later wish stands in for the earlier, which is over, and one phone rings once."""
    town.ben.when_rung(LetsItRing())
    wishes_to_help(town.ben)
    wishes_to_help(town.mallory, shows=town.ben.number)
    town.mallory.waits(50)
    wishes = [request for request in town.store.requests(GROUP) if request.reason is Reason.JOIN]
    assert sorted(wish.state in ENDED_REQUEST for wish in wishes) == [False, True]


@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"rings_back": 3})}], indirect=True)
def test_a_forged_wish_rings_its_owner_no_oftener_than_the_group_allows(town: Town) -> None:
    """Fault 31: Mallory shows Ben's number, wishes to help and to hear news; one count holds for both."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    for key in ("8", "9") * 4:
        town.mallory.dials(LINE, withheld=town.ben.number).hears("anything else").presses("4").hears("help neighbours")
        town.mallory.presses(key).hears("put the phone down").hangs_up()
        town.mallory.waits(200)
    assert len(town.ben.displays) == 3


@pytest.mark.parametrize("shown", ["anonymous", "+449098790999", LINE])
def test_a_phone_that_cannot_be_rung_is_told_so(town: Town, shown: str) -> None:
    """Fault 23: withheld, a number that costs a fortune, the line's own: nothing is promised, kept or rung."""
    town.ben.dials(LINE, withheld=shown).hears("anything else").presses("4").hears("to help neighbours").presses("8")
    town.ben.hears("cannot ring the phone that you are on").is_hung_up_on().waits(600)
    assert town.items() == {}


def test_a_resident_can_be_a_volunteer_and_the_two_are_never_compared(town: Town) -> None:
    """Rosa asks for shopping and joins: her request stays as it is; she is asked for Emil's, never for her own."""
    town.asks_for_shopping(town.rosa)
    before = town.request()
    wishes_to_help(town.rosa)
    says_yes(town.rosa)
    (rosa,) = volunteers(town)
    assert {before.id: (before.number, before.words)} == {town.request().id: (rosa.number, town.request().words)}
    town.rosa.is_not_rung(for_seconds=1200)
    assert town.request().state == RequestState.OPEN
    town.emil.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("1").hears("today").presses("1")
    town.emil.hears("right").presses("1").hears("written down").is_hung_up_on()
    town.rosa.picks_up().hears("shopping", "Brentwood, today").presses("1").hears("It's yours").presses("3")
    town.rosa.is_hung_up_on()
    assert [request.taken_by for request in town.requests()] == [None, rosa.id]


def test_who_helps_already_is_told_so_and_stays_as_they_are(town: Town) -> None:
    """No place is lost by asking."""
    town.joins(town.ben, needs=frozenset({Need.DOG}))
    before = town.volunteer(town.ben)
    wishes_to_help(town.ben)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("you help already").is_hung_up_on().waits(5)
    assert town.volunteer(town.ben) == before


@pytest.mark.parametrize("away", [{"stopped": True}, {"paused_until": START + timedelta(days=9)}])
def test_who_had_stopped_or_rests_is_back(town: Town, away: dict[str, object]) -> None:
    """Yes means yes: they would otherwise be thanked and never rung."""
    town.joins(town.ben, **away)
    wishes_to_help(town.ben)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("welcome back").is_hung_up_on().waits(5)
    ben = town.volunteer(town.ben)
    assert not ben.stopped
    assert ben.paused_until is not None
    assert ben.paused_until <= town.world.now()


def test_on_the_call_that_asks_nought_is_a_person(town: Town) -> None:
    """As at every question of every call."""
    town.joins(town.gwen, coordinator=True, needs=frozenset())
    wishes_to_help(town.ben)
    town.ben.picks_up().hears("would you help").presses("0")
    town.gwen.picks_up().hears("would like a person").presses("1")
    town.ben.talks_with(town.gwen).hangs_up()
    town.gwen.is_hung_up_on()


@pytest.mark.parametrize("town", [{"start": EARLY}], indirect=True)
def test_who_is_on_a_list_is_rung_in_the_groups_hours_and_asked(town: Town) -> None:
    """Consent before the first ask: until then nothing is kept but the number."""
    is_invited(town, town.ben)
    town.ben.is_not_rung(for_seconds=500)
    assert volunteers(town) == []
    says_yes(town.ben)
    assert [volunteer.number.e164 for volunteer in volunteers(town)] == [town.ben.number]
    assert town.items()[Reason.INVITED].state == RequestState.DONE


def test_who_is_on_a_list_is_rung_three_times_at_most(town: Town) -> None:
    """With hours between; then they are left in peace, and nothing is kept."""
    town.ben.when_rung(LetsItRing())
    is_invited(town, town.ben)
    town.ben.waits(3600)
    assert len(town.ben.displays) == 1
    town.ben.waits(3 * 24 * 3600)
    assert town.ben.displays == [LINE] * 3
    assert nothing_is_kept(town, town.ben)


def test_a_list_that_is_used_again_asks_nobody_again_on_that_day(town: Town) -> None:
    """Ben has said no: a command that is run again by a slip does not ask him again; another day it can."""
    assert is_invited(town, town.ben)
    town.ben.picks_up().hears("no thanks, 2").presses("2").hears("quite all right").is_hung_up_on().waits(5)
    assert not is_invited(town, town.ben)
    town.ben.is_not_rung(for_seconds=24 * 3600)
    assert is_invited(town, town.ben)
    town.ben.picks_up().hears("no thanks, 2").presses("2").hears("quite all right").is_hung_up_on()


@pytest.mark.parametrize("town", [{"start": EARLY}], indirect=True)
@pytest.mark.parametrize("key", ["1", "2"])
def test_who_is_on_a_list_and_phones_is_rung_straight_back_and_asked_once(town: Town, key: str) -> None:
    """What was promised aloud is kept; and once they have answered, the list asks them no more."""
    is_invited(town, town.ben)
    wishes_to_help(town.ben)
    town.ben.picks_up(within=10).hears("yes, press 1. no thanks, 2").presses(key).hears("goodbye").is_hung_up_on()
    town.ben.is_not_rung(for_seconds=24 * 3600)
    assert {item.state for item in town.items().values()} == {RequestState.DONE}


@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"daily_calls": 4})}], indirect=True)
def test_a_long_list_leaves_half_of_the_days_calls_to_whoever_needs_help(town: Town) -> None:
    """Of four calls two ring phones of the list, and Ben's waits; Rosa's request rings Gwen at once."""
    town.joins(town.gwen)
    for person in (town.ali, town.priya, town.ben):
        is_invited(town, person)
    says_yes(town.ali)
    says_yes(town.priya)
    town.asks_for_shopping(town.rosa)
    town.gwen.picks_up().hears("shopping").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    assert town.ben.displays == []


@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"daily_calls": 2})}], indirect=True)
def test_the_rest_of_a_long_list_is_rung_the_next_day(town: Town) -> None:
    """It waits for calls to spare, and for the group's hours."""
    is_invited(town, town.ali)
    is_invited(town, town.ben)
    says_yes(town.ali)
    town.ben.is_not_rung(for_seconds=22 * 3600)
    town.ben.picks_up(within=2 * 3600).hears("would you help").presses("2").is_hung_up_on()


@pytest.mark.parametrize("town", [{"groups": TWO_GROUPS}], indirect=True)
def test_a_volunteer_in_two_groups_is_one_phone(town: Town) -> None:
    """Both invite Ben at once, then both have a request: his phone rings for one, and after that for the other."""
    for group in (GROUP, ONGAR):
        is_invited(town, town.ben, group=group)
    says_yes(town.ben)
    says_yes(town.ben)
    assert len(volunteers(town)) == len(volunteers(town, ONGAR)) == 1
    for caller, line in ((town.rosa, LINE), (town.emil, ONGARS_LINE)):
        caller.dials(line).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    for caller in (town.rosa, town.emil):
        caller.hangs_up()
    for _ in range(2):
        town.ben.picks_up().hears("shopping").presses("1").hears("It's yours").presses("3").is_hung_up_on().waits(5)
    assert sorted(town.ben.displays) == sorted([LINE, ONGARS_LINE] * 2)
    rang = [(offer.reserved_at, offer.ended_at) for offer in ledger_of(town, (GROUP, ONGAR)) if offer.ended_at]
    assert len(rang) == 4
    assert never_at_once(rang)


def ledger_of(town: Town, groups: Sequence[str]) -> list[Offer]:
    """Every call that was placed."""
    return [
        offer
        for group in groups
        for request in town.store.requests(group)
        for offer in town.store.offers(group, request.id)
    ]


def never_at_once(rang: Sequence[tuple[datetime, datetime]]) -> bool:
    ordered = sorted(rang)
    return all(before[1] <= after[0] for before, after in pairwise(ordered))
