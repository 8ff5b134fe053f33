"""Tells a story of phones as it happens, a line for each thing, with the time on the story's own clock."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from hotline.groups import Group
from infra.local.exchange import Dialled, Ended, Event, Joined, PickedUp, Pressed, Rang, Said, Texted

_WIDTH = 7  # of a name


class Narrator:
    """A listener of the exchange."""

    def __init__(self, say: Callable[[str], None], group: Group, *, days: bool = False) -> None:
        """`days`: the day of the week too, for a story that lasts longer than one."""
        self._say, self._group = say, group
        self._clock = "%a %H:%M:%S" if days else "%H:%M:%S"

    def __call__(self, event: Event) -> None:
        told = self._told(event)
        if told:
            at = event.at.astimezone(ZoneInfo(self._group.zone))
            self._say(f"{at:{self._clock}}  {event.name:<{_WIDTH}} {told}")

    def _told(self, event: Event) -> str:
        match event:
            case Dialled():
                return f"dials {_shown(event.to)}, the line of {self._group.name}"
            case Rang():
                return f"☎ rings; the display shows {_shown(event.display)}"
            case PickedUp():
                return "is picked up"
            case Said(by="line"):
                return f"hears “{event.text}”"
            case Said():
                return f"says “{event.text}”"
            case Pressed():
                return f"presses {event.key}"
            case Texted():
                return f"gets a text: “{event.text}”"
            case Joined():
                return f"is joined with {event.other}"
            case Ended():
                return f"— the call is over ({event.status})"
            case _:
                return ""


def _shown(number: str) -> str:
    """A number as a display shows it: only the group's own is ever shown whole."""
    return f"0{number.removeprefix('+44')}" if number.startswith("+44") else number
