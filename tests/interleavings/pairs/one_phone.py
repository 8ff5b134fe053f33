"""The same need asked twice from one phone: one is enough, while a neighbour says yes, and twice at once."""

from __future__ import annotations

from collections.abc import Iterable

from hotline.conversation.call import Call
from hotline.dispatch.advance import advance
from hotline.effects import answers, one_phone
from hotline.records import Offer, RequestState
from tests.interleavings.pair import Race, pair
from tests.interleavings.stage import ALI, BEN, GROUP, ROSA, Stage
from tests.interleavings.states import SECOND_CALL, asked, call_of, opened, rung_back


def asked_twice(stage: Stage) -> tuple[tuple[str, str], list[Offer], Call]:
    """Rosa asks for shopping on two calls; a phone rings for each, and she is rung back."""
    stage.joins(BEN, ALI)
    both = opened(stage), opened(stage, name=SECOND_CALL)
    for request_id in (*reversed(both), *both):
        advance(stage.world, GROUP, request_id)
    offers = [offer for request_id in both for offer in asked(stage, request_id)]
    return both, offers, rung_back(stage, ROSA)


def one_is_left(stage: Stage, both: Iterable[str]) -> Iterable[str]:
    """Somebody comes."""
    left = [stage.request(request_id) for request_id in both]
    if all(one.cancelled_at or one.state is RequestState.CANCELLED for one in left):
        yield "both are cancelled: nobody comes"


@pair
def double_cancel_accept(stage: Stage) -> Race:
    """One is enough, while a neighbour says yes to the one that is cancelled."""
    both, offers, rosa = asked_twice(stage)

    def check(_yes: object, _cancelled: object) -> Iterable[str]:
        return one_is_left(stage, both)

    return Race(
        one=lambda: answers.accept.run(stage.world, call_of(stage, offers[-1])),
        other=lambda: one_phone.one_is_enough.run(stage.world, rosa, "shopping"),
        check=check,
    )


@pair
def double_twice(stage: Stage) -> Race:
    """One is enough, and the webhook comes twice at once."""
    both, _, rosa = asked_twice(stage)

    def check(_one: object, _two: object) -> Iterable[str]:
        return one_is_left(stage, both)

    return Race(
        one=lambda: one_phone.one_is_enough.run(stage.world, rosa, "shopping"),
        other=lambda: one_phone.one_is_enough.run(stage.world, rosa, "shopping"),
        check=check,
    )
