"""Speaking, <Gather> and <Record>: one fact of Twilio's documentation each, with its page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from infra.local.exchange import NobodyListens
from tests.exchange.town import HOME, LINE, ROSA, START, Town

GATHER = '<Gather action="/key"{0}><Say>Press some keys.</Say></Gather><Say>Nothing was pressed.</Say>'
RECORD = '<Record action="/recorded"{0}/><Say>Nothing was said.</Say>'


def gathers(town: Town, attributes: str = "") -> None:
    town.pages = {"/voice": GATHER.format(attributes), "/key": "<Say>Thank you.</Say>"}
    town.rosa.dials(LINE)


def records(town: Town, attributes: str = "") -> None:
    town.pages = {"/voice": RECORD.format(attributes), "/recorded": "<Say>It is kept.</Say>"}
    town.rosa.dials(LINE)


def digits(town: Town) -> list[str]:
    return [form["Digits"] for form in town.forms("/key")]


@pytest.mark.assumes("num-digits")
def test_the_last_digit_wanted_submits_at_once(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/gather#numdigits."""
    gathers(town, ' numDigits="2"')
    town.rosa.hears("press").presses("12")
    pressed = town.timeline.now()
    town.rosa.hears("thank you")
    assert digits(town) == ["12"]
    assert town.asked[-1].at == pressed


@pytest.mark.assumes("hash-ends-digits")
def test_hash_ends_the_digits_and_is_none(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/gather#finishonkey: by default, and left out of Digits."""
    gathers(town)
    town.rosa.hears("keys").presses("0207#").hears("thank you")
    assert digits(town) == ["0207"]


@pytest.mark.assumes("star-and-hash-are-keys")
def test_every_key_is_a_digit_where_none_finishes(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/gather#finishonkey: the empty string turns it off."""
    gathers(town, ' numDigits="1" finishOnKey=""')
    town.rosa.hears("keys").presses("#").hears("thank you")
    assert digits(town) == ["#"]


@pytest.mark.assumes("keys-between-gathers")
def test_a_key_between_two_gathers_is_lost(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/gather: nothing keeps a key for the next one."""
    number = '<Gather action="/number"><Say>Key the number.</Say></Gather>'
    gathers(town, ' numDigits="1"')
    town.pages |= {"/key": number, "/number": "<Say>Thank you.</Say>"}
    town.exchange.faults.delay("Digits=1", seconds=0.4)
    town.rosa.hears("press").presses("1").fumbles("0207#").hears("thank you")
    assert [form["Digits"] for form in town.forms("/number")] == ["07"]


@pytest.mark.assumes("gather-timeout")
def test_a_pause_between_digits_ends_them(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/gather#timeout: as long after each key as after the prompt."""
    gathers(town, ' timeout="4"')
    town.rosa.hears("keys").presses("1").waits(3).presses("2").waits(3).presses("3").hears("thank you")
    assert digits(town) == ["123"]


@pytest.mark.assumes("silence-falls-through")
def test_silence_falls_through(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/gather#actiononemptyresult: by default the next verb follows."""
    gathers(town)
    town.rosa.hears("keys").hears("nothing was pressed")
    assert town.timeline.now() - START == timedelta(seconds=3 * 0.4 + 5 + 3 * 0.4)
    assert digits(town) == []


@pytest.mark.assumes("empty-result")
def test_an_empty_result_is_sent_where_it_is_wanted(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/gather#actiononemptyresult: with blank Digits."""
    gathers(town, ' actionOnEmptyResult="true"')
    town.rosa.hears("keys").hears("thank you")
    assert digits(town) == [""]


@pytest.mark.assumes("lone-hash")
def test_a_lone_hash_is_no_input(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/gather#finishonkey: the finishing key alone leaves nothing to send."""
    gathers(town)
    town.rosa.hears("keys").presses("#").hears("nothing was pressed")
    assert digits(town) == []


@pytest.mark.assumes("key-stops-speech")
def test_a_key_cuts_the_prompt_short(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/gather#nest-other-verbs: it stops at the first key."""
    gathers(town, ' numDigits="1"')
    town.rosa.hears("press").presses("1").hears("thank you")
    town.rosa.hears_nothing_of("keys")


@pytest.mark.assumes("say-hears-no-key")
def test_nobody_listens_to_a_bare_say(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/say: keys are heard by <Gather> and <Record> only."""
    town.pages["/voice"] = "<Say>For shopping, press 1.</Say><Redirect>/voice</Redirect>"
    town.rosa.dials(LINE).hears("shopping")
    with pytest.raises(NobodyListens, match="Rosa presses 1"):
        town.rosa.presses("1")
    town.exchange.expects_error("nobody listens")


@pytest.mark.assumes("pause-delays-answer")
def test_a_pause_before_anything_else_delays_the_answer(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/pause: the call goes on ringing for so long."""
    town.pages["/voice"] = '<Pause length="5"/><Say>Hello.</Say>'
    (call,) = town.rosa.dials(LINE).waits(4).exchange.calls.values()
    assert call.status == "ringing"
    town.rosa.hears("hello")
    assert call.answered == START + timedelta(seconds=5)


@pytest.mark.assumes("reject")
@pytest.mark.parametrize(("reason", "status"), [("busy", "busy"), ("rejected", "no-answer")])
def test_a_rejected_call_is_never_answered(town: Town, reason: str, status: str) -> None:
    """https://www.twilio.com/docs/voice/twiml/reject: the reason decides what the caller hears."""
    town.pages["/voice"] = f'<Reject reason="{reason}"/>'
    town.rosa.dials(LINE).is_hung_up_on().waits(1)
    (form,) = town.forms("/status")
    assert (form["CallStatus"], form["CallDuration"]) == (status, "0")


@pytest.mark.assumes("recording-told")
def test_what_is_said_after_the_beep_is_recorded(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/record: the action gets where it is, and how long."""
    records(town)
    town.rosa.hears("(beep)").says("My cat is stuck.", seconds=3).hears("it is kept")
    (form,) = town.forms("/recorded")
    (recording,) = town.exchange.recordings.values()
    assert form["RecordingUrl"].endswith(f"/Recordings/{form['RecordingSid']}")
    assert (form["RecordingSid"], form["RecordingDuration"], form["Digits"]) == (recording.sid, "8", "")
    assert (recording.words, recording.seconds) == ("My cat is stuck.", 3)


@pytest.mark.assumes("key-ends-recording")
def test_any_key_ends_a_recording(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/record#finishonkey: by default all of them, and it is told which."""
    records(town)
    town.rosa.hears("(beep)").says("My cat is stuck.").presses("7").hears("it is kept")
    assert town.forms("/recorded")[0]["Digits"] == "7"


@pytest.mark.assumes("recording-max-length")
def test_a_recording_has_a_greatest_length(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/record#maxlength."""
    records(town, ' maxLength="10"')
    town.rosa.hears("(beep)").says("It is a long story.", seconds=60)
    assert town.forms("/recorded")[0]["RecordingDuration"] == "10"


@pytest.mark.assumes("silence-is-recorded")
def test_silence_is_a_recording_too(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/record: it is saved, and the action told how long it was silent."""
    records(town)
    town.rosa.hears("(beep)").hears("it is kept")
    (form,), (recording,) = town.forms("/recorded"), town.exchange.recordings.values()
    assert (form["RecordingSid"], form["RecordingDuration"], form["Digits"]) == (recording.sid, "5", "")
    assert (recording.words, recording.seconds) == ("", 0)


@pytest.mark.assumes("recording-length")
@pytest.mark.parametrize("told", ["", "5.2"])
def test_the_length_of_a_recording_may_be_blank_or_a_fraction(town: Town, told: str) -> None:
    """https://www.twilio.com/docs/voice/twiml/record: RecordingDuration of what is not processed yet."""
    records(town)
    town.exchange.otherwise.changed["RecordingDuration"] = told
    town.rosa.hears("(beep)").hears("it is kept")
    assert town.forms("/recorded")[0]["RecordingDuration"] == told


@pytest.mark.assumes("recording-trimmed")
@pytest.mark.parametrize(("trim", "seconds"), [("trim-silence", 3), ("do-not-trim", 10)])
def test_silence_is_trimmed_from_a_recording(town: Town, trim: str, seconds: int) -> None:
    """https://www.twilio.com/docs/voice/twiml/record#trim: at both ends, by default; after the action was told."""
    records(town, f' trim="{trim}"')
    town.rosa.hears("(beep)").waits(2).says("My cat is stuck.", seconds=3).hears("it is kept")
    (recording,) = town.exchange.recordings.values()
    assert (town.forms("/recorded")[0]["RecordingDuration"], recording.seconds) == ("10", seconds)


@pytest.mark.assumes("hang-up-ends-recording")
def test_hanging_up_ends_a_recording_and_says_so(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/record#action: Digits is `hangup`."""
    records(town)
    town.rosa.hears("(beep)").says("My cat is stuck.").hangs_up().waits(1)
    (form,) = town.forms("/recorded")
    assert (form["Digits"], form["CallStatus"], form["From"]) == ("hangup", "completed", ROSA)


@pytest.mark.assumes("recording-announced")
def test_a_recording_can_be_announced(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/record#recordingstatuscallback: when it is ready."""
    records(town, f' recordingStatusCallback="{HOME}/ready"')
    town.rosa.hears("(beep)").says("My cat is stuck.").hears("it is kept")
    assert town.forms("/ready") == []
    town.rosa.waits(3)
    (form,) = town.forms("/ready")
    assert (form["RecordingStatus"], form["RecordingSid"]) == ("completed", town.forms("/recorded")[0]["RecordingSid"])


@pytest.mark.assumes("recording-played")
def test_a_recording_is_played_until_it_is_deleted(town: Town) -> None:
    """https://www.twilio.com/docs/voice/api/recording: at its URL, also with .mp3; deleted, it is gone."""
    records(town)
    town.exchange.media.asks_password = False
    town.rosa.hears("(beep)").says("My cat is stuck.").hears("it is kept").is_hung_up_on().waits(3)
    url, sid = (town.forms("/recorded")[0][name] for name in ("RecordingUrl", "RecordingSid"))
    town.pages["/voice"] = f"<Play>{url}.mp3</Play>"
    town.rosa.dials(LINE).hears("my cat").is_hung_up_on()
    assert town.rest("DELETE", f"/Recordings/{sid}.json").status == 204
    assert town.rest("GET", f"/Recordings/{sid}.json").status == 404
    town.rosa.dials(LINE).is_hung_up_on()
    town.exchange.expects_error("it was answered with 404")
