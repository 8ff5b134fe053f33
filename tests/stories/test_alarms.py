"""Something is wrong with the line itself: AWS says so, and a coordinator is rung (chalicelib/alarm.py)."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from chalicelib.alarm import sounded
from hotline.records import Reason, RequestState
from hotline.signals import WAITS_TOO_LONG
from infra.local.exchange import LetsItRing
from infra.local.gateway import Context
from tests.stories.town import START, Town

HEARD = ("the line itself has a fault", "you have heard it: press 1")
NIGHT = {"start": START.replace(hour=23)}


@pytest.fixture
def coordinated(town: Town) -> Town:
    """Ben helps, Gwen and Priya coordinate."""
    town.joins(town.ben)
    town.joins(town.gwen, town.priya, needs=frozenset(), coordinator=True)
    return town


def sounds(alarm: str, *, was: str = "OK", now: str = "ALARM") -> None:
    """As CloudWatch tells the topic, and the topic the function."""
    told = {"AlarmName": alarm, "OldStateValue": was, "NewStateValue": now, "NewStateReason": "Threshold Crossed"}
    tells(f'{now}: "{alarm}" in EU (London)', json.dumps(told))


def tells(subject: str, message: str) -> None:
    """Whatever is sent to the topic."""
    record = {"EventSource": "aws:sns", "Sns": {"Subject": subject, "Message": message, "MessageAttributes": {}}}
    sounded({"Records": [record]}, Context(aws_request_id="alarm"))


def test_a_coordinator_is_rung_and_hears_it(coordinated: Town) -> None:
    """One of them, in their turn; heard, it is over, and nobody else is rung."""
    sounds("hotline-prod-clock")
    coordinated.gwen.answers(within=60).hears(*HEARD).presses("1").hears("thank you").is_hung_up_on().waits(600)
    assert coordinated.items()[Reason.ALARM].state == RequestState.DONE


def test_it_goes_round_until_one_of_them_has_heard_it(coordinated: Town) -> None:
    """An offer like any other: not picked up, it is the next one's."""
    coordinated.gwen.when_rung(LetsItRing())
    sounds("hotline-prod-errors-minute")
    coordinated.priya.answers(within=120).hears(*HEARD).presses("1").hears("thank you").is_hung_up_on()
    assert len(coordinated.gwen.displays) == 1


def test_the_same_alarm_rings_nobody_twice_in_an_hour(coordinated: Town) -> None:
    """One that comes and goes is told once; an hour later it is news again, and another alarm always is."""
    sounds("hotline-prod-5xx")
    coordinated.gwen.answers(within=60).hears(*HEARD).presses("1").is_hung_up_on()
    sounds("hotline-prod-5xx")
    coordinated.gwen.is_not_rung(for_seconds=300)
    sounds("hotline-prod-dead-letters")
    coordinated.priya.answers(within=60).hears(*HEARD).presses("1").is_hung_up_on()
    coordinated.gwen.waits(3600)
    sounds("hotline-prod-5xx")
    coordinated.gwen.answers(within=60).hears(*HEARD).presses("1").is_hung_up_on()


@pytest.mark.parametrize("town", [NIGHT], indirect=True)
def test_nobody_is_woken_and_the_morning_hears_of_a_night_once(coordinated: Town) -> None:
    """In calling hours only, however often it came and went until then."""
    for _ in range(3):
        sounds("hotline-prod-fallback")
        coordinated.gwen.waits(3 * 3600)
    coordinated.gwen.answers(within=2 * 3600).hears(*HEARD).presses("1").is_hung_up_on()
    coordinated.priya.is_not_rung(for_seconds=3600)


def test_a_coordinator_is_rung_with_neither_stream_nor_clock(coordinated: Town) -> None:
    """What the alarm tells of may be just that."""
    coordinated.line.lose_the_stream()
    coordinated.line.lose_the_clock(seconds=3600)
    sounds("hotline-prod-clock")
    coordinated.gwen.answers(within=60).hears(*HEARD).hangs_up()


def test_money_is_told_of_too(coordinated: Town) -> None:
    """A budget says it in words."""
    tells("AWS Budgets: hotline-prod-spend has exceeded your alert threshold", "AWS Budget Notification\nDear customer")
    coordinated.gwen.answers(within=60).hears(*HEARD).presses("1").is_hung_up_on()


@pytest.mark.parametrize(
    ("alarm", "was", "now"),
    [
        pytest.param("hotline-prod-clock", "ALARM", "OK", id="it is over"),
        pytest.param("hotline-prod-clock", "INSUFFICIENT_DATA", "ALARM", id="it is new, and has seen no minute yet"),
        pytest.param("hotline-prod-waiting", "OK", "ALARM", id="a coordinator is rung for that request itself"),
    ],
)
def test_what_rings_nobody(coordinated: Town, alarm: str, was: str, now: str) -> None:
    """Told by e-mail, and no reason to ring a coordinator, or to ring one twice."""
    sounds(alarm, was=was, now=now)
    coordinated.gwen.is_not_rung(for_seconds=300)
    assert coordinated.items() == {}


def test_a_request_that_waits_too_long_is_told_in_one_line(coordinated: Town, caplog: pytest.LogCaptureFixture) -> None:
    """The line that AWS counts: once for each request, and when a coordinator is rung for it."""
    coordinated.asks_for_shopping(coordinated.rosa)
    coordinated.ben.picks_up().hears("yes, press 1").presses("2").is_hung_up_on()
    coordinated.gwen.waits(timedelta(minutes=28).total_seconds())
    assert WAITS_TOO_LONG not in caplog.messages
    coordinated.gwen.answers(within=240).hears("waited too long").presses("2").is_hung_up_on().waits(3600)
    assert caplog.messages.count(WAITS_TOO_LONG) == 1
