"""What becomes of a placed call, and of a recording: stopped, asked after, forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from hotline.telephony.account import Known
from hotline.telephony.carrier import AccountRefused, Carrier, CarrierError, Uncertain
from hotline.telephony.refusals import NotReady
from hotline.telephony.signature import Tokens
from tests.telephony.twilio import ACCOUNT, CALLS, Answer, Twilio, carrier_at, refusal


@pytest.mark.parametrize(
    ("act", "status"), [(Carrier.cancel, "canceled"), (Carrier.hang_up, "completed")], ids=["cancel", "hang up"]
)
def test_fault_20_a_ringing_or_talking_phone_is_stopped(
    server: Twilio, carrier: Carrier, act: Callable[[Carrier, str], None], status: str
) -> None:
    """One change of its status; one that has ended or was picked up meanwhile is fine, what else is wrong is not."""
    server.answers = [Answer(status=200), refusal(400, 21220), refusal(404, 20404), refusal(401, 20003)]
    for _ in range(3):
        act(carrier, "CA7")
    assert {(asked.path, asked.form["Status"][0]) for asked in server.asked} == {(f"{CALLS}/CA7.json", status)}
    with pytest.raises(AccountRefused):
        act(carrier, "CA7")


NOON = "Mon, 02 Mar 2026 12:00:00 +0000"


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (Answer(status=200, body={"sid": "CA7", "status": "in-progress"}), "in-progress"),
        (Answer(status=200, body={"sid": "CA7", "status": "queued"}), "queued"),
        (Answer(status=200, body={"sid": "CA7", "status": "queued", "start_time": NOON}), "initiated"),
        (refusal(404, 20404), None),
        (refusal(503, 20503), None),
        (Answer(never=True), None),
    ],
)
def test_fault_03_twilio_is_asked_once_how_a_call_stands(server: Twilio, answer: Answer, status: str | None) -> None:
    """In its own words, where a call is queued until it rings; what it cannot say stops nobody from going on."""
    server.answers = [answer]
    assert carrier_at(server.url, patient=not answer.never).status("CA7") == status
    assert server.was_asked_once()


def test_a_recording_is_forgotten_once_and_for_all(server: Twilio, carrier: Carrier) -> None:
    """Erased, or found erased; a failure is not taken for success."""
    server.answers = [Answer(status=204, body=""), refusal(404, 20404), refusal(500, 20500)]
    carrier.forget_recording("RE1")
    carrier.forget_recording("RE1")
    assert {(asked.method, asked.path) for asked in server.asked} == {("DELETE", recording("RE1.json"))}
    with pytest.raises(Uncertain):
        carrier.forget_recording("RE1")


def test_the_sound_of_a_recording_is_fetched_with_the_accounts_password(server: Twilio, carrier: Carrier) -> None:
    """Whole, byte by byte; one that is gone is None, and a failure is not taken for that."""
    gone = [Answer(status=404, body=""), refusal(404, 20404)]
    server.answers = [Answer(status=200, body=bytes(range(256))), *gone, refusal(503, 20503)]
    assert carrier.recording("RE1") == bytes(range(256))
    assert carrier.recording("RE1") is None
    with pytest.raises(Uncertain):
        carrier.recording("RE1")
    asked = {(asked.method, asked.path, asked.user) for asked in server.asked}
    assert asked == {("GET", recording(name), ACCOUNT) for name in ("RE1.mp3", "RE1.json")}


@pytest.mark.parametrize("status", ["in-progress", "processing", "completed"])
def test_a_recording_whose_file_is_missing_is_not_gone_while_twilio_knows_it(
    server: Twilio, carrier: Carrier, status: str
) -> None:
    """Its file is written after its end; of `absent` there will be none."""
    missing, made = Answer(status=404, body=""), "Tue, 24 Nov 2026 10:00:00 +0000"
    known = [Answer(status=200, body={"status": each, "date_created": made}) for each in (status, "absent")]
    server.answers = [missing, known[0], missing, known[1]]
    with pytest.raises(NotReady) as why:
        carrier.recording("RE1")
    assert why.value.made == datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert carrier.recording("RE1") is None


def test_a_sound_is_asked_for_with_the_other_token_too(server: Twilio) -> None:
    """While one takes the place of the other: a file's refusal has no code of Twilio's in it."""
    two = Known(sid=ACCOUNT, tokens=Tokens(primary="old", secondary="new"))
    server.answers = [Answer(status=401, body=""), Answer(status=200, body=b"ID3")]
    assert carrier_at(server.url, account=two).recording("RE1") == b"ID3"
    assert [asked.token for asked in server.asked] == ["old", "new"]


def recording(name: str) -> str:
    return f"/2010-04-01/Accounts/{ACCOUNT}/Recordings/{name}"


def test_a_queue_is_found_by_its_name_and_deleted(server: Twilio, carrier: Carrier) -> None:
    """One that is not there, or has gone meanwhile, is as good; one in which somebody waits is refused."""
    queues = {"queues": [{"sid": "QU1", "friendly_name": "r-1"}, {"sid": "QU2", "friendly_name": "r-2"}]}
    there = Answer(status=200, body=queues)
    server.answers = [there, Answer(status=204, body=""), there, refusal(404, 20404), there, there, refusal(400, 20001)]
    carrier.delete_queue("r-2")
    carrier.delete_queue("r-2")
    carrier.delete_queue("r-3")
    with pytest.raises(CarrierError):
        carrier.delete_queue("r-1")
    asked = [
        (each.method, each.path.partition("?")[0].removeprefix(f"/2010-04-01/Accounts/{ACCOUNT}/Queues"))
        for each in server.asked
    ]
    listed, deleted = ("GET", ".json"), ("DELETE", "/QU2.json")
    assert asked == [listed, deleted, listed, deleted, listed, listed, ("DELETE", "/QU1.json")]
