"""Two of us, drawn by lot: fair, the same whenever it is looked at, and never one of the two whom it is about."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.records import Decision, Need, Reason, Request, Seat, Volunteer
from hotline.rotation.eligibility import why_not
from hotline.rotation.lot import both_ways, by_lot, drawn, outcome, places
from hotline.rotation.phone import may_ring_from
from tests.rotation.cast import BRENTWOOD, DAY, HOUR, NOW, request, volunteer, volunteers

BEFORE, CHATS, APART, MEETING = Decision
TEN = [volunteer(number) for number in range(10)]


def complaint(nth: int = 1, **changes: object) -> Request:
    """Rosa's, about the first of them."""
    lot = request(id=f"complaint-{nth}", need=Need.PERSON, reason=Reason.LOT, other=TEN[0].number, against=TEN[0].id)
    return replace(lot, **changes)  # type: ignore[arg-type] # any field


seats = st.builds(Seat, since=st.just(0), decision=st.none() | st.sampled_from(Decision))


@given(
    everybody=volunteers(),
    sides=st.tuples(st.integers(0, 9), st.integers(0, 9)),
    apart=st.frozensets(st.sampled_from([who.id for who in TEN])),
    hearing=st.dictionaries(st.sampled_from([who.id for who in TEN]), seats, max_size=2),
    volunteers_complaint=st.booleans(),
)
def test_neither_side_is_ever_drawn(
    everybody: list[Volunteer],
    sides: tuple[int, int],
    apart: frozenset[str],
    hearing: dict[str, Seat],
    *,
    volunteers_complaint: bool,
) -> None:
    """Whoever they are, whoever has sat down already, and whoever complains: nor one kept apart from either of them."""
    teller, other = TEN[sides[0]], TEN[sides[1]]
    against = None if volunteers_complaint else other.id
    about = complaint(number=teller.number, other=other.number, against=against, apart=apart, hearing=hearing)
    chosen = drawn(about, [*TEN, *everybody], BRENTWOOD, NOW)
    assert {who.id for who in chosen}.isdisjoint({teller.id, other.id} | apart)
    assert len(chosen) <= places(about) <= 2
    assert not any(who.stopped for who in chosen)


def test_a_side_whose_number_is_gone_is_not_drawn_either() -> None:
    """The volunteer complained of has left, and joined again: found by the id that is kept."""
    for nth in range(50):
        assert TEN[0] not in by_lot(complaint(nth, other=None), TEN)


def test_neither_who_asked_nor_who_it_is_for_is_drawn() -> None:
    """Both are on one side, whichever of the two told us."""
    for nth in range(50):
        assert TEN[1] not in by_lot(complaint(nth, beside=TEN[1].number), TEN)


@pytest.mark.parametrize("volunteers_complaint", [False, True])
def test_the_volunteer_is_kept_from_both_phones_of_the_other_side(*, volunteers_complaint: bool) -> None:
    """And they from the volunteer; of a complaint stored by earlier code, which held no second phone, from the one."""
    ben, rosa, emil = (each.number for each in TEN[:3])
    two = {"number": ben, "other": rosa, "against": None} if volunteers_complaint else {"number": rosa}
    both = {(rosa, ben.opaque), (ben, rosa.opaque), (emil, ben.opaque), (ben, emil.opaque)}
    assert set(both_ways(complaint(**two, beside=emil))) == both
    assert set(both_ways(complaint(**two))) == {pair for pair in both if emil not in pair and emil.opaque not in pair}


def test_who_has_no_phone_is_kept_from_nobody_and_the_one_it_is_for_is() -> None:
    """Told with a code; and the volunteer, who has left, is known by the id that is kept."""
    rosa, ben = TEN[1].number, TEN[0].id
    assert both_ways(complaint(number=None)) == []
    assert both_ways(complaint(number=None, other=None, beside=rosa)) == [(rosa, ben)]


def test_the_lot_is_the_same_whenever_it_is_looked_at() -> None:
    """Whatever order they are read in."""
    assert by_lot(complaint(), TEN) == by_lot(complaint(), reversed(TEN))


def test_everybody_is_drawn_as_often_as_everybody_else() -> None:
    """Of 900 complaints each of nine is drawn for 200, give or take four standard deviations."""
    counted = Counter(who.id for nth in range(900) for who in drawn(complaint(nth), TEN, BRENTWOOD, NOW))
    assert counted.keys() == {who.id for who in TEN[1:]}
    assert all(abs(times - 200) < 50 for times in counted.values()), counted


def test_a_no_makes_room_for_the_next_and_a_yes_keeps_its_seat() -> None:
    """Also when the next would come before them."""
    first, second, third = by_lot(complaint(), TEN)[:3]
    assert drawn(complaint(), TEN, BRENTWOOD, NOW) == [first, second]
    assert drawn(complaint(passed=frozenset({first.id})), TEN, BRENTWOOD, NOW) == [second, third]
    assert drawn(complaint(hearing={third.id: Seat(since=1)}), TEN, BRENTWOOD, NOW) == [third, first]
    decided = {first.id: Seat(since=1, decision=BEFORE)}
    assert drawn(complaint(hearing=decided), TEN, BRENTWOOD, NOW) == [second]


def test_who_rests_for_long_gives_way() -> None:
    """And is left in peace; who rests until tomorrow is waited for."""
    first, second, third = by_lot(complaint(), TEN)[:3]
    others = [who for who in TEN if who != first]
    resting = replace(first, paused_until=NOW + 400 * DAY)
    assert drawn(complaint(), [resting, *others], BRENTWOOD, NOW) == [second, third]
    tomorrow = replace(first, paused_until=NOW + 12 * HOUR)
    assert drawn(complaint(), [tomorrow, *others], BRENTWOOD, NOW) == [tomorrow, second]
    assert may_ring_from(tomorrow, BRENTWOOD, NOW) == NOW + 22 * HOUR


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        ({BEFORE}, {BEFORE}),
        ({CHATS}, {CHATS}),
        ({BEFORE, CHATS}, {CHATS}),
        ({BEFORE, APART}, {APART}),
        ({BEFORE, MEETING}, {MEETING}),
        ({CHATS, APART}, {CHATS, APART}),
        ({APART, MEETING}, {APART, MEETING}),
    ],
)
def test_two_differing_decisions(said: set[Decision], holds: set[Decision]) -> None:
    """What one of them found necessary is not voted down; nothing is added that neither said."""
    assert outcome(said) == holds


def test_no_doors_means_no_doors_and_chats_go_on() -> None:
    """Whatever the need is, but what is talked over by phone, as that a need waits is told to a coordinator."""
    kept = volunteer(coordinator=True, no_doors=frozenset({"complaint-1"}))
    asked = {need: why_not(kept, request(need=need), BRENTWOOD, NOW) for need in Need}
    assert {need for need, why in asked.items() if why is None} == {Need.CHAT, Need.LISTEN, Need.PERSON}
    waits = request(need=Need.PERSON, reason=Reason.WAITING, number=None)
    assert why_not(kept, waits, BRENTWOOD, NOW) is None


def test_who_is_kept_apart_is_not_asked() -> None:
    """By the request's own row: picking somebody costs nothing more."""
    assert why_not(volunteer(), request(apart=frozenset({volunteer().id})), BRENTWOOD, NOW) == "apart"
    assert why_not(volunteer(2), request(apart=frozenset({volunteer().id})), BRENTWOOD, NOW) is None
