"""Whatever comes in whatever order, what must hold of a request holds (promises 1, 4 and 5)."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotline.errors import PhoneBusy
from hotline.records import ENDED_REQUEST, FOR_GOOD, Need, Offer, Request, RequestState
from hotline.store import Store
from tests.store.cast import (
    ALI,
    BEN,
    GROUP,
    NOW,
    PRIYA,
    TODAY,
    now_is,
    offer_to,
    order,
    person,
    rosas_draft,
    unanswered,
)

CAST = (BEN, ALI, PRIYA)
HELD = (RequestState.ACCEPTED, RequestState.SPOKEN)
_calls = itertools.count(1)


class Story:
    """One request, and three neighbours who may do anything at any time."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.id = f"call{next(_calls)}-1"
        self.now = NOW
        store.keep_draft(rosas_draft(id=self.id))
        for volunteer in CAST:
            store.remove_volunteer(GROUP, volunteer.id)
            store.add_volunteer(volunteer)

    def happens(self, what: str, who: int) -> None:
        self.now += timedelta(minutes=2)
        acts: dict[str, Callable[[int], object]] = {
            "accepts": self.accepts,
            "passes": self.passes,
            "hands back": self.hands_back,
            "speaks": self.speaks,
            "is rung": self.is_rung,
            "does not answer": self.does_not_answer,
            "opens": self.opens,
            "cancels": self.cancels,
        }
        acts[what](who)

    def accepts(self, who: int) -> None:
        offers = [offer for offer in self.ledger() if offer.volunteer == CAST[who].id]
        for offer in offers[-1:]:
            self.store.accept(GROUP, self.id, offer=offer.id, volunteer=offer.volunteer, now=self.now)

    def passes(self, who: int) -> None:
        self.store.pass_on(GROUP, self.id, volunteer=CAST[who].id, now=self.now, no=FOR_GOOD)

    def hands_back(self, who: int) -> None:
        self.store.hand_back(GROUP, self.id, volunteer=CAST[who].id, now=self.now, no=FOR_GOOD)

    def speaks(self, who: int) -> None:
        later = self.now + timedelta(hours=24)
        self.store.mark_spoken(
            GROUP, self.id, volunteer=CAST[who].id, now=self.now, ring_after=False, next_action_at=later
        )

    def is_rung(self, who: int) -> None:
        seen, volunteer = now_is(self.store, self.id), person(self.store, CAST[who])
        if seen.state != RequestState.OPEN:
            return
        deadline = self.now + timedelta(minutes=1)
        offer = offer_to(volunteer, seen, reserved_at=self.now, deadline=deadline)
        try:
            self.store.reserve(seen, volunteer, offer, next_action_at=deadline, calls_today=TODAY)
        except PhoneBusy:
            return

    def does_not_answer(self, who: int) -> None:
        for offer in self.ledger():
            if offer.volunteer == CAST[who].id:
                unanswered(self.store, offer, now=self.now, place_back=who == 0)

    def opens(self, _: int) -> None:
        times = {"opened_at": self.now, "due_at": self.now, "promised_at": self.now}
        self.store.open_request(GROUP, self.id, **times)

    def cancels(self, who: int) -> None:
        state = sorted(ENDED_REQUEST)[who]
        for offer in self.ledger():  # as `dispatch.request_end` does
            unanswered(self.store, offer, now=self.now)
        self.store.end_request(GROUP, self.id, state=state, now=self.now)

    def ledger(self) -> list[Offer]:
        return self.store.offers(GROUP, self.id)


ACTS = ("accepts", "passes", "hands back", "speaks", "is rung", "does not answer", "opens", "cancels")


@pytest.mark.long
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plot=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 2)), min_size=5, max_size=16))
def test_any_order_of_events_ends_well(store: Store, plot: list[tuple[str, int]]) -> None:
    """One holder at most, ended for ever, and what is unfinished is always due for something."""
    story = Story(store)
    story.happens("opens", 0)
    before = now_is(store, story.id)
    for what, who in [("is rung", 0), ("is rung", 1), *plot]:
        story.happens(what, who)
        now = now_is(store, story.id)
        holds(before, now)
        before = now
    for need in (Need.SHOPPING, Need.DOG):
        assert Counter(order(store, need)) == Counter(volunteer.id for volunteer in CAST)


def holds(before: Request, now: Request) -> None:
    """What must be so after each event, given how it was before it."""
    if before.state in ENDED_REQUEST:
        assert now == before
    assert (now.next_action_at is None) == (now.state in ENDED_REQUEST)
    assert (now.taken_by is not None) == (now.state in HELD)
    if before.state in HELD and now.state in HELD:
        assert (now.taken_by, now.taken_offer) == (before.taken_by, before.taken_offer)
    assert now.step > before.step or now == before
