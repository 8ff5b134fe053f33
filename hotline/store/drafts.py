"""A need while it is being said: kept at once as a draft, written down, opened. Three writes at most."""

from __future__ import annotations

from datetime import datetime

from pynamodb.expressions.update import Action

from hotline.numbers import PhoneNumber
from hotline.records import Ears, Reason, Request, RequestState, When
from hotline.store.base import Base
from hotline.store.convert import set_to, to_record, to_row
from hotline.store.models import RequestRow
from hotline.store.requests import in_state

DRAFT, OPEN = RequestState.DRAFT, RequestState.OPEN


class Drafts(Base):
    """What a resident's call writes. None of it undoes what a later part of the same call has written."""

    def keep_draft(self, request: Request) -> Request | None:
        """Make this draft, or change it: need, reason, language, words, who is kept apart, and when next due.

        What else was kept with it stays, and so does a number: the caller's own gives way to one that was keyed. Only
        while it is not there or still a draft; None: it is neither. Returns the request as it then is.
        """
        row = to_row(RequestRow, request)
        keyed = ("need", "reason", "about", "language", "words", "next_action_at", "ringing", "later", "call")
        actions = [set_to(getattr(RequestRow, name), getattr(row, name)) for name in keyed]
        if request.number:
            actions.append(RequestRow.number.set(RequestRow.number | request.number))
        if request.apart:
            actions.append(RequestRow.apart.add(request.apart))
        if request.due_at:
            actions.append(RequestRow.due_at.set(request.due_at))
        changed = self._change(
            RequestRow(request.group, request.id),
            *actions,
            RequestRow.state.set(DRAFT),
            RequestRow.when.set(RequestRow.when | request.when),
            RequestRow.made_at.set(RequestRow.made_at | request.made_at),
            RequestRow.step.add(1),
            when=RequestRow.id.does_not_exist() | in_state(DRAFT),
        )
        return to_record(Request, changed) if changed is not None else None

    def withdraw_draft(self, group: str, request_id: str) -> bool:
        """Let a draft ask for nothing, and hold no number: it ends when its call does, unless a need is keyed.

        False: it is no draft.
        """
        nothing = (RequestRow.reason.set(Reason.NOTHING), RequestRow.number.remove(), RequestRow.step.add(1))
        return self._change(RequestRow(group, request_id), *nothing, when=in_state(DRAFT)) is not None

    def write_down(
        self,
        group: str,
        request_id: str,
        *,
        area: str | None,
        when: When,
        due_at: datetime,
        promised_at: datetime,
        next_action_at: datetime,
    ) -> bool:
        """The rest of what was keyed, while draft or open; False: it is neither.

        `next_action_at` is when a draft opens by itself: for an open one, phones are ringing, and it stays as it is.
        """
        said = (
            set_to(RequestRow.area, area),
            RequestRow.when.set(when),
            RequestRow.due_at.set(due_at),
            RequestRow.promised_at.set(promised_at),
            RequestRow.step.add(1),
        )
        row = RequestRow(group, request_id)
        if self._change(row, *said, RequestRow.next_action_at.set(next_action_at), when=in_state(DRAFT)):
            return True
        return self._change(row, *said, when=in_state(OPEN)) is not None

    def keep_number(
        self,
        group: str,
        request_id: str,
        number: PhoneNumber | None,
        apart: frozenset[str] = frozenset(),
        *,
        now: datetime,
    ) -> bool:
        """Keep the number to ring back (None: there is none), while draft or open; False: it is neither.

        An open request is due at once: without a number nobody could be joined with its resident. Those whom that phone
        is kept `apart` from never have it.
        """
        row, said = RequestRow(group, request_id), (set_to(RequestRow.number, number), *_kept_from(apart))
        if self._change(row, *said, when=in_state(DRAFT)):
            return True
        return self._change(row, *said, RequestRow.next_action_at.set(now), when=in_state(OPEN)) is not None

    def keep_for_number(
        self, group: str, request_id: str, number: PhoneNumber | None, apart: frozenset[str] = frozenset()
    ) -> bool:
        """The number of the one it is for (None: for whoever asks), while draft or open; False: it is neither.

        Those whom that phone is kept `apart` from never have it.
        """
        said = (set_to(RequestRow.for_number, number), *_kept_from(apart))
        return self._change(RequestRow(group, request_id), *said, when=in_state(DRAFT, OPEN)) is not None

    def keep_note(self, group: str, request_id: str, recording: str, *, ears: Ears = Ears.COORDINATOR) -> bool:
        """Keep a recording's SID, and who may hear it, while the request is draft or open; False: it is neither."""
        said = (RequestRow.note.set(recording), RequestRow.ears.set(ears), RequestRow.step.add(1))
        return self._change(RequestRow(group, request_id), *said, when=in_state(DRAFT, OPEN)) is not None

    def lose_note(self, group: str, request_id: str, recording: str) -> None:
        """The carrier has this recording no more: whoever was to hear it is told so."""
        gone = (RequestRow.lost_note.set(recording), RequestRow.step.add(1))
        self._change(RequestRow(group, request_id), *gone, when=RequestRow.note == recording)

    def drop_note(self, group: str, request_id: str, recording: str) -> None:
        """What was said in it is asked for no more: this recording is not played with the request."""
        gone = (RequestRow.note.remove(), RequestRow.ears.remove(), RequestRow.step.add(1))
        self._change(RequestRow(group, request_id), *gone, when=RequestRow.note == recording)

    def open_request(
        self,
        group: str,
        request_id: str,
        apart: frozenset[str] = frozenset(),
        /,
        *,
        opened_at: datetime,
        due_at: datetime,
        promised_at: datetime,
    ) -> bool:
        """Draft to open, and due at once. When it is due and what was promised are set only if not there yet.

        Those whom its phone is kept `apart` from never have it. True only for the one that opened it.
        """
        opened = self._change(
            RequestRow(group, request_id),
            RequestRow.state.set(OPEN),
            RequestRow.opened_at.set(opened_at),
            RequestRow.call.remove(),
            RequestRow.call_seen_at.remove(),
            RequestRow.next_action_at.set(opened_at),
            RequestRow.due_at.set(RequestRow.due_at | due_at),
            RequestRow.promised_at.set(RequestRow.promised_at | promised_at),
            *_kept_from(apart),
            when=in_state(DRAFT),
        )
        return opened is not None


def _kept_from(apart: frozenset[str]) -> tuple[Action, ...]:
    """One step; an empty set cannot be added to."""
    return (RequestRow.step.add(1), *([RequestRow.apart.add(apart)] if apart else []))
