"""Keys, or none, and numbers that cannot be rung (faults 13, 14, 23)."""

from __future__ import annotations

import pytest

from hotline.numbers import PhoneNumber
from hotline.records import Need, Reason, When
from tests.stories.town import LINE, Town

ROSAS = "02079460123"
PREMIUM = "09098790123"  # Ofcom's range for premium numbers in drama
NEXT = 2.0  # seconds: the line is in the middle of its first words


def logged(town: Town) -> tuple[Need, str | None, When, bool]:
    """What is known of the only request."""
    request = town.request()
    return request.need, request.area, request.when, request.number is not None


def keys_a_need(town: Town, **shown: str) -> None:
    """Rosa keys shopping, in Ongar, today."""
    town.rosa.dials(LINE, **shown).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses(
        "1"
    )


def test_fault_13_a_key_during_speech_counts(town: Town) -> None:
    """Whoever knows the menus need not hear them out; nor need a volunteer, nor two who were joined."""
    town.joins(town.ben)
    town.rosa.dials(LINE).waits(NEXT).presses("1").waits(NEXT).presses("2").waits(NEXT).presses("1")
    town.rosa.waits(NEXT).presses("1").hears("written down").is_hung_up_on()
    assert logged(town) == (Need.SHOPPING, "ongar", When.TODAY, True)
    town.ben.picks_up().waits(NEXT).presses("1").waits(NEXT).presses("1")
    town.rosa.picks_up()
    town.ben.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.waits(NEXT).presses("1").hears("thank you").is_hung_up_on()
    assert town.holder(town.ben)


def test_fault_14_keys_too_fast(town: Town) -> None:
    """Four keys within a second, before a word was heard: all four count."""
    town.rosa.dials(LINE).waits(0.1).presses("1211").hears("written down").is_hung_up_on()
    assert logged(town) == (Need.SHOPPING, "ongar", When.TODAY, True)


def test_fault_14_no_key_at_the_first_question(town: Town) -> None:
    """Asked again, simpler; then `just tell us`: the words are kept for a person, who is on the way."""
    town.rosa.dials(LINE).hears("press one of these keys", "just tell us", "(beep)").says("Some bread, please")
    town.rosa.hears("it is kept").is_hung_up_on()
    item = town.items()[Reason.RECORDING]
    assert item.note
    assert town.exchange.recordings[item.note].words == "Some bread, please"
    assert item.number


def test_fault_14_no_key_and_no_word(town: Town) -> None:
    """Even then somebody rings back: a caller who only breathes is not lost."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.rosa.dials(LINE).hears("just tell us")
    town.gwen.picks_up().hears("would like a person").presses("1")
    town.gwen.talks_with(town.rosa)
    town.gwen.hangs_up()
    town.rosa.is_hung_up_on()


def test_fault_14_wrong_keys(town: Town) -> None:
    """The same: simpler, then another way on; never a hang-up."""
    town.rosa.dials(LINE).hears("shopping").presses("8").hears("not one of these").presses("7").hears("just tell us")
    town.rosa.hears("(beep)").says("Some bread, please").hears("it is kept").is_hung_up_on()
    assert town.items()[Reason.RECORDING].note


def test_fault_14_no_key_at_the_later_questions(town: Town) -> None:
    """What is not keyed is filled in: anywhere, today; and what was read back is right after a pause."""
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("roughly where are you", "how soon would you like it")
    town.rosa.hears("shopping, anywhere, today", "written down").is_hung_up_on()
    assert logged(town) == (Need.SHOPPING, None, When.TODAY, True)


def test_fault_14_half_a_number(town: Town) -> None:
    """Asked again; the third time a person is found, and the need is kept all the while."""
    keys_a_need(town, withheld="anonymous")
    town.rosa.hears("key the number").presses("0207").hears("cannot ring that number").presses("02079460#")
    town.rosa.hears("cannot ring that number").presses(f"{ROSAS}#").hears("0 1 2 3", "press 1").presses("1")
    town.rosa.hears("right").presses("1").hears("written down").is_hung_up_on()
    assert logged(town) == (Need.SHOPPING, "ongar", When.TODAY, True)


def test_fault_14_a_number_is_never_keyed(town: Town) -> None:
    """Three times wrong, or silence: a person; the need is kept, and a coordinator is told of it."""
    keys_a_need(town, withheld="anonymous")
    for _ in range(3):
        town.rosa.hears("then press hash").presses("123#")
    town.rosa.hears("none of us can pick up", "(beep)").says("I am in the blue house").hears("key the number")
    town.rosa.hears("it is kept").is_hung_up_on()
    town.rosa.waits(60)
    assert logged(town) == (Need.SHOPPING, "ongar", When.TODAY, False)
    assert town.items()[Reason.ASKED].note
    assert town.items()[Reason.NUMBER].about == town.request().id


@pytest.mark.parametrize(
    "shown",
    [
        "anonymous",
        "restricted",
        "unavailable",
        "+266696687",  # `anonymous`, on a keypad
        "+7378742833",  # `restricted`
        "+86282452253",  # `unavailable`
        "1234",  # an extension
        "+12025550123",  # abroad
        "+449098790123",  # premium
    ],
)
def test_fault_23_no_number_that_could_be_rung_back(town: Town, shown: str) -> None:
    """A number is asked for by keys, and read back; that one is kept, and not the other."""
    keys_a_need(town, withheld=shown)
    town.rosa.hears("key the number").presses(f"{ROSAS}#").hears("0 2 0, 7 9 4 6, 0 1 2 3").hangs_up()
    assert town.request().number == PhoneNumber(town.rosa.number)


def test_fault_23_the_number_that_was_keyed_is_the_one_that_rings(town: Town) -> None:
    """Whoever withholds the number, or phones from a box, is rung where they said."""
    town.joins(town.ben)
    keys_a_need(town, withheld="anonymous")
    town.rosa.hears("key the number").presses(f"{ROSAS}#").hears("0 2 0").presses("1").hears("right").presses("1")
    town.rosa.hears("written down").is_hung_up_on()
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("1")
    town.rosa.picks_up()
    town.ben.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.hears("arranged").presses("1").is_hung_up_on()


@pytest.mark.parametrize("keyed", [PREMIUM, "0012025550123", "118118", "08451234567", "999"])
def test_fault_23_a_number_that_would_cost_the_group_dearly_is_not_kept(town: Town, keyed: str) -> None:
    """No toll fraud: premium, foreign, directory, shared cost and short numbers are refused, kindly."""
    keys_a_need(town, withheld="anonymous")
    town.rosa.hears("key the number").presses(f"{keyed}#").hears("cannot ring that number").hangs_up()
    town.rosa.waits(5)
    assert town.request().number is None
    assert set(town.exchange.phones) >= {call.to for call in town.exchange.calls.values()} - {LINE}
