"""Only Twilio can move a call: by signature, failing closed (promise 7, fault 29)."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import field
from urllib.parse import parse_qs, urlparse

from twilio.request_validator import RequestValidator, add_port, remove_port

from hotline.values import dataclass

Form = Mapping[str, Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """The account's auth token, and while it is being rotated the secondary one (fault 30). Not set: empty."""

    primary: str = field(repr=False)
    secondary: str = field(default="", repr=False)

    @property
    def all(self) -> tuple[str, str]:
        return self.primary, self.secondary


def parse_form(body: str) -> dict[str, list[str]]:
    """A form post, blanks kept, since Twilio signs those too; a name that comes twice keeps both values.

    Twilio: https://www.twilio.com/docs/usage/security#validating-requests
    """
    return parse_qs(body, keep_blank_values=True)


def signed(url: str, form: Form, signature: str, tokens: Tokens) -> bool:
    """Whether Twilio signed this post to this URL with either token; with no token set, nothing is signed.

    `url` is what Twilio was given, whole, from settings: behind a proxy or a stage the request's own is another one.
    Twilio's back end signs with or without the port, so both are tried, as its own validator does; its comparison is
    written in Python, so that of `hmac` is used, whose time tells nothing.
    """
    fields, heard = _Fields(form), signature.encode()
    parts = urlparse(url)
    urls = dict.fromkeys((remove_port(parts), add_port(parts)))
    return any(
        hmac.compare_digest(RequestValidator(token).compute_signature(each, fields).encode(), heard)
        for token in tokens.all
        if token
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
