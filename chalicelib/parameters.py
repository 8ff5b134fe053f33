"""One parameter of AWS's Parameter Store, read with the standard library: it is asked for before a caller's first word.

An SDK would take a third of a second to import, and AWS's own extension for this does not work in a function that is
started from a snapshot (docs/decisions/0009-secrets.md).
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import SplitResult, urlsplit

from chalicelib.asking import ask
from chalicelib.signing import Keys, signed

_LIMIT = 2.0  # seconds to be connected, and as many to be answered: Twilio waits fifteen, and there are two tries
_OK = 200


class NotRead(Exception):
    """The parameter could not be had; why, in words that hold nothing of it."""


def read_parameter(name: str, *, at: datetime) -> str:
    """The value of this SecureString, decrypted. One try; raises NotRead.

    Where and as whom is told by Lambda's own variables; AWS_ENDPOINT_URL_SSM names another server.
    https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
    """
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "eu-west-2"
    url = urlsplit(os.environ.get("AWS_ENDPOINT_URL_SSM") or f"https://ssm.{region}.amazonaws.com")
    body = json.dumps({"Name": name, "WithDecryption": True}).encode()
    headers = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "AmazonSSM.GetParameter"}
    headers = signed(headers, body, host=url.netloc, service="ssm", region=region, keys=_keys(), at=at)
    try:
        return str(json.loads(_asked("POST", url, body, headers))["Parameter"]["Value"])
    except (ValueError, KeyError, TypeError):
        raise NotRead("the answer is not as it should be") from None


def _keys() -> Keys:
    """The function's own. Started from a snapshot it is told where to ask for them, since those of then have run out.

    https://docs.aws.amazon.com/lambda/latest/dg/snapstart-activate.html (credentials)
    """
    address = os.environ.get("AWS_CONTAINER_CREDENTIALS_FULL_URI")
    if not address:
        told = [os.environ.get(f"AWS_{name}", "") for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN")]
        return Keys(id=told[0], secret=told[1], session=told[2])
    ticket = {"Authorization": os.environ.get("AWS_CONTAINER_AUTHORIZATION_TOKEN", "")}
    try:
        given = json.loads(_asked("GET", urlsplit(address), b"", ticket))
        return Keys(id=given["AccessKeyId"], secret=given["SecretAccessKey"], session=given["Token"])
    except (ValueError, KeyError, TypeError):
        raise NotRead("the function's own credentials are not as they should be") from None


def _asked(method: str, url: SplitResult, body: bytes, headers: Mapping[str, str]) -> bytes:
    try:
        status, said = ask(method, url, headers, body, limit=_LIMIT)
    except (OSError, ValueError) as failed:
        raise NotRead(f"no answer ({type(failed).__name__})") from None
    if status != _OK:
        raise NotRead(f"it answered {status} {_kind(said)}".strip())
    return said


def _kind(said: bytes) -> str:
    """AWS's name for what is wrong, such as `ParameterNotFound`; never its message."""
    try:
        kind = json.loads(said)["__type"]
    except (ValueError, KeyError, TypeError):
        return ""
    return str(kind).rpartition("#")[2] if isinstance(kind, str) and kind.isascii() else ""
