"""A phone that is in use for something that is no offer: nobody rings it meanwhile (fault 18)."""

from __future__ import annotations

from datetime import datetime

from hotline.store.base import Base
from hotline.store.counting import fewer_than, one_more
from hotline.store.ending import UNLOCKED
from hotline.store.models import LineRow
from hotline.store.offers import mine
from hotline.store.reservation import LINE_KEPT, phone


class Phones(Base):
    """The same lock that an offer has, by another name."""

    def lock_phone(self, volunteer: str, *, by: str, now: datetime, until: datetime) -> bool:
        """Lock it, or have it locked longer. False: it rings or talks for something else."""
        free = LineRow.lock.does_not_exist() | (LineRow.until < now)
        locked = (LineRow.lock.set(by), LineRow.until.set(until), LineRow.expires.set(until + LINE_KEPT))
        return self._change(phone(volunteer), *locked, when=free | mine(by)) is not None

    def unlock_phone(self, volunteer: str, *, by: str) -> None:
        """The call is over. Locked by something else meanwhile, it stays so."""
        self._change(phone(volunteer), *UNLOCKED, when=mine(by))

    def count_ring(self, volunteer: str, *, day: str, limit: int, now: datetime) -> bool:
        """One more ring of this phone on that day, at somebody's wish. False: there were `limit` already."""
        row = LineRow(f"rings#{volunteer}#{day}")
        return self._change(row, *one_more(now + LINE_KEPT), when=fewer_than(limit)) is not None
