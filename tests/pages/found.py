"""Pages held against Twilio's schema, and against what the exchange performs in their place: what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import fromstring

from infra.local.exchange.places import Place
from infra.local.exchange.problems import TwimlError
from infra.local.exchange.twiml import parse
from tests.pages.every_page import BASE, PLACES, Fetched
from tests.pages.schema import faults


@dataclass(kw_only=True)
class Found:
    """The pages of each place, and each sentence that says what is wrong with the first page that it was found on."""

    pages: dict[Place, int] = field(default_factory=lambda: dict.fromkeys(PLACES, 0))
    wrong: dict[str, str] = field(default_factory=dict)
    violations: int = 0


def look(pages: Iterable[Fetched]) -> Found:
    """Check every page."""
    found = Found()
    for page in pages:
        found.pages[page.place] += 1
        document = fromstring(page.document)  # noqa: S314 -- our own
        for sentence in (*faults(document), *refused(page.document, page.place)):
            found.violations += 1
            found.wrong.setdefault(sentence, page.what)
    return found


def refused(document: str, place: Place) -> Iterator[str]:
    """Say why the exchange performs this document in no such place, if it does not."""
    try:
        place.check(parse(document, base=BASE))
    except TwimlError as error:
        yield str(error)
