"""Who is not put together again, and who is asked for no door: kept without a number, a name or a reason."""

from __future__ import annotations

from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from hotline.numbers import PhoneNumber
from hotline.records import FOR_GOOD, Request
from hotline.store.models import LineRow, RequestRow, VolunteerRow
from hotline.store.requests import UNFINISHED, in_state
from hotline.store.reservation import phone
from hotline.store.taking import Taking
from hotline.store.volunteers import kept_of
from hotline.values import dataclass

_ALWAYS: Condition = LineRow.id.exists() | LineRow.id.does_not_exist()


@dataclass(frozen=True, kw_only=True)
class Kept:
    """With whom a phone is not to be put together: ids of phones, which are those of volunteers too."""

    apart: frozenset[str] = frozenset()
    at_doors: frozenset[str] = frozenset()  # only for what means a door
    until_heard: frozenset[str] = frozenset()  # <phone>#<complaint> that is not over
    no_doors: frozenset[str] = frozenset()  # <group>#<why> it is asked for none

    def of(self, *, door: bool = False) -> frozenset[str]:
        """With whom by now, for good or until a complaint is over, whichever of the two complained."""
        now = self.apart | {each.partition("#")[0] for each in self.until_heard}
        return now | self.at_doors if door else now


class Apart(Taking):
    """Each of these can be done twice."""

    def kept(self, phone_id: str) -> Kept:
        """With whom this phone is not to be put together: one strongly consistent read."""
        row = self._get(LineRow, kept_of(phone_id))
        if row is None:
            return Kept()
        return Kept(apart=row.apart, at_doors=row.apart_at_doors, until_heard=row.until_heard, no_doors=row.no_doors)

    def apart_from(self, request: Request) -> frozenset[str]:
        """Whom this request is kept from: whoever is not to be put together with who asks, or with who it is for.

        Read once, by whoever opens it, or keys another number for it.
        """
        return self.kept_from(*request.phones, door=request.means_a_door)

    def kept_from(self, *numbers: PhoneNumber | None, door: bool = False) -> frozenset[str]:
        """Who is not to be put together with any of these phones, in whatever group: one read for each phone."""
        never: frozenset[str] = frozenset()
        return never.union(*(self.kept(number.opaque).of(door=door) for number in numbers if number))

    def keep_apart(self, one: str, other: str, *, at_doors: bool = False) -> None:
        """Neither is asked for what the other's phone asks, from now on; both or neither is kept."""
        kept = LineRow.apart_at_doors if at_doors else LineRow.apart
        together = self._together()
        for this, that in {(one, other), (other, one)}:
            together.update(this, LineRow(kept_of(this)), kept.add(frozenset({that})))
        together.commit()

    def keep_until_heard(self, one: str, other: str, complaint: Request) -> None:
        """Neither is asked for what the other's phone asks until this complaint is over: not at all if it is by now.

        Both or neither is kept.
        """
        together = self._together()
        together.check("complaint", RequestRow(complaint.group, complaint.id), when=in_state(*UNFINISHED))
        for this, that in {(one, other), (other, one)}:
            together.update(this, LineRow(kept_of(this)), LineRow.until_heard.add(_until(that, complaint)))
        together.commit()

    def heard(self, one: str, other: str, complaint: Request) -> None:
        """This complaint between the two is over."""
        for this, that in {(one, other), (other, one)}:
            over = LineRow.until_heard.delete(_until(that, complaint))
            self._change(LineRow(kept_of(this)), over, when=LineRow.id.exists())

    def keep_from(self, group: str, request_id: str, volunteer: str, *, now: datetime) -> None:
        """This volunteer never has this request; if they have it, it is open again, and due now.

        One that is reported done stays so: the help was given.
        """
        row, never = RequestRow(group, request_id), RequestRow.apart.add(frozenset({volunteer}))
        changed: tuple[Action, ...] = (never, RequestRow.step.add(1))
        self._change(row, *changed, when=in_state(*UNFINISHED))
        self.hand_back(group, request_id, volunteer=volunteer, now=now, no=FOR_GOOD)

    def let_have(self, group: str, request_id: str, volunteer: str) -> None:
        """This volunteer may be asked for it again, if it is not over."""
        again = (RequestRow.apart.delete(frozenset({volunteer})), RequestRow.step.add(1))
        self._change(RequestRow(group, request_id), *again, when=in_state(*UNFINISHED))

    def keep_from_doors(self, group: str, volunteer: str, why: str) -> None:
        """No door is asked of them for as long as there is a `why`; kept also if they leave, and join again."""
        kept = LineRow.no_doors.add(frozenset({f"{group}#{why}"}))
        self._change(LineRow(kept_of(volunteer)), kept, when=_ALWAYS)
        none = VolunteerRow.no_doors.add(frozenset({why}))
        self._change(VolunteerRow(group, volunteer), none, when=VolunteerRow.id.exists())

    def let_to_doors(self, group: str, volunteer: str, why: str) -> None:
        """This `why` is over."""
        kept = LineRow.no_doors.delete(frozenset({f"{group}#{why}"}))
        self._change(LineRow(kept_of(volunteer)), kept, when=LineRow.id.exists())
        over = VolunteerRow.no_doors.delete(frozenset({why}))
        self._change(VolunteerRow(group, volunteer), over, when=VolunteerRow.id.exists())

    def hears(self, group: str, volunteer: str, complaint: str, *, still: bool) -> None:
        """Of which complaints they hear both sides: found when they phone."""
        among = frozenset({complaint})
        change = VolunteerRow.hears.add(among) if still else VolunteerRow.hears.delete(among)
        self._change(VolunteerRow(group, volunteer), change, when=VolunteerRow.id.exists())

    def rings_for(self, volunteer: str) -> str | None:
        """The offer that this phone rings or talks for, as far as is known."""
        row = self._get(LineRow, phone(volunteer).id)
        return row.lock if row else None


def _until(phone_id: str, complaint: Request) -> frozenset[str]:
    return frozenset({f"{phone_id}#{complaint.group}#{complaint.id}"})
