"""What the calls do that tell a resident that nobody could: by one of us, by the line, or when they ask for news."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from hotline.conversation.call import Call
from hotline.conversation.turns import effect
from hotline.dispatch.pick import all_said_no
from hotline.dispatch.request_end import end_request
from hotline.dispatch.ring import calls_are_used_up
from hotline.dispatch.unmet import is_moot
from hotline.effects.answers import offer_and_held
from hotline.effects.changing import SO_ALREADY, change
from hotline.effects.news import ENDS, NONE_LEFT, USED_UP, WEEK_ENDS
from hotline.effects.placed import errand_and_about, errand_of
from hotline.effects.standing import what_where_when
from hotline.hours import local_day
from hotline.prompts.times import time_code
from hotline.records import TO_RING_BACK, Reason, Request, RequestState
from hotline.rotation.pace import asked_until, ends_with_promise, goes_on, is_past, was_told
from hotline.world import World

NONE, OVER = "none", "over"
ONCE, WEEK, RING_BACK = "once", "week", "ring-back"
YET, HELD_BY = "yet", "held"
LAST, MORE = "last", "more"
TOLD, STILL = "told", "still"
LEFT = "left"


@effect(
    NONE,
    f"{ONCE}_request-1_shopping_ongar_today",
    f"{WEEK}_request-1-w_shopping__thu-morning",
    f"{RING_BACK}_request-1_person__today",
)
def what_nobody_could(world: World, call: Call) -> str:
    """What the resident is rung about: a need that nobody could meet, a week that nobody came, or a ring back."""
    errand, about = errand_and_about(world, call)
    if errand is None or about is None or is_moot(world, call.group, errand):
        return NONE
    which = RING_BACK if about.reason in TO_RING_BACK else WEEK if about.reason is Reason.SERIES else ONCE
    return f"{which}_{about.id}_{what_where_when(world, about)}"


@effect(
    NONE,
    f"{YET}_errand-1_request-1_shopping_ongar_today_1230_{LAST}",
    f"{YET}_errand-1_request-1_shopping_ongar_today_1230_{MORE}",
    f"{USED_UP}_errand-1_request-1_shopping_ongar_today_1230_{LAST}",
    f"{ENDS}_errand-1_request-1_shopping_ongar_today_2000_{LAST}",
    f"{WEEK_ENDS}_errand-1_request-1_shopping_ongar_thu-morning_1200_{LAST}",
    f"{HELD_BY}_errand-1_request-1_shopping_ongar_today_1230_{LAST}",
)
def why_nobody_rang(world: World, call: Call, after: str) -> str:
    """For what nobody has rung them by the time that was said: nobody could yet, or somebody has said yes.

    Empty: what this call is for. Else the next thing, after the call `after`, for which their phone is to be rung as
    well: they hear it now, and are not rung for it. MORE: another one follows; never after a yes.
    """
    errand, now = errand_of(world, call), world.now()
    if errand is None:
        return NONE
    told = errand if not after else next(iter(_also_not_yet(world, call, errand, after)), None)
    about = world.store.request(told.group, told.about or "") if told else None
    if told is None or about is None or is_moot(world, call.group, told):
        return NONE
    if after:
        change(world, told, lambda seen: SO_ALREADY if seen.heard_at else {"heard_at": now, "told_on": call.about})
    why, by = _why_nobody_rang(world, call, about)
    more = MORE if why != HELD_BY and _also_not_yet(world, call, errand, told.id) else LAST
    return f"{why}_{told.id}_{about.id}_{what_where_when(world, about)}_{time_code(by, now, call.group.zone)}_{more}"


@effect(LEFT, NONE_LEFT)
def is_anybody_left(world: World, call: Call, request_id: str) -> str:
    """Whether there is anybody whom it can be put to: where its time is over, once it goes on for a new one."""
    request, now = world.store.request(call.group.slug, request_id), world.now()
    if request and is_past(request, call.group, now):
        request = replace(request, **goes_on(request, call.group, now))  # type: ignore[arg-type] # as `look_at`
    return NONE_LEFT if request and all_said_no(world, request) else LEFT


@effect("1300", USED_UP, OVER, final=True)
def go_on_asking(world: World, call: Call, request_id: str) -> str:
    """It is still wanted: a new time, and a new promise. Return by when somebody rings, or USED_UP."""
    by = _goes_on(world, call, world.store.request(call.group.slug, request_id))
    return USED_UP if by != OVER and calls_are_used_up(world, call.group) else by


@effect("ended", OVER, final=True)
def let_it_end(world: World, call: Call, request_id: str) -> str:
    """They have heard that nobody could, and it ends: the dispatcher, due now, does the rest."""
    seen, told = _note_told(world, call, world.store.request(call.group.slug, request_id))
    return "ended" if told or (seen and seen.state is RequestState.UNMET) else OVER


@effect("noted", final=True)
def note_not_reached(world: World, call: Call) -> str:
    """One of us has rung the resident, and reached nobody: on three different days, and the need ends unmet."""
    now, today = world.now(), local_day(world.now(), call.group.zone).isoformat()

    def tried(seen: Request) -> Mapping[str, object] | None:
        if seen.reason or today in seen.tried:
            return SO_ALREADY
        return {"next_action_at": now, "tried": seen.tried | {today}}

    change(world, _about(world, call), tried)
    return "noted"


@effect("1300", NONE_LEFT, TOLD, OVER, final=True)
def have_told(world: World, call: Call, answer: str) -> str:
    """One of us has told the resident: it ends, or goes on if it is still wanted. What recurs goes on in any case.

    `none-left`: it goes on, and there is nobody whom it can be put to.
    """
    _, task = offer_and_held(world, call)
    about, result = _about(world, call), TOLD
    if about and about.reason is None:
        if answer == STILL:
            result = _goes_on(world, call, about)
            again = world.store.request(about.group, about.id)
            if result != OVER and again and all_said_no(world, again):
                result = NONE_LEFT
        else:
            _note_told(world, call, about)
    end_request(world, task.group, task.id, state=RequestState.DONE)
    return result


def _why_nobody_rang(world: World, call: Call, about: Request) -> tuple[str, datetime]:
    """Return why, and until when neighbours are asked."""
    by = asked_until(about, call.group) or world.now()
    if about.state is not RequestState.OPEN:
        return HELD_BY, by
    if not about.ringing and calls_are_used_up(world, call.group):
        return USED_UP, by
    if ends_with_promise(about, call.group):
        return (WEEK_ENDS if about.made_for else ENDS), by
    return YET, by


def _also_not_yet(world: World, call: Call, errand: Request, after: str) -> list[Request]:
    """List what else this phone is to be rung for, as nobody has by the time that was said: what follows that one.

    What this call is for comes first. What was heard on this very call counts as not heard yet, as in `next_to_tell`.
    """
    last = world.store.request(errand.group, after) if after != errand.id else None
    return [
        each
        for each in (world.store.requests_of_phone(errand.group, errand.number) if errand.number else [])
        if each.reason is Reason.NOT_YET
        and each.id != errand.id
        and (each.heard_at is None or each.told_on == call.about)
        and (last is None or each.age > last.age)
        and not is_moot(world, call.group, each)
    ]


def _goes_on(world: World, call: Call, request: Request | None) -> str:
    now = world.now()

    def anew(seen: Request) -> Mapping[str, object] | None:
        if seen.state is not RequestState.OPEN or seen.cancelled_at:
            return None
        return goes_on(seen, call.group, now) if is_past(seen, call.group, now) else SO_ALREADY

    seen, so = change(world, request, anew)
    again = world.store.request(seen.group, seen.id) if seen and so else None
    if again is None or again.promised_at is None:
        return OVER
    return time_code(again.promised_at, now, call.group.zone)


def _note_told(world: World, call: Call, request: Request | None) -> tuple[Request | None, bool]:
    now = world.now()

    def told(seen: Request) -> Mapping[str, object] | None:
        if was_told(seen, call.group):
            return SO_ALREADY
        return {"next_action_at": now, "told_at": now} if is_past(seen, call.group, now) else None

    return change(world, request, told)


def _about(world: World, call: Call) -> Request | None:
    """The request that this coordinator's task is about."""
    _, task = offer_and_held(world, call)
    return world.store.request(task.group, task.about) if task.about else None
