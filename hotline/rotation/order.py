"""The order of the rotation: least recently asked first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from hotline.groups import Group
from hotline.records import Request, Volunteer
from hotline.rotation.eligibility import why_not


def next_to_ask(in_order: Iterable[Volunteer], request: Request, group: Group, now: datetime) -> Volunteer | None:
    """Of those eligible at this moment, the one asked longest ago (promise 3)."""
    return next((volunteer for volunteer in in_order if why_not(volunteer, request, group, now) is None), None)
