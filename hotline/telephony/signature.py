"""Only Twilio can move a call: by signature, failing closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from twilio.request_validator import RequestValidator

Form = Mapping[str, Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """The account's auth token, and while it is being rotated the secondary one (fault 30)."""

    primary: str = field(repr=False)
    secondary: str = field(default="", repr=False)


def parse_form(body: str) -> dict[str, list[str]]:
    """A form post, blanks kept: Twilio signs those too (https://www.twilio.com/docs/usage/security)."""
    return parse_qs(body, keep_blank_values=True)


def signed(url: str, form: Form, signature: str, tokens: Tokens) -> bool:
    """Whether Twilio signed this post to this URL. With no token set nothing is."""
    known = [token for token in (tokens.primary, tokens.secondary) if token]
    fields = {key: values[0] if len(values) == 1 else list(values) for key, values in form.items()}
    return any(RequestValidator(token).validate(url, fields, signature) for token in known)
