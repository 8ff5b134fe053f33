"""Only Twilio can move a call: by signature, failing closed (promise 7, fault 29)."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import field
from urllib.parse import parse_qs, urlparse

from twilio.request_validator import (
    HMAC_SHA1,
    HMAC_SHA256,
    RequestValidator,
    add_port,
    get_signature_algorithm,
    remove_port,
)

from hotline.values import dataclass

Form = Mapping[str, Sequence[str]]

# Twilio adds this header where a Webhook Rule of the account has it sign by a shared key instead of the auth token:
# `key=webhooks_sharedkey_…,algorithm=HMAC_SHA256`. https://www.twilio.com/docs/usage/webhooks/webhook-shared-keys
SETTINGS_HEADER = "X-Twilio-Webhooks-Signature-Settings"
_ALGORITHMS = frozenset({HMAC_SHA1, HMAC_SHA256})


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """The account's auth token, and while it is being rotated the secondary one (fault 30). Not set: empty.

    `shared_keys` are the secrets of Twilio's shared keys, with spaces between them; two while a key is being changed.
    """

    primary: str = field(repr=False)
    secondary: str = field(default="", repr=False)
    shared_keys: str = field(default="", repr=False)

    @property
    def all(self) -> tuple[str, str]:
        return self.primary, self.secondary


def parse_form(body: str) -> dict[str, list[str]]:
    """A form post, blanks kept, since Twilio signs those too; a name that comes twice keeps both values.

    Twilio: https://www.twilio.com/docs/usage/security#validating-requests
    """
    return parse_qs(body, keep_blank_values=True)


def signed(url: str, form: Form, signature: str, tokens: Tokens, *, settings: str = "") -> bool:
    """Tell whether Twilio signed this post to this URL with either token; with no token set, nothing is signed.

    `settings` is the value of SETTINGS_HEADER. With it, a shared key signs and no token does, by the algorithm that
    the header names; the text that is signed is the same. Both of Twilio's libraries read it so (twilio-python 9.13,
    request_validator.py; twilio-node 6.3, webhooks.ts). An algorithm that nobody knows signs nothing.

    `url` is what Twilio was given, whole, from settings: behind a proxy or a stage the request's own is another one.
    Twilio's back end signs with or without the port, so both are tried, as its own validator does; its comparison is
    written in Python, so that of `hmac` is used, whose time tells nothing.
    """
    algorithm = get_signature_algorithm(settings).upper()
    if algorithm not in _ALGORITHMS:
        return False
    fields, heard = _Fields(form), signature.encode()
    parts = urlparse(url)
    urls = dict.fromkeys((remove_port(parts), add_port(parts)))
    return any(
        hmac.compare_digest(RequestValidator(secret).compute_signature(each, fields, algorithm).encode(), heard)
        for secret in (tokens.shared_keys.split() if settings else tokens.all)
        if secret
        for each in urls
    )


def signature(url: str, form: Mapping[str, str], token: str) -> str:
    """What Twilio would send with this post to this URL: for whoever tries whether a line answers."""
    return str(RequestValidator(token).compute_signature(url, form))


class _Fields:
    """A form as the validator reads it: each name once, with all its values."""

    def __init__(self, form: Form) -> None:
        self._form = form

    def __iter__(self) -> object:
        return iter(self._form)

    def __len__(self) -> int:
        return len(self._form)

    def getlist(self, name: str) -> Sequence[str]:
        return self._form[name]
