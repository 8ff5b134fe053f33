"""Promises 2 and 3, each broken by hand: the witness barks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from hotline.groups import Groups
from hotline.hours import Hours
from infra.local.exchange.calls import Call
from infra.local.exchange.states import Direction
from tests.witness.promise_02_asking import NotWornOut
from tests.witness.promise_02_ringing import InHours, OneCallAtATime
from tests.witness.promise_03_turn import InTurn, NobodyForgotten
from tests.witness.stage import ALI, BEN, GROUP, GWEN, MORNING, ROSA, SAMPLE, Stage

NIGHT = MORNING.replace(hour=20, minute=30)
LAST_MINUTE = MORNING.replace(hour=19, minute=59, second=50)
IN_THE_AFTERNOON = ";".join(["14:00:00-18:00:00"] * 7)
BY_NIGHT = ";".join(["21:00:00-23:00:00"] * 7)


def test_a_phone_that_is_rung_by_two_calls_is_seen() -> None:
    """Promise 2: a volunteer's phone has one call of ours at a time, however it was dialled."""
    for direction in (Direction.OUTBOUND_API, Direction.OUTBOUND_DIAL):
        stage = Stage(OneCallAtATime)
        stage.volunteer(BEN)
        stage.call(BEN, direction)
        stage.finds_engaged(BEN)
        assert stage.barks == ["2: a phone was rung by two calls at once"]


def test_a_phone_that_is_engaged_by_its_own_call_is_nobodys_fault() -> None:
    """Whoever phones us may show no number."""
    stage = Stage(OneCallAtATime)
    stage.volunteer(BEN)
    stage.call(BEN, Direction.INBOUND)
    stage.finds_engaged(BEN)
    assert stage.barks == []


def test_a_volunteer_who_is_rung_outside_their_own_hours_is_seen() -> None:
    """Promise 2: in the group's hours and in theirs."""
    stage = Stage(InHours)
    stage.volunteer(BEN, hours=IN_THE_AFTERNOON)
    rung_for_an_ask(stage)
    assert stage.barks == ["2: a volunteer was rung outside their hours"]


def test_hours_that_never_meet_the_groups_are_no_reason_to_tell_nobody() -> None:
    """Whoever can be rung by night only is told by day what has become of something."""
    stage = Stage(InHours)
    stage.volunteer(BEN, hours=BY_NIGHT)
    rung_for_an_ask(stage)
    assert stage.barks == []


def test_a_volunteer_who_is_rung_outside_the_groups_hours_is_seen() -> None:
    """Promise 2: by the group's own clock, in its own zone, with its own hours."""
    brentwood = SAMPLE[GROUP]
    tokyo = Groups({GROUP: replace(brentwood, zone="Asia/Tokyo", hours=Hours.parse("every day 09:00-18:00"))})
    for groups, start, barks in ((SAMPLE, NIGHT, 1), (tokyo, MORNING, 1), (tokyo, MORNING.replace(hour=1), 0)):
        stage = Stage(InHours, groups=groups, start=start)
        stage.volunteer(BEN, hours=";".join(["00:00:00-00:00:00"] * 7))
        rung_for_an_ask(stage)
        assert stage.barks == ["2: a volunteer was rung outside their hours"] * barks


def test_a_resident_who_is_rung_by_night_is_seen() -> None:
    """Promise 2: also where a volunteer's call dials that phone."""
    for direction in (Direction.OUTBOUND_API, Direction.OUTBOUND_DIAL):
        stage = Stage(InHours, start=NIGHT)
        stage.request(ringing={"o": {"deadline": stage.now}})
        stage.offer(BEN, kind="well")
        stage.rings(ROSA, direction)
        assert stage.barks == ["2: a resident was rung outside their hours"]


def test_a_phone_that_rings_on_when_the_hours_have_ended_is_seen() -> None:
    """Promise 2: from the first ring to the last."""
    stage = Stage(InHours, start=LAST_MINUTE)
    stage.volunteer(BEN)
    call = rung_for_an_ask(stage)
    stage.waits(seconds=20)
    stage.hangs_up(call)
    assert stage.barks == ["2: a phone rang on when its hours had ended"]


@pytest.mark.parametrize(
    ("away", "bark"),
    [
        ({"stopped": True}, "2: rung after they had stopped"),
        ({"paused_until": MORNING + timedelta(days=1)}, "2: rung while they rest"),
    ],
)
def test_who_rests_or_has_stopped_and_is_rung_is_seen(away: dict[str, Any], bark: str) -> None:
    """Promise 2: the coordinator whom nought would ring, too."""
    for direction in (Direction.OUTBOUND_API, Direction.OUTBOUND_DIAL):
        stage = Stage(InHours)
        stage.volunteer(BEN, **away)
        rung_for_an_ask(stage, direction)
        assert stage.barks == [bark]


def test_who_wished_to_be_rung_straight_back_is_rung_at_any_hour() -> None:
    """They have just put the phone down."""
    stage = Stage(InHours, start=NIGHT)
    stage.volunteer(BEN)
    stage.task("b", reason="back", number=BEN, ringing={"o": {"deadline": stage.now}})
    stage.offer(BEN, request="b", kind="call")
    stage.rings(BEN)
    assert stage.barks == []


def test_who_is_asked_again_before_they_have_rested_is_seen() -> None:
    """Promise 2: the group's rest, or their own."""
    for own, minutes, barks in ((None, 59, 1), (None, 61, 0), (7200, 61, 1)):
        stage = Stage(NotWornOut)
        stage.volunteer(BEN, rest=own)
        asks(stage, "one")
        stage.waits(minutes=minutes)
        asks(stage, "two")
        assert stage.barks == ["2: asked again before they had rested"] * barks


def test_who_is_asked_oftener_than_their_cap_is_seen() -> None:
    """Promise 2: the cap that they set themselves, in a day of the group's."""
    stage = Stage(NotWornOut)
    stage.volunteer(BEN, daily_cap=1)
    asks(stage, "one")
    stage.waits(hours=2)
    asks(stage, "two")
    stage.waits(hours=22)
    asks(stage, "three")
    assert stage.barks == ["2: asked oftener than their cap"]


def test_what_never_rang_counts_for_nothing() -> None:
    """An ask whose call was certainly not placed is none."""
    stage = Stage(NotWornOut)
    stage.volunteer(BEN)
    stage.request()
    stage.offer(BEN, id_="one")
    stage.offer(BEN, id_="one", state="failed")
    asks(stage, "two")
    assert stage.barks == []


def test_what_never_rang_and_counts_all_the_same_is_seen() -> None:
    """Twilio refused it. Where Twilio never told what became of the call, it counts: the phone may have rung."""
    for seconds, barks in ((0, 1), (35, 0)):
        stage = Stage(NotWornOut)
        stage.volunteer(BEN, asks=[stage.now])
        stage.request()
        stage.offer(BEN)
        stage.waits(minutes=seconds / 60)
        stage.offer(BEN, state="failed")
        assert stage.barks == ["2: an ask that never rang counts for their cap"] * barks


def test_who_passed_on_it_and_is_asked_again_is_seen() -> None:
    """Promise 2: no thanks is a complete answer."""
    stage = Stage(NotWornOut)
    stage.volunteer(BEN)
    asks(stage, "one")
    stage.offer(BEN, id_="one", state="passed", outcome="this")
    stage.waits(hours=2)
    asks(stage, "two")
    assert stage.barks == ["2: asked again for what they passed on"]


def test_who_said_not_today_and_is_asked_again_that_day_is_seen() -> None:
    """The peace that they were told of is until tomorrow; then they are asked like everybody."""
    stage = Stage(NotWornOut)
    stage.volunteer(BEN)
    asks(stage, "one")
    stage.offer(BEN, id_="one", state="passed", outcome="today")
    stage.waits(hours=2)
    asks(stage, "two")
    assert stage.barks == ["2: asked again on the day on which they could not"]
    stage.waits(hours=24)
    asks(stage, "three")
    assert len(stage.barks) == 1


def test_not_today_that_is_kept_as_no_thanks_is_seen() -> None:
    """Only `no thanks` and `someone else` are for good."""
    for outcome, barks in (("today", ["2: not today was kept as no thanks"]), ("this", [])):
        stage = Stage(NotWornOut)
        ben = stage.volunteer(BEN)
        asks(stage, "one")
        stage.request(passed={ben})
        stage.offer(BEN, id_="one", state="passed", outcome=outcome)
        assert stage.barks == barks


def test_ring_me_in_ten_minutes_is_no_second_ask() -> None:
    """They wished it: neither rest nor cap counts."""
    stage = Stage(NotWornOut)
    stage.volunteer(BEN)
    asks(stage, "one")
    stage.offer(BEN, id_="one", state="passed", outcome="later")
    stage.waits(minutes=11)
    asks(stage, "two")
    assert stage.barks == []


def test_who_is_asked_out_of_turn_is_seen() -> None:
    """Promise 3: whoever was asked longest ago; an ask is judged by the rows as they were before it."""
    stage = Stage(InTurn)
    stage.volunteer(ALI, asked_at=stage.now - timedelta(days=2))
    stage.volunteer(BEN, asked_at=stage.now - timedelta(days=1))
    stage.request()
    reserves(stage, BEN)
    assert stage.barks == ["3: Ben was asked, and it was the turn of Ali"]


@pytest.mark.parametrize(
    "could_not",
    [
        {"paused_until": MORNING + timedelta(hours=1)},
        {"stopped": True},
        {"hours": IN_THE_AFTERNOON},
        {"needs": {"garden"}},
        {"areas": {"brentwood"}},
        {"languages": {"pl"}},
        {"no_doors": {"a complaint"}},
        {"asks": [MORNING - timedelta(minutes=30)]},
        {"daily_cap": 1, "rest": 60, "asks": [MORNING - timedelta(minutes=30)]},
    ],
)
def test_who_could_not_be_asked_is_passed_over(could_not: dict[str, Any]) -> None:
    """Promise 3: of those eligible at that moment; and to ask somebody who is not is seen."""
    stage = Stage(InTurn)
    stage.volunteer(ALI, asked_at=stage.now - timedelta(days=2), **could_not)
    stage.volunteer(BEN, asked_at=stage.now - timedelta(days=1))
    stage.request()
    reserves(stage, BEN)
    assert stage.barks == []
    reserves(stage, ALI, "two")
    assert stage.barks == ["3: Ali was asked, and it was the turn of Ben"]


def test_who_said_not_today_is_asked_in_turn_the_next_day() -> None:
    """Promise 3: passed over on that day; on the next it is their turn, and to ask somebody else is seen."""
    stage = Stage(InTurn)
    ali = stage.volunteer(ALI, asked_at=stage.now - timedelta(days=2))
    stage.volunteer(BEN, asked_at=stage.now - timedelta(days=1))
    stage.request(not_today={f"{ali}#{stage.now:%Y-%m-%d}"})
    reserves(stage, BEN)
    assert stage.barks == []
    stage.waits(hours=24)
    reserves(stage, BEN, "two")
    assert stage.barks == ["3: Ben was asked, and it was the turn of Ali"]


def test_a_volunteer_who_is_forgotten_is_missed() -> None:
    """Fairness: on duty for four weeks, and not asked."""
    stage = Stage(NobodyForgotten)
    stage.volunteer(BEN)
    stage.volunteer(GWEN, needs={"garden"})
    stage.waits(days=28, hours=1)
    assert stage.barks == ["fair: on duty and able, and not asked for four weeks"]


def rung_for_an_ask(stage: Stage, direction: Direction = Direction.OUTBOUND_API) -> Call:
    """An offer whose SID is not stored yet, and Ben's phone rings."""
    stage.request(ringing={"o": {"deadline": stage.now}})
    stage.offer(BEN)
    return stage.rings(BEN, direction)


def asks(stage: Stage, id_: str) -> None:
    """Offer the request to Ben, and let his phone ring."""
    stage.request()
    stage.offer(BEN, id_=id_)
    stage.hangs_up(stage.rings(BEN))


def reserves(stage: Stage, number: str, id_: str = "o") -> None:
    """Reserve an offer in one transaction with the request and the volunteer, as the promise is judged."""
    rows = stage.dynamo.rows
    request, volunteer = rows("requests")[GROUP, "r"], rows("volunteers")[GROUP, f"id-{number[-3:]}"]
    item = {"group": GROUP, "id": id_, "request": "r", "volunteer": f"id-{number[-3:]}", "kind": "ask"}
    puts = {"offers": {name: {"S": value} for name, value in item.items()}}
    puts |= {"requests": {**request, "step": {"N": "1"}}, "volunteers": {**volunteer, "unanswered": {"N": "0"}}}
    tables = {name.rpartition("-")[2]: name for name in stage.dynamo.tables}
    items = [{"Put": {"TableName": tables[table], "Item": row}} for table, row in puts.items()]
    stage.dynamo("TransactWriteItems", {"TransactItems": items})
