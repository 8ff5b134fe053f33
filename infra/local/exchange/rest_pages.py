"""One page of a list, and the addresses of those around it.

A page is found by the token that the page before it gave, which names its last thing: what is new meanwhile moves
nothing. https://www.twilio.com/docs/usage/twilios-response#pagination
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar
from urllib.parse import urlencode

from infra.local.exchange.rest_form import Form, NotTwilios, Refused

Json = dict[str, Any]

PAGE_SIZE, MOST_ON_A_PAGE = 50, 1000
AFTER, BEFORE = "PA", "PB"  # what a token begins with; the SID of a thing follows
PAGING = {"PageSize", "Page", "PageToken"}


class Thing(Protocol):
    """Whatever is listed."""

    @property
    def sid(self) -> str: ...


T = TypeVar("T", bound=Thing)


@dataclass(frozen=True, kw_only=True)
class Page:
    """What is on it, and how it is found again."""

    shown: list[Json]
    number: int
    size: int
    start: int
    uri: str
    first: str
    following: str | None
    previous: str | None

    def as_2010(self, name: str) -> Json:
        """As the lists of 2010-04-01 show it."""
        return {
            name: self.shown,
            "page": self.number,
            "page_size": self.size,
            "start": self.start,
            "end": max(self.start, self.start + len(self.shown) - 1),
            "uri": self.uri,
            "first_page_uri": self.first,
            "next_page_uri": self.following,
            "previous_page_uri": self.previous,
        }

    def as_v1(self, name: str) -> Json:
        """As younger lists do."""
        meta = {
            "page": self.number,
            "page_size": self.size,
            "first_page_url": self.first,
            "previous_page_url": self.previous,
            "url": self.uri,
            "next_page_url": self.following,
            "key": name,
        }
        return {"meta": meta, name: self.shown}


def page(form: Form, where: str, things: Sequence[T], show: Callable[[T], Json]) -> Page:
    """The page that is asked for. `where` is the list's own address, absolute or not."""
    size = form.seconds("PageSize", most=MOST_ON_A_PAGE) or PAGE_SIZE
    number, start = int(form.text("Page") or 0), _start(form, things, size)
    on_it = things[start : start + size]
    filters = [(name, value) for name, value in form.pairs() if name not in PAGING]

    def address(nth: int, token: str | None = None) -> str:
        more = [("PageToken", token)] if token else []
        return f"{where}?{urlencode([*filters, ('PageSize', str(size)), ('Page', str(nth)), *more])}"

    return Page(
        shown=[show(one) for one in on_it],
        number=number,
        size=size,
        start=start,
        uri=address(number, form.text("PageToken")),
        first=address(0),
        following=address(number + 1, AFTER + on_it[-1].sid) if start + size < len(things) else None,
        previous=address(number - 1, BEFORE + on_it[0].sid) if start and on_it else None,
    )


def _start(form: Form, things: Sequence[T], size: int) -> int:
    token = form.text("PageToken")
    if token is None:
        if int(form.text("Page") or 0):
            raise NotTwilios("Page is for the client alone: a page is found by its PageToken")
        return 0
    at = next((place for place, one in enumerate(things) if one.sid == token[len(AFTER) :]), None)
    if at is None or not token.startswith((AFTER, BEFORE)):
        raise Refused("PageToken is not valid")
    return at + 1 if token.startswith(AFTER) else max(0, at - size)
