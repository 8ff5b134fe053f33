"""Recordings are played by the line itself: with its password, by a signed URL, and never at a page's cost."""

from __future__ import annotations

import wave
from datetime import timedelta
from io import BytesIO

import pytest

from chalicelib.sound import silence
from hotline.records import Reason, Request
from hotline.sounds import OWN_VOICE, Clip
from infra.local.exchange import HttpRequest, HttpResponse, LetsItRing, Person
from infra.local.virtual import BASE
from tests.stories.test_own_voice import WELCOME, another_process, keeps_a_welcome, own_voice
from tests.stories.town import GROUP, LINE, Town

pytestmark = pytest.mark.long

WORDS = "my cat is up a tree"
GONE = "that recording is gone, and cannot be played"


@pytest.fixture
def pages(town: Town) -> list[str]:
    """All documents that the line has answered with."""
    documents: list[str] = []
    town.line.listeners.append(lambda _, answer: documents.append(answer.body.decode()))
    return documents


@pytest.fixture
def gwen(town: Town) -> Person:
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    return town.gwen


def says_words(town: Town) -> None:
    town.rosa.dials(LINE).hears("just tell us", "(beep)").says(WORDS).presses("#")
    town.rosa.hears("a person will listen").is_hung_up_on()


def asked_by_rosa(town: Town) -> Request:
    return town.items()[Reason.RECORDING]


def fetched(town: Town, url: str) -> HttpResponse:
    return town.line.answer(HttpRequest(method="GET", url=url))


def url_of(town: Town, about: str, recording: str, group: str = GROUP) -> str:
    return town.world.sound_url(Clip(group=group, about=about, recording=recording))


@pytest.mark.parametrize("password", [True, False])
def test_whoever_is_to_hear_words_hears_them_whether_twilio_asks_a_password_or_not(
    town: Town, gwen: Person, pages: list[str], *, password: bool
) -> None:
    """And no page names Twilio's own address, or anybody's number in the one that it names."""
    town.exchange.media.asks_password = password
    says_words(town)
    gwen.answers().hears("in their own words").presses("1").hears("these are their words", WORDS, "press 1").hangs_up()
    plays = [page for page in pages if "<Play>" in page]
    assert plays
    assert all("api.twilio.com" not in page and "0123/" not in page for page in pages)
    assert all(f"<Play>{BASE}/sound/{GROUP}/" in page for page in plays)


@pytest.mark.parametrize("password", [True, False])
def test_our_own_voice_greets_whether_twilio_asks_a_password_or_not(
    town: Town, gwen: Person, pages: list[str], *, password: bool
) -> None:
    """In a call that touches no database."""
    town.exchange.media.asks_password = password
    keeps_a_welcome(gwen).hangs_up().waits(5)
    town.rosa.dials(LINE).hears(WELCOME, "for shopping, press 1").hangs_up()
    assert all("api.twilio.com" not in page for page in pages)


def test_words_that_are_gone_are_said_to_be_gone(town: Town, gwen: Person) -> None:
    """The page goes on after a moment of silence; put again, and in every later call, it says the truth."""
    says_words(town)
    town.exchange.recordings.clear()
    gwen.answers().hears("in their own words").presses("1").hears("these are their words", "to be joined, press 1")
    assert asked_by_rosa(town).lost_note == asked_by_rosa(town).note
    gwen.hears_nothing_of(WORDS).hears(GONE, "to be joined, press 1").presses("*").hears("these are their words", GONE)
    gwen.presses("3").is_hung_up_on()


def test_our_own_voice_that_is_gone_is_synthetic_from_then_on(town: Town, gwen: Person) -> None:
    """The caller hears a moment of silence once, and the menu; put again, the words; the next caller hears them all."""
    keeps_a_welcome(gwen).hangs_up().waits(5)
    town.exchange.recordings.clear()
    town.rosa.dials(LINE).hears("for shopping, press 1").hears_nothing_of(WELCOME, "our line is broken").hangs_up()
    assert own_voice(town).recordings == {}
    town.emil.dials(LINE).hears("Hello", "for shopping, press 1").hangs_up()


def test_what_twilio_does_not_give_is_silent_and_is_heard_another_time(town: Town, gwen: Person) -> None:
    """It is not gone: nothing is noted, and star plays it."""
    says_words(town)
    town.exchange.faults.rest("Recordings/RE", status=503)
    gwen.answers().hears("in their own words").presses("1").hears("these are their words", "to be joined, press 1")
    assert asked_by_rosa(town).lost_note is None
    gwen.presses("*").hears("these are their words", WORDS).presses("3").is_hung_up_on()


def test_words_that_twilio_is_still_writing_are_waited_for(town: Town, gwen: Person) -> None:
    """Two seconds after their end there is a file: Gwen, who is rung at once, hears them."""
    says_words(town)
    town.exchange.faults.rest("Recordings/RE", status=404, code=20404)
    gwen.answers().hears("in their own words").presses("1").hears(
        "these are their words", WORDS, "to be joined, press 1"
    )
    assert asked_by_rosa(town).lost_note is None
    gwen.hangs_up()


@pytest.mark.parametrize("writes_for", [60.0, 600.0])
def test_words_that_are_long_in_writing_are_not_gone(town: Town, gwen: Person, writes_for: float) -> None:
    """Twilio says of them that it is at work: they are silent now, and heard another time."""
    town.exchange.otherwise.writes_for = writes_for
    says_words(town)
    gwen.answers().hears("in their own words").presses("1").hears("these are their words", "to be joined, press 1")
    gwen.hears_nothing_of("gone").waits(writes_for)
    assert asked_by_rosa(town).lost_note is None
    assert fetched(town, url_of(town, asked_by_rosa(town).id, next(iter(town.exchange.recordings)))).status == 200


def test_words_whose_file_never_came_are_gone_in_the_end(town: Town, gwen: Person) -> None:
    """Twilio knows the recording, and has no file of it a quarter of an hour later: that is said."""
    says_words(town)
    gwen.answers().hangs_up().when_rung(LetsItRing())
    town.rosa.waits(20 * 60)
    asked, sid = asked_by_rosa(town), next(iter(town.exchange.recordings))
    town.exchange.faults.rest(f"Recordings/{sid}.mp3", status=404, code=20404)
    assert fetched(town, url_of(town, asked.id, sid)).content_type == "audio/wav"
    assert asked_by_rosa(town).lost_note == sid


@pytest.mark.parametrize("elsewhere", [False, True], ids=["this process", "another"])
def test_while_twilio_gives_no_recordings_the_synthetic_voice_speaks(
    town: Town, gwen: Person, *, elsewhere: bool
) -> None:
    """One caller hears the menu after one failure, whatever it has of pieces; whoever phones next hears all of it."""
    keeps_a_welcome(gwen).hangs_up().waits(5)
    town.exchange.faults.rest("Recordings/RE", status=503, times=None)
    town.rosa.dials(LINE).hears("for shopping, press 1").hears_nothing_of(WELCOME).hangs_up()
    if elsewhere:
        world = another_process(town)
        assert world.store is town.store
        world.read_own_voice(GROUP, older_than=timedelta())
        assert (world.own_voice(GROUP), world.own_voice_rests()) == ({}, True)
    town.emil.dials(LINE).hears("Hello", "for shopping, press 1").hangs_up()
    town.exchange.faults.mend("Recordings/RE")
    town.emil.waits(61 * 60).dials(LINE).hears(WELCOME, "for shopping, press 1").hangs_up()


def test_only_a_url_that_we_have_signed_is_answered(town: Town, gwen: Person) -> None:
    """For this recording of this request of this group, with that end of its time, and nothing else."""
    says_words(town)
    gwen.answers().hangs_up()
    asked, sid = asked_by_rosa(town), next(iter(town.exchange.recordings))
    good = url_of(town, asked.id, sid)
    assert (fetched(town, good).status, fetched(town, good).content_type) == (200, "audio/mpeg")
    others = [good[:-1] + ("0" if good[-1] != "0" else "1"), good.replace(sid, "RE" + "9" * 32)]
    others += [good.replace(asked.id, OWN_VOICE), good.replace(GROUP, "ongar")]
    *before, moment, mark = good.split("/")
    others.append("/".join([*before, str(int(moment) + 3600), mark]))
    assert [fetched(town, other).status for other in others] == [403] * len(others)


def test_a_url_lasts_for_minutes_and_is_silence_then(town: Town, gwen: Person) -> None:
    """A page that is played late goes on."""
    says_words(town)
    gwen.answers().hangs_up().when_rung(LetsItRing())
    good = url_of(town, asked_by_rosa(town).id, next(iter(town.exchange.recordings)))
    town.rosa.waits(16 * 60)
    late = fetched(town, good)
    assert (late.status, late.content_type, late.body) == (200, "audio/wav", silence())


def test_what_everybody_hears_may_be_kept_by_twilio_and_words_may_not(town: Town, gwen: Person) -> None:
    """The same URL for an hour, or else each greeting would be fetched anew."""
    keeps_a_welcome(gwen).hangs_up().waits(5)
    (recorded,) = own_voice(town).recordings.values()
    urls = [url_of(town, OWN_VOICE, recorded.sid)]
    town.rosa.waits(40 * 60)
    urls.append(url_of(town, OWN_VOICE, recorded.sid))
    assert urls[0] == urls[1]
    assert fetched(town, urls[0]).headers["Cache-Control"] == "max-age=3600"
    words = url_of(town, town.rosa.number.lstrip("+"), recorded.sid)
    assert fetched(town, words).headers["Cache-Control"] == "no-store"


def test_silence_is_a_sound_file_that_any_player_reads() -> None:
    """Half a second."""
    with wave.open(BytesIO(silence())) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 8000)
        assert timedelta(seconds=sound.getnframes() / sound.getframerate()) == timedelta(seconds=0.5)
        assert not any(sound.readframes(sound.getnframes()))
