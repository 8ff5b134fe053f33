"""Twilio does not answer for a while: no step that was done with three phones is lost by it."""

from __future__ import annotations

import re

import pytest

from hotline.cli.rehearsal.evidence import opened
from hotline.cli.rehearsal.patience import PAUSES
from hotline.cli.rehearsal.table import judged
from hotline.cli.rehearsal.verdicts import State
from hotline.errors import HotlineError
from hotline.telephony.refusals import CarrierError
from infra.local.exchange import LetsItRing
from infra.local.virtual import ACCOUNT, BASE
from tests.rehearsal.rehearsed import Rehearsed
from tests.stories.town import LINE

pytestmark = pytest.mark.long

CALLS = f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json"


def otherwise(rehearsed: Rehearsed) -> list[str]:
    found = judged(opened(rehearsed.file))
    return [line.name for line in found if line.verdict.state is State.OTHERWISE]


@pytest.mark.parametrize("what", ["Recordings.json", "Calls.json", "Events.json", "IncomingPhoneNumbers"])
def test_one_look_that_fails_breaks_nothing_off(rehearsed: Rehearsed, what: str) -> None:
    """It is tried again, and that is said."""
    rehearsed.exchange.faults.rest(what, status=503)
    rehearsed.rehearses("keys")
    assert opened(rehearsed.file).steps["keys"].complete
    assert otherwise(rehearsed) == []
    assert any(line.endswith("Trying again in 3 seconds.") for line in rehearsed.lines)


def test_a_look_at_a_call_that_we_placed_is_tried_again(rehearsed: Rehearsed) -> None:
    """A call that waits to begin is in no list: it is asked for by itself, and so it is cancelled."""
    rehearsed.exchange.faults.rest("/Calls/CA", status=503, times=2)
    rehearsed.rehearses("cancel")
    assert opened(rehearsed.file).steps["cancel"].ended


def test_a_step_is_kept_without_its_recordings_where_twilio_does_not_tell_of_them(rehearsed: Rehearsed) -> None:
    """What was done with three phones is worth more than how long a recording is."""
    rehearsed.exchange.faults.rest("Recordings.json", status=503, times=None)
    rehearsed.rehearses("words")
    kept = opened(rehearsed.file).steps["words"]
    assert kept.complete
    assert otherwise(rehearsed) == []


def test_a_call_that_may_have_been_placed_is_not_placed_twice(rehearsed: Rehearsed) -> None:
    """The answer was lost: the phone may ring."""
    rehearsed.ben.when_rung(LetsItRing())
    rehearsed.exchange.faults.rest(f"POST {CALLS}", status=503, placed=True)
    with pytest.raises(CarrierError):
        rehearsed.rehearses("ring")
    assert len(rehearsed.exchange.calls) == 1


def fails_as_it_is_put_back(rehearsed: Rehearsed, *, times: int | None) -> None:
    def then_twilio_is_down() -> None:
        rehearsed.as_told("fallback")
        rehearsed.exchange.faults.rest("IncomingPhoneNumbers", status=503, times=times)

    rehearsed.instead["fallback"] = then_twilio_is_down


def test_the_line_is_put_back_though_twilio_fails_a_few_times(rehearsed: Rehearsed) -> None:
    """It is tried again and again."""
    fails_as_it_is_put_back(rehearsed, times=len(PAUSES))
    rehearsed.rehearses("fallback")
    voice = rehearsed.exchange.numbers[LINE].voice
    assert voice
    assert voice.url == f"{BASE}/voice"
    assert opened(rehearsed.file).voice_url == ""


def test_a_line_that_could_not_be_put_back_is_said_to_be_down(rehearsed: Rehearsed) -> None:
    """With both ways to put it back; the next run does it."""
    fails_as_it_is_put_back(rehearsed, times=None)
    with pytest.raises(HotlineError) as why:
        rehearsed.rehearses("fallback")
    assert str(why.value).startswith("THE LINE IS STILL TAKEN DOWN")
    assert "`hotline connect --stage dev`" in str(why.value)
    assert "--resume" in str(why.value)
    assert re.search(r"\d{6}", str(why.value)) is None
    rehearsed.exchange.faults.mend("IncomingPhoneNumbers")
    kept = opened(rehearsed.file)
    assert kept.voice_url
    rehearsed.rehearses("dead", notebook=kept)
    voice = rehearsed.exchange.numbers[LINE].voice
    assert voice
    assert voice.url == f"{BASE}/voice"
