"""The operator did something else than was told: that is not seen, and nothing of Twilio's is said to be otherwise."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hotline.cli.rehearsal.table import judged
from hotline.cli.rehearsal.verdicts import State
from infra.local.exchange import LetsItRing, PicksUp, Voicemail
from tests.rehearsal.rehearsed import Rehearsed
from tests.stories.town import LINE

pytestmark = pytest.mark.long

Act = Callable[[Rehearsed], object]


def hangs_up_at_once(rehearsed: Rehearsed) -> None:
    rehearsed.rosa.dials(LINE).hears("shopping").hangs_up()


def says_it_and_ends_with_a_key(rehearsed: Rehearsed) -> None:
    rehearsed.gwen.when_rung(LetsItRing())
    rehearsed.rosa.dials(LINE).hears("just tell us", "(beep)").says("I need some milk.").presses("#").waits(20)
    if rehearsed.rosa.on_call:
        rehearsed.rosa.hangs_up()


def hangs_up_at_the_tone(rehearsed: Rehearsed) -> None:
    rehearsed.rosa.dials(LINE).hears("just tell us", "(beep)").waits(3).hangs_up()


def asks_for_a_person(then: Callable[[Rehearsed], object]) -> Act:
    """Press 0; `then`: what the second phone does."""

    def act(rehearsed: Rehearsed) -> None:
        then(rehearsed)
        rehearsed.rosa.dials(LINE).hears("shopping").presses("0").waits(45)
        if rehearsed.rosa.on_call:
            rehearsed.rosa.hangs_up()

    return act


def second(behaviour: object) -> Act:
    return lambda rehearsed: rehearsed.gwen.when_rung(behaviour)  # type: ignore[arg-type] # whatever it is


def is_joined(rehearsed: Rehearsed) -> None:
    rehearsed.gwen.when_rung(None)
    rehearsed.rosa.dials(LINE).hears("shopping").presses("0")
    rehearsed.gwen.picks_up().waits(4).presses("1").talks_with(rehearsed.rosa, seconds=10)
    rehearsed.rosa.hangs_up()


def leaves_the_listening_line(rehearsed: Rehearsed) -> None:
    rehearsed.samaritans.when_rung(LetsItRing())
    rehearsed.rosa.dials(LINE).hears("someone to talk to").presses("3").hears("press 1").presses("1").waits(8)
    rehearsed.rosa.hangs_up()


def does_not_wait(rehearsed: Rehearsed) -> None:
    rosa = rehearsed.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2")
    rosa.hears("today").presses("1").hears("right").presses("1").hears("written down").hangs_up()


def waits_and_hangs_up(rehearsed: Rehearsed) -> None:
    rehearsed.rosa_waits()
    rehearsed.rosa.waits(3).hangs_up()


def presses_the_wrong_key(rehearsed: Rehearsed) -> None:
    rehearsed.rosa_waits()
    rehearsed.rosa.fumbles("1").waits(30)
    if rehearsed.rosa.on_call:
        rehearsed.rosa.hangs_up()


def shows_its_number(rehearsed: Rehearsed) -> None:
    rehearsed.rosa.dials(LINE).hears("shopping").hangs_up()


def one_after_the_other(rehearsed: Rehearsed) -> None:
    for phone in (rehearsed.rosa, rehearsed.gwen, rehearsed.ben):
        phone.dials(LINE).waits(3).hangs_up()


def nothing(_: Rehearsed) -> None:
    """Let every phone lie."""


def says_and_is_silent(rehearsed: Rehearsed) -> None:
    rehearsed.gwen.when_rung(PicksUp())
    rehearsed.rosa.dials(LINE).hears("just tell us", "(beep)").says("I need some milk.").hangs_up()


# By a name: the step, what is done in place of what is told, and the questions that are answered with no.
MISTAKES: dict[str, tuple[str, Act, tuple[str, ...]]] = {
    "hangs up in the greeting": ("words", hangs_up_at_once, ("hear your words",)),
    "ends the words with a key": ("words", says_it_and_ends_with_a_key, ("hear your words",)),
    "presses nothing to hear the words": ("words", says_and_is_silent, ("hear your words",)),
    "hangs up before the tone": ("silence", hangs_up_at_once, ("was it quiet",)),
    "hangs up at the tone": ("silence", hangs_up_at_the_tone, ()),
    "talks at the tone": ("silence", says_it_and_ends_with_a_key, ()),
    "was not muted": ("mute", says_it_and_ends_with_a_key, ("muted until",)),
    "leaves before the listening line answers": ("listening", leaves_the_listening_line, ()),
    "asks for a person in place of the listening line": ("listening", asks_for_a_person(second(LetsItRing())), ()),
    "does not pick up the whisper": ("whisper", asks_for_a_person(second(LetsItRing())), ("hear it ring",)),
    "does not press 1 at the whisper": ("whisper", asks_for_a_person(second(PicksUp())), ("hear it ring",)),
    "has no voicemail, and lets it ring": ("voicemail", asks_for_a_person(second(LetsItRing())), ("hear only",)),
    "takes the call in place of the voicemail": ("voicemail", is_joined, ()),
    "does not press 6": ("taken", does_not_wait, ("talk with each other",)),
    "hangs up before being taken": ("taken", waits_and_hangs_up, ("talk with each other",)),
    "does not press 6, and leaves": ("left", does_not_wait, ()),
    "is rung back in place of leaving": ("left", presses_the_wrong_key, ()),
    "is taken in place of leaving": ("left", lambda rehearsed: rehearsed.as_told("taken"), ()),
    "does not press 1": ("question", hangs_up_at_once, ()),
    "presses no key": ("keys", hangs_up_at_once, ("as fast as you can",)),
    "goes on to the tone": ("keys", hangs_up_at_the_tone, ("as fast as you can",)),
    "shows the number": ("withheld", shows_its_number, ()),
    "picks up what is cancelled": ("cancel", second(PicksUp()), ()),
    "has a voicemail that is fast": ("ring", lambda r: r.ben.when_rung(Voicemail(after=3, records_seconds=5)), ()),
    "does not pick up the long URL": ("trail", nothing, ()),
    "does not ring while the line is down": ("fallback", nothing, ("own page",)),
    "rings from two phones in turn": ("pair", one_after_the_other, ("same time",)),
    "rings from two phones in turn, and says otherwise": ("pair", one_after_the_other, ()),
    "rings from three phones in turn": ("three", one_after_the_other, ("same time",)),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_of_the_operators_is_not_otherwise(rehearsed: Rehearsed, name: str) -> None:
    """At least one assumption of the step is not seen, and what is said of it says what was not done."""
    step, act, no = MISTAKES[name]
    rehearsed.instead[step] = lambda: act(rehearsed)
    rehearsed.answers.update({"Go on waiting": False, **dict.fromkeys(no, False)})
    notebook = rehearsed.rehearses(step)
    found = {line.name: line.verdict for line in judged(notebook) if line.step == step}
    assert {one: verdict.said for one, verdict in found.items() if verdict.state is State.OTHERWISE} == {}
    assert [one for one, verdict in found.items() if verdict.state is State.UNSEEN], found
