"""Something was wrong: the complaint, its words, and those who hear both sides."""

from __future__ import annotations

from collections.abc import Iterable

from hotline.effects import complaints, hearing
from hotline.records import ENDED_REQUEST, Decision, Reason
from tests.interleavings.case import Running, case, reads, request_is
from tests.interleavings.stage import BEN, GROUP, ROSA, Stage, ident
from tests.interleavings.states import (
    PLACED_TO,
    asked_how_it_went,
    begun,
    call_of,
    complaint,
    complaints_call,
    dialled_in,
    drawn,
    held,
    opened,
    picked_up,
    rings,
    rung_back,
    spoken,
)


@case(complaints.something_was_wrong)
def something_was_wrong(stage: Stage) -> Running:
    """On the call that rings her back: one complaint, which is there."""
    stage.joins(BEN)
    request_id = opened(stage)
    spoken(stage, request_id)

    def check(told: str) -> Iterable[str]:
        made = [one.id for one in stage.of_reason(Reason.LOT)]
        if made != [told.partition("_")[0]]:
            yield f"she heard {told}, and there are {made}"

    return Running(call=rung_back(stage, ROSA, "wrong"), args=(request_id,), row=request_id, check=check)


@case(complaints.something_was_wrong, "asked_how_it_went")
def something_was_wrong_when_asked(stage: Stage) -> Running:
    """On the call that asks her how it went, which is not asked again."""
    stage.joins(BEN)
    request_id = opened(stage)
    return Running(call=call_of(stage, asked_how_it_went(stage, request_id)), args=("",), row=request_id)


@case(complaints.was_wrong_with_code)
def was_wrong_with_code(stage: Stage) -> Running:
    """Rosa has no phone, and has keyed her code: one complaint, which is there."""
    stage.joins(BEN)
    request_id = opened(stage)
    spoken(stage, request_id)

    def check(told: str) -> Iterable[str]:
        made = [one.id for one in stage.of_reason(Reason.LOT)]
        if told != complaints.NONE and told.partition("_")[0] not in made:
            yield f"she heard {told}, and there are {made}"

    call = dialled_in(stage, None, "code")
    return Running(call=call, args=(request_id, ident(BEN)), row=request_id, check=check)


@case(complaints.something_worried)
def something_worried(stage: Stage) -> Running:
    """Ben says so of what he has said yes to, and keeps it."""
    stage.joins(BEN)
    request_id = opened(stage)
    call = call_of(stage, held(stage, request_id))
    return Running(call=call, args=(stage.records(call.sid),), row=request_id)


@case(complaints.keep_words)
def keep_words(stage: Stage) -> Running:
    stage.joins(BEN)
    made, rosa = complaint(stage), complaints_call(stage)
    words = stage.records(rosa.sid)
    check = request_is(stage, made, kept={"note": words.secret})
    return Running(call=rosa, args=(made, words), row=made, check=check)


@case(complaints.not_them_again)
def not_them_again(stage: Stage) -> Running:
    """Noted, or done already."""
    stage.joins(BEN)
    made, rosa = complaint(stage), complaints_call(stage)

    def check(_told: str) -> Iterable[str]:
        apart = stage.store.kept(ROSA_PHONE).apart
        if not stage.request(made).never_again and not apart:
            yield "not them again: it is neither noted nor done"

    return Running(call=rosa, args=(made,), row=made, check=check)


def one_of_two(stage: Stage) -> Running:
    """One of the two was drawn, and has picked up."""
    stage.joins(BEN)
    made = complaint(stage)
    return Running(call=call_of(stage, drawn(stage, made)), args=(made,), row=made)


@case(hearing.drawn_by_lot)
def drawn_by_lot(stage: Stage) -> Running:
    stage.joins(BEN)
    made = complaint(stage)
    begun(stage, made)
    (offer,) = rings(stage, made)
    return Running(call=picked_up(stage, offer), row=made)


def _seat(stage: Stage, running: Running) -> object:
    who = stage.store.offer(GROUP, running.call.about)
    assert who
    return stage.request(str(running.row)).hearing.get(who.volunteer)


@case(hearing.agree)
def agree(stage: Stage) -> Running:
    """Whoever hears that they are one of the two is."""
    running = one_of_two(stage)

    def check(told: str) -> Iterable[str]:
        if told == hearing.AGREED and _seat(stage, running) is None:
            yield f"they heard {told}, and have no seat"

    return Running(call=running.call, args=running.args, row=running.row, check=check)


@case(hearing.not_this_time)
def not_this_time(stage: Stage) -> Running:
    running = one_of_two(stage)
    hearing.agree.run(stage.world, running.call, running.row)

    def check(told: str) -> Iterable[str]:
        if _seat(stage, running) is not None:
            yield f"they heard {told}, and still have their seat"

    return Running(call=running.call, args=running.args, row=running.row, check=check)


def hears_both(stage: Stage) -> Running:
    """And has said yes."""
    running = one_of_two(stage)
    hearing.agree.run(stage.world, running.call, running.row)
    return running


@case(hearing.about_to_ring)
def about_to_ring(stage: Stage) -> Running:
    running = hears_both(stage)
    return Running(call=running.call, args=(running.row, hearing.TELLER), row=running.row)


@case(hearing.have_rung)
def have_rung(stage: Stage) -> Running:
    running = hears_both(stage)
    hearing.about_to_ring.run(stage.world, running.call, running.row, hearing.TELLER)

    def check(_told: str) -> Iterable[str]:
        if not getattr(_seat(stage, running), "heard_teller", True):
            yield "they have rung whoever complained, and it is not noted"

    return Running(call=running.call, args=(running.row, hearing.TELLER), row=running.row, check=check)


@case(hearing.decide)
def decide(stage: Stage) -> Running:
    running = hears_both(stage)
    for side in (hearing.TELLER, hearing.OTHER):
        hearing.have_rung.run(stage.world, running.call, running.row, side)

    def check(_told: str) -> Iterable[str]:
        over = stage.request(str(running.row)).state in ENDED_REQUEST
        if not over and getattr(_seat(stage, running), "decision", None) is not Decision.BEFORE:
            yield "they have decided, and it is not written"

    return Running(call=running.call, args=(running.row, Decision.BEFORE.value), row=running.row, check=check)


@reads(hearing.what_there_is)
def what_there_is(stage: Stage) -> Running:
    return hears_both(stage)


@reads(hearing.what_they_hear)
def what_they_hear(stage: Stage) -> Running:
    return Running(call=hears_both(stage).call)


ROSA_PHONE = next(phone for phone, number in PLACED_TO.items() if number == ROSA)
