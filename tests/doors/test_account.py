"""What the doors know of Twilio's account, how long, and what they do when nobody tells them."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.account import KEPT, SOONEST, Kept, account_from_environment
from chalicelib.parameters import NotRead
from hotline.telephony.account import Known, NotKnown
from hotline.telephony.signature import Tokens
from tests.doors.store import Told

A_SECOND = timedelta(seconds=1)


class Parameter:
    """The parameter, and who reads it when."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 10, tzinfo=UTC)
        self.value, self.down, self.reads = value("first"), False, 0
        self.account = Kept(self._read, clock=lambda: self.now)

    def after(self, wait: timedelta) -> Kept:
        self.now += wait
        return self.account

    def _read(self) -> str:
        self.reads += 1
        if self.down:
            raise NotRead("no answer (TimeoutError)")
        return self.value


def value(token: str, other: str = "", **more: object) -> str:
    return json.dumps({"account_sid": "AC1", "auth_token": token, "auth_token_secondary": other, **more})


@pytest.fixture
def parameter() -> Parameter:
    return Parameter()


def test_nothing_is_read_before_it_is_needed(parameter: Parameter) -> None:
    """What is known when a function has started would be in its snapshot."""
    assert parameter.reads == 0
    assert (parameter.account.sid, parameter.account.tokens.primary, parameter.reads) == ("AC1", "first", 1)


def test_it_is_kept_for_five_minutes(parameter: Parameter) -> None:
    """Then it is read again, by whoever needs it next."""
    assert parameter.account.tokens.primary == "first"
    parameter.value = value("second", "first")
    assert parameter.after(KEPT - A_SECOND).tokens.primary == "first"
    assert parameter.after(A_SECOND).tokens == Tokens(primary="second", secondary="first")
    assert parameter.reads == 2


def test_it_is_looked_at_again_when_a_token_was_not_good(parameter: Parameter) -> None:
    """At once, but no oftener than every half minute: nonsense that anybody may post makes us ask no one."""
    assert parameter.account.tokens.primary == "first"
    parameter.value = value("second")
    assert parameter.account.look_again() is True
    assert parameter.account.tokens.primary == "second"
    parameter.value = value("third")
    assert [parameter.after(A_SECOND).look_again() for _ in range(29)] == [False] * 29
    assert parameter.reads == 2
    assert parameter.after(A_SECOND).look_again() is True
    assert parameter.after(SOONEST).look_again() is False
    assert (parameter.account.tokens.primary, parameter.reads) == ("third", 4)


def test_what_is_known_is_good_for_as_long_as_nobody_tells_more(parameter: Parameter) -> None:
    """Parameter Store is down for a day: the line goes on; asked every half minute, not by each call."""
    assert parameter.account.tokens.primary == "first"
    parameter.down = True
    for _ in range(10):
        assert parameter.after(timedelta(hours=2)).tokens.primary == "first"
        assert parameter.after(A_SECOND).tokens.primary == "first"
    assert parameter.reads == 11
    parameter.down, parameter.value = False, value("second")
    assert parameter.after(SOONEST).tokens.primary == "second"


def test_with_nothing_known_it_fails_closed(parameter: Parameter) -> None:
    """Nobody is believed; each call asks anew, twice, since one lost packet must not cost it."""
    parameter.down = True
    for wanted in ("sid", "tokens", "secrets"):
        with pytest.raises(NotKnown):
            getattr(parameter.account, wanted)
    assert parameter.reads == 6
    parameter.down = False
    assert parameter.account.sid == "AC1"


@pytest.mark.parametrize(
    "nonsense",
    [
        *("", "hidden", "[]", "7", "null", '{"account_sid": "AC1"}', '{"account_sid": "AC1", "auth_token": ""}'),
        *('{"account_sid": "AC1", "auth_token": 7}', '{"account_sid": "", "auth_token": "hidden"}'),
    ],
)
def test_nonsense_is_as_good_as_nothing(parameter: Parameter, nonsense: str, caplog: pytest.LogCaptureFixture) -> None:
    """Somebody put a wrong value there: what was known is kept, and the log says what is wrong, not what it is."""
    assert parameter.account.tokens.primary == "first"
    parameter.value = nonsense
    assert parameter.after(KEPT).tokens.primary == "first"
    assert "could not be read from Parameter Store: " in caplog.text
    assert "hidden" not in caplog.text


def test_codes_have_a_secret_of_their_own(parameter: Parameter) -> None:
    """It comes first, so that codes that people were told are good after any change of tokens."""
    parameter.value = value("second", "first", code_secret="for codes")
    assert parameter.account.secrets == ("for codes", "second", "first")
    parameter.value = value("third")
    assert parameter.after(KEPT).secrets == ("third",)


def test_the_secrets_of_shared_keys_are_read_too(parameter: Parameter) -> None:
    """What was written before there were any has none."""
    assert parameter.account.tokens.shared_keys == ""
    parameter.value = value("first", shared_keys="old new")
    assert parameter.after(KEPT).tokens == Tokens(primary="first", shared_keys="old new")


def test_nothing_of_it_is_ever_printed(parameter: Parameter, caplog: pytest.LogCaptureFixture) -> None:
    """Neither by a log nor by a representation, whoever prints what."""
    caplog.set_level(logging.DEBUG)
    parameter.value = value("hidden", "hidden", code_secret="hidden", shared_keys="hidden")
    account = parameter.account
    known = Known(sid=account.sid, tokens=account.tokens, code_secret="hidden")
    assert "hidden" not in f"{account!r} {account.tokens!r} {known!r} {caplog.text}"


def test_at_aws_only_the_parameters_name_is_in_the_environment(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever may list a function's settings sees where the tokens are, and not them."""
    told.body = {"Parameter": {"Value": value("hidden")}}
    monkeypatch.setenv("HOTLINE_SECRETS", "/hotline/prod/twilio")
    account = account_from_environment(lambda: datetime.now(UTC))
    assert told.asked == []
    assert account.tokens.primary == "hidden"
    assert [name for name, setting in os.environ.items() if "hidden" in setting] == []


def test_on_this_machine_twilios_own_variables_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without HOTLINE_SECRETS nobody is asked."""
    for name, setting in (("ACCOUNT_SID", "AC1"), ("AUTH_TOKEN", "first"), ("AUTH_TOKEN_SECONDARY", "second")):
        monkeypatch.setenv(f"TWILIO_{name}", setting)
    monkeypatch.setenv("TWILIO_SHARED_KEYS", "shared")
    never: Callable[[], datetime] = lambda: pytest.fail("no clock is needed")  # noqa: E731
    account = account_from_environment(never)
    assert (account.sid, account.tokens) == ("AC1", Tokens(primary="first", secondary="second", shared_keys="shared"))
