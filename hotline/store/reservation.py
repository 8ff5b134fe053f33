"""Before a phone rings: request, volunteer, places, offer, phone, the day's limit, in one transaction or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from hotline.errors import LimitReached, PhoneBusy, RungEnough
from hotline.records import TO_ITS_NUMBER, Need, Offer, OfferKind, Reason, Request, Ringing, Volunteer
from hotline.store.attributes import write_ringing
from hotline.store.convert import set_to, to_row
from hotline.store.counting import fewer_than, one_more
from hotline.store.models import LineRow, OfferRow, RequestRow, VolunteerRow
from hotline.store.places import move_places, stands_as
from hotline.store.progress import KEPT, as_seen
from hotline.store.together import Together
from hotline.store.under_way import COUNTED, UnderWay

ASKS_KEPT = 24
# Beside needs and places, asks, pause, stop and doors, which have conditions of their own.
_DECIDED_BY = ("areas", "languages", "hours", "rest", "daily_cap", "tasks_at")
# The lock of an offer outlasts its deadline: the dispatcher first asks whether its call goes on; then another may ring.
OUTLASTS = timedelta(minutes=2)
LINE_KEPT = timedelta(days=1)  # how long a day's count is kept since it was last raised


def phone(volunteer: str) -> LineRow:
    """The row of a volunteer's phone. A volunteer's id is made from the number, so that all groups share the lock."""
    return LineRow(f"phone#{volunteer}")


class Reservation(UnderWay):
    """The stored intent, from which alone the dispatcher dials."""

    def reserve(
        self,
        seen: Request,
        volunteer: Volunteer | None,
        offer: Offer,
        *,
        next_action_at: datetime,
        calls_today: tuple[str, int],
        rings_most: int | None = None,
        most_calls: int | None = None,
    ) -> bool:
        """Reserve this phone for this request: all of the following, or nothing.

        1. the request is as `seen`: a step and an offer more, the phone among those ringing, due at `next_action_at`;
        2. the volunteer, for an ask, is as seen, not stopped nor paused (nor, for what means a door, kept from doors):
           asked now, which its places follow, and with the `rule` that they begin with if they had none; for another
           kind of call it need only exist; None: of kind `well` and `call`, which ring a number;
        3. the offer was not there: there it is;
        4. the phone has no lock, or one that has run out: locked until the offer's deadline;
        5. `calls_today`, a day and its limit: a call more, within the limit;
        6. `rings_most`: this phone was rung less often on that day, at somebody's wish, and is rung once more;
        7. `most_calls`: fewer are under way, and this one counts from now on.

        False: somebody else was at work, read it all afresh. Raises LimitReached if 5 failed, RungEnough if 6 did,
        LineFull if 7 did, PhoneBusy if only 4 did, and Busy after conflicts or throttling that outlasted the retries.
        """

        def look() -> frozenset[str] | None:
            together = self._together()
            _claim_request(together, seen, offer, next_action_at)
            if volunteer:
                _claim_volunteer(together, volunteer, offer, seen)
            row = to_row(OfferRow, offer, expires=offer.reserved_at + _kept(offer, seen))
            together.put("offer", row, when=OfferRow.id.does_not_exist())
            _claim_phone(together, offer)
            _count(together, offer, calls_today, rings_most)
            if most_calls is not None:
                self.claim_room(together, offer.id, most_calls, now=offer.reserved_at, until=offer.deadline + OUTLASTS)
            failed = together.commit()
            return None if failed == {COUNTED} else failed  # another call has begun or ended meanwhile

        return _claimed(self._until_settled(look))

    def calls_today(self, group: str, day: str) -> int:
        """How many calls were reserved on that day, as it is named to `reserve`."""
        row = self._get(LineRow, calls_of(group, day).id)
        return int(row.calls) if row else 0


def _claimed(failed: frozenset[str]) -> bool:
    failed -= {COUNTED}
    if failed and failed <= {"phone", "calls", "rings"}:
        if "calls" in failed:
            raise LimitReached("Today's calls are used up: raise the policy's `daily_calls`, or wait for tomorrow.")
        if "rings" in failed:
            raise RungEnough("This phone was rung often enough today: raise the policy's `rings_back`, or wait.")
        raise PhoneBusy("This phone rings or talks for another request: ask the next volunteer.")
    return not failed


def _claim_request(together: Together, seen: Request, offer: Offer, next_action_at: datetime) -> None:
    ringing = Ringing(offer=offer.id, volunteer=offer.volunteer, kind=offer.kind, deadline=offer.deadline)
    actions: list[Action] = [
        RequestRow.ringing[offer.id].set(write_ringing(ringing)),
        RequestRow.later[offer.volunteer].remove(),
        RequestRow.next_action_at.set(next_action_at),
        RequestRow.offers.add(1),
        RequestRow.step.add(1),
    ]
    if offer.kind is OfferKind.ASK:
        actions.append(RequestRow.asked.add(frozenset({offer.volunteer})))
    else:
        actions.append(RequestRow.checks.add(1))
    together.update("request", RequestRow(seen.group, seen.id), *actions, when=as_seen(seen))


def _claim_volunteer(together: Together, volunteer: Volunteer, offer: Offer, seen: Request) -> None:
    row = VolunteerRow(volunteer.group, volunteer.id)
    working = VolunteerRow.stopped == False  # noqa: E712 -- DynamoDB compares, not Python
    awake = VolunteerRow.paused_until.does_not_exist() | (VolunteerRow.paused_until <= offer.reserved_at)
    if offer.kind is not OfferKind.ASK:
        together.check("volunteer", row, when=working & awake)
        return
    rested = VolunteerRow.quiet_until.does_not_exist() | (VolunteerRow.quiet_until <= offer.reserved_at)
    if seen.need is Need.PERSON:
        rested |= VolunteerRow.tasks_from <= offer.reserved_at
    awake &= rested
    if seen.means_a_door:
        working &= VolunteerRow.no_doors.does_not_exist()
    if seen.need is Need.PERSON:  # a coordinator's task is no ask, and has a pace of its own
        rung: Action = VolunteerRow.tasks_at.set(offer.reserved_at)
    else:
        rung = set_to(VolunteerRow.asks, (*volunteer.asks, offer.reserved_at)[-ASKS_KEPT:])
    heard = [VolunteerRow.rule.set(VolunteerRow.rule | volunteer.rule)] if volunteer.rule else []
    together.update(
        "volunteer",
        row,
        VolunteerRow.asked_at.set(offer.reserved_at),
        rung,
        *heard,
        when=_as_picked(volunteer) & working & awake,
    )
    move_places(together, volunteer, replace(volunteer, asked_at=offer.reserved_at))


def _as_picked(volunteer: Volunteer) -> Condition:
    """All that picking them was decided by is as it was read, or they are picked anew (promise 2).

    An ask that was given back has left `asked_at` as it was, but it counts for rest and cap: hence `asks`.
    """
    same: Condition = stands_as(volunteer) & (VolunteerRow.asks == list(volunteer.asks))
    for name in _DECIDED_BY:
        attribute, value = getattr(VolunteerRow, name), getattr(volunteer, name)
        same &= attribute.does_not_exist() if value in (None, frozenset()) else attribute == value
    return same


def _claim_phone(together: Together, offer: Offer) -> None:
    together.update(
        "phone",
        phone(offer.volunteer),
        *locked(offer.id, offer.deadline + OUTLASTS),
        when=free(offer.reserved_at),
    )


def _count(together: Together, offer: Offer, calls_today: tuple[str, int], rings_most: int | None) -> None:
    day, limit = calls_today
    counted = one_more(offer.reserved_at + LINE_KEPT)
    together.update("calls", calls_of(offer.group, day), *counted, when=fewer_than(limit))
    if rings_most is not None:
        together.update("rings", rings_of(offer.volunteer, day), *counted, when=fewer_than(rings_most))


def _kept(offer: Offer, seen: Request) -> timedelta:
    """How long the ledger keeps this offer.

    One that names a phone which is no volunteer's is kept as long as the rest only once its call is over, and nothing
    in it names that phone any more (`Ending`).
    """
    names_a_phone = offer.kind in TO_ITS_NUMBER and seen.reason is not Reason.LOT
    return LINE_KEPT if names_a_phone else KEPT


def calls_of(group: str, day: str) -> LineRow:
    """The row that counts a group's calls of a day."""
    return LineRow(f"calls#{group}#{day}")


def rings_of(phone_id: str, day: str) -> LineRow:
    """The row that counts how often a phone was rung on a day at somebody's wish."""
    return LineRow(f"rings#{phone_id}#{day}")


def free(now: datetime) -> Condition:
    """Nothing locks the phone; compared with the time, since an expired row may lie there for days (fault 35)."""
    no_lock: Condition = LineRow.lock.does_not_exist() | (LineRow.until < now)
    return no_lock


def locked(by: str, until: datetime) -> tuple[Action, ...]:
    """Nothing else rings it until then."""
    return LineRow.lock.set(by), LineRow.until.set(until), LineRow.expires.set(until)
