"""How a value of `hotline.records` lies in a DynamoDB attribute, each way and without loss."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any, TypeVar

from pynamodb.attributes import Attribute
from pynamodb.constants import LIST, MAP, NUMBER, STRING, STRING_SET

from hotline.hours import Hours
from hotline.records import Decision, OfferKind, Recording, Remembered, Ringing, Seat, When

T = TypeVar("T")

_FIXED_WIDTH = "%Y-%m-%dT%H:%M:%S.%f%z"


def moment(value: datetime) -> str:
    """A time as text of fixed width, UTC, microseconds (`2026-11-24T08:00:00.000000+0000`): it sorts as it happened.

    The same as PynamoDB's UTCDateTimeAttribute, for times inside maps, lists and keys.
    """
    return value.astimezone(UTC).strftime(_FIXED_WIDTH)


def read_moment(text: str) -> datetime:
    """The time that `moment` wrote."""
    return datetime.fromisoformat(text)


class StringOf(Attribute[T]):
    """Anything that has one text: an enumeration, a phone number, a week of hours."""

    attr_type = STRING

    def __init__(
        self,
        read: Callable[[str], T],
        write: Callable[[T], str] = str,
        *,
        null: bool = False,
        hash_key: bool = False,
    ) -> None:
        super().__init__(null=null, hash_key=hash_key)
        self._read = read
        self._write = write

    def serialize(self, value: T) -> str:
        return self._write(value)

    def deserialize(self, value: str) -> T:
        return self._read(value)


class SetOf(Attribute[frozenset[T]]):
    """A set of texts. DynamoDB has no empty set: the attribute is then absent, and reads as empty."""

    attr_type = STRING_SET

    def __init__(self, read: Callable[[str], T]) -> None:
        super().__init__(null=True, default=frozenset)
        self._read = read

    def serialize(self, value: Iterable[T]) -> list[str] | None:
        return sorted(map(str, value)) or None

    def deserialize(self, value: Iterable[str]) -> frozenset[T]:
        return frozenset(map(self._read, value))


class MapOf(Attribute[Mapping[str, T]]):
    """Values by id. An empty one is stored too, since a path into a map that is not there cannot be set."""

    attr_type = MAP

    def __init__(self, read: Callable[[dict[str, Any]], T], write: Callable[[T], dict[str, Any]]) -> None:
        super().__init__(null=True, default=dict)
        self._read = read
        self._write = write

    def serialize(self, value: Mapping[str, T]) -> dict[str, dict[str, Any]]:
        return {key: self._write(each) for key, each in value.items()}

    def deserialize(self, value: Mapping[str, dict[str, Any]]) -> dict[str, T]:
        return {key: self._read(each) for key, each in value.items()}


class Moments(Attribute[Sequence[datetime]]):
    """Times in order. An empty list is stored too, so that a condition can compare it."""

    attr_type = LIST

    def __init__(self) -> None:
        super().__init__(default=tuple)

    def serialize(self, value: Sequence[datetime]) -> list[dict[str, str]]:
        return [{STRING: moment(each)} for each in value]

    def deserialize(self, value: Sequence[dict[str, str]]) -> tuple[datetime, ...]:
        return tuple(read_moment(each[STRING]) for each in value)


class Seconds(Attribute[timedelta]):
    """A duration, as a number of seconds."""

    attr_type = NUMBER

    def serialize(self, value: timedelta) -> str:
        return str(value.total_seconds())

    def deserialize(self, value: str) -> timedelta:
        return timedelta(seconds=float(value))


def write_moment(value: datetime) -> dict[str, Any]:
    """A time as it lies inside a map."""
    return {STRING: moment(value)}


def write_ringing(ringing: Ringing) -> dict[str, Any]:
    """The entry of one ringing phone as it lies in its request's map, where its offer's id is the key."""
    entry: dict[str, Any] = {
        "offer": {STRING: ringing.offer},
        "volunteer": {STRING: ringing.volunteer},
        "kind": {STRING: str(ringing.kind)},
        "deadline": write_moment(ringing.deadline),
        "keyed": {"BOOL": ringing.keyed},
    }
    if ringing.answered_at is not None:
        entry["answered_at"] = write_moment(ringing.answered_at)
    if ringing.away:
        entry["away"] = {"BOOL": True}
    return {MAP: entry}


def read_ringing(value: dict[str, Any]) -> Ringing:
    """The entry that `write_ringing` wrote."""
    entry = value[MAP]
    answered = entry.get("answered_at")
    return Ringing(
        offer=entry["offer"][STRING],
        volunteer=entry["volunteer"][STRING],
        kind=OfferKind(entry["kind"][STRING]),
        deadline=read_moment(entry["deadline"][STRING]),
        answered_at=read_moment(answered[STRING]) if answered else None,
        keyed=entry["keyed"]["BOOL"],
        away="away" in entry,
    )


def write_seat(seat: Seat) -> dict[str, Any]:
    """One of the two who hear both, as it lies in the complaint's map, where the volunteer is the key."""
    entry: dict[str, Any] = {
        "since": {NUMBER: str(seat.since)},
        "heard_teller": {"BOOL": seat.heard_teller},
        "heard_other": {"BOOL": seat.heard_other},
    }
    if seat.decision is not None:
        entry["decision"] = {STRING: str(seat.decision)}
    return {MAP: entry}


def read_seat(value: dict[str, Any]) -> Seat:
    """The seat that `write_seat` wrote."""
    entry = value[MAP]
    return Seat(
        since=int(entry["since"][NUMBER]),
        heard_teller=entry["heard_teller"]["BOOL"],
        heard_other=entry["heard_other"]["BOOL"],
        decision=Decision(entry["decision"][STRING]) if "decision" in entry else None,
    )


def write_remembered(what: Remembered) -> dict[str, Any]:
    """The entry of one need as it lies in its phone's map."""
    entry = {"when": {STRING: str(what.when)}, "until": write_moment(what.until)}
    return {MAP: {**entry, **({"area": {STRING: what.area}} if what.area else {})}}


def read_remembered(value: dict[str, Any]) -> Remembered:
    """The entry that `write_remembered` wrote."""
    entry = value[MAP]
    area = entry["area"][STRING] if "area" in entry else None
    return Remembered(area=area, when=When(entry["when"][STRING]), until=read_moment(entry["until"][STRING]))


def write_recording(recording: Recording) -> dict[str, Any]:
    """One recording as it lies in its group's map."""
    entry = {STRING: recording.sid}, {NUMBER: str(recording.seconds)}, {STRING: recording.prompt}
    return {MAP: dict(zip(("sid", "seconds", "prompt"), entry, strict=True))}


def read_recording(value: dict[str, Any]) -> Recording:
    """The entry that `write_recording` wrote."""
    entry = value[MAP]
    return Recording(sid=entry["sid"][STRING], seconds=int(entry["seconds"][NUMBER]), prompt=entry["prompt"][STRING])


def write_hours(hours: Hours) -> str:
    """Seven days by semicolons, Monday first; a day's windows by commas: `09:00:00-20:00:00`."""
    return ";".join(",".join(f"{start.isoformat()}-{end.isoformat()}" for start, end in day) for day in hours.windows)


def read_hours(text: str) -> Hours:
    """The week that `write_hours` wrote."""
    return Hours(windows=tuple(tuple(map(_window, filter(None, day.split(",")))) for day in text.split(";")))


def _window(text: str) -> tuple[time, time]:
    start, _, end = text.partition("-")
    return time.fromisoformat(start), time.fromisoformat(end)
