"""A line to which every webhook of a call comes twice, and whose second answer is heard (fault 1).

What is compared is what is heard and who is rung. The URLs may differ: where somebody was let go and asked for a
person in one webhook, the second finds them asking for one.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from infra.local.exchange.messages import HttpRequest, HttpResponse
from infra.local.virtual import VirtualLine

_URLS = re.compile(rb'(action|url|waitUrl)="[^"]*"|(?<=<Redirect method="POST">)[^<]*')
_SPOKEN = re.compile(r"/voice|/call/.*")


class TwiceLine(VirtualLine):
    """`differences` are the webhooks whose second answer was another than their first."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.differences: list[str] = []
        once = self._post

        def twice(request: HttpRequest) -> HttpResponse:
            first = once(request)
            if not _SPOKEN.fullmatch(urlsplit(request.url).path):
                return first
            second = once(request)
            if (first.status, _heard(first)) != (second.status, _heard(second)):
                self.differences.append(f"{request.url}\n{first.body.decode()}\n{second.body.decode()}")
            return second

        self._post = twice


def _heard(answer: HttpResponse) -> bytes:
    return _URLS.sub(b"", answer.body)
