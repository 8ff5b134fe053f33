"""When a coordinator hears that a request still waits: too long, or shortly before a promised time (promise 4)."""

from __future__ import annotations

from datetime import datetime

from hotline.dispatch.items import tell
from hotline.dispatch.ring import Line
from hotline.records import Need, Reason, Request
from hotline.rotation.pace import asked_until, tell_at


def tellings(line: Line, request: Request) -> list[datetime]:
    """Return when a coordinator is told, if nobody has said yes by then; and when its own time is over."""
    if request.need is Need.PERSON:
        return []
    policy, moments = line.group.policy, {}
    waits_too_long, until = tell_at(request, line.group), asked_until(request, line.group)
    if waits_too_long:
        moments[Reason.WAITING] = waits_too_long
    if request.promised_at and not request.code:
        moments[Reason.PROMISE] = request.promised_at - policy.promise_warning
    coming = [moment for reason, moment in moments.items() if reason not in request.told]
    return [moment for moment in (*coming, *([until] if until else [])) if moment > line.now]


def tell_what_is_due(line: Line, request: Request) -> bool:
    """Tell a coordinator when it waits too long, and before a promised time is broken. True: told just now."""
    if request.need is Need.PERSON or request.opened_at is None:
        return False
    waits_too_long = tell_at(request, line.group)
    if waits_too_long and line.now >= waits_too_long and tell(line.world, request, Reason.WAITING):
        return True
    if request.code:  # they were promised no ring: nobody could ring them
        return False
    warning = line.group.policy.promise_warning
    near = request.promised_at is not None and line.now >= request.promised_at - warning
    return near and tell(line.world, request, Reason.PROMISE)
