"""One parameter of Parameter Store, over a socket: as moto has it, and when something is wrong."""

from __future__ import annotations

import json
import traceback
from datetime import UTC, datetime

import boto3
import pytest

from chalicelib.parameters import NotRead, read_parameter
from infra.local.moto_server import EmbeddedDynamoDB
from tests.doors.store import Told, server

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
NAME = "/hotline/prod/twilio"


def test_it_is_read_as_aws_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A SecureString that AWS's own library has put is read decrypted, from moto's server."""
    with EmbeddedDynamoDB() as aws:
        boto3.client("ssm", endpoint_url=aws.url).put_parameter(Name=NAME, Value="héllo", Type="SecureString")
        monkeypatch.setenv("AWS_ENDPOINT_URL_SSM", aws.url)
        assert read_parameter(NAME, at=NOW) == "héllo"
        with pytest.raises(NotRead, match=r"^it answered 400 ParameterNotFound$"):
            read_parameter("/hotline/dev/twilio", at=NOW)


def test_it_asks_as_the_api_reference_says(told: Told) -> None:
    """https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html."""
    assert read_parameter(NAME, at=NOW) == "the value"
    ((method, path, headers, body),) = told.asked
    assert (method, path, json.loads(body)) == ("POST", "/", {"Name": NAME, "WithDecryption": True})
    assert headers["X-Amz-Target"] == "AmazonSSM.GetParameter"
    assert "Credential=made-up/20261124/eu-west-2/ssm/aws4_request" in headers["Authorization"]


def test_a_function_from_a_snapshot_asks_for_its_keys(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    """There the keys of the environment are those of then, or none: Lambda tells where to ask, and with what ticket."""
    given = {
        "AccessKeyId": "ROLE",
        "SecretAccessKey": "made-up",
        "Token": "session",
        "Expiration": "2026-11-24T16:00:00Z",
    }
    with server() as (lambdas, keys):
        keys.body = given
        monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"{lambdas}/2018-06-01/credentials?a=b")
        monkeypatch.setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "ticket")
        read_parameter(NAME, at=NOW)
        ((method, path, headers, _),) = keys.asked
        keys.body = {"message": "no"}
        with pytest.raises(NotRead, match="own credentials"):
            read_parameter(NAME, at=NOW)
    assert (method, path, headers["Authorization"]) == ("GET", "/2018-06-01/credentials?a=b", "ticket")
    ((_, _, asked, _),) = told.asked
    assert "Credential=ROLE/" in asked["Authorization"]
    assert asked["X-Amz-Security-Token"] == "session"


@pytest.mark.parametrize(
    ("status", "body", "why"),
    [
        (
            400,
            {"__type": "com.amazonaws.ssm#AccessDeniedException", "message": "hidden"},
            "it answered 400 AccessDenied",
        ),
        (500, b"<html>hidden</html>", "it answered 500"),
        (200, b"hidden", "not as it should be"),
        (200, {"Parameter": {"hidden": 1}}, "not as it should be"),
        (200, ["hidden"], "not as it should be"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_more(told: Told, status: int, body: object, why: str) -> None:
    """A refusal, an error or nonsense is told in words of ours: theirs could hold anything."""
    told.status, told.body = status, body
    with pytest.raises(NotRead, match=why) as error:
        read_parameter(NAME, at=NOW)
    assert "hidden" not in "".join(traceback.format_exception(error.value))


def test_nobody_there_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """No connection: the name of the fault, and no address."""
    with server() as (url, _):
        monkeypatch.setenv("AWS_ENDPOINT_URL_SSM", url)
    with pytest.raises(NotRead, match=r"no answer \(ConnectionRefusedError\)"):
        read_parameter(NAME, at=NOW)


def test_a_server_that_never_answers_is_not_waited_for(told: Told) -> None:
    """Twilio waits fifteen seconds for the first word; this is given up long before."""
    told.never = True
    with pytest.raises(NotRead, match="no answer"):
        read_parameter(NAME, at=NOW)
