"""Promises 4, 6 and 9, and what DESIGN.md's first part stands for, each broken by hand: the witness barks."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from infra.local.exchange.calls import Call
from infra.local.exchange.recording import Recording
from infra.local.exchange.states import Direction
from tests.witness.promise_04_drafts import DraftsWait
from tests.witness.promise_04_due import AlwaysDue
from tests.witness.promise_04_told import NothingEndsSilently, Told
from tests.witness.promise_06_privacy import NoNumbers, NoWords
from tests.witness.promise_09_left_over import NothingBreaks, NothingLeft
from tests.witness.stage import BEN, GROUP, GWEN, ROSA, Stage
from tests.witness.stands_for_02_nothing_kept import NothingKept, RecordingsKept

TOMORROW = timedelta(days=1)


def test_a_row_that_is_due_for_nothing_is_seen() -> None:
    """Promise 4: every unfinished row, within 24 hours; and what is over is due for nothing."""
    stage = Stage(AlwaysDue)
    stage.request("never", next_action_at=None)
    stage.request("late", next_action_at=stage.now + timedelta(hours=25))
    stage.request("over", state="done")
    assert stage.barks == ["4: not due for anything within a day"] * 2 + ["4: over, and due for something"]


def test_a_row_that_nobody_sees_to_is_missed() -> None:
    """Promise 4: its moment is kept by the sweep."""
    stage = Stage(AlwaysDue)
    stage.request()
    stage.waits(hours=1, minutes=1)
    assert stage.barks == ["4: due, and not seen to"]


def test_a_request_that_is_open_for_weeks_is_missed() -> None:
    """Promise 4: nothing is kept open for ever."""
    stage = Stage(AlwaysDue)
    for day in range(23):
        stage.request(next_action_at=stage.now + timedelta(hours=24))
        stage.waits(hours=23, minutes=59 if day else 58)
    assert set(stage.barks) == {"4: open for three weeks, and nothing has come of it"}


def test_a_draft_that_opens_in_the_middle_of_its_call_is_seen() -> None:
    """Idea 2: never while the caller is still answering."""
    for words, barks in (("In Brentwood, press 1.", 1), ("It is written down.", 0)):
        stage = Stage(DraftsWait)
        call = stage.call(ROSA, Direction.INBOUND)
        stage.request(state="draft", call=call.sid)
        stage.hears(call, words)
        stage.request(state="open")
        stage.waits(seconds=20)
        assert stage.barks == ["4: a draft opened while its caller was still answering"] * barks


def test_a_request_that_waits_too_long_untold_is_missed() -> None:
    """Promise 4: half an hour is the group's setting, and a task about the request is the telling."""
    stage = Stage(Told)
    stage.request(promised_at=stage.now + timedelta(hours=9))
    stage.waits(hours=1)
    assert stage.barks == ["4: waits too long, and nobody was told"]
    stage.task()
    stage.waits(hours=1)
    assert len(stage.barks) == 1


def test_what_was_asked_by_night_waits_from_when_phones_may_ring() -> None:
    """Promise 4: nobody can be asked before, so that at nine it has not waited yet."""
    stage = Stage(Told)
    stage.waits(hours=12)
    stage.request(promised_at=stage.now + timedelta(hours=20))
    stage.waits(hours=11, minutes=20)
    assert stage.barks == []
    stage.waits(hours=1)
    assert stage.barks == ["4: waits too long, and nobody was told"]


def test_a_promised_time_that_passes_untold_is_missed() -> None:
    """Promise 4: a quarter of an hour before the time, by the group's setting."""
    stage = Stage(Told)
    stage.request(promised_at=stage.now + timedelta(hours=2))
    stage.task()
    stage.waits(hours=2)
    assert stage.barks == ["4: a promised time is near, and nobody was told"]


def test_a_promise_that_is_broken_after_a_yes_is_missed() -> None:
    """Promise 4: a yes is no ring; somebody rings the resident by the time that was said."""
    stage = Stage(Told)
    stage.request(state="accepted", taken_by="id-001", promised_at=stage.now + timedelta(minutes=30))
    stage.waits(hours=1)
    assert stage.barks == ["4: a promised time is over, and no phone of theirs has rung"]


@pytest.mark.parametrize("barks", [[], ["4: a promised time is over, and no phone of theirs has rung"]])
def test_a_promise_is_kept_by_a_ring_and_by_no_task(barks: list[str]) -> None:
    """Promise 4: one of us was told, and did not ring; the line did, or nobody did."""
    stage = Stage(Told)
    stage.request(promised_at=stage.now + timedelta(minutes=65))
    stage.task(reason="promise")
    stage.task("t2", reason="waiting")
    stage.waits(minutes=63)
    if not barks:
        stage.rings(ROSA)
    stage.waits(minutes=10)
    assert stage.barks == barks


def test_a_ring_after_the_promised_time_does_not_mend_it() -> None:
    """Promise 4: the time itself is looked at, and not only the hours: somebody rings Rosa half an hour late."""
    stage = Stage(Told)
    stage.request(state="accepted", taken_by="id-001", promised_at=stage.now + timedelta(minutes=65))
    stage.waits(minutes=95)
    stage.rings(ROSA)
    stage.waits(hours=2)
    assert stage.barks == ["4: a promised time is over, and no phone of theirs has rung"]
    stage.rings(ROSA)
    stage.waits(hours=2)
    assert len(stage.barks) == 1


def test_a_task_about_which_nobody_is_called_is_missed() -> None:
    """Promise 4: a coordinator is called again until one has heard it, also the second of them."""
    stage = Stage(Told)
    stage.volunteer(BEN, coordinator=True, stopped=True)
    stage.volunteer(GWEN, coordinator=True)
    stage.task()
    stage.waits(hours=3, minutes=1)
    assert stage.barks == ["4: a task is open, and nobody is called about it"]


def test_a_task_about_which_somebody_is_called_is_well() -> None:
    """Promise 4, kept; and with nobody on duty there is nobody to call."""
    stage = Stage(Told)
    stage.volunteer(GWEN, coordinator=True)
    stage.task()
    for hour in range(6):
        stage.waits(hours=1)
        stage.offer(GWEN, request="t", id_=f"o{hour}")
    stage.task(state="done", next_action_at=None)
    stage.task("by_night")
    stage.volunteer(GWEN, hours=";".join(["21:00:00-23:00:00"] * 7))
    stage.waits(hours=20)
    assert stage.barks == []


def test_a_task_that_ends_unheard_is_missed() -> None:
    """Promise 4: `told` is written once somebody has heard it, and not before."""
    stage = Stage(NothingEndsSilently)
    stage.volunteer(GWEN, coordinator=True)
    stage.request()
    stage.task()
    stage.task(state="done", next_action_at=None)
    assert stage.barks == ["4: a task ended, and nobody had heard it"]


def test_a_task_that_was_heard_or_is_settled_may_end() -> None:
    """Promise 4, kept: by a key of a coordinator's, or because its request has been taken meanwhile."""
    stage = Stage(NothingEndsSilently)
    stage.volunteer(GWEN, coordinator=True)
    stage.request()
    stage.task("heard")
    stage.waits(minutes=1)
    stage.presses(GWEN, "2")
    stage.task("heard", state="done", next_action_at=None)
    stage.task("settled")
    stage.request(state="accepted")
    stage.task("settled", state="done", next_action_at=None)
    assert stage.barks == []


def test_that_nobody_could_need_not_be_told_of_what_is_asked_for_again() -> None:
    """Promise 4: with other calling hours its time is not over, and `unmet` will be told anew; otherwise it is owed."""
    for told, barks in ((None, []), ({"unmet"}, ["4: a task ended, and nobody had heard it"])):
        stage = Stage(NothingEndsSilently)
        stage.volunteer(GWEN, coordinator=True)
        stage.request(told=told)
        stage.task(reason="unmet")
        stage.task(state="done", next_action_at=None)
        assert stage.barks == barks


def test_unmet_and_never_told_is_missed() -> None:
    """A need that nobody could meet ends unmet after its resident was told, or not reached on three days."""
    stage = Stage(NothingEndsSilently)
    for days, barks in ((0, 1), (2, 1), (1, 0)):
        stage.request(f"r{days}", state="open")
        for _ in range(days):
            stage.hangs_up(stage.rings(ROSA))
            stage.waits(days=1)
        stage.request(f"r{days}", state="unmet", next_action_at=None)
        assert len(stage.barks) == barks or stage.barks == ["4: ended unmet, and its resident was not told"] * 2


def test_a_resident_whom_the_line_has_told_is_told() -> None:
    """Where no coordinator can ring them, the line says on their own phone that nobody could: then it may end."""
    for phone, barks in ((BEN, 1), (ROSA, 0)):
        stage = Stage(NothingEndsSilently)
        stage.request(state="open")
        stage.hears(stage.rings(phone), "We are sorry: nobody could, and its time is over.")
        stage.request(state="unmet", next_action_at=None)
        assert len(stage.barks) == barks


def test_a_number_that_is_shown_said_texted_or_logged_is_noticed() -> None:
    """Promise 6: neither side sees or hears the other's number, and no log line has one."""
    stage = Stage(NoNumbers)
    call = stage.call(BEN)
    stage.hears(call, "Ring 07700 900 123.")
    stage.is_texted(BEN, "Phone 020 7946 0000. She has 020 7946 0123.")
    record = logging.LogRecord("hotline", logging.INFO, __file__, 1, "rings %s", ("+447700900001",), None)
    stage.witness.emit(record)
    whats = ("a number was said", "a number was texted", "a number stands in the log")
    assert stage.barks == [f"6: {what}" for what in whats]


def test_another_display_than_the_lines_is_noticed() -> None:
    """Promise 6: both see the group's number."""
    stage = Stage(NoNumbers)
    call = stage.call(BEN)
    from infra.local.exchange.events import Rang

    stage.exchange.emit(Rang, call, display=ROSA)
    assert stage.barks == ["6: a phone showed another number than the line's"]


def test_a_word_that_a_resident_said_is_noticed_in_the_log() -> None:
    """Promise 6: no log line and no text message carries a word that a resident said."""
    stage = Stage(NoWords)
    stage.hears(stage.call(ROSA, Direction.INBOUND), "My insulin, please", by="Rosa")
    stage.witness.emit(logging.LogRecord("app", logging.INFO, __file__, 1, "My insulin, please", (), None))
    stage.is_texted(BEN, "My insulin, please")
    assert stage.barks == [f"6: what somebody said stands in {where}" for where in ("the log", "a text message")]


def test_an_error_in_the_log_is_noticed() -> None:
    """Promise 9: what the stream, the clock or a door stumbles over is logged."""
    stage = Stage(NothingBreaks)
    stage.witness.emit(logging.LogRecord("app", logging.ERROR, __file__, 1, "it broke", (), None))
    assert stage.barks == ["9: something broke"]


@pytest.mark.parametrize(
    ("leave", "bark"),
    [
        ("a row", "9: a row is due, and nobody sees to it"),
        ("a ringing phone", "9: a row has a phone ringing for ever"),
        ("a lock", "9: a phone is locked, and no call is on it"),
        ("an offer", "9: an offer never ended, and its request knows nothing of it"),
        ("an old offer", "9: an offer never ended"),
        ("no place", "9: places and standing differ"),
        ("a place", "9: a place of somebody who is not there"),
    ],
)
def test_what_is_left_behind_is_found(leave: str, bark: str) -> None:
    """Promise 9: when nothing is begun any more, nothing is left: no lock, no offer, no queue, no place."""
    stage = Stage(NothingLeft)
    leaves(stage, leave)
    stage.waits(hours=8)
    if leave == "a lock":
        stage.puts("line", ("phone#id-001",), lock="o", until=stage.now + timedelta(hours=1))
    assert stage.ends() == [bark]


def leaves(stage: Stage, what: str) -> None:
    past, later = stage.now, stage.now + TOMORROW
    match what:
        case "a row":
            stage.request(next_action_at=past)
        case "a ringing phone":
            stage.request(next_action_at=later, ringing={"o": {"deadline": past}})
        case "an offer":
            stage.request(state="done", next_action_at=None)
            stage.offer(state="answered")
        case "an old offer":
            stage.request(next_action_at=later, ringing={"o": {"deadline": later}})
            stage.offer(state="answered")
        case "no place":
            stage.volunteer(BEN)
        case "a place":
            stage.puts("places", (f"{GROUP}#shopping", "2026-11-24#id-009"))


def test_what_is_kept_of_somebody_is_found() -> None:
    """No data was gathered: what has ended holds no number, no recording, and not who did it."""
    stage = Stage(NothingKept)
    stage.request(state="done", next_action_at=None, taken_by="id-001", note="RE1")
    kept = {bark.split("`")[1] for bark in stage.barks}
    assert kept == {"number", "note", "taken_by"}


def test_a_recording_that_is_erased_early_is_missed() -> None:
    """If you asked, we helped: the words are kept for as long as a request plays them."""
    stage = Stage(RecordingsKept)
    stage.request(note="RE1")
    records(stage, "RE1")
    stage.waits(hours=1)
    del stage.exchange.recordings["RE1"]
    stage.waits(hours=1)
    assert stage.barks == ["1: a recording was erased before its request was over"]


def test_a_recording_that_is_never_erased_is_found() -> None:
    """No data was gathered."""
    stage = Stage(RecordingsKept)
    records(stage, "RE2")
    assert stage.ends() == ["no data: a recording is kept that nothing refers to"]


def records(stage: Stage, sid: str) -> None:
    call: Call = stage.call(ROSA, Direction.INBOUND)
    kept = Recording(sid=sid, call_sid=call.sid, begun=stage.now, seconds=3, words="Bread")
    stage.exchange.recordings[sid] = kept
