"""A phone that begins to ring: whose it is, what for, and by whose hours it may."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from infra.local.exchange.calls import Call
from infra.local.exchange.events import Rang
from infra.local.exchange.states import Direction
from tests.witness.rows import members, text
from tests.witness.scene import Scene
from tests.witness.settings import Settings, meet
from tests.year.expressions import Row

_STRAIGHT_BACK = frozenset({"back", "join"})  # the phone was put down to be rung, at any hour
# A call to one phone that a volunteer gets as a volunteer. All others are for whoever asked for help on that phone.
_TO_A_VOLUNTEER = frozenset(
    {"cancelled", "changed", "handed_on", "a_word", "no_doors", "doors_again", "chats_only", "until_meeting", "lot"}
    | {"keyed"}  # by anybody: a volunteer's phone rings in that volunteer's hours
)
_LIVE_OFFERS = frozenset({"reserved", "answered"})


@dataclass(frozen=True, kw_only=True)
class Ring:
    """One phone that rings."""

    name: str
    group: Settings
    volunteer: Row | None  # None: a resident's
    why: str = "dialled from a call"

    @property
    def is_about_what_they_hold(self) -> bool:
        """What somebody has said yes to stays theirs while they rest, and somebody waits for that help."""
        return self.why in ("check ", "done ")

    def may_ring(self, at: datetime) -> bool:
        if not self.group.open_at(at):
            return False
        hours = text(self.volunteer, "hours")
        return not hours or self.group.within(hours, at) or not meet(self.group, hours)


def ring_of(scene: Scene, event: Rang) -> Ring | None:
    """None: whoever holds the phone wished to be rung straight back, or it is no neighbour's phone."""
    call = scene.exchange.calls[event.call_sid]
    if call.direction is Direction.OUTBOUND_API:
        return _placed(scene, event)
    group = next((each for each in scene.settings.values() if call.shown in each.numbers), None)
    if group is None:
        return None
    volunteer = _volunteer(scene, group, event.number)
    if volunteer and not _is_resident_of_parent(scene, event.number, call):
        return Ring(name=event.name, group=group, volunteer=volunteer)
    known = any(event.number in _numbers(row) for row in scene.unfinished())
    return Ring(name=event.name, group=group, volunteer=None) if known else None


def _placed(scene: Scene, event: Rang) -> Ring | None:
    offer = scene.offer_of_call(event.call_sid) or _reserved(scene, event.number)
    request = scene.request_of(offer) if offer else None
    if offer is None or text(request, "reason") in _STRAIGHT_BACK:
        return None
    group = scene.group_of(offer)
    kind, reason = text(offer, "kind"), text(request, "reason")
    theirs = kind in ("ask", "check", "done") or reason in _TO_A_VOLUNTEER
    volunteer = _volunteer(scene, group, event.number) if theirs else None
    return Ring(name=event.name, group=group, volunteer=volunteer, why=f"{kind} {reason}")


def _reserved(scene: Scene, number: str) -> Row | None:
    """Find the offer of a call whose SID is not stored yet."""
    ringing = ((text(row, "group"), offer) for row in scene.unfinished() for offer in members(row, "ringing"))
    for offer in (scene.row("offers", *key) for key in ringing):
        if offer is None or text(offer, "state") not in _LIVE_OFFERS:
            continue
        if number in (text(scene.volunteer_of(offer), "number"), text(scene.request_of(offer), "number")):
            return offer
    return None


def _is_resident_of_parent(scene: Scene, number: str, call: Call) -> bool:
    """Say whether the call that dials this phone is about a request of this very phone.

    That is what it was placed for, or what was taken since on the same call, and what either is about.
    """
    offer = scene.offer_of_call(call.parent.sid) if call.parent else None
    if offer is None:
        return False
    group = text(offer, "group")
    first = [scene.request_of(offer), scene.row("requests", group, text(offer, "turned_to"))]
    about = [scene.row("requests", group, text(request, "about")) for request in first]
    return any(number in _numbers(request) for request in (*first, *about) if request)


def _volunteer(scene: Scene, group: Settings, number: str) -> Row | None:
    return next((row for row in scene.volunteers_at(number) if text(row, "group") == group.slug), None)


def _numbers(request: Row) -> set[str]:
    return {text(request, name) for name in ("number", "for_number")} - {""}
