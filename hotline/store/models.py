"""The five tables. A row has the attributes of its record, by the same names, and what the store itself needs."""

from __future__ import annotations

import os
from datetime import datetime

from pynamodb.attributes import (
    BooleanAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.models import Model

from hotline.hours import Hours
from hotline.numbers import PhoneNumber
from hotline.records import (
    Ears,
    Need,
    OfferKind,
    OfferState,
    Part,
    Rang,
    Reason,
    Recording,
    Remembered,
    Repeat,
    RequestState,
    Ringing,
    Seat,
    When,
)
from hotline.store.attributes import (
    MapOf,
    Moments,
    Seconds,
    SetOf,
    StringOf,
    read_hours,
    read_moment,
    read_recording,
    read_remembered,
    read_ringing,
    read_seat,
    write_hours,
    write_moment,
    write_recording,
    write_remembered,
    write_ringing,
    write_seat,
)

PREFIX = os.environ.get("HOTLINE_TABLES", "hotline")
ON_DEMAND = "PAY_PER_REQUEST"


def _digits(number: PhoneNumber) -> str:
    return number.e164


class VolunteerRow(Model):
    """A neighbour. `standing` is the rotations it has places in, so that moving them can be conditional on it."""

    class Meta:
        table_name = f"{PREFIX}-volunteers"
        billing_mode = ON_DEMAND

    group = UnicodeAttribute(hash_key=True)
    id = UnicodeAttribute(range_key=True)
    number = StringOf[PhoneNumber](PhoneNumber, _digits)
    name = UnicodeAttribute()
    needs = SetOf[Need](Need)
    areas = SetOf[str](str)
    languages = SetOf[str](str)
    hours = StringOf[Hours](read_hours, write_hours)
    coordinator = BooleanAttribute()
    rest = Seconds(null=True)
    daily_cap = NumberAttribute(null=True)
    joined_at = UTCDateTimeAttribute()
    asked_at = UTCDateTimeAttribute()
    asks = Moments()
    tasks_at = UTCDateTimeAttribute(null=True)
    unanswered = NumberAttribute(default=0)
    failed_at = UTCDateTimeAttribute(null=True)
    paused_until = UTCDateTimeAttribute(null=True)
    let_go_on = UnicodeAttribute(null=True)
    quiet_until = UTCDateTimeAttribute(null=True)
    tasks_from = UTCDateTimeAttribute(null=True)
    stopped = BooleanAttribute()
    drawn = BooleanAttribute(default=False)
    no_doors = SetOf[str](str)
    hears = SetOf[str](str)
    texts = BooleanAttribute(default=False)
    rule = UnicodeAttribute(null=True)
    standing = UnicodeAttribute()


class PlaceRow(Model):
    """One volunteer's place in the rotation for one need: little but its key, so that reading on is cheap.

    One that `expires` was left: whoever answers the phone may erase nothing, and says so; the next pick erases it.
    """

    class Meta:
        table_name = f"{PREFIX}-places"
        billing_mode = ON_DEMAND

    queue = UnicodeAttribute(hash_key=True)  # <group>#<need>
    turn = UnicodeAttribute(range_key=True)  # <asked at>#<volunteer>
    expires = TTLAttribute(null=True)


class Due(GlobalSecondaryIndex["RequestRow"]):  # type: ignore[no-untyped-call] # PynamoDB's own __init_subclass__
    """The unfinished, by when they are next due: sparse, since what has ended has no next action."""

    class Meta:
        index_name = "due"
        projection = KeysOnlyProjection()
        billing_mode = ON_DEMAND

    group = UnicodeAttribute(hash_key=True)
    next_action_at = UTCDateTimeAttribute(range_key=True)


class OfPhone(GlobalSecondaryIndex["RequestRow"]):  # type: ignore[no-untyped-call]
    """What holds a number: sparse, since what has ended holds none."""

    class Meta:
        index_name = "of_phone"
        projection = KeysOnlyProjection()
        billing_mode = ON_DEMAND

    number = StringOf[PhoneNumber](PhoneNumber, _digits, hash_key=True)
    group = UnicodeAttribute(range_key=True)


class ForPhone(GlobalSecondaryIndex["RequestRow"]):  # type: ignore[no-untyped-call]
    """What somebody else asked for this number: sparse, since few are, and what has ended holds none."""

    class Meta:
        index_name = "for_phone"
        projection = KeysOnlyProjection()
        billing_mode = ON_DEMAND

    for_number = StringOf[PhoneNumber](PhoneNumber, _digits, hash_key=True)
    group = UnicodeAttribute(range_key=True)


class HeldBy(GlobalSecondaryIndex["RequestRow"]):  # type: ignore[no-untyped-call]
    """What a volunteer has said yes to: sparse, since what has ended is nobody's."""

    class Meta:
        index_name = "held_by"
        projection = KeysOnlyProjection()
        billing_mode = ON_DEMAND

    taken_by = UnicodeAttribute(hash_key=True)
    group = UnicodeAttribute(range_key=True)


class RequestRow(Model):
    """One need. Its stream is what makes the dispatcher prompt (DESIGN.md, idea 2)."""

    class Meta:
        table_name = f"{PREFIX}-requests"
        billing_mode = ON_DEMAND
        stream_view_type = "NEW_AND_OLD_IMAGES"

    group = UnicodeAttribute(hash_key=True)
    id = UnicodeAttribute(range_key=True)
    state = StringOf[RequestState](RequestState)
    need = StringOf[Need](Need)
    area = UnicodeAttribute(null=True)
    when = StringOf[When](When)
    number = StringOf[PhoneNumber](PhoneNumber, _digits, null=True)
    for_number = StringOf[PhoneNumber](PhoneNumber, _digits, null=True)
    agreed_at = UTCDateTimeAttribute(null=True)
    declined_at = UTCDateTimeAttribute(null=True)
    repeat = StringOf[Repeat](Repeat, null=True)
    language = UnicodeAttribute()
    words = UnicodeAttribute()
    code = UnicodeAttribute(null=True)
    note = UnicodeAttribute(null=True)
    lost_note = UnicodeAttribute(null=True)
    ears = StringOf[Ears](Ears, null=True)
    reason = StringOf[Reason](Reason, null=True)
    about = UnicodeAttribute(null=True)
    made_at = UTCDateTimeAttribute()
    told_on = UnicodeAttribute(null=True)
    opened_at = UTCDateTimeAttribute(null=True)
    promised_at = UTCDateTimeAttribute(null=True)
    due_at = UTCDateTimeAttribute(null=True)
    next_action_at = UTCDateTimeAttribute(null=True)
    step = NumberAttribute(default=0)
    ringing = MapOf[Ringing](read_ringing, write_ringing)
    offers = NumberAttribute(default=0)
    never_rang = NumberAttribute(default=0)
    misses = NumberAttribute(default=0)
    round = NumberAttribute(default=0)
    round_at = UTCDateTimeAttribute(null=True)
    asked = SetOf[str](str)
    passed = SetOf[str](str)
    not_today = SetOf[str](str)
    later = MapOf[datetime](lambda value: read_moment(value["S"]), write_moment)
    taken_by = UnicodeAttribute(null=True)
    taken_offer = UnicodeAttribute(null=True)
    taken_at = UTCDateTimeAttribute(null=True)
    checks = NumberAttribute(default=0)
    call_ended_at = UTCDateTimeAttribute(null=True)
    joined_at = UTCDateTimeAttribute(null=True)
    talked_at = UTCDateTimeAttribute(null=True)
    ring_after = BooleanAttribute(default=False)
    cursor = UnicodeAttribute(null=True)
    spoken_at = UTCDateTimeAttribute(null=True)
    reported_at = UTCDateTimeAttribute(null=True)
    cancelled_at = UTCDateTimeAttribute(null=True)
    heard_at = UTCDateTimeAttribute(null=True)
    told = SetOf[Reason](Reason)
    told_at = UTCDateTimeAttribute(null=True)
    yes_heard_at = UTCDateTimeAttribute(null=True)
    rung_at = UTCDateTimeAttribute(null=True)
    tried = SetOf[str](str)
    call = UnicodeAttribute(null=True)
    call_seen_at = UTCDateTimeAttribute(null=True)
    waits_until = UTCDateTimeAttribute(null=True)
    apart = SetOf[str](str)
    other = StringOf[PhoneNumber](PhoneNumber, _digits, null=True)
    beside = StringOf[PhoneNumber](PhoneNumber, _digits, null=True)
    against = UnicodeAttribute(null=True)
    never_again = BooleanAttribute(default=False)
    hearing = MapOf[Seat](read_seat, write_seat)
    series = UnicodeAttribute(null=True)
    weekday = NumberAttribute(null=True)
    part = StringOf[Part](Part, null=True)
    made_for = UnicodeAttribute(null=True)
    skip = UnicodeAttribute(null=True)
    moves_to = UnicodeAttribute(null=True)
    first = UnicodeAttribute(null=True)
    promised_by = UnicodeAttribute(null=True)
    same = BooleanAttribute(null=True)
    text_owed = UnicodeAttribute(null=True)
    failures = NumberAttribute(default=0)
    expires = TTLAttribute(null=True)

    due = Due()
    of_phone = OfPhone()
    for_phone = ForPhone()
    held_by = HeldBy()


class OfferRow(Model):
    """One ringing phone, from its reservation to how it ended: the published ledger."""

    class Meta:
        table_name = f"{PREFIX}-offers"
        billing_mode = ON_DEMAND

    group = UnicodeAttribute(hash_key=True)
    id = UnicodeAttribute(range_key=True)
    request = UnicodeAttribute()
    volunteer = UnicodeAttribute()
    kind = StringOf[OfferKind](OfferKind)
    state = StringOf[OfferState](OfferState)
    reserved_at = UTCDateTimeAttribute()
    deadline = UTCDateTimeAttribute()
    call_sid = UnicodeAttribute(null=True)
    sequence = NumberAttribute()
    answered_at = UTCDateTimeAttribute(null=True)
    ended_at = UTCDateTimeAttribute(null=True)
    rang = StringOf[Rang](Rang, null=True)
    outcome = UnicodeAttribute()
    texts = BooleanAttribute(default=False)
    unheard = BooleanAttribute(default=False)
    turned_to = UnicodeAttribute(null=True)
    dialled = UnicodeAttribute(null=True)
    asked_before = UTCDateTimeAttribute()
    expires = TTLAttribute(null=True)


class LineRow(Model):
    """What belongs to a phone or to the whole line, by what it is: `phone#<volunteer>`, `calls#<group>#<day>`.

    `kept#<phone>` (with whom it is not to be put together), `meeting#<group>` and `under-way` (the calls of an account
    that may have few at once) stay for as long as there is a line.
    """

    class Meta:
        table_name = f"{PREFIX}-line"
        billing_mode = ON_DEMAND

    id = UnicodeAttribute(hash_key=True)
    lock = UnicodeAttribute(null=True)  # the offer that this phone rings or talks for
    until = UTCDateTimeAttribute(null=True)  # when that lock, code or rest no longer counts, released or not
    about = UnicodeAttribute(null=True)  # the request that a code is for
    calls = NumberAttribute(default=0)
    counted = SetOf[str](str)  # what was counted, by what caused it
    remembered = MapOf[Remembered](read_remembered, write_remembered)  # by need
    counts = MapOf[int](lambda value: int(value["N"]), lambda value: {"N": str(value)})
    apart = SetOf[str](str)  # phones, by their ids, that are never asked for this one
    apart_at_doors = SetOf[str](str)  # and those that are not for what means a door
    until_heard = SetOf[str](str)  # <phone>#<group>#<complaint>: those that are not until that complaint is over
    no_doors = SetOf[str](str)  # <group>#<why>: this phone is asked for no door, also if it leaves and joins again
    waiting = SetOf[str](str)  # <day>#<recording>: words for the next meeting; <group>#<request>: for a call to be free
    recordings = MapOf[Recording](read_recording, write_recording)
    replaced = MapOf[datetime](lambda value: read_moment(value["S"]), write_moment)
    under_way = MapOf[datetime](
        lambda value: read_moment(value["S"]), write_moment
    )  # calls, and until when each counts
    over = MapOf[datetime](
        lambda value: read_moment(value["S"]), write_moment
    )  # calls whose end was told, and until when that is remembered
    expires = TTLAttribute(null=True)


ROWS: tuple[type[Model], ...] = (VolunteerRow, PlaceRow, RequestRow, OfferRow, LineRow)
