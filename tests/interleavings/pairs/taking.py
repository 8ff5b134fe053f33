"""Who has a request: a yes beside another yes, a cancelling, the sweep, a callback, a no, a hand-over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from hotline.dispatch.advance import advance
from hotline.dispatch.callbacks import offer_status
from hotline.dispatch.sweep import sweep
from hotline.effects import answers, news, volunteering, waiting
from hotline.records import HELD, Offer, OfferState, RequestState
from tests.interleavings.pair import Race, pair
from tests.interleavings.stage import ALI, BEN, GROUP, ROSA, Stage, ident
from tests.interleavings.states import (
    asked,
    call_of,
    dialled_in,
    ended_form,
    opened,
    rung_back,
    spoken,
    wait,
    written,
)


def two_are_asked(stage: Stage) -> tuple[str, list[Offer]]:
    """Rosa waits on the line, and two phones ring and are picked up."""
    stage.joins(BEN, ALI)
    request_id = written(stage)
    wait(stage, request_id)
    return request_id, asked(stage, request_id, times=2)


@pair
def accept_accept(stage: Stage) -> Race:
    """Two say yes: one of them hears that it is theirs."""
    _, (one, two) = two_are_asked(stage)

    def check(first: object, second: object) -> Iterable[str]:
        if [str(said).startswith("yours") for said in (first, second)].count(True) != 1:
            yield f"who has it: {first}, {second}"

    return Race(
        one=lambda: answers.accept.run(stage.world, call_of(stage, one)),
        other=lambda: answers.accept.run(stage.world, call_of(stage, two)),
        check=check,
    )


@pair
def accept_cancel(stage: Stage) -> Race:
    """Rosa, rung back, cancels while Ben says yes: it is cancelled, and he is told if he had it."""
    request_id, (offer, _) = two_are_asked(stage)
    stage.store.wait_no_more(GROUP, request_id, now=stage.now)
    stage.hangs_up(dialled_in(stage).sid)
    rosa = rung_back(stage, ROSA)

    def cancels() -> str:
        said = news.cancel.run(stage.world, rosa, request_id)
        advance(stage.world, GROUP, request_id)
        return said

    def check(_yes: object, _cancelled: object) -> Iterable[str]:
        request = stage.request(request_id)
        if request.state is not RequestState.CANCELLED and not request.cancelled_at:
            yield f"cancelled, and it is {request.state}"

    return Race(one=lambda: answers.accept.run(stage.world, call_of(stage, offer)), other=cancels, check=check)


@pair
def accept_sweep(stage: Stage) -> Race:
    """The ring is overdue, and the sweep ends it while he says yes: the yes counts."""
    request_id, (offer, _) = two_are_asked(stage)
    stage.passes(timedelta(seconds=400))

    def check(yes: object, _swept: object) -> Iterable[str]:
        request = stage.request(request_id)
        if not str(yes).startswith("yours") or request.taken_by != offer.volunteer:
            yield f"he heard {yes}, and it is {request.state}"

    return Race(
        one=lambda: answers.accept.run(stage.world, call_of(stage, offer)),
        other=lambda: sweep(stage.world),
        check=check,
    )


@pair
def accept_callback(stage: Stage) -> Race:
    """The key and the end of the call come at the same moment: the ledger does not say that he let it ring."""
    request_id, (offer, _) = two_are_asked(stage)
    form = ended_form(stage, offer)

    def check(_yes: object, _ended: object) -> Iterable[str]:
        ended = stage.store.offer(GROUP, offer.id)
        if stage.request(request_id).taken_offer == offer.id and ended and ended.state is not OfferState.ACCEPTED:
            missed = stage.store.volunteer(GROUP, offer.volunteer)
            yield f"he said yes, and the ledger says {ended.state}; unanswered {missed.unanswered if missed else ''}"

    return Race(
        one=lambda: answers.accept.run(stage.world, call_of(stage, offer)),
        other=lambda: offer_status(stage.world, GROUP, offer.id, form),
        check=check,
    )


@pair
def accept_stop_waiting(stage: Stage) -> Race:
    """Rosa leaves the line while Ben says yes: what both hear agrees with who has it."""
    request_id, (offer, _) = two_are_asked(stage)

    def check(yes: object, left: object) -> Iterable[str]:
        if left == waiting.TAKEN and not str(yes).startswith("yours"):
            yield f"she heard that it is taken, and he heard {yes}"

    return Race(
        one=lambda: answers.accept.run(stage.world, call_of(stage, offer)),
        other=lambda: waiting.stop_waiting.run(stage.world, dialled_in(stage), request_id),
        check=check,
    )


@pair
def accept_tell(stage: Stage) -> Race:
    """It has waited too long, and a coordinator is about to be told while he says yes."""
    request_id, (offer, _) = two_are_asked(stage)
    stage.passes(timedelta(minutes=31))

    def check(yes: object, _told: object) -> Iterable[str]:
        if str(yes).startswith("yours") and stage.request(request_id).state not in HELD:
            yield f"he heard {yes}, and it is {stage.request(request_id).state}"

    return Race(
        one=lambda: answers.accept.run(stage.world, call_of(stage, offer)),
        other=lambda: advance(stage.world, GROUP, request_id),
        check=check,
    )


@pair
def pass_callback(stage: Stage) -> Race:
    """His no and the end of his call come at the same moment: he is not asked again, and nothing rings for ever."""
    request_id, (offer, _) = two_are_asked(stage)
    form = ended_form(stage, offer)

    def check(_no: object, _ended: object) -> Iterable[str]:
        request = stage.request(request_id)
        if offer.volunteer not in request.passed or offer.id in request.ringing:
            yield f"passed {sorted(request.passed)}, ringing {sorted(request.ringing)}"

    return Race(
        one=lambda: answers.pass_on.run(stage.world, call_of(stage, offer), "this"),
        other=lambda: offer_status(stage.world, GROUP, offer.id, form),
        check=check,
    )


@pair
def hand_back_done(stage: Stage) -> Race:
    """Someone else, please, on one call; it is done, on another: one of the two counts."""
    stage.joins(BEN)
    request_id = opened(stage)
    offer = spoken(stage, request_id)
    ben = rung_back(stage, BEN)

    def check(_back: object, done: object) -> Iterable[str]:
        state = stage.request(request_id).state
        if state is not (RequestState.REPORTED_DONE if done == "reported" else RequestState.OPEN):
            yield f"he heard {done}, and it is {state}"

    return Race(
        one=lambda: answers.settle.run(stage.world, call_of(stage, offer), "else"),
        other=lambda: volunteering.it_is_done.run(stage.world, ben, request_id),
        check=check,
    )


@pair
def say_yes_accept(stage: Stage) -> Race:
    """Ali, who has phoned, takes what Ben is being asked for: one of them hears that it is theirs."""
    stage.joins(BEN)
    request_id = opened(stage)
    (offer,) = asked(stage, request_id)
    stage.joins(ALI)
    ali = rung_back(stage, ALI)

    def check(his: object, hers: object) -> Iterable[str]:
        taken = stage.request(request_id).taken_by
        heard = {ident(BEN): str(his).startswith("yours"), ident(ALI): str(hers).startswith("yours")}
        if [who for who, yours in heard.items() if yours] != [taken]:
            yield f"who has it: {his}, {hers}"

    return Race(
        one=lambda: answers.accept.run(stage.world, call_of(stage, offer)),
        other=lambda: volunteering.say_yes.run(stage.world, ali, request_id),
        check=check,
    )
