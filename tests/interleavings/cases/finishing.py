"""Is it done, and did it go well: what the volunteer says, what the resident says; also for somebody else."""

from __future__ import annotations

from collections.abc import Iterable

from hotline.effects import finishing
from hotline.records import Reason, RequestState
from tests.interleavings.case import Running, case, request_is
from tests.interleavings.stage import BEN, Stage, ident
from tests.interleavings.states import (
    asked_how_it_went,
    call_of,
    followed_up,
    for_emil,
    opened,
    picked_up,
    reported,
    when_due,
)


def is_it_done(stage: Stage) -> Running:
    """Ben has picked up, and is asked whether it is done."""
    stage.joins(BEN)
    request_id = opened(stage)
    return Running(call=picked_up(stage, followed_up(stage, request_id)), row=request_id)


def did_it_go_well(stage: Stage) -> Running:
    """Rosa has picked up, and is asked how it went."""
    stage.joins(BEN)
    request_id = opened(stage)
    return Running(call=call_of(stage, asked_how_it_went(stage, request_id)), row=request_id)


def did_it_go_well_for_emil(stage: Stage) -> Running:
    """The same; Rosa had asked for Emil, who has talked with Ben."""
    stage.joins(BEN)
    request_id = for_emil(stage, agreed=True, talked=True)
    return Running(call=call_of(stage, asked_how_it_went(stage, request_id)), row=request_id)


@case(finishing.say_done)
def say_done(stage: Stage) -> Running:
    running = is_it_done(stage)

    def check(_told: str) -> Iterable[str]:
        if stage.request(str(running.row)).reported_at is None:
            yield "he said that it is done, and that is not written"

    return Running(call=running.call, row=running.row, check=check)


@case(finishing.take_more_time)
def take_more_time(stage: Stage) -> Running:
    running = is_it_done(stage)
    check = request_is(stage, str(running.row), later={"taken_by": ident(BEN), "state": RequestState.SPOKEN})
    return Running(call=running.call, row=running.row, check=check)


@case(finishing.talk_first)
def talk_first(stage: Stage) -> Running:
    running = is_it_done(stage)
    check = request_is(stage, str(running.row), there={"taken_by": ident(BEN), "state": RequestState.SPOKEN})
    return Running(call=running.call, row=running.row, check=check)


@case(finishing.resident_there)
def resident_there(stage: Stage) -> Running:
    stage.joins(BEN)
    request_id = opened(stage)
    reported(stage, request_id)
    return Running(call=picked_up(stage, when_due(stage, request_id)), row=request_id)


@case(finishing.ask_once_more)
def ask_once_more(stage: Stage) -> Running:
    """Still needed: what she hears a time of goes round again."""
    running = did_it_go_well(stage)

    def check(told: str) -> Iterable[str]:
        if told != finishing.OVER and stage.request(str(running.row)).state is not RequestState.OPEN:
            yield f"she heard {told}, and it is {stage.request(str(running.row)).state}"

    return Running(call=running.call, args=("",), row=running.row, check=check)


@case(finishing.all_well)
def all_well(stage: Stage) -> Running:
    running = did_it_go_well(stage)

    def check(_told: str) -> Iterable[str]:
        request = stage.request(str(running.row))
        if request.state is not RequestState.DONE and request.heard_at is None:
            yield f"all is well, and it is {request.state}"

    return Running(call=running.call, args=("",), row=running.row, check=check)


@case(finishing.leave_as_it_was)
def leave_as_it_was(stage: Stage) -> Running:
    """She has gone one step back from `all is well`, and keys nothing."""
    running = did_it_go_well(stage)
    finishing.all_well.run(stage.world, running.call, "")

    def check(_told: str) -> Iterable[str]:
        request = stage.request(str(running.row))
        if request.state is not RequestState.DONE and request.heard_at is not None:
            yield "it is left as it was, and will be over"

    return Running(call=running.call, args=("",), row=running.row, check=check)


@case(finishing.tell_who_asked)
def tell_who_asked(stage: Stage) -> Running:
    """Emil has said that all is well, and that whoever asked may hear of it: she is told once."""
    running = did_it_go_well_for_emil(stage)
    finishing.all_well.run(stage.world, running.call, "")

    def check(_told: str) -> Iterable[str]:
        """Whoever answers after `decide_within` is taken to have said nothing: it is over, and erased, by then."""
        told, over = len(stage.of_reason(Reason.IT_IS_DONE)), stage.request(str(running.row)).state
        if told != 1 and over is not RequestState.DONE:
            yield f"who asked is told {told} times"

    return Running(call=running.call, args=(finishing.TELL, ""), row=running.row, check=check)
