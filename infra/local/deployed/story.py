"""The deployed line's story: the demo's; a ring without the stream; an alarm; a night; and what cannot be done."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from hotline.numbers import PhoneNumber
from hotline.signals import BACKUP_WRITTEN
from hotline.store import Store
from infra.local.cast import Cast
from infra.local.demo import play
from infra.local.deployed.line import TOKEN, Deployed
from infra.local.exchange import Person, StoryFailed
from infra.local.narration import Narrator

ALARM = {"AlarmName": "hotline-errors", "NewStateValue": "ALARM", "OldStateValue": "OK"}
_NUMBER = re.compile(r"(?:\+|%2B|\b0)(?:44)?(?:20 ?7946|7700 ?900) ?\d{3}")
_A_MINUTE = 90  # seconds, in which the clock beats for certain


def play_all(line: Deployed, say: Callable[[str], None]) -> None:
    """All of it, in this order. Raises StoryFailed."""
    group = next(iter(line.groups.values()))
    line.exchange.listeners.append(Narrator(say, group))
    told = play(line.exchange, Store(), group)
    told.check(told.store.offers(group.slug, told.request))
    town = Cast(line.exchange, told.store, group)
    _the_stream_is_lost(line, town)
    _an_alarm_sounds(line, town)
    _a_night_passes(line)
    line.exchange.check()
    _the_tables_are_down(line, town)
    if line.guard.refused:
        raise StoryFailed("\n".join(sorted(line.guard.refused)))
    _nothing_private_was_printed(line)


def _the_stream_is_lost(line: Deployed, town: Cast) -> None:
    """The clock makes certain what the stream makes prompt: Ben is rung within a minute or so."""
    _may_be_asked_again(town, town.ben)
    line.stream_lost = True
    town.rosa.dials(town.line).hears("medicines").presses("2").hears("Ongar").hangs_up()
    town.ben.picks_up(within=_A_MINUTE).hears("medicines", "yes, press 1").presses("1").hears("It's yours").hangs_up()
    line.stream_lost = False
    town.rosa.waits(5)


def _may_be_asked_again(town: Cast, person: Person) -> None:
    """Though they have just been asked: the functions go by the clock on the wall."""
    who = PhoneNumber(person.number).opaque
    town.store.change_volunteer(town.group.slug, who, rest=timedelta(), daily_cap=24)


def _an_alarm_sounds(line: Deployed, town: Cast) -> None:
    """If anybody listens to alarms: whatever it is, a coordinator is rung at once."""
    if any(one.function.event("SNS") for one in line.functions.values()):
        _may_be_asked_again(town, town.gwen)
        line.sounds(ALARM)
        town.gwen.answers().hears("the line itself has a fault").presses("1").is_hung_up_on()


def _a_night_passes(line: Deployed) -> None:
    """A backup is written, by a role that can read every row and change none."""
    line.night_falls()
    if BACKUP_WRITTEN.partition(":")[0] not in line.logs():
        raise StoryFailed("no nightly backup was written")


def _the_tables_are_down(line: Deployed, town: Cast) -> None:
    """What could not be done, also when it was tried again, is left where somebody is told of it."""
    line.guard.is_down = True
    line.sounds(ALARM)
    line.night_falls()
    (held,) = town.store.requests_held_by(town.group.slug, PhoneNumber(town.ben.number).opaque)
    town.store.wake(town.group.slug, held.id, now=datetime.now(UTC))
    town.rosa.waits(_A_MINUTE)
    line.guard.is_down = False
    left = {name for name, _ in line.guard.letters}
    should = {name for name, one in line.functions.items() if one.leaves_letters}
    if left != should:
        raise StoryFailed(f"dead letters were left by {sorted(left)}, and not by {sorted(should)}")


def _nothing_private_was_printed(line: Deployed) -> None:
    logs = line.logs()
    if TOKEN in logs or _NUMBER.search(logs):
        raise StoryFailed("a token or a phone number is in a function's log")
