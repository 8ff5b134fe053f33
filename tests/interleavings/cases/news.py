"""What a resident does on the call that rings them back, and what one phone that asked twice says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from hotline.dispatch.items import item
from hotline.effects import news, one_phone, telling, to_be_rung
from hotline.numbers import PhoneNumber
from hotline.records import ENDED_REQUEST, Reason, RequestState, When
from tests.interleavings.case import Running, case, reads, request_is
from tests.interleavings.pairs.one_phone import asked_twice, one_is_left
from tests.interleavings.stage import BEN, GROUP, ROSA, Stage, ident
from tests.interleavings.states import (
    dialled_in,
    held,
    hung_up,
    opened,
    picked_up,
    rings,
    rung_back,
    told_of_a_change,
    wish_back,
)


def rosa_is_rung_back(stage: Stage, *, taken: bool = False) -> Running:
    """She has phoned, and is rung straight back; `taken`: Ben has said yes, and they have not talked."""
    stage.joins(BEN)
    request_id = opened(stage)
    if taken:
        hung_up(stage, held(stage, request_id))
    return Running(call=rung_back(stage, ROSA), args=(request_id,), row=request_id)


@case(news.picked_up)
def picked_up_and_silent(stage: Stage) -> Running:
    stage.joins(BEN)
    errand = wish_back(stage, BEN)
    (offer,) = rings(stage, errand.id)
    return Running(call=picked_up(stage, offer), row=errand.id)


@case(news.heard)
def heard(stage: Stage) -> Running:
    """A key: this call has done what it was for."""
    running = picked_up_and_silent(stage)
    news.picked_up.run(stage.world, running.call)
    row = str(running.row)

    def check(_told: str) -> Iterable[str]:
        if stage.request(row).state is RequestState.OPEN and stage.request(row).heard_at is None:
            yield "a key was pressed, and they may be rung again"

    return Running(call=running.call, row=row, check=check)


@case(telling.next_to_tell)
def next_to_tell(stage: Stage) -> Running:
    """He did not pick up for it, phones in, and is to hear it first; its own next ring is due."""
    stage.joins(BEN)
    waits = item(stage.world, GROUP, Reason.HANDED_ON, name="waits", number=PhoneNumber(BEN))
    stage.store.add_item(replace(waits, next_action_at=stage.now + timedelta(minutes=1)))
    ben = rung_back(stage, BEN)
    stage.passes(timedelta(minutes=1))

    def check(_told: str) -> Iterable[str]:
        if stage.request(waits.id).heard_at is not None:
            yield "nothing was said yet, and it counts as heard"

    return Running(call=ben, args=("",), row=waits.id, check=check)


@case(telling.was_heard)
def was_heard(stage: Stage) -> Running:
    """And once it was said."""
    running = next_to_tell(stage)
    telling.next_to_tell.run(stage.world, running.call, "")
    waits = str(running.row)

    def check(_told: str) -> Iterable[str]:
        errand = stage.request(waits)
        if errand.heard_at is None and errand.state not in ENDED_REQUEST:
            yield "he has heard it, and may be rung about it again"

    return Running(call=running.call, args=(waits,), row=waits, check=check)


@case(news.how_it_stands)
def how_it_stands(stage: Stage) -> Running:
    """The promise was not kept, and a new one is made: that is the one that is written."""
    stage.joins(BEN, paused_until=stage.now + timedelta(days=20))
    request_id = opened(stage)
    stage.passes(timedelta(hours=3))
    rosa = rung_back(stage, ROSA)

    def check(told: str) -> Iterable[str]:
        promised = stage.request(request_id).promised_at
        if told.startswith("open") and (promised is None or promised <= stage.now):
            yield f"she heard {told}, and was promised {promised}"

    return Running(call=rosa, args=(request_id,), row=request_id, check=check)


@case(news.who_has_it)
def who_has_it(stage: Stage) -> Running:
    return rosa_is_rung_back(stage, taken=True)


@case(news.have_talked)
def have_talked(stage: Stage) -> Running:
    running = rosa_is_rung_back(stage, taken=True)
    news.who_has_it.run(stage.world, running.call, running.row)
    return Running(call=running.call, args=(ident(BEN),), row=running.row)


@case(news.ask_them_to_ring)
def ask_them_to_ring(stage: Stage) -> Running:
    """He is asked, once."""
    running = rosa_is_rung_back(stage, taken=True)

    def check(_told: str) -> Iterable[str]:
        held_by_him = stage.request(str(running.row)).taken_by == ident(BEN)
        if held_by_him and (asked := len(stage.of_reason(Reason.A_WORD))) != 1:
            yield f"he is asked {asked} times to ring"

    return Running(call=running.call, args=running.args, row=running.row, check=check)


@case(news.change_when)
def change_when(stage: Stage) -> Running:
    """While a neighbour is sought for it."""
    running = rosa_is_rung_back(stage)
    check = request_is(stage, str(running.row), changed={"when": When.SOON})
    return Running(call=running.call, args=(running.row, When.SOON.value), row=running.row, check=check)


@case(news.change_when, "taken")
def change_when_taken(stage: Stage) -> Running:
    """And once a neighbour has said yes, who is told."""
    running = rosa_is_rung_back(stage, taken=True)
    check = request_is(stage, str(running.row), changed={"when": When.SOON})
    return Running(call=running.call, args=(running.row, When.SOON.value), row=running.row, check=check)


@case(news.put_through_to_them)
def put_through_to_them(stage: Stage) -> Running:
    """Ben's leg of her call: the key that joins the two."""
    running = rosa_is_rung_back(stage, taken=True)
    news.who_has_it.run(stage.world, running.call, running.row)
    leg = dialled_in(stage, BEN, "his leg", about=str(running.row))
    return Running(call=leg, row=running.row)


def _cancelled(stage: Stage, running: Running) -> Running:
    row = str(running.row)

    def check(told: str) -> Iterable[str]:
        request = stage.request(row)
        if told == "cancelled" and request.cancelled_at is None and request.state is not RequestState.CANCELLED:
            yield f"she heard {told}, and it is {request.state}"

    return Running(call=running.call, args=running.args, row=row, check=check)


@case(news.cancel)
def cancel(stage: Stage) -> Running:
    return _cancelled(stage, rosa_is_rung_back(stage))


@case(news.cancel, "taken")
def cancel_taken(stage: Stage) -> Running:
    return _cancelled(stage, rosa_is_rung_back(stage, taken=True))


@case(one_phone.keep_both)
def keep_both(stage: Stage) -> Running:
    """Each is wanted: neither is cancelled."""
    both, _, rosa = asked_twice(stage)

    def check(_told: str) -> Iterable[str]:
        if any(stage.request(one).cancelled_at for one in both):
            yield "each is wanted, and one is cancelled"

    return Running(call=rosa, args=("shopping",), row=both[0], check=check)


@case(one_phone.one_is_enough)
def one_is_enough(stage: Stage) -> Running:
    """One of the two is cancelled, and one is left."""
    both, _, rosa = asked_twice(stage)
    return Running(call=rosa, args=("shopping",), row=both[0], check=lambda _: one_is_left(stage, both))


@reads(one_phone.asked_twice)
def reads_asked_twice(stage: Stage) -> Running:
    return Running(call=asked_twice(stage)[2])


@reads(news.what_was_asked)
def what_was_asked(stage: Stage) -> Running:
    return Running(call=rosa_is_rung_back(stage).call, args=("",))


@reads(news.two_words)
def two_words(stage: Stage) -> Running:
    return rosa_is_rung_back(stage)


@reads(telling.what_is_told)
def what_is_told(stage: Stage) -> Running:
    return Running(call=told_of_a_change(stage))


@reads(to_be_rung.who_is_to_ring)
def who_is_to_ring(stage: Stage) -> Running:
    return Running(call=rosa_is_rung_back(stage).call)
