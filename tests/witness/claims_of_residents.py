"""What the line says to whoever asks for help."""

from __future__ import annotations

from datetime import datetime

from tests.witness.claims import Claim, always
from tests.witness.heard import Heard, unended
from tests.witness.people import (
    a_coordinator_can_be_rung,
    a_coordinator_rings_in_time,
    no_coordinator_rings_in_time,
    no_coordinator_rings_soon,
    nobody_helps_with_it,
    nobody_is_left_to_ask,
    none_of_us_can_ring_them,
)
from tests.witness.rows import HELD, entries, flag, is_ended, is_need, members, moment, text

_TASKS = ("asked", "recording", "silent", "outage", "worried")


def is_stored(heard: Heard) -> bool:
    """What was read back lies in an unfinished row of this call."""
    rows = heard.touched() if heard.inbound else heard.theirs()  # on a placed call it may be so already
    return any(heard.as_read_back(row) for row in unended(rows) if is_need(row) or text(row, "reason") == "series")


def is_promised(heard: Heard) -> bool:
    """The time that is said is the one that is written."""
    return any(heard.says_time(moment(row, "promised_at")) for row in heard.needs())


def waits_for_a_ring(heard: Heard) -> bool:
    """A time was said in the sentence before, and is written: by then the line itself rings (`promise_04_told`)."""
    return any(moment(row, "promised_at") for row in heard.needs())


def promised_at(heard: Heard) -> datetime | None:
    """Return the time that was said: it is judged then."""
    return max((at for row in heard.needs() if (at := moment(row, "promised_at"))), default=None)


def was_rung_or_told_of(heard: Heard) -> bool:
    """By then the phone was rung, or it is settled, or a coordinator has been called about it."""
    now = heard.scene.now
    keys = [(text(row, "group"), text(row, "id")) for row in heard.needs()]
    rows = [row for row in (heard.scene.row("requests", *key) for key in keys) if row]
    waits = [row for row in rows if text(row, "state") in ("open", "accepted") and "cancelled_at" not in row]
    broken = [row for row in waits if (moment(row, "promised_at") or now) <= now]
    return (
        not broken
        or was_rung_since(heard)
        or bool(heard.tasks("promise", "waiting", "nobody", "number", "many", "unmet"))
    )


def was_rung_since(heard: Heard) -> bool:
    rung = heard.scene.last_rung.get(heard.number)
    return rung is not None and rung >= heard.event.at


def was_kept_for_a_person(heard: Heard) -> bool:
    """A task was made of this call, whatever has become of it: at once, or once the line answers again."""
    later = [row for row in heard.scene.rows("requests") if heard.since_call(moment(row, "made_at"))]
    in_the_call = [change.after for change in heard.changes]
    return any(text(row, "reason") in _TASKS for row in [*later, *in_the_call, *heard.tasks(*_TASKS)])


def a_person_is_to_ring(heard: Heard) -> bool:
    """A task to ring this phone is not over."""
    waits = [row for row in heard.scene.unfinished() if text(row, "number") == heard.number]
    return any(text(row, "reason") in _TASKS for row in waits)


def something_is_kept(heard: Heard) -> bool:
    """A row was written in this call that concerns this phone; or nothing of ours answers, and the carrier keeps it."""
    ours = any(heard.touched(table) for table in ("requests", "volunteers", "line"))
    return ours or any(each.call_sid == heard.call.sid for each in heard.scene.exchange.recordings.values())


def is_cancelled(heard: Heard) -> bool:
    """A request of this phone was cancelled in this call, or one of two that are the same was."""
    return any(
        text(row, "cancelled_at") or text(row, "declined_at") or text(row, "state") == "cancelled"
        for row in heard.touched()
    )


def nothing_is_held_of_it(heard: Heard) -> bool:
    """What was cancelled, or has ended, in this call holds nobody's number any more."""
    ended = [row for row in heard.touched() if is_need(row) and (is_ended(row) or "cancelled_at" in row)]
    return all(is_ended(row) and "number" not in row for row in ended)


def is_open_or_held(heard: Heard) -> bool:
    return any(text(row, "state") in {"draft", "open", *HELD} for row in heard.needs())


def rings_straight_back(heard: Heard) -> bool:
    """There is a call straight back to this phone, where we hold its number. Whoever shows none is promised none."""
    holds = heard.volunteer is not None or any(text(row, "number") == heard.number for row in heard.needs())
    return bool(heard.tasks("back", "join")) or heard.call.shown != heard.number or not holds


def was_rung_back(heard: Heard) -> bool:
    return was_rung_since(heard) or rings_straight_back(heard)


def somebody_said_yes(heard: Heard) -> bool:
    return any(text(row, "state") in HELD for row in heard.needs())


def has_a_code(heard: Heard) -> bool:
    return any("code" in row for row in heard.touched())


def is_remembered(heard: Heard) -> bool:
    return any(entries(row, "remembered") for row in heard.touched("line"))


def is_forgotten(heard: Heard) -> bool:
    return any("remembered" in row and not entries(row, "remembered") for row in heard.touched("line"))


def is_over_or_changed(heard: Heard) -> bool:
    """What it was about has ended, or was erased, or was written while this call lasted."""
    return is_ended(heard.about) or any(heard.concerning("requests", "volunteers"))


def took_longer(heard: Heard) -> bool:
    """In this call a promise was renewed whose time had passed, and nobody had told them by then."""
    before = [change.before for change in heard.concerning("requests") if change.before]
    promises = [(moment(row, "promised_at"), text(row, "told_at") or text(row, "rung_at")) for row in before]
    return any(at and at <= heard.event.at and not told for at, told in promises)


def has_just_changed(heard: Heard) -> bool:
    """The same; of whoever phones with a code, any request with one may be theirs."""
    coded = any("code" in row for change in heard.changes for row in (change.before, change.after) if row)
    return is_over_or_changed(heard) or (heard.inbound and coded)


def two_hear_both(heard: Heard) -> bool:
    return bool(heard.tasks("lot"))


def two_hear_of_it(heard: Heard) -> bool:
    """The same of whoever phones with a code, whose phone nobody knows."""
    written = [change.after for change in heard.changes if change.table == "requests" and change.after]
    return any(text(row, "reason") == "lot" for row in [*written, *heard.scene.unfinished()])


def not_them_again(heard: Heard) -> bool:
    return any(flag(row, "never_again") for row in heard.touched()) or any(
        members(row, "apart") for row in heard.touched()
    )


def for_somebody(heard: Heard) -> bool:
    return any("for_number" in row for row in heard.needs())


def they_are_asked_to_ring(heard: Heard) -> bool:
    return bool([row for row in heard.scene.unfinished() if text(row, "reason") == "a_word"])


def has_not_joined_on_it(heard: Heard) -> bool:
    """This call has made no volunteer of them; they may have been one before."""
    return heard.volunteer is None or not heard.since_call(moment(heard.volunteer, "joined_at"))


def is_forgotten_again(heard: Heard) -> bool:
    """Neither the call that asked them nor anything else of joining holds their number."""
    return not [row for row in heard.tasks("join", "invited") if text(row, "number") == heard.number]


def waits_on_the_line(heard: Heard) -> bool:
    return any("waits_until" in row for row in heard.needs())


def no_other_number(heard: Heard) -> bool:
    return not any("for_number" in row for row in heard.touched())


def they_agreed(heard: Heard) -> bool:
    return any("agreed_at" in row for row in heard.needs())


def is_still_to_come(heard: Heard) -> bool:
    """The week that it is about is neither cancelled nor over."""
    about, due = heard.about, moment(heard.about, "due_at")
    return about is not None and "cancelled_at" not in about and due is not None and due > heard.event.at


_TWO_SWEEPS = 3.0  # minutes
# What was said while the line was broken is found once it is well: in half a day at the most (half of `outage_back`).
_WELL_AGAIN = 12 * 60.0
OF_RESIDENTS = (
    Claim(words="one of us will hear it, and ring you", holds=always, then=was_kept_for_a_person, minutes=_WELL_AGAIN),
    Claim(words="one of us hears of it", holds=always, then=was_kept_for_a_person, minutes=_WELL_AGAIN),
    Claim(words="a person will listen to it.", holds=always, then=was_kept_for_a_person, minutes=_WELL_AGAIN),
    Claim(words="neighbours are asked again, and somebody rings them by", holds=is_promised),
    Claim(words="neighbours are asked for each", holds=is_open_or_held),
    Claim(words="we ring you back", holds=is_open_or_held),
    Claim(words="nothing of this call is kept", holds=has_not_joined_on_it, then=is_forgotten_again, minutes=90),
    Claim(words="once they are found, they ring you", holds=two_hear_both),
    Claim(words="will ring whoever asked for you", holds=is_promised),
    Claim(words="we ring two neighbours at a time now", holds=waits_on_the_line),
    Claim(words="we ring neighbours now, and put you through", holds=waits_on_the_line),
    Claim(words="nobody could yet, and we ring the next", holds=is_open_or_held),
    Claim(words="we keep no other number", holds=no_other_number),
    Claim(words="a neighbour will ring you.", holds=is_stored),
    Claim(words="they have said yes to it themselves", holds=they_agreed),
    Claim(words="somebody else is asked for you", holds=is_still_to_come),
    Claim(words="falls on a holiday this week.", holds=is_still_to_come),
    Claim(words="it is written down", holds=is_stored),
    *(
        Claim(words=words, holds=is_promised, then=was_rung_or_told_of, due=promised_at, minutes=_TWO_SWEEPS)
        for words in (
            " a neighbour rings you.",
            " a neighbour will ring.",
            "we ring you by",
            "a neighbour will ring whoever asked for you.",
        )
    ),
    Claim(words="a neighbour or one of us rings you, if one can", holds=is_promised),
    Claim(words="a neighbour or one of us will ring, if one can", holds=is_promised),
    Claim(words="one of us will ring you by", holds=a_coordinator_rings_in_time),
    Claim(words="one of us rings you by", holds=is_promised),
    Claim(words="we ring you, if we can", holds=is_promised),
    Claim(words="if nobody can, we do", holds=waits_for_a_ring),
    Claim(words="one of us is told", holds=a_coordinator_can_be_rung),
    Claim(words=" we ring you.", holds=is_promised, then=was_rung_or_told_of, due=promised_at, minutes=_TWO_SWEEPS),
    Claim(words="and ring you by", holds=is_promised),
    Claim(words="and ring them by", holds=is_promised),
    Claim(words="a neighbour rings you, if one can", holds=is_promised),
    Claim(words="we ring you, if a neighbour can", holds=is_promised),
    Claim(words="nobody can be promised", holds=no_coordinator_rings_in_time),
    Claim(words="nor anybody to ring you by", holds=no_coordinator_rings_in_time),
    Claim(words="there is nobody just now who could ring you back", holds=no_coordinator_rings_soon),
    Claim(words="there is nobody just now who can", holds=none_of_us_can_ring_them),
    Claim(words="no neighbour for", holds=nobody_helps_with_it),
    Claim(words="what you say after the tone is kept", holds=always, then=was_kept_for_a_person, minutes=_WELL_AGAIN),
    Claim(words="that could not be kept", holds=is_over_or_changed),
    Claim(words="it takes longer than we said", holds=took_longer),
    Claim(words="that has just changed", holds=has_just_changed),
    Claim(
        words="a person will listen to it, and ring you back",
        holds=always,
        then=was_kept_for_a_person,
        minutes=_WELL_AGAIN,
    ),
    Claim(words="a person will listen to what you said, and ring you", holds=a_person_is_to_ring),
    Claim(words="one of us is to ring you.", holds=a_person_is_to_ring),
    Claim(words="what you said is kept.", holds=a_person_is_to_ring),
    Claim(words="you wait for a ring", holds=a_person_is_to_ring),
    Claim(words="one of us will ring you back", holds=always, then=was_kept_for_a_person, minutes=_WELL_AGAIN),
    Claim(words="we ring it straight back", holds=rings_straight_back, then=was_rung_back, minutes=15),
    Claim(words="we ring you straight back", holds=rings_straight_back, then=was_rung_back, minutes=15),
    Claim(words="it is cancelled", holds=is_cancelled),
    Claim(words="what it held about you is erased", holds=always, then=nothing_is_held_of_it, minutes=10),
    Claim(words="nobody is left whom we could ask", holds=nobody_is_left_to_ask),
    Claim(words="it stays open.", holds=is_open_or_held, unless="press 1"),
    Claim(words="it stays open, for whoever joins us", holds=is_open_or_held),
    Claim(words="it stays open, and we ring you", holds=is_open_or_held),
    Claim(words="we go on asking", holds=is_open_or_held),
    Claim(words="we ask until", holds=is_promised),
    Claim(words="if nobody can, we ring you again", holds=waits_for_a_ring),
    Claim(words="we ask again.", holds=is_open_or_held, unless="press 1"),
    Claim(words="we go on trying", holds=a_person_is_to_ring),
    Claim(words="we are sorry: nobody could yet", holds=is_open_or_held),
    Claim(words="ring you when somebody can", holds=is_open_or_held),
    Claim(words="we ask neighbours again, at once", holds=is_open_or_held),
    Claim(words="a neighbour has said yes", holds=somebody_said_yes),
    Claim(words="your code is", holds=has_a_code),
    Claim(words="it is remembered", holds=is_remembered),
    Claim(words="you are forgotten", holds=is_forgotten),
    Claim(words="two of us, drawn by lot, are to hear you", holds=two_hear_both),
    Claim(words="two of us, drawn by lot, are to hear of it", holds=two_hear_of_it),
    Claim(words="it is kept, and nobody is told a reason", holds=not_them_again),
    Claim(words="a neighbour speaks to you first, and then to them", holds=for_somebody),
    Claim(words="we ask them to ring you", holds=they_are_asked_to_ring),
    Claim(words="the other is cancelled", holds=is_cancelled),
    Claim(words="it is kept", holds=something_is_kept, unless="not kept"),
)
