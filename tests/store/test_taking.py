"""At most one volunteer holds a request, and whoever it is can be sure of it."""

from __future__ import annotations

from hotline.records import RequestState
from hotline.store import Store
from tests.store.cast import ALI, BEN, GROUP, MINUTE, NOW, ROSAS_CALL, accepts, now_is, opened, ringing
from tests.store.conftest import Meanwhile

ID = f"{ROSAS_CALL}-1"


def taken(store: Store) -> None:
    """Ben has it."""
    opened(store)
    assert store.accept(GROUP, ID, offer=f"{ID}-1", volunteer=BEN.id, now=NOW)


def test_the_first_yes_has_it(store: Store) -> None:
    """Promise 1: accepted, by whom and by which offer, and due at once."""
    opened(store)
    won = store.accept(GROUP, ID, offer=f"{ID}-1", volunteer=BEN.id, now=NOW + MINUTE)
    assert won is not None
    assert (won.state, won.taken_by, won.taken_offer, won.taken_at) == ("accepted", BEN.id, f"{ID}-1", NOW + MINUTE)
    assert won.next_action_at == NOW + MINUTE
    assert won == now_is(store)


def test_the_second_yes_is_too_late(store: Store) -> None:
    """Fault 8: Ali hears that a neighbour was just before."""
    taken(store)
    assert store.accept(GROUP, ID, offer=f"{ID}-2", volunteer=ALI.id, now=NOW) is None
    assert now_is(store).taken_by == BEN.id


def test_the_same_yes_twice_is_one_yes(store: Store) -> None:
    """Faults 9 and 10: a retry that meets its own write hears the same, and nothing moves."""
    taken(store)
    before = now_is(store)
    assert store.accept(GROUP, ID, offer=f"{ID}-1", volunteer=BEN.id, now=NOW + 60 * MINUTE) == before
    assert now_is(store) == before


def test_the_same_yes_after_they_have_spoken(store: Store) -> None:
    """A late repeat does not undo that the two have spoken."""
    taken(store)
    spoken(store)
    again = store.accept(GROUP, ID, offer=f"{ID}-1", volunteer=BEN.id, now=NOW + MINUTE)
    assert again is not None
    assert again.state == "spoken"


def test_a_yes_to_nothing_makes_nothing(store: Store) -> None:
    """Acceptance is never on "does not exist": that makes ghost rows."""
    assert store.accept(GROUP, "nothing-1", offer="nothing-1-1", volunteer=BEN.id, now=NOW) is None
    assert list(store.requests(GROUP)) == []


def test_a_draft_cannot_be_taken(store: Store) -> None:
    """Nor what has ended."""
    opened(store)
    store.end_request(GROUP, ID, state=RequestState.CANCELLED, now=NOW)
    assert store.accept(GROUP, ID, offer=f"{ID}-1", volunteer=BEN.id, now=NOW) is None
    assert now_is(store).state == "cancelled"


def test_a_yes_once_handed_back_is_no_longer_a_yes(store: Store) -> None:
    """An hour later the same key tells the truth by then: Ali has it."""
    taken(store)
    store.hand_back(GROUP, ID, volunteer=BEN.id, now=NOW, passed=True)
    store.accept(GROUP, ID, offer=f"{ID}-2", volunteer=ALI.id, now=NOW)
    assert store.accept(GROUP, ID, offer=f"{ID}-1", volunteer=BEN.id, now=NOW) is None


def test_no_thanks_is_remembered_and_wakes_the_dispatcher(store: Store) -> None:
    """Not asked again for this one; the next phone may ring at once."""
    before = opened(store)
    assert store.pass_on(GROUP, ID, volunteer=ALI.id, now=NOW + MINUTE, again_at=None)
    now = now_is(store)
    assert (now.passed, now.next_action_at, now.step) == (frozenset({ALI.id}), NOW + MINUTE, before.step + 1)


def test_ring_me_in_ten_minutes(store: Store) -> None:
    """Passed for now, and asked again then."""
    opened(store)
    assert store.pass_on(GROUP, ID, volunteer=ALI.id, now=NOW, again_at=NOW + 10 * MINUTE)
    assert (now_is(store).passed, now_is(store).later) == (frozenset(), {ALI.id: NOW + 10 * MINUTE})


def test_a_no_does_not_hurry_what_is_taken(store: Store) -> None:
    """While Ben has it, Ali's no is noted, and Ben's quarter of an hour stays."""
    taken(store)
    store.schedule(now_is(store), next_action_at=NOW + 15 * MINUTE)
    assert store.pass_on(GROUP, ID, volunteer=ALI.id, now=NOW + MINUTE, again_at=None)
    assert (now_is(store).passed, now_is(store).next_action_at) == (frozenset({ALI.id}), NOW + 15 * MINUTE)


def test_who_holds_it_cannot_pass(store: Store) -> None:
    """Ben hands it back, or keeps it."""
    taken(store)
    assert not store.pass_on(GROUP, ID, volunteer=BEN.id, now=NOW, again_at=None)
    assert (now_is(store).state, now_is(store).passed) == ("accepted", frozenset())


def test_a_no_that_meets_a_yes(store: Store, meanwhile: Meanwhile) -> None:
    """Ali says no in the moment in which Ben says yes: both are so."""
    opened(store)
    meanwhile("UpdateItem", lambda: store.accept(GROUP, ID, offer=f"{ID}-1", volunteer=BEN.id, now=NOW))
    assert store.pass_on(GROUP, ID, volunteer=ALI.id, now=NOW + MINUTE, again_at=None)
    now = now_is(store)
    assert (now.taken_by, now.passed, now.next_action_at) == (BEN.id, frozenset({ALI.id}), NOW)


def test_who_has_said_no_cannot_take_it(store: Store) -> None:
    """Promise 8: their offer is not open any more; unless a task has asked them again."""
    offer = ringing(store, BEN)
    assert store.pass_on(GROUP, ID, volunteer=BEN.id, now=NOW, again_at=None)
    assert accepts(store, offer) is None
    assert now_is(store).state is RequestState.OPEN
    assert store.accept(GROUP, ID, offer="task-1", volunteer=BEN.id, now=NOW, asked_anew=True)


def test_a_no_to_what_has_ended_is_nothing(store: Store) -> None:
    """Nobody's id is written to a row from which all ids were erased."""
    opened(store)
    store.end_request(GROUP, ID, state=RequestState.DONE, now=NOW)
    assert not store.pass_on(GROUP, ID, volunteer=ALI.id, now=NOW, again_at=None)


def test_handed_back_it_goes_round_again(store: Store) -> None:
    """Open, due now, everybody may be asked but Ben, who has passed; nothing of his time with it is left."""
    ringing(store, BEN)
    taken_by_ben = store.accept(GROUP, ID, offer=f"{ID}-1", volunteer=BEN.id, now=NOW)
    assert taken_by_ben is not None
    store.mark_joined(GROUP, ID, volunteer=BEN.id, now=NOW)
    spoken(store, ring_after=True)
    assert store.hand_back(GROUP, ID, volunteer=BEN.id, now=NOW + MINUTE, passed=True)
    now = now_is(store)
    assert (now.state, now.next_action_at, now.passed, now.asked) == (
        "open",
        NOW + MINUTE,
        frozenset({BEN.id}),
        frozenset(),
    )
    assert (now.taken_by, now.taken_offer, now.taken_at, now.joined_at, now.spoken_at) == (None,) * 5
    assert (now.checks, now.ring_after) == (0, False)


def test_only_who_holds_it_hands_it_back(store: Store) -> None:
    """Mallory has no business here; and back is back once."""
    taken(store)
    assert not store.hand_back(GROUP, ID, volunteer="mallory", now=NOW, passed=False)
    assert store.hand_back(GROUP, ID, volunteer=BEN.id, now=NOW, passed=False)
    assert not store.hand_back(GROUP, ID, volunteer=BEN.id, now=NOW, passed=False)
    assert now_is(store).passed == frozenset()


def test_the_last_time_they_were_joined_counts(store: Store) -> None:
    """Joined again an hour later, they have had the word that one of them wanted in between."""
    taken(store)
    assert store.mark_joined(GROUP, ID, volunteer=BEN.id, now=NOW)
    assert store.mark_joined(GROUP, ID, volunteer=BEN.id, now=NOW + 60 * MINUTE)
    assert not store.mark_joined(GROUP, ID, volunteer=ALI.id, now=NOW)
    assert now_is(store).joined_at == NOW + 60 * MINUTE


def test_having_spoken_is_noted_once(store: Store) -> None:
    """The first time counts, and only for who has it."""
    taken(store)
    assert not spoken(store, by=ALI.id)
    assert spoken(store, ring_after=True)
    assert spoken(store, ring_after=True)
    now = now_is(store)
    assert (now.state, now.spoken_at, now.ring_after, now.next_action_at) == ("spoken", NOW, True, NOW + 60 * MINUTE)


def test_a_yes_reaches_the_request_of_the_offer(store: Store) -> None:
    """From a reserved offer to the acceptance, as the ringing phone does it."""
    offer = ringing(store, BEN)
    won = accepts(store, offer)
    assert won is not None
    assert won.ringing[offer.id].volunteer == BEN.id


def spoken(store: Store, *, by: str = BEN.id, ring_after: bool = False) -> bool:
    return store.mark_spoken(GROUP, ID, volunteer=by, now=NOW, ring_after=ring_after, next_action_at=NOW + 60 * MINUTE)
