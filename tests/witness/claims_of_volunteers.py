"""What the line says to whoever helps."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.witness.claims import Check, Claim, always
from tests.witness.claims_of_residents import is_cancelled
from tests.witness.heard import Heard
from tests.witness.promise_04_told import TASKS
from tests.witness.rows import flag, is_ended, members, moment, moments, rests_until, text
from tests.year.expressions import Row


def is_theirs(heard: Heard) -> bool:
    return bool(heard.held())


def is_looked_for(heard: Heard) -> bool:
    """What this phone was rung for is not theirs: it is open again, or somebody else has it by now, or it is over.

    Nor is what they have given back of several tasks on one call.
    """
    mine = {text(row, "id") for row in heard.held()}
    takes_the_other = text(heard.rung_for, "reason") not in TASKS - {"waiting", "nobody"}
    would_be_theirs = heard.about if takes_the_other else heard.rung_for
    is_not = would_be_theirs is None or text(would_be_theirs, "id") not in mine
    return is_not or went_to_somebody_else(heard)


def went_to_somebody_else(heard: Heard) -> bool:
    """Something that was theirs when this call began is not theirs any more."""
    mine = text(heard.volunteer, "id")
    were = [change.key for change in heard.changes if mine and text(change.before, "taken_by") == mine]
    return any(text(heard.scene.row("requests", *key), "taken_by") != mine for key in were)


def is_asked_later(heard: Heard) -> bool:
    """The request remembers who wished to be rung in ten minutes; or it is not open any more."""
    about = heard.rung_for
    return bool(_told_now(heard)) or about is None or text(about, "state") != "open"


def _told_now(heard: Heard) -> list[datetime]:
    """Return when they are rung again about what they heard on this call: a coordinator hears of all that waits."""
    who = text(heard.volunteer, "id")
    written = [change for change in heard.changes if change.table == "requests"]
    noted = [(moments(heard.scene.row("requests", *each.key), "later").get(who), each.before) for each in written]
    return [at for at, before in noted if at and at != moments(before, "later").get(who)]


def is_due_in_a_quarter(heard: Heard) -> bool:
    return any(_is_soon(heard, moment(row, "next_action_at"), minutes=16) for row in heard.held())


def was_asked_in_a_quarter(heard: Heard) -> bool:
    """They were rung, or they have spoken, or it is not theirs, or it is not a time at which their phone may ring."""
    rung = heard.scene.last_rung.get(heard.number)
    if rung is not None and rung > heard.event.at:
        return True
    still = [row for row in heard.held() if text(row, "state") == "accepted" and "code" not in row]
    phone = heard.scene.exchange.phones[heard.number]
    return not still or phone.call is not None or not _may_ring(heard)


def _may_ring(heard: Heard) -> bool:
    hours, now = text(heard.volunteer, "hours"), heard.scene.now
    paused = moment(heard.volunteer, "paused_until")
    rests = paused is not None and paused > now
    return bool(hours) and heard.group.open_at(now) and heard.group.within(hours, now) and not rests


def _is_soon(heard: Heard, at: object, *, minutes: float) -> bool:
    return at is not None and at <= heard.scene.now + timedelta(minutes=minutes)  # type: ignore[operator]


def has_stopped(heard: Heard) -> bool:
    return heard.volunteer is None or flag(heard.volunteer, "stopped")


def is_paused_for(hours: float) -> Check:
    """They rest for so long at least. Somebody who has stopped, or has left, is not rung either."""

    def holds(heard: Heard) -> bool:
        paused = moment(heard.volunteer, "paused_until")
        at_least = heard.scene.now + timedelta(hours=hours)
        return has_stopped(heard) or (paused is not None and paused >= at_least)

    return holds


def rests_until_tomorrow(heard: Heard) -> bool:
    paused = moment(heard.volunteer, "paused_until")
    later = paused is not None and not heard.group.same_day(paused, heard.scene.now)
    return has_stopped(heard) or later


def rests(heard: Heard) -> bool:
    """They rest at their own wish, or the line leaves them in peace since nobody answered that phone."""
    until = rests_until(heard.volunteer)
    return has_stopped(heard) or (until is not None and until >= heard.scene.now)


def is_back(heard: Heard) -> bool:
    return heard.volunteer is not None and not rests(heard)


def has_joined(heard: Heard) -> bool:
    return heard.volunteer is not None and not flag(heard.volunteer, "stopped")


def is_gone(heard: Heard) -> bool:
    """Nothing of them is left but counts, unless they have joined again meanwhile."""
    places = [row for row in heard.scene.rows("places") if "expires" not in row]
    left = heard.volunteer is None
    joined = moment(heard.volunteer, "joined_at")
    anew = joined is not None and joined > heard.event.at
    id_ = text(heard.volunteer, "id")
    return anew or (left and not any(id_ and text(row, "turn").endswith(f"#{id_}") for row in places))


def doors_pause(heard: Heard) -> bool:
    return heard.volunteer is None or bool(members(heard.volunteer, "no_doors"))


def is_rung_afterwards(heard: Heard) -> bool:
    return any(flag(row, "ring_after") for row in heard.held())


def is_logged(heard: Heard) -> bool:
    """The recording has become an ordinary request."""
    return any(not text(row, "reason") and not is_ended(row) for row in heard.touched())


def comes_again(heard: Heard) -> bool:
    """A series asks them first."""
    mine = text(heard.volunteer, "id")
    return any(text(row, "first") == mine for row in _all_series(heard))


def is_asked_first(heard: Heard) -> bool:
    """And the resident wishes it too."""
    mine = text(heard.volunteer, "id")
    return any(text(row, "first") == mine and flag(row, "same") for row in _all_series(heard))


def comes_in_turn(heard: Heard) -> bool:
    """They would come again, and the resident would rather have anyone, in turn."""
    mine = text(heard.volunteer, "id")
    return any(text(row, "first") == mine and "same" in row and not flag(row, "same") for row in _all_series(heard))


def recurs(heard: Heard) -> bool:
    return bool(_all_series(heard))


def wishes_the_same(heard: Heard) -> bool:
    return any(flag(row, "same") for row in _series(heard))


def somebody_comes_again(heard: Heard) -> bool:
    return any(flag(row, "same") and "first" in row for row in _series(heard))


def wishes_anyone(heard: Heard) -> bool:
    return any("same" in row and not flag(row, "same") for row in _series(heard))


def is_left_out(heard: Heard) -> bool:
    return any("skip" in row for row in _series(heard)) or is_cancelled(heard)


def has_moved(heard: Heard) -> bool:
    return any("weekday" in row for row in _series(heard))


def one_stays(heard: Heard) -> bool:
    """One week's is there, and is not cancelled; or this week's, which is still to be sought, stays on its old day."""
    weeks = [row for row in heard.scene.rows("requests") if "made_for" in row and text(row, "reason") != "series"]
    there = any("cancelled_at" not in row and text(row, "state") != "cancelled" for row in weeks)
    return there or any("moves_to" in row for row in _series(heard))


def recurs_no_more(heard: Heard) -> bool:
    ended = [row for row in heard.touched() if text(row, "id").endswith("-s") or text(row, "reason") == "series"]
    return all(is_ended(row) or "cancelled_at" in row for row in ended)


def _series(heard: Heard) -> list[Row]:
    return [row for row in (*heard.theirs(), *heard.touched()) if text(row, "reason") == "series"]


def _all_series(heard: Heard) -> list[Row]:
    return [row for row in heard.scene.unfinished() if text(row, "reason") == "series"]


def calls_are_used_up(heard: Heard) -> bool:
    """A line row counts as many calls of a day as the group's limit."""
    most = heard.group.policy.daily_calls
    rows = (row for row in heard.scene.rows("line") if text(row, "id").startswith(f"calls#{heard.group.slug}#"))
    return any(int(text(row, "calls") or 0) >= most for row in rows)


def is_kept_for_the_meeting(heard: Heard) -> bool:
    return any(members(row, "waiting") for row in heard.scene.rows("line"))


def says_cap(heard: Heard) -> bool:
    counts = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    cap = heard.group.policy.daily_cap
    said = counts[cap] if cap < len(counts) else str(cap)
    return f"at most {said} a day" in heard.sentence


def is_due_at_that_time(heard: Heard) -> bool:
    """What they hold is looked at when the time has come that is said, or they are noted to be rung about it then."""
    who = text(heard.volunteer, "id")
    times = [(moment(row, "next_action_at"), moments(row, "later").get(who)) for row in heard.held()]
    return any(heard.says_time(at) for either in times for at in either)


def is_rung_at_that_time(heard: Heard) -> bool:
    """What they hold, or have not taken yet, is looked at when the time has come that is said."""
    return is_due_at_that_time(heard) or any(heard.says_time(at) for at in _told_now(heard))


def hears_both_still(heard: Heard) -> bool:
    """The complaint is not over, and they are one of the two, or are still to be asked."""
    return heard.rung_for is not None and not is_ended(heard.rung_for)


def is_wanted_weekly(heard: Heard) -> bool:
    return text(heard.about, "when") == "weekly"


def is_wanted_then(heard: Heard) -> bool:
    """What they hold, or are told of, is wanted when the sentence says; one week's has its day."""
    days = {"today": "today", "in the next few days": "soon", "every week": "weekly"}
    said = {kept for day, kept in days.items() if f"wanted {day}" in heard.sentence}
    rows = [*heard.held(), *([heard.about] if heard.about else [])]
    return any(text(row, "when") in said or "weekday" in row for row in rows)


def is_unended(heard: Heard) -> bool:
    return heard.about is not None and not is_ended(heard.about)


def holds_no_door(heard: Heard) -> bool:
    to_do = [row for row in heard.held() if text(row, "state") in ("accepted", "spoken")]
    return all(text(row, "need") in ("chat", "listen", "person") for row in to_do)


def doors_are_open(heard: Heard) -> bool:
    return text(heard.about, "id") not in members(heard.volunteer, "no_doors")


def is_in_other_hands(heard: Heard) -> bool:
    """They hear this complaint no more."""
    about = heard.rung_for
    return text(heard.volunteer, "id") not in members(about, "hearing")


# A quarter of an hour; and two more, where the process ended in the middle of that ring.
_THREE_QUARTERS = 52.0
_SOME_SWEEPS = 15.0  # minutes; in a long run the clock beats less often

OF_VOLUNTEERS = (
    Claim(words="you said yes to ringing", holds=is_theirs),
    Claim(words="and join you then", holds=is_due_at_that_time),
    Claim(words="we ring you at", holds=is_rung_at_that_time, unless="and join you then"),
    Claim(words="we ask you again another day", holds=is_theirs),
    Claim(words="and ring you again", holds=hears_both_still),
    Claim(words="we ring you again another day", holds=hears_both_still),
    Claim(words="we ask them which day it is to be", holds=is_wanted_weekly),
    Claim(words="are to ring you, and hear both of you", holds=is_unended),
    Claim(words="what you had said yes to there, somebody else does", holds=holds_no_door),
    Claim(words="we ask you in your turn, as before", holds=doors_are_open),
    Claim(words="it is wanted", holds=is_wanted_then),
    Claim(words="it's yours", holds=is_theirs),
    Claim(words="it stays yours", holds=is_theirs),
    Claim(words="it is still yours", holds=is_theirs),
    Claim(words="we ring you then", holds=is_theirs),
    Claim(words="you have said yes to:", holds=is_theirs),
    Claim(words="you have said yes to ringing", holds=is_theirs),
    Claim(words="any other that you have said yes to stays yours", holds=is_theirs),
    Claim(words="we ring you in ten minutes", holds=is_asked_later),
    Claim(
        words="we ring you in a quarter of an hour", holds=always, then=was_asked_in_a_quarter, minutes=_THREE_QUARTERS
    ),
    Claim(words="we ask somebody else", holds=is_looked_for),
    Claim(
        words="what you had said yes to goes to somebody else",
        holds=always,
        then=went_to_somebody_else,
        minutes=_SOME_SWEEPS,
    ),
    Claim(words="what you had said yes to stays yours", holds=is_theirs),
    Claim(words="it goes to somebody else", holds=is_looked_for),
    Claim(words="so somebody else is asked", holds=is_looked_for),
    Claim(words="we will not ring you any more", holds=has_stopped),
    Claim(words="we leave you in peace until tomorrow", holds=rests_until_tomorrow),
    Claim(words="we leave you in peace for a week", holds=is_paused_for(7 * 24 - 1)),
    Claim(words="we leave you in peace until you phone", holds=is_paused_for(60 * 24)),
    Claim(words="you are resting", holds=rests),
    Claim(words="we ring you in your turn", holds=is_back),
    Claim(words="you will be rung in your turn", holds=has_joined),
    Claim(words="you help already", holds=has_joined),
    Claim(words="you have left", holds=has_stopped, then=is_gone, minutes=70),
    Claim(words="we will ring them afterwards", holds=is_rung_afterwards),
    Claim(words="it is logged", holds=is_logged),
    Claim(words="you are asked first", holds=is_asked_first, unless="if they wish it too"),
    Claim(words="you are asked first, if they wish it too", holds=comes_again),
    Claim(words="you are asked in yours", holds=comes_in_turn),
    Claim(words="somebody is asked each time", holds=recurs),
    Claim(words="they are asked first", holds=somebody_comes_again),
    Claim(words="whoever would come again is asked first from then on", holds=wishes_the_same),
    Claim(words="whoever's turn it is will be asked", holds=wishes_anyone),
    Claim(words="is left out", holds=is_left_out, unless="holiday"),
    Claim(words="stays as it is", holds=one_stays),
    Claim(words="stays:", holds=one_stays),
    Claim(words="from the next one on", holds=has_moved),
    Claim(words="from the one after that on", holds=has_moved),
    Claim(words="from next week on", holds=has_moved),
    Claim(words="from the week after next on", holds=has_moved),
    Claim(words="it comes no more every week", holds=recurs_no_more),
    Claim(words="until then we ask you for chats only", holds=doors_pause),
    Claim(words="from now on we ask you for friendly chats", holds=doors_pause),
    Claim(words="today's calls are used up", holds=calls_are_used_up),
    Claim(words="kept for our next meeting", holds=is_kept_for_the_meeting),
    Claim(words="with a rest after each", holds=says_cap),
    Claim(words="it is in other hands now", holds=is_in_other_hands),
)
