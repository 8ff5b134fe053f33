"""No log line carries a full phone number (DESIGN.md, promise 6)."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import pytest
from moto import mock_aws

from app import app
from hotline.records import RequestState
from infra.local.exchange import LetsItRing, Unreachable
from tests.stories.town import LINE, Town

_LOUD = ("app", "hotline", "chalicelib", "infra", "twilio", "urllib3", "requests", "moto")
_KEYED = "07700900124"
_NUMBER = re.compile(r"(?:\+|%2B|\b0)(?:44)?(?:20 ?7946|7700 ?900) ?\d{3}")


@pytest.fixture
def town() -> Iterator[Town]:
    with mock_aws():
        town = Town()
        with town.line.answering():
            yield town
            town.exchange.check()


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Everything that anybody says at DEBUG, but those whom the store has asked to be quieter."""
    caplog.set_level(logging.DEBUG)
    for name in _LOUD:
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


def a_story_with_everything_in_it(town: Town) -> None:
    """A number is keyed, a phone is dead, one is not answered, something breaks; two talk, and one is texted."""
    town.joins(town.ben, town.ali, town.priya, texts=True)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.ben.when_rung(Unreachable(sip="404"))
    town.ali.when_rung(LetsItRing())
    town.exchange.faults.rest("To=+447700900002", status=500)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("change").presses("2").hears("another phone").presses("1").hears("key").presses("999#")
    town.rosa.hears("cannot ring that").presses("02079460124#").hears("right").presses("1")
    town.rosa.hears("right").presses("1").hears("goodbye").is_hung_up_on()
    town.gwen.answers().hears("a phone that we cannot ring").presses("1").is_hung_up_on()
    town.priya.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("1")
    town.emil.picks_up()
    town.priya.talks_with(town.emil)
    town.emil.hangs_up()
    town.priya.hears("arranged").presses("6").is_hung_up_on().is_texted("you said yes to shopping").waits(60)
    town.ali.texts_to(LINE, "Is Rosa at home?").is_texted("only speaks").texts_to(LINE, "STOP")


def test_a_whole_story_at_debug_names_no_phone(town: Town, logged: pytest.LogCaptureFixture) -> None:
    """Messages, arguments, tracebacks and the names of things: nothing that could be dialled."""
    a_story_with_everything_in_it(town)
    assert town.request().state == RequestState.ACCEPTED
    lines = [f"{record.name}: {logging.Formatter().format(record)}" for record in logged.records]
    assert len(lines) > 1
    assert [line for line in lines if _NUMBER.search(line)] == []
    assert [line for line in lines if "You said yes" in line or "Rosa" in line] == []


@pytest.mark.parametrize("package", ["hotline.dispatch.ring", "chalicelib.knock"])
def test_what_we_warn_of_reaches_the_log(package: str, caplog: pytest.LogCaptureFixture) -> None:
    """Also once the app is there: Lambda's handler is on the root, as the one that listens here."""
    assert app.app_name == "hotline"
    logging.getLogger(package).warning("a phone that should stop ringing may ring on")
    assert caplog.messages == ["a phone that should stop ringing may ring on"]


def test_what_would_be_found_is_found() -> None:
    """Each way in which a number could stand in a log."""
    for text in ("+442079460123", "%2B447700900001", _KEYED, "020 7946 0124", "07700 900124"):
        assert _NUMBER.search(f"to {text}, said somebody")
