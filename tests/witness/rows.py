"""Reading a row as DynamoDB has it, with nothing of the product's own models between."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from tests.year.expressions import Row

ENDED = frozenset({"done", "cancelled", "unmet"})
HELD = frozenset({"accepted", "spoken", "reported_done"})
ENDED_OFFERS = frozenset({"accepted", "passed", "unanswered", "failed", "too_late"})


def text(row: Row | None, name: str) -> str:
    """Return a text or a number as it stands, or an empty text where there is none."""
    return next(iter(row[name].values())) if row and name in row else ""


def moment(row: Row | None, name: str) -> datetime | None:
    found = text(row, name)
    return datetime.fromisoformat(found) if found else None


def rests_until(row: Row | None, *, task: bool = False) -> datetime | None:
    """Return until when a volunteer is asked for nothing: at their own wish, or since nobody answered that phone.

    `task`: for nothing that needs a coordinator, which may be sooner.
    """
    quiet = [at for name in ("quiet_until", *(["tasks_from"] if task else [])) if (at := moment(row, name))]
    rests = [moment(row, "paused_until"), min(quiet) if moment(row, "quiet_until") else None]
    return max(filter(None, rests), default=None)


def members(row: Row | None, name: str) -> frozenset[str]:
    """Return the members of a set, or the keys of a map."""
    return frozenset(next(iter(row[name].values()))) if row and name in row else frozenset()


def moments(row: Row | None, name: str) -> Mapping[str, datetime]:
    """Return a map's entries that are moments."""
    return (
        {key: datetime.fromisoformat(each["S"]) for key, each in row[name]["M"].items()} if row and name in row else {}
    )


def flag(row: Row | None, name: str) -> bool:
    return bool(row and name in row and row[name].get("BOOL"))


def entries(row: Row | None, name: str) -> Mapping[str, Row]:
    """Return a map's entries that are maps themselves."""
    return {key: each["M"] for key, each in row[name]["M"].items()} if row and name in row else {}


def is_ended(row: Row | None) -> bool:
    return text(row, "state") in ENDED


def is_need(row: Row | None) -> bool:
    """Tell a resident's request from a task, a series, and a call to one phone."""
    return row is not None and not text(row, "reason")
