"""What paces a call, a request and the rotation: the table [policy] of a group's file, with its defaults."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from typing import Any

from hotline.groups.ringing import SHORTEST_DIALLED
from hotline.groups.table import Table
from hotline.values import dataclass


@dataclass(frozen=True, kw_only=True)
class Policy:
    """Every duration and count that a group can set. The defaults are DESIGN.md's; the sample group explains each."""

    # a volunteer's phone
    ring: timedelta = timedelta(seconds=20)  # no longer than 25: most voicemail answers after that
    deadline_margin: timedelta = timedelta(seconds=15)  # after the ring, before the sweep may end an offer
    deciding: timedelta = timedelta(seconds=25)  # picked up this recently: perhaps a human
    decide_within: timedelta = timedelta(seconds=90)  # picked up, before the sweep asks what became of it
    later: timedelta = timedelta(minutes=10)  # "ring me in ten minutes"
    talk_limit: timedelta = timedelta(hours=1)  # of two neighbours talking

    # fairness
    rest: timedelta = timedelta(hours=1)  # between two asks of one volunteer
    daily_cap: int = 3  # asks of one volunteer in a day
    task_pause: timedelta = timedelta(minutes=10)  # between two rings of one coordinator about tasks
    rest_after_unanswered: int = 5  # in a row
    rest_for_unanswered: timedelta = timedelta(days=7)

    # a request
    draft_opens: timedelta = timedelta(minutes=3)  # nothing kept for so long: the carrier is asked if the call goes on
    draft_longest: timedelta = timedelta(hours=5)  # the draft opens, whatever the carrier says
    misses_for_two: int = 3  # asks of a round without a yes: then two phones at a time
    urgent_within: timedelta = timedelta(hours=2)  # due this soon: two phones at a time
    rounds: tuple[timedelta, ...] = (timedelta(minutes=15), timedelta(hours=1))  # between rounds; the last repeats
    tell_after: timedelta = timedelta(minutes=30)  # waiting: a coordinator is told
    promise: timedelta = timedelta(hours=2)  # by when somebody rings
    one_phone: int = 5  # requests of one phone that ring at a time: the others wait their turn
    promise_warning: timedelta = timedelta(minutes=15)  # before that, a coordinator is told
    due_today: timedelta = timedelta(days=1)  # "today": until the phones fall silent, and no longer than this
    due_soon: timedelta = timedelta(days=3)  # "in the next few days"
    due_weekly: timedelta = timedelta(days=7)  # "every week", until a day is agreed
    spoken_within: timedelta = timedelta(minutes=15)  # accepted: have they spoken?
    follow_up: timedelta = timedelta(hours=1)  # spoken, at least: before `is it done?`
    follow_up_again: timedelta = timedelta(hours=2)  # no answer: asked again
    follow_up_tries: int = 3  # no answer so often: handed back
    more_time: timedelta = timedelta(days=1)  # "more time": asked again
    well_again: timedelta = timedelta(days=1)  # the resident did not answer: asked again
    well_tries: int = 3  # no answer so often: asked no more
    keep_after_spoken: timedelta = timedelta(days=7)  # reported done, and no word from the resident: erased
    code_kept: timedelta = timedelta(days=28)  # to phone back with, since it was made or used
    tell_unmet: timedelta = timedelta(days=3)  # nobody could: one of us tells the resident; then the line does
    tell_unmet_days: int = 3  # the resident was not reached on so many days: it ends unmet
    remember_for: timedelta = timedelta(days=365)  # who asked to be remembered, since they last said so

    # every week
    weekly_ahead: timedelta = timedelta(days=2)  # before the day: when a neighbour is sought
    neighbour_first: timedelta = timedelta(days=1)  # of that, how long only the neighbour of last time is waited for
    weekly_tell_ahead: timedelta = timedelta(days=1)  # before it is due: a coordinator is told, if nobody has said yes

    # something was wrong
    words_first: timedelta = timedelta(minutes=3)  # the words after the tone, before anybody is drawn
    lot_pause: timedelta = timedelta(hours=2)  # drawn, and no answer: rung again
    lot_tries: int = 3  # no answer so often: the next one is drawn
    lot_again: timedelta = timedelta(days=1)  # said yes, and has not decided: rung again; nobody left: drawn anew
    lot_longest: timedelta = timedelta(days=14)  # two have not decided by then: it goes to the next meeting

    # a resident's phone
    resident_ring: timedelta = timedelta(seconds=45)
    first_key: timedelta = timedelta(seconds=9)  # wait for a key
    next_digit: timedelta = timedelta(seconds=4)  # wait between digits
    same_key: timedelta = timedelta(seconds=1)  # a key that the next question takes too: not heard again so soon
    note_length: timedelta = timedelta(seconds=60)  # of a recording
    wait_news: timedelta = timedelta(seconds=30)  # waiting on the line: how often they hear how it goes
    wait_longest: timedelta = timedelta(minutes=8)  # waiting on the line; nothing: it is not offered

    # the line
    sweep: timedelta = timedelta(seconds=60)  # the clock
    daily_calls: int = 300  # placed in a day: the spend limit
    wrong_codes: int = 12  # of the whole group in an hour: then every code leads to a person
    wrong_codes_of_phone: int = 6  # the same, of one phone that is shown
    daily_texts: int = 50  # sent in a day, answers included: the spend limit of texts
    rings_back: int = 6  # of one phone in a day: caller ID can be forged, and nobody is to be plagued
    outage_look: timedelta = timedelta(minutes=2)  # how often the carrier is asked for calls that the line missed
    outage_back: timedelta = timedelta(days=1)  # and how far back
    outage_over: timedelta = timedelta(minutes=10)  # well for so long: what was missed is given to coordinators

    @property
    def longest_ring(self) -> timedelta:
        """The longest that any phone of the group rings."""
        return max(self.ring, self.resident_ring, SHORTEST_DIALLED)

    @property
    def longest_talk(self) -> timedelta:
        """The longest that a call with a talk in it goes on: the ring, the talk, and the questions around it."""
        return self.longest_ring + self.talk_limit + 2 * self.decide_within


# For these `0s` means "not at all". Any other duration of nothing would ring nobody, or turn in a circle.
_MAY_BE_NOTHING = {
    "deadline_margin",
    "deciding",
    "draft_opens",
    "keep_after_spoken",
    "neighbour_first",
    "outage_over",
    "promise_warning",
    "rest",
    "same_key",
    "task_pause",
    "tell_after",
    "urgent_within",
    "wait_longest",
    "words_first",
}
_MOST = {
    "daily_cap": 24,  # a volunteer's row remembers so many asks
    "tell_unmet_days": 14,  # after so many it ends in any case (dispatch.unmet); and it is said which is the last
}
_LEAST = {"remember_for": timedelta(days=60)}  # it is said in months
_A_DAY = timedelta(days=1)  # whatever is not finished is looked at within a day (DESIGN.md, promise 4)
# Twilio's own limits: https://www.twilio.com/docs/voice/twiml/dial (timeout, timeLimit)
# and https://www.twilio.com/docs/usage/monitor-alert (thirty days; one is left for the clocks)
_CARRIERS = {"ring": timedelta(minutes=10), "resident_ring": timedelta(minutes=10), "talk_limit": timedelta(hours=4)}
_CARRIERS |= {"outage_back": timedelta(days=29)}
_LONGEST = {
    **_CARRIERS,
    "draft_longest": _A_DAY,
    "follow_up_again": _A_DAY,
    "more_time": _A_DAY,
    "well_again": _A_DAY,
    "lot_pause": _A_DAY,
    "lot_again": _A_DAY,
}


def read_policy(table: Table) -> Policy:
    """Each setting is read as its default is: a duration, a count, or a list of durations."""
    there = (setting for setting in fields(Policy) if setting.name in table)
    read: dict[str, Any] = {setting.name: _read(table, setting.name, setting.default) for setting in there}
    return Policy(**read)


def settings() -> tuple[str, ...]:
    """The keys of [policy]."""
    return tuple(field.name for field in fields(Policy))


def _read(table: Table, key: str, default: object) -> object:
    if isinstance(default, int):
        return table.count(key, most=_MOST.get(key))
    if isinstance(default, tuple):
        return table.durations(key)
    least = _LEAST.get(key, timedelta(seconds=key not in _MAY_BE_NOTHING))
    return table.duration(key, least=least, most=_LONGEST.get(key))
