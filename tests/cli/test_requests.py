"""`hotline requests`: what happened, in plain words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hotline.cli import words
from hotline.cli.ledger import Ledger, happened
from hotline.numbers import PhoneNumber
from hotline.records import Need, Offer, OfferKind, OfferState, Reason, Request, RequestState
from tests.cli.conftest import Served

MORNING = datetime(2026, 11, 24, 10, tzinfo=UTC)
NUMBER = PhoneNumber("+442079460123")
ASKED = Request(
    group="brentwood",
    id="rosa-1",
    state=RequestState.OPEN,
    need=Need.SHOPPING,
    number=NUMBER,
    language="en",
    words="blue kettle",
    made_at=MORNING,
)
RINGS = Offer(
    group="brentwood",
    id="rosa-1-1",
    request="rosa-1",
    volunteer="ben",
    kind=OfferKind.ASK,
    state=OfferState.RESERVED,
    reserved_at=MORNING,
    deadline=MORNING + timedelta(seconds=35),
    asked_before=MORNING - timedelta(days=1),
)
NAMES = {"ben": "Ben", "ali": "Ali"}


def ledger(request: Request, *offers: Offer) -> Ledger:
    return Ledger(request=request, offers=offers, names=NAMES)


def test_what_happens_is_told_once_each_in_plain_words() -> None:
    """From the first ring to yes: who was rung, how it ended, who has it; nothing is told twice."""
    opened = ledger(ASKED)
    assert list(happened(None, opened)) == ["open"]
    ringing = ledger(ASKED, RINGS)
    assert list(happened(opened, ringing)) == ["Ben is asked"]
    missed = replace(RINGS, state=OfferState.UNANSWERED, outcome="no-answer")
    ali = replace(RINGS, id="rosa-1-2", volunteer="ali")
    second = ledger(ASKED, missed, ali)
    assert list(happened(ringing, second)) == ["Ben: did not pick up", "Ali is asked"]
    accepted = replace(ASKED, state=RequestState.ACCEPTED, taken_by="ali")
    taken = ledger(accepted, missed, replace(ali, state=OfferState.ACCEPTED))
    assert list(happened(second, taken)) == ["Ali: yes", "accepted (Ali)"]
    assert list(happened(taken, taken)) == []


def test_what_a_coordinator_is_told_is_told_here_too() -> None:
    """A request that waits too long says that somebody was told."""
    told = replace(ASKED, told=frozenset({Reason.WAITING}))
    assert list(happened(ledger(ASKED), ledger(told))) == ["a coordinator is told: a request has waited too long"]


@pytest.mark.parametrize(
    ("state", "outcome", "said"),
    [
        (OfferState.PASSED, "today", "not today"),
        (OfferState.PASSED, "later", "ring me later"),
        (OfferState.UNANSWERED, "busy", "was on the phone"),
        (OfferState.UNANSWERED, "no-key", "picked up, no key was heard"),
        (OfferState.FAILED, "21211", "the phone company refused (Twilio's error 21211)"),
        (OfferState.TOO_LATE, "canceled", "a neighbour was just before them, or it was no longer needed"),
        (OfferState.FAILED, "no-callback", "nothing was heard of the call"),
    ],
)
def test_each_ending_has_its_words(state: OfferState, outcome: str, said: str) -> None:
    """An offer's end is a sentence, not a code."""
    assert words.ending(replace(RINGS, state=state, outcome=outcome)) == said


@pytest.mark.parametrize("reason", sorted(set(Reason) - {Reason.SERIES}))
def test_each_reason_has_its_words(reason: Reason) -> None:
    """Whatever needs a coordinator says why."""
    assert words.need(replace(ASKED, need=Need.PERSON, reason=reason)).startswith("a person: ")


def test_a_request_that_is_not_there_is_one_line(line: Served) -> None:
    """`show` and `follow` of a wrong id say where the right ones are."""
    for verb in ("show", "follow"):
        refused = line.run("requests", verb, "nobody-1", "--group", "ongar")
        assert refused.exit_code == 1
        assert refused.stderr.splitlines() == ["ongar has no request nobody-1: see hotline requests list"]


def test_a_group_without_requests_says_so(line: Served) -> None:
    """An empty list is words for people, and an empty list for programs."""
    assert "no requests yet" in line.run("requests", "list", "--group", "ongar").stdout
    assert line.run("requests", "list", "--group", "ongar", "--json").stdout.strip() == "[]"
