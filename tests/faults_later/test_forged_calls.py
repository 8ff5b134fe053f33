"""Somebody phones in with another's number on the display: who is rung, and what whoever picks up hears (fault 31)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from hotline.records import Reason
from hotline.store.models import LineRow, RequestRow
from infra.local.exchange import LetsItRing, Person, Voicemail
from tests.faults_later.strangers import everything
from tests.faults_later.test_stranger import SMALL, small, theirs
from tests.moto_tables import emptied_tables
from tests.stories.town import LINE, START, Town

pytestmark = pytest.mark.long

each = pytest.mark.parametrize("whose", ["rosa", "emil", "ben", "priya", "gwen"])
NEWS, HELP = "9", "8"

_TWO_WORDS = re.compile(r"two words: \w+ \w+\. \w+\. \w+\.")
# Set where a phone asks for the same need again: it is for that phone to say whether one is enough (fault 41).
_MARKS = {"repeat", "step", "next_action_at"}
_THEIRS = {RequestRow.Meta.table_name, LineRow.Meta.table_name}
TOLD = {  # with these words last
    NEWS: ("Brentwood Mutual Aid, ringing you back.", "Press 1 to hear."),
    HELP: (
        *("Brentwood Mutual Aid: neighbours helping neighbours.", "Would you help now and then, when we ring?"),
        *("We heard no key.", "If you would like to help, ring us: anything else, then eight."),
        *("Yes, press 1.", "No thanks, 2.", "More, 3."),
    ),
}


def nobody_picks_up(town: Town) -> None:
    for phone in town.exchange.phones.values():
        phone.when_rung(LetsItRing())


def phones_in(town: Town, key: str, *, shown: Person) -> None:
    """Mallory asks to be rung back, and another phone is on her display."""
    town.mallory.dials(LINE, withheld=shown.number).hears("anything else").presses("4").hears("press 9").presses(key)
    town.mallory.hears("put the phone down").is_hung_up_on()


def said(person: Person) -> set[str]:
    """The sentences of this call, or of the last one."""
    return {each.strip() for each in re.findall(r"[^.?]+[.?]", person.transcript.this_call)} - {"Goodbye."}


@small
@each
def test_fault_31_the_ring_back_says_nothing_before_its_key(town: Town, whose: str) -> None:
    """Whoever picks up there presses nothing, or other keys, or is a machine. Mallory's phone does not ring."""
    nobody_picks_up(theirs(town))
    person, before = getattr(town, whose), everything()
    for key, words in TOLD.items():
        person.when_rung(None)
        phones_in(town, key, shown=person)
        person.picks_up(within=10).hears(words[-1]).presses("7").hears(words[-1]).presses("*").hears(words[-1])
        person.presses("#").is_hung_up_on()
        assert said(person) - {"That key is not one of these."} == {*words}
        person.when_rung(Voicemail())
        person.waits(150)
        assert words[-1] in said(person) <= {*words}
    after = everything()
    assert {key: after.get(key) for key in before} == before
    assert town.mallory.displays == []


def asks_and_waits(town: Town, shown: Person) -> Iterator[str]:
    """Calls of Mallory's, one after the other, and what she hears in each; nobody else picks up a phone."""
    mallory = town.mallory
    for key in (NEWS, HELP):
        phones_in(town, key, shown=shown)
        yield mallory.transcript.this_call
    mallory.dials(LINE, withheld=shown.number).hears("shopping").presses("0").hears("(beep)").hangs_up()
    yield mallory.transcript.this_call
    mallory.dials(LINE, withheld=shown.number).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today")
    mallory.presses("1").hears("right").presses("1").hears("to wait on the line, press 6").presses("6")
    mallory.waits(300)
    yield mallory.transcript.this_call


def _unmarked(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row["Attributes"].items() if name not in _MARKS}


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What Mallory heard, but for the two words; how often each phone rang; what others had asked for, as it is now."""

    heard: list[str]
    rings: dict[str, int]
    rows: dict[tuple[str, ...], Any]


def outcome(town: Town, shown: Person) -> Outcome:
    """Of those calls of hers, a few minutes later."""
    nobody_picks_up(theirs(town))
    before = everything().keys()
    heard = [_TWO_WORDS.sub("two words", words) for words in asks_and_waits(town, shown)]
    town.mallory.waits((START + timedelta(minutes=20) - town.world.now()).total_seconds())  # for all the same moment
    after = everything()
    for phone in town.exchange.phones.values():
        phone.found_engaged()  # as one is that is rung back from two calls at once
    return Outcome(
        heard=heard,
        rings={phone.name: len(phone.displays) for phone in town.exchange.phones.values()},
        rows={key: _unmarked(after[key]) for key in before & after.keys() if key[0] in _THEIRS},
    )


@pytest.fixture(scope="module")
def anybodys() -> Outcome:
    """Of calls that show a number which nobody here knows."""
    with emptied_tables():
        town = Town(groups=SMALL)
        with town.line.answering():
            return outcome(town, Person(town.exchange, "+442079460177", "Somebody"))


@small
@pytest.mark.parametrize("whose", ["rosa", "emil", "ben", "gwen"])
def test_fault_31_it_sounds_the_same_and_rings_the_same(town: Town, anybodys: Outcome, whose: str) -> None:
    """Calls in their time, a wait on the line among them: only the phone whose number is shown is rung as well."""
    person = getattr(town, whose)
    assert isinstance(person, Person)
    theirs_too = outcome(town, person)
    assert theirs_too.heard == anybodys.heard
    assert {name for name, times in theirs_too.rings.items() if times > anybodys.rings[name]} == {person.name}
    assert theirs_too.rows == anybodys.rows


@small
def test_fault_31_nor_does_a_number_that_is_keyed_tell_whose_it_is(town: Town) -> None:
    """Priya alone could be asked just now: keyed on a phone that shows none, her number is one like any other."""
    nobody_picks_up(theirs(town))
    town.mallory.dials(LINE, withheld="anonymous").hears("shopping").presses("1").hears("Ongar").presses("2")
    town.mallory.hears("today").presses("1").hears("key the number").presses("07700900003#").hears("0 0 3").presses("1")
    town.mallory.hears("right").presses("1").hears("written down", "to wait on the line, press 6").hangs_up()


def test_fault_31_the_lines_own_number_on_the_display_is_none_to_ring(town: Town) -> None:
    """Nor is it when it is keyed: a neighbour would be joined with our own menu, or the line with itself."""
    town.mallory.dials(LINE, withheld=LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today")
    town.mallory.presses("1").hears("key the number").presses(f"{LINE.replace('+44', '0')}#").hears("cannot ring")
    town.mallory.hangs_up().waits(2)
    assert town.request().number is None
    nobody = Person(town.exchange, LINE, "Nobody")
    town.mallory.dials(LINE, withheld=LINE).hears("anything else").presses("4").hears("press 9").presses(NEWS)
    town.mallory.hears("cannot ring the phone that you are on", "a number that you gave us, 2").presses("2")
    for prompt in ("key the number", "cannot ring"):
        town.mallory.hears(prompt).presses(f"{LINE.replace('+44', '0')}#")
    town.mallory.hangs_up().waits(15 * 60)
    assert Reason.BACK not in town.items()
    assert nobody.displays == []


def test_fault_31_a_coordinator_who_presses_nought_finds_their_own_phone_engaged(town: Town) -> None:
    """Passed over, it would tell whoever shows that number that it is a coordinator's. Then a few words, as ever."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.gwen.dials(LINE).hears("shopping").presses("0").hears("ringing one of us", "none of us can pick up", "(beep)")
    town.gwen.says("It is Gwen, and my boiler is out").hangs_up().is_found_engaged().waits(5)
    assert town.items()[Reason.ASKED].note
