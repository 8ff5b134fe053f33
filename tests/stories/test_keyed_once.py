"""A number that was keyed and read back is the number of the whole call: all that it asks for after that is for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from hotline.numbers import PhoneNumber
from hotline.records import Need, Reason, Remembered, When
from infra.local.exchange import LetsItRing, Person
from tests.stories.test_outage import breaks, comes_back
from tests.stories.town import GROUP, LINE, START, Town, opaque

pytestmark = pytest.mark.long

_HERS = "02079460123"


@pytest.fixture
def ben(town: Town) -> None:
    """Ben helps, and lets it ring."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())


@pytest.fixture
def nobody_picks_up(town: Town) -> Town:
    """Neither Ben nor those who take calls."""
    town.joins(town.gwen, town.priya, coordinator=True, needs=frozenset())
    town.joins(town.ben)
    for person in (town.ben, town.gwen, town.priya):
        person.when_rung(LetsItRing())
    return town


def borrows_a_phone(town: Town) -> Person:
    """Rosa phones from Emil's phone, asks for shopping, and keys the number of her own."""
    town.emil.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.emil.hears("for another phone").presses("2").hears("another phone, press 1").presses("1")
    return (
        town.emil.hears("key the number")
        .presses(f"{_HERS}#")
        .hears("we will ring 0 2 0")
        .presses("1")
        .hears("shopping, in Ongar")
    )


def shows_none(town: Town) -> Person:
    """Her phone shows no number: she keys it."""
    town.rosa.dials(LINE, withheld="anonymous").hears("shopping").presses("1").hears("Ongar").presses("2")
    town.rosa.hears("today").presses("1").hears("key the number").presses(f"{_HERS}#").hears("we will ring 0 2 0")
    return town.rosa.presses("1").hears("shopping, in Ongar")


def something_else_too(caller: Person) -> Person:
    return caller.presses("1").hears("written down", "something else too, press 5").presses("5").hears("medicines")


def medicines(caller: Person) -> Person:
    return caller.presses("2").hears("Ongar").presses("2").hears("today").presses("2")


def numbers(town: Town) -> list[PhoneNumber | None]:
    return [request.number for request in town.requests()]


def rosas(town: Town) -> PhoneNumber:
    return PhoneNumber(town.rosa.number)


@pytest.mark.usefixtures("ben")
def test_the_second_need_is_for_the_number_that_was_keyed_for_the_first(town: Town) -> None:
    """From a borrowed phone: both are rung on her own."""
    medicines(something_else_too(borrows_a_phone(town))).hears("we ring you").presses("1").hears("written down")
    town.emil.is_hung_up_on()
    assert numbers(town) == [rosas(town)] * 2


@pytest.mark.usefixtures("ben")
def test_a_number_is_keyed_once_for_two_needs(town: Town) -> None:
    """From a phone that shows none: it is not asked for again."""
    medicines(something_else_too(shows_none(town))).hears("medicines, in Ongar, today", "we ring you").hangs_up()
    assert numbers(town) == [rosas(town)] * 2


@pytest.mark.usefixtures("ben")
def test_who_hangs_up_in_the_second_need_is_rung_on_the_number_of_the_first(town: Town) -> None:
    """As soon as it is kept it has her number."""
    something_else_too(shows_none(town)).presses("2").hears("Ongar").hangs_up()
    assert numbers(town) == [rosas(town)] * 2


def test_one_of_us_rings_the_number_that_was_keyed(nobody_picks_up: Town) -> None:
    """Nought at the read-back, and a few words."""
    caller = borrows_a_phone(nobody_picks_up).presses("0").hears("(beep)").says("please ring me").presses("#")
    caller.hears("will ring you back").is_hung_up_on()
    assert nobody_picks_up.items()[Reason.ASKED].number == rosas(nobody_picks_up)


def test_who_hangs_up_after_a_few_words_can_be_rung_on_the_number_that_was_keyed(nobody_picks_up: Town) -> None:
    """Her phone shows none; nought, and it is not asked for again."""
    caller = shows_none(nobody_picks_up).presses("0").hears("none of us can pick up", "(beep)").says("please ring")
    caller.hangs_up().waits(60)
    assert nobody_picks_up.items()[Reason.ASKED].number == rosas(nobody_picks_up)


@pytest.mark.parametrize("begins", [borrows_a_phone, shows_none])
def test_their_own_words_are_for_the_number_that_was_keyed(
    nobody_picks_up: Town, begins: Callable[[Town], Person]
) -> None:
    """Something else too, and no key."""
    caller = something_else_too(begins(nobody_picks_up)).hears("never mind the keys", "(beep)")
    caller.says("a lift to the doctor").presses("#").hears("ring you back").is_hung_up_on()
    assert nobody_picks_up.items()[Reason.RECORDING].number == rosas(nobody_picks_up)


def test_who_looks_for_something_else_and_hangs_up_is_rung_on_the_number_that_was_keyed(nobody_picks_up: Town) -> None:
    """At the second menu, in the second need."""
    something_else_too(borrows_a_phone(nobody_picks_up)).presses("4").hears("own words").hangs_up().waits(60)
    assert nobody_picks_up.items()[Reason.ASKED].number == rosas(nobody_picks_up)


@pytest.mark.usefixtures("ben")
def test_who_asks_for_news_after_keying_a_number_is_rung_back_on_it(town: Town) -> None:
    """Not on the phone that was borrowed; and when that phone may ring, since it may be anybody's number."""
    something_else_too(borrows_a_phone(town)).presses("4").hears("news of something you asked").presses("9")
    town.emil.hears("put the phone down").is_hung_up_on()
    town.rosa.picks_up(within=10).hears("ringing you back").hangs_up()


def test_who_would_like_to_help_is_rung_on_the_phone_that_they_hold(town: Town) -> None:
    """It rings at any hour, so that nobody has a stranger rung by keying their number."""
    something_else_too(borrows_a_phone(town)).presses("4").hears("to help neighbours").presses("8")
    town.emil.hears("put the phone down").is_hung_up_on()
    town.emil.picks_up(within=10).hears("would you help").hangs_up()
    town.rosa.is_not_rung(for_seconds=60)


def test_words_at_a_script_that_breaks_are_for_the_number_that_was_keyed(town: Town) -> None:
    """What the fallback takes, too."""
    caller = something_else_too(borrows_a_phone(town))
    breaks(town)
    caller.presses("2").hears("our line is broken", "(beep)").says("some medicines").presses("#").hears("it is kept")
    caller.is_hung_up_on()
    comes_back(town)
    caller.waits(3600)
    assert town.items()[Reason.RECORDING].number == rosas(town)


@pytest.mark.usefixtures("ben")
def test_a_second_number_that_was_called_wrong_leaves_the_first(town: Town) -> None:
    """For the medicines another phone, mistyped, and then none: it is the number of the shopping."""
    medicines(something_else_too(borrows_a_phone(town))).hears("for another phone").presses("2")
    town.emil.hears("another phone, press 1").presses("1").hears("key the number").presses("07700900124#")
    town.emil.hears("0 7 7 0 0").presses("2").hears("once more").hears("we ring you").presses("1").hears("goodbye")
    town.emil.is_hung_up_on()
    assert numbers(town) == [rosas(town)] * 2


@pytest.mark.usefixtures("ben")
def test_what_is_keyed_for_the_second_need_is_for_the_second_alone(town: Town) -> None:
    """The number that was keyed last goes on; what was kept before stays."""
    medicines(something_else_too(shows_none(town))).hears("for another phone").presses("2")
    town.rosa.hears("another phone, press 1").presses("1").hears("key the number").presses("02079460124#")
    town.rosa.hears("0 1 2 4").presses("1").hears("we ring you").hangs_up()
    assert numbers(town) == [rosas(town), PhoneNumber(town.emil.number)]


def are_remembered(town: Town) -> None:
    """Emil and Rosa, for medicines in Ongar in the next few days."""
    for person in (town.emil, town.rosa):
        last = Remembered(area="ongar", when=When.SOON, until=START + timedelta(days=300))
        town.store.remember(GROUP, opaque(person), Need.MEDICINES, last)


@pytest.mark.usefixtures("ben")
def test_what_is_for_the_number_that_was_keyed_is_not_as_emils_last_time(town: Town) -> None:
    """Neither his area nor his day; and nothing is looked up by a number that was keyed."""
    are_remembered(town)
    caller = something_else_too(borrows_a_phone(town)).presses("2").hears("as last time, press 4").presses("4")
    caller.hears("written down, as last time").is_hung_up_on()
    assert [(request.area, request.when) for request in town.requests()][1] == (None, When.TODAY)


@pytest.mark.usefixtures("ben")
def test_nor_once_they_have_begun_again(town: Town) -> None:
    """It was keyed for the shopping, which they have taken back."""
    are_remembered(town)
    borrows_a_phone(town).presses("2").hears("begin again, press 2").presses("2").hears("medicines").presses("2")
    town.emil.hears("as last time, press 4").presses("4").hears("written down, as last time").is_hung_up_on()
    assert (town.request().area, town.request().when) == (None, When.TODAY)


def test_nought_does_not_join_who_is_kept_apart_from_the_number_that_was_keyed(nobody_picks_up: Town) -> None:
    """Whoever's phone she has borrowed."""
    nobody_picks_up.store.keep_apart(opaque(nobody_picks_up.rosa), opaque(nobody_picks_up.gwen))
    borrows_a_phone(nobody_picks_up).presses("0").hears("none of us can pick up").hangs_up()
    assert nobody_picks_up.gwen.displays == []
    assert nobody_picks_up.priya.displays
