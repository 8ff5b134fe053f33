"""Promise 2: when a phone rings. Judged as it begins to ring, whatever was looked at when the call was placed."""

from __future__ import annotations

from datetime import timedelta

from infra.local.exchange.events import Ended, Engaged, Event, PickedUp, Rang
from infra.local.exchange.states import Direction
from tests.witness.promise import Promise
from tests.witness.rings import Ring, ring_of
from tests.witness.rows import flag, moment
from tests.witness.scene import Scene

_DIALS = timedelta(seconds=60)  # from a call that is placed to a phone that rings
_A_SECOND = timedelta(seconds=1)


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


class InHours(Promise):
    """A phone rings in the group's hours; a volunteer's also in their own, from the first ring to the last."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._ringing: dict[str, Ring] = {}  # by the call's SID

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
        ring = ring_of(self.scene, event)
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
        elif paused and paused > now and not ring.is_about_what_they_hold:
            self.scene.breaks("2: rung while they rest", event.name, ring.why)
