"""Before a phone rings: two clocks, two requests, and every change of the volunteer who is about to be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from hotline.dispatch.advance import advance
from hotline.dispatch.sweep import sweep
from hotline.effects import volunteering
from hotline.hours import Hours
from hotline.records import Need, OfferEnd, OfferState, Reason
from tests.interleavings.pair import Pair, Race, add, pair
from tests.interleavings.stage import ALI, BEN, GROUP, PRIYA, Stage, ident
from tests.interleavings.states import SECOND_CALL, opened, rings, rung_back
from tests.stories.town import START
from tests.year.dynamo import Change

# What the rotation looks at, and a value of each with which Ben is not asked for shopping in Ongar this morning.
SETTINGS: dict[str, object] = {
    "stopped": True,
    "paused_until": START + timedelta(days=9),
    "hours": Hours.parse("every day 18:00-19:00"),
    "areas": frozenset({"brentwood"}),
    "needs": frozenset({Need.CHAT}),
    "languages": frozenset({"fr"}),
    "daily_cap": 0,
    "rest": timedelta(days=60),
}

# The phone was reserved before; from then on it rings, since nothing can look again in the very moment of a ring.
RESERVED_BEFORE = ("2: rung after they had stopped", "2: rung while they rest", "2: a volunteer was rung outside their")


@pair
def two_clocks(stage: Stage) -> Race:
    """The clock comes twice at once: one phone rings."""
    stage.joins(BEN, ALI, PRIYA)
    request_id = opened(stage)

    def check(_one: object, _two: object) -> Iterable[str]:
        ringing = len(stage.request(request_id).ringing)
        if not ringing == stage.placed() == 1:
            yield f"{ringing} ringing, and {stage.placed()} placed"

    return Race(one=lambda: sweep(stage.world), other=lambda: sweep(stage.world), check=check)


@pair
def two_requests_one_volunteer(stage: Stage) -> Race:
    """Two requests, and one volunteer: one call is placed."""
    stage.joins(BEN)
    first, second = opened(stage), opened(stage, Need.MEDICINES, name=SECOND_CALL)

    def check(_one: object, _two: object) -> Iterable[str]:
        if stage.placed() > 1:
            yield f"{stage.placed()} calls are placed to one phone"

    return Race(
        one=lambda: advance(stage.world, GROUP, first), other=lambda: advance(stage.world, GROUP, second), check=check
    )


def _while_changed(name: str, value: object) -> Callable[[Stage], Race]:
    """He changes this while he is about to be asked: once it is kept, his phone rings for nothing that it rules out."""

    def prepare(stage: Stage) -> Race:
        stage.joins(BEN, asks=(START - timedelta(days=30),) if name == "rest" else ())
        request_id = opened(stage)
        order: list[str] = []
        stage.dynamo.listeners.append(lambda changes: order.extend(filter(None, map(_kind, changes))))
        changes: dict[str, Any] = {name: value}

        def check(_asked: object, _changed: object) -> Iterable[str]:
            if order.index("changed") < (order.index("reserved") if "reserved" in order else 0):
                yield f"his phone was reserved after `{name}` was kept"

        return Race(
            one=lambda: advance(stage.world, GROUP, request_id),
            other=lambda: stage.store.change_volunteer(GROUP, ident(BEN), **changes),
            check=check,
            may_be=RESERVED_BEFORE,
        )

    return prepare


def _kind(change: Change) -> str:
    before, after = change.before or {}, change.after or {}
    if change.table == "offers" and not before:
        return "reserved"
    changed = change.table == "volunteers" and any(before.get(name) != after.get(name) for name in SETTINGS)
    return "changed" if changed else ""


for _name, _value in SETTINGS.items():
    add(Pair(name=f"reserve_{_name}", prepare=_while_changed(_name, _value)))


@pair
def reserve_leave(stage: Stage) -> Race:
    """Ben leaves for good, and is erased, while he is about to be asked: no place of his is left."""
    stage.joins(BEN, ALI)
    ben = rung_back(stage, BEN)
    request_id = opened(stage)
    about = stage.store.offer(GROUP, ben.about)
    assert about
    stage.hangs_up(ben.sid)
    stage.store.release_phone(about, about.volunteer, unnamed=False, now=stage.now)

    def leaves() -> str:
        said = volunteering.leave.run(stage.world, ben)
        for errand in stage.of_reason(Reason.LEFT):
            advance(stage.world, GROUP, errand.id)
        return said

    def check(_asked: object, _left: object) -> Iterable[str]:
        if left := places_of(stage, BEN):
            yield f"places of somebody who has left: {left}"

    return Race(one=lambda: advance(stage.world, GROUP, request_id), other=leaves, check=check, may_be=RESERVED_BEFORE)


@pair
def leave_back(stage: Stage) -> Race:
    """He is erased while he says that he is back: there with his places, or gone without any."""
    stage.joins(BEN)
    ben = rung_back(stage, BEN)
    volunteering.leave.run(stage.world, ben)
    (errand,) = stage.of_reason(Reason.LEFT)

    def check(_erased: object, _back: object) -> Iterable[str]:
        there = stage.store.volunteer(GROUP, ident(BEN))
        if bool(there and not there.stopped) != bool(places_of(stage, BEN)):
            yield f"there: {there is not None}, places: {places_of(stage, BEN)}"

    return Race(
        one=lambda: advance(stage.world, GROUP, errand.id),
        other=lambda: volunteering.be_back.run(stage.world, ben),
        check=check,
    )


@pair
def give_back_reserve(stage: Stage) -> Race:
    """A cancelled ring gives the place back while another request asks the same volunteer: his places stay whole."""
    stage.joins(BEN)
    (offer,) = rings(stage, opened(stage))
    other = opened(stage, Need.MEDICINES, name=SECOND_CALL)
    stage.passes(timedelta(hours=2))

    def gives_back() -> bool:
        end = OfferEnd(state=OfferState.TOO_LATE, outcome="canceled", release=True, place_back=True)
        return stage.store.end_offer(offer, None, lambda _offer, _request: end, now=stage.now) is not None

    return Race(one=gives_back, other=lambda: advance(stage.world, GROUP, other))


def places_of(stage: Stage, number: str) -> list[str]:
    """The rotations in which somebody stands."""
    rows = stage.dynamo.rows("places").items()
    return sorted(key[0] for key, row in rows if key[1].endswith(ident(number)) and "expires" not in row)
