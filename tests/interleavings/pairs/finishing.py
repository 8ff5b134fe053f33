"""The end of a request: all is well beside still needed, and beside something was wrong; a person who is wanted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from hotline.dispatch.advance import advance
from hotline.effects import answers, complaints, finishing, joining, person
from hotline.numbers import PhoneNumber
from hotline.records import Reason, RequestState
from hotline.rotation.pace import asked_until
from tests.interleavings.pair import Race, pair
from tests.interleavings.stage import ALI, BEN, EMIL, GROUP, GWEN, ROSA, Stage
from tests.interleavings.states import (
    PLACED_TO,
    asked,
    asked_how_it_went,
    call_of,
    dialled_in,
    joining_call,
    opened,
    picked_up,
    rings,
)


def well(stage: Stage) -> tuple[str, Race]:
    """Rosa is asked how it went, and says that all is well; the dispatcher looks at it at once."""
    stage.joins(BEN)
    request_id = opened(stage)
    rosa = call_of(stage, asked_how_it_went(stage, request_id))

    def all_well() -> str:
        said = finishing.all_well.run(stage.world, rosa, "")
        advance(stage.world, GROUP, request_id)
        return said

    return request_id, Race(one=all_well, other=lambda: finishing.ask_once_more.run(stage.world, rosa, ""))


@pair
def well_reopen(stage: Stage) -> Race:
    """All is well, and a step back: still needed. Open anew, it does not remember that all was well."""
    request_id, race = well(stage)

    def check(_well: object, again: object) -> Iterable[str]:
        request = stage.request(request_id)
        if request.state is RequestState.OPEN and request.heard_at:
            yield "open anew, and `heard_at` says that all is well"
        if again != finishing.OVER and request.state is RequestState.DONE:
            yield f"she heard {again}, and it is done"

    return Race(one=race.one, other=race.other, check=check)


@pair
def well_wrong(stage: Stage) -> Race:
    """All is well, and a step back: something was wrong. What she heard is written."""
    request_id, race = well(stage)
    rosa = call_of(stage, stage.offers(request_id)[-1])

    def check(_well: object, wrong: object) -> Iterable[str]:
        if not stage.of_reason(Reason.LOT) and wrong != complaints.NONE:
            yield f"she heard {wrong}, and there is no complaint"

    return Race(one=race.one, other=lambda: complaints.something_was_wrong.run(stage.world, rosa, ""), check=check)


@pair
def accept_unmet(stage: Stage) -> Race:
    """Its time is just over, and its resident was told; Ben, who is still on the phone about it, says yes after all."""
    stage.joins(BEN)
    request_id = opened(stage)
    stage.passes_until(asked_until(stage.request(request_id), stage.group) or stage.now)
    stage.passes(timedelta(seconds=-50))
    (offer,) = asked(stage, request_id)
    stage.passes(timedelta(seconds=60))
    assert stage.store.schedule(stage.request(request_id), next_action_at=stage.now, told_at=stage.now)

    def check(yes: object, _ended: object) -> Iterable[str]:
        if str(yes).startswith("yours") and stage.request(request_id).taken_by != offer.volunteer:
            yield f"he heard {yes}, and it is {stage.request(request_id).state}"

    return Race(
        one=lambda: answers.accept.run(stage.world, call_of(stage, offer)),
        other=lambda: advance(stage.world, GROUP, request_id),
        check=check,
    )


@pair
def become_twice(stage: Stage) -> Race:
    """The yes of who joins comes twice: one place in each rotation."""
    emil = joining_call(stage, EMIL)

    def check(_one: object, _two: object) -> Iterable[str]:
        places = [key for key in stage.dynamo.rows("places") if key[1].endswith(PhoneNumber(EMIL).opaque)]
        if len(places) != len({queue for queue, _ in places}):
            yield f"places twice: {places}"

    return Race(
        one=lambda: joining.become_volunteer.run(stage.world, emil),
        other=lambda: joining.become_volunteer.run(stage.world, emil),
        check=check,
    )


@pair
def person_taken_twice(stage: Stage) -> Race:
    """A coordinator takes the caller who waits, while another says yes to the task that the sweep has opened."""
    stage.joins(GWEN, ALI, coordinator=True, needs=frozenset())
    rosa = dialled_in(stage, ROSA, "nought")
    person.ask_for_person.run(stage.world, rosa, Reason.ASKED, "")
    task = person.item_of(rosa)
    stage.hangs_up(rosa.sid)
    stage.passes_until(stage.request(task).next_action_at)
    advance(stage.world, GROUP, task)
    (offer,) = rings(stage, task)
    answers.pick_up.run(stage.world, picked_up(stage, offer))
    (live,) = {GWEN, ALI} - {PLACED_TO[offer.volunteer]}
    leg = dialled_in(stage, live, "leg", about=task)

    def check(_taken: object, yes: object) -> Iterable[str]:
        holder = stage.request(task).taken_by
        if str(yes).startswith("yours") != (holder == offer.volunteer):
            yield f"she heard {yes}, and {holder} has it"

    return Race(
        one=lambda: person.take_caller.run(stage.world, leg),
        other=lambda: answers.accept.run(stage.world, call_of(stage, offer)),
        check=check,
    )
