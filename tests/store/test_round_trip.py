"""What is put in comes out as it was, whatever it is."""

from __future__ import annotations

from dataclasses import fields

from hypothesis import HealthCheck, given, settings

from hotline.records import Offer, Request, Volunteer
from hotline.store import Store
from hotline.store.convert import to_record, to_row
from hotline.store.models import OfferRow, RequestRow, VolunteerRow
from tests.store import strategies

# The store's one fixture serves all examples: each has ids of its own, or is put over the last.
sharing_the_store = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@sharing_the_store
@given(volunteer=strategies.volunteers)
def test_a_volunteer_comes_back_as_it_was(store: Store, volunteer: Volunteer) -> None:
    """By the store's own ways in and out, and with a place for each of its needs."""
    store.remove_volunteer(volunteer.group, volunteer.id)
    assert store.add_volunteer(volunteer)
    assert store.volunteer(volunteer.group, volunteer.id) == volunteer
    for need in volunteer.place_needs:
        places = store.places(volunteer.group, need, limit=100)
        assert [place.asked_at for place in places if place.volunteer == volunteer.id] == [volunteer.asked_at]
    store.remove_volunteer(volunteer.group, volunteer.id)


@sharing_the_store
@given(request=strategies.requests)
def test_a_request_comes_back_as_it_was(store: Store, request: Request) -> None:
    """With every phone that rings for it."""
    if store.add_item(request):
        assert store.request(request.group, request.id) == request


@sharing_the_store
@given(offer=strategies.offers)
def test_an_offer_comes_back_as_it_was(store: Store, offer: Offer) -> None:
    """By the row, since only a reservation puts one."""
    to_row(OfferRow, offer).save()
    assert store.offer(offer.group, offer.id) == offer


def test_every_field_has_its_attribute() -> None:
    """A field added to a record without one would be lost silently."""
    for record, row in ((Volunteer, VolunteerRow), (Request, RequestRow), (Offer, OfferRow)):
        assert {field.name for field in fields(record)} <= row.get_attributes().keys()


@given(volunteer=strategies.volunteers, request=strategies.requests, offer=strategies.offers)
def test_rows_and_records_are_the_same(volunteer: Volunteer, request: Request, offer: Offer) -> None:
    """Also without DynamoDB in between: many more examples, in no time."""
    row = to_row(VolunteerRow, volunteer, standing="")
    assert to_record(Volunteer, VolunteerRow.from_raw_data(row.serialize())) == volunteer
    assert to_record(Request, RequestRow.from_raw_data(to_row(RequestRow, request).serialize())) == request
    assert to_record(Offer, OfferRow.from_raw_data(to_row(OfferRow, offer).serialize())) == offer
