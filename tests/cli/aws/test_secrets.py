"""`hotline secrets`: what is shared with Twilio is tried, and put where the functions read it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cli.aws.conftest import SECOND, SID, TOKEN, Cloud

pytestmark = pytest.mark.aws


def kept(cloud: Cloud) -> dict[str, Any]:
    parameter = cloud.client("ssm").get_parameter(Name="/hotline/prod/twilio", WithDecryption=True)["Parameter"]
    assert parameter["Type"] == "SecureString"
    told: dict[str, Any] = json.loads(parameter["Value"])
    return told


def test_the_token_is_changed_without_a_gap_or_a_deployment(cloud: Cloud) -> None:
    """Both while there are two, then the new one alone; the secret of codes stays what it was."""
    assert cloud.run("secrets").exit_code == 0
    codes = kept(cloud)["code_secret"]
    cloud.exchange.secondary_token = SECOND
    assert cloud.run("secrets", TWILIO_AUTH_TOKEN_SECONDARY=SECOND).exit_code == 0
    assert kept(cloud) == {
        "account_sid": SID,
        "auth_token": TOKEN,
        "auth_token_secondary": SECOND,
        "code_secret": codes,
        "shared_keys": "",
    }
    cloud.exchange.auth_token, cloud.exchange.secondary_token = SECOND, None  # promoted, at Twilio
    done = cloud.run("secrets", TWILIO_AUTH_TOKEN=SECOND)
    assert done.output == "/hotline/prod/twilio is there, for A made-up account\n"
    assert (kept(cloud)["auth_token"], kept(cloud)["auth_token_secondary"]) == (SECOND, "")
    assert kept(cloud)["code_secret"] == codes


def test_shared_keys_stay_where_others_are_not_given(cloud: Cloud) -> None:
    """Who changes the auth token, and has forgotten them, would have every call refused."""
    assert cloud.run("secrets", TWILIO_SHARED_KEYS="old").exit_code == 0
    assert cloud.run("secrets").exit_code == 0
    assert kept(cloud)["shared_keys"] == "old"
    assert cloud.run("secrets", TWILIO_SHARED_KEYS="old new").exit_code == 0
    assert kept(cloud)["shared_keys"] == "old new"


def test_a_token_that_twilio_does_not_take_is_not_kept(cloud: Cloud) -> None:
    """Nor a secondary one that it has never given; what was there stays."""
    cloud.run("secrets")
    before = kept(cloud)
    wrong = cloud.run("secrets", TWILIO_AUTH_TOKEN="wrong")
    assert (wrong.exit_code, "with this auth token" in wrong.stderr) == (1, True)
    wrong = cloud.run("secrets", TWILIO_AUTH_TOKEN_SECONDARY="wrong")
    assert (wrong.exit_code, "with this secondary token" in wrong.stderr) == (1, True)
    assert kept(cloud) == before


def test_what_is_typed_is_not_shown(cloud: Cloud) -> None:
    """Where the environment names nothing it is asked for."""
    cloud.exchange.secondary_token = SECOND
    nothing = {"TWILIO_ACCOUNT_SID": None, "TWILIO_AUTH_TOKEN": None}
    done = cloud.run("secrets", stdin=f"{SID}\n{TOKEN}\n{SECOND}\n", **nothing)
    assert done.exit_code == 0, done.output
    assert TOKEN not in done.output
    assert SECOND not in done.output
    assert kept(cloud)["auth_token_secondary"] == SECOND


@pytest.mark.parametrize("sid", ["SK" + "1" * 32, "gwen"])
def test_what_is_no_account_is_told_before_anybody_is_asked(cloud: Cloud, sid: str) -> None:
    """An API key's SID lies beside it in the console."""
    refused = cloud.run("secrets", TWILIO_ACCOUNT_SID=sid)
    assert (refused.exit_code, "begins with AC" in refused.stderr) == (1, True)


def test_a_parameter_that_was_broken_by_hand_is_put_right(cloud: Cloud) -> None:
    """Its secret of codes is gone with it: there is a new one."""
    cloud.client("ssm").put_parameter(Name="/hotline/prod/twilio", Value="nonsense", Type="SecureString")
    assert cloud.run("secrets").exit_code == 0
    assert len(kept(cloud)["code_secret"]) >= 32


def test_whoever_may_not_write_it_is_told_so(cloud: Cloud) -> None:
    """One line, with what was refused."""
    refused = cloud.run("secrets", AWS_ACCESS_KEY_ID=None, AWS_SECRET_ACCESS_KEY=None)
    assert (refused.exit_code, len(refused.stderr.splitlines())) == (1, 1)
    assert "docs/aws.md, step 3" in refused.stderr
