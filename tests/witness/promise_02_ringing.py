"""Promise 2: when a phone rings. Judged as it begins to ring, whatever was looked at when the call was placed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from infra.local.exchange.calls import Call
from infra.local.exchange.events import Ended, Engaged, Event, PickedUp, Rang
from infra.local.exchange.states import Direction
from tests.witness.promise import Promise
from tests.witness.rows import flag, members, moment, text
from tests.witness.scene import Scene
from tests.witness.settings import Settings, meet
from tests.year.expressions import Row

_DIALS = timedelta(seconds=60)  # from a call that is placed to a phone that rings
_A_SECOND = timedelta(seconds=1)
_STRAIGHT_BACK = frozenset({"back", "join"})  # the phone was put down to be rung, at any hour
# A call to one phone that a volunteer gets as a volunteer. All others are for whoever asked for help on that phone.
_TO_A_VOLUNTEER = frozenset(
    {"cancelled", "changed", "handed_on", "a_word", "no_doors", "doors_again", "chats_only", "until_meeting", "lot"}
)
# What somebody has said yes to stays theirs while they rest. They are asked about it: somebody waits for the help.
_STILL_THEIRS = frozenset({"check ", "done "})
_LIVE_OFFERS = frozenset({"reserved", "answered"})


class OneCallAtATime(Promise):
    """A volunteer's phone is never rung while a call of ours rings or talks on it. Their own dialling may engage it."""

    def happened(self, event: Event) -> None:
        if not isinstance(event, Engaged):
            return
        phone = self.scene.exchange.phones[event.number]
        ours = phone.call is not None and phone.call.direction is not Direction.INBOUND
        if ours and self.scene.volunteers_at(event.number):
            self.scene.breaks("2: a phone was rung by two calls at once", event.name)
        phone.found_engaged()


@dataclass(frozen=True, kw_only=True)
class _Ring:
    """One phone that rings: whose it is, and by whose hours it may."""

    name: str
    group: Settings
    volunteer: Row | None  # None: a resident's
    why: str = "dialled from a call"

    def may_ring(self, at: datetime) -> bool:
        if not self.group.open_at(at):
            return False
        hours = text(self.volunteer, "hours")
        return not hours or self.group.within(hours, at) or not meet(self.group, hours)


class InHours(Promise):
    """A phone rings in the group's hours; a volunteer's also in their own, from the first ring to the last."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._ringing: dict[str, _Ring] = {}  # by the call's SID

    def happened(self, event: Event) -> None:
        if isinstance(event, Rang):
            self._rings(event)
        elif isinstance(event, PickedUp | Ended):
            ring = self._ringing.pop(event.call_sid, None)
            if ring and not ring.may_ring(self.scene.now - _A_SECOND):
                self.scene.breaks("2: a phone rang on when its hours had ended", ring.name)

    def _rings(self, event: Rang) -> None:
        call, now = self.scene.exchange.calls[event.call_sid], self.scene.now
        if call.direction is Direction.OUTBOUND_API and now - call.created > _DIALS:
            self.scene.breaks("2: a phone rang long after it was dialled", event.name)
        ring = self._ring(event, call)
        if ring is None:
            return
        if not ring.may_ring(now):
            whose = "a volunteer" if ring.volunteer else "a resident"
            self.scene.breaks(f"2: {whose} was rung outside their hours", event.name, ring.why)
            return
        self._ringing[event.call_sid] = ring
        paused = moment(ring.volunteer, "paused_until")
        if flag(ring.volunteer, "stopped"):
            self.scene.breaks("2: rung after they had stopped", event.name, ring.why)
        elif paused and paused > now and ring.why not in _STILL_THEIRS:
            self.scene.breaks("2: rung while they rest", event.name, ring.why)

    def _ring(self, event: Rang, call: Call) -> _Ring | None:
        """None: whoever holds the phone wished to be rung straight back, or it is no neighbour's phone."""
        if call.direction is Direction.OUTBOUND_API:
            return self._placed(event)
        group = next((each for each in self.scene.settings.values() if call.shown in each.numbers), None)
        if group is None:
            return None
        if self._resident_of_parent(event.number, call) or not self._volunteer(group, event.number):
            known = any(event.number in _numbers(row) for row in self.scene.unfinished())
            return _Ring(name=event.name, group=group, volunteer=None) if known else None
        return _Ring(name=event.name, group=group, volunteer=self._volunteer(group, event.number))

    def _placed(self, event: Rang) -> _Ring | None:
        offer = self.scene.offer_of_call(event.call_sid) or self._reserved(event.number)
        request = self.scene.request_of(offer) if offer else None
        if offer is None or text(request, "reason") in _STRAIGHT_BACK:
            return None
        group = self.scene.group_of(offer)
        kind, reason = text(offer, "kind"), text(request, "reason")
        theirs = kind in ("ask", "check", "done") or reason in _TO_A_VOLUNTEER
        volunteer = self._volunteer(group, event.number) if theirs else None
        return _Ring(name=event.name, group=group, volunteer=volunteer, why=f"{kind} {reason}")

    def _reserved(self, number: str) -> Row | None:
        """Find the offer of a call whose SID is not stored yet."""
        ringing = ((text(row, "group"), offer) for row in self.scene.unfinished() for offer in members(row, "ringing"))
        for offer in (self.scene.row("offers", *key) for key in ringing):
            if offer is None or text(offer, "state") not in _LIVE_OFFERS:
                continue
            of_volunteer = text(self.scene.volunteer_of(offer), "number")
            if number in (of_volunteer, text(self.scene.request_of(offer), "number")):
                return offer
        return None

    def _resident_of_parent(self, number: str, call: Call) -> bool:
        """Say whether the call that dials this phone is about a request of this very phone."""
        offer = self.scene.offer_of_call(call.parent.sid) if call.parent else None
        return offer is not None and number in _numbers(self.scene.request_of(offer) or {})

    def _volunteer(self, group: Settings, number: str) -> Row | None:
        theirs = self.scene.volunteers_at(number)
        return next((row for row in theirs if text(row, "group") == group.slug), None)


def _numbers(request: Row) -> set[str]:
    return {text(request, name) for name in ("number", "for_number")} - {""}
