"""What the line remembers, as values: volunteers, requests, offers. Rows stay inside the store; these go everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum

from hotline.hours import Hours
from hotline.numbers import PhoneNumber
from hotline.values import dataclass


class Need(StrEnum):
    """The kinds of help (DESIGN.md, words), and one more: `person`, which only coordinators are asked for."""

    SHOPPING = "shopping"
    MEDICINES = "medicines"
    DOG = "dog"
    GARDEN = "garden"
    RUBBISH = "rubbish"
    CHAT = "chat"
    LISTEN = "listen"
    OTHER = "other"
    PERSON = "person"


class When(StrEnum):
    """How soon a resident would like it."""

    TODAY = "today"
    SOON = "soon"
    WEEKLY = "weekly"


class Reason(StrEnum):
    """Why a coordinator is asked for: what the call to them opens with."""

    ASKED = "asked"  # somebody pressed nought and nobody could pick up
    RECORDING = "recording"  # somebody said what they need; a person must listen
    SILENT = "silent"  # somebody stayed on the line and could neither key nor say it
    WAITING = "waiting"  # a request has waited too long
    PROMISE = "promise"  # the time we promised is near, and nobody has said yes
    NOBODY = "nobody"  # no volunteer could be asked at all
    WORRIED = "worried"  # a volunteer or a resident said that something worried them, or was wrong
    NUMBER = "number"  # a number cannot be rung
    LIMIT = "limit"  # today's calls are used up
    CARRIER = "carrier"  # the phone company refuses us
    BACK = "back"  # somebody phoned, to be rung straight back
    CANCELLED = "cancelled"  # a volunteer is told that what they said yes to is no longer needed
    CHANGED = "changed"  # a volunteer is told that it is wanted at another time
    HANDED_ON = "handed_on"  # a volunteer who could not be reached is told that it went round again
    A_WORD = "a_word"  # a volunteer is told that their resident would like a word
    JOIN = "join"  # somebody phoned, and would like to help: to be rung straight back, and asked
    INVITED = "invited"  # somebody on a coordinator's list, to be asked whether they would help


# No coordinator is asked for these: the line itself rings the one phone whose number they hold.
FOR_ONE_PHONE = frozenset(
    {Reason.BACK, Reason.CANCELLED, Reason.CHANGED, Reason.HANDED_ON, Reason.A_WORD, Reason.JOIN, Reason.INVITED}
)

# Rung as soon as the phone is put down, at any hour; but of one phone only so often in a day.
STRAIGHT_BACK = frozenset({Reason.BACK, Reason.JOIN})

# Would you help? Whoever says yes to it is a volunteer.
JOINING = frozenset({Reason.JOIN, Reason.INVITED})

# Said yes to, these hand over the request that they are about; heard, they are over.
ABOUT_ANOTHER = frozenset({Reason.WAITING, Reason.NOBODY})


class RequestState(StrEnum):
    """Where a request stands. It moves down this list; back to `open` only when handed back, or not done after all."""

    DRAFT = "draft"
    OPEN = "open"
    ACCEPTED = "accepted"
    SPOKEN = "spoken"
    REPORTED_DONE = "reported_done"
    DONE = "done"
    CANCELLED = "cancelled"
    UNMET = "unmet"


ENDED_REQUEST = frozenset({RequestState.DONE, RequestState.CANCELLED, RequestState.UNMET})


class OfferKind(StrEnum):
    """What a ringing phone is about; each has its script."""

    ASK = "ask"  # would you?
    CHECK = "check"  # you said yes: have you two spoken?
    DONE = "done"  # you have spoken: is it done?
    WELL = "well"  # to the resident, who agreed to it: did it go well?
    CALL = "call"  # to the one phone that a request of FOR_ONE_PHONE is for


# Placed to the number on the request's own row, whoever's it is; all others ring a volunteer.
TO_ITS_NUMBER = frozenset({OfferKind.WELL, OfferKind.CALL})


class OfferState(StrEnum):
    """How far an offer's call has come. The last five end it."""

    RESERVED = "reserved"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    PASSED = "passed"
    UNANSWERED = "unanswered"
    FAILED = "failed"
    TOO_LATE = "too_late"


ENDED_OFFER = frozenset(
    {OfferState.ACCEPTED, OfferState.PASSED, OfferState.UNANSWERED, OfferState.FAILED, OfferState.TOO_LATE}
)


@dataclass(frozen=True, kw_only=True)
class Volunteer:
    """A neighbour who gave a number and said yes to being rung."""

    group: str
    id: str  # PhoneNumber.opaque: who phones in is found by one read, with no index
    number: PhoneNumber
    name: str
    needs: frozenset[Need]
    areas: frozenset[str]  # empty: anywhere
    languages: frozenset[str]
    hours: Hours
    coordinator: bool = False
    rest: timedelta | None = None  # between two asks; None: the group's policy
    daily_cap: int | None = None  # asks in 24 hours; None: the group's policy
    joined_at: datetime
    asked_at: datetime  # last asked; on joining, joined_at: who joins enters at the end
    asks: tuple[datetime, ...] = ()  # the last asks, newest last, at most 24: for the cap
    unanswered: int = 0  # in a row
    paused_until: datetime | None = None
    stopped: bool = False
    texts: bool = False  # would like a text message of what they have said yes to
    rule: str | None = None  # the group's settings as they last heard them; None: never, so of no change either

    @property
    def place_needs(self) -> frozenset[Need]:
        """The rotations this volunteer stands in: none once stopped."""
        if self.stopped:
            return frozenset()
        return self.needs | {Need.PERSON} if self.coordinator else self.needs - {Need.PERSON}


@dataclass(frozen=True, kw_only=True)
class Ringing:
    """One phone that is ringing, or has been picked up, for a request: kept on the request's own row."""

    offer: str
    volunteer: str  # whose phone: of kind `well` or `call`, the number's own id
    kind: OfferKind
    deadline: datetime  # when the sweep may end it
    answered_at: datetime | None = None
    keyed: bool = False  # a valid key was heard: a human is there


@dataclass(frozen=True, kw_only=True)
class Request:
    """One need of one resident, or (need `person`) one thing that needs a coordinator."""

    group: str
    id: str
    state: RequestState
    need: Need
    area: str | None = None  # None: not said, or anywhere else
    when: When = When.TODAY
    number: PhoneNumber | None = None  # to ring back; None: withheld and none keyed
    language: str
    words: str  # "blue kettle"
    note: str | None = None  # the recording's SID, never its words
    reason: Reason | None = None  # only with need `person`
    about: str | None = None  # with need `person`: the request or volunteer it is about
    made_at: datetime
    opened_at: datetime | None = None
    promised_at: datetime | None = None
    due_at: datetime | None = None
    next_action_at: datetime | None = None  # None only when ended
    step: int = 0  # raised by every change: the dispatcher decides on what it saw, or not at all
    ringing: Mapping[str, Ringing] = field(default_factory=dict)  # by offer id
    offers: int = 0  # offers made so far; the next offer's id ends in this number
    misses: int = 0  # offers of this round that ended without a yes
    round: int = 0  # rounds that are through
    round_at: datetime | None = None  # between two rounds: when the next one begins
    asked: frozenset[str] = frozenset()  # volunteers asked in this round
    passed: frozenset[str] = frozenset()  # volunteers who said no to this request
    later: Mapping[str, datetime] = field(default_factory=dict)  # "ring me in ten minutes", by volunteer
    taken_by: str | None = None
    taken_offer: str | None = None
    taken_at: datetime | None = None
    checks: int = 0  # calls made to ask, since it was accepted; anew since spoken; anew since reported done
    joined_at: datetime | None = None  # the two phones were joined
    ring_after: bool = False  # the resident would like a ring when it is done
    cursor: str | None = None  # how far the rotation was read when a page of it held nobody to ask
    spoken_at: datetime | None = None
    reported_at: datetime | None = None  # the volunteer said that it is done
    cancelled_at: datetime | None = None  # the resident did; the dispatcher then ends it
    heard_at: datetime | None = None  # of FOR_ONE_PHONE: it was heard, by a key; reported done: that all went well
    told: frozenset[Reason] = frozenset()  # what a coordinator has been asked about it
    text_owed: str | None = None  # the offer whose yes is still to be put into a text message, once that call is over


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One request put to one volunteer by one ringing phone."""

    group: str
    id: str  # request id, a dash, the number of the offer: whoever knows the offer's can read both at once
    request: str
    volunteer: str  # whose phone: of kind `well` or `call`, the number's own id
    kind: OfferKind
    state: OfferState
    reserved_at: datetime
    deadline: datetime
    call_sid: str | None = None
    sequence: int = -1  # of the newest status callback seen
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: str = ""  # what Twilio or the volunteer said: `no-answer`, `busy`, `not_today`, a Twilio error code …
    texts: bool = False  # they would like a text message, if they say yes
    unheard: bool = False  # a setting has changed since they last heard of them
    asked_before: datetime  # the volunteer's `asked_at` before this ask: how a place is given back
