"""A need is kept from the first key on, and nothing that was said is lost."""

from __future__ import annotations

from hotline.records import Need, Reason, RequestState, When
from hotline.store import Store
from tests.store.cast import (
    GROUP,
    MINUTE,
    NOW,
    ROSA,
    ROSAS_CALL,
    ROSAS_OTHER_PHONE,
    now_is,
    opened,
    rosas_draft,
    written_down,
)

ID = f"{ROSAS_CALL}-1"


def test_a_need_that_was_keyed_is_kept_at_once(store: Store) -> None:
    """Fault 21: hanging up after one key leaves a draft, due when it opens by itself."""
    assert store.keep_draft(rosas_draft())
    kept = now_is(store)
    assert (kept.state, kept.need, kept.number, kept.words) == ("draft", "shopping", ROSA, "blue kettle")
    assert list(store.due(GROUP, NOW + 3 * MINUTE)) == [ID]


def test_undoing_and_keying_again_changes_the_same_row(store: Store) -> None:
    """One step back, another need: still one request, and when it was made stays."""
    store.keep_draft(rosas_draft())
    assert store.keep_draft(rosas_draft(need=Need.PERSON, reason=Reason.RECORDING, made_at=NOW + MINUTE))
    assert store.keep_draft(rosas_draft(need=Need.DOG, made_at=NOW + MINUTE))
    assert [(kept.need, kept.reason, kept.made_at) for kept in store.requests(GROUP)] == [(Need.DOG, None, NOW)]


def test_a_draft_that_comes_twice_undoes_nothing(store: Store) -> None:
    """Fault 1: the webhook of the first key repeats late, and number, area and note stay."""
    withheld = rosas_draft(number=None)
    store.keep_draft(withheld)
    store.keep_number(GROUP, ID, ROSAS_OTHER_PHONE, now=NOW)
    store.keep_note(GROUP, ID, "RE1")
    written_down(store)
    assert store.keep_draft(withheld)
    kept = now_is(store)
    assert (kept.number, kept.note, kept.area) == (ROSAS_OTHER_PHONE, "RE1", "ongar")


def test_what_is_open_is_no_draft_any_more(store: Store) -> None:
    """Promise 5: a late webhook cannot turn an open request back into a draft."""
    opened(store)
    assert not store.keep_draft(rosas_draft(need=Need.DOG))
    assert (now_is(store).state, now_is(store).need) == ("open", "shopping")


def test_the_rest_is_written_down(store: Store) -> None:
    """Area, how soon, and the promise."""
    store.keep_draft(rosas_draft())
    assert written_down(store)
    kept = now_is(store)
    assert (kept.area, kept.when, kept.promised_at) == ("ongar", When.TODAY, NOW + 120 * MINUTE)


def test_anywhere_else_is_an_answer(store: Store) -> None:
    """An area that is changed to "anywhere else" is gone from the row."""
    store.keep_draft(rosas_draft())
    written_down(store)
    times = {"due_at": NOW, "promised_at": NOW, "next_action_at": NOW}
    assert store.write_down(GROUP, ID, area=None, when=When.WEEKLY, **times)
    assert (now_is(store).area, now_is(store).when) == (None, "weekly")


def test_phones_that_ring_are_not_held_up_by_the_rest_of_the_call(store: Store) -> None:
    """A request that the sweep has opened stays due when it was, whatever is still being keyed."""
    before = opened(store).next_action_at
    assert written_down(store)
    assert now_is(store).next_action_at == before


def test_nothing_is_written_down_once_somebody_has_it(store: Store) -> None:
    """Accepted is too late for changing it by the first call."""
    opened(store)
    store.accept(GROUP, ID, offer=f"{ID}-1", volunteer="ben", now=NOW)
    assert not written_down(store)
    assert not store.keep_number(GROUP, ID, ROSAS_OTHER_PHONE, now=NOW)
    assert not store.keep_note(GROUP, ID, "RE1")


def test_it_opens_once(store: Store) -> None:
    """Script's end, call's end, sweep: the first opens it, and the others hear that they did not."""
    store.keep_draft(rosas_draft())
    times = {"due_at": NOW + MINUTE, "promised_at": NOW + 2 * MINUTE}
    assert store.open_request(GROUP, ID, opened_at=NOW, **times)
    assert not store.open_request(GROUP, ID, opened_at=NOW + MINUTE, **times)
    kept = now_is(store)
    assert (kept.state, kept.opened_at, kept.next_action_at) == (RequestState.OPEN, NOW, NOW)
    assert (kept.due_at, kept.promised_at) == (NOW + MINUTE, NOW + 2 * MINUTE)


def test_opening_keeps_what_was_promised(store: Store) -> None:
    """A time that was said aloud is not changed by opening later."""
    assert opened(store).promised_at == NOW + 120 * MINUTE


def test_ghosts_are_not_made(store: Store) -> None:
    """No write on a request that is not there leaves a row."""
    assert not written_down(store)
    assert not store.keep_number(GROUP, ID, ROSA, now=NOW)
    assert not store.keep_note(GROUP, ID, "RE1")
    assert not store.open_request(GROUP, ID, opened_at=NOW, due_at=NOW, promised_at=NOW)
    assert not store.wake(GROUP, ID, now=NOW)
    assert list(store.requests(GROUP)) == []


def test_the_needs_of_one_call_are_found_by_it(store: Store) -> None:
    """Two needs in one call make two requests; another call's are another's."""
    for name in (f"{ROSAS_CALL}-1", f"{ROSAS_CALL}-2", f"{ROSAS_CALL}s-1"):
        store.keep_draft(rosas_draft(id=name))
    assert [kept.id for kept in store.requests_of_call(GROUP, ROSAS_CALL)] == [f"{ROSAS_CALL}-1", f"{ROSAS_CALL}-2"]
