"""A volunteer's own settings: what, where, when, how often; each read back, and kept only once they say it is right."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hotline.conversation.call import Call
from hotline.conversation.trail import UNHEARD
from hotline.conversation.turns import Ask, Effect, KeyNumber, Option, Say, Turn
from hotline.effects.letting_go import HANDED_ON, KEPT, STILL_THEIRS
from hotline.effects.volunteer_settings import (
    ANYWHERE,
    AS_THE_RULE,
    EVERY_DAY,
    MOBILE,
    NEVER,
    NO,
    REFUSED,
    SILENT,
    WEEKEND,
    WORKDAYS,
    YES,
    an_hour,
    keep_areas,
    keep_drawn,
    keep_hours,
    keep_how_often,
    keep_languages,
    keep_needs,
    keep_texts,
    kind_of_phone,
)
from hotline.groups import Group
from hotline.records import Need
from hotline.scripts.person import still

Steps = Generator[Turn, Any, Any]

NEEDS, AREAS, OFTEN, HOURS, LANGUAGES = "needs", "areas", "often", "hours", "languages"
DRAWN, TEXTS = "drawn", "texts"
RIGHT, MORE, DONE = "right", "more", "done"
EVERYWHERE, SOME = "everywhere", "some"
CERTAIN_HOURS, NOT_AT_ALL = "hours", "not-at-all"

_YES_OR_NO = (Option(key="1", meaning=YES), Option(key="2", meaning=NO))
_RIGHT = (Option(key="1", meaning=RIGHT),)
_A_DAY = tuple(Option(key=str(key), meaning=each) for key, each in enumerate(("1", "2", "3", AS_THE_RULE), start=1))
_BETWEEN = tuple(
    Option(key=str(key), meaning=each) for key, each in enumerate(("hours", "day", "week", AS_THE_RULE), start=1)
)
_DAYS = tuple(Option(key=str(key), meaning=each) for key, each in enumerate((EVERY_DAY, WORKDAYS, WEEKEND), start=1))


def settings(call: Call) -> Steps:
    """One setting after the other, for as long as they say so."""
    phone = yield kind_of_phone()
    more = MORE
    while more == MORE:
        what = yield Ask(prompt="settings", options=_menu(call.group, phone))
        if what == UNHEARD:
            return
        kept = yield from change(call, what)
        if not kept:
            yield Say("kept_as_it_was")
        more = yield Ask(
            prompt="another_setting", options=(Option(key="1", meaning=MORE),), silence=DONE, patient=False
        )


def change(call: Call, what: str) -> Steps:
    """Whether it was kept."""
    if what == NEEDS:
        return (yield from my_needs(call.group))
    if what == AREAS:
        return (yield from my_areas(call.group))
    if what == OFTEN:
        return (yield from how_often())
    if what == HOURS:
        return (yield from my_hours(call.group))
    if what == DRAWN:
        return (yield from yes_or_no("may_we_draw", "drawn", keep_drawn))
    if what == TEXTS:
        return (yield from yes_or_no("would_you.text", "would.text", keep_texts))
    return (yield from one_by_one("language", call.group.languages, keep_languages))


def my_needs(group: Group) -> Steps:
    """Each need of the group, but for a listening line, which is no neighbour."""
    return (yield from one_by_one("need", tuple(str(need) for need in group.needs if need != Need.LISTEN), keep_needs))


def my_areas(group: Group) -> Steps:
    """Everywhere, or each area of the group."""
    answer = yield Ask(
        prompt="everywhere", options=(Option(key="1", meaning=EVERYWHERE), Option(key="2", meaning=SOME))
    )
    if answer == SOME:
        return (yield from one_by_one("area", tuple(group.areas), keep_areas))
    if answer == UNHEARD:
        return False
    yield Say("would.area", areas=ANYWHERE)
    return (yield from if_right(keep_areas, (ANYWHERE,)))


def one_by_one(kind: str, among: tuple[str, ...], keep: Effect) -> Steps:
    """Yes or no to each, then all of it read back."""
    chosen: tuple[str, ...] = ()
    nth = 0
    while nth < len(among):
        yield Say(f"named.{kind}", **{kind: among[nth]})
        answer = yield Ask(prompt=f"would_you.{kind}", options=_YES_OR_NO)
        if answer == UNHEARD:
            return False
        if answer == YES:
            chosen = (*chosen, among[nth])
        nth += 1
    yield Say(f"would.{kind}", **{f"{kind}s": "_".join(chosen)})
    return (yield from if_right(keep, chosen))


def if_right(keep: Effect, *what: object, ours: str = "") -> Steps:
    """Kept only on `right`: silence changes nothing. Nor is it kept if it left nothing that they could be asked.

    Then they hear that it is kept, and what becomes of what they hold.

    Whose hours are not among `ours`, the group's, hears those.
    """
    answer = yield Ask(prompt="is_that_right", options=_RIGHT, silence=NO)
    if answer != RIGHT:
        return False
    kept = yield from still(keep(*what))
    if kept == REFUSED:
        yield Say("none_at_all")
    elif kept == SILENT:
        yield Say("silent_then")
        yield Say("rule.hours", hours=ours)
    if kept not in (KEPT, HANDED_ON, STILL_THEIRS):
        return False
    yield Say("setting_kept")
    if kept == HANDED_ON:
        yield Say("handed_on")
    elif kept == STILL_THEIRS:
        yield Say("still_theirs")
    return True


def yes_or_no(asked: str, told: str, keep: Effect) -> Steps:
    """Something that they would like or not, read back."""
    answer = yield Ask(prompt=asked, options=_YES_OR_NO)
    if answer == UNHEARD:
        return False
    yield Say(f"{told}.{answer}")
    return (yield from if_right(keep, answer))


def how_often() -> Steps:
    """How many asks a day at most, and how long in peace between two."""
    a_day = yield Ask(prompt="how_many_a_day", options=_A_DAY)
    if a_day == UNHEARD:
        return False
    between = yield Ask(prompt="how_long_between", options=_BETWEEN)
    if between == UNHEARD:
        return False
    yield Say(f"a_day.{AS_THE_RULE}" if a_day == AS_THE_RULE else "a_day", count=a_day)
    yield Say(f"between.{between}")
    return (yield from if_right(keep_how_often, a_day, between))


def my_hours(group: Group) -> Steps:
    """On which days, and from what hour until what hour on these; the other days stay as they are."""
    days = yield Ask(prompt="which_days", options=_DAYS)
    if days == UNHEARD:
        return False
    start, end = yield from which_hours(days)
    if start == REFUSED:
        yield Say("hours_refused")
        return False
    yield Say(f"days.{days}")
    if (start, end) == NEVER:
        yield Say("not_at_all")
    else:
        yield Say(f"from.{_part_of_day(start)}", by=start)
        yield Say(f"until.{_part_of_day(end)}", by=end)
    return (yield from if_right(keep_hours, days, start, end, ours=group.hours.text()))


def which_hours(days: str) -> Steps:
    """Two times, NEVER, or REFUSED twice: not two hours of which the second is later."""
    if days != EVERY_DAY:
        answer = yield Ask(
            prompt="on_those_days",
            options=(Option(key="1", meaning=CERTAIN_HOURS), Option(key="2", meaning=NOT_AT_ALL)),
        )
        if answer == NOT_AT_ALL:
            return NEVER
        if answer == UNHEARD:
            return REFUSED, REFUSED
    start = yield from keyed_hour("from_hour")
    if start == REFUSED:
        return REFUSED, REFUSED
    end = yield from keyed_hour("until_hour")
    return (REFUSED, REFUSED) if end == REFUSED or end <= start else (start, end)


def keyed_hour(prompt: str) -> Steps:
    """An hour of the day, keyed as one or two digits."""
    keyed = yield KeyNumber(prompt=prompt, digits=2)
    if keyed == UNHEARD:
        return REFUSED
    return (yield an_hour(keyed))


def _menu(group: Group, phone: str) -> tuple[Option, ...]:
    """Where there is only one area, or one language, it is not asked for; nor are texts where none can be sent."""
    wishes = [NEEDS, OFTEN, HOURS]
    if len(group.areas) > 1:
        wishes.insert(1, AREAS)
    if len(group.languages) > 1:
        wishes.append(LANGUAGES)
    wishes.append(DRAWN)
    if phone == MOBILE:
        wishes.append(TEXTS)
    return tuple(
        Option(key=str(key), meaning=wish, prompt=f"option.my_{wish}") for key, wish in enumerate(wishes, start=1)
    )


def _part_of_day(time: str) -> str:
    if time in {"0000", "2400"}:
        return "midnight"
    return "morning" if time < "1200" else "afternoon" if time < "1800" else "evening"
