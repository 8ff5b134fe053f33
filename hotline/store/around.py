"""An offer and what stands around it, read together: the request, the volunteer, the lock of the phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pynamodb.exceptions import DoesNotExist
from pynamodb.expressions.condition import Condition
from pynamodb.models import Model
from pynamodb.transactions import TransactGet

from hotline.records import ENDED_OFFER, Offer
from hotline.store.base import Base
from hotline.store.models import LineRow, OfferRow, RequestRow, VolunteerRow
from hotline.store.reservation import phone
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
            volunteer=volunteer,
            phone=line if locked else None,
        )


def _found(get: Callable[[], Row]) -> Row | None:
    try:
        return get()
    except DoesNotExist:
        return None
