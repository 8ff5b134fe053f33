"""A phone that is in use for something that is no offer: nobody rings it meanwhile (fault 18)."""

from __future__ import annotations

from datetime import datetime

from pynamodb.expressions.update import Action

from hotline.records import Offer
from hotline.store.base import Base
from hotline.store.counting import once_more, once_or_fewer_than
from hotline.store.ending import UNLOCKED
from hotline.store.models import LineRow, OfferRow
from hotline.store.offers import mine
from hotline.store.reservation import LINE_KEPT, free, locked, phone, rings_of

_DIALS = "-dials"  # how a lock ends whose phone a call of ours has dialled


class Phones(Base):
    """The same lock that an offer has, by another name."""

    def lock_phone(self, volunteer: str, *, by: str, now: datetime, until: datetime) -> bool:
        """Lock it, or have it locked longer. False: it rings or talks for something else."""
        return self._change(phone(volunteer), *locked(by, until), when=free(now) | mine(by)) is not None

    def dial_phone(self, offer: Offer, dialled: str, *, now: datetime, until: datetime) -> bool:
        """The call of this offer is about to dial another phone, locked like the one that it has rung.

        In one transaction, so that whoever ends the call knows of it. False: it rings or talks for something else, or
        the call is over, and this webhook comes late.
        """
        its_own = (OfferRow.dialled.set(dialled), OfferRow.expires.set(now + LINE_KEPT))  # longer once it is forgotten
        return self._lock_for(offer, its_own, dialled, by=dialled_by(offer.id), now=now, until=until)

    def lock_rung_phone(self, offer: Offer, *, now: datetime, until: datetime) -> bool:
        """A key has ended this offer, and its call goes on. False: the call is over, and this webhook comes late."""
        longer = (OfferRow.deadline.set(until),)
        return self._lock_for(offer, longer, offer.volunteer, by=offer.id, now=now, until=until)

    def _lock_for(
        self, offer: Offer, noted: tuple[Action, ...], whose: str, *, by: str, now: datetime, until: datetime
    ) -> bool:
        """Lock a phone for the call of this offer, of whose end we have not heard: else nobody would unlock it."""
        together = self._together()
        goes_on = OfferRow.id.exists() & (OfferRow.sequence < 0)
        together.update("offer", OfferRow(offer.group, offer.id), *noted, when=goes_on)
        together.update("phone", phone(whose), *locked(by, until), when=free(now) | mine(by))
        return not together.commit()

    def whose_call_dials(self, phone_id: str) -> str | None:
        """Return the offer of the call of ours that has dialled this phone. None: no such call has."""
        row = self._get(LineRow, phone(phone_id).id)
        lock = row.lock if row else None
        return lock.removesuffix(_DIALS) if lock and lock.endswith(_DIALS) else None

    def unlock_dialled(self, offer_id: str, dialled: str) -> None:
        """It was put down, or not picked up; or the call that had dialled it is over."""
        self.unlock_phone(dialled, by=dialled_by(offer_id))

    def unlock_phone(self, volunteer: str, *, by: str) -> None:
        """The call is over. Locked by something else meanwhile, it stays so."""
        self._change(phone(volunteer), *UNLOCKED, when=mine(by))

    def count_ring(self, volunteer: str, *, by: str, day: str, limit: int, now: datetime) -> bool:
        """Count one more ring of this phone on that day; caused `by` the same, once. False: there were `limit`."""
        row = rings_of(volunteer, day)
        return self._change(row, *once_more(by, now + LINE_KEPT), when=once_or_fewer_than(by, limit)) is not None


def dialled_by(offer_id: str) -> str:
    """What stands, for a phone that a call of ours dials, where the offer stands for one that the line has rung."""
    return f"{offer_id}{_DIALS}"
