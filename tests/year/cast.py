"""The people of the year, and what each kind of them does: every habit reads as a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from hotline.conversation.turns import AGAIN_KEY
from infra.local.exchange import Exchange, LetsItRing, PicksUp, Rejects, Voicemail
from infra.local.exchange.reactions import Reaction
from infra.local.exchange.states import Direction
from tests.year.somebody import HANGS_UP, NAMED, NOTHING, Mind, Somebody

A_DAY = timedelta(days=1)
LONG_ENOUGH = timedelta(minutes=7)  # to hesitate: the sweep has ended their ring by then

# What they phone for: the sentences at which they press the key that is named.
_SECOND_MENU: Mind = {"for anything else": NAMED}
_STRAIGHT_BACK: Mind = {**_SECOND_MENU, "for news of": NAMED, "press 1 to hear": NAMED}
_AS_A_VOLUNTEER: Mind = {**_STRAIGHT_BACK, "for helping others": NAMED, "to be joined": NOTHING}
_AS_A_RESIDENT: Mind = {**_STRAIGHT_BACK, "for something you asked for yourself": NAMED}

REST_FOR_A_WEEK: Mind = {**_AS_A_VOLUNTEER, "to rest for a while": NAMED, "for a week": NAMED}
REST_UNTIL_TOMORROW: Mind = {**_AS_A_VOLUNTEER, "to rest for a while": NAMED, "until tomorrow": NAMED}
REST_UNTIL_I_PHONE: Mind = {**_AS_A_VOLUNTEER, "to rest for a while": NAMED, "until you phone": NAMED}
I_AM_BACK: Mind = {**_AS_A_VOLUNTEER, "i am back": NAMED, "to hear what is open": HANGS_UP}
LEAVE_FOR_GOOD: Mind = {**_AS_A_VOLUNTEER, "to leave for good": NAMED, "to leave, press 8": NAMED}
HAND_BACK: Mind = {**_AS_A_VOLUNTEER, "someone else, please": NAMED, "for anything else": NAMED}
IT_IS_DONE: Mind = {**_AS_A_VOLUNTEER, "it is done": NAMED}
WHAT_IS_OPEN: Mind = {**_AS_A_VOLUNTEER, "to hear what is open": NAMED, "yes, press 1": "1"}
ONCE_A_DAY: Mind = {
    **_AS_A_VOLUNTEER,
    "for your needs, areas": NAMED,
    "for how often": NAMED,
    "how many asks": "1",
    "how long in peace": "2",
    "if that is right": NAMED,
}
JOIN: Mind = {**_SECOND_MENU, "to help neighbours": NAMED, "would you help": "1"}

NEWS: Mind = {**_AS_A_RESIDENT, "shopping, on": NAMED, "for your two words": HANGS_UP}
CANCEL: Mind = {**_AS_A_RESIDENT, "shopping, on": NAMED, "to change or cancel": NAMED, "to cancel it, press 5": NAMED}
KEEP_IT_AFTER_ALL: Mind = {**_AS_A_RESIDENT, "press 5 again": NOTHING, **CANCEL}
LATER_THIS_WEEK: Mind = {**_AS_A_RESIDENT, "to change or cancel": NAMED, "in the next few days, press": NAMED}

LEAVE_ONE_OUT: Mind = {**_AS_A_RESIDENT, "shopping, every": NAMED, "to leave out the next one": NAMED}
ANOTHER_DAY: Mind = {**_AS_A_RESIDENT, "shopping, every": NAMED, "for another day": NAMED}
NO_MORE_OF_IT: Mind = {**_AS_A_RESIDENT, "shopping, every": NAMED, "for no more of it": NAMED, "if that is so": NAMED}

SHOPPING: Mind = {"for shopping": NAMED}
NEEDS: tuple[Mind, ...] = (
    SHOPPING,
    {"for medicines": NAMED},
    {**_SECOND_MENU, "for a dog": NAMED},
    {**_SECOND_MENU, "for the garden": NAMED},
    {**_SECOND_MENU, "for rubbish": NAMED},
    {"for someone to talk to": NAMED, "for a friendly neighbour": NAMED},
)


@dataclass(frozen=True, kw_only=True)
class Nature:
    """How somebody is: so many times in a hundred."""

    picks_up: int = 60
    says_yes: int = 55
    wants_peace_today: int = 10
    says_ten_minutes: int = 8
    says_not_this_one: int = 15
    forgets: int = 4  # having said yes: silent for days
    hands_back: int = 5
    wants_more_time: int = 8
    hesitates: int = 0  # hears the question over and over for some minutes, and then says "not this one"
    machine: bool = False  # voicemail, where they do not pick up


STEADY, BUSY = Nature(picks_up=75, says_yes=75), Nature(picks_up=30, says_yes=50, machine=True)
FORGETFUL, FICKLE = Nature(forgets=30), Nature(hands_back=25, says_not_this_one=25)
HESITANT = Nature(hesitates=20)
NATURES = (STEADY, STEADY, STEADY, BUSY, BUSY, FORGETFUL, FICKLE, HESITANT, Nature(), Nature())


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """On which day, and in which part of it, somebody's shopping is done every week."""

    weekday: int  # 0 is Monday
    part: int  # 1 is the morning


class Asking(Somebody):
    """Somebody who needs help now and then, or every week."""

    area: str
    agreed: Agreed | None = None

    def when_asked(self) -> Mind:
        """What they say to the line's own questions."""
        return {
            "do you still need something?": self.do_they_still_need,
            "which day?": lambda: str(self.agreed.weekday + 1) if self.agreed else NOTHING,
            "in the morning, press 1": lambda: str(self.agreed.part) if self.agreed else NOTHING,
            "for the neighbour of last time, if they can": lambda: "1" if self.by_chance(70) else "2",
            "press 1 to hear": NAMED,
            "may we remember": lambda: "1" if self.by_chance(40) else NOTHING,
            "not be put together again": lambda: NAMED if self.by_chance(50) else NOTHING,
        }

    def asks(self, need: Mind, when: str) -> Mind:
        """The whole of a first call; some wait on the line, some put the phone down half-way."""
        last = HANGS_UP if self.by_chance(5) else NAMED
        waits: Mind = {"to wait on the line": NAMED} if self.by_chance(6) else {}
        return {**waits, **need, f"{self.area}, press": NAMED, f"{when}, press": NAMED, "if that is right": last}

    def do_they_still_need(self) -> str:
        """All well; still need something; something was wrong; or they lay the phone aside."""
        return self.chance.choices(("2", "1", "4", NOTHING), (82, 7, 3, 8))[0]


class Helper(Somebody):
    """A volunteer."""

    def __init__(self, exchange: Exchange, number: str, name: str, chance: Random, nature: Nature) -> None:
        super().__init__(exchange, number, name, chance)
        self.nature = nature
        self._silent_until = self._hesitates_until = self.timeline.now()
        self._agreed: Agreed | None = None
        self.habits = {
            "which day have you agreed": self.which_day,
            "in the morning, press 1": self.which_part,
            "would you come again": self.would_you_come_again,
            "is it arranged?": self.is_it_arranged,
            "told them how it stands?": "1",
            "will you?": self.would_you_hear_both,
            "to go on, press 1": NAMED,
            "to speak to the one who told us": lambda: self.once("the one"),
            "to speak to the other side": lambda: self.once("the other"),
            "to say what you decide": NAMED,
            "to go on another time": NAMED,
            "nobody is refused help": self.decides,
            "if that is right": NAMED,
            "is it done?": self.is_it_done,
            "yes, press 1": self.would_you,
            "no thanks": self.not_this_one,
            "not today": self.not_today,
            "in ten minutes": self.in_ten_minutes,
            "to take it": NAMED,
            "you have heard it": "1",
            "to ring": NAMED,
            "to hear it and ring them": NAMED,
            "to speak to them": NAMED,
            "press 1 to hear": NAMED,
            "to be joined": self.joined_now,
            "in a quarter of an hour": NAMED,
        }
        self._answer = NOTHING
        self._heard: set[str] = set()

    def reacts(self) -> Reaction:
        """Whoever has forgotten hears nothing for days; others are at home more often than not."""
        if self.timeline.now() < self._silent_until:
            return Voicemail() if self.nature.machine else LetsItRing()
        if self.by_chance(self.nature.picks_up):
            return PicksUp(after=self.chance.uniform(2, 12))
        if self.nature.machine:
            return Voicemail()
        return Rejects() if self.by_chance(10) else LetsItRing()

    def talks(self, other: Somebody) -> None:
        """They agree on the resident's day, if it is for every week."""
        if isinstance(other, Asking):
            self._agreed = other.agreed
        elif self.call and self.call.direction is Direction.OUTBOUND_DIAL:
            self.says_goodbye_in_a_while()

    def is_rung(self) -> None:
        super().is_rung()
        self._heard.clear()
        self._answer, self._hesitates_until = NOTHING, self.timeline.now()

    def once(self, what: str) -> str:
        """On this call."""
        first_time = what not in self._heard
        self._heard.add(what)
        return NAMED if first_time else NOTHING

    def would_you_hear_both(self) -> str:
        return "1" if self.by_chance(80) else "2"

    def decides(self) -> str:
        """As before; only chats; not the two together; the next meeting."""
        return self.chance.choices(("1", "2", "3", "4"), (60, 12, 18, 10))[0]

    def which_day(self) -> str:
        """One in ten has put the phone down in their mind: the resident will be asked."""
        return str(self._agreed.weekday + 1) if self._agreed and not self.by_chance(10) else NOTHING

    def which_part(self) -> str:
        return str(self._agreed.part) if self._agreed else NOTHING

    def would_you_come_again(self) -> str:
        return "1" if self.by_chance(65) else "2"

    def would_you(self) -> str:
        """Say yes; or make up their mind and wait for its key; or hesitate, and then say no; or say nothing at all."""
        nature = self.nature
        if self._hesitates_until > self.timeline.now():
            return AGAIN_KEY
        if self._answer == AGAIN_KEY:
            self._answer = NOTHING
            return "2"
        if nature.hesitates and self.by_chance(nature.hesitates):
            self._answer, self._hesitates_until = AGAIN_KEY, self.timeline.now() + LONG_ENOUGH
            return AGAIN_KEY
        self._answer = self.chance.choices(
            ("1", "2", "3", "4", NOTHING),
            (nature.says_yes, nature.says_not_this_one, nature.wants_peace_today, nature.says_ten_minutes, 4),
        )[0]
        return "1" if self._answer == "1" else NOTHING

    def not_this_one(self) -> str:
        return NAMED if self._answer == "2" else NOTHING

    def not_today(self) -> str:
        return NAMED if self._answer == "3" else NOTHING

    def in_ten_minutes(self) -> str:
        return NAMED if self._answer == "4" else NOTHING

    def joined_now(self) -> str:
        """Or in a quarter of an hour, which is the next sentence."""
        return NAMED if self.by_chance(85) else NOTHING

    def is_it_arranged(self) -> str:
        """Yes; yes, with a ring afterwards; somebody else; or they go, and forget all about it."""
        if self.by_chance(self.nature.hands_back):
            return "4"
        if self.by_chance(self.nature.forgets):
            self._silent_until = self.timeline.now() + 3 * A_DAY
        return "2" if self.by_chance(60) else "1"

    def is_it_done(self) -> str:
        if self.by_chance(self.nature.hands_back / 3):
            return "4"
        return "3" if self.by_chance(self.nature.wants_more_time) else "1"


class Resident(Asking):
    """Who only asks."""

    def __init__(self, exchange: Exchange, number: str, name: str, chance: Random, area: str) -> None:
        super().__init__(exchange, number, name, chance)
        self.area = area
        self.habits = self.when_asked()

    def reacts(self) -> Reaction:
        if self.by_chance(88):
            return PicksUp(after=self.chance.uniform(2, 25))
        return LetsItRing()

    def talks(self, other: Somebody) -> None:  # noqa: ARG002 -- whoever it is
        """For a while, and then they say goodbye first."""
        self.says_goodbye_in_a_while()


class Both(Helper, Asking):
    """Who asks now and then, and helps: one phone, which may be wanted for either."""

    def __init__(self, exchange: Exchange, number: str, name: str, chance: Random, area: str) -> None:
        super().__init__(exchange, number, name, chance, STEADY)
        self.area = area
        self.habits = {**self.when_asked(), **self.habits}

    def talks(self, other: Somebody) -> None:
        super().talks(other)
        self.says_goodbye_in_a_while()
