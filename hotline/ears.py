"""Who may hear the recording that somebody left with a request: decided here, for every call that plays one."""

from __future__ import annotations

from hotline.records import FOR_ONE_PHONE, HELD, Ears, Reason, Request, Volunteer


def may_hear(request: Request, listener: Volunteer | None) -> bool:
    """Tell whether this volunteer may hear what was said.

    A complaint is heard by the two who were drawn. What was left for a person is heard by the coordinator who has taken
    it, and by nobody before that yes. Only whoever was told that neighbours may hear it is played to them; and nothing
    to whoever is not to be put together with them.
    Whoever records something on a call to their own phone hears it there.
    """
    if listener is None:
        return False
    if request.reason in FOR_ONE_PHONE:
        return request.number == listener.number
    if listener.id in request.apart:
        return False
    if request.reason is Reason.LOT:
        return listener.id in request.hearing
    if request.ears is Ears.NEIGHBOURS:
        return True
    return listener.coordinator and request.state in HELD and request.taken_by == listener.id
