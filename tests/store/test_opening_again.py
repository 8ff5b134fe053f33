"""A request that opens again: every field of it is either cleared, or named here with the reason why it is kept."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest

from hotline.records import (
    Decision,
    Ears,
    Need,
    OfferKind,
    Part,
    Reason,
    Repeat,
    Request,
    RequestState,
    Ringing,
    Seat,
    When,
    no_of_day,
)
from hotline.store import Store
from hotline.store.taking import CLEARED
from tests.store.cast import ALI, BEN, GROUP, MINUTE, NOW, PRIYA, ROSA, ROSAS_CALL, ROSAS_OTHER_PHONE, now_is

ID = f"{ROSAS_CALL}-1"
LATER = NOW + timedelta(hours=1)
PROMISED = LATER + timedelta(hours=2)

# What the request is, whoever has it: nobody's yes and nobody's `it is done` changes it.
WHAT_IT_IS = {
    *("group", "id", "need", "area", "number", "for_number", "agreed_at", "repeat", "language", "words", "code"),
    *(
        "note",
        "lost_note",
        "ears",
        "reason",
        "about",
        "made_at",
        "when",
        "series",
        "weekday",
        "part",
        "made_for",
        "skip",
    ),
    *("skip", "first", "same", "moves_to"),
}
# Who is never to have it, and who asked to be rung later about it; a complaint's own fields.
WHO_MAY = {"passed", "not_today", "apart", "later", "other", "beside", "against", "never_again", "hearing", "told_on"}
# What goes on meanwhile: phones that ring now end by their own calls, offers are numbered on, and a caller who waits
# on the line is still there.
GOES_ON = {"ringing", "offers", "never_rang", "waits_until", "failures"}
# The resident's word that it is not wanted stands, whoever hands it back: the dispatcher ends it.
CANCELLED = {"cancelled_at", "declined_at"}
# Before the two have spoken the first wait and its promise go on.
THE_WAIT = {"opened_at", "promised_at", "promised_by", "due_at", "told", "misses", "round", "rung_at"}
# Of a draft only: gone by the time that anybody has it.
OF_A_DRAFT = {"call", "call_seen_at"}
# What opening again sets.
SET = {"state", "next_action_at", "step"}


def full(**changes: Any) -> Request:
    """A request of which every field holds something that is not its default."""
    ringing = Ringing(offer=f"{ID}-3", volunteer=PRIYA.id, kind=OfferKind.CHECK, deadline=NOW + MINUTE)
    request = Request(
        group=GROUP,
        id=ID,
        state=RequestState.SPOKEN,
        need=Need.SHOPPING,
        area="ongar",
        when=When.WEEKLY,
        number=ROSA,
        for_number=ROSAS_OTHER_PHONE,
        agreed_at=NOW,
        declined_at=NOW,
        repeat=Repeat.APART,
        language="en",
        words="blue kettle",
        code="mark",
        note="RE1",
        lost_note="RE1",
        ears=Ears.NEIGHBOURS,
        reason=Reason.RECORDING,
        about="another",
        made_at=NOW,
        told_on=f"{ID}-2",
        opened_at=NOW,
        promised_at=NOW + timedelta(hours=2),
        promised_by="call-1",
        due_at=NOW + timedelta(hours=9),
        next_action_at=NOW + timedelta(hours=8),
        step=7,
        ringing={ringing.offer: ringing},
        offers=3,
        never_rang=1,
        misses=2,
        round=1,
        round_at=NOW + MINUTE,
        asked=frozenset({BEN.id}),
        passed=frozenset({ALI.id}),
        not_today=frozenset({no_of_day(ALI.id, "2026-11-24")}),
        later={PRIYA.id: NOW + MINUTE},
        taken_by=BEN.id,
        taken_offer=f"{ID}-1",
        taken_at=NOW,
        checks=1,
        call_ended_at=NOW,
        joined_at=NOW,
        talked_at=NOW,
        ring_after=True,
        cursor="place",
        spoken_at=NOW,
        reported_at=NOW,
        cancelled_at=NOW,
        heard_at=NOW,
        told=frozenset({Reason.WAITING}),
        told_at=NOW,
        tried=frozenset({"2026-11-24"}),
        rung_at=NOW,
        yes_heard_at=NOW,
        call="CA1",
        call_seen_at=NOW,
        waits_until=NOW + MINUTE,
        series=f"{ID}-w",
        weekday=3,
        part=Part.MORNING,
        made_for="2026-11-26",
        skip="2026-12-03",
        moves_to="mon-morning",
        first=BEN.id,
        same=True,
        apart=frozenset({"somebody"}),
        other=ROSA,
        beside=ROSAS_OTHER_PHONE,
        against=BEN.id,
        never_again=True,
        hearing={ALI.id: Seat(since=1, decision=Decision.BEFORE)},
        text_owed=f"{ID}-1",
        failures=1,
    )
    return replace(request, **changes)


def test_every_field_is_filled() -> None:
    """A new field of a request is filled here too, so that the tests below ask what becomes of it."""
    plain = Request(
        group="", id="", state=RequestState.DRAFT, need=Need.DOG, language="", words="", made_at=NOW - MINUTE
    )
    assert [f.name for f in fields(Request) if getattr(full(), f.name) == getattr(plain, f.name)] == []


def test_every_field_is_cleared_or_named() -> None:
    """Opening again leaves no field to chance."""
    named = [*CLEARED, *WHAT_IT_IS, *WHO_MAY, *GOES_ON, *CANCELLED, *OF_A_DRAFT, *THE_WAIT, *SET]
    assert sorted(named) == sorted(field.name for field in fields(Request))


@pytest.mark.parametrize("state", [RequestState.ACCEPTED, RequestState.SPOKEN])
def test_handed_back_it_holds_nothing_of_whoever_had_it(store: Store, state: RequestState) -> None:
    """Each field is cleared or kept as its name says. The two were joined, so that a new wait begins."""
    before = full(state=state)
    assert store.add_item(before)
    assert store.hand_back(GROUP, ID, volunteer=BEN.id, now=LATER, no=None)
    assert changed(before, now_is(store)) == {*CLEARED, *SET, *THE_WAIT} - {"due_at"}


@pytest.mark.parametrize("state", [RequestState.ACCEPTED, RequestState.SPOKEN])
def test_of_two_who_were_never_joined_the_wait_and_its_promise_go_on(store: Store, state: RequestState) -> None:
    """Whatever was said about it, nobody has rung whoever asked."""
    before = full(state=state, joined_at=None, talked_at=None, yes_heard_at=None)
    assert store.add_item(before)
    assert store.hand_back(GROUP, ID, volunteer=BEN.id, now=LATER, no=None)
    assert changed(before, now_is(store)) == {*CLEARED, *SET} - {"joined_at", "talked_at", "yes_heard_at"}


def test_still_needed_after_all_it_holds_nothing_of_how_it_ended(store: Store) -> None:
    """All well, and a step back: what was heard then does not end it when the next two have spoken."""
    before = full(state=RequestState.REPORTED_DONE, cancelled_at=None, declined_at=None)
    assert store.add_item(before)
    assert store.reopen(GROUP, ID, now=LATER, promised_at=PROMISED)
    assert changed(before, now_is(store)) == {*CLEARED, *SET, *THE_WAIT}


def test_what_is_cancelled_is_not_opened_again(store: Store) -> None:
    """They heard that it is cancelled, and the dispatcher is about to end it."""
    store.add_item(full(state=RequestState.REPORTED_DONE))
    assert store.reopen(GROUP, ID, now=LATER, promised_at=PROMISED) is None
    assert now_is(store).state is RequestState.REPORTED_DONE


def changed(before: Request, after: Request) -> set[str]:
    return {field.name for field in fields(Request) if getattr(before, field.name) != getattr(after, field.name)}
