"""Who has a request: accepting, passing, handing back, and having spoken. At most one volunteer, ever (promise 1)."""

from __future__ import annotations

from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from hotline.records import ENDED_REQUEST, HELD, No, Reason, Request, RequestState, no_of_day
from hotline.store.attributes import write_moment
from hotline.store.base import Base
from hotline.store.convert import set_to, to_record
from hotline.store.models import RequestRow
from hotline.store.requests import in_state

OPEN, ACCEPTED, SPOKEN = RequestState.OPEN, RequestState.ACCEPTED, RequestState.SPOKEN


def held_by(volunteer: str, *states: RequestState) -> Condition:
    theirs: Condition = in_state(*states) & (RequestRow.taken_by == volunteer)
    return theirs


def may_take(volunteer: str, *, today: str = "", asked_anew: bool = False) -> Condition:
    """It is open, and not kept from them; nor have they said no to it, for good or `today`, unless `asked_anew`."""
    may: Condition = in_state(OPEN) & RequestRow.cancelled_at.does_not_exist() & ~RequestRow.apart.contains(volunteer)
    if not asked_anew:
        may &= ~RequestRow.passed.contains(volunteer)
        may &= ~RequestRow.not_today.contains(no_of_day(volunteer, today))
    return may


def taken(*, offer: str, volunteer: str, now: datetime, text: bool) -> list[Action]:
    """Return what makes a request theirs, and due now; with `text`, a text message is owed for it."""
    return [
        RequestRow.state.set(ACCEPTED),
        RequestRow.taken_by.set(volunteer),
        RequestRow.taken_offer.set(offer),
        RequestRow.taken_at.set(now),
        RequestRow.next_action_at.set(now),
        RequestRow.step.add(1),
        set_to(RequestRow.text_owed, offer if text else None),
    ]


class Taking(Base):
    """The conditions that decide between two volunteers."""

    def accept(
        self,
        group: str,
        request_id: str,
        *,
        offer: str,
        volunteer: str,
        now: datetime,
        text: bool = False,
        today: str = "",
        asked_anew: bool = False,
    ) -> Request | None:
        """One conditional update: open -> accepted, taken by this offer, and due now; with `text`, one is owed for it.

        Never by one who is kept apart from it, nor by one who has said no to it, for good or for `today` (the date
        where the group is); unless they were `asked_anew`, by a task about it. Nor by one who was paused, or left,
        while their phone rang: `accept_and_change` is for them.

        Returns the request as it then stands. Who was refused is told apart by a strong read: "already mine" (a
        webhook that came twice, a retry that met its own write) gets the request unchanged, too late gets None.
        """
        row = self._change(
            RequestRow(group, request_id),
            *taken(offer=offer, volunteer=volunteer, now=now, text=text),
            when=may_take(volunteer, today=today, asked_anew=asked_anew)
            & RequestRow.ringing[offer]["away"].does_not_exist(),
        ) or self._get(RequestRow, group, request_id)
        mine = row is not None and row.taken_offer == offer and row.state in {ACCEPTED, SPOKEN}
        return to_record(Request, row) if row and mine else None

    def pass_on(self, group: str, request_id: str, *, volunteer: str, now: datetime, no: No) -> bool:
        """A no to this one, for as long as it says. An open one is due now.

        False: it has ended, or this volunteer holds it (handing back is for that).
        """

        def look() -> bool | None:
            row = self._get(RequestRow, group, request_id)
            if row is None or row.state in ENDED_REQUEST or row.taken_by == volunteer:
                return False
            actions: list[Action] = [RequestRow.step.add(1), noted(volunteer, no)]
            if row.state == OPEN:
                actions.append(RequestRow.next_action_at.set(now))
            not_mine = RequestRow.taken_by.does_not_exist() | (RequestRow.taken_by != volunteer)
            still = in_state(row.state) & not_mine
            return self._change(RequestRow(group, request_id), *actions, when=still) is not None or None

        return self._until_settled(look)

    def hand_back(self, group: str, request_id: str, *, volunteer: str, now: datetime, no: No | None) -> bool:
        """Who holds it gives it back: open again, due now, everyone may be asked; they too, unless it is a `no`.

        False: they do not hold it.
        """
        own: list[Action] = [RequestRow.later[volunteer].remove()]
        if no:
            own.append(noted(volunteer, no))

        def look() -> bool | None:
            row = self._get(RequestRow, group, request_id)
            if row is None or row.state not in HELD or row.taken_by != volunteer:
                return False
            seen = to_record(Request, row)
            actions = (*open_again(now, anew=was_counted_on(seen, now)), *own)
            still = held_by(volunteer, seen.state) & (RequestRow.step == seen.step)
            return self._change(RequestRow(group, request_id), *actions, when=still) is not None or None

        return self._until_settled(look)

    def mark_joined(
        self, group: str, request_id: str, *, volunteer: str, now: datetime, with_whom_it_is_for: bool = False
    ) -> bool:
        """Note that the two phones were joined; the last time counts. False: it is not theirs, or not any more."""
        at = RequestRow.talked_at if with_whom_it_is_for else RequestRow.joined_at
        joined = (at.set(now), RequestRow.step.add(1))
        theirs = held_by(volunteer, ACCEPTED, SPOKEN)
        return self._change(RequestRow(group, request_id), *joined, when=theirs) is not None

    def mark_spoken(
        self,
        group: str,
        request_id: str,
        *,
        volunteer: str,
        now: datetime,
        ring_after: bool,
        next_action_at: datetime,
    ) -> bool:
        """They have spoken, and it is arranged; the first time counts. False: not accepted, or not theirs.

        Whoever once asked for a ring afterwards has asked for it. From here on `checks` counts the calls that ask
        whether it is done.
        """
        spoken = self._change(
            RequestRow(group, request_id),
            RequestRow.state.set(SPOKEN),
            RequestRow.spoken_at.set(RequestRow.spoken_at | now),
            RequestRow.ring_after.set(True if ring_after else RequestRow.ring_after | False),
            RequestRow.checks.set(0),
            RequestRow.later[volunteer].remove(),
            RequestRow.next_action_at.set(next_action_at),
            RequestRow.step.add(1),
            when=held_by(volunteer, ACCEPTED, SPOKEN),
        )
        return spoken is not None

    def log_as(
        self, group: str, request_id: str, wanted: Request, *, volunteer: str, now: datetime, next_action_at: datetime
    ) -> bool:
        """A recording that this coordinator took becomes an ordinary request: what was `wanted`, open, and due then.

        Its recording is let go, and its number stays, if `wanted` has none. Everyone may be asked, they too, but not
        those whom `wanted` is kept apart from. False: they do not hold it, or it is no recording.
        """
        said = ("need", "area", "when", "words", "due_at")
        logged = self._change(
            RequestRow(group, request_id),
            *open_again(now, anew=True, promised_at=wanted.promised_at, look_at=next_action_at),
            *(set_to(getattr(RequestRow, name), getattr(wanted, name)) for name in said),
            *([RequestRow.number.set(wanted.number)] if wanted.number else []),
            *([RequestRow.apart.add(wanted.apart)] if wanted.apart else []),
            RequestRow.reason.remove(),
            RequestRow.note.remove(),
            RequestRow.passed.remove(),
            RequestRow.not_today.remove(),
            RequestRow.later.set({}),
            when=held_by(volunteer, ACCEPTED) & (RequestRow.reason == Reason.RECORDING),
        )
        return logged is not None


# Open again, a request holds nothing of whoever had it, nor of how it ended. `tests/store/test_opening_again.py` names
# every field of a request that is not here.
CLEARED = (
    *("taken_by", "taken_offer", "taken_at", "joined_at", "talked_at", "spoken_at", "reported_at", "heard_at"),
    *(
        "call_ended_at",
        "ring_after",
        "text_owed",
        "checks",
        "asked",
        "round_at",
        "cursor",
        "told_at",
        "tried",
        "yes_heard_at",
    ),
)


def was_counted_on(seen: Request, now: datetime) -> bool:
    """Tell whether its resident counts on whoever has it, and hears of them next if they give it back.

    The two were joined; or the resident heard of that yes, and no ring is to come any more that was promised before it.
    """
    if seen.joined:
        return True
    to_come = seen.promised_at is not None and seen.promised_at > now and seen.series is None
    return seen.yes_heard_at is not None and not (to_come and not seen.rung_at and Reason.NOT_YET not in seen.told)


def open_again(
    now: datetime, *, anew: bool = False, promised_at: datetime | None = None, look_at: datetime | None = None
) -> list[Action]:
    """Return what makes a request nobody's, and due now (or at `look_at`); everyone may be asked who has not said no.

    `anew`: its resident counts on whoever had it (`was_counted_on`), or what was promised was kept. The request begins
    to wait again, for what is promised now, or without it for what `rotation.watch.told_anew_by` says.
    """
    actions = [
        *(getattr(RequestRow, name).remove() for name in CLEARED),
        RequestRow.state.set(OPEN),
        RequestRow.next_action_at.set(look_at or now),
        RequestRow.step.add(1),
    ]
    if not anew:
        return actions
    return [
        *actions,
        *(getattr(RequestRow, name).remove() for name in ("misses", "promised_by", "round", "rung_at", "told")),
        RequestRow.opened_at.set(now),
        set_to(RequestRow.promised_at, promised_at),
    ]


def noted(volunteer: str, no: No) -> Action:
    """Not asked again for this request: for good, on that day, or until then."""
    if no.again_at:
        return RequestRow.later[volunteer].set(write_moment(no.again_at))
    if no.day:
        return RequestRow.not_today.add(frozenset({no_of_day(volunteer, no.day)}))
    return RequestRow.passed.add(frozenset({volunteer}))
