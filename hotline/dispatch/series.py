"""What recurs every week: its next request opens early enough for the day, with the neighbour of last time first."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hotline.dispatch import cancelled, unmet
from hotline.dispatch.items import item
from hotline.dispatch.ring import Line, look_again
from hotline.prompts import two_words
from hotline.records import TOLD_IN_THE_END, Part, Reason, Request, RequestState, Volunteer, When
from hotline.rotation.weekly import ends, kept_on, next_day, promised_for, sought_from, where_it_moves
from hotline.world import World

_SERIES = "-w"  # how its id ends


def see_to(line: Line, series: Request) -> None:
    """Make the next day's request when its time has come; a day that is left out is noted, and the resident told why.

    In one transaction with the day's own id, so that no day is made twice and none is passed over (promise 9).
    """
    if series.number is None:  # begun by earlier code for somebody with a code, whom no week could be told of
        cancelled.end(line, series)
        return
    if series.part is None:
        raise ValueError(f"series {series.id} has no part of the day")
    day = next_day(series, line.group, line.now)
    on = kept_on(day, series.part, line.group, line.now)
    # Before the holiday itself, also where help comes after it: they are told in time, and its week is not passed over.
    opens = sought_from(min(day, on or day), series.part, line.group)
    if line.now < opens:
        look_again(line, series, opens)
        return
    if not series.told.isdisjoint(TOLD_IN_THE_END) and unmet.week_was_met(line, series):
        look_again(line, series, line.now, told=series.told - TOLD_IN_THE_END)
        return
    first, new = series.first, []
    if day.isoformat() != series.skip:
        neighbour = neighbour_of(line.world, series)
        first = neighbour.id if neighbour else None
        new = _this_week(line, series, day, on, first=first)
    line.world.store.recur(
        series,
        new,
        made_for=day.isoformat(),
        first=first,
        next_action_at=line.now + timedelta(seconds=1),
        moves_to=where_it_moves(series),
    )


def end(line: Line, series: Request) -> None:
    """Tell the neighbour who was to be asked first that it comes no more, and end it.

    In this order, so that whatever crashes in between is done again.
    """
    neighbour = neighbour_of(line.world, series) if series.same is not False else None
    if neighbour and neighbour.id not in line.world.store.apart_from(series):
        number = neighbour.number
        told = item(line.world, series.group, Reason.CANCELLED, name=series.id, about=series, number=number)
        line.world.store.add_item(told)
    cancelled.end(line, series)


def new_series(
    world: World, request: Request, *, weekday: int, part: Part, first: str | None, made_for: date
) -> Request:
    """Return what recurs from this request on: the same phone, need and place. Each request has one, by its id."""
    now = world.now()
    return Request(
        group=request.group,
        id=series_of(request),
        state=RequestState.OPEN,
        need=request.need,
        reason=Reason.SERIES,
        area=request.area,
        when=When.WEEKLY,
        number=request.number,
        for_number=request.for_number,
        agreed_at=request.agreed_at,
        language=request.language,
        words="",
        note=request.note,
        ears=request.ears,
        made_at=now,
        opened_at=now,
        next_action_at=now,
        weekday=weekday,
        part=part,
        first=first,
        made_for=made_for.isoformat(),
    )


def series_of(request: Request) -> str:
    """The id of the series that begins with this request, if one does."""
    return f"{request.id}{_SERIES}"


def is_series_id(request_id: str) -> bool:
    """Tell whether this is the id of a series."""
    return request_id.endswith(_SERIES)


def last_made(world: World, series: Request) -> Request | None:
    """The request of the day that was seen to last. The first week's is the request that the series began with."""
    week = world.store.request(series.group, f"{series.id}-{series.made_for}")
    return week or world.store.request(series.group, series.id.removesuffix(_SERIES))


def neighbour_of(world: World, series: Request) -> Volunteer | None:
    """Who came last time, would come again, and still helps with this."""
    volunteer = world.store.volunteer(series.group, series.first) if series.first else None
    return volunteer if volunteer and series.need in volunteer.place_needs else None


def _this_week(line: Line, series: Request, day: date, on: date | None, *, first: str | None) -> list[Request]:
    new = [] if on is None else [_request(line, series, day, on, first=first if series.same else None)]
    about = new[0] if new else series
    told = [Reason.NEIGHBOUR_LEFT] if series.first and series.same and first is None and new else []
    if on != day:
        told = [Reason.HOLIDAY]  # one call, with what matters more on that day
    name, number = f"{series.id} {day}", series.whose_it_is
    return [*new, *(item(line.world, series.group, why, name=name, about=about, number=number) for why in told)]


def _request(line: Line, series: Request, day: date, on: date, *, first: str | None) -> Request:
    """One week's: like any other request, opened before its day, and due at the end of that part of it."""
    part, request_id = series.part or Part.MORNING, f"{series.id}-{day}"
    return Request(
        group=series.group,
        id=request_id,
        state=RequestState.OPEN,
        need=series.need,
        area=series.area,
        when=When.WEEKLY,
        number=series.number,
        for_number=series.for_number,
        agreed_at=series.agreed_at,
        language=series.language,
        words=two_words(request_id),
        note=series.note,
        ears=series.ears,
        made_at=line.now,
        opened_at=line.now,
        promised_at=_utc(promised_for(on, part, line.group, line.now), line.now),
        due_at=_utc(ends(on, part, line.group), line.now),
        next_action_at=line.now,
        series=series.id,
        weekday=on.weekday(),
        part=part,
        made_for=day.isoformat(),
        first=first,
        apart=line.world.store.apart_from(series),
    )


def _utc(moment: datetime, now: datetime) -> datetime:
    return moment.astimezone(now.tzinfo)
