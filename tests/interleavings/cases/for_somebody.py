"""Asked for somebody else: their number, their yes and no, and the ring that a volunteer has them rung by."""

from __future__ import annotations

from collections.abc import Iterable

from hotline.conversation.replay import JOINED
from hotline.conversation.turns import Given
from hotline.effects import answers, for_somebody
from hotline.numbers import PhoneNumber
from hotline.records import RequestState
from tests.interleavings.case import Running, case, reads, request_is
from tests.interleavings.stage import BEN, EMIL, Stage
from tests.interleavings.states import call_of, dialled_in, for_emil, held, rung_back, written


@case(for_somebody.keep_for_number)
def keep_for_number(stage: Stage) -> Running:
    stage.joins(BEN)
    request_id = written(stage)
    check = request_is(stage, request_id, kept={"for_number": PhoneNumber(EMIL)})
    return Running(call=dialled_in(stage), args=(request_id, Given("0" + EMIL[3:])), row=request_id, check=check)


@case(for_somebody.for_nobody_else)
def for_nobody_else(stage: Stage) -> Running:
    """Keyed, and then taken back."""
    running = keep_for_number(stage)
    for_somebody.keep_for_number.run(stage.world, running.call, *running.args)
    check = request_is(stage, str(running.row), forgotten={"for_number": None})
    return Running(call=running.call, args=running.args[:1], row=running.row, check=check)


def ben_has_it(stage: Stage) -> Running:
    """Ben has said yes, and is joined with Rosa."""
    stage.joins(BEN)
    request_id = for_emil(stage)
    call = call_of(stage, held(stage, request_id))
    answers.about_to_join.run(stage.world, call)
    answers.have_joined.run(stage.world, call)
    return Running(call=call, args=(request_id,), row=request_id)


@case(for_somebody.about_to_ring_them)
def about_to_ring_them(stage: Stage) -> Running:
    return ben_has_it(stage)


@case(for_somebody.what_they_said)
def what_they_said(stage: Stage) -> Running:
    """They have talked: that is noted, and he hears it."""
    running = ben_has_it(stage)
    for_somebody.about_to_ring_them.run(stage.world, running.call, running.row)

    def check(told: str) -> Iterable[str]:
        if told == for_somebody.TALKED and stage.request(str(running.row)).talked_at is None:
            yield f"he heard {told}, and it is not noted"

    return Running(call=running.call, args=(running.row, JOINED), row=running.row, check=check)


def emil_is_rung_back(stage: Stage) -> Running:
    """Emil has phoned, and hears on the call that rings him back what was asked for him."""
    stage.joins(BEN)
    request_id = for_emil(stage)
    return Running(call=rung_back(stage, EMIL), args=(request_id,), row=request_id)


@case(for_somebody.agree)
def agree(stage: Stage) -> Running:
    running = emil_is_rung_back(stage)

    def check(told: str) -> Iterable[str]:
        if told != for_somebody.OVER and stage.request(str(running.row)).agreed_at is None:
            yield f"he heard {told}, and his yes is not written"

    return Running(call=running.call, args=running.args, row=running.row, check=check)


@case(for_somebody.decline)
def decline(stage: Stage) -> Running:
    running = emil_is_rung_back(stage)

    def check(told: str) -> Iterable[str]:
        request = stage.request(str(running.row))
        if request.cancelled_at is None and request.state is not RequestState.CANCELLED:
            yield f"he said no and heard {told}, and it is {request.state}"

    return Running(call=running.call, args=running.args, row=running.row, check=check)


@reads(for_somebody.what_it_is)
def what_it_is(stage: Stage) -> Running:
    return emil_is_rung_back(stage)
