"""What a resident's call writes while they are on the line."""

from __future__ import annotations

from collections.abc import Iterable

from hotline.conversation.turns import Given
from hotline.effects import joining, log_it, logging, meeting, remembering
from hotline.numbers import PhoneNumber
from hotline.records import ENDED_REQUEST, Ears, Need, Reason, RequestState, When
from tests.interleavings.case import Running, Said, case, reads, request_is
from tests.interleavings.stage import BEN, EMIL, GROUP, Stage
from tests.interleavings.states import (
    asked_how_it_went,
    call_of,
    dialled_in,
    draft,
    hung_up,
    joining_call,
    opened,
    recording,
    written,
)

KEYED, KEYED_IN_FULL = "02079460177", PhoneNumber("+442079460177")


@case(logging.keep_need)
def keep_need(stage: Stage) -> Running:
    """The first key of all."""
    stage.joins(BEN)
    rosa = dialled_in(stage)
    return Running(call=rosa, args=(1, Need.SHOPPING))


@case(logging.keep_need, "anew")
def keep_need_anew(stage: Stage) -> Running:
    """A step back, and another need."""
    stage.joins(BEN)
    request_id = written(stage)

    def check(told: str) -> Iterable[str]:
        need = stage.request(request_id).need
        if told.startswith(request_id) and need is not Need.MEDICINES:
            yield f"she keyed medicines, heard {told}, and it is {need}"

    return Running(call=dialled_in(stage), args=(1, Need.MEDICINES), row=request_id, check=check)


@case(logging.keep_wish)
def keep_wish(stage: Stage) -> Running:
    """She looks for something else: whoever then hangs up is rung by a person."""

    def check(told: str) -> Iterable[str]:
        if told == logging.KEPT and len(stage.of_reason(Reason.ASKED)) != 1:
            yield f"she heard {told}, and {len(stage.of_reason(Reason.ASKED))} wishes wait"

    return Running(call=dialled_in(stage), args=(1,), check=check)


@case(logging.withdraw_wish)
def withdraw_wish(stage: Stage) -> Running:
    """And has found it elsewhere: nobody rings her for that."""
    rosa = dialled_in(stage)
    logging.keep_wish.run(stage.world, rosa, 1)
    (wish,) = stage.of_reason(Reason.ASKED)

    def check(told: str) -> Iterable[str]:
        if told == logging.WITHDRAWN and stage.request(wish.id).number is not None:
            yield f"she heard {told}, and may be rung for it"

    return Running(call=rosa, args=(1,), row=wish.id, check=check)


@case(logging.forget_number)
def forget_number(stage: Stage) -> Running:
    """The number that she had keyed was wrong: her own phone is rung."""
    request_id = draft(stage)
    call = dialled_in(stage)
    logging.keep_number.run(stage.world, call, request_id, Given(KEYED))
    return Running(call=call, args=(request_id,), row=request_id)


@case(logging.keep_number)
def keep_number(stage: Stage) -> Running:
    stage.joins(BEN)
    request_id = written(stage)
    check = request_is(stage, request_id, kept={"number": KEYED_IN_FULL})
    return Running(call=dialled_in(stage), args=(request_id, Given(KEYED)), row=request_id, check=check)


@case(logging.keep_note)
def keep_note(stage: Stage) -> Running:
    stage.joins(BEN)
    request_id = draft(stage, Need.OTHER)
    words = stage.records(dialled_in(stage).sid)
    check = request_is(stage, request_id, kept={"note": words.secret})
    return Running(call=dialled_in(stage), args=(request_id, words), row=request_id, check=check)


@case(logging.write_down)
def write_down(stage: Stage) -> Running:
    stage.joins(BEN)
    request_id = draft(stage)
    args = (request_id, "ongar", When.SOON)
    return Running(call=dialled_in(stage), args=args, row=request_id, check=_as_keyed(stage, request_id))


def _as_keyed(stage: Stage, request_id: str) -> Said:
    def check(told: str) -> Iterable[str]:
        request = stage.request(request_id)
        if told != logging.LATE and (request.area, request.when) != ("ongar", When.SOON):
            yield f"she heard {told}, and it is {request.area}, {request.when}"

    return check


@case(logging.open_requests)
def open_requests(stage: Stage) -> Running:
    """The end of the script."""
    stage.joins(BEN)
    request_id = written(stage)
    stage.asks_no_more(dialled_in(stage).sid)

    def check(_told: str) -> Iterable[str]:
        if stage.request(request_id).state is RequestState.DRAFT:
            yield "the script has ended, and it is a draft"

    return Running(call=dialled_in(stage), row=request_id, check=check)


@case(logging.put_through)
def put_through(stage: Stage) -> Running:
    """They have been joined to the listening line: this need is met."""
    stage.joins(BEN)
    request_id = draft(stage, Need.CHAT)

    def check(_told: str) -> Iterable[str]:
        if stage.request(request_id).state not in ENDED_REQUEST:
            yield f"it is met, and is {stage.request(request_id).state}"

    return Running(call=dialled_in(stage), args=(request_id,), row=request_id, check=check)


@case(logging.ask_to_be_rung)
def ask_to_be_rung(stage: Stage) -> Running:
    stage.joins(BEN)
    return Running(call=dialled_in(stage, BEN), check=_waits_once(stage, Reason.BACK))


@case(logging.ask_to_be_rung_on)
def ask_to_be_rung_on(stage: Stage) -> Running:
    """Ben's phone shows no number: he keys it."""
    stage.joins(BEN)
    return Running(call=dialled_in(stage, None), args=(Given(BEN),), check=_waits_once(stage, Reason.KEYED))


def _waits_once(stage: Stage, reason: Reason) -> Said:
    """A wish that was heard waits, and waits once."""

    def check(told: str) -> Iterable[str]:
        if told != joining.CANNOT_RING and len(stage.of_reason(reason)) != 1:
            yield f"they heard {told}, and {len(stage.of_reason(reason))} wishes wait"

    return check


@case(joining.wish_to_help)
def wish_to_help(stage: Stage) -> Running:
    return Running(call=dialled_in(stage, EMIL), check=_waits_once(stage, Reason.JOIN))


@case(joining.become_volunteer)
def become_volunteer(stage: Stage) -> Running:
    emil = joining_call(stage, EMIL)

    def check(told: str) -> Iterable[str]:
        there = stage.store.volunteer(GROUP, PhoneNumber(EMIL).opaque)
        if told == joining.JOINED and there is None:
            yield "he heard that he has joined, and is not there"

    return Running(call=emil, row=emil.about.rpartition("-")[0], check=check)


@case(joining.ask_no_more)
def ask_no_more(stage: Stage) -> Running:
    """Another wish of the same phone waits."""
    emil = joining_call(stage, EMIL)
    joining.wish_to_help.run(stage.world, dialled_in(stage, EMIL))
    return Running(call=emil, row=emil.about.rpartition("-")[0])


@case(log_it.log_as)
def log_as(stage: Stage) -> Running:
    """Gwen has heard what was said, and logs it as shopping in Ongar."""
    stage.joins(BEN)
    task, gwen = recording(stage)

    def check(told: str) -> Iterable[str]:
        request = stage.request(task)
        if told == log_it.LOGGED and (request.need, request.area, request.reason) != (Need.SHOPPING, "ongar", None):
            yield f"she heard {told}, and it is {request.need} in {request.area}, {request.reason}"

    what = (Need.SHOPPING.value, "ongar", When.TODAY.value)
    return Running(call=gwen, args=(what, Given(None)), row=task, check=check)


@case(log_it.keep_few_words)
def keep_few_words(stage: Stage) -> Running:
    """And says a few words of her own, which neighbours hear in place of what was said."""
    stage.joins(BEN)
    task, gwen = recording(stage)
    log_it.log_as.run(stage.world, gwen, (Need.SHOPPING.value, "ongar", When.TODAY.value), Given(None))
    words = stage.records(gwen.sid)
    check = request_is(stage, task, kept={"note": words.secret, "ears": Ears.NEIGHBOURS})
    return Running(call=gwen, args=(words,), row=task, check=check)


@case(meeting.keep_for_meeting)
def keep_for_meeting(stage: Stage) -> Running:
    """Words for the next meeting are kept once."""
    words = stage.records(dialled_in(stage).sid)

    def check(_told: str) -> Iterable[str]:
        if [told.recording for told in stage.store.for_meeting(GROUP)] != [words.secret]:
            yield f"kept for the meeting: {stage.store.for_meeting(GROUP)}"

    return Running(call=dialled_in(stage), args=(words,), check=check)


def remembered(stage: Stage) -> Running:
    """Rosa was asked how it went, and would like to be remembered; that call is over."""
    stage.joins(BEN)
    request_id = opened(stage)
    offer = asked_how_it_went(stage, request_id)
    rosa = call_of(stage, offer)
    remembering.remember.run(stage.world, rosa, "")
    hung_up(stage, offer)
    return Running(call=rosa, row=request_id)


@case(remembering.remember)
def remember(stage: Stage) -> Running:
    stage.joins(BEN)
    request_id = opened(stage)
    rosa = call_of(stage, asked_how_it_went(stage, request_id))

    def check(_told: str) -> Iterable[str]:
        if Need.SHOPPING not in stage.store.remembered(GROUP, PhoneNumber("+442079460123").opaque, stage.now):
            yield "she is to be remembered, and is not"

    return Running(call=rosa, args=("",), row=request_id, check=check)


@case(remembering.forget)
def forget(stage: Stage) -> Running:
    running = remembered(stage)

    def check(_told: str) -> Iterable[str]:
        if stage.store.remembered(GROUP, PhoneNumber("+442079460123").opaque, stage.now):
            yield "she is to be forgotten, and is not"

    return Running(call=running.call, row=running.row, check=check)


@case(remembering.write_down_as_last)
def write_down_as_last(stage: Stage) -> Running:
    """The same as last time."""
    remembered(stage)
    rosa = dialled_in(stage, name="the next call")
    request_id = draft(stage, name="the next call")

    def check(told: str) -> Iterable[str]:
        if told != logging.LATE and stage.request(request_id).area != "ongar":
            yield f"she heard {told}, and it is in {stage.request(request_id).area}"

    return Running(call=rosa, args=(request_id, Need.SHOPPING, remembering.SHOWN), row=request_id, check=check)


@reads(remembering.is_remembered)
def is_remembered(stage: Stage) -> Running:
    return remembered(stage)


@reads(remembering.is_their_own)
def is_their_own(stage: Stage) -> Running:
    stage.joins(BEN)
    return Running(call=call_of(stage, asked_how_it_went(stage, opened(stage))), args=("",))
