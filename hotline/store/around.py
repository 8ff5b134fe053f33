"""An offer and what stands around it, read together: the request, the volunteer, the lock of the phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from pynamodb.exceptions import DoesNotExist
from pynamodb.expressions.condition import Condition
from pynamodb.models import Model
from pynamodb.transactions import TransactGet

from hotline.records import ENDED_OFFER, TO_ITS_NUMBER, Offer, Request
from hotline.store.base import Base
from hotline.store.convert import to_record, to_row
from hotline.store.models import LineRow, OfferRow, RequestRow, VolunteerRow
from hotline.store.reservation import phone
from hotline.store.together import Together
from hotline.values import dataclass

Row = TypeVar("Row", bound=Model)
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Around:
    """The rows as they were at one instant. None: not there, or it does not matter to this offer."""

    offer: OfferRow
    request: RequestRow | None  # as it stands, also once it has ended
    volunteer: VolunteerRow | None
    phone: LineRow | None  # locked by this offer

    @property
    def rings(self) -> RequestRow | None:
        """The request, if this offer's phone is still among those that ring for it."""
        return self.request if self.request is not None and self.offer.id in self.request.ringing else None


def as_found(offer: OfferRow) -> Condition:
    """The offer has come no further since it was read."""
    return OfferRow.state == offer.state


class Looking(Base):
    """Reading before a write that depends on several rows."""

    def offer_and_request(self, group: str, offer_id: str) -> tuple[Offer, Request] | None:
        """An offer and what it is about: one strongly consistent TransactGetItems. None: one of them is not there."""
        request_id = offer_id.rpartition("-")[0]
        if not request_id:
            return None  # no offer's id; and DynamoDB refuses an empty key

        def read() -> tuple[OfferRow | None, RequestRow | None]:
            with TransactGet(connection=self._connection) as transaction:
                offers = transaction.get(OfferRow, group, offer_id)
                requests = transaction.get(RequestRow, group, request_id)
            return _found(offers.get), _found(requests.get)

        offer, request = self._retry(read)
        return (to_record(Offer, offer), to_record(Request, request)) if offer and request else None

    def _write_around(self, offer: Offer, request: Request | None, write: Callable[[Together, Around], T]) -> T | None:
        """Write together what `write` makes of what stands around this offer, on condition that it still stands so.

        First as the caller saw it, if the caller has just read its `request` too: most often nothing has changed since,
        and if something has, nothing is written and it is looked at afresh.

        Returns what `write` has returned. None: the offer has ended, or never was.
        """
        if offer.state in ENDED_OFFER:
            return None
        looks = self._looks(offer, request)

        def look() -> tuple[T | None] | None:
            around = next(looks)
            if around is None or around.offer.state in ENDED_OFFER:
                return (None,)
            together = self._together()
            written = write(together, around)
            return None if together.commit() else (written,)

        return self._until_settled(look)[0]

    def _looks(self, offer: Offer, request: Request | None) -> Iterator[Around | None]:
        if request is not None:
            yield _as_seen(offer, request)
        while True:
            yield self._look_around(offer)

    def _look_around(self, offer: Offer) -> Around | None:
        """One strongly consistent TransactGetItems. None: there is no such offer."""

        def read() -> tuple[OfferRow | None, RequestRow | None, VolunteerRow | None, LineRow | None]:
            with TransactGet(connection=self._connection) as transaction:
                offers = transaction.get(OfferRow, offer.group, offer.id)
                requests = transaction.get(RequestRow, offer.group, offer.request)
                volunteers = transaction.get(VolunteerRow, offer.group, offer.volunteer)
                phones = transaction.get(LineRow, phone(offer.volunteer).id)
            return _found(offers.get), _found(requests.get), _found(volunteers.get), _found(phones.get)

        found, request, volunteer, line = self._retry(read)
        if found is None:
            return None
        locked = line is not None and line.lock == offer.id
        return Around(
            offer=found,
            request=request,
            volunteer=None if offer.kind in TO_ITS_NUMBER else volunteer,
            phone=line if locked else None,
        )


def _as_seen(offer: Offer, request: Request) -> Around:
    """Of the volunteer and the phone only what is most likely: there, and locked by this offer."""
    return Around(
        offer=to_row(OfferRow, offer),
        request=to_row(RequestRow, request),
        volunteer=None if offer.kind in TO_ITS_NUMBER else VolunteerRow(offer.group, offer.volunteer),
        phone=phone(offer.volunteer),
    )


def _found(get: Callable[[], Row]) -> Row | None:
    try:
        return get()
    except DoesNotExist:
        return None
