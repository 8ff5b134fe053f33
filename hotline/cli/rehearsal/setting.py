"""The line that is rehearsed, the three phones, and what the rehearsal may use of both."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from hotline.errors import HotlineError
from hotline.groups import Group
from hotline.numbers import PhoneNumber
from hotline.rotation.phone import is_paused, may_ring

if TYPE_CHECKING:
    from hotline.records import Volunteer
    from hotline.store import Store
    from hotline.telephony.console import Console
    from hotline.telephony.trace import Trace

DEAD = PhoneNumber("+447700900998")  # from Ofcom's range for drama: nobody has it
_MOST_ASKS = 24  # of one volunteer in a day: the steps ask the third phone again and again


class Operator(Protocol):
    """The person who holds the three phones."""

    def told(self, line: str) -> None: ...

    def says(self, question: str) -> bool:
        """A yes or a no."""

    def waits(self, seconds: float) -> None: ...

    def now(self) -> datetime: ...


@dataclass(frozen=True, kw_only=True)
class Setting:
    """Everything that a rehearsal works on."""

    group: Group
    base_url: str
    phones: Mapping[str, PhoneNumber]  # by role
    store: Store
    trace: Trace
    console: Console
    at_aws: Callable[[], Mapping[str, str]]  # the facts of `judge_aws`

    @property
    def voice(self) -> str:
        """The page that the number leads to."""
        return f"{self.base_url}/voice"

    @property
    def gone(self) -> str:
        """The URL of a page that the line does not have, and answers with an error."""
        return f"{self.base_url}/rehearsal/no-such-page"

    @property
    def line(self) -> PhoneNumber:
        return self.group.numbers[0]


def check(setting: Setting, now: datetime) -> None:
    """Raises HotlineError if another phone could ring, or if a step could not be done as it is written."""
    for why in _in_the_way(setting, now):
        raise HotlineError(why)


def _in_the_way(setting: Setting, now: datetime) -> Iterator[str]:
    group, (_, second, third) = setting.group, setting.phones.values()
    slug = group.slug
    there = {who.number: who for who in setting.store.volunteers(slug) if not who.stopped}
    others = [who for number, who in there.items() if number not in setting.phones.values()]
    if others:
        of_its_own = "rehearse with a group of its own, on a number of its own, as with --stage dev"
        yield f"{len(others)} of {slug}'s volunteers have none of the three phones, and would be rung: {of_its_own}"
    add = f"hotline volunteers add NUMBER --group {slug} --name"
    if not _can(there.get(second), now, coordinator=True):
        yield f"the second phone ({second}) is no coordinator's of {slug}: {add} Second --coordinator"
    if not _can(there.get(third), now, coordinator=False):
        yield f"the third phone ({third}) is no volunteer's of {slug}: {add} Third"
    if group.policy.rest > timedelta() or group.policy.daily_cap < _MOST_ASKS:
        yield f'the third phone is asked too often for {slug}: set rest = "0s" and daily_cap = 24 there, and deploy'
    if not may_ring(None, group, now):
        yield f"{slug} may ring nobody now: rehearse within {group.hours.text()}, or change `hours`, and deploy"
    owned = {one.number: one for one in setting.console.numbers()}.get(setting.line)
    if owned is None:
        yield f"{setting.line} is not in this Twilio account: see `hotline doctor`"
    elif owned.leads.voice not in (setting.voice, setting.gone):
        yield f"{setting.line} does not lead to this line: `hotline connect`, with the same --stage"


def _can(who: Volunteer | None, now: datetime, *, coordinator: bool) -> bool:
    return who is not None and not is_paused(who, now) and (who.coordinator or not coordinator)
