"""Waiting on the line, for a neighbour or for a person; and codes, for who has no phone of their own."""

from __future__ import annotations

from collections.abc import Iterable

from hotline.codes import derive
from hotline.conversation.call import Call
from hotline.conversation.replay import JOINED
from hotline.conversation.turns import Given
from hotline.effects import codes, logging, person, somebody, waiting
from hotline.records import ENDED_REQUEST, HELD, Reason, RequestState, When
from tests.interleavings.case import Running, case, reads
from tests.interleavings.stage import ALI, BEN, GWEN, Stage, ident
from tests.interleavings.states import asked, dialled_in, draft, held, hung_up, wait, written


def on_the_line(stage: Stage) -> Running:
    """Rosa waits, and a phone was picked up for her."""
    stage.joins(BEN, ALI)
    request_id = written(stage)
    wait(stage, request_id)
    asked(stage, request_id)
    return Running(call=dialled_in(stage, about=request_id), args=(request_id,), row=request_id)


@case(waiting.begin_to_wait)
def begin_to_wait(stage: Stage) -> Running:
    """Who hears that they wait has a request that is open, or is somebody's."""
    stage.joins(BEN, ALI)
    request_id = written(stage)
    stage.asks_no_more(dialled_in(stage).sid)

    def check(told: str) -> Iterable[str]:
        if told == waiting.WAITS and stage.request(request_id).state is RequestState.DRAFT:
            yield f"she heard {told}, and it is a draft"

    return Running(call=dialled_in(stage), args=(request_id,), row=request_id, check=check)


@case(waiting.how_it_goes)
def how_it_goes(stage: Stage) -> Running:
    running = on_the_line(stage)
    return Running(call=running.call, row=running.row)


@case(waiting.stop_waiting)
def stop_waiting(stage: Stage) -> Running:
    """She waits no more, and `taken` is what somebody has."""
    running = on_the_line(stage)

    def check(told: str) -> Iterable[str]:
        request = stage.request(str(running.row))
        if request.waits_until is not None:
            yield "she has left the line, and is taken to be on it"
        if told == waiting.TAKEN and request.state not in HELD:
            yield f"she heard {told}, and it is {request.state}"

    return Running(call=running.call, args=running.args, row=running.row, check=check)


@case(waiting.put_through_now)
def put_through_now(stage: Stage) -> Running:
    running = on_the_line(stage)
    return Running(call=running.call, row=running.row)


@case(waiting.not_on_the_line)
def not_on_the_line(stage: Stage) -> Running:
    return on_the_line(stage)


def wants_a_person(stage: Stage) -> Call:
    """Rosa has pressed nought."""
    stage.joins(GWEN, ALI, coordinator=True, needs=frozenset())
    rosa = dialled_in(stage)
    person.ask_for_person.run(stage.world, rosa, Reason.ASKED, "")
    stage.asks_no_more(rosa.sid)
    return rosa


@case(person.ask_for_person)
def ask_for_person(stage: Stage) -> Running:
    """The wish is kept, whatever else comes."""
    stage.joins(GWEN, coordinator=True, needs=frozenset())
    rosa = dialled_in(stage)

    def check(_told: str) -> Iterable[str]:
        if len(stage.of_reason(Reason.ASKED)) != 1:
            yield f"{len(stage.of_reason(Reason.ASKED))} wishes for a person are kept"

    return Running(call=rosa, args=(Reason.ASKED, ""), check=check)


@case(person.next_coordinator)
def next_coordinator(stage: Stage) -> Running:
    rosa = wants_a_person(stage)
    return Running(call=rosa, args=((),), row=person.item_of(rosa))


@case(person.take_caller)
def take_caller(stage: Stage) -> Running:
    """The coordinator's leg of her call."""
    rosa = wants_a_person(stage)
    task = person.item_of(rosa)
    return Running(call=dialled_in(stage, GWEN, "her leg", about=task), row=task)


@case(person.person_found)
def person_found(stage: Stage) -> Running:
    rosa = wants_a_person(stage)
    task = person.item_of(rosa)
    person.take_caller.run(stage.world, dialled_in(stage, GWEN, "her leg", about=task))

    def check(_told: str) -> Iterable[str]:
        if stage.request(task).state not in ENDED_REQUEST:
            yield f"they have talked, and the wish is {stage.request(task).state}"

    return Running(call=rosa, args=(task,), row=task, check=check)


@reads(somebody.is_there_a_person)
def is_there_a_person(stage: Stage) -> Running:
    stage.joins(GWEN, coordinator=True, needs=frozenset())
    return Running(call=dialled_in(stage), args=("",))


@reads(somebody.is_there_a_person_for)
def is_there_a_person_for(stage: Stage) -> Running:
    stage.joins(GWEN, coordinator=True, needs=frozenset())
    return Running(call=dialled_in(stage), args=(draft(stage), ""))


@case(codes.make_code)
def make_code(stage: Stage) -> Running:
    """Whoever hears a code has one."""
    stage.joins(BEN)
    request_id = draft(stage, number=None)

    def check(told: str) -> Iterable[str]:
        if told != codes.NONE and stage.request(request_id).code is None:
            yield f"she heard code {told}, and the request has none"

    return Running(call=dialled_in(stage, None), args=(request_id,), row=request_id, check=check)


def with_a_code(stage: Stage) -> tuple[str, str]:
    """Somebody without a phone has asked, and has a code; Ben has said yes."""
    stage.joins(BEN)
    request_id = draft(stage, number=None)
    nobody = dialled_in(stage, None)
    attempt = int(codes.make_code.run(stage.world, nobody, request_id))
    logging.write_down.run(stage.world, nobody, request_id, "ongar", When.TODAY)
    stage.hangs_up(nobody.sid)
    logging.open_requests.run(stage.world, nobody)
    hung_up(stage, held(stage, request_id))
    return request_id, derive(stage.world.secrets[0], request_id, attempt)


@case(codes.open_with_code)
def open_with_code(stage: Stage) -> Running:
    request_id, code = with_a_code(stage)

    def check(told: str) -> Iterable[str]:
        if told != request_id:
            yield f"the right code came to {told}"

    return Running(call=dialled_in(stage, None, "with the code"), args=(Given(code),), row=request_id, check=check)


@case(codes.who_can_be_rung)
def who_can_be_rung(stage: Stage) -> Running:
    request_id, _ = with_a_code(stage)
    return Running(call=dialled_in(stage, None, "with the code"), args=(request_id,), row=request_id)


@case(codes.have_talked)
def have_talked(stage: Stage) -> Running:
    """The two have spoken."""
    running = who_can_be_rung(stage)
    codes.who_can_be_rung.run(stage.world, running.call, running.row)

    def check(_told: str) -> Iterable[str]:
        if stage.request(str(running.row)).state is RequestState.ACCEPTED:
            yield "they have talked, and that is not written"

    return Running(call=running.call, args=(running.row, ident(BEN), JOINED), row=running.row, check=check)
