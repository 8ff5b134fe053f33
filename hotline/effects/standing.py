"""What a placed call is about, as `pick_up` tells it in one word of the trail: opaque ids and meanings, no number."""

from __future__ import annotations

from hotline.conversation.turns import Values
from hotline.records import ABOUT_ANOTHER, FROM_SOMEBODY, Ears, Reason, Repeat, Request, Volunteer
from hotline.rotation.pace import wanted_on
from hotline.values import dataclass
from hotline.world import World

OPEN, MINE, TAKEN, OVER = "open", "mine", "taken", "over"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How the request stood when this phone was picked up."""

    stands: str  # open, mine, taken, over
    request: str
    need: str
    area: str
    when: str
    reason: str = ""  # why a coordinator is asked; empty: an ordinary ask
    asked: str = "0"  # how many neighbours have been asked so far
    note: bool = False  # there is a recording that whoever has this phone may hear, now or once it is theirs
    rings: bool = True  # there is a number at the other end, to be joined to
    code: bool = False  # they have no phone of their own: they phone us
    for_somebody: bool = False  # who asked is at that number; it is for somebody else, who has another
    repeated: bool = False  # that phone has asked for the same need again, and has not said whether one is enough
    changed: bool = False  # a setting may have changed since this volunteer last heard of them
    no_door: bool = False  # a coordinator who is asked for no door hears that it waits, and cannot take it
    words: str = ""  # only for the one who holds it

    @property
    def open(self) -> bool:
        return self.stands == OPEN

    @property
    def gone(self) -> str:
        """What to say when it is no longer open."""
        return "too_late" if self.stands == TAKEN else "no_longer_needed"

    @property
    def values(self) -> Values:
        return {"need": self.need, "area": self.area, "when": self.when}

    @property
    def calls_back(self) -> bool:
        """Somebody who would like a person, rather than a need that waits."""
        return bool(self.reason) and self.reason not in ABOUT_ANOTHER

    @property
    def asks_nobody_else(self) -> bool:
        """A need of somebody who left no number and has no code: given back, no neighbour can be asked for it again."""
        return not (self.rings or self.code or self.calls_back)

    @property
    def is_a_recording(self) -> bool:
        """Somebody said what they need: whoever takes it can log it."""
        return self.reason == Reason.RECORDING

    @property
    def tells_that_nobody_could(self) -> bool:
        """Whoever takes it rings a resident to tell them so."""
        return self.reason == Reason.UNMET

    @property
    def keeps_a_promise(self) -> bool:
        """Whoever takes it rings a resident who was promised a ring."""
        return self.reason == Reason.PROMISE

    @property
    def informs(self) -> bool:
        """Something that a coordinator has to know, with nobody to be joined to."""
        return self.reason in {Reason.NUMBER, Reason.LIMIT, Reason.CARRIER, Reason.ALARM, Reason.NO_LOT}

    def text(self) -> str:
        """One word of a trail (letters, digits, dashes, underscores)."""
        said = {"n": self.note, "r": self.rings, "c": self.code, "f": self.for_somebody, "d": self.repeated}
        said |= {"s": self.changed, "x": self.no_door}
        flags = "".join(flag for flag, is_so in said.items() if is_so)
        about = f"{self.request}_{self.need}_{self.area}_{self.when}"
        return f"{self.stands}_{about}_{self.reason}_{self.asked}_{flags}_{self.words}"

    @classmethod
    def parse(cls, text: str) -> Standing:
        stands, request, need, area, when, reason, asked, flags, words = text.split("_")
        return cls(
            stands=stands,
            request=request,
            need=need,
            area=area,
            when=when,
            reason=reason,
            asked=asked,
            note="n" in flags,
            rings="r" in flags,
            code="c" in flags,
            for_somebody="f" in flags,
            repeated="d" in flags,
            changed="s" in flags,
            no_door="x" in flags,
            words=words,
        )


def standing(
    world: World, request: Request, *, stands: str, changed: bool = False, asked: Volunteer | None = None
) -> Standing:
    """How a request stands to whoever holds this phone. The two words are only for the one who has it.

    `asked` is the volunteer who is asked to take it: one who is asked for no door hears no words left with it, either.
    """
    target = rings_for(world, request)
    takes_it = request.reason in ABOUT_ANOTHER and target.means_a_door  # by a yes: of another task they are told only
    no_door = takes_it and asked is not None and bool(asked.no_doors)
    heard_by_all = target.reason is not None or target.ears is Ears.NEIGHBOURS
    return Standing(
        stands=stands,
        request=target.id,
        need=(target if target.reason in (None, Reason.SERIES) else request).need,
        area=target.area or "",
        when=wanted_on(target, world.groups[target.group], world.now()),
        reason=request.reason or "",
        asked=str(target.rings_made),
        note=target.note is not None and heard_by_all and not no_door,
        rings=target.number is not None,
        code=target.code is not None,
        for_somebody=target.for_number is not None,
        repeated=target.repeat is Repeat.MAYBE,
        changed=changed,
        no_door=no_door,
        words=target.words if stands == MINE else "",
    )


def what_where_when(world: World, request: Request) -> str:
    """Return what is wanted, where, and when as one says it now: three words of a trail."""
    on = wanted_on(request, world.groups[request.group], world.now())
    return f"{request.need}_{request.area or ''}_{on}"


def rings_for(world: World, request: Request) -> Request:
    """The row whose number is dialled and whose recording is heard: an item's own, or the request it is about.

    What somebody left for a person is its own always: without a number nobody is dialled, and their words are heard.
    """
    if request.number is None and request.about and request.reason not in FROM_SOMEBODY:
        return world.store.request(request.group, request.about) or request
    return request
