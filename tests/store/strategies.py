"""Any volunteer, request or offer that could be: for what must hold of all of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from hotline.hours import Hours
from hotline.numbers import PhoneNumber
from hotline.records import (
    ENDED_REQUEST,
    Decision,
    Ears,
    Need,
    Offer,
    OfferKind,
    OfferState,
    Reason,
    Repeat,
    Request,
    RequestState,
    Ringing,
    Seat,
    Volunteer,
    When,
)

moments = st.datetimes(datetime(2020, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- made aware
ids = st.text("abcdefghijkmnpqrstuvwxyz23456789-", min_size=1, max_size=20)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
numbers = st.integers(0, 999).map(lambda last: PhoneNumber(f"+44770090{last:04}"))
windows = st.tuples(st.times(), st.times()).map(sorted).map(lambda both: (both[0], both[1]))
weeks = st.lists(st.lists(windows, max_size=2).map(tuple), min_size=7, max_size=7).map(tuple)
counts = st.integers(0, 10_000)
rests = st.integers(0, 10**12).map(lambda microseconds: timedelta(microseconds=microseconds))

volunteers = st.builds(
    Volunteer,
    group=ids,
    id=ids,
    number=numbers,
    name=words,
    needs=st.frozensets(st.sampled_from(Need)),
    areas=st.frozensets(ids),
    languages=st.frozensets(ids),
    hours=st.builds(Hours, windows=weeks),
    coordinator=st.booleans(),
    rest=st.none() | rests,
    daily_cap=st.none() | counts,
    joined_at=moments,
    asked_at=moments,
    asks=st.lists(moments, max_size=24).map(tuple),
    unanswered=counts,
    paused_until=st.none() | moments,
    let_go_on=st.none() | ids,
    quiet_until=st.none() | moments,
    tasks_from=st.none() | moments,
    stopped=st.booleans(),
    drawn=st.booleans(),
    no_doors=st.frozensets(ids, max_size=2),
    hears=st.frozensets(ids, max_size=2),
)

phones = st.builds(
    Ringing,
    offer=ids,
    volunteer=ids,
    kind=st.sampled_from(OfferKind),
    deadline=moments,
    answered_at=st.none() | moments,
    keyed=st.booleans(),
)

seats = st.builds(
    Seat,
    since=st.integers(0, 9),
    heard_teller=st.booleans(),
    heard_other=st.booleans(),
    decision=st.none() | st.sampled_from(Decision),
)

requests = st.builds(
    Request,
    group=ids,
    id=ids,
    state=st.sampled_from([state for state in RequestState if state not in ENDED_REQUEST]),
    need=st.sampled_from(Need),
    area=st.none() | ids,
    when=st.sampled_from(When),
    number=st.none() | numbers,
    for_number=st.none() | numbers,
    agreed_at=st.none() | moments,
    declined_at=st.none() | moments,
    repeat=st.none() | st.sampled_from(Repeat),
    language=ids,
    words=words,
    note=st.none() | ids,
    ears=st.sampled_from(Ears),
    reason=st.none() | st.sampled_from(Reason),
    about=st.none() | ids,
    made_at=moments,
    opened_at=st.none() | moments,
    promised_at=st.none() | moments,
    due_at=st.none() | moments,
    next_action_at=moments,
    step=counts,
    ringing=st.dictionaries(ids, phones, max_size=3),
    offers=counts,
    misses=counts,
    round=counts,
    round_at=st.none() | moments,
    asked=st.frozensets(ids),
    passed=st.frozensets(ids),
    later=st.dictionaries(ids, moments, max_size=3),
    taken_by=st.none() | ids,
    taken_offer=st.none() | ids,
    taken_at=st.none() | moments,
    checks=counts,
    call_ended_at=st.none() | moments,
    joined_at=st.none() | moments,
    talked_at=st.none() | moments,
    ring_after=st.booleans(),
    cursor=st.none() | ids,
    spoken_at=st.none() | moments,
    told=st.frozensets(st.sampled_from(Reason)),
    told_at=st.none() | moments,
    yes_heard_at=st.none() | moments,
    tried=st.frozensets(ids, max_size=3),
    call=st.none() | ids,
    promised_by=st.none() | ids,
    call_seen_at=st.none() | moments,
    waits_until=st.none() | moments,
    apart=st.frozensets(ids, max_size=2),
    other=st.none() | numbers,
    beside=st.none() | numbers,
    against=st.none() | ids,
    never_again=st.booleans(),
    hearing=st.dictionaries(ids, seats, max_size=2),
    failures=counts,
)

offers = st.builds(
    Offer,
    group=ids,
    id=ids,
    request=ids,
    volunteer=ids,
    kind=st.sampled_from(OfferKind),
    state=st.sampled_from(OfferState),
    reserved_at=moments,
    deadline=moments,
    call_sid=st.none() | ids,
    sequence=st.integers(-1, 20),
    answered_at=st.none() | moments,
    ended_at=st.none() | moments,
    outcome=words,
    asked_before=moments,
)
