"""Each assumption is broken once, and the rehearsal notices it, says so, and says what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from hotline.cli.rehearsal.judge_aws import ALIAS, AT_ONCE, BUDGET, SENDERS
from hotline.cli.rehearsal.steps import BY_NAME
from hotline.cli.rehearsal.verdicts import State
from infra.local.exchange import Unreachable
from infra.reality import read
from tests.rehearsal.rehearsed import Rehearsed
from tests.stories.town import LINE

pytestmark = pytest.mark.long

ROWS = read()


@dataclass(frozen=True, kw_only=True)
class Broken:
    """A Twilio, an AWS or a phone that is otherwise."""

    so: Callable[[Rehearsed], object]
    also: frozenset[str] = field(default_factory=frozenset)  # what is otherwise with it


def switched(**switches: object) -> Callable[[Rehearsed], object]:
    """Switches of the exchange."""

    def switch(rehearsed: Rehearsed) -> None:
        for name, value in switches.items():
            setattr(rehearsed.exchange.otherwise, name, value)

    return switch


def changed(**fields: str | None) -> Callable[[Rehearsed], object]:
    """Fields of its webhooks, by name; `Digits__1` is only where it is 1."""
    named = {name.replace("__", "="): value for name, value in fields.items()}
    return switched(changed=named)


def heard(words: str, *, yes: bool) -> Callable[[Rehearsed], object]:
    """The operator's answer to a question."""
    return lambda rehearsed: rehearsed.answers.update({words: yes})


def at_aws(name: str, value: str) -> Callable[[Rehearsed], object]:
    return lambda rehearsed: rehearsed.aws.update({name: value})


def also(*breaks: Callable[[Rehearsed], object]) -> Callable[[Rehearsed], object]:
    return lambda rehearsed: [one(rehearsed) for one in breaks]


def step(name: str, act: Callable[[Rehearsed], object]) -> Callable[[Rehearsed], object]:
    """Something else that happens in a step than what is told."""

    def instead(rehearsed: Rehearsed) -> None:
        rehearsed.instead[name] = lambda: act(rehearsed)

    return instead


def open_media(rehearsed: Rehearsed) -> None:
    """The file of a recording is anybody's who knows its URL."""
    rehearsed.exchange.media.asks_password = False


def holds(calls: int) -> Callable[[Rehearsed], object]:
    """The account has no more calls at once than this."""
    return lambda rehearsed: setattr(rehearsed.exchange.standing, "at_once", calls)


def talks_though_muted(rehearsed: Rehearsed) -> None:
    rehearsed.rosa.dials(LINE).hears("just tell us", "(beep)").says("(the radio)", 20).waits(20)
    if rehearsed.rosa.on_call:
        rehearsed.rosa.hangs_up()


def nobody_listens(rehearsed: Rehearsed) -> None:
    rehearsed.samaritans.when_rung(Unreachable())
    rehearsed.rosa.dials(LINE).hears("someone to talk to").presses("3").hears("press 1").presses("1")
    rehearsed.rosa.hears("could not put you through").hangs_up()


def shows(word: str) -> Callable[[Rehearsed], object]:
    return lambda rehearsed: rehearsed.rosa.dials(LINE, withheld=word).hears("shopping").hangs_up()


def only_hears(words: str) -> Callable[[Rehearsed], object]:
    return lambda rehearsed: rehearsed.rosa.dials(LINE).hears(words).is_hung_up_on()


def looks_dead(rehearsed: Rehearsed) -> None:
    rehearsed.ben.when_rung(Unreachable(sip="404"))


def posts_to_the_fallback(rehearsed: Rehearsed) -> None:
    own = rehearsed.exchange.numbers[LINE]
    assert own.fallback
    rehearsed.exchange.own(LINE, fallback_url=own.fallback.url, fallback_method="POST")


BROKEN = {
    "events-of-a-call": Broken(so=switched(keeps_no_events=True)),
    "incoming-call-form": Broken(so=changed(CallStatus__ringing="queued")),
    "direction-on-every-request": Broken(so=changed(Direction=None), also=frozenset({"incoming-call-form"})),
    "end-of-call-told": Broken(so=switched(tells_no_progress=True)),
    "recording-told": Broken(so=changed(RecordingDuration__4="4.2")),
    "hang-up-ends-recording": Broken(so=changed(Digits__hangup="")),
    "media-needs-password": Broken(so=open_media),
    "recording-played": Broken(so=heard("hear your words", yes=False)),
    "silence-is-recorded": Broken(so=switched(records_no_silence=True)),
    "mute-is-silence": Broken(so=step("mute", talks_though_muted)),
    "listening-line-reached": Broken(so=step("listening", nobody_listens)),
    "whisper-rings": Broken(so=heard("hear ringing", yes=False)),
    "whisper-joins": Broken(so=changed(DialBridged__true=None)),
    "voicemail-is-not-joined": Broken(so=changed(DialBridged__false="true")),
    "voicemail-is-not-heard": Broken(so=heard("nothing of the voicemail", yes=False)),
    "queue-is-bridged": Broken(so=changed(DialBridged__true=None)),
    "enqueue-is-bridged": Broken(so=changed(QueueResult__bridged="leave")),
    "hang-up-in-a-queue": Broken(so=changed(QueueResult__hangup=None)),
    "hang-up-in-a-gather": Broken(so=switched(gathers_at_hang_up=True)),
    "num-digits": Broken(so=changed(Digits__1="11"), also=frozenset({"star-and-hash-are-keys"})),
    "star-and-hash-are-keys": Broken(so=switched(changed={"Digits=#": ""})),
    "keys-between-gathers": Broken(so=switched(keeps_keys=True)),
    "withheld-number": Broken(so=step("withheld", shows("Private"))),
    "hash-ends-digits": Broken(so=changed(Digits__07700900001="07700900001#")),
    "dead-number": Broken(so=changed(SipResponseCode__404="503")),
    "switched-off-is-not-dead": Broken(so=step("off", looks_dead)),
    "cancelled-while-queued": Broken(so=switched(tells_of_queued=True)),
    "cancel-a-ringing-call": Broken(so=switched(rings_on=True)),
    "ring-and-five": Broken(so=switched(buffer=0.0)),
    "broken-whisper": Broken(so=also(switched(joins_broken_whispers=True), heard("hear each other", yes=True))),
    "long-url": Broken(so=switched(longest_url=1000)),
    "fallback-asked": Broken(
        so=also(
            switched(asks_no_fallback=True),
            step("fallback", only_hears("application error")),
            heard("the group's own page", yes=False),
        )
    ),
    "fallback-by-get": Broken(so=posts_to_the_fallback),
    "alert-of-no-document": Broken(so=switched(notes_no_alerts=True)),
    "two-at-once": Broken(so=holds(1)),
    "three-at-once": Broken(so=holds(2)),
    "budget-unit": Broken(so=at_aws(BUDGET, "GB-Seconds")),
    "queue-policy": Broken(so=at_aws(SENDERS, "")),
    "alias-after-deployment": Broken(so=at_aws(ALIAS, "2")),
    "functions-at-once": Broken(so=at_aws(AT_ONCE, "10")),
}


@pytest.mark.parametrize("name", BROKEN)
def test_an_assumption_that_is_broken_is_noticed(rehearsed: Rehearsed, name: str) -> None:
    """It is otherwise, and nothing else is; what to do about it is said."""
    BROKEN[name].so(rehearsed)
    rehearsed.gives_up = True
    verdicts = rehearsed.verdicts(ROWS[name].step)
    assert {one for one, verdict in verdicts.items() if verdict.state is State.OTHERWISE} == {name} | BROKEN[name].also
    assert verdicts[name].mend


def test_every_assumption_that_a_step_settles_is_broken_once() -> None:
    """Nothing is judged that was never seen to fail."""
    assert BROKEN.keys() == {name for each in BY_NAME.values() for name in each.judges}
