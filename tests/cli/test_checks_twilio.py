"""What `hotline doctor` says of an account at Twilio: its calls at once, and whether a listening line is proved."""

from __future__ import annotations

import pytest

from hotline.cli.checks import twilio
from hotline.cli.checks.finding import Finding, State
from hotline.telephony.console import Console
from infra.local.exchange.calls import Call
from infra.local.exchange.states import Direction, Status
from infra.local.in_process import InProcess
from tests.exchange.town import LINE, SID, TOKEN, Town
from tests.stories.town import brentwood


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def console(town: Town) -> Console:
    return Console(account_sid=SID, auth_token=TOKEN, http=InProcess(town.exchange))


def at_once(console: Console, limit: int | None) -> Finding:
    found = twilio.account(console, brentwood(at_once=limit))
    return next(one for one in found if one.about == "Twilio: calls at once")


def test_a_business_profile_has_no_limit(console: Console) -> None:
    """Fine, whatever the line keeps to; a number that is set is named."""
    assert at_once(console, None).state is State.FINE
    assert at_once(console, 3).said.endswith("; `at_once` is 3")


@pytest.mark.parametrize(("individual", "most"), [(True, 3), (False, 2)])
def test_fewer_calls_are_a_fault_with_what_to_write_meanwhile(
    town: Town, console: Console, *, individual: bool, most: int
) -> None:
    """An Individual profile, or none that is approved: which it is, how many calls, and how to mend it, in one line."""
    town.exchange.standing.individual = individual
    town.exchange.standing.profiles = ["twilio-approved"] if individual else ["in-review"]
    found = at_once(console, None)
    assert (found.state, found.said[:1]) == (State.FAULT, str(most))
    assert ("an Individual profile" in found.said) is individual
    assert "Business Primary Customer Profile" in found.mend
    assert f"write `at_once = {most}` under [line]" in found.mend
    assert "at_once" not in at_once(console, most).mend


def test_a_listening_line_is_unproved_until_a_call_has_got_through(town: Town, console: Console) -> None:
    """By any of its ways; one that failed proves nothing."""

    def look() -> Finding:
        (found,) = twilio.listening(console, brentwood())
        return found

    def called(status: Status) -> None:
        call = Call(town.exchange, to="116123", shown=LINE, direction=Direction.OUTBOUND_DIAL)
        call.answer() if status is Status.COMPLETED else None
        call.end(status)

    assert "unproved until a call has got through to it: ring the line" in look().said
    called(Status.FAILED)
    assert look().state is State.UNKNOWN
    called(Status.COMPLETED)
    assert look().state is State.FINE


def test_a_group_without_a_listening_line_has_nothing_to_prove(console: Console) -> None:
    """No line is said of it."""
    assert list(twilio.listening(console, brentwood(listening=None))) == []
