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


# What a neighbour does without coming to a door.
BY_PHONE = frozenset({Need.CHAT, Need.LISTEN})


class When(StrEnum):
    """How soon a resident would like it."""

    TODAY = "today"
    SOON = "soon"
    WEEKLY = "weekly"


class Part(StrEnum):
    """Roughly when on its day help comes that recurs every week."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Reason(StrEnum):
    """Why a coordinator is asked for: what the call to them opens with."""

    ASKED = "asked"  # somebody pressed nought and nobody could pick up
    RECORDING = "recording"  # somebody said what they need; a person must listen
    SILENT = "silent"  # somebody stayed on the line and could neither key nor say it
    OUTAGE = "outage"  # somebody phoned while the line could not answer, and left no words
    WAITING = "waiting"  # a request has waited too long
    PROMISE = "promise"  # the time we promised is near, and nobody has said yes
    NOT_YET = "not_yet"  # that time has come, and nobody has rung: the line rings the resident itself, and says so
    NOBODY = "nobody"  # no volunteer could be asked at all
    UNMET = "unmet"  # nobody could, and the help's own time is over: one of us is to ring and tell its resident
    UNTOLD = "untold"  # none of us has told them: the line rings the resident itself, and tells them
    UNHEARD = "unheard"  # somebody who is to be told something is not reached: one of us is to ring them
    WORRIED = "worried"  # somebody who cannot be rung back says that something was wrong
    LOT = "lot"  # something was wrong between two neighbours: two of us, drawn by lot, hear both
    NO_LOT = "no-lot"  # nobody is left to be drawn
    NUMBER = "number"  # a number cannot be rung
    LIMIT = "limit"  # today's calls are used up
    CARRIER = "carrier"  # the phone company refuses us
    ALARM = "alarm"  # something is wrong with the line itself
    BACK = "back"  # somebody phoned, to be rung straight back
    KEYED = "keyed"  # the same, on a number that they keyed: which does not show that it is theirs
    CANCELLED = "cancelled"  # a volunteer is told that what they said yes to is no longer needed
    CHANGED = "changed"  # a volunteer is told that it is wanted at another time
    HANDED_ON = "handed_on"  # a volunteer who could not be reached is told that it went round again
    A_WORD = "a_word"  # a volunteer is told that their resident would like a word
    JOIN = "join"  # somebody phoned, and would like to help: to be rung straight back, and asked
    INVITED = "invited"  # somebody on a coordinator's list, to be asked whether they would help
    MANY = "many"  # one phone has asked for more than rings at a time: the rest waits its turn
    NO_LONGER = "no_longer"  # whoever asked for somebody else is told that it is no longer wanted
    IT_IS_DONE = "it_is_done"  # whoever asked for somebody else is told that it is done
    NO_DOORS = "no_doors"  # a volunteer is told: no doors until two of us have heard both
    DOORS_AGAIN = "doors_again"  # and told: it is over, and help goes on
    CHATS_ONLY = "chats_only"  # or told: it is over, and they are asked for chats only
    UNTIL_MEETING = "until_meeting"  # or told: the next meeting hears of it, and no doors until then
    HEARD_BOTH = "heard_both"  # whoever said that something was wrong is told: two of us have heard it
    NOT_HEARD = "not_heard"  # or told: two of us could not be found, and it goes to the next meeting
    PLAYED = "played"  # nobody is rung: a recording was played at a meeting, and is to be erased
    ERASE = "erase"  # recordings that nothing plays any more
    LEFT = "left"  # nobody is rung: a volunteer has left for good, and is to be erased
    QUEUE = "queue"  # nobody is rung: who waited on the line has left their queue, and it is to be deleted
    NOTHING = "nothing"  # nobody is rung: they looked for something else, and what they chose asks for nothing
    SERIES = "series"  # what recurs every week: nobody is rung for it, but it makes the request of each week
    EVERY_WEEK = "every_week"  # a resident is told what recurs from now on, and asked how they would like it
    NEIGHBOUR_LEFT = "neighbour_left"  # a resident is told that the neighbour who came every week has left
    HOLIDAY = "holiday"  # a resident is told that this week's falls on a holiday, and what happens then


# A resident is told something about what recurs every week.
ABOUT_EVERY_WEEK = frozenset({Reason.EVERY_WEEK, Reason.NEIGHBOUR_LEFT, Reason.HOLIDAY})

# What a volunteer who was complained of is told: nothing about anybody else.
ABOUT_DOORS = frozenset({Reason.NO_DOORS, Reason.DOORS_AGAIN, Reason.CHATS_ONLY, Reason.UNTIL_MEETING})

# What whoever told us that something was wrong is told in the end: nothing of what was decided about anybody.
TO_THE_TELLER = frozenset({Reason.HEARD_BOTH, Reason.NOT_HEARD})

# Somebody is told something that matters to them: by a call, on several days, and when they phone (`dispatch.telling`).
TELLS = (
    ABOUT_EVERY_WEEK
    | ABOUT_DOORS
    | TO_THE_TELLER
    | {
        Reason.CANCELLED,
        Reason.CHANGED,
        Reason.HANDED_ON,
        Reason.A_WORD,
        Reason.NO_LONGER,
        Reason.IT_IS_DONE,
    }
)

# No coordinator is asked for these: the line itself rings the one phone whose number they hold (`erase` and `queue`
# hold none).
FOR_ONE_PHONE = TELLS | {
    Reason.BACK,
    Reason.KEYED,
    Reason.JOIN,
    Reason.INVITED,
    Reason.NOT_YET,
    Reason.UNTOLD,
    Reason.PLAYED,
    Reason.ERASE,
    Reason.LEFT,
    Reason.NOTHING,
    Reason.QUEUE,
}

# Rung as soon as the phone is put down, at any hour.
STRAIGHT_BACK = frozenset({Reason.BACK, Reason.JOIN})

# Whoever phones in can have a phone rung by these: so of one phone only so often in a day.
AT_WISH = STRAIGHT_BACK | {Reason.KEYED}

# Would you help? Whoever says yes to it is a volunteer.
JOINING = frozenset({Reason.JOIN, Reason.INVITED})

# Said yes to, these hand over the request that they are about; heard, they are over.
ABOUT_ANOTHER = frozenset({Reason.WAITING, Reason.NOBODY})

# Somebody would like a person, or needs one: the words and the number that they left are the task's own.
FROM_SOMEBODY = frozenset({Reason.ASKED, Reason.RECORDING, Reason.SILENT, Reason.OUTAGE, Reason.WORRIED})

# Somebody left words, wanted a person, or could say nothing: one of us is to ring them back.
TO_RING_BACK = frozenset({Reason.ASKED, Reason.RECORDING, Reason.SILENT, Reason.OUTAGE})

# Nobody could: one of us is asked to tell its resident, or the line rings them.
TOLD_IN_THE_END = frozenset({Reason.UNMET, Reason.UNTOLD})


class Ears(StrEnum):
    """Who may hear a recording that was left with a request: those whom its speaker was told of."""

    NEIGHBOURS = "neighbours"  # anybody who is asked: "neighbours may hear it"
    COORDINATOR = "coordinator"  # the coordinator who has taken it: "a person will listen"


class Repeat(StrEnum):
    """One phone asks for the same need again while the first is not over: nobody merges the two but that phone."""

    MAYBE = "maybe"  # the same again, or another's: they have not been asked, or have not said
    APART = "apart"  # they said: each is wanted
    DOUBLE = "double"  # they said: one is enough; this one is cancelled, and counted apart


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


_TO_BE_ARRANGED = frozenset({RequestState.OPEN, RequestState.ACCEPTED, RequestState.SPOKEN})
ENDED_REQUEST = frozenset({RequestState.DONE, RequestState.CANCELLED, RequestState.UNMET})

HELD = (RequestState.ACCEPTED, RequestState.SPOKEN)  # by the volunteer who said yes


class Decision(StrEnum):
    """What whoever has heard both sides can decide. None of them refuses a resident anything."""

    BEFORE = "before"  # help goes on as before
    CHATS = "chats"  # only chats, no door
    APART = "apart"  # not the two together again
    MEETING = "meeting"  # it goes to the next meeting


class OfferKind(StrEnum):
    """What a ringing phone is about; each has its script."""

    ASK = "ask"  # would you?
    CHECK = "check"  # you said yes: have you two spoken?
    DONE = "done"  # you have spoken: is it done?
    WELL = "well"  # to the resident, who agreed to it: did it go well?
    CALL = "call"  # to the one phone that a request of FOR_ONE_PHONE is for


# Placed to the number on the request's own row, whoever's it is; all others ring a volunteer.
TO_ITS_NUMBER = frozenset({OfferKind.WELL, OfferKind.CALL})

# To a volunteer, about what they have said yes to.
ABOUT_WHAT_IS_THEIRS = frozenset({OfferKind.CHECK, OfferKind.DONE})


class OfferState(StrEnum):
    """How far an offer's call has come. The last five end it."""

    RESERVED = "reserved"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    PASSED = "passed"
    UNANSWERED = "unanswered"
    FAILED = "failed"
    TOO_LATE = "too_late"


class Rang(StrEnum):
    """Whether the phone of an offer rang. A call that never rang counts against nobody's rest, cap or day."""

    YES = "yes"  # or it may have
    FAILED = "failed"  # the call was placed, and reached no phone, or one that was engaged
    NEVER = "never"  # the call was certainly not placed, or was taken back before it rang


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
    tasks_at: datetime | None = None  # last rung about a coordinator's task, which is no ask
    unanswered: int = 0  # in a row
    failed_at: datetime | None = None  # the first of the calls in a row that did not reach this phone
    paused_until: datetime | None = None  # their own wish, or a coordinator's: never rung before
    let_go_on: str | None = None  # the webhook (`Call.mark`) whose change gave back what they held
    quiet_until: datetime | None = None  # the line's own: rung in vain too often, and asked for nothing before
    tasks_from: datetime | None = None  # of a coordinator: the line's own rest ends then, for tasks; None: it does not
    stopped: bool = False
    drawn: bool = False  # may be drawn by lot, to hear both sides of what went wrong; a coordinator always may
    no_doors: frozenset[str] = frozenset()  # why they are asked for no door: complaints, or what was decided
    hears: frozenset[str] = frozenset()  # complaints of which they hear both sides
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
    away: bool = False  # whose phone it is was paused, or left, while it rang


@dataclass(frozen=True, kw_only=True)
class Seat:
    """One of the two who were drawn and said yes: kept on the complaint's own row."""

    since: int  # offers of the complaint made when they last pressed a key: rings since then were not answered
    heard_teller: bool = False  # whoever complained was rung by them, reached or not
    heard_other: bool = False  # and so was the other side
    decision: Decision | None = None


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
    for_number: PhoneNumber | None = None  # of the one it is for, if somebody else asked: rung only in their turn
    agreed_at: datetime | None = None  # the one it is for said yes to it, on that phone
    declined_at: datetime | None = None  # the one it is for said no to it: it is cancelled, and who asked is told
    repeat: Repeat | None = None  # None: of this phone the only one for its need
    language: str
    words: str  # "blue kettle"
    code: str | None = None  # a mark of what they phone back with, who have no phone of their own
    note: str | None = None  # the recording's SID, never its words
    lost_note: str | None = None  # the SID of a recording of this request that the carrier has no more
    ears: Ears = Ears.COORDINATOR  # who may hear the recording; rows that do not say so were stored by earlier code
    reason: Reason | None = None  # only with need `person`, and of a series
    about: str | None = None  # with need `person`: the request or volunteer it is about
    made_at: datetime
    told_on: str | None = None  # the offer of the call on which a complaint was told, or on which what TELLS was heard
    opened_at: datetime | None = None
    promised_at: datetime | None = None
    promised_by: str | None = None  # the webhook that renewed a broken promise (`Call.mark`), or the call that said it
    due_at: datetime | None = None
    next_action_at: datetime | None = None  # None only when ended
    step: int = 0  # raised by every change: the dispatcher decides on what it saw, or not at all
    ringing: Mapping[str, Ringing] = field(default_factory=dict)  # by offer id
    offers: int = 0  # offers made so far; the next offer's id ends in this number
    never_rang: int = 0  # of these, those whose phone did not ring
    misses: int = 0  # offers of this round that ended without a yes; of a complaint: those before the lot's last draw
    round: int = 0  # rounds that are through
    round_at: datetime | None = None  # between two rounds: when the next one begins; of what TELLS: when it ends
    asked: frozenset[str] = frozenset()  # volunteers asked in this round
    passed: frozenset[str] = frozenset()  # volunteers who said no to this request for good
    not_today: frozenset[str] = frozenset()  # who said no for one day only, as `no_of_day` names it
    later: Mapping[str, datetime] = field(default_factory=dict)  # "ring me in ten minutes", by volunteer
    taken_by: str | None = None
    taken_offer: str | None = None
    taken_at: datetime | None = None
    checks: int = 0  # calls made to ask, since it was accepted; anew since spoken; anew since reported done
    call_ended_at: datetime | None = None  # accepted: when the last call about it to whoever said yes was over
    joined_at: datetime | None = None  # the two phones were joined last
    talked_at: datetime | None = None  # the volunteer and the one it is for were joined last
    ring_after: bool = False  # the resident would like a ring when it is done
    cursor: str | None = None  # at which step, and how far, the rotation was read when a page held nobody to ask
    spoken_at: datetime | None = None
    reported_at: datetime | None = None  # the volunteer said that it is done
    cancelled_at: datetime | None = None  # the resident did; the dispatcher then ends it
    heard_at: datetime | None = None  # of FOR_ONE_PHONE: it was heard, by a key; reported done: that all went well
    told: frozenset[Reason] = frozenset()  # what a coordinator has been asked, or the resident told, about it
    call: str | None = None  # of a draft: the SID of its caller's call, erased when it opens
    call_seen_at: datetime | None = None  # of a draft: when the carrier last said that this call goes on
    told_at: datetime | None = None  # a person, or the line after a key, told its resident that nobody could
    yes_heard_at: datetime | None = None  # its resident heard that whoever has it has said yes
    rung_at: datetime | None = None  # one of us rang its resident, as was promised, and told them how it stands
    tried: frozenset[str] = frozenset()  # days (2026-12-24) on which one of us rang to tell them, and reached nobody
    waits_until: datetime | None = None  # its resident is on the line, and is taken to be until then: often set anew
    series: str | None = None  # what recurs, and this is one week's of it
    weekday: int | None = None  # 0 is Monday: of a series, and of one week's
    part: Part | None = None
    made_for: str | None = None  # the day (2026-12-24) that this one is for; of a series, the last that was made
    skip: str | None = None  # of a series: the day to leave out
    moves_to: str | None = None  # of a series: the day (`mon-morning`) that it is on once this week's is made
    first: str | None = None  # the volunteer who is asked before the rotation; of a series, who would come again
    same: bool | None = None  # of a series: the resident would like the neighbour of last time; None: not said yet
    apart: frozenset[str] = frozenset()  # volunteers who are never to have it
    # Of a complaint (reason `lot`), whose `number` is the phone of whoever complained:
    other: PhoneNumber | None = None  # the other side's phone; of a word that is wanted: the phone of who wants it
    beside: PhoneNumber | None = None  # where one asked for another: the other one's phone, which is not rung about it
    against: str | None = None  # the volunteer complained of; None: a volunteer complained
    never_again: bool = False  # whoever complained says: not them again
    hearing: Mapping[str, Seat] = field(default_factory=dict)  # by volunteer: who hears both
    text_owed: str | None = None  # the offer whose yes is still to be put into a text message, once that call is over
    failures: int = 0  # times in a row that the dispatcher could not advance it

    @property
    def rings_made(self) -> int:
        """Phones that have rung for it."""
        return self.offers - self.never_rang

    @property
    def age(self) -> tuple[datetime, str]:
        """By which requests are put in order, the oldest first."""
        return self.made_at, self.id

    @property
    def on(self) -> str:
        """When it is wanted, in one word of a trail: `today`, or the day of one week's, `thu-morning`.

        One week's that has opened again after its day is asked for until the end of the day on which it did.
        """
        if self.weekday is None or self.part is None:
            return self.when
        if self.opened_at and self.due_at and self.opened_at >= self.due_at:
            return When.TODAY
        return f"{DAYS[self.weekday]}-{self.part}"

    @property
    def waits_for_their_word(self) -> bool:
        """Somebody else asked, and the one it is for has not said yes to it."""
        return self.for_number is not None and self.agreed_at is None and self.state in _TO_BE_ARRANGED

    @property
    def waits_for_their_yes(self) -> bool:
        """Nobody comes to a door before the one it is for has said yes on their own phone; others may only ask."""
        return self.for_number is not None and self.agreed_at is None and self.need not in BY_PHONE

    @property
    def phones(self) -> tuple[PhoneNumber, ...]:
        """The phones of a resident's side: of whoever asked, and of the one it is for."""
        return tuple(each for each in (self.number, self.for_number) if each)

    @property
    def whose_it_is(self) -> PhoneNumber | None:
        """The phone on which it can be changed: whoever asked for it has that, until the one it is for has said yes."""
        return self.for_number if self.for_number and self.agreed_at else self.number

    @property
    def whom_they_met(self) -> PhoneNumber | None:
        """The resident's phone; asked for somebody else, theirs with whom whoever has it has talked."""
        return self.for_number if self.for_number and self.talked_at else self.number

    @property
    def joined(self) -> bool:
        """Whoever has it was joined with whoever asked, or with the one it is for."""
        return self.joined_at is not None or self.talked_at is not None

    @property
    def means_a_door(self) -> bool:
        """Somebody may stand at a door for it: all but what is talked over by phone, as a coordinator's tasks are."""
        return self.need is not Need.PERSON and self.need not in BY_PHONE


@dataclass(frozen=True, kw_only=True)
class Remembered:
    """How a resident asked for a need last time, who wished it to be remembered."""

    area: str | None
    when: When
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One request put to one volunteer by one ringing phone."""

    group: str
    id: str  # request id, a dash, the number of the offer: whoever knows the offer's can read both at once
    request: str
    volunteer: str  # whose phone; of kind `well` or `call` the number's own id, until that call is over
    kind: OfferKind
    state: OfferState
    reserved_at: datetime
    deadline: datetime
    call_sid: str | None = None
    sequence: int = -1  # of the newest status callback seen
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    rang: Rang = Rang.YES
    outcome: str = ""  # what Twilio or the volunteer said: `no-answer`, `busy`, `not_today`, a Twilio error code …
    texts: bool = False  # they would like a text message, if they say yes
    unheard: bool = False  # a setting has changed since they last heard of them
    turned_to: str | None = None  # what its call is about from then on: a task that was taken on it beside its own
    dialled: str | None = None  # the other phone that its call has dialled, by the number's own id
    asked_before: datetime  # the volunteer's `asked_at` before this ask: how a place is given back


@dataclass(frozen=True, kw_only=True)
class No:
    """A volunteer's no to a request: for good; for one day only; or until they are to be asked again."""

    day: str | None = None  # 2026-11-24, where the group is
    again_at: datetime | None = None  # "ring me in ten minutes"


FOR_GOOD = No()


def no_of_day(volunteer: str, day: str) -> str:
    """Return how `not_today` names a no of this volunteer that is over with that day."""
    return f"{volunteer}#{day}"


@dataclass(frozen=True, kw_only=True)
class OfferEnd:
    """As what an offer ends, and what the same transaction changes beside it. `dispatch.offer_end` decides it."""

    state: OfferState
    outcome: str
    release: bool = False  # the call is over: the phone may ring again
    unnamed: bool = False  # the call is over, and the phone was no volunteer's in the rotation: forget whose it was
    person: bool = False  # a key was heard: their unanswered calls in a row end here
    missed: bool = False  # one more ask of this round without a yes
    place_back: bool = False  # the volunteer stands where they stood before the ask
    rang: Rang = Rang.YES
    faulty: bool = False  # this number failed, or was refused; a second time on another day, it counts as dead
    same_again: bool = False  # nothing was wrong with the number: it is the same phone's turn again
    day: str = ""  # the local day whose counts lose this call, if it did not ring
    at_wish: bool = False  # it is counted how often this phone is rung in a day, since anybody could wish for it
    no: No | None = None  # what the volunteer said to this request, if it was a no
    look_at: datetime | None = None  # when the request is looked at next; None: at once


@dataclass(frozen=True, kw_only=True)
class Recording:
    """Something that the line says, in the voice of one of the group."""

    sid: str  # the recording's, never its words
    seconds: int
    prompt: str  # what it was recorded for


@dataclass(frozen=True, kw_only=True)
class OwnVoice:
    """All that a group has recorded."""

    recordings: Mapping[str, Recording] = field(default_factory=dict)  # by what it says: `prompts.wordings`
    replaced: Mapping[str, datetime] = field(default_factory=dict)  # SIDs that nothing plays any more, and since when
    rests_until: datetime | None = None  # the carrier did not give one: until then the synthetic voice speaks
