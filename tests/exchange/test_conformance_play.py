"""Sounds, one documented fact each: the media of recordings, and what becomes of a <Play> that cannot be played."""

from __future__ import annotations

import pytest

from infra.local.exchange import HttpResponse
from tests.exchange.town import HOME, LINE, SID, TOKEN, Town

FALLBACK = f"{HOME}/fallback"


def silence(seconds: float) -> bytes:
    """A sound file of so many seconds, of 8,000 samples of two bytes each: http://soundfile.sapp.org/doc/WaveFormat."""
    samples = bytes(round(seconds * 16_000))
    rate = (16_000).to_bytes(4, "little")
    return b"RIFF".ljust(28, b"\0") + rate + bytes(12) + samples


def sound(body: bytes, kind: str = "audio/wav", status: int = 200) -> HttpResponse:
    return HttpResponse(status=status, headers={"Content-Type": kind}, body=body)


def recorded(town: Town) -> str:
    """Rosa's words are recorded; their URL, as the action was told it."""
    town.pages["/voice"] = f'<Record action="{HOME}/recorded"/>'
    town.pages["/recorded"] = '<Say>It is kept.</Say><Pause length="3"/>'
    town.rosa.dials(LINE).hears("(beep)").says("My cat is stuck.").hears("it is kept").is_hung_up_on()
    return town.forms("/recorded")[0]["RecordingUrl"]


def plays(town: Town, url: str) -> None:
    town.exchange.own(LINE, fallback_url=FALLBACK)
    said = f"<Say>Listen.</Say><Play>{url}</Play><Say>Press 1.</Say>"
    town.pages["/voice"] = f'<Gather action="{HOME}/key">{said}</Gather>'
    town.pages["/fallback"] = "<Say>The fallback.</Say>"


@pytest.mark.assumes("media-needs-password")
@pytest.mark.parametrize("name", ["", ".mp3", ".wav"])
def test_the_media_of_a_recording_asks_a_password(town: Town, name: str) -> None:
    """https://www.twilio.com/docs/voice/api/recording#fetch-a-recordings-media (HTTP authentication for media)."""
    path = recorded(town).removeprefix("https://api.twilio.com") + name
    media = town.exchange.media
    assert [media.get(path, auth).status for auth in (None, (SID, "guessed"), (SID, TOKEN))] == [401, 401, 200]
    assert media.get(path, (SID, TOKEN)).content_type == "audio/mpeg"
    media.asks_password = False
    assert media.get(path, None).status == 200


@pytest.mark.assumes("recording-ready-later")
def test_the_file_of_a_recording_may_not_be_there_yet_when_its_action_is_told(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/record#attributes-action-parameters; and no word of when it is."""
    town.exchange.otherwise.writes_for = 30.0
    path = recorded(town).removeprefix("https://api.twilio.com")

    def had() -> tuple[int, str]:
        told = town.exchange.rest("GET", f"{path}.json", [], (SID, TOKEN))[1]
        return town.exchange.media.get(path, (SID, TOKEN)).status, (told or {})["status"]

    assert had() == (404, "processing")
    town.rosa.waits(30)
    assert had() == (200, "completed")


@pytest.mark.assumes("media-deleted")
def test_the_media_of_a_deleted_recording_is_gone(town: Town) -> None:
    """https://www.twilio.com/docs/voice/api/recording#delete-a-recording-resource: 404, password or not."""
    path = recorded(town).removeprefix("https://api.twilio.com")
    town.exchange.recordings.clear()
    assert town.exchange.media.get(path, (SID, TOKEN)).status == 404


@pytest.mark.assumes("play-needs-password")
def test_a_play_of_ones_own_recording_is_not_known_to_be_exempt_from_the_password(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/play does not say; where one is asked, the document ends."""
    url = recorded(town)
    plays(town, f"{url}.mp3")
    town.rosa.dials(LINE).hears("listen", "the fallback").hears_nothing_of("my cat", "press 1").is_hung_up_on()
    assert town.forms("/fallback")[0]["ErrorCode"] == "11200"
    town.exchange.expects_error("it was answered with 401")


@pytest.mark.assumes("sound-not-playable")
@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (sound(b"", status=404), "11200"),
        (sound(b"", status=500), "11200"),
        (sound(b"<html/>", "text/html"), "12300"),
        (HttpResponse(status=200, body=b"abc"), "12300"),
    ],
    ids=["gone", "broken", "a page", "no type"],
)
def test_a_sound_that_cannot_be_played_ends_the_document(town: Town, answer: HttpResponse, code: str) -> None:
    """https://www.twilio.com/docs/api/errors/11200 and /12300: the fallback is asked, and an alert is noted."""
    plays(town, f"{HOME}/sound")
    town.pages["/sound"] = answer
    town.rosa.dials(LINE).hears("listen", "the fallback").hears_nothing_of("press 1").is_hung_up_on()
    (form,) = town.forms("/fallback")
    assert (form["ErrorCode"], form["ErrorUrl"]) == (code, f"{HOME}/sound")
    assert [(alert.code, alert.method, alert.url) for alert in town.exchange.alerts.noted] == [
        (code, "GET", f"{HOME}/sound")
    ]
    town.exchange.expects_error("<Play>")


@pytest.mark.assumes("sound-played")
def test_a_sound_of_silence_is_silence(town: Town) -> None:
    """It lasts as long as its samples, and what follows it is said."""
    plays(town, f"{HOME}/sound")
    town.pages["/sound"] = sound(silence(4))
    town.rosa.dials(LINE).hears("listen").waits(3.5).hears_nothing_of("press 1").hears("press 1").hangs_up()


@pytest.mark.assumes("key-while-a-sound-is-fetched")
def test_a_key_that_is_pressed_while_a_sound_is_fetched_is_heard(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/gather: a nested <Play> is cut short like words; no key is lost."""
    plays(town, f"{HOME}/sound")
    town.pages["/sound"], town.pages["/key"] = sound(silence(1)), "<Say>A key.</Say>"
    town.exchange.faults.delay("/sound", seconds=5)
    town.rosa.dials(LINE).hears("listen").presses("1#").hears("a key").is_hung_up_on().waits(10)


@pytest.mark.assumes("sound-by-get")
def test_a_sound_is_fetched_with_get_and_no_form(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/play: a file of the web; nothing says that the request is signed."""
    plays(town, f"{HOME}/sound")
    town.pages["/sound"] = sound(silence(1))
    town.rosa.dials(LINE).hears("press 1").hangs_up()
    (asked,) = [one.request for one in town.asked if one.path == "/sound"]
    assert (asked.method, asked.body, set(asked.headers)) == ("GET", b"", {"User-Agent"})
