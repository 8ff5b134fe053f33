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


@dataclass(frozen=True, kw_only=True)
class Around:
    """The rows as they were at one instant. None: not there, or it no longer matters to this offer."""

    offer: OfferRow
    request: RequestRow | None  # this offer's phone is among those ringing: it has not ended
    volunteer: VolunteerRow | None
    phone: LineRow | None  # locked by this offer


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

    def _write_around(self, offer: Offer, request: Request | None, write: Callable[[Together, Around], None]) -> bool:
        """Write together what `write` makes of what stands around this offer, on condition that it still stands so.

        First as the caller saw it, if the caller has just read its `request` too: most often nothing has changed since,
        and if something has, nothing is written and it is looked at afresh. False: the offer has ended, or never was.
        """
        looks = self._looks(offer, request)

        def look() -> bool | None:
            around = next(looks)
            if around is None:
                return False
            together = self._together()
            write(together, around)
            return not together.commit() or None

        return self._until_settled(look)

    def _looks(self, offer: Offer, request: Request | None) -> Iterator[Around | None]:
        if request is not None:
            yield _as_seen(offer, request)
        while True:
            yield self._look_around(offer)

    def _look_around(self, offer: Offer) -> Around | None:
        """One strongly consistent TransactGetItems. None: the offer has ended, or never was."""

        def read() -> tuple[OfferRow | None, RequestRow | None, VolunteerRow | None, LineRow | None]:
            with TransactGet(connection=self._connection) as transaction:
                offers = transaction.get(OfferRow, offer.group, offer.id)
                requests = transaction.get(RequestRow, offer.group, offer.request)
                volunteers = transaction.get(VolunteerRow, offer.group, offer.volunteer)
                phones = transaction.get(LineRow, phone(offer.volunteer).id)
            return _found(offers.get), _found(requests.get), _found(volunteers.get), _found(phones.get)

        found, request, volunteer, line = self._retry(read)
        if found is None or found.state in ENDED_OFFER:
            return None
        rings = request is not None and offer.id in request.ringing
        locked = line is not None and line.lock == offer.id
        return Around(
            offer=found,
            request=request if rings else None,
            volunteer=None if offer.kind in TO_ITS_NUMBER else volunteer,
            phone=line if locked else None,
        )


def _as_seen(offer: Offer, request: Request) -> Around | None:
    """Of the volunteer and the phone only what is most likely: there, and locked by this offer."""
    if offer.state in ENDED_OFFER:
        return None
    return Around(
        offer=to_row(OfferRow, offer),
        request=to_row(RequestRow, request) if offer.id in request.ringing else None,
        volunteer=None if offer.kind in TO_ITS_NUMBER else VolunteerRow(offer.group, offer.volunteer),
        phone=phone(offer.volunteer),
    )


def _found(get: Callable[[], Row]) -> Row | None:
    try:
        return get()
    except DoesNotExist:
        return None
