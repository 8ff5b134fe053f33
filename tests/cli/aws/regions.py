"""The regions of AWS, one of which can be gone: whatever is asked of it then gets no answer that helps."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from wsgiref.types import WSGIApplication

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_SCOPE = re.compile(r"Credential=[^/]+/\d+/([^/]+)/([^/]+)/")


class Regions:
    """Stands before all of moto. A request is for the region that it was signed for."""

    def __init__(self) -> None:
        self.gone: str | None = None
        self.asked_in_vain: set[str] = set()  # services of the region that is gone

    def before(self, aws: WSGIApplication) -> WSGIApplication:
        """The same server, as it is with that region gone."""

        def guarded(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
            scope = _SCOPE.search(environ.get("HTTP_AUTHORIZATION", ""))
            if scope and scope[1] == self.gone:
                self.asked_in_vain.add(scope[2])
                start("503 Service Unavailable", [])
                return []
            return aws(environ, start)

        return guarded
