"""What a volunteer changes of what they said they could do, on the call that rings them straight back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Unpack

from hotline.conversation.call import Call
from hotline.conversation.turns import Given, effect
from hotline.effects.letting_go import HANDED_ON, KEPT, STILL_THEIRS, change_and_let_go, change_what_they_do
from hotline.effects.placed import volunteer_rung
from hotline.effects.standing import OVER
from hotline.hours import Hours, Window
from hotline.numbers import is_mobile
from hotline.records import Need, Volunteer
from hotline.rotation.eligibility import has_hours_to_ring
from hotline.world import World

if TYPE_CHECKING:
    from hotline.store.volunteers import VolunteerChanges

REFUSED, SILENT = "refused", "silent"
EVERY_DAY, WORKDAYS, WEEKEND = "every-day", "workdays", "weekend"
AS_THE_RULE = "rule"
YES, NO = "yes", "no"
MOBILE, LANDLINE = "mobile", "landline"
ANYWHERE = "anywhere"
NEVER = ("0000", "0000")

_DAYS = {EVERY_DAY: range(7), WORKDAYS: range(5), WEEKEND: range(5, 7)}
_RESTS = {"hours": timedelta(hours=3), "day": timedelta(days=1), "week": timedelta(days=7), AS_THE_RULE: None}
_LAST_HOUR = 24


@effect(KEPT, STILL_THEIRS, REFUSED, OVER, final=True)
def keep_needs(world: World, call: Call, chosen: tuple[str, ...]) -> str:
    """What they would do, of what the group asks for. What it does not ask for at present stays as it was.

    Refused, here and below: it would leave nothing that they could be asked, which is to rest or to leave. A
    coordinator is asked about tasks all the same.
    """
    volunteer = volunteer_rung(world, call)
    if not chosen and not (volunteer and volunteer.coordinator):
        return REFUSED
    others = volunteer.needs - frozenset(call.group.needs) if volunteer else frozenset()
    return _now_do(world, call, volunteer, needs=others | frozenset(map(Need, chosen)))


@effect(KEPT, STILL_THEIRS, REFUSED, OVER, final=True)
def keep_areas(world: World, call: Call, chosen: tuple[str, ...]) -> str:
    """Where they would go: some of the group's areas, or anywhere."""
    volunteer = volunteer_rung(world, call)
    if not chosen:
        return REFUSED
    return _now_do(world, call, volunteer, areas=frozenset(chosen) - {ANYWHERE})


@effect(KEPT, STILL_THEIRS, REFUSED, OVER, final=True)
def keep_languages(world: World, call: Call, chosen: tuple[str, ...]) -> str:
    """Of the group's languages those that they speak."""
    volunteer = volunteer_rung(world, call)
    if not chosen:
        return REFUSED
    others = volunteer.languages - frozenset(call.group.languages) if volunteer else frozenset()
    return _now_do(world, call, volunteer, languages=others | frozenset(chosen))


@effect(KEPT, OVER, final=True)
def keep_how_often(world: World, call: Call, a_day: str, between: str) -> str:
    """At most so many asks a day, and so long in peace between two."""
    cap = None if a_day == AS_THE_RULE else int(a_day)
    return _keep(world, volunteer_rung(world, call), daily_cap=cap, rest=_RESTS[between])


@effect(KEPT, OVER, final=True)
def keep_drawn(world: World, call: Call, agreed: str) -> str:
    """Whether they may be drawn by lot, to hear both sides when something went wrong."""
    return _keep(world, volunteer_rung(world, call), drawn=agreed == YES)


@effect(MOBILE, LANDLINE)
def kind_of_phone(world: World, call: Call) -> str:
    """Whether it can be texted: that is offered to no other."""
    return MOBILE if call.other_end and is_mobile(call.other_end) else LANDLINE


@effect(KEPT, OVER, final=True)
def keep_texts(world: World, call: Call, answer: str) -> str:
    """A text message of what they have said yes to, or none."""
    who = call.other_end
    return KEPT if who and world.store.want_texts(call.group.slug, who.opaque, wanted=answer == YES) else OVER


@effect("0900", "2000", REFUSED)
def an_hour(world: World, call: Call, keyed: Given) -> str:
    """The hour of the day that was keyed, as a time: `9` and `09` are `0900`, and `24` is the end of the day."""
    digits = keyed.secret or ""
    if not digits.isdecimal() or int(digits) > _LAST_HOUR:
        return REFUSED
    return f"{int(digits):02}00"


@effect(KEPT, HANDED_ON, REFUSED, SILENT, OVER, final=True)
def keep_hours(world: World, call: Call, days: str, start: str, end: str) -> str:
    """When they can be rung on those days (NEVER: not at all); the others stay as they were.

    Refused: it would leave no hour in the week at which the group's phones ring. Silent: none ring at the hours that
    they keyed, so that keeping these would be `not at all` without saying so. Handed on: something that
    they hold goes to somebody else, since they can no longer be rung about it in time.
    """
    volunteer = volunteer_rung(world, call)
    if volunteer is None:
        return OVER
    keyed = () if (start, end) == NEVER else _windows(start, end)
    now, those = world.now(), _DAYS[days]
    alone = Hours(windows=tuple(keyed if day in those else () for day in range(7)))
    hours = Hours(windows=tuple(keyed if day in those else each for day, each in enumerate(volunteer.hours.windows)))
    if keyed and not has_hours_to_ring(replace(volunteer, hours=alone), call.group, now):
        return SILENT
    if not has_hours_to_ring(replace(volunteer, hours=hours), call.group, now):
        return REFUSED
    return change_and_let_go(world, call, volunteer.id, {"hours": hours})


def _keep(world: World, volunteer: Volunteer | None, **changes: Unpack[VolunteerChanges]) -> str:
    """Change what a volunteer has said. Over: they have left, or were taken off the list, during this very call."""
    kept = volunteer and world.store.change_volunteer(volunteer.group, volunteer.id, **changes)
    return KEPT if kept else OVER


def _now_do(world: World, call: Call, volunteer: Volunteer | None, **changes: Unpack[VolunteerChanges]) -> str:
    """The same, of what they are asked for: what they have said yes to stays theirs, and they hear so."""
    return change_what_they_do(world, call, volunteer.id, changes) if volunteer else OVER


def _windows(start: str, end: str) -> tuple[Window, ...]:
    return Hours.parse(f"every day {start[:2]}:{start[2:]}-{end[:2]}:{end[2:]}").windows[0]
