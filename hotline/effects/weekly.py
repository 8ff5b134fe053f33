"""What recurs every week: the day that the two agreed, who would come again, and what the resident makes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hotline.conversation.call import Call
from hotline.conversation.turns import effect
from hotline.dispatch.series import new_series, series_of
from hotline.effects.answers import offer_and_held
from hotline.effects.changing import change
from hotline.effects.news import THEIRS, is_theirs_alone
from hotline.effects.placed import errand_and_about
from hotline.hours import local_day
from hotline.records import DAYS, ENDED_REQUEST, Part, Reason, Request, RequestState, When
from hotline.rotation.weekly import coming, ends, next_day
from hotline.world import World

NO, NEW, AGAIN = "no", "new", "again"
KEPT, OVER = "kept", "over"
NONE = "none"
SAME, ANYONE = "same", "anyone"
YES = "yes"


@effect(NO, NEW, AGAIN)
def how_it_recurs(world: World, call: Call) -> str:
    """Whether this is wanted every week, and what is not known of it yet: the day, or only whether they come again."""
    offer, request = offer_and_held(world, call)
    if request.when is not When.WEEKLY or request.reason or request.taken_by != offer.volunteer:
        return NO
    if request.series is None:
        return NEW
    if request.series == series_of(request) or request.state is RequestState.REPORTED_DONE:
        return NO  # they have said so when it was arranged
    series = _of(world, request)
    return AGAIN if series and series.first != offer.volunteer else NO


@effect(KEPT, OVER)
def keep_every_week(world: World, call: Call, day: str, part: str, again: str) -> str:
    """The neighbour tells what the two have agreed: from now on every week; this request is the first of them."""
    offer, request = offer_and_held(world, call)
    while request.series is None and request.state not in ENDED_REQUEST and request.taken_by == offer.volunteer:
        weekday, first = DAYS.index(day), offer.volunteer if again == YES else None
        on = coming(weekday, Part(part), call.group, world.now())
        series = new_series(world, request, weekday=weekday, part=Part(part), first=first, made_for=on)
        due_at = ends(on, Part(part), call.group).astimezone(world.now().tzinfo)
        if world.store.begin_series(request, series, due_at=due_at):
            return KEPT
        offer, request = offer_and_held(world, call)
    return KEPT if request.series else OVER


@effect(KEPT)
def keep_again(world: World, call: Call, again: str) -> str:
    """Who came this time would come next week too; or not, and then whoever would have, still would."""
    offer, request = offer_and_held(world, call)
    series = _of(world, request)
    if series and again == YES:
        change(world, series, lambda _: {"first": offer.volunteer})
    return KEPT


@effect(
    NONE,
    "new_shopping_mon_morning",
    "every-week_shopping_thu_morning",
    "neighbour-left_shopping_thu_morning",
    "moved_shopping_wed_morning",
    "left-out_shopping_thu_morning",
)
def what_is_weekly(world: World, call: Call) -> str:
    """What the resident is rung about. `new`: the day is not known yet, and they are asked."""
    errand, about = errand_and_about(world, call)
    if errand is None or about is None or errand.reason is None:
        return NONE
    if errand.reason is Reason.EVERY_WEEK:
        series = _of(world, about)
        if series is None:
            return f"{NEW}_{about.need}_mon_morning" if about.series is None else NONE
        return _in_words("every-week", series)
    if errand.reason is Reason.HOLIDAY:
        return _in_words("left-out" if about.reason is Reason.SERIES else "moved", about)
    return _in_words("neighbour-left", about)


@effect(KEPT, OVER)
def begin_every_week(world: World, call: Call, day: str, part: str) -> str:
    """The resident says on which day, since the neighbour has not: the first is the next such day from tomorrow on."""
    errand, about = errand_and_about(world, call)
    if errand is None or about is None or errand.number is None:
        return OVER
    today = local_day(world.now(), call.group.zone)
    series = new_series(world, about, weekday=DAYS.index(day), part=Part(part), first=None, made_for=today)
    world.store.add_item(replace(series, number=errand.number))  # the request's own may be erased by now
    return KEPT


@effect(KEPT)
def keep_same(world: World, call: Call, wish: str, series_id: str) -> str:
    """The neighbour of last time, if they would come again; or anyone, in turn. Empty: of what they were rung about."""
    series = _running(world, call.group.slug, series_id) if series_id else _rung_about(world, call)
    if series:
        change(world, series, lambda _: {"same": wish == SAME})
    return KEPT


@effect("every-week_shopping_thu_morning_same", "every-week_shopping_thu_morning_anyone", NONE)
def how_each_week_is(world: World, call: Call, series_id: str) -> str:
    """On the resident's call for news: the day, and whom they would like."""
    series = _running(world, call.group.slug, series_id)
    if series is None:
        return NONE
    return f"{_in_words('every-week', series)}_{SAME if series.same else ANYONE}"


@effect("mon", "tue", "wed", "thu", "fri", "sat", "sun", THEIRS, NONE)
def leave_out_next(world: World, call: Call, series_id: str) -> str:
    """The next one is left out: cancelled if a neighbour is sought or found for it already. Tells the day."""
    series = _running(world, call.group.slug, series_id)
    if series is None or series.number is None:
        return NONE
    if is_theirs_alone(call, series):
        return THEIRS
    now = world.now()
    made = [
        each
        for each in world.store.requests_of_phone(series.group, series.number)
        if each.series == series.id and not each.cancelled_at and each.spoken_at is None
    ]
    if made:
        change(world, made[0], lambda _: {"next_action_at": now, "cancelled_at": now})
        return DAYS[made[0].weekday or 0]
    day = next_day(series, call.group, now)
    change(world, series, lambda _: {"skip": day.isoformat()})
    return DAYS[day.weekday()]


@effect(KEPT)
def another_day(world: World, call: Call, series_id: str, day: str, part: str) -> str:
    """From the next one on; what is sought or arranged already stays on its day."""
    series = _running(world, call.group.slug, series_id)
    if series:
        now = world.now()
        change(world, series, lambda seen: {"next_action_at": now, **_moved(seen, day, part)})
    return KEPT


@effect("stopped", THEIRS)
def stop_every_week(world: World, call: Call, series_id: str) -> str:
    """No more of it after what is sought or arranged already; `theirs`, as in `cancel`."""
    series = _running(world, call.group.slug, series_id)
    if series and is_theirs_alone(call, series):
        return THEIRS
    if series:
        now = world.now()
        change(world, series, lambda _: {"next_action_at": now, "cancelled_at": now})
    return "stopped"


def _moved(series: Request, day: str, part: str) -> dict[str, object]:
    """Never two in one calendar week: the week that was seen to last is not seen to again."""
    last = date.fromisoformat(series.made_for) if series.made_for else None
    weekday = DAYS.index(day)
    until = last + timedelta(days=6 - last.weekday()) if last else None
    changes: dict[str, object] = {"weekday": weekday, "part": Part(part), "skip": None}
    if last and until and last.weekday() < weekday:
        changes["made_for"] = until.isoformat()
    return changes


def _of(world: World, request: Request) -> Request | None:
    """The series that this request began, or is one week's of, if it runs."""
    return _running(world, request.group, request.series or series_of(request))


def _rung_about(world: World, call: Call) -> Request | None:
    """The series that the resident was rung about, also one that they have just begun."""
    _, about = errand_and_about(world, call)
    if about is None or about.reason is Reason.SERIES:
        return about
    return _of(world, about)


def _running(world: World, group: str, series_id: str) -> Request | None:
    series = world.store.request(group, series_id)
    return series if series and series.state not in ENDED_REQUEST and not series.cancelled_at else None


def _in_words(what: str, request: Request) -> str:
    return f"{what}_{request.need}_{DAYS[request.weekday or 0]}_{request.part}"
