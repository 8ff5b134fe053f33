"""Promise 10: each sentence that claims something has a check, and each check barks where the sentence is not true."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest

from infra.local.exchange.states import Direction
from tests.witness.claims import Claim
from tests.witness.claims_of_residents import OF_RESIDENTS
from tests.witness.claims_of_volunteers import OF_VOLUNTEERS
from tests.witness.heard import flat, prompts
from tests.witness.promise_10_peace import LeftInPeace
from tests.witness.promise_10_truth import CLAIMS, WhatIsSaidIsSo
from tests.witness.sayings import CLAIMS_NOTHING
from tests.witness.stage import BEN, GROUP, ROSA, Stage

# What a sentence that claims something has in it: that a thing is written, kept, arranged, erased, or promised.
CLAIMING = re.compile(
    r"\b(written down|(is|are|be) kept|it is logged|erased|is cancelled|remembered|you are forgotten|hear you both"
    r"|it's yours|(still|stays) yours|said yes to|you have left|have joined|will be rung|you help already|left out"
    r"|we (will )?(not )?(do not )?(leave|ring|text|send|ask|go on|keep|tell)|rings? (you|them)|(is|are) told"
    r"|(is|are) asked (first|now|each|for)|will be asked|comes no more|is played|used up|are resting"
    r"|from (the next one|the one after that|next week|the week after next) on|the one \{when\} stays"
    r"|asks? somebody|goes to somebody|in other hands|has said yes|your code is)\b"
)
_A_KEY = re.compile(r"(press (\{key\}|\d)|, \d)\.?$")


def sentences() -> dict[str, str]:
    """Every sentence of the file of words that claims something, and the prompt that it stands in."""
    found = {}
    for name, prompt in prompts().items():
        said = prompt.get("say", "").replace("|", " ")
        for sentence in re.split(r"(?<=[.?!:;])\s+", said):
            if CLAIMING.search(flat(sentence)) and not _A_KEY.search(sentence) and "?" not in sentence:
                found[flat(sentence)] = name
    return found


def test_every_sentence_that_claims_something_has_a_check() -> None:
    """Add a new sentence to a table of claims; or to `sayings.py`, with the reason why it claims nothing."""
    unjudged = [
        f"{name}: {sentence}"
        for sentence, name in sentences().items()
        if not any(claim.is_in(sentence) for claim in CLAIMS) and not any(words in sentence for words in CLAIMS_NOTHING)
    ]
    assert unjudged == []


def test_every_claim_is_a_sentence_of_the_line() -> None:
    """A check of words that nobody says any more is erased."""
    said = [flat(prompt.get("say", "").replace("|", " ")) for prompt in prompts().values()]
    assert [claim.words for claim in CLAIMS if not any(claim.words.strip() in each for each in said)] == []


def test_every_exception_is_a_sentence_of_the_line() -> None:
    """A reason for words that nobody says any more is erased."""
    said = list(sentences())
    assert [words for words in CLAIMS_NOTHING if not any(words in each for each in said)] == []


def held(stage: Stage) -> None:
    stage.request(state="accepted", taken_by="id-001")


def cancelled_and_kept(stage: Stage) -> None:
    stage.request(number=ROSA, cancelled_at=stage.now)


def rests(stage: Stage) -> None:
    stage.volunteer(BEN, paused_until=stage.now + timedelta(days=1))


def has_stopped(stage: Stage) -> None:
    stage.volunteer(BEN, stopped=True)


def recurs(stage: Stage) -> None:
    stage.request(reason="series", number=ROSA)


def hears_both(stage: Stage) -> None:
    stage.request(need="person", reason="lot", hearing={"id-001": {"since": 0}})


# Where a claim is true as long as nothing is written: what makes it false.
def has_joined(stage: Stage) -> None:
    stage.puts("volunteers", (GROUP, "id-123"), number=ROSA, name="Rosa", stopped=False)


def has_joined_just_now(stage: Stage) -> None:
    stage.puts("volunteers", (GROUP, "id-123"), number=ROSA, name="Rosa", stopped=False, joined_at=stage.now)


def with_another_number(stage: Stage) -> None:
    stage.request(number=ROSA, for_number=BEN)


def ended(stage: Stage) -> None:
    stage.request(state="done", next_action_at=None)


def doors_pause(stage: Stage) -> None:
    stage.volunteer(BEN, no_doors={"r"})


def a_coordinator_is_there(stage: Stage) -> None:
    stage.volunteer(BEN, coordinator=True)


FALSE_WHERE: Mapping[str, Callable[[Stage], None]] = {
    "we ask somebody else": held,
    "so somebody else is asked": held,
    "it goes to somebody else": held,
    "we ring you in a quarter of an hour": held,
    "what it held about you is erased": cancelled_and_kept,
    "we ring you in your turn": rests,
    "you will be rung in your turn": has_stopped,
    "you help already": has_stopped,
    "it comes no more every week": recurs,
    "it is in other hands now": hears_both,
    "nothing of this call is kept": has_joined_just_now,
    "we ring it straight back": has_joined,
    "we ring you straight back": has_joined,
    "we keep no other number": with_another_number,
    "and ring you again": ended,
    "we ring you again another day": ended,
    "are to ring you, and hear both of you": ended,
    "what you had said yes to there, somebody else does": held,
    "we ask you in your turn, as before": doors_pause,
    "nobody can be promised": a_coordinator_is_there,
    "nor anybody to ring you by": a_coordinator_is_there,
    "there is nobody just now who could ring you back": a_coordinator_is_there,
    "there is nobody just now who can": a_coordinator_is_there,
}


@pytest.mark.parametrize("claim", CLAIMS, ids=[claim.words.strip() for claim in CLAIMS])
def test_each_claim_that_is_not_true_is_heard(claim: Claim) -> None:
    """Said to somebody of whom nothing of the kind is written, it is found: at once, or when it should come true."""
    stage = Stage(WhatIsSaidIsSo)
    stage.volunteer(BEN)
    stage.request(number=None, next_action_at=stage.now + timedelta(hours=24))
    stage.waits(minutes=1)
    call = stage.call(ROSA, Direction.INBOUND) if claim in OF_RESIDENTS else stage.call(BEN)
    stage.offer(BEN, call_sid=call.sid if claim in OF_VOLUNTEERS else "")
    if claim.words in FALSE_WHERE:
        FALSE_WHERE[claim.words](stage)
    stage.hears(call, f"So {claim.words}")
    stage.hangs_up(call)
    stage.waits(hours=13)  # half a day, where the line was broken
    assert [bark for bark in stage.barks if f"`{claim.words}`" in bark]


def test_what_is_kept_otherwise_than_it_was_read_back_is_heard() -> None:
    """The row holds the need, the place and the day that the caller heard."""
    for area, barks in (("ongar", 0), ("brentwood", 1)):
        stage = Stage(WhatIsSaidIsSo)
        call = stage.call(ROSA, Direction.INBOUND)
        stage.hears(call, "Shopping, in Ongar, today.")
        stage.request(area=area)
        stage.hears(call, "It is written down.")
        assert stage.barks == ["10: `it is written down` was said, and is not so"] * barks


def test_another_time_than_the_one_that_is_written_is_heard() -> None:
    """The time said aloud is the true one."""
    stage = Stage(WhatIsSaidIsSo)
    call = stage.call(ROSA, Direction.INBOUND)
    stage.request(promised_at=stage.now + timedelta(hours=2, minutes=30))
    for said in ("half past twelve", "two o'clock"):
        stage.hears(call, f"By {said} a neighbour rings you.")
    assert stage.barks == ["10: ` a neighbour rings you.` was said, and is not so"]


def test_who_is_rung_after_we_said_that_we_will_not_is_seen() -> None:
    """Stopped is stopped, and peace lasts as long as was said; whoever phones has ended it."""
    stage = Stage(LeftInPeace)
    stage.volunteer(BEN)
    for words in ("We will not ring you any more.", "We leave you in peace until tomorrow."):
        stage.hears(stage.call(BEN), words)
        stage.waits(minutes=20)
        stage.request(ringing={"o": {"deadline": stage.now}})
        stage.offer(BEN)
        stage.hangs_up(stage.rings(BEN))
    assert len(stage.barks) == 2
    stage.call(BEN, Direction.INBOUND)
    stage.rings(BEN)
    assert len(stage.barks) == 2


def test_whoever_holds_what_a_task_of_a_person_is_about_may_be_told_that_we_ask_somebody_else() -> None:
    """A yes to such a task takes the task; a yes to what is told of a request that waits takes the request."""
    for reason, barks in (("asked", 0), ("waiting", 1)):
        stage = Stage(WhatIsSaidIsSo)
        ben = stage.volunteer(BEN)
        stage.request(state="accepted", taken_by=ben)
        stage.task(reason=reason)
        call = stage.call(BEN)
        stage.offer(BEN, request="t", call_sid=call.sid)
        stage.hears(call, "So we ask somebody else.")
        assert len(stage.barks) == barks, reason


def test_what_is_given_back_of_two_tasks_on_one_call_is_somebody_elses() -> None:
    """They keep the first, and give back the second."""
    stage = Stage(WhatIsSaidIsSo)
    ben = stage.volunteer(BEN)
    stage.request()
    stage.request("another")
    stage.task()
    call = stage.call(BEN)
    stage.offer(BEN, request="t", call_sid=call.sid)
    for taken in ("r", "another"):
        stage.request(taken, state="accepted", taken_by=ben)
    stage.request("another", state="open", taken_by=None)
    stage.hears(call, "So we ask somebody else.")
    assert stage.barks == []


@pytest.mark.parametrize("barks", [0, 1])
@pytest.mark.parametrize("words", ["We ring you in ten minutes, if it is still open.", "We ring you at five past ten."])
def test_ring_me_later_may_be_said_of_each_task_that_one_call_tells(words: str, barks: int) -> None:
    """They are rung then about that one; what the phone was rung for is passed on."""
    stage = Stage(WhatIsSaidIsSo)
    ben = stage.volunteer(BEN)
    stage.task(later={})
    stage.task("another", later={})
    call = stage.call(BEN)
    stage.offer(BEN, request="t", call_sid=call.sid)
    if not barks:
        stage.task("another", later={ben: stage.now.replace(hour=10, minute=5)})
    stage.hears(call, words)
    assert len(stage.barks) == barks
