"""A stranger shows somebody's number and presses every key of every menu (fault 31; DESIGN.md, promise 7)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from hotline.conversation.call import Call
from hotline.conversation.turns import Question
from hotline.conversation.walker import Moment, walk
from hotline.numbers import PhoneNumber
from hotline.records import Need, Remembered, When
from hotline.scripts import SCRIPTS
from infra.local.exchange import LetsItRing
from tests.faults_later.strangers import OWN, Stranger, everything
from tests.moto_tables import emptied_tables
from tests.stories.test_codes import asks_for_a_code
from tests.stories.test_for_somebody_else import asks_for_his_mother
from tests.stories.town import GROUP, LINE, START, Town, brentwood

SMALL = brentwood(
    needs=("shopping", "medicines", "listen", "other"),
    # How long somebody can wait, and that guessing is bounded, is told elsewhere.
    policy={"wait_longest": timedelta(seconds=90), "wrong_codes": 100_000, "wrong_codes_of_phone": 100_000},
)
small = pytest.mark.parametrize("town", [{"groups": SMALL}], indirect=True, ids=["small"])
# What only a code that is right leads to.
_BEHIND_A_CODE = {
    *("news.spoken", "news.held", "news.reported", "news.code", "unmet.choice", "change", "cancel_sure", "joining"),
    *("for_somebody.may_they", "for_somebody.sure", "well.may_we_tell", "news.code.used_up"),
    *("news.code.ends", "news.code.none_left", "unmet.choice.none_left"),
}
_ITS_OWN = {"code", "counts", "meeting", "wrong"}  # the first words of the ids of the rows that it makes


def theirs(town: Town) -> Town:
    """What a stranger might like to hear or to change.

    Ben has said yes to Rosa's shopping, and she is remembered; Ali comes to Emil every Thursday, who has also asked for
    Rosa; somebody has a code; Priya, who alone could be asked just now, has asked for help herself.
    """
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    _remembers_rosa(town, Need.SHOPPING)
    town.joins(town.ali)
    _every_thursday(town)
    asks_for_his_mother(town, key="2")
    asks_for_a_code(town.mallory)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.joins(town.priya)
    town.priya.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hangs_up().waits(5)
    return town


def _remembers_rosa(town: Town, need: Need) -> None:
    last = Remembered(area="ongar", when=When.SOON, until=START + timedelta(days=300))
    town.store.remember(GROUP, PhoneNumber(town.rosa.number).opaque, need, last)


def _every_thursday(town: Town) -> None:
    town.emil.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("every week, press 3")
    town.emil.presses("3").hears("right").presses("1").hears("written down").is_hung_up_on()
    town.ali.picks_up().hears("every week").presses("1").hears("It's yours").presses("1")
    town.emil.picks_up()
    town.ali.talks_with(town.emil)
    town.emil.hangs_up()
    town.ali.hears("arranged").presses("1").hears("Thursday, 4").presses("4").hears("in the morning").presses("1")
    town.ali.hears("come again").presses("1").is_hung_up_on()


@pytest.fixture(scope="module")
def mallory() -> Stranger:
    """She shows her own number, which nobody here knows, and has tried everything."""
    with emptied_tables():
        town = Town(groups=SMALL)
        with town.line.answering():
            mallory = Stranger(theirs(town), town.mallory.number)
            mallory.tries_everything()
        town.exchange.check()
    return mallory


def private(town: Town) -> set[bytes]:
    """What no answer to a stranger has in it, not even in its URLs: ids, two words, numbers."""
    asked = list(town.store.requests(GROUP))
    words = {request.words.replace("-", apart) for request in asked if request.words for apart in "- "}
    numbers = {person.number for person in (town.rosa, town.emil, town.ben, town.ali, town.priya)}
    return {secret.encode() for secret in words | numbers | {request.id for request in asked}}


@pytest.mark.long
@small
@pytest.mark.parametrize("whose", ["rosa", "emil", "ben", "priya", "gwen"])
def test_fault_31_a_stranger_hears_nothing_and_changes_nothing(town: Town, mallory: Stranger, whose: str) -> None:
    """Every key at every question, whoever's number is shown: what anybody hears, to the letter."""
    secrets, before = private(theirs(town)), everything()
    heard = Stranger(town, getattr(town, whose).number).tries_everything()
    assert heard.keys() == mallory.heard.keys()
    for way, said in mallory.heard.items():
        assert heard[way] == said, way
        assert not [secret for secret in secrets if secret in said.lower()], way
    changes_only_its_own(before, {*_ITS_OWN, "wish"})


@pytest.mark.long
@small
def test_fault_31_nor_does_a_stranger_who_shows_no_number(town: Town) -> None:
    """They are asked for a code, or for a number that they gave us: neither tells or changes anything."""
    secrets, before = private(theirs(town)), everything()
    nobody = Stranger(town, "anonymous")
    heard = nobody.tries_everything()
    assert "no_number_shown" in nobody.asked
    assert not [(way, secret) for way, said in heard.items() for secret in secrets if secret in said.lower()]
    changes_only_its_own(before, _ITS_OWN)


def changes_only_its_own(before: dict[tuple[str, ...], Any], made: set[str]) -> None:
    """Every row is as it was. Those that are new are counts, words for the group, and what its own requests have."""
    after = everything()
    assert {key: after.get(key) for key in before} == before
    new = {key: after[key] for key in after.keys() - before.keys()}
    assert {key[-1].partition("#")[0] for key in new} == made
    codes = [row for key, row in new.items() if key[-1].startswith("code#")]
    assert codes
    assert all(row["Attributes"]["about"]["S"].startswith(OWN) for row in codes)


@pytest.mark.long
def test_fault_31_no_question_of_a_residents_call_is_left_out(mallory: Stranger) -> None:
    """But those behind a code that is right. Here, too, what sounds the same is gone on from once."""
    seen: set[str] = set()

    def for_the_first_time(moment: Moment) -> bool:
        if not isinstance(moment.turn, Question):
            return True
        before = len(seen)
        seen.add(repr((moment.said, moment.turn)))
        return len(seen) > before

    call = Call(group=SMALL[GROUP], sid="CA1", other_end=PhoneNumber("+442079460123"))
    walked = walk(SCRIPTS["resident"], call, go_on=for_the_first_time)
    prompts = {getattr(moment.turn, "prompt", None) or "" for moment in walked.questions()}
    # This group has one coordinator, a number is shown, and no call to her fails: nothing is said of another case.
    otherwise = {each for each in prompts if each.endswith((".alone", ".no_number")) or f"{each}.one" in prompts}
    otherwise |= {"no_number_shown", "nobody_reached.one"}
    questions = prompts - otherwise
    assert questions >= _BEHIND_A_CODE
    assert mallory.asked >= questions - _BEHIND_A_CODE | {"advice"}


@small
def test_fault_31_as_last_time_tells_a_stranger_nothing(town: Town) -> None:
    """Word for word what anybody hears, whoever is remembered; but what was asked before is asked for."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    _remembers_rosa(town, Need.MEDICINES)
    heard = []
    for shown in (town.mallory, town.rosa, town.emil):
        shown.dials(LINE).hears("medicines").presses("2").hears("as last time, press 4").presses("4")
        shown.hears("as last time", "goodbye").is_hung_up_on()
        said, words = shown.transcript.this_call, town.requests()[-1].words.split("-")
        heard.append(re.sub("|".join(words), "…", said, flags=re.IGNORECASE))
    assert heard[0] == heard[1] == heard[2]
    assert [request.when for request in town.requests()] == [When.TODAY, When.SOON, When.TODAY]
