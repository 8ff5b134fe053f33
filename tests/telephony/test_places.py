"""Every page of every script, checked for the place in which Twilio asks for it."""

from __future__ import annotations

import pytest

from hotline.conversation.replay import Stand
from hotline.conversation.turns import Dial, Do, Wait
from hotline.conversation.walker import Moment
from hotline.numbers import PhoneNumber
from hotline.scripts import SCRIPTS
from hotline.telephony.places import way_out
from hotline.telephony.speech import Sound
from hotline.telephony.twiml import Page, Voice, goodbye, not_in_use, one_moment, something_broke, write
from infra.local.exchange.places import CALL, QUEUE_JOIN, QUEUE_WAIT, WHISPER, Place
from infra.local.exchange.twiml import parse
from tests.prompts.brentwood import BRENTWOOD
from tests.scripts.walked import EACH, walked

URL = "https://line.example/call/brentwood/resident/-/68cb7cba/0/shopping"
ROSA = PhoneNumber("+442079460123")
VOICE = Voice(
    group=BRENTWOOD,
    number=lambda _: ROSA,
    note=lambda _: Sound("https://line.example/words.mp3"),
    code=lambda _: "123456",
)
PLACES = {"waiting": QUEUE_WAIT, "whisper_waiting": QUEUE_JOIN}


def place_of(script: str) -> Place:
    """What asks for the pages of a script: a waiting queue, a <Queue>, a <Number>, or a call."""
    return PLACES.get(script, WHISPER if script.startswith("whisper_") else CALL)


def page_of(moment: Moment) -> str:
    """The document of one moment of a script."""
    question = moment.turn
    stand = Stand(said=moment.said, question=question, trail=(), fingerprint="68cb7cba")  # type: ignore[arg-type]
    beside = URL if isinstance(question, Wait) or (isinstance(question, Dial) and question.whisper) else None
    return write(Page(stand=stand, action=URL, beside=beside, number=ROSA.e164), VOICE)


@pytest.mark.parametrize("name", EACH)
def test_each_page_of_a_script_has_the_verbs_that_its_place_allows(name: str) -> None:
    """https://www.twilio.com/docs/voice/twiml: read as strictly as the exchange reads it, and for its place."""
    moments = walked(name).moments.values()
    for page in {page_of(each) for each in moments if not isinstance(each.turn, Do)}:
        place_of(name).check(parse(page, base=URL))


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_page_for_something_broken_has_the_verbs_that_its_place_allows(name: str) -> None:
    """Also the page for what is slow, and the one for a group that is here no more."""
    for page in (something_broke(URL), not_in_use()):
        place_of(name).check(parse(way_out(name) or page, base=URL))
    place_of(name).check(parse(one_moment(URL, VOICE), base=URL))


def test_whoever_left_words_hears_a_page_of_a_call() -> None:
    """It follows the recording, which is made nowhere but on a call or in a whisper."""
    WHISPER.check(parse(goodbye(), base=URL))
