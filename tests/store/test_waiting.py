"""A resident who waits on the line: until when they are taken to be there, and that no late word brings them back."""

from __future__ import annotations

from hotline.records import RequestState
from hotline.store import Store
from tests.store.cast import (
    BEN,
    GROUP,
    MINUTE,
    NOW,
    ROSAS_CALL,
    accepts,
    now_is,
    opened,
    ringing,
    rosas_draft,
    unanswered,
)

ID = f"{ROSAS_CALL}-1"


def test_they_wait_and_each_word_of_it_counts_anew(store: Store) -> None:
    """Whoever decided on it as nobody's looks afresh; who knew that they wait need not."""
    seen = opened(store)
    assert store.begin_to_wait(GROUP, ID, until=NOW + MINUTE)
    assert not store.schedule(seen, next_action_at=NOW)
    seen = now_is(store)
    still = store.wait_on(GROUP, ID, until=NOW + 2 * MINUTE)
    assert still is not None
    assert still.waits_until == now_is(store).waits_until == NOW + 2 * MINUTE
    assert store.schedule(seen, next_action_at=NOW)


def test_they_can_wait_before_it_is_open(store: Store) -> None:
    """A draft, so that two phones ring from the start."""
    store.keep_draft(rosas_draft())
    assert store.begin_to_wait(GROUP, ID, until=NOW + MINUTE)


def test_nobody_begins_to_wait_for_what_is_somebodys_or_over(store: Store) -> None:
    """Nor for what never was."""
    assert not store.begin_to_wait(GROUP, ID, until=NOW + MINUTE)
    offer = ringing(store, BEN)
    assert accepts(store, offer)
    assert not store.begin_to_wait(GROUP, ID, until=NOW + MINUTE)
    unanswered(store, offer, now=NOW)
    store.end_request(GROUP, ID, state=RequestState.DONE, now=NOW)
    assert not store.begin_to_wait(GROUP, ID, until=NOW + MINUTE)


def test_a_word_that_comes_late_puts_nobody_back_on_the_line(store: Store) -> None:
    """They have left: the document that Twilio asked for before that changes nothing."""
    opened(store)
    store.begin_to_wait(GROUP, ID, until=NOW + MINUTE)
    left = store.wait_no_more(GROUP, ID, now=NOW)
    assert left is not None
    assert left.waits_until is None
    assert store.wait_on(GROUP, ID, until=NOW + 2 * MINUTE) is None
    assert now_is(store).waits_until is None


def test_an_open_one_is_looked_at_when_they_have_left(store: Store) -> None:
    """From here on one phone rings; and with no number to ring it is a coordinator's."""
    seen = opened(store)
    store.schedule(seen, next_action_at=NOW + 60 * MINUTE)
    store.begin_to_wait(GROUP, ID, until=NOW + MINUTE)
    store.wait_no_more(GROUP, ID, now=NOW + MINUTE)
    assert list(store.due(GROUP, NOW + MINUTE)) == [ID]


def test_leaving_does_not_disturb_what_is_somebodys_or_over(store: Store) -> None:
    """When that is due again was decided when they said yes."""
    offer = ringing(store, BEN)
    assert accepts(store, offer)
    due = now_is(store).next_action_at
    held = store.wait_no_more(GROUP, ID, now=NOW + 9 * MINUTE)
    assert held is not None
    assert (held.state, held.next_action_at) == (RequestState.ACCEPTED, due)
    unanswered(store, offer, now=NOW)
    store.end_request(GROUP, ID, state=RequestState.DONE, now=NOW)
    over = store.wait_no_more(GROUP, ID, now=NOW)
    assert over is not None
    assert over.next_action_at is None
    assert store.wait_no_more(GROUP, "another", now=NOW) is None
