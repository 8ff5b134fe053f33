"""What a volunteer's keys do on an offer, and on the call on which the two are joined."""

from __future__ import annotations

from collections.abc import Iterable

from hotline.effects import answers, later
from hotline.records import HELD, RequestState
from tests.interleavings.case import Running, case, reads, request_is, volunteer_is
from tests.interleavings.stage import ALI, BEN, GROUP, Stage, ident
from tests.interleavings.states import asked, call_of, held, opened, picked_up, recording, rings


def an_offer(stage: Stage) -> tuple[str, Running]:
    """Ben's phone was picked up, and he has heard the question."""
    stage.joins(BEN, ALI)
    request_id = opened(stage)
    (offer,) = asked(stage, request_id)
    return request_id, Running(call=call_of(stage, offer), row=request_id)


def joined(stage: Stage) -> Running:
    """He has said yes, and the two are joined."""
    stage.joins(BEN, ALI)
    request_id = opened(stage)
    call = call_of(stage, held(stage, request_id))
    answers.about_to_join.run(stage.world, call)
    answers.have_joined.run(stage.world, call)
    return Running(call=call, row=request_id)


@reads(answers.is_it_theirs)
def is_it_theirs(stage: Stage) -> Running:
    """One step back from a yes."""
    return joined(stage)


@case(answers.pick_up)
def pick_up(stage: Stage) -> Running:
    """His phone rings, and is picked up."""
    stage.joins(BEN, ALI)
    request_id = opened(stage)
    (offer,) = rings(stage, request_id)
    return Running(call=picked_up(stage, offer), row=request_id)


@case(answers.accept)
def accept(stage: Stage) -> Running:
    """Who hears that it is theirs has it."""
    request_id, running = an_offer(stage)
    check = request_is(stage, request_id, yours={"taken_by": ident(BEN), "taken_offer": running.call.about})
    return Running(call=running.call, row=request_id, check=check)


@case(answers.accept, "with_a_text")
def accept_with_a_text(stage: Stage) -> Running:
    """The same, and he would like a text message."""
    stage.joins(BEN, texts=True)
    request_id = opened(stage)
    (offer,) = asked(stage, request_id)
    return Running(call=call_of(stage, offer), row=request_id)


@case(answers.human_there)
def human_there(stage: Stage) -> Running:
    return an_offer(stage)[1]


def _says_no(stage: Stage, answer: str) -> Running:
    request_id, running = an_offer(stage)

    def check(_told: str) -> Iterable[str]:
        request = stage.request(request_id)
        kept = {"later": request.later, "today": {each.partition("#")[0] for each in request.not_today}}
        if ident(BEN) not in kept.get(answer, request.passed):
            yield f"he said {answer}, and it was not kept"
        if request.taken_by == ident(BEN):
            yield "he said no, and has it"

    return Running(call=running.call, args=(answer,), row=request_id, check=check)


@case(answers.pass_on, "this")
def pass_this(stage: Stage) -> Running:
    return _says_no(stage, "this")


@case(answers.pass_on, "later")
def pass_later(stage: Stage) -> Running:
    return _says_no(stage, "later")


@case(answers.pass_on, "today")
def pass_today(stage: Stage) -> Running:
    return _says_no(stage, "today")


@case(answers.pass_on, "after_a_yes")
def pass_after_a_yes(stage: Stage) -> Running:
    """A step back: not this one after all."""
    _, running = an_offer(stage)
    answers.accept.run(stage.world, running.call)
    return Running(call=running.call, args=("this",), row=running.row)


@case(answers.stop_asking)
def stop_asking(stage: Stage) -> Running:
    request_id, running = an_offer(stage)
    return Running(call=running.call, row=request_id, check=volunteer_is(stage, BEN, stopped={"stopped": True}))


@case(answers.about_to_join)
def about_to_join(stage: Stage) -> Running:
    stage.joins(BEN, ALI)
    request_id = opened(stage)
    return Running(call=call_of(stage, held(stage, request_id)), row=request_id)


@case(answers.have_joined)
def have_joined(stage: Stage) -> Running:
    running = about_to_join(stage)
    answers.about_to_join.run(stage.world, running.call)
    row = str(running.row)

    def check(_told: str) -> Iterable[str]:
        if stage.request(row).state in HELD and stage.request(row).joined_at is None:
            yield "the two were joined, and it was not noted"

    return Running(call=running.call, row=row, check=check)


@case(answers.settle, "arranged")
def settle_arranged(stage: Stage) -> Running:
    running = joined(stage)
    settled = {"state": RequestState.SPOKEN, "taken_by": ident(BEN)}
    return Running(
        call=running.call,
        args=("arranged",),
        row=running.row,
        check=request_is(stage, str(running.row), settled=settled),
    )


@case(answers.settle, "ring_after")
def settle_ring_after(stage: Stage) -> Running:
    running = joined(stage)
    return Running(
        call=running.call,
        args=("ring-after",),
        row=running.row,
        check=request_is(stage, str(running.row), settled={"ring_after": True}),
    )


@case(answers.settle, "else")
def settle_else(stage: Stage) -> Running:
    """Somebody else, please: he does not have it any more, and is not asked again."""
    running = joined(stage)
    row = str(running.row)

    def check(_told: str) -> Iterable[str]:
        if stage.request(row).taken_by == ident(BEN) or ident(BEN) not in stage.request(row).passed:
            yield "somebody else, please: he still has it, or may be asked again"

    return Running(call=running.call, args=("else",), row=row, check=check)


@case(answers.settle, "task")
def settle_a_task(stage: Stage) -> Running:
    """A coordinator has rung whoever had said something: it is over, and erased."""
    task, call = recording(stage)

    def check(_told: str) -> Iterable[str]:
        if stage.store.request(GROUP, task) and stage.request(task).state is not RequestState.DONE:
            yield f"it is settled, and is {stage.request(task).state}"

    return Running(call=call, args=("arranged",), row=task, check=check)


@reads(answers.were_joined)
def were_joined(stage: Stage) -> Running:
    return Running(call=joined(stage).call)


@case(later.try_later)
def try_later(stage: Stage) -> Running:
    """Not yet: he keeps it."""
    running = about_to_join(stage)
    check = request_is(stage, str(running.row), later={"taken_by": ident(BEN)})
    return Running(call=running.call, args=(later.LATER,), row=running.row, check=check)
