"""What recurs every week: the day that the two agreed, who would come again, and what the resident makes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hotline.conversation.call import Call
from hotline.conversation.turns import effect
from hotline.dispatch.series import last_made, neighbour_of, new_series, series_of
from hotline.effects.answers import offer_and_held
from hotline.effects.changing import LOOKS, SO_ALREADY, change
from hotline.effects.news import THEIRS, is_theirs_alone
from hotline.effects.placed import errand_and_about, placed_for
from hotline.effects.which_week import LATER, NEXT, NEXT_WEEK, STAYS, is_to_come, stands, which_week
from hotline.errors import Busy
from hotline.records import DAYS, ENDED_REQUEST, Part, Reason, Request, RequestState, When
from hotline.rotation.weekly import ends, first_made_for, kept_on, move, next_day, where_it_moves
from hotline.world import World

NO, NEW, AGAIN = "no", "new", "again"
KEPT, KNOWN, OVER = "kept", "known", "over"
NONE, STOPPED = "none", "stopped"
SAME, ANYONE = "same", "anyone"
NOBODY_YET = "nobody-yet"  # the neighbour of last time is wished, and nobody would come again
YES = "yes"
IF_WISHED, IN_TURN = "if-wished", "in-turn"  # the resident has not said whom they would like; or: anyone, in turn


@effect(NO, NEW, AGAIN)
def how_it_recurs(world: World, call: Call) -> str:
    """Whether this is wanted every week, and what is not known of it yet: the day, or only whether they come again.

    It recurs only for who has a phone: nobody could be joined with anybody else in the weeks that follow.
    """
    offer, request = offer_and_held(world, call)
    if request.when is not When.WEEKLY or request.reason or request.taken_by != offer.volunteer or not request.number:
        return NO
    if request.series is None:
        return NEW
    if request.series == series_of(request) or request.state is RequestState.REPORTED_DONE:
        return NO  # they have said so when it was arranged
    series = _of(world, request)
    return AGAIN if series and series.first != offer.volunteer else NO


@effect(KEPT, f"{KNOWN}_sun_morning", OVER, final=True)
def keep_every_week(world: World, call: Call, day: str, part: str, again: str) -> str:
    """The neighbour tells what the two have agreed: from now on every week; this request is the first of them.

    `known`: the resident has told another day meanwhile, which holds.
    """
    offer, request = offer_and_held(world, call)
    if request.taken_by != offer.volunteer:
        return OVER
    first = offer.volunteer if again == YES else None
    series = _begin(world, call, request, day, part, first=first)
    if series and first and series.first is None:
        change(world, series, lambda seen: SO_ALREADY if seen.first else {"first": first})
    return _told(series, day, part)


@effect(YES, IF_WISHED, IN_TURN, NO, OVER, final=True)
def keep_again(world: World, call: Call, again: str) -> str:
    """Who came this time would come next week too; or not, and then whoever would have, still would.

    Return what follows from it: they are asked first only if the resident wishes the neighbour of last time.
    """
    offer, request = offer_and_held(world, call)
    if again != YES:
        return NO
    series, kept = change(world, _of(world, request), lambda _: {"first": offer.volunteer})
    if series is None or not kept:
        return OVER
    if series.same is None:
        return IF_WISHED
    return YES if series.same else IN_TURN


@effect(
    NONE,
    "new_shopping_mon_morning",
    "every-week_shopping_thu_morning",
    "neighbour-left_shopping_thu_morning",
    "moved_shopping_wed_morning",
    "left-out_shopping_thu_morning",
)
def what_is_weekly(world: World, call: Call) -> str:
    """What the resident is rung about, if it is still so. `new`: the day is not known yet, and they are asked."""
    errand, about = errand_and_about(world, call)
    if errand is None or about is None or errand.reason is None:
        return NONE
    if errand.reason is Reason.EVERY_WEEK:
        series = _of(world, about)
        if series is None:
            return f"{NEW}_{about.need}_mon_morning" if about.series is None else NONE
        return _in_words("every-week", series)
    if about.reason is Reason.SERIES:
        return _left_out(world, call, about)
    if not (stands(about) and is_to_come(about, call, world.now())):
        return NONE
    return _in_words("moved" if errand.reason is Reason.HOLIDAY else "neighbour-left", about)


@effect(KEPT, f"{KNOWN}_sun_morning", OVER, final=True)
def begin_every_week(world: World, call: Call, day: str, part: str) -> str:
    """The resident says on which day, since the neighbour has not: the first is the next such day from tomorrow on.

    `known`: the neighbour has told another day meanwhile, which holds.
    """
    errand, about = errand_and_about(world, call)
    if errand is None or about is None or errand.number is None:
        return OVER
    # Its own may be erased by now.
    about = replace(about, number=about.number or errand.number, note=errand.note or about.note)
    return _told(_begin(world, call, about, day, part, first=None), day, part)


@effect(SAME, NOBODY_YET, ANYONE, THEIRS, OVER, final=True)
def keep_same(world: World, call: Call, wish: str, series_id: str) -> str:
    """The neighbour of last time, or anyone, in turn. Empty: of what they were rung about.

    Return who is asked first from now on. The neighbour of last time may not wish to come again, or help no more.
    `theirs`, as in `cancel`.
    """
    seen = _running(world, call.group.slug, series_id) if series_id else _rung_about(world, call)
    if seen and is_theirs_alone(call, seen):
        return THEIRS
    series, kept = change(world, seen, lambda _: {"same": wish == SAME})
    if series is None or not kept:
        return OVER
    if wish != SAME:
        return ANYONE
    neighbour = neighbour_of(world, series)
    return SAME if neighbour and neighbour.id not in world.store.apart_from(series) else NOBODY_YET


@effect("every-week_shopping_thu_morning_same", "every-week_shopping_thu_morning_anyone", NONE)
def how_each_week_is(world: World, call: Call, series_id: str) -> str:
    """On the resident's call for news: the day, and whom they would like."""
    series = _running(world, call.group.slug, series_id)
    if series is None:
        return NONE
    return f"{_in_words('every-week', series)}_{SAME if series.same else ANYONE}"


@effect(
    *(f"{day}_{NEXT}" for day in DAYS),
    f"thu_{NEXT_WEEK}",
    f"mon_{LATER}",
    f"thu_{STAYS}_thu-morning",
    f"thu_{STAYS}_today",
    THEIRS,
    NONE,
    final=True,
)
def leave_out_next(world: World, call: Call, series_id: str) -> str:
    """The next one is left out: cancelled if a neighbour is sought or found for it already. Return its day, and which.

    What the two have arranged stays, and the one after it is left out. Left out already, it stays so, and the one after
    it is not left out too: the webhook may have come twice.
    """
    for _ in range(LOOKS):
        series = _running(world, call.group.slug, series_id)
        if series is None or series.number is None:
            return NONE
        if is_theirs_alone(call, series):
            return THEIRS
        told = _leave_out(world, call, series)
        if told:
            return told
    raise Busy("Too many are changing this series at once: nothing is lost, try again in a moment.")


def _leave_out(world: World, call: Call, series: Request) -> str | None:
    """Leave out what comes next in this series. None: that is another day by now, since somebody else was at work."""
    now = world.now()
    made = last_made(world, series)
    if made and not made.spoken_at and is_to_come(made, call, now):
        none = {"next_action_at": now, "cancelled_at": now}
        is_left_out = stands(made) and change(world, made, lambda seen: SO_ALREADY if seen.cancelled_at else none)[1]
        if is_left_out or _was_cancelled_on(world, call, made):
            return f"{DAYS[made.weekday or 0]}_{NEXT}"
        if stands(made):
            return None
    day = next_day(series, call.group, now)
    skip = {"skip": day.isoformat()}
    seen, is_left_out = change(world, series, lambda seen: skip if next_day(seen, call.group, now) == day else None)
    if is_left_out:
        return f"{DAYS[day.weekday()]}_{which_week(world, call, series, day)}"
    return NONE if seen is None or seen.state in ENDED_REQUEST else None


def _was_cancelled_on(world: World, call: Call, made: Request) -> bool:
    """Tell whether this very call left it out: its webhook came twice. Cancelled before, it is not what comes next."""
    placed = placed_for(world, call)
    begun = placed[0].answered_at if placed else None
    return made.cancelled_at is not None and (begun is None or made.cancelled_at >= begun)


@effect(NEXT, NEXT_WEEK, LATER, f"{STAYS}_thu-morning", f"{STAYS}_today", THEIRS, OVER, final=True)
def another_day(world: World, call: Call, series_id: str, day: str, part: str) -> str:
    """From the next one on: return which that is. What is sought or arranged already stays on its day.

    `theirs`, as in `cancel`.
    """
    series = _running(world, call.group.slug, series_id)
    if series and is_theirs_alone(call, series):
        return THEIRS
    now, weekday = world.now(), DAYS.index(day)
    moved = change(
        world, series, lambda seen: {"next_action_at": now, **move(seen, weekday, Part(part), call.group, now)}
    )[1]
    series = _running(world, call.group.slug, series_id)
    if series is None or not moved:
        return OVER
    if series.moves_to:  # this week's, which is not sought yet
        return f"{STAYS}_{series.on}"
    return which_week(world, call, series, next_day(series, call.group, now))


@effect(STOPPED, f"{STAYS}_thu-morning", f"{STAYS}_today", THEIRS, final=True)
def stop_every_week(world: World, call: Call, series_id: str) -> str:
    """No more of it. What is sought or arranged already stays, since it may be needed; they hear so, and can cancel it.

    `theirs`, as in `cancel`.
    """
    series = world.store.request(call.group.slug, series_id)
    if series is None:
        return STOPPED
    if is_theirs_alone(call, series):
        return THEIRS
    now = world.now()
    stop = {"next_action_at": now, "cancelled_at": now}
    _ = change(world, series, lambda seen: SO_ALREADY if seen.cancelled_at else stop)  # else it runs no more already
    made = last_made(world, series)
    return f"{STAYS}_{made.on}" if made and stands(made) else STOPPED


def _left_out(world: World, call: Call, series: Request) -> str:
    """The day that was seen to last is left out for a holiday, unless the series has ended or that day is over."""
    if series.state in ENDED_REQUEST or series.cancelled_at or series.made_for is None or series.part is None:
        return NONE
    now, day = world.now(), date.fromisoformat(series.made_for)
    if kept_on(day, series.part, call.group, now) or ends(day, series.part, call.group) <= now:
        return NONE
    return f"left-out_{series.need}_{DAYS[day.weekday()]}_{series.part}"


def _begin(world: World, call: Call, request: Request, day: str, part: str, *, first: str | None) -> Request | None:
    """Begin the series of this request, if it has not begun. Return it; None: it runs no more.

    Raises Busy when others have changed the request each time that it was to be begun.
    """
    weekday, its_part, number, note = DAYS.index(day), Part(part), request.number, request.note
    for _ in range(LOOKS):
        there = world.store.request(request.group, series_of(request))
        if there:
            return _running(world, there.group, there.id)
        now, done = world.now(), request.reported_at is not None or request.state in ENDED_REQUEST
        on = first_made_for(weekday, its_part, call.group, now, done=done)
        due_at = None if done else ends(on, its_part, call.group).astimezone(now.tzinfo)
        series = new_series(world, request, weekday=weekday, part=its_part, first=first, made_for=on)
        if world.store.begin_series(request, series, due_at=due_at):
            return series
        request = replace(world.store.request(request.group, request.id) or request, number=number, note=note)
    raise Busy("Too many are changing this request at once: nothing is lost, try again in a moment.")


def _told(series: Request | None, day: str, part: str) -> str:
    if series is None:
        return OVER
    stands = f"{DAYS[series.weekday or 0]}_{series.part}"
    return KEPT if stands == f"{day}_{part}" else f"{KNOWN}_{stands}"


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
    weekday, part = where_it_moves(request) or (request.weekday or 0, request.part)
    return f"{what}_{request.need}_{DAYS[weekday]}_{part}"
