"""Someone to talk to: the listening line at once, or a friendly neighbour who rings."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hotline.conversation.call import Call
from hotline.conversation.replay import JOINED
from hotline.conversation.turns import Ask, Dial, Option, Say, Turn
from hotline.effects.logging import keep_need, put_through
from hotline.records import Need
from hotline.scripts.person import in_time

LISTENING, NEIGHBOUR = "listening", "neighbour"


def someone_to_talk_to(call: Call, nth: int) -> Generator[Turn, Any, bool]:
    """True: they were put through. False: they would like a friendly neighbour (also if nobody answered there).

    The need is kept first: who hangs up here is rung by a neighbour. A short number cannot be dialled from everywhere:
    each way is tried, and when none connects, the number is said twice. Nought is a person, as always.
    """
    if call.group.listening is None:
        return False
    kept = yield from in_time(keep_need(nth, Need.CHAT))
    options = (Option(key="1", meaning=LISTENING), Option(key="2", meaning=NEIGHBOUR))
    answer = yield Ask(prompt="talk", options=options)
    if answer != LISTENING:
        return False
    way, ways = 0, len(call.group.listening.dial)
    while way < ways:
        prompt = "trying_another_way" if way else "putting_you_through"
        outcome = yield Dial(to=f"{LISTENING}:{way}", prompt=prompt, ring="listening")
        if outcome == JOINED:
            yield put_through(kept.partition("_")[0])
            return True
        way += 1
    yield Say("listening_not_reached")
    return False
