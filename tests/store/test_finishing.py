"""Reported done is not done: who may say what, and what each word changes."""

from __future__ import annotations

from hotline.records import FOR_GOOD, Reason, Request, RequestState
from hotline.store import Store
from tests.store.cast import ALI, BEN, GROUP, MINUTE, NOW, ROSA, ROSAS_CALL, item_about, now_is, opened
from tests.store.conftest import Meanwhile

ID = f"{ROSAS_CALL}-1"
LATER = NOW + 60 * MINUTE


def spoken(store: Store, *, ring_after: bool = False) -> Request:
    """Ben has it, and the two have spoken; a coordinator had been told that it waited."""
    told = opened(store)
    assert store.tell(told, item_about(told), next_action_at=NOW)
    assert store.accept(GROUP, ID, offer=f"{ID}-1", volunteer=BEN.id, now=NOW)
    assert store.mark_joined(GROUP, ID, volunteer=BEN.id, now=NOW)
    says_arranged(store, ring_after=ring_after)
    return now_is(store)


def says_arranged(store: Store, *, ring_after: bool) -> None:
    assert store.mark_spoken(
        GROUP, ID, volunteer=BEN.id, now=NOW, ring_after=ring_after, next_action_at=NOW + 15 * MINUTE
    )


def reported(store: Store) -> Request:
    spoken(store, ring_after=True)
    assert store.report_done(GROUP, ID, volunteer=BEN.id, now=LATER)
    return now_is(store)


def test_who_holds_it_reports_it_done_once(store: Store) -> None:
    """Due now; the first time counts, and it is theirs still."""
    request = reported(store)
    assert (request.state, request.reported_at, request.next_action_at) == ("reported_done", LATER, LATER)
    assert not store.report_done(GROUP, ID, volunteer=BEN.id, now=LATER + MINUTE)
    assert now_is(store) == request
    assert request.taken_by == BEN.id


def test_nobody_else_reports_it_done_and_not_before_they_have_spoken(store: Store) -> None:
    """A yes alone does no shopping."""
    opened(store)
    store.accept(GROUP, ID, offer=f"{ID}-1", volunteer=BEN.id, now=NOW)
    assert not store.report_done(GROUP, ID, volunteer=BEN.id, now=NOW)
    says_arranged(store, ring_after=False)
    assert not store.report_done(GROUP, ID, volunteer=ALI.id, now=NOW)
    assert now_is(store).state == "spoken"


def test_more_time_counts_anew(store: Store) -> None:
    """Only for who holds it."""
    store.schedule(spoken(store), next_action_at=NOW, checks=2)
    assert not store.ask_later(GROUP, ID, volunteer=ALI.id, at=LATER, next_action_at=LATER)
    assert store.ask_later(GROUP, ID, volunteer=BEN.id, at=LATER, next_action_at=LATER)
    assert (now_is(store).checks, now_is(store).next_action_at) == (0, LATER)


def test_once_they_have_spoken_the_calls_are_counted_anew(store: Store) -> None:
    """Asked whether they have spoken is not asked whether it is done."""
    opened(store)
    store.accept(GROUP, ID, offer=f"{ID}-1", volunteer=BEN.id, now=NOW)
    store.schedule(now_is(store), next_action_at=NOW, checks=2)
    says_arranged(store, ring_after=False)
    assert now_is(store).checks == 0


def test_a_ring_afterwards_once_agreed_to_stays_agreed_to(store: Store) -> None:
    """The two talk again, and it is arranged: nobody has taken back what the resident wished."""
    spoken(store, ring_after=True)
    says_arranged(store, ring_after=False)
    assert now_is(store).ring_after


def test_handed_on_and_told_both_or_neither(store: Store) -> None:
    """What is decided on what was seen, or not at all."""
    seen = spoken(store)
    errand = item_about(seen, Reason.HANDED_ON)
    store.ask_later(GROUP, ID, volunteer=BEN.id, at=LATER, next_action_at=LATER)
    assert not store.hand_on(seen, errand, no=FOR_GOOD, now=LATER)
    assert store.request(GROUP, errand.id) is None
    assert store.hand_on(now_is(store), errand, no=FOR_GOOD, now=LATER)
    assert store.request(GROUP, errand.id) is not None
    request = now_is(store)
    assert (request.state, request.taken_by, request.passed) == ("open", None, frozenset({BEN.id}))
    assert (request.opened_at, request.promised_at, request.told) == (LATER, None, frozenset())


def test_handed_back_after_they_have_spoken_a_new_wait_begins(store: Store) -> None:
    """What was promised was kept; before they have spoken the first wait goes on."""
    spoken(store)
    store.hand_back(GROUP, ID, volunteer=BEN.id, now=LATER, no=FOR_GOOD)
    request = now_is(store)
    assert (request.opened_at, request.promised_at, request.told) == (LATER, None, frozenset())
    store.accept(GROUP, ID, offer=f"{ID}-2", volunteer=ALI.id, now=LATER + MINUTE)
    store.hand_back(GROUP, ID, volunteer=ALI.id, now=LATER + 2 * MINUTE, no=FOR_GOOD)
    assert now_is(store).opened_at == LATER


def test_handed_back_by_two_who_were_never_joined_the_first_wait_goes_on(store: Store) -> None:
    """On the volunteer's word alone it was arranged: what was promised was not kept, and is watched as before."""
    before = opened(store)
    store.accept(GROUP, ID, offer=f"{ID}-1", volunteer=BEN.id, now=NOW)
    says_arranged(store, ring_after=False)
    store.hand_back(GROUP, ID, volunteer=BEN.id, now=LATER, no=FOR_GOOD)
    assert (now_is(store).opened_at, now_is(store).promised_at) == (before.opened_at, before.promised_at)


def test_a_time_that_the_holder_was_told_goes_with_them(store: Store) -> None:
    """Once it is arranged, or handed back, nobody is rung at that time."""
    opened(store)
    store.accept(GROUP, ID, offer=f"{ID}-1", volunteer=BEN.id, now=NOW)
    store.schedule(now_is(store), next_action_at=NOW, later={BEN.id: LATER, ALI.id: LATER})
    says_arranged(store, ring_after=False)
    assert now_is(store).later == {ALI.id: LATER}
    assert store.ask_later(GROUP, ID, volunteer=BEN.id, at=LATER, next_action_at=LATER)
    assert now_is(store).later[BEN.id] == LATER
    store.hand_back(GROUP, ID, volunteer=BEN.id, now=NOW, no=FOR_GOOD)
    assert now_is(store).later == {ALI.id: LATER}


def test_still_needed_opens_it_anew(store: Store) -> None:
    """Everyone may be asked, who had it too; it keeps its words, its number and who said no; a key twice is one."""
    before = reported(store)
    store.schedule(before, next_action_at=LATER, passed=frozenset({ALI.id}), misses=4, round=2)
    opened_anew = store.reopen(GROUP, ID, now=LATER + MINUTE, promised_at=LATER + 60 * MINUTE)
    assert opened_anew is not None
    assert (opened_anew.state, opened_anew.taken_by, opened_anew.reported_at) == ("open", None, None)
    assert (opened_anew.passed, opened_anew.words, opened_anew.number) == (frozenset({ALI.id}), before.words, ROSA)
    assert (opened_anew.misses, opened_anew.round, opened_anew.told) == (0, 0, frozenset())
    assert opened_anew.next_action_at == opened_anew.opened_at == opened_anew.due_at == LATER + MINUTE
    again = store.reopen(GROUP, ID, now=LATER + 5 * MINUTE, promised_at=LATER + 90 * MINUTE)
    assert again == opened_anew


def test_what_has_ended_is_not_opened_anew(store: Store) -> None:
    """Ended states never go back (promise 5)."""
    reported(store)
    store.end_request(GROUP, ID, state=RequestState.DONE, now=LATER)
    assert store.reopen(GROUP, ID, now=LATER, promised_at=LATER) is None
    assert now_is(store).state == "done"


def test_said_to_be_done_while_it_is_handed_on(store: Store, meanwhile: Meanwhile) -> None:
    """Whoever was first has it: it is not handed on from who has just done it."""
    seen = spoken(store)
    meanwhile("TransactWriteItems", lambda: store.report_done(GROUP, ID, volunteer=BEN.id, now=LATER))
    assert not store.hand_on(seen, item_about(seen, Reason.HANDED_ON), no=FOR_GOOD, now=LATER)
    assert now_is(store).state == "reported_done"
