"""The call of a webhook, as one of those that the line has under way (`hotline.dispatch.under_way`)."""

from __future__ import annotations

from collections.abc import Mapping

from hotline.conversation.call import Call
from hotline.conversation.turns import Dial
from hotline.dispatch.under_way import goes_on, is_over, leg_is_over, may_dial
from hotline.groups import Group
from hotline.telephony.ends import DIALLED, came_in
from hotline.telephony.past import OVER
from hotline.telephony.verbs import QUEUE, longest_talk
from hotline.values import dataclass
from hotline.world import World

_BESIDE = frozenset({"waiting", "whisper_waiting"})  # heard on a call whose own script goes on after it


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A call by the name that it is counted by. No name: it is the leg of another call, or over, and counts nothing."""

    world: World
    group: Group
    name: str

    @classmethod
    def of(cls, world: World, call: Call, script: str, form: Mapping[str, str]) -> Counted:
        """A call that we placed is counted by its offer, one that came in by its SID.

        A webhook that comes with the end of its call, or after it, takes the call back. It may be the only word of
        that: a status callback that is lost is not sent again.
        """
        beside = not came_in(form) and (form.get("Direction") == DIALLED or script in _BESIDE)
        name = "" if beside else call.sid if came_in(form) else call.about
        if name and form.get("CallStatus") in OVER:
            is_over(world, call.group, name)
            name = ""
        return cls(world=world, group=call.group, name=name)

    def goes_on(self) -> None:
        """Count it for some minutes more."""
        if self.name:
            goes_on(self.world, self.group, self.name)

    def dials(self, question: Dial) -> None:
        """From here on it is a talk, and the phone that it dials a call of its own; who waits is one already."""
        if self.name:
            until = self.world.now() + longest_talk(question, self.group)
            goes_on(self.world, self.group, self.name, until=until, dials=not question.to.startswith(QUEUE))

    def has_dialled(self) -> None:
        """The phone that it dialled is a call no more."""
        if self.name:
            leg_is_over(self.world, self.group, self.name)

    def may_have_been_full(self) -> bool:
        """Tell whether one call more than those that are counted would have been one too many for what it dialled."""
        return self.group.at_once is not None and not may_dial(self.world, self.group, self.name, uncounted=1)

    def may_dial(self) -> bool:
        """Tell whether another phone can be dialled now."""
        return may_dial(self.world, self.group, self.name)
