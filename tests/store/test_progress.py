"""The dispatcher's own changes: on what it saw or not at all, and an end that leaves nobody behind."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from hotline.records import FOR_GOOD, Need, No, Reason, RequestState
from hotline.store import Store
from tests.store.cast import (
    ALI,
    BEN,
    GROUP,
    MINUTE,
    NOW,
    ROSA,
    ROSAS_CALL,
    accepts,
    item_about,
    ledger,
    now_is,
    opened,
    ringing,
    rosas_draft,
    unanswered,
)
from tests.store.conftest import Meanwhile

ID = f"{ROSAS_CALL}-1"


def test_when_to_look_again(store: Store) -> None:
    """What the dispatcher notes goes with it, in one update."""
    seen = opened(store)
    later = {BEN.id: NOW + 10 * MINUTE}
    assert store.schedule(
        seen, next_action_at=NOW + MINUTE, round=1, misses=2, asked=frozenset({ALI.id}), later=later, cursor="x"
    )
    now = now_is(store)
    assert (now.round, now.misses, now.asked, now.later, now.cursor) == (1, 2, frozenset({ALI.id}), later, "x")
    assert list(store.due(GROUP, NOW)) == []
    assert list(store.due(GROUP, NOW + MINUTE)) == [ID]


def test_a_new_round_forgets_whom_it_asked(store: Store) -> None:
    """Nobody asked is nothing stored, and reads as nobody."""
    assert store.schedule(opened(store), next_action_at=NOW, asked=frozenset({ALI.id}), cursor="x")
    assert store.schedule(now_is(store), next_action_at=NOW, asked=frozenset(), cursor=None)
    assert (now_is(store).asked, now_is(store).cursor) == (frozenset(), None)


def test_what_somebody_else_changed_is_read_afresh(store: Store) -> None:
    """Fault 32: the clock fires twice; the second has seen something that is so no longer."""
    seen = opened(store)
    assert store.schedule(seen, next_action_at=NOW + MINUTE)
    assert not store.schedule(seen, next_action_at=NOW + 9 * MINUTE)
    assert now_is(store).next_action_at == NOW + MINUTE


def test_only_what_is_the_dispatchers_is_scheduled(store: Store) -> None:
    """Who has a request is not changed in passing."""
    with pytest.raises(TypeError, match="taken_by"):
        store.schedule(opened(store), next_action_at=NOW, taken_by="mallory")


def test_an_ended_request_is_not_scheduled(store: Store) -> None:
    """It would be unfinished business for ever."""
    opened(store)
    store.end_request(GROUP, ID, state=RequestState.DONE, now=NOW)
    assert not store.schedule(now_is(store), next_action_at=NOW)
    assert not store.wake(GROUP, ID, now=NOW)
    assert now_is(store).next_action_at is None


def test_waking_does_not_disturb(store: Store) -> None:
    """Due now, but what others have seen is still so."""
    opened(store)
    store.schedule(now_is(store), next_action_at=NOW + 60 * MINUTE)
    seen = now_is(store)
    assert store.wake(GROUP, ID, now=NOW + MINUTE)
    assert list(store.due(GROUP, NOW + MINUTE)) == [ID]
    assert store.schedule(seen, next_action_at=NOW)


def test_the_earliest_is_due_first(store: Store) -> None:
    """Of this group, and no more than are due."""
    for nth in (3, 1, 2):
        store.keep_draft(rosas_draft(id=f"call{nth}-1", next_action_at=NOW + nth * MINUTE))
    assert list(store.due(GROUP, NOW + 2 * MINUTE)) == ["call1-1", "call2-1"]
    assert list(store.due("ongar", NOW + 9 * MINUTE)) == []


def test_a_person_is_told_once(store: Store) -> None:
    """The item and the note that it was told are written together."""
    seen = opened(store)
    assert store.tell(seen, item_about(seen), next_action_at=NOW + MINUTE)
    again = replace(item_about(seen), id="another-1")
    assert not store.tell(now_is(store), again, next_action_at=NOW + 2 * MINUTE)
    now = now_is(store)
    assert (now.told, now.next_action_at) == (frozenset({Reason.WAITING}), NOW + MINUTE)
    assert now_is(store, f"{ID}-waiting") == item_about(seen)


def test_told_for_two_reasons(store: Store) -> None:
    """Once for each."""
    opened(store)
    for reason in (Reason.WAITING, Reason.PROMISE):
        assert store.tell(now_is(store), item_about(now_is(store), reason), next_action_at=NOW)
    assert now_is(store).told == {Reason.WAITING, Reason.PROMISE}


def test_nobody_is_told_of_what_has_changed(store: Store) -> None:
    """Neither item nor note."""
    seen = opened(store)
    store.accept(GROUP, ID, offer=f"{ID}-1", volunteer=BEN.id, now=NOW)
    assert not store.tell(seen, item_about(seen), next_action_at=NOW)
    assert store.request(GROUP, f"{ID}-waiting") is None


def test_an_item_says_why(store: Store) -> None:
    """A coordinator is never asked for without a reason."""
    seen = opened(store)
    with pytest.raises(ValueError, match="why"):
        store.tell(seen, replace(item_about(seen), reason=None), next_action_at=NOW)


def test_an_item_is_there_once(store: Store) -> None:
    """Its id is made from what caused it."""
    item = item_about(rosas_draft())
    assert store.add_item(item)
    assert not store.add_item(replace(item, words="green door"))
    assert now_is(store, item.id).words == "red ladder"


def test_the_end_erases_who_it_was(store: Store) -> None:
    """Of a request that is done there is left what was needed, roughly where, and when: nothing of anyone."""
    ringing(store, BEN)
    store.keep_note(GROUP, ID, "RE1")
    store.pass_on(GROUP, ID, volunteer=ALI.id, now=NOW, no=FOR_GOOD)
    store.pass_on(GROUP, ID, volunteer="priya", now=NOW, no=No(again_at=NOW + MINUTE))
    store.accept(GROUP, ID, offer=f"{ID}-1", volunteer=BEN.id, now=NOW)
    store.schedule(now_is(store), next_action_at=NOW, cursor=f"{NOW}#{BEN.id}")
    unanswered(store, ledger(store)[0], now=NOW)
    before = now_is(store)
    assert store.end_request(GROUP, ID, state=RequestState.DONE, now=NOW + MINUTE)
    left = now_is(store)
    assert (left.state, left.need, left.area, left.step) == ("done", "shopping", "ongar", before.step + 1)
    assert (left.number, left.note, left.words, left.taken_by, left.next_action_at) == (None, None, "", None, None)
    assert (left.ringing, left.later, left.passed, left.asked) == ({}, {}, frozenset(), frozenset())
    text = " ".join(str(getattr(left, field.name)) for field in fields(left))
    assert not [trace for trace in (ROSA.e164, BEN.id, ALI.id, "priya", "kettle") if trace in text]


def test_it_ends_once_and_never_goes_back(store: Store) -> None:
    """Promise 5: nothing that comes late moves an ended request."""
    opened(store)
    assert store.end_request(GROUP, ID, state=RequestState.CANCELLED, now=NOW)
    before = now_is(store)
    assert not store.end_request(GROUP, ID, state=RequestState.DONE, now=NOW)
    assert not store.keep_draft(rosas_draft())
    assert not store.open_request(GROUP, ID, opened_at=NOW, due_at=NOW, promised_at=NOW)
    assert not store.hand_back(GROUP, ID, volunteer=BEN.id, now=NOW, no=None)
    assert now_is(store) == before


def test_only_counts_remain(store: Store) -> None:
    """By how it ended and what was needed; each once."""
    for nth, state in enumerate((RequestState.DONE, RequestState.DONE, RequestState.UNMET), start=1):
        opened(store, f"call{nth}-1")
        store.end_request(GROUP, f"call{nth}-1", state=state, now=NOW)
        store.end_request(GROUP, f"call{nth}-1", state=RequestState.CANCELLED, now=NOW)
    assert store.counts(GROUP) == {"done/shopping": 2, "unmet/shopping": 1}
    assert store.counts("ongar") == {}


def test_the_need_that_is_counted_is_the_last_one_keyed(store: Store, meanwhile: Meanwhile) -> None:
    """Keyed anew in the moment in which it is cancelled."""
    opened(store, "call1-1")
    store.end_request(GROUP, "call1-1", state=RequestState.DONE, now=NOW)
    store.keep_draft(rosas_draft())
    meanwhile("TransactWriteItems", lambda: store.keep_draft(rosas_draft(need=Need.DOG)))
    assert store.end_request(GROUP, ID, state=RequestState.CANCELLED, now=NOW)
    assert store.counts(GROUP) == {"done/shopping": 1, "cancelled/dog": 1}


def test_what_was_decided_on_an_older_look_ends_nothing(store: Store) -> None:
    """Somebody has said yes meanwhile, when their phone no longer rang for it."""
    offer = ringing(store, BEN)
    assert unanswered(store, offer, now=NOW)
    seen = now_is(store)
    assert accepts(store, offer)
    assert not store.end_request(GROUP, ID, state=RequestState.UNMET, now=NOW, seen=seen)
    assert now_is(store).state is RequestState.ACCEPTED
    assert store.end_request(GROUP, ID, state=RequestState.DONE, now=NOW, seen=now_is(store))


def test_somebody_is_quicker_than_an_end(store: Store, meanwhile: Meanwhile) -> None:
    """The change comes between its read and its write: it is looked at again, and ends nothing."""
    seen = opened(store)
    meanwhile("TransactWriteItems", lambda: store.schedule(seen, next_action_at=NOW))
    assert not store.end_request(GROUP, ID, state=RequestState.UNMET, now=NOW, seen=seen)
    assert now_is(store).state is RequestState.OPEN
