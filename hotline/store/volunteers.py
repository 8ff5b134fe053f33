"""Volunteers, and who is next: their rows and their places change together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypedDict, Unpack

from pynamodb.expressions.condition import Condition

from hotline.hours import Hours
from hotline.records import Need, OfferKind, Request, Volunteer
from hotline.store.convert import set_to, to_record, to_row
from hotline.store.models import LineRow, PlaceRow, RequestRow, VolunteerRow
from hotline.store.places import (
    Place,
    leave_places,
    may_be_drawn,
    move_places,
    place,
    queue,
    standing,
    stands_as,
)
from hotline.store.requests import Requests
from hotline.store.reservation import phone
from hotline.store.retry import ConditionFailed
from hotline.store.taking import ACCEPTED, SPOKEN, held_by, may_take, taken
from hotline.store.together import Together


def kept_of(phone_id: str) -> str:
    """The row of what is kept of a phone for as long as there is a line."""
    return f"kept#{phone_id}"


_PAGE = 16  # places read at once, of which some may have been left


class VolunteerChanges(TypedDict, total=False):
    """What may change of a volunteer. A new number is another volunteer."""

    name: str
    needs: frozenset[Need]
    areas: frozenset[str]
    languages: frozenset[str]
    hours: Hours
    coordinator: bool
    rest: timedelta | None
    daily_cap: int | None
    asked_at: datetime
    asks: tuple[datetime, ...]
    unanswered: int
    failed_at: datetime | None
    paused_until: datetime | None
    let_go_on: str | None
    quiet_until: datetime | None
    tasks_from: datetime | None
    stopped: bool
    drawn: bool
    texts: bool


class Volunteers(Requests):
    """Who gave a number and said yes to being rung."""

    def add_volunteer(self, volunteer: Volunteer) -> bool:
        """Put the volunteer and its places, all together. False: that id is there already, nothing changed.

        Whoever is to be asked for no door is not either after leaving and joining again, also if that begins meanwhile.
        """

        def look() -> bool | None:
            kept = self._get(LineRow, kept_of(volunteer.id))
            no_doors = kept.no_doors if kept else frozenset()
            own = {why.partition("#")[2] for why in no_doors if why.startswith(f"{volunteer.group}#")}
            joins = replace(volunteer, no_doors=volunteer.no_doors | own)
            together = self._together()
            same = LineRow.no_doors == no_doors if no_doors else LineRow.no_doors.does_not_exist()
            together.check("kept", LineRow(kept_of(volunteer.id)), when=same)
            row = to_row(VolunteerRow, joins, standing=standing(joins))
            together.put("volunteer", row, when=VolunteerRow.id.does_not_exist())
            move_places(together, None, joins)
            failed = together.commit()
            return False if "volunteer" in failed else not failed or None

        return self._until_settled(look)

    def volunteer(self, group: str, volunteer_id: str) -> Volunteer | None:
        """Strongly consistent. None: no such volunteer."""
        row = self._get(VolunteerRow, group, volunteer_id)
        return to_record(Volunteer, row) if row else None

    def volunteers(self, group: str) -> Iterator[Volunteer]:
        """All of a group, page by page, in no order that means anything."""
        for row in self._each(VolunteerRow.query(group, consistent_read=True)):
            yield to_record(Volunteer, row)

    def volunteers_by_id(self, group: str, ids: Sequence[str]) -> dict[str, Volunteer]:
        """Up to 100 by one strongly consistent BatchGetItem. Those that are not there are left out."""
        keys = [(group, volunteer_id) for volunteer_id in ids]
        rows = self._retry(lambda: list(VolunteerRow.batch_get(keys, consistent_read=True)))
        return {row.id: to_record(Volunteer, row) for row in rows}

    def change_volunteer(self, group: str, volunteer_id: str, **changes: Unpack[VolunteerChanges]) -> Volunteer | None:
        """Change some fields, and move the places with them, all together; tried again when the row changed meanwhile.

        Returns the volunteer as it then is. None: no such volunteer. Whoever stops or pauses lets go of what they hold.
        """

        def look() -> tuple[Volunteer | None] | None:
            before = self.volunteer(group, volunteer_id)
            if before is None:
                return (None,)
            after = replace(before, **changes)
            return (after,) if self._write_changes(before, after, changes) else None

        changed = self._until_settled(look)[0]
        if changes.get("stopped") or changes.get("paused_until"):
            self._let_go(group, volunteer_id)
        return changed

    def _write_changes(self, before: Volunteer, after: Volunteer, changes: VolunteerChanges) -> bool:
        together = self._together()
        _change(together, before, after, {*changes})
        return not together.commit()

    def accept_and_change(
        self,
        group: str,
        request_id: str,
        *,
        offer: str,
        volunteer: str,
        now: datetime,
        today: str,
        changes: VolunteerChanges,
    ) -> bool:
        """Accept a request as `Taking.accept` does, and change whoever takes it: both in one transaction, or neither.

        False: it is not theirs to take, or not any more, and nothing changed.
        """

        def look() -> bool | None:
            before = self.volunteer(group, volunteer)
            if before is None:
                return False
            after, together = replace(before, **changes), self._together()
            _change(together, before, after, {*changes})
            theirs = taken(offer=offer, volunteer=volunteer, now=now, text=before.texts)
            together.update("request", RequestRow(group, request_id), *theirs, when=may_take(volunteer, today=today))
            failed = together.commit()
            return False if "request" in failed else not failed or None

        return self._until_settled(look)

    def leave_in_peace(
        self, group: str, volunteer_id: str, *, after: int, until: datetime, tasks_from: datetime
    ) -> None:
        """Ask nothing of somebody before then, unless they have answered since: so many calls in a row they did not.

        A coordinator's tasks may ring sooner.
        """
        row = VolunteerRow
        quiet = (row.quiet_until.set(until), row.tasks_from.set(tasks_from), row.unanswered.set(0))
        self._change(VolunteerRow(group, volunteer_id), *quiet, when=VolunteerRow.unanswered >= after)

    def hear_rule(self, group: str, volunteer_id: str, *, before: str | None, rule: str) -> bool:
        """They have heard the group's settings as they now are. False: they have heard others since, or have left."""
        unheard = VolunteerRow.id.exists() & VolunteerRow.rule.does_not_exist()
        same: Condition = unheard if before is None else VolunteerRow.rule == before
        return self._change(VolunteerRow(group, volunteer_id), VolunteerRow.rule.set(rule), when=same) is not None

    def leave(self, group: str, volunteer_id: str, errand: Request) -> None:
        """They stop, and stand nowhere, together with the errand that erases them, or neither. Once more: the same."""

        def look() -> bool | None:
            before = self.volunteer(group, volunteer_id)
            if before is None:
                return True
            together = self._together()
            _change(together, before, replace(before, stopped=True), {"stopped"})
            together.put("errand", to_row(RequestRow, errand), when=RequestRow.id.does_not_exist())
            failed = together.commit()
            return True if "errand" in failed else not failed or None

        self._until_settled(look)
        self._let_go(group, volunteer_id)

    def remove_volunteer(self, group: str, volunteer_id: str, *, if_stopped: bool = False) -> None:
        """Take the volunteer and its places away, all together, and let go of what they hold. Twice is once.

        With `if_stopped`, only who stands nowhere: whoever has come back meanwhile stays.
        """

        def look() -> bool | None:
            volunteer = self.volunteer(group, volunteer_id)
            if volunteer is None or (if_stopped and not volunteer.stopped):
                return True
            together = self._together()
            together.delete("volunteer", VolunteerRow(group, volunteer_id), when=stands_as(volunteer))
            move_places(together, replace(volunteer, stopped=False), None)  # also those that they have just left
            return not together.commit() or None

        self._until_settled(look)
        self._let_go(group, volunteer_id)

    def _let_go(self, group: str, volunteer_id: str) -> None:
        """Make whatever they hold due at once: the dispatcher hands on what they can no longer be rung about.

        This is the one way in which a yes ends with whoever gave it, however they go. Due since it was taken, so that
        no clock is needed here. What they are being asked for is noted first: a yes to it looks at how they stand.
        """
        self._note_away(group, volunteer_id)
        for held in self.requests_held_by(group, volunteer_id):
            due = RequestRow.next_action_at.set(held.taken_at or held.made_at)
            theirs = held_by(volunteer_id, ACCEPTED, SPOKEN)
            self._change(RequestRow(group, held.id), due, RequestRow.step.add(1), when=theirs)

    def _note_away(self, group: str, volunteer_id: str) -> None:
        """If their phone rings with an ask just now, its request knows that they are paused, or have left."""
        row = self._get(LineRow, phone(volunteer_id).id)
        offer = (row.lock if row else None) or ""
        request_id = offer.rpartition("-")[0]
        if request_id:
            entry = RequestRow.ringing[offer]
            away = (entry["away"].set(True), RequestRow.step.add(1))
            self._change(RequestRow(group, request_id), *away, when=entry["kind"] == str(OfferKind.ASK))

    def those_to_be_drawn(self, group: str, *, limit: int = 50) -> list[Volunteer]:
        """Coordinators, and volunteers who agreed to be drawn: at most `limit` of each, by two queries and a get."""
        queues = (queue(group, Need.PERSON), may_be_drawn(group))
        ids = sorted({each.volunteer for one in queues for each in self._standing(one, limit)})
        return list(self.volunteers_by_id(group, ids).values()) if ids else []

    def standing_first(self, group: str, need: Need, *, limit: int = 16) -> list[Place]:
        """Who stands at the front of the rotation for this need: as `places`, but what was left is not among them."""
        return self._standing(queue(group, need), limit)

    def _standing(self, one: str, limit: int) -> list[Place]:
        there = PlaceRow.expires.does_not_exist()
        rows = PlaceRow.query(
            one, filter_condition=there, consistent_read=True, limit=limit, page_size=max(limit, _PAGE)
        )
        return [place(row) for row in self._each(rows)]

    def erase_place(self, group: str, need: Need, left: Place) -> None:
        """One that was met and is `left`. Fine if they stand there again, or it is gone."""
        row = PlaceRow(queue(group, need), left.cursor)
        try:
            self._retry(lambda: row.delete(condition=PlaceRow.expires.exists()))
        except ConditionFailed:
            return

    def places(self, group: str, need: Need, *, after: str | None = None, limit: int = 16) -> list[Place]:
        """The front of the rotation for this need, least recently asked first: one strongly consistent query.

        It reads `limit` rows, whatever the group's size; some may be `left`. Pass the last place's `cursor` as `after`
        to read on.
        """
        beyond = PlaceRow.turn > after if after else None
        rows = PlaceRow.query(queue(group, need), beyond, consistent_read=True, limit=limit)
        return [place(row) for row in self._each(rows)]


def _change(together: Together, before: Volunteer, after: Volunteer, names: set[str]) -> None:
    row = to_row(VolunteerRow, after, standing=standing(after))
    actions = [set_to(getattr(VolunteerRow, name), getattr(row, name)) for name in {*names, "standing"}]
    together.update("volunteer", row, *actions, when=stands_as(before))
    leave_places(together, before, after)
