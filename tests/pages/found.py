"""Pages held against Twilio's schema and against the verbs of their place: how many, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree.ElementTree import fromstring

from tests.pages.every_page import Fetched
from tests.pages.places import Place, misplaced
from tests.pages.schema import faults


@dataclass(kw_only=True)
class Found:
    """The pages of each place, and each sentence that says what is wrong with the first page that it was found on."""

    pages: dict[Place, int] = field(default_factory=lambda: dict.fromkeys(Place, 0))
    wrong: dict[str, str] = field(default_factory=dict)
    violations: int = 0


def look(pages: Iterable[Fetched]) -> Found:
    """Check every page."""
    found = Found()
    for page in pages:
        found.pages[page.place] += 1
        document = fromstring(page.document)  # noqa: S314 -- our own
        for sentence in (*faults(document), *misplaced(document, page.place)):
            found.violations += 1
            found.wrong.setdefault(sentence, page.what)
    return found
