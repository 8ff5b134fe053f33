"""More tasks on one call of a coordinator's; and what nobody could do, told to its resident by us or by the line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from hotline.dispatch.items import item
from hotline.effects import answers, promised, tasks, unmet
from hotline.numbers import PhoneNumber
from hotline.records import ENDED_REQUEST, Reason, RequestState
from tests.interleavings.case import Running, case, reads, request_is
from tests.interleavings.stage import ALI, GROUP, GWEN, ROSA, Stage, ident
from tests.interleavings.states import asked, call_of, heard, held, opened


def two_tasks(stage: Stage) -> tuple[Running, str]:
    """Gwen is on the phone about one task, and another waits, which Ali may be asked about too."""
    stage.joins(GWEN, ALI, coordinator=True, needs=frozenset())
    first, second = (
        item(stage.world, GROUP, Reason.ASKED, name=name, number=PhoneNumber(ROSA)) for name in ("first", "second")
    )
    stage.store.add_item(first)
    (offer,) = asked(stage, first.id)
    stage.store.add_item(second)
    return Running(call=call_of(stage, offer), args=("",), row=second.id), ident(GWEN)


@case(tasks.next_task)
def next_task(stage: Stage) -> Running:
    return two_tasks(stage)[0]


@case(tasks.take_task)
def take_task(stage: Stage) -> Running:
    """Who hears that it is theirs has it."""
    running, gwen = two_tasks(stage)
    check = request_is(stage, str(running.row), yours={"taken_by": gwen})
    return Running(call=running.call, args=(running.row,), row=running.row, check=check)


@case(tasks.pass_task_on)
def pass_task_on(stage: Stage) -> Running:
    running, gwen = two_tasks(stage)

    def check(_told: str) -> Iterable[str]:
        if gwen not in stage.request(str(running.row)).passed:
            yield "she said no thanks, and it was not kept"

    return Running(call=running.call, args=(running.row, "this"), row=running.row, check=check)


def nobody_could(stage: Stage) -> str:
    """Nobody helps with it, and its time is over."""
    stage.joins(GWEN, coordinator=True, needs=frozenset())
    request_id = opened(stage)
    stage.passes(timedelta(days=4))
    return request_id


def rung_by_the_line(stage: Stage) -> Running:
    """None of us has told her: the line has rung Rosa, and she has pressed a key."""
    request_id = nobody_could(stage)
    about = stage.request(request_id)
    told = item(stage.world, GROUP, Reason.UNTOLD, name=request_id, about=about, number=PhoneNumber(ROSA))
    stage.store.tell(about, told, next_action_at=stage.now)
    return Running(call=heard(stage, told), args=(request_id,), row=request_id)


@case(unmet.go_on_asking)
def go_on_asking(stage: Stage) -> Running:
    """Who hears of a time has a request that goes on."""
    running = rung_by_the_line(stage)

    def check(told: str) -> Iterable[str]:
        request = stage.request(str(running.row))
        if told != unmet.OVER and (request.state in ENDED_REQUEST or request.told_at):
            yield f"she heard {told}, and it is {request.state}"

    return Running(call=running.call, args=running.args, row=running.row, check=check)


@reads(unmet.is_anybody_left)
def is_anybody_left(stage: Stage) -> Running:
    """What is only asked changes nothing."""
    running = rung_by_the_line(stage)
    return Running(call=running.call, args=running.args, row=running.row)


@case(unmet.let_it_end)
def let_it_end(stage: Stage) -> Running:
    running = rung_by_the_line(stage)

    def check(told: str) -> Iterable[str]:
        request = stage.request(str(running.row))
        if told == "ended" and request.state is not RequestState.UNMET and request.told_at is None:
            yield f"she heard {told}, and it is {request.state}"

    return Running(call=running.call, args=running.args, row=running.row, check=check)


@reads(unmet.what_nobody_could)
def what_nobody_could(stage: Stage) -> Running:
    return Running(call=rung_by_the_line(stage).call)


def rung_since_nobody_has(stage: Stage) -> Running:
    """The time that was said is near: the line has rung Rosa, and she has pressed a key."""
    request_id = opened(stage)
    about = stage.request(request_id)
    told = item(stage.world, GROUP, Reason.NOT_YET, name=request_id, about=about, number=PhoneNumber(ROSA))
    stage.store.tell(about, told, next_action_at=stage.now)
    return Running(call=heard(stage, told), args=(request_id,), row=request_id)


@case(unmet.why_nobody_rang)
def why_nobody_rang(stage: Stage) -> Running:
    """Who hears that nobody could yet has a request that goes on."""
    running = rung_since_nobody_has(stage)

    def check(told: str) -> Iterable[str]:
        if told.startswith(unmet.YET) and stage.request(str(running.row)).state in ENDED_REQUEST:
            yield "she heard that nobody could yet, and it is over"

    return Running(call=running.call, args=("",), row=running.row, check=check)


def rung_by_one_of_us(stage: Stage) -> Running:
    """Gwen has taken it upon herself to tell Rosa, and is joined with her."""
    request_id = nobody_could(stage)
    about = stage.request(request_id)
    task = item(stage.world, GROUP, Reason.UNMET, name=request_id, about=about)
    stage.store.tell(about, task, next_action_at=stage.now)
    gwen = call_of(stage, held(stage, task.id))
    answers.about_to_join.run(stage.world, gwen)
    answers.have_joined.run(stage.world, gwen)
    return Running(call=gwen, args=(request_id,), row=request_id)


@case(unmet.note_not_reached)
def note_not_reached(stage: Stage) -> Running:
    running = rung_by_one_of_us(stage)

    def check(_told: str) -> Iterable[str]:
        request = stage.request(str(running.row))
        if request.state not in ENDED_REQUEST and len(request.tried) != 1:
            yield f"nobody was reached today, and what is noted is {sorted(request.tried)}"

    return Running(call=running.call, row=running.row, check=check)


@case(unmet.have_told, "it_ends")
def have_told(stage: Stage) -> Running:
    running = rung_by_one_of_us(stage)

    def check(_told: str) -> Iterable[str]:
        request = stage.request(str(running.row))
        if request.state not in ENDED_REQUEST and request.told_at is None:
            yield f"she was told, and it is {request.state}"

    return Running(call=running.call, args=(unmet.TOLD,), row=running.row, check=check)


@case(unmet.have_told, "still_wanted")
def have_told_still_wanted(stage: Stage) -> Running:
    running = rung_by_one_of_us(stage)

    def check(told: str) -> Iterable[str]:
        if told not in {unmet.OVER, unmet.TOLD} and stage.request(str(running.row)).state in ENDED_REQUEST:
            yield f"they heard {told}, and it is {stage.request(str(running.row)).state}"

    return Running(call=running.call, args=(unmet.STILL,), row=running.row, check=check)


def rung_as_promised(stage: Stage) -> Running:
    """Gwen has rung Rosa, since nobody could yet and the promised time was near, and was joined with her."""
    stage.joins(GWEN, coordinator=True, needs=frozenset())
    request_id = opened(stage)
    task = item(stage.world, GROUP, Reason.PROMISE, name=request_id, about=stage.request(request_id))
    stage.store.tell(stage.request(request_id), task, next_action_at=stage.now)
    gwen = call_of(stage, held(stage, task.id))
    answers.about_to_join.run(stage.world, gwen)
    answers.have_joined.run(stage.world, gwen)
    return Running(call=gwen, args=(request_id,), row=request_id)


@case(promised.have_rung_them, "told")
def have_rung_them(stage: Stage) -> Running:
    running = rung_as_promised(stage)

    def check(_told: str) -> Iterable[str]:
        request = stage.request(str(running.row))
        if request.state is RequestState.OPEN and request.rung_at is None:
            yield "she was rung, and it is not noted"

    return Running(call=running.call, args=(promised.TOLD,), row=running.row, check=check)


@case(promised.have_rung_them, "theirs")
def have_rung_them_and_arranged_it(stage: Stage) -> Running:
    """Who hears that it is theirs has it."""
    running = rung_as_promised(stage)

    def check(told: str) -> Iterable[str]:
        if told.startswith(promised.MINE) and stage.request(str(running.row)).taken_by != ident(GWEN):
            yield f"she heard {told}, and it is not hers"

    return Running(call=running.call, args=(promised.MINE,), row=running.row, check=check)
