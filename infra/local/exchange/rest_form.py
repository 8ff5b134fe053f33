"""Reads the parameters of one REST request, and refuses what Twilio refuses."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime

from infra.local.exchange.attributes import E164, absolute
from infra.local.exchange.rest_params import Known
from infra.local.exchange.states import Hook

Params = Iterable[tuple[str, str]]
BAD_REQUEST = 400
# https://www.twilio.com/docs/api/errors: each has its page.
INVALID_PARAMETER, INVALID_URL = 20001, 21205


class Refused(Exception):
    """The REST API says no: an HTTP status, Twilio's code, and a sentence."""

    def __init__(self, message: str, *, status: int = BAD_REQUEST, code: int = INVALID_PARAMETER) -> None:
        super().__init__(message)
        self.message, self.status, self.code = message, status, code


class NotTwilios(Refused):
    """No request that an app may send: it is complained of as well."""


class Form:
    """The parameters by name."""

    def __init__(self, params: Params, known: Known) -> None:
        self._given: dict[str, list[str]] = {}
        for name, value in params:
            self._given.setdefault(name, []).append(value)
        for name in self._given:
            if name in known.not_here:
                raise NotTwilios(f"the exchange cannot act on {name}")
            if name not in known.acted_on:
                raise NotTwilios(f"Twilio has no parameter {name} here")

    def pairs(self) -> list[tuple[str, str]]:
        """All of it, as it was given."""
        return [(name, value) for name, values in self._given.items() for value in values]

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(self._given.get(name, ()))

    def text(self, name: str) -> str | None:
        """The value, or None. Given twice where one is taken: refused."""
        values = self.all(name)
        if len(values) > 1:
            raise NotTwilios(f"{name} is given {len(values)} times")
        return values[0] if values else None

    def number(self, name: str, *, missing: int, invalid: int) -> str:
        """A phone number, or the code of what is wrong with it."""
        value = self.text(name)
        if not value:
            raise Refused(f"A '{name}' phone number is required.", code=missing)
        if not E164.fullmatch(value):
            raise Refused(f"The '{name}' number {value} is not a valid phone number.", code=invalid)
        return value

    def seconds(self, name: str, *, most: int) -> int | None:
        value = self.text(name)
        if value is None:
            return None
        if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= most:
            raise Refused(f"{name} must be a whole number of seconds, from 1 to {most}")
        return int(value)

    def day(self, name: str) -> date | None:
        """A date, as Twilio says to write one: YYYY-MM-DD."""
        value = self.text(name)
        if value is None:
            return None
        try:
            return datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=UTC).date()
        except ValueError:
            raise NotTwilios(f"{name} is a date like 2009-07-06, not {value}") from None

    def moment(self, name: str) -> datetime | None:
        """A date, or a date and time like 2009-07-06T20:30:00Z."""
        value = self.text(name)
        if value is None:
            return None
        for form in ("%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d"):
            with suppress(ValueError):
                return datetime.strptime(value, form).replace(tzinfo=UTC)
        raise NotTwilios(f"{name} is a date, or a time like 2009-07-06T20:30:00Z, not {value}")

    def hook(self, url: str, method: str, *, code: int = INVALID_URL) -> Hook | None:
        """An absolute URL, and the method that goes with it."""
        value, how = self.text(url), self.text(method) or "POST"
        if how not in {"GET", "POST"}:
            raise Refused(f"{method} must be GET or POST")
        if not value:
            return None
        try:
            return Hook(url=absolute(value, None), method=how)
        except ValueError as error:
            raise Refused(f"{url} is not a valid URL: {error}", code=code) from None
