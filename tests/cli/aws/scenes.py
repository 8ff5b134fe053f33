"""Scenes of a line at AWS, `python -m tests.cli.aws.scenes asked | night | …`: what came of one, as JSON.

A process of its own, as a function at AWS is: region, tables and secret are of its environment, which is read when
the store is imported. Whatever time it is, it is about noon where the group is.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from chalicelib.account import account_from_environment
from chalicelib.backups import nightly
from hotline.dispatch.alarms import tell_coordinators
from hotline.groups import Groups
from hotline.records import Reason, RequestState
from hotline.store.copying import Copying
from infra.local import virtual
from infra.local.beats import tick
from infra.local.exchange.states import Hook
from infra.local.gateway import Context
from tests.stories.test_codes import asks_for_a_code, ben_says_yes, phones_with_a_code
from tests.stories.test_outage import leaves_words
from tests.stories.town import GROUP, LINE, SAMPLE, Town, opaque

ACCOUNT = "123456789012"  # moto's


def asked() -> dict[str, object]:
    """From a phone box Rosa asks for shopping, and is given a code. Ben says yes."""
    town = _town(ago=timedelta(minutes=30))  # whatever is said and rung then is over by the night
    long_ago = town.world.now() - timedelta(days=30)
    town.joins(town.ben, joined_at=long_ago, asked_at=long_ago)
    with town.line.answering():
        code = asks_for_a_code(town.rosa)
        ben_says_yes(town)
        town.ben.waits(5)
    return {"code": code, "words": town.request().words}


def night(moment: str = "") -> dict[str, object]:
    """The nightly function runs, as EventBridge starts it: now, or at this moment."""
    now = datetime.fromisoformat(moment) if moment else datetime.now(UTC)
    with _town(ago=datetime.now(UTC) - now).line.answering() if moment else nullcontext():
        nightly({**tick(now), "account": ACCOUNT}, Context(aws_request_id="night"))
    return {}


def goes_on(code: str) -> dict[str, object]:
    """From a phone box Rosa keys her code, is put through to Ben, and they talk."""
    town = _town()
    with town.line.answering():
        words = town.request().words.replace("-", " ")
        phones_with_a_code(town.rosa, code).hears("a neighbour has said yes", "to speak to them, press 1").presses("2")
        town.rosa.hears(words, "to speak to them").presses("1")
        town.ben.picks_up().hears("would like a word").presses("1")
        town.rosa.talks_with(town.ben)
        town.ben.hangs_up()
        town.rosa.hears("goodbye").is_hung_up_on().waits(5)
        request = town.request()
    return {"spoken": request.state is RequestState.SPOKEN, "bens": request.taken_by == opaque(town.ben)}


def counts() -> dict[str, object]:
    """How many rows each table has."""
    return dict(Counter(table for table, _ in Copying().rows()))


def alarm() -> dict[str, object]:
    """An alarm of AWS's is told to the coordinators, though nobody has joined yet."""
    town = _town(ago=timedelta(minutes=5))
    with town.line.answering():
        tell_coordinators(town.world, "hotline-prod-clock")
    return {}


def meanwhile() -> dict[str, object]:
    """A line goes on in another region: the fallback took words while the first line could not answer them.

    Its number leads to the first line until it is connected. Its clock runs before that; then what came of it is told,
    and the test goes on, restores and connects, and lets this one go on by a line on its standard input.
    """
    town = _town(ago=timedelta(minutes=90))
    own = town.exchange.numbers[LINE]
    here, own.voice = own.voice, Hook(url="https://first.example/voice")
    with town.line.answering():
        town.exchange.faults.refuse("POST https://first.example", times=None)
        leaves_words(town.emil)
        town.exchange.expects_error("failed")
        town.emil.waits(30 * 60)
        _tell(counts())
        sys.stdin.readline()
        own.voice = here
        town.emil.waits(15 * 60)
        heard = [each.note for each in town.store.requests(GROUP) if each.reason is Reason.RECORDING]
    return {"words": heard, "said": list(town.exchange.recordings)}


def _tell(happened: dict[str, object]) -> None:
    sys.stdout.write(f"{json.dumps(happened)}\n")
    sys.stdout.flush()


def _town(*, ago: timedelta = timedelta()) -> Town:
    now = datetime.now(UTC) - ago
    group = replace(SAMPLE[GROUP], zone=f"Etc/GMT{now.hour - 12:+d}")  # POSIX counts westwards
    account = account_from_environment(lambda: now)
    vars(virtual).update(ACCOUNT=account.sid, TOKEN=account.tokens.primary)  # the exchange's account is the parameter's
    return Town(start=now, groups=Groups({GROUP: group}), account=account)


if __name__ == "__main__":
    scenes: list[Callable[..., dict[str, object]]] = [asked, night, goes_on, counts, alarm, meanwhile]
    scene, *words = sys.argv[1:]
    _tell({each.__name__: each for each in scenes}[scene](*words))
