"""`We ring you straight back`: only a ring that rang counts, and a wish that cannot be met ends with a person."""

from __future__ import annotations

import pytest

from hotline.conversation.call import Call
from hotline.dispatch.drafts import call_is_over
from hotline.dispatch.items import item
from hotline.dispatch.request_end import end_request
from hotline.effects.logging import ask_to_be_rung
from hotline.hours import Hours
from hotline.numbers import PhoneNumber
from hotline.records import Reason, Request, RequestState
from infra.local.exchange import LetsItRing, Person, Unreachable
from tests.stories.phoning_in import phones_for_news, rings_in
from tests.stories.town import GROUP, LINE, START, Town, brentwood

pytestmark = pytest.mark.long


AT_THREE = {"start": START.replace(hour=3)}


def keys_a_number(person: Person, number: str, *, said: str = "if we hold that number, we ring it as soon as") -> None:
    """News, from a phone that shows no number: this one is keyed."""
    person.dials(LINE, withheld="anonymous").hears("anything else").presses("4").hears("news of").presses("9")
    person.hears("cannot ring the phone that you are on", "a number that you gave us, 2").presses("2")
    person.hears("key the number").presses(f"{number.replace('+44', '0')}#")
    person.hears(said).hears_nothing_of("straight back").is_hung_up_on()


def engaged_for_an_hour(town: Town) -> None:
    """Ben and Rosa have talked; the callback of its end is lost, so that her phone counts as engaged."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("to be joined").presses("1")
    town.rosa.picks_up().talks_with(town.ben)
    town.exchange.faults.drop("POST https://line.example/status/brentwood/")
    town.rosa.hangs_up()
    town.ben.hears("arranged").hangs_up()
    town.rosa.waits(60)


def backs(town: Town) -> list[RequestState]:
    return [one.state for one in town.store.requests(GROUP) if one.reason is Reason.BACK]


def asked(town: Town) -> list[Request]:
    """What coordinators are asked, the oldest first: to ring somebody who would like a person."""
    found = (task for task in town.store.requests(GROUP) if task.reason is Reason.ASKED)
    return sorted(found, key=lambda task: task.made_at)


@pytest.mark.long
def test_a_phone_that_is_engaged_is_rung_when_it_is_free(town: Town) -> None:
    """Each minute's look is no ring. After half an hour a coordinator is asked as well."""
    engaged_for_an_hour(town)
    town.ben.when_rung(LetsItRing())
    rings_in(town.rosa)
    town.rosa.picks_up(within=2 * 3600).hears("ringing you back").hangs_up().waits(5)
    assert Reason.ASKED in town.items()
    town.exchange.expects_error("did not answer within 15 seconds")


@pytest.mark.long
def test_being_engaged_uses_up_nothing(town: Town) -> None:
    """The next wish of that day is met as well."""
    engaged_for_an_hour(town)
    town.ben.when_rung(LetsItRing())
    rings_in(town.rosa)
    town.rosa.picks_up(within=2 * 3600).hears("ringing you back").presses("1").hears("said yes").hangs_up().waits(5)
    phones_for_news(town.rosa).hangs_up()
    town.exchange.expects_error("did not answer within 15 seconds")


@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"rings_back": 1})}], indirect=True)
def test_a_ring_that_was_never_placed_is_not_the_one_of_the_day(town: Town) -> None:
    """Twilio was asked three times and refused: the fourth time it rings."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    town.rosa.waits(60)
    town.exchange.faults.rest(f"To={town.rosa.number}", status=429, code=20429, times=3)
    rings_in(town.rosa)
    town.rosa.picks_up(within=600).hears("ringing you back").hangs_up()


@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"rings_back": 1})}], indirect=True)
def test_a_phone_that_was_rung_often_enough_is_a_persons(town: Town) -> None:
    """The second wish of the day rings nobody, and a coordinator is asked to ring them."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.asks_for_shopping(town.rosa)
    phones_for_news(town.rosa).hangs_up()
    rings_in(town.rosa)
    town.gwen.answers(within=60).hears("would like a person").presses("1").hears("It's yours").presses("1")
    town.rosa.picks_up()
    town.gwen.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.gwen.hears("arranged").presses("1").is_hung_up_on()
    assert backs(town) == [RequestState.DONE] * 2


@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"rings_back": 1})}], indirect=True)
def test_a_person_rings_again_whoever_phones_again_on_that_day(town: Town) -> None:
    """Of calls that nobody has answered yet there is one task; once she was rung, the next call makes another."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.gwen.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    phones_for_news(town.rosa).hangs_up()
    for _ in range(2):
        rings_in(town.rosa)
        town.rosa.waits(60)
    (waits,) = asked(town)
    end_request(town.world, GROUP, waits.id, state=RequestState.DONE)
    rings_in(town.rosa)
    town.rosa.waits(60)
    assert [task.state for task in asked(town)] == [RequestState.DONE, RequestState.OPEN]


@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"daily_calls": 1})}], indirect=True)
def test_when_the_days_calls_are_used_up_a_person_is_told(town: Town) -> None:
    """Never in silence, nor tomorrow at midnight."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    town.ben.waits(60)
    rings_in(town.rosa)
    town.rosa.waits(60)
    assert {Reason.LIMIT, Reason.ASKED} <= town.items().keys()
    town.rosa.is_not_rung(for_seconds=2 * 3600)
    town.rosa.answers(within=1800).hears("nobody could yet").hangs_up()


@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"daily_calls": 2})}], indirect=True)
def test_rings_straight_back_leave_the_calls_beyond_the_limit_to_coordinators(town: Town) -> None:
    """Five phones ask for news again and again: Gwen is still rung about what waits too long, and what was promised."""
    town.joins(town.ben)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    for person in (town.ben, town.gwen):
        person.when_rung(LetsItRing())
    residents = [town.rosa, town.emil, *(town.person(f"+4420794602{n:02}", f"R{n}") for n in range(3))]
    for resident in residents:
        resident.dials(LINE).hears("shopping").presses("1").hears("Ongar").hangs_up().waits(5)
    for resident in residents * 4:
        rings_in(resident)
        resident.waits(5)
        if resident.ringing:
            resident.picks_up().hears("ringing you back").hangs_up()
    for resident in residents:
        resident.when_rung(LetsItRing())
    town.gwen.waits(4 * 3600)
    assert town.gwen.displays


@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"daily_calls": 3})}], indirect=True)
def test_what_residents_are_told_of_every_week_leaves_them_too(town: Town) -> None:
    """That a neighbour has left is told to everybody they came to: those who are not rung today are rung tomorrow."""
    everybody = (town.ben, town.ali, town.priya)
    town.joins(*everybody)
    for nobody in everybody:
        nobody.when_rung(LetsItRing())
    about = town.asks_for_shopping(town.rosa)
    town.rosa.waits(180)
    emil = PhoneNumber(town.emil.number)
    town.store.add_item(item(town.world, GROUP, Reason.NEIGHBOUR_LEFT, name="one", about=about, number=emil))
    town.rosa.when_rung(LetsItRing())
    town.emil.is_not_rung(for_seconds=22 * 3600)
    town.emil.is_rung(within=2 * 3600)
    town.emil.when_rung(LetsItRing())


def test_a_number_that_nobody_has_is_a_persons(town: Town) -> None:
    """It failed both times: no phone of theirs rang."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    town.rosa.when_rung(Unreachable(sip="404"))
    rings_in(town.rosa)
    town.rosa.waits(300)
    assert Reason.ASKED in town.items()


def test_two_calls_at_once_come_to_one_ring(town: Town) -> None:
    """Neither sees what the other has written. The later wish is met, and the earlier one is over without a ring."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    for sid in ("CA1", "CA2", "CA1"):
        call = Call(group=town.world.groups[GROUP], sid=sid, other_end=PhoneNumber(town.rosa.number))
        assert ask_to_be_rung().effect.run(town.world, call) == "kept"
    for sid in ("CA1", "CA2"):
        call_is_over(town.world, GROUP, sid)
    town.rosa.picks_up(within=120).hears("ringing you back").presses("1").hears("asked so far").hangs_up().waits(2)
    assert backs(town) == [RequestState.DONE] * 2
    town.rosa.is_not_rung(for_seconds=300)


def test_an_earlier_wish_whose_call_is_told_of_last_rings_nobody(town: Town) -> None:
    """The later wish was met, and is over, when Twilio tells of the end of the earlier call."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    for sid in ("CA1", "CA2"):
        call = Call(group=town.world.groups[GROUP], sid=sid, other_end=PhoneNumber(town.rosa.number))
        assert ask_to_be_rung().effect.run(town.world, call) == "kept"
    call_is_over(town.world, GROUP, "CA2")
    town.rosa.picks_up(within=120).hears("ringing you back").presses("1").hears("asked so far").hangs_up().waits(2)
    call_is_over(town.world, GROUP, "CA1")
    town.rosa.is_not_rung(for_seconds=300)
    assert backs(town) == [RequestState.DONE] * 2


def test_who_phones_again_before_the_second_ring_is_rung_after_that_call(town: Town) -> None:
    """Nobody picked up at once, and a minute later she asks again: the ring does not meet her own call."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    town.rosa.when_rung(LetsItRing())
    rings_in(town.rosa)
    town.rosa.waits(50)
    town.rosa.when_rung(None)
    phones_for_news(town.rosa).hears("asked so far").hangs_up()


def test_a_resident_whose_phone_shows_no_number_is_rung_on_the_one_she_keys(town: Town) -> None:
    """It is the number that she gave us when she asked; she hears of it there, after a key, and nothing before."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.rosa.dials(LINE, withheld="anonymous").hears("shopping").presses("1").hears("Ongar").presses("2")
    town.rosa.hears("today").presses("1").hears("key the number").presses("02079460123#").hears("right").presses("1")
    town.rosa.hears("right").presses("1").hears("written down").is_hung_up_on().waits(60)
    keys_a_number(town.rosa, town.rosa.number)
    town.rosa.picks_up(within=10).hears("ringing you back").presses("1").hears("asked so far").hangs_up()


def test_a_volunteer_whose_phone_shows_no_number_can_hand_back(town: Town) -> None:
    """All that a volunteer can do by phone is open to him, too."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on().waits(5)
    keys_a_number(town.ben, town.ben.number)
    town.ben.picks_up(within=10).hears("ringing you back").presses("1").hears("someone else, please").presses("4")
    town.ben.is_hung_up_on()
    assert not town.holder(town.ben)


def test_a_number_that_is_not_ours_is_keyed_and_nobody_is_rung(town: Town) -> None:
    """The words are the same, so that nobody learns whose number we hold; a stranger's phone stays silent."""
    keys_a_number(town.mallory, town.emil.number)
    town.emil.is_not_rung(for_seconds=600)
    assert town.items() == {}


@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"rings_back": 3})}], indirect=True)
def test_a_number_keyed_often_is_rung_no_oftener_than_one_that_is_shown(town: Town) -> None:
    """Whoever keys Rosa's number again and again plagues her no more than the group allows."""
    town.rosa.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    for _ in range(5):
        keys_a_number(town.mallory, town.rosa.number)
        town.mallory.waits(150)
    assert len(town.rosa.displays) == 3


@pytest.mark.parametrize("town", [AT_THREE], indirect=True, ids=["night"])
def test_a_number_that_was_only_keyed_does_not_ring_at_night(town: Town) -> None:
    """Mallory keys Rosa's number at three: it rings from nine on. He hears the same of one that is not ours."""
    town.asks_for_shopping(town.rosa)
    for number in (town.rosa.number, town.emil.number):
        keys_a_number(town.mallory, number, said="we ring it, but not before nine o'clock")
    town.rosa.is_not_rung(for_seconds=5.5 * 3600)
    town.rosa.picks_up(within=3600).hears("ringing you back").presses("1").hears("we go on asking").hangs_up()


@pytest.mark.parametrize("town", [AT_THREE], indirect=True, ids=["night"])
def test_a_number_that_is_shown_is_rung_at_night_whoever_keys_it_before(town: Town) -> None:
    """Rosa has had the phone in her hand. What somebody else has keyed does not keep her waiting."""
    town.asks_for_shopping(town.rosa)
    keys_a_number(town.mallory, town.rosa.number, said="not before nine o'clock")
    phones_for_news(town.rosa).hears("we go on asking").hangs_up()


def test_a_volunteers_number_that_was_only_keyed_rings_in_their_own_hours(town: Town) -> None:
    """It is ten in the morning, and Ben may be rung from two o'clock on."""
    town.joins(town.ben, hours=Hours.parse("every day 14:00-20:00"))
    keys_a_number(town.mallory, town.ben.number)
    town.ben.is_not_rung(for_seconds=3.9 * 3600)
    town.ben.picks_up(within=1200).hears("ringing you back").hangs_up()
    town.ben.when_rung(LetsItRing())


def test_whose_phone_shows_no_number_and_keys_none_hears_what_to_do(town: Town) -> None:
    """Nobody is left to wait for a ring that cannot come."""
    town.rosa.dials(LINE, withheld="anonymous").hears("anything else").presses("4").hears("news of").presses("9")
    town.rosa.hears("a number that you gave us, 2", "for a person, nought", "a phone that shows its number")
    town.rosa.hears("goodbye").hears_nothing_of("put the phone down").is_hung_up_on()
    assert town.items() == {}
