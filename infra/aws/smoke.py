"""Whether a line that was just deployed answers: a call is announced to it, as Twilio does, for each group's number.

Nothing is kept of it: a greeting asks no database.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from http import HTTPStatus
from http.client import HTTPException
from threading import Event
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from hotline.groups import Group
from hotline.telephony.signature import signature
from infra.aws.secrets import Shared

TRIES, PAUSE = 6, 5.0  # seconds; a new address is not known everywhere at once
_PATIENCE = 15  # seconds, as Twilio's
_CALL = "CA" + "0" * 32
_NEVER = Event()  # nobody sets it: to wait for it with a limit is a pause


def greets(
    base_url: str, group: Group, shared: Shared, *, tries: int = TRIES, wait: Callable[[float], object] = _NEVER.wait
) -> str | None:
    """What is wrong with a group's greeting, in words. None: it came. Tried again for half a minute."""
    return _tried(lambda: _greeting(base_url, group, shared), base_url, tries, wait)


def refuses(
    base_url: str, group: Group, shared: Shared, *, tries: int = TRIES, wait: Callable[[float], object] = _NEVER.wait
) -> str | None:
    """What is wrong with how it answers somebody who is not Twilio. None: it refuses them. Tried again as well."""
    return _tried(lambda: _refusal(base_url, group, shared), base_url, tries, wait)


def _tried(once: Callable[[], str | None], base_url: str, tries: int, wait: Callable[[float], object]) -> str | None:
    """Whatever gets lost on the way (urllib lets a broken connection through as it is) is worth another try."""
    wrong = None
    for nth in range(tries):
        if nth:
            wait(PAUSE)
        try:
            wrong = once()
        except (OSError, HTTPException) as error:
            why = str(getattr(error, "reason", "") or error) or type(error).__name__
            wrong = f"{base_url} cannot be reached: {why}"
        if wrong is None:
            return None
    return wrong


def _refusal(base_url: str, group: Group, shared: Shared) -> str | None:
    stranger = Shared(account_sid=shared.account_sid, auth_token=f"not {shared.auth_token}")
    status, _ = _post(f"{base_url}/voice", _form(group, stranger), stranger.auth_token)
    return None if status == HTTPStatus.FORBIDDEN else f"it answered a post that Twilio did not sign with {status}"


def _greeting(base_url: str, group: Group, shared: Shared) -> str | None:
    status, body = _post(f"{base_url}/voice", _form(group, shared), shared.auth_token)
    if status == HTTPStatus.FORBIDDEN:
        return "it does not take the signature: its address or its auth token is another (hotline secrets)"
    if status != HTTPStatus.OK:
        return f"it answered {status}: see its log"
    return _not_the_greeting(body, base_url, group)


def _not_the_greeting(body: bytes, base_url: str, group: Group) -> str | None:
    """What it waits for next is this group's: that, and not the words, tells whose greeting it is."""
    try:
        document = ET.fromstring(body)
    except ET.ParseError:
        return "it answered with something that Twilio cannot read"
    goes_on = [verb.get("action", "") for verb in document.iter("Gather")]
    if any(action.startswith(f"{base_url}/call/{group.slug}/") for action in goes_on):
        return None
    return f"it did not greet as {group.slug}: its settings were packed without that number, or something broke"


def _form(group: Group, shared: Shared) -> dict[str, str]:
    return {
        "AccountSid": shared.account_sid,
        "ApiVersion": "2010-04-01",
        "CallSid": _CALL,
        "CallStatus": "ringing",
        "Direction": "inbound",
        "From": "anonymous",
        "To": group.numbers[0].e164,
    }


def _post(url: str, form: dict[str, str], token: str) -> tuple[int, bytes]:
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "User-Agent": "hotline",
        "X-Twilio-Signature": signature(url, form, token),
    }
    request = Request(url, urlencode(form).encode(), headers)  # noqa: S310 -- a stack's own address, or a group's
    try:
        with urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310
            return answer.status, answer.read()
    except HTTPError as error:
        with error:
            return error.code, error.read()
