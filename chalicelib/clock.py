"""The one-minute clock: what the stream makes prompt, it makes certain."""

from __future__ import annotations

from chalice import Blueprint, Rate
from chalice.app import CloudWatchEvent

from chalicelib.outside import world

clock = Blueprint(__name__)


@clock.schedule(Rate(1, unit=Rate.MINUTES))
def minute(event: CloudWatchEvent) -> None:
    """Advance every request whose moment has come; then see whether the line has missed a call."""
    from hotline.dispatch.outage import find_missed  # no part of the way to a caller's first word
    from hotline.dispatch.sweep import sweep

    sweep(world())
    find_missed(world())
