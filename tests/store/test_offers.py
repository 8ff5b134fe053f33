"""What a ringing phone's call reports: twice, late, out of order, and still each thing once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from hotline.errors import PhoneBusy
from hotline.records import (
    FOR_GOOD,
    Need,
    No,
    Offer,
    OfferEnd,
    OfferKind,
    OfferState,
    Rang,
    Request,
    RequestState,
)
from hotline.store import Store
from tests.store.cast import (
    ALI,
    BEN,
    GROUP,
    MINUTE,
    NOW,
    ROSAS_CALL,
    TODAY,
    accepts,
    ends_as,
    ledger,
    now_is,
    opened,
    order,
    person,
    reserve,
    ringing,
)
from tests.store.conftest import Meanwhile

ID = f"{ROSAS_CALL}-1"

YES = OfferEnd(state=OfferState.ACCEPTED, outcome="yes", person=True)
NO = OfferEnd(state=OfferState.PASSED, outcome="this", person=True, missed=True, no=FOR_GOOD)


def ends(store: Store, offer: Offer, **changes: Any) -> bool:
    how: dict[str, Any] = {"state": OfferState.UNANSWERED, "outcome": "no-answer", "missed": True, "release": True}
    return ends_as(store, offer, OfferEnd(**{**how, **changes}))


def picked_up(store: Store, offer: Offer, *, sid: str = "CA1") -> bool:
    times = {"now": NOW + MINUTE, "deadline": NOW + 5 * MINUTE, "next_action_at": NOW + 2 * MINUTE}
    return store.pick_up(offer, now_is(store), call_sid=sid, **times)


def passes(store: Store, offer: Offer, *, again_at: datetime | None = None) -> bool:
    end = replace(NO, no=No(again_at=again_at))
    return store.end_offer(offer, now_is(store), lambda _, __: end, now=NOW + MINUTE) is not None


def releases(store: Store, offer: Offer, *, unnamed: bool = False) -> None:
    store.release_phone(offer, offer.volunteer, unnamed=unnamed, now=NOW)


def rings_for_emil(store: Store, **changes: Any) -> bool:
    """Whether Ben's phone may ring for somebody else now."""
    seen = store.request(GROUP, "emilscall-1") or opened(store, "emilscall-1")
    return reserve(store, seen, person(store, BEN), reserved_at=NOW + 4 * MINUTE, **changes)


def test_an_answered_phone_is_noted_everywhere(store: Store) -> None:
    """Offer, request and lock get the new deadline, and the request is due when the deciding is over."""
    offer = ringing(store, BEN)
    assert picked_up(store, offer)
    (now,) = ledger(store)
    assert (now.state, now.answered_at, now.call_sid, now.deadline) == (
        "answered",
        NOW + MINUTE,
        "CA1",
        NOW + 5 * MINUTE,
    )
    entry = now_is(store).ringing[offer.id]
    assert (entry.answered_at, entry.deadline, entry.keyed) == (NOW + MINUTE, NOW + 5 * MINUTE, False)
    assert now_is(store).next_action_at == NOW + 2 * MINUTE
    with pytest.raises(PhoneBusy):
        rings_for_emil(store)


def test_answered_twice_is_answered_once(store: Store) -> None:
    """Fault 1: the first answer's time stays."""
    offer = ringing(store, BEN)
    picked_up(store, offer)
    assert store.pick_up(
        offer,
        now_is(store),
        call_sid="CA1",
        now=NOW + 3 * MINUTE,
        deadline=NOW + 6 * MINUTE,
        next_action_at=NOW + 4 * MINUTE,
    )
    assert ledger(store)[0].answered_at == NOW + MINUTE
    assert now_is(store).ringing[offer.id].answered_at == NOW + MINUTE


def test_a_phone_answered_after_somebody_else_said_yes(store: Store) -> None:
    """Fault 20: it is noted, and does not hurry what is already taken."""
    offer = ringing(store, BEN)
    store.accept(GROUP, ID, offer=f"{ID}-9", volunteer=ALI.id, now=NOW)
    assert picked_up(store, offer)
    assert now_is(store).next_action_at == NOW


def test_an_ended_offer_is_not_answered(store: Store) -> None:
    """Promise 5: ended never goes back."""
    offer = ringing(store, BEN)
    ends(store, offer)
    assert not picked_up(store, offer)
    assert ledger(store)[0].state == "unanswered"


def test_a_phone_answered_when_the_request_is_gone(store: Store) -> None:
    """Cancelled meanwhile: the offer is answered, the request stays ended and empty."""
    offer = ringing(store, BEN)
    store.forget_ring(now_is(store), offer.id, now=NOW)
    store.end_request(GROUP, ID, state=RequestState.CANCELLED, now=NOW)
    assert picked_up(store, offer)
    assert (now_is(store).ringing, now_is(store).next_action_at) == ({}, None)


def test_an_answer_that_meets_a_yes(store: Store, meanwhile: Meanwhile) -> None:
    """Ben answers in the moment in which Ali's yes is written: it is looked at again, and both are so."""
    offer = ringing(store, BEN)
    meanwhile("TransactWriteItems", lambda: store.accept(GROUP, ID, offer=f"{ID}-9", volunteer=ALI.id, now=NOW))
    assert picked_up(store, offer)
    assert (now_is(store).taken_by, now_is(store).next_action_at) == (ALI.id, NOW)


def test_the_first_sid_stays(store: Store) -> None:
    """Fault 6: whoever knows it first, the webhook or who placed the call."""
    offer = ringing(store, BEN)
    store.note_call(GROUP, offer.id, call_sid="CA1")
    store.note_call(GROUP, offer.id, call_sid="CA2")
    store.note_call(GROUP, "nothing-1-1", call_sid="CA3")
    picked_up(store, offer, sid="CA4")
    assert [found.call_sid for found in ledger(store)] == ["CA1"]
    assert store.offer(GROUP, "nothing-1-1") is None


def test_status_callbacks_out_of_order(store: Store) -> None:
    """Fault 2: only what is newer than all that was heard counts; the first of them brings the SID."""
    offer = ringing(store, BEN)
    heard = [store.heard_status(GROUP, offer.id, sequence=number, call_sid="CA1") for number in (0, 2, 1, 2, 3)]
    assert [offer and offer.sequence for offer in heard] == [0, 2, None, None, 3]
    assert (ledger(store)[0].call_sid, ledger(store)[0].sequence) == ("CA1", 3)
    assert not store.heard_status(GROUP, "nothing-1-1", sequence=0, call_sid="CA1")


def test_a_valid_key_is_a_human(store: Store) -> None:
    """While it rings it is noted; afterwards there is nothing to note it on."""
    offer = ringing(store, BEN)
    store.human_there(offer)
    assert now_is(store).ringing[offer.id].keyed
    ends(store, offer)
    store.human_there(offer)
    assert now_is(store).ringing == {}


def test_a_conversation_is_not_disturbed(store: Store) -> None:
    """Offer, entry and lock last as long as they may talk, and are never cut short."""
    offer = ringing(store, BEN)
    picked_up(store, offer)
    for until in (NOW + 60 * MINUTE, NOW + 10 * MINUTE):
        store.hold_phone(offer, now_is(store), until=until)
    assert (ledger(store)[0].deadline, now_is(store).ringing[offer.id].deadline) == (NOW + 60 * MINUTE,) * 2
    with pytest.raises(PhoneBusy):
        rings_for_emil(store)


def test_an_offer_ends_everywhere(store: Store) -> None:
    """The ledger says how, the phone rings no longer and is free, a miss is counted, and the next is due."""
    offer = ringing(store, BEN)
    before = now_is(store)
    assert ends(store, offer)
    (ended,) = ledger(store)
    assert (ended.state, ended.outcome, ended.ended_at) == ("unanswered", "no-answer", NOW + MINUTE)
    now = now_is(store)
    assert (now.ringing, now.misses, now.next_action_at, now.step) == ({}, 1, NOW + MINUTE, before.step + 1)
    assert rings_for_emil(store)


def test_an_offer_ends_once(store: Store) -> None:
    """Promise 5: the sweep and a late callback, and one miss."""
    offer = ringing(store, BEN)
    assert ends(store, offer)
    assert not ends(store, offer, state=OfferState.FAILED)
    assert (ledger(store)[0].state, now_is(store).misses, person(store, BEN).unanswered) == ("unanswered", 1, 1)


def test_nothing_ends_that_never_was(store: Store) -> None:
    """A callback for an offer that nobody knows leaves no row."""
    offer = ringing(store, BEN)
    unknown = replace(offer, id=f"{ID}-7")
    assert not ends(store, unknown)
    assert store.offer(GROUP, unknown.id) is None


def test_two_ends_at_once(store: Store, meanwhile: Meanwhile) -> None:
    """Whoever is second finds that it has ended."""
    offer = ringing(store, BEN)
    meanwhile("TransactWriteItems", lambda: ends(store, offer, state=OfferState.PASSED))
    assert not ends(store, offer)
    assert (ledger(store)[0].state, now_is(store).misses) == ("passed", 1)


def test_who_passed_is_still_on_the_line(store: Store) -> None:
    """The lock outlives the offer until the call is over."""
    offer = ringing(store, BEN)
    picked_up(store, offer)
    assert ends(store, offer, state=OfferState.PASSED, release=False)
    with pytest.raises(PhoneBusy):
        rings_for_emil(store)
    releases(store, offer)
    releases(store, offer)
    assert rings_for_emil(store)


def test_a_lock_is_released_by_its_own_offer_only(store: Store) -> None:
    """A late callback of the last call does not free a phone that rings again."""
    first = ringing(store, BEN)
    ends(store, first)
    second = ringing(store, person(store, BEN), reserved_at=NOW + 2 * MINUTE, deadline=NOW + 9 * MINUTE)
    releases(store, first)
    ends(store, first)
    assert second.id == f"{ID}-2"
    with pytest.raises(PhoneBusy):
        rings_for_emil(store)


def test_an_end_that_comes_after_the_phone_rings_again(store: Store) -> None:
    """The sweep was late: the lock ran out, Emil's request has the phone, and Rosa's offer ends without freeing it."""
    rosas = ringing(store, BEN)
    assert rings_for_emil(store, deadline=NOW + 9 * MINUTE)
    assert ends(store, rosas)
    seen = opened(store, "gwenscall-1")
    with pytest.raises(PhoneBusy):
        reserve(store, seen, person(store, BEN), reserved_at=NOW + 5 * MINUTE)


def test_a_no_thanks_ends_the_offer_and_is_remembered(store: Store) -> None:
    """All at once; the phone is theirs until they have put it down."""
    offer = ringing(store, replace(BEN, unanswered=3))
    picked_up(store, offer)
    assert passes(store, ledger(store)[0])
    (ended,) = ledger(store)
    assert (ended.state, ended.outcome, ended.ended_at) == ("passed", "this", NOW + MINUTE)
    now = now_is(store)
    assert (dict(now.ringing), now.misses, now.next_action_at) == ({}, 1, NOW + MINUTE)
    assert now.passed == {BEN.id}
    assert person(store, BEN).unanswered == 0
    with pytest.raises(PhoneBusy):
        rings_for_emil(store)
    assert not passes(store, offer)


def test_a_no_for_now_is_asked_again(store: Store) -> None:
    """In ten minutes, and not never."""
    offer = ringing(store, BEN)
    assert passes(store, offer, again_at=NOW + 10 * MINUTE)
    assert (now_is(store).passed, now_is(store).later) == (frozenset(), {BEN.id: NOW + 10 * MINUTE})


def test_who_has_it_does_not_lose_it_by_a_no(store: Store) -> None:
    """To hand it back is another matter."""
    offer = ringing(store, BEN)
    accepts(store, offer)
    assert passes(store, offer)
    assert (now_is(store).taken_by, now_is(store).passed) == (BEN.id, frozenset())


def test_what_was_seen_is_looked_at_again_when_it_is_no_longer_so(store: Store) -> None:
    """Ben has left, Emil's request has his phone, and Ali has said yes, all since the offer was read."""
    offer = ringing(store, BEN)
    seen = now_is(store)
    assert rings_for_emil(store, deadline=NOW + 9 * MINUTE)
    store.remove_volunteer(GROUP, BEN.id)
    store.accept(GROUP, ID, offer=f"{ID}-9", volunteer=ALI.id, now=NOW)
    assert store.end_offer(offer, seen, lambda _, __: NO, now=NOW + MINUTE)
    assert (ledger(store)[0].state, now_is(store).taken_by) == ("passed", ALI.id)
    assert now_is(store).passed == {BEN.id}


def test_an_offer_is_found_with_what_it_is_about(store: Store) -> None:
    """In one look, and both or neither."""
    offer = ringing(store, BEN)
    assert store.offer_and_request(GROUP, offer.id) == (offer, now_is(store))
    assert store.offer_and_request(GROUP, f"{ID}-7") is None
    assert store.offer_and_request(GROUP, "nothing") is None


def test_a_cancelled_ring_gives_the_place_back(store: Store) -> None:
    """Promise 3: a lost race costs no place, but counts for rest and cap."""
    store.add_volunteer(ALI)
    offer = ringing(store, BEN)
    assert order(store, Need.SHOPPING) == [ALI.id, BEN.id]
    ends(store, offer, state=OfferState.TOO_LATE, place_back=True, missed=False)
    assert order(store, Need.SHOPPING) == order(store, Need.DOG) == [BEN.id, ALI.id]
    assert (person(store, BEN).asked_at, person(store, BEN).asks) == (BEN.asked_at, (NOW,))
    assert now_is(store).misses == 0


def test_a_place_asked_from_since_is_not_given_back(store: Store) -> None:
    """Ben was asked for something else meanwhile: that ask stands."""
    offer = ringing(store, BEN)
    store.change_volunteer(GROUP, BEN.id, asked_at=NOW + MINUTE)
    ends(store, offer, state=OfferState.TOO_LATE, place_back=True)
    assert person(store, BEN).asked_at == NOW + MINUTE
    assert [place.asked_at for place in store.standing_first(GROUP, Need.DOG)] == [NOW + MINUTE]


def test_who_left_a_queue_meanwhile_is_not_put_back_into_it(store: Store, meanwhile: Meanwhile) -> None:
    """A place is given back only where they still stand."""
    offer = ringing(store, BEN)
    meanwhile("TransactWriteItems", lambda: store.change_volunteer(GROUP, BEN.id, needs=frozenset({Need.DOG})))
    ends(store, offer, state=OfferState.TOO_LATE, place_back=True)
    assert (order(store, Need.SHOPPING), order(store, Need.DOG)) == ([], [BEN.id])


@pytest.mark.parametrize(
    ("state", "person_there", "then"),
    [
        (OfferState.UNANSWERED, False, 4),
        (OfferState.FAILED, False, 3),
        (OfferState.TOO_LATE, False, 3),
        (OfferState.TOO_LATE, True, 0),
        (OfferState.PASSED, True, 0),
        (OfferState.ACCEPTED, True, 0),
    ],
)
def test_unanswered_calls_in_a_row(store: Store, state: OfferState, then: int, *, person_there: bool) -> None:
    """Fault 19: a key ends the row of unanswered calls; what is nobody's doing changes nothing."""
    offer = ringing(store, replace(BEN, unanswered=3))
    ends(store, offer, state=state, person=person_there)
    assert person(store, BEN).unanswered == then


def test_an_offer_ends_also_when_all_around_it_is_gone(store: Store) -> None:
    """Request over, volunteer removed: the ledger is still closed."""
    offer = ringing(store, BEN)
    store.forget_ring(now_is(store), offer.id, now=NOW)
    store.end_request(GROUP, ID, state=RequestState.DONE, now=NOW)
    store.remove_volunteer(GROUP, BEN.id)
    assert ends(store, offer, place_back=True)
    assert (ledger(store)[0].state, now_is(store).state, store.volunteer(GROUP, BEN.id)) == ("unanswered", "done", None)


def test_a_check_that_ends_leaves_the_rotation_alone(store: Store) -> None:
    """A call that was no ask has no place to give back."""
    ends(store, ringing(store, BEN))
    accepts(store, ledger(store)[0])
    check = ringing(store, person(store, BEN), kind=OfferKind.CHECK, reserved_at=NOW + 9 * MINUTE)
    assert ends(store, check, place_back=True, missed=False)
    assert person(store, BEN).asked_at == NOW


def test_a_request_does_not_end_while_an_offer_is_open_for_it(store: Store) -> None:
    """The offer ends first, so that none is left open in the ledger."""
    offer = ringing(store, BEN)
    assert not store.end_request(GROUP, ID, state=RequestState.CANCELLED, now=NOW)
    ends(store, offer)
    assert store.end_request(GROUP, ID, state=RequestState.CANCELLED, now=NOW)


def test_an_offer_that_was_never_placed_is_undone_whole(store: Store) -> None:
    """The place, rest and cap, the round, the day's calls: all as if nobody had been asked."""
    store.add_volunteer(ALI)
    offer = ringing(store, BEN)
    assert store.calls_today(GROUP, TODAY[0]) == 1
    never = {"rang": Rang.NEVER, "same_again": True, "day": TODAY[0], "missed": False}
    ends(store, offer, state=OfferState.FAILED, **never)
    now = now_is(store)
    assert (person(store, BEN), order(store, Need.SHOPPING)) == (BEN, [BEN.id, ALI.id])
    assert (now.asked, now.misses, now.rings_made, store.calls_today(GROUP, TODAY[0])) == (frozenset(), 0, 0, 0)


def test_a_check_that_was_never_placed_is_none_of_the_few(store: Store) -> None:
    """How often they were asked is as before; and unless the request is open, `look_at` says when it is due."""
    ends(store, ringing(store, BEN))
    accepts(store, ledger(store)[0])
    check = ringing(store, person(store, BEN), kind=OfferKind.CHECK, reserved_at=NOW + 9 * MINUTE)
    assert now_is(store).checks == 1
    again = NOW + 11 * MINUTE
    never = {"rang": Rang.NEVER, "same_again": True, "day": TODAY[0], "missed": False, "look_at": again}
    ends(store, check, state=OfferState.FAILED, **never)
    assert (now_is(store).checks, now_is(store).next_action_at) == (0, again)


def test_a_yes_that_arrives_after_the_end_is_a_yes(store: Store) -> None:
    """Promise 5: the key and the end of the call, in either order, come to the same ledger."""
    offer = ringing(store, replace(BEN, unanswered=2))
    ends(store, offer)
    assert person(store, BEN).unanswered == 3
    store.correct_offer(offer, YES, now=NOW + MINUTE)
    store.correct_offer(offer, YES, now=NOW + MINUTE)
    assert (ledger(store)[0].state, person(store, BEN).unanswered) == ("accepted", 0)


@pytest.mark.parametrize("end", [NO, replace(NO, state=OfferState.TOO_LATE, outcome="too-late", no=None)])
def test_a_key_that_arrives_after_the_end_shows_that_they_answered(store: Store, end: OfferEnd) -> None:
    """Promise 5: a no, or a yes that is too late, is told after the end of its call. They are left in peace no more."""
    offer = ringing(store, replace(BEN, unanswered=4))
    ends(store, offer)
    store.leave_in_peace(GROUP, BEN.id, after=5, until=NOW + 60 * MINUTE, tasks_from=NOW + 60 * MINUTE)
    assert person(store, BEN).quiet_until == NOW + 60 * MINUTE
    store.correct_offer(offer, end, now=NOW + MINUTE)
    assert (ledger(store)[0].state, ledger(store)[0].outcome) == (end.state, end.outcome)
    assert (person(store, BEN).unanswered, person(store, BEN).quiet_until) == (0, None)


def test_what_a_key_has_ended_is_not_corrected(store: Store) -> None:
    """A no stays a no; and an offer that was too late is none that they said no to."""
    offer = ringing(store, BEN)
    passes(store, offer)
    store.correct_offer(offer, YES, now=NOW + MINUTE)
    assert ledger(store)[0].state == "passed"


def test_who_has_answered_meanwhile_is_not_left_in_peace(store: Store, meanwhile: Meanwhile) -> None:
    """Their key is told while the fifth call in a row is counted."""
    offer = ringing(store, replace(BEN, unanswered=4))
    ends(store, offer)
    meanwhile("UpdateItem", lambda: store.correct_offer(offer, YES, now=NOW + MINUTE))
    store.leave_in_peace(GROUP, BEN.id, after=5, until=NOW + 60 * MINUTE, tasks_from=NOW + 60 * MINUTE)
    assert (person(store, BEN).unanswered, person(store, BEN).quiet_until) == (0, None)


def test_what_an_offer_ends_as_is_decided_on_what_is_found(store: Store, meanwhile: Meanwhile) -> None:
    """A yes is written while the sweep ends the offer: the sweep looks again, and finds the yes."""
    offer = ringing(store, BEN)

    def decide(_: Offer, request: Request | None) -> OfferEnd:
        taken = request is not None and request.taken_offer == offer.id
        return OfferEnd(state=OfferState.ACCEPTED if taken else OfferState.UNANSWERED, outcome="")

    meanwhile("TransactWriteItems", lambda: accepts(store, offer))
    assert store.end_offer(offer, now_is(store), decide, now=NOW)
    assert ledger(store)[0].state == "accepted"


def test_whose_phone_it_was_is_forgotten_when_its_call_is_over(store: Store) -> None:
    """Of a call to a number that is no volunteer's, and of the phone that a call has dialled."""
    offer = ringing(store, BEN)
    assert store.dial_phone(offer, "rosas", now=NOW, until=NOW + MINUTE)
    ends(store, ledger(store)[0], unnamed=True)
    assert (ledger(store)[0].volunteer, ledger(store)[0].dialled) == ("", None)


def test_whose_phone_it_was_is_forgotten_also_if_the_offer_had_ended(store: Store) -> None:
    """By a key; then the call is over."""
    offer = ringing(store, BEN)
    assert store.dial_phone(offer, "rosas", now=NOW, until=NOW + MINUTE)
    ends(store, offer, release=False)
    releases(store, ledger(store)[0], unnamed=True)
    assert (ledger(store)[0].volunteer, ledger(store)[0].dialled) == ("", None)
