"""Something was wrong: doors pause while others act, seats are taken, two are put apart."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from hotline.dispatch.advance import advance
from hotline.dispatch.drafts import open_draft
from hotline.effects import answers, complaints, hearing, joining, volunteering
from hotline.records import Need, Reason, When
from tests.interleavings.pair import Race, pair
from tests.interleavings.stage import ALI, BEN, EMIL, GROUP, GWEN, PRIYA, ROSA, Stage, ident
from tests.interleavings.states import (
    SECOND_CALL,
    asked,
    begun,
    call_of,
    complaint,
    dialled_in,
    joining_call,
    next_week_is_due,
    opened,
    rung_back,
    spoken,
    weekly_series,
    written,
)


@pair
def two_complaints(stage: Stage) -> Race:
    """The same resident, on two calls at once, of the same thing: one complaint."""
    stage.joins(BEN)
    request_id = opened(stage)
    spoken(stage, request_id)
    one = rung_back(stage, ROSA, "one")
    about = stage.store.offer(GROUP, one.about)
    assert about
    stage.hangs_up(one.sid)
    stage.store.release_phone(about, about.volunteer, unnamed=False, now=stage.now)
    two = rung_back(stage, ROSA, "two")

    def check(_one: object, _two: object) -> Iterable[str]:
        if (made := len(stage.of_reason(Reason.LOT))) != 1:
            yield f"{made} complaints of one thing"

    return Race(
        one=lambda: complaints.something_was_wrong.run(stage.world, one, request_id),
        other=lambda: complaints.something_was_wrong.run(stage.world, two, request_id),
        check=check,
    )


@pair
def three_agree(stage: Stage) -> Race:
    """Two seats, and the third of three who say yes hears that there are two others."""
    stage.joins(BEN)
    made = complaint(stage)
    begun(stage, made)
    hearing.agree.run(stage.world, dialled_in(stage, GWEN, "gwen"), made)
    ali, priya = dialled_in(stage, ALI, "ali"), dialled_in(stage, PRIYA, "priya")

    def check(one: object, two: object) -> Iterable[str]:
        seats = stage.request(made).hearing
        hears = [each.name for each in stage.store.volunteers(GROUP) if made in each.hears]
        if len(seats) != len(hears) or (one, two).count(hearing.AGREED) != 1 or len(hears) != 2:
            yield f"they heard {one} and {two}: {len(seats)} seats, and {hears} hear it"

    return Race(
        one=lambda: hearing.agree.run(stage.world, ali, made),
        other=lambda: hearing.agree.run(stage.world, priya, made),
        check=check,
    )


def a_door(stage: Stage) -> str:
    """Emil's request, which means a door; Ben has rested since he was asked last."""
    stage.passes(timedelta(hours=2))
    return opened(stage, Need.MEDICINES, number=EMIL, name=SECOND_CALL)


def door_is_held(stage: Stage, made: str, door: str) -> Iterable[str]:
    """When doors have paused for him, he has none."""
    if Reason.NO_DOORS in stage.request(made).told and stage.request(door).taken_by == ident(BEN):
        yield "a door is held by somebody for whom doors pause"


@pair
def doors_pause_while_reserving(stage: Stage) -> Race:
    """Doors pause for Ben while he is about to be asked for one."""
    stage.joins(BEN)
    made, door = complaint(stage), a_door(stage)

    def check(_asked: object, _paused: object) -> Iterable[str]:
        ringing = stage.request(door).ringing
        if ringing and ident(BEN) not in stage.request(door).apart:
            yield "doors have paused, and his phone rings for one that he may still say yes to"

    return Race(
        one=lambda: advance(stage.world, GROUP, door), other=lambda: advance(stage.world, GROUP, made), check=check
    )


@pair
def doors_pause_while_accepting(stage: Stage) -> Race:
    """Doors pause for Ben while he says yes to one."""
    stage.joins(BEN)
    made, door = complaint(stage), a_door(stage)
    (offer,) = asked(stage, door)

    def check(_yes: object, _paused: object) -> Iterable[str]:
        return door_is_held(stage, made, door)

    return Race(
        one=lambda: answers.accept.run(stage.world, call_of(stage, offer)),
        other=lambda: advance(stage.world, GROUP, made),
        check=check,
    )


@pair
def doors_pause_while_yes_on_own_call(stage: Stage) -> Race:
    """The same, and he has phoned us himself."""
    stage.joins(BEN)
    made, door = complaint(stage), a_door(stage)
    ben = rung_back(stage, BEN)

    def check(_yes: object, _paused: object) -> Iterable[str]:
        return door_is_held(stage, made, door)

    return Race(
        one=lambda: volunteering.say_yes.run(stage.world, ben, door),
        other=lambda: advance(stage.world, GROUP, made),
        check=check,
    )


@pair
def rejoin_while_doors_pause(stage: Stage) -> Race:
    """Ben has left, and joins again while doors begin to pause: they pause for him all the same."""
    stage.joins(BEN)
    made = complaint(stage)
    stage.store.remove_volunteer(GROUP, ident(BEN))
    ben = joining_call(stage, BEN)

    def check(_joined: object, _paused: object) -> Iterable[str]:
        there = stage.store.volunteer(GROUP, ident(BEN))
        if there and Reason.NO_DOORS in stage.request(made).told and not there.no_doors:
            yield "he has joined again, and is asked for doors"

    return Race(
        one=lambda: joining.become_volunteer.run(stage.world, ben),
        other=lambda: advance(stage.world, GROUP, made),
        check=check,
    )


@pair
def apart_while_opening(stage: Stage) -> Race:
    """Not them again, while another request of hers opens: Ben may not be asked for it."""
    stage.joins(BEN)
    made = complaint(stage)
    complaints.not_them_again.run(stage.world, dialled_in(stage, ROSA, "wrong"), made)
    begun(stage, made)
    other = written(stage, Need.MEDICINES, name=SECOND_CALL)
    stage.hangs_up(dialled_in(stage, name=SECOND_CALL).sid)

    def check(_opened: object, _apart: object) -> Iterable[str]:
        if not stage.request(made).never_again and ident(BEN) not in stage.request(other).apart:
            yield "they are put apart, and he may be asked"

    return Race(
        one=lambda: open_draft(stage.world, stage.request(other)),
        other=lambda: advance(stage.world, GROUP, made),
        check=check,
    )


@pair
def kept_until_heard_while_opening(stage: Stage) -> Race:
    """She complains of Ben while a chat that she asked for opens: it is not his until two have heard them."""
    stage.joins(BEN)
    made = complaint(stage)
    other = written(stage, Need.CHAT, name=SECOND_CALL)
    stage.hangs_up(dialled_in(stage, name=SECOND_CALL).sid)

    def check(_opened: object, _begun: object) -> Iterable[str]:
        if Reason.NO_DOORS in stage.request(made).told and ident(BEN) not in stage.request(other).apart:
            yield "nobody has heard them, and he may be asked"

    return Race(
        one=lambda: open_draft(stage.world, stage.request(other)),
        other=lambda: advance(stage.world, GROUP, made),
        check=check,
    )


@pair
def apart_while_recurring(stage: Stage) -> Race:
    """Not them again, while the next week's request is made: Ben may not be asked for it."""
    stage.joins(BEN)
    series = weekly_series(stage)
    stage.joins(ALI, PRIYA, drawn=True, needs=frozenset())
    rosa = rung_back(stage, ROSA, "wrong")
    first = next(one.id for one in stage.store.requests(GROUP) if one.series == series and one.when is When.WEEKLY)
    made = complaints.something_was_wrong.run(stage.world, rosa, first).partition("_")[0]
    complaints.not_them_again.run(stage.world, rosa, made)
    advance(stage.world, GROUP, made)
    next_week_is_due(stage, series)
    stage.passes(timedelta(0))

    def check(_recurs: object, _apart: object) -> Iterable[str]:
        weeks = [one for one in stage.store.requests(GROUP) if one.series == series and one.id not in {first, series}]
        for week in weeks:
            if not stage.request(made).never_again and ident(BEN) not in week.apart:
                yield f"they are put apart, and he may be asked for {week.made_for}"

    return Race(
        one=lambda: advance(stage.world, GROUP, series),
        other=lambda: advance(stage.world, GROUP, made),
        check=check,
    )
