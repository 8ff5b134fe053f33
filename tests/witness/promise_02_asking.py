"""Promise 2: how often a volunteer is asked, and never again for a request to which they said no thanks.

Nor on the same day for one to which they said `not today`: only `no thanks` and `someone else` are for good, so that
after that day they are asked like everybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from infra.local.exchange.events import Event, Texted
from infra.local.exchange.states import Direction
from tests.witness.promise import Promise
from tests.witness.rows import ENDED_OFFERS, is_need, members, moment, rests_until, text
from tests.witness.scene import Scene
from tests.year.dynamo import Change
from tests.year.expressions import Row

_Who = tuple[str, str]  # a group, and a volunteer's id
_FOR_GOOD = frozenset({"this", "else"})  # no thanks; someone else, please


@dataclass(kw_only=True)
class _Asked:
    """One ask. What never reached the phone counts for nothing."""

    offer: str
    at: datetime
    rang: bool = False


class NotWornOut(Promise):
    """Asked for a need: not while resting, not before the peace after the last ask is over, not over the cap."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._asks: dict[_Who, list[_Asked]] = {}
        self._passed: set[tuple[str, ...]] = set()
        self._not_today: dict[tuple[str, ...], datetime] = {}  # by request and volunteer: when they said so
        self._wished: dict[tuple[str, ...], datetime] = {}  # by request and volunteer: `ring me in ten minutes`

    def wrote(self, change: Change) -> None:
        if change.table != "offers" or change.after is None or text(change.after, "kind") != "ask":
            return
        before, after = text(change.before, "state"), text(change.after, "state")
        if change.before is None:
            self._asked(change.after)
        elif before != after and after in ENDED_OFFERS:
            self._ended(change.after)
            if after == "passed":
                self._said_no(change.after)

    def happened(self, event: Event) -> None:
        """Anything that a placed call does on a phone shows that the last ask has reached it."""
        call = self.scene.exchange.calls.get(event.call_sid)
        if isinstance(event, Texted) or call is None or call.direction is not Direction.OUTBOUND_API:
            return
        for row in self.scene.volunteers_at(event.number):
            for asked in self._asks.get(_who(row, "id"), [])[-1:]:
                asked.rang = True

    def _asked(self, offer: Row) -> None:
        volunteer, request = self.scene.volunteer_of(offer), self.scene.request_of(offer)
        who, name = _who(offer, "volunteer"), text(volunteer, "name")
        about = (*who, text(offer, "request"))
        if (paused := rests_until(volunteer, task=not is_need(request))) and paused > self.scene.now:
            self.scene.breaks("2: asked while resting", name)
        if about in self._passed:
            self.scene.breaks("2: asked again for what they passed on", name)
        said = self._not_today.get(about)
        if said and self.scene.group_of(offer).same_day(said, self.scene.now):
            self.scene.breaks("2: asked again on the day on which they could not", name)
        asks, wished = self._asks.setdefault(who, []), self._wished.pop(about, None)
        if not is_need(request):
            return  # a coordinator's tasks have a pace of their own
        if wished is None or (asks and asks[-1].at > wished):  # asked for something else since
            self._is_rested(offer, volunteer, [asked.at for asked in asks])
        asks.append(_Asked(offer=text(offer, "id"), at=self.scene.now))

    def _is_rested(self, offer: Row, volunteer: Row | None, asks: list[datetime]) -> None:
        name, now, group = text(volunteer, "name"), self.scene.now, self.scene.group_of(offer)
        own = text(volunteer, "rest")
        rest = timedelta(seconds=float(own)) if own else group.policy.rest
        if asks and now - asks[-1] < rest:
            self.scene.breaks("2: asked again before they had rested", name)
        today = sum(group.same_day(at, now) for at in asks)
        if today >= int(text(volunteer, "daily_cap") or group.policy.daily_cap):
            self.scene.breaks("2: asked oftener than their cap", name)

    def _ended(self, offer: Row) -> None:
        asks = self._asks.get(_who(offer, "volunteer"), [])
        never_rang = any(asked.offer == text(offer, "id") and not asked.rang for asked in asks)
        counted = {text({"at": at}, "at") for at in (self.scene.volunteer_of(offer) or {}).get("asks", {}).get("L", ())}
        known = not self._may_have_rung(offer)
        if never_rang and known and text(offer, "state") == "failed" and text(offer, "reserved_at") in counted:
            self.scene.breaks("2: an ask that never rang counts for their cap", text(offer, "outcome"))
        asks[:] = [asked for asked in asks if asked.offer != text(offer, "id") or asked.rang]

    def _may_have_rung(self, offer: Row) -> bool:
        """Say whether Twilio never told what became of this call: it counts, since the phone may have rung."""
        deadline = moment(offer, "deadline")
        return "call_sid" not in offer and deadline is not None and deadline <= self.scene.now

    def _said_no(self, offer: Row) -> None:
        about = (*_who(offer, "volunteer"), text(offer, "request"))
        if text(offer, "outcome") == "later":
            self._wished[about] = self.scene.now + self.scene.group_of(offer).policy.later
        elif not is_need(self.scene.request_of(offer)):
            return  # a task is put to them again in the next round
        elif text(offer, "outcome") in _FOR_GOOD:
            self._passed.add(about)
        else:
            self._not_today[about] = self.scene.now
            self._is_not_kept_for_good(offer)

    def _is_not_kept_for_good(self, offer: Row) -> None:
        """`Not today` is no `no thanks`: the request may be theirs tomorrow, unless the two are kept apart."""
        request, who = self.scene.request_of(offer), text(offer, "volunteer")
        if who in members(request, "passed") - members(request, "apart"):
            self.scene.breaks("2: not today was kept as no thanks", text(self.scene.volunteer_of(offer), "name"))


def _who(row: Row, name: str) -> _Who:
    return text(row, "group"), text(row, name)
