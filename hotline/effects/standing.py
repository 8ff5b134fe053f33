"""What a placed call is about, as `pick_up` tells it in one word of the trail: opaque ids and meanings, no number."""

from __future__ import annotations

from hotline.conversation.turns import Values
from hotline.records import ABOUT_ANOTHER, Reason
from hotline.values import dataclass

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
    note: bool = False  # there is a recording to hear
    rings: bool = True  # there is a number at the other end, to be joined to
    changed: bool = False  # a setting may have changed since this volunteer last heard of them
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
    def informs(self) -> bool:
        """Something that a coordinator has to know, with nobody to be joined to."""
        return self.reason in {Reason.NUMBER, Reason.LIMIT, Reason.CARRIER}

    def text(self) -> str:
        """One word of a trail (letters, digits, dashes, underscores)."""
        flags = f"{'n' if self.note else ''}{'r' if self.rings else ''}{'c' if self.changed else ''}"
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
            changed="c" in flags,
            words=words,
        )
