"""Promises 1, 5, 7 and 8, each broken by hand: the witness barks."""

from __future__ import annotations

from datetime import timedelta

from infra.local.exchange.states import Direction
from tests.witness.promise_01_one_holder import HolderHears, OneHolder
from tests.witness.promise_05_order import EndedStaysEnded
from tests.witness.promise_07_placed_calls import NothingToldToStrangers, OnPlacedCalls
from tests.witness.promise_08_certain_key import NoKeyNoYes
from tests.witness.stage import ALI, BEN, ROSA, Stage


def test_a_second_holder_is_seen() -> None:
    """Promise 1: a request goes from one holder to the next by way of nobody."""
    stage = Stage(OneHolder)
    stage.request(state="accepted", taken_by="id-001")
    stage.request(state="accepted", taken_by="id-002")
    assert stage.barks == ["1: from one holder straight to another"]


def test_a_request_that_is_open_and_held_is_seen() -> None:
    """Promise 1: a state and its holder agree."""
    stage = Stage(OneHolder)
    stage.request(state="accepted")
    stage.request("another", state="open", taken_by="id-001")
    assert stage.barks == ["1: held by nobody, or open and held"] * 2


def test_its_yours_before_it_is_written_is_heard() -> None:
    """Promise 1: the words follow the write."""
    stage = Stage(OneHolder)
    stage.volunteer(BEN)
    stage.request()
    call = stage.call(BEN)
    stage.offer(BEN, call_sid=call.sid)
    stage.hears(call, "It's yours, thank you.")
    assert stage.barks == ["1: `it's yours` was said, and nothing like it is written"]


def test_its_yours_of_another_request_is_no_excuse() -> None:
    """Promise 1: it is judged by the request that this phone was rung for."""
    stage = Stage(OneHolder)
    ben = stage.volunteer(BEN)
    stage.request()
    stage.request("another", state="accepted", taken_by=ben)
    call = stage.call(BEN)
    stage.offer(BEN, call_sid=call.sid)
    stage.hears(call, "It's yours, thank you.")
    assert stage.barks == ["1: `it's yours` was said, and nothing like it is written"]


def test_its_yours_once_it_is_written_is_well() -> None:
    """Promise 1: said yes to a task about a request, that request is theirs."""
    stage = Stage(OneHolder)
    ben = stage.volunteer(BEN)
    stage.request(state="accepted", taken_by=ben)
    stage.task()
    call = stage.call(BEN)
    stage.offer(BEN, request="t", call_sid=call.sid)
    stage.hears(call, "It's yours, thank you.")
    assert stage.barks == []


def test_a_holder_who_never_hears_so_is_missed() -> None:
    """Promise 1: whoever holds it hears so, within a day."""
    stage = Stage(HolderHears)
    ben = stage.volunteer(BEN)
    stage.request(state="accepted", taken_by=ben)
    stage.waits(hours=26)
    assert stage.barks == ["1: whoever holds it has not heard so in a day"]


def test_a_holder_who_hears_it_on_the_next_call_is_enough() -> None:
    """Promise 1: a process that ended kept them from hearing it at once."""
    stage = Stage(HolderHears)
    ben = stage.volunteer(BEN)
    stage.request(state="accepted", taken_by=ben)
    stage.hears(stage.call(BEN), "You said yes;")
    stage.waits(hours=26)
    assert stage.barks == []


def test_what_has_ended_and_goes_back_is_seen() -> None:
    """Promise 5: ended states never go back, of requests and of offers."""
    stage = Stage(EndedStaysEnded)
    stage.request(state="done")
    stage.request(state="open")
    stage.offer(state="passed")
    stage.offer(state="answered")
    assert stage.barks == ["5: a request went from done to open", "5: an offer went from passed to answered"]


def test_a_key_that_is_told_after_the_end_of_its_call_is_well() -> None:
    """Promise 5: the ledger then says what the request says."""
    for state, so in (
        ("accepted", {"state": "accepted", "taken_by": "ben", "taken_offer": "o"}),
        ("passed", {"passed": {"ben"}}),
        ("too_late", {"state": "accepted", "taken_by": "ali"}),
    ):
        stage = Stage(EndedStaysEnded)
        stage.request(**so)
        stage.offer(volunteer="ben", state="unanswered")
        stage.offer(volunteer="ben", state=state)
        assert stage.barks == []


def test_a_ledger_that_is_corrected_to_what_is_not_so_is_seen() -> None:
    """Promise 5: nobody has it, nobody has said no, and it is open; and a no stays a no."""
    for before, after in (
        ("unanswered", "accepted"),
        ("unanswered", "passed"),
        ("unanswered", "too_late"),
        ("passed", "accepted"),
        ("accepted", "unanswered"),
    ):
        stage = Stage(EndedStaysEnded)
        stage.request()
        stage.offer(volunteer="ben", state=before)
        stage.offer(volunteer="ben", state=after)
        assert stage.barks == [f"5: an offer went from {before} to {after}"]


def test_an_older_callback_that_counts_is_seen() -> None:
    """Promise 5: out of order, the newest callback counts."""
    stage = Stage(EndedStaysEnded)
    stage.offer(sequence=2)
    stage.offer(sequence=1)
    assert stage.barks == ["5: an older callback was taken for a newer one"]


def test_cancelled_without_a_key_on_a_placed_call_is_seen() -> None:
    """Promise 7: caller ID can be forged, so that a key on a call from outside cancels nothing."""
    stage = Stage(OnPlacedCalls)
    stage.request()
    stage.presses(ROSA, "5", Direction.INBOUND)
    stage.request(cancelled_at=stage.now)
    stage.request(state="cancelled", next_action_at=None)
    assert stage.barks == ["7: cancelled, and no such key was pressed on that phone"]


def test_cancelled_by_nobody_is_seen() -> None:
    """Only whoever asked, or whom it is for, cancels a request."""
    stage = Stage(OnPlacedCalls)
    stage.request()
    stage.request(state="cancelled", next_action_at=None)
    assert stage.barks == ["7: cancelled, and nobody who asked wished it"]


def test_joined_and_left_without_a_key_are_seen() -> None:
    """Promise 7: whoever joins or leaves pressed a key on a call that was placed to their phone."""
    stage = Stage(OnPlacedCalls)
    stage.call(ROSA, Direction.INBOUND)
    ben = stage.volunteer(BEN)
    stage.erases("volunteers", "brentwood", ben)
    stage.volunteer(ALI)
    stage.volunteer(ALI, stopped=True)
    whats = ("joined", "left", "joined", "stopped")
    assert stage.barks == [f"7: {what}, and no such key was pressed on that phone" for what in whats]


def test_the_words_of_a_request_on_a_call_from_outside_are_heard() -> None:
    """Promise 7: the two words are said on a call that was placed, or in the call that has made the request."""
    stage = Stage(NothingToldToStrangers)
    stage.request()
    stage.waits(minutes=1)
    stage.hears(stage.call(ROSA), "Your words: blue-kettle.")
    stage.hears(stage.call(ALI, Direction.INBOUND), "They say two words: blue kettle.")
    assert stage.barks == ["7: the words of a request were said on a call from outside"]


def test_taken_without_a_key_is_seen() -> None:
    """Promise 8: answered is not accepted."""
    stage = Stage(NoKeyNoYes)
    ben = stage.volunteer(BEN)
    stage.request()
    stage.request(state="accepted", taken_by=ben)
    assert stage.barks == ["8: taken, and no such key was pressed on that phone"]


def test_taken_by_another_key_or_long_ago_is_seen() -> None:
    """Promise 8: one certain key, a moment ago."""
    stage = Stage(NoKeyNoYes)
    ben = stage.volunteer(BEN)
    for key, seconds in (("2", 1), ("1", 60)):
        stage.request(state="open", taken_by=None)
        stage.presses(BEN, key)
        stage.waits(seconds=seconds)
        stage.request(state="accepted", taken_by=ben)
    assert stage.barks == ["8: taken, and no such key was pressed on that phone"] * 2


def test_taken_by_an_offer_that_had_ended_is_seen() -> None:
    """Promise 8: the offer is still open."""
    stage = Stage(NoKeyNoYes)
    ben = stage.volunteer(BEN)
    stage.request()
    stage.offer(BEN, state="unanswered")
    stage.presses(BEN, "1")
    stage.request(state="accepted", taken_by=ben, taken_offer="o")
    assert stage.barks == ["8: taken by an offer that had ended"]


def test_a_key_that_is_told_late_counts_from_when_it_was_pressed() -> None:
    """Promise 8: other keys were pressed since, and the call was over before its webhook came."""
    stage = Stage(NoKeyNoYes)
    ben = stage.volunteer(BEN)
    stage.request()
    call = stage.presses(BEN, "1")
    stage.offer(BEN, call_sid=call.sid)
    stage.waits(seconds=15)
    stage.presses(BEN, "6")
    stage.offer(BEN, state="unanswered", ended_at=stage.now)
    stage.waits(seconds=25)
    stage.is_told(call, "1", lambda: stage.request(state="accepted", taken_by=ben, taken_offer="o"))
    assert stage.barks == []


def test_a_key_that_is_told_late_is_no_excuse_for_what_comes_after_it() -> None:
    """Promise 8: another key; the same key on a call that was not placed to them; and a write after that webhook."""
    stage = Stage(NoKeyNoYes)
    ben = stage.volunteer(BEN)
    placed, dialled = stage.presses(BEN, "2"), stage.presses(BEN, "1", Direction.INBOUND)
    stage.waits(minutes=1)
    for call, key in ((placed, "2"), (placed, "1"), (dialled, "1")):
        stage.request(state="open", taken_by=None)
        stage.is_told(call, key, lambda: stage.request(state="accepted", taken_by=ben))
    stage.is_told(stage.presses(BEN, "1"), "1", lambda: None)
    stage.waits(minutes=1)
    stage.request(state="open", taken_by=None)
    stage.request(state="accepted", taken_by=ben)
    assert stage.barks == ["8: taken, and no such key was pressed on that phone"] * 4


def test_a_key_on_an_open_offer_is_well() -> None:
    """Promise 8, kept."""
    stage = Stage(NoKeyNoYes, OneHolder, EndedStaysEnded)
    ben = stage.volunteer(BEN)
    stage.request()
    stage.offer(BEN)
    stage.presses(BEN, "1")
    stage.waits(seconds=timedelta(seconds=2).total_seconds())
    stage.request(state="accepted", taken_by=ben, taken_offer="o")
    assert stage.barks == []
