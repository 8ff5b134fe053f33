"""Phone numbers: how they print, who is calling, which may be rung, and how they are said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.numbers import CannotRing, PhoneNumber, caller, exists, is_country, opaque, spoken, to_ring

ROSA = PhoneNumber("+442079460123")
whole = st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True)


@given(whole)
def test_a_number_never_prints_itself_whole(e164: str) -> None:
    """Not in a log line, an error or a repr (promise 6)."""
    number = PhoneNumber(e164)
    for printed in (str(number), repr(number), f"{number}", f"{[number]}"):
        assert e164[3:-2] not in printed
        assert "…" in printed


@pytest.mark.parametrize(
    "text", ["", "020 7946 0123", "+44 20 7946 0123", "+0207946012", "+44", "+4420794601234567", "+٤٤٢٠٧٩٤٦"]
)
def test_a_number_is_in_e164_form_or_none(text: str) -> None:
    """The complaint does not repeat it."""
    with pytest.raises(ValueError, match=r"^not a number in E\.164 form$"):
        PhoneNumber(text)


def test_what_stands_for_a_number_is_always_the_same_and_tells_nothing() -> None:
    """Twelve letters and digits that are safe in a URL; parts are not run together."""
    assert ROSA.opaque == PhoneNumber(ROSA.e164).opaque == opaque(ROSA.e164)
    assert len(ROSA.opaque) == 12
    assert ROSA.opaque.isalnum()
    assert opaque("ab", "c") != opaque("a", "bc")


@pytest.mark.parametrize(
    "shown",
    [
        "",
        *("anonymous", "Anonymous", "restricted", "unavailable", "unknown", "blocked"),
        *("+266696687", "+7378742833", "+17378742833", "+86282452253", "+2562533", "+8656696"),
        *("1001", "sip:rosa@example.org", "client:rosa", "+44 20 7946 0123", "020 7946 0123", "+44207946012x"),
    ],
)
def test_fault_23_a_caller_without_a_number_is_nobody(shown: str) -> None:
    """Withheld, as a word or as one spelled on a keypad; extensions and malformed ones: a number is asked for."""
    assert caller(shown) is None


def test_a_caller_with_a_number_can_be_rung_back() -> None:
    """As it is shown, if it is a number."""
    assert caller(ROSA.e164) == ROSA


@pytest.mark.parametrize(
    ("keyed", "e164"),
    [
        ("02079460123", "+442079460123"),
        ("07700900123", "+447700900123"),
        ("00442079460123", "+442079460123"),
        ("+44 (0)20 7946 0123", "+442079460123"),
        ("01277 200000", "+441277200000"),
        ("07400 123456", "+447400123456"),
        ("056 0000 0000", "+445600000000"),
    ],
)
def test_an_ordinary_number_is_rung_however_it_is_keyed(keyed: str, e164: str) -> None:
    """National or international: landlines, mobiles, internet phones."""
    assert to_ring(keyed, countries=("GB",), drama=True) == PhoneNumber(e164)


@pytest.mark.parametrize(
    ("keyed", "why"),
    [
        ("09098790999", "not an ordinary number"),  # premium rate
        ("08431234567", "not an ordinary number"),  # shared cost
        ("07012345678", "not an ordinary number"),  # personal numbers, billed like premium
        ("08001111", "not an ordinary number|no such number|not a whole"),
        ("999", "not a whole phone number|no such number"),
        ("118500", "not a whole phone number|no such number"),
        ("0207946", "not a whole phone number|no such number"),
        ("0014155552671", "abroad: the group pays for calls to GB only|no such number"),
        ("0035312345678", "abroad: the group pays for calls to GB only"),
        ("01534000000", "abroad|no such number"),  # Jersey, which shares +44 and costs more
        ("12345678901234567890", "not a whole phone number"),
        ("", "not a phone number: give its digits only"),
        ("0800FLOWERS", "not a phone number: give its digits only"),
        ("020 7946 0123 ext 5", "not a phone number: give its digits only"),
    ],
)
def test_fault_23_what_costs_much_or_is_no_number_is_not_rung(keyed: str, why: str) -> None:
    """No toll fraud: premium, shared cost, personal, short and foreign numbers are refused in a sentence."""
    with pytest.raises(CannotRing, match=why) as refused:
        to_ring(keyed, countries=("GB",), drama=True)
    assert not keyed or keyed not in str(refused.value)


def test_a_group_can_pay_for_more_countries() -> None:
    """A national number is one of the first."""
    assert to_ring("0035312345678", countries=("GB", "IE"), drama=False) == PhoneNumber("+35312345678")
    assert to_ring("01 234 5678", countries=("IE", "GB"), drama=False) == PhoneNumber("+35312345678")


@pytest.mark.parametrize("keyed", ["07700900123", "02079460123", "+447700900999"])
def test_numbers_for_drama_are_rung_only_by_name(keyed: str) -> None:
    """Ofcom's own: nobody has them, and only the sample and the tests allow them."""
    assert to_ring(keyed, countries=("GB",), drama=True).e164.endswith(keyed[-9:])
    with pytest.raises(CannotRing, match="Nobody has this number"):
        to_ring(keyed, countries=("GB",), drama=False)


@given(st.text(alphabet="0123456789+ -()*#x٣", max_size=20))
def test_whatever_is_keyed_is_a_number_or_a_sentence(keyed: str) -> None:
    """Nothing that a keypad or a file can hold is an error of another kind, and what is rung may be rung again."""
    try:
        number = to_ring(keyed, countries=("GB",), drama=True)
    except CannotRing:
        return
    assert to_ring(number.e164, countries=("GB",), drama=True) == number


@pytest.mark.parametrize(
    ("e164", "home", "said"),
    [
        ("+442079460123", "GB", "0 2 0, 7 9 4 6, 0 1 2 3"),
        ("+447700900123", "GB", "0 7 7 0 0, 9 0 0, 1 2 3"),
        ("+441134960123", "GB", "0 1 1 3, 4 9 6, 0 1 2 3"),
        ("+35312345678", "GB", "0 0 3 5 3, 1, 2 3 4, 5 6 7 8"),
        ("+35312345678", "IE", "0 1, 2 3 4, 5 6 7 8"),
    ],
)
def test_a_number_is_said_digit_by_digit_in_groups(e164: str, home: str, said: str) -> None:
    """As people of that country say it; one from abroad as it would be dialled."""
    assert spoken(PhoneNumber(e164), home=home) == said


@given(st.from_regex(r"\+44(2079460|7700900|1134960)[0-9]{3}", fullmatch=True))
def test_every_digit_is_said(e164: str) -> None:
    """None is lost in the grouping, or said twice."""
    assert spoken(PhoneNumber(e164)).replace(" ", "").replace(",", "") == e164.replace("+44", "0")


@given(whole)
def test_whatever_number_is_kept_can_be_said(e164: str) -> None:
    """Also one that no country has."""
    assert set(spoken(PhoneNumber(e164))) <= set("0123456789, ")


def test_what_exists_is_known() -> None:
    """Helplines of a few digits and countries too; the numbers for drama, by name."""
    assert exists("+44116123", drama=False)
    assert exists("+441277200000", drama=False)
    assert not exists("+44200000000", drama=False)
    assert (exists(ROSA.e164, drama=True), exists(ROSA.e164, drama=False)) == (True, False)
    assert is_country("GB")
    assert not is_country("XX")
