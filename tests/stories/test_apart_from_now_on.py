"""Not to be put together again holds from that moment on, also for what waits, rings, or was said yes to before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from hotline.dispatch.doors import put_apart
from hotline.dispatch.ring import Line
from hotline.groups import Groups
from hotline.groups.rule import rule_text
from hotline.numbers import PhoneNumber
from hotline.records import Need, Reason, Request, RequestState
from infra.local.exchange import LetsItRing, Person
from tests.stories.phoning_in import phones_for_news, rings_in
from tests.stories.test_for_somebody_else import asks_for_his_mother, joined_to_the_son, talks_with_the_mother
from tests.stories.town import GROUP, LINE, Town, brentwood, opaque
from tests.stories.wronged import complaint, held, told

pytestmark = pytest.mark.long

ONGAR = "ongar"
ONGARS_LINE = "+442079460001"
HOUR = 3600


def put_apart_in(town: Town, one: Person, other: Person) -> None:
    """As at the end of a complaint between the two."""
    line = Line(world=town.world, group=town.world.groups[GROUP], now=town.world.now())
    pair = {"number": PhoneNumber(one.number), "other": PhoneNumber(other.number)}
    put_apart(line, replace(town.requests()[0], **pair))  # type: ignore[arg-type] # a field each


def asks_for_medicines(person: Person, *, line: str = LINE) -> None:
    person.dials(line).hears("medicines").presses("2").hears("Ongar").presses("2").hears("today").presses("1")
    person.hears("right").presses("1").hears("written down").is_hung_up_on()


def two_groups() -> Groups:
    one = brentwood()[GROUP]
    other = replace(one, slug=ONGAR, name="Ongar Mutual Aid", numbers=(PhoneNumber(ONGARS_LINE),))
    return Groups({GROUP: one, ONGAR: other})


@pytest.fixture
def gwen_alone(town: Town) -> Town:
    """Ben does not pick up for Rosa's medicines, so that Gwen, the only coordinator, is asked to ring Rosa."""
    town.joins(town.gwen, coordinator=True, needs=frozenset())
    town.joins(town.ben)
    for each in (town.ben, town.gwen):
        each.when_rung(LetsItRing())
    asks_for_medicines(town.rosa)
    while Reason.PROMISE not in town.items():
        town.rosa.waits(300)
    return town


def promised(town: Town) -> Request:
    return town.items()[Reason.PROMISE]


def test_a_task_that_waits_is_not_asked_of_her(gwen_alone: Town) -> None:
    """To ring Rosa, whom Gwen is not to be put together with since: made before, and about a request."""
    put_apart_in(gwen_alone, gwen_alone.rosa, gwen_alone.gwen)
    gwen_alone.gwen.is_not_rung(for_seconds=3 * HOUR)
    assert not promised(gwen_alone).taken_by


def test_nor_is_she_told_of_it_on_a_call_about_another(gwen_alone: Town) -> None:
    """Emil's words are hers; nothing of Rosa's follows."""
    put_apart_in(gwen_alone, gwen_alone.rosa, gwen_alone.gwen)
    gwen_alone.emil.dials(LINE).hears("shopping").presses("0").hears("(beep)").says("I need bread").presses("#")
    gwen_alone.emil.hears("goodbye").is_hung_up_on()
    gwen_alone.gwen.when_rung(None)
    gwen_alone.gwen.answers(within=2 * HOUR).hears("would like a person").presses("2").hears("thank you")
    gwen_alone.gwen.is_hung_up_on()


def test_who_has_taken_it_already_is_not_joined(gwen_alone: Town) -> None:
    """Said while she is on the phone about it: Rosa's phone stays silent, and another is asked."""
    gwen_alone.gwen.when_rung(None)
    gwen_alone.gwen.answers(within=3 * HOUR).hears("we promised them a ring", "press 1").presses("1")
    gwen_alone.gwen.hears("to be joined, press 1")
    gwen_alone.store.keep_apart(opaque(gwen_alone.rosa), opaque(gwen_alone.gwen))
    gwen_alone.gwen.presses("1").hears("goodbye")
    assert not gwen_alone.rosa.ringing
    gwen_alone.gwen.is_hung_up_on().when_rung(LetsItRing())
    assert promised(gwen_alone).taken_by is None
    assert promised(gwen_alone).state is RequestState.OPEN


def test_what_she_keeps_for_later_goes_to_another(gwen_alone: Town) -> None:
    """She has said yes, and would ring in a quarter of an hour: by then it is not hers."""
    gwen_alone.gwen.when_rung(None)
    gwen_alone.gwen.answers(within=3 * HOUR).hears("we promised them a ring", "press 1").presses("1")
    gwen_alone.gwen.hears("to be joined, press 1").presses("3").is_hung_up_on().waits(5)
    assert promised(gwen_alone).taken_by == opaque(gwen_alone.gwen)
    put_apart_in(gwen_alone, gwen_alone.rosa, gwen_alone.gwen)
    gwen_alone.gwen.is_not_rung(for_seconds=2 * HOUR)
    assert promised(gwen_alone).taken_by is None


def test_a_task_holds_the_phone_that_it_dials(gwen_alone: Town) -> None:
    """Rosa is on the phone with the line itself when Gwen would be joined with her."""
    gwen_alone.gwen.when_rung(None)
    gwen_alone.gwen.answers(within=3 * HOUR).hears("we promised them a ring", "press 1").presses("1")
    gwen_alone.gwen.hears("to be joined, press 1")
    now = gwen_alone.world.now()
    assert gwen_alone.store.lock_phone(opaque(gwen_alone.rosa), by="another", now=now, until=now + timedelta(hours=1))
    gwen_alone.gwen.presses("1").hears("they are on the phone").hangs_up()
    assert not gwen_alone.rosa.ringing


def test_who_was_drawn_hears_no_more_of_who_complains_of_them(town: Town) -> None:
    """Ali is to hear Rosa of Ben; then Rosa does not want Ali either: Ali neither hears her words nor rings her."""
    held(town)
    town.joins(town.gwen, needs=frozenset())
    for one in (town.ben, town.priya, town.gwen):
        one.when_rung(LetsItRing())
    phones_for_news(town.rosa).hears("something was wrong, 4").presses("4").hears("(beep)").says("He shouted")
    town.rosa.presses("#").hears("put together again").hangs_up()
    town.ali.answers(within=HOUR).hears("drawn by lot", "will you").presses("1").hears("hear them both")
    town.ali.hears("both", "to speak to the one who told us, press 1")
    town.store.keep_apart(opaque(town.rosa), opaque(town.ali))
    town.ali.presses("1").hears("in other hands", "goodbye")
    assert not town.rosa.ringing
    town.ali.is_hung_up_on()
    rings_in(town.ali)
    town.ali.picks_up(within=60).hears("press 1 to hear").presses("1").hears("to rest for a while").hangs_up()
    town.rosa.when_rung(LetsItRing())
    town.ali.is_not_rung(for_seconds=2 * HOUR)
    assert opaque(town.ali) not in complaint(town).hearing


def test_whoever_hears_them_makes_room_at_once(town: Town) -> None:
    """Ali comes in Ben's place while he is to hear Rosa of him; Rosa does not want Ali again: the next is drawn."""
    held(town)
    for one in (town.ben, town.priya):
        one.when_rung(LetsItRing())
    phones_for_news(town.rosa).hears("something was wrong, 4").presses("4").hears("(beep)").presses("#")
    town.rosa.hears("put together again").hangs_up()
    town.ali.answers(within=HOUR).hears("drawn by lot", "will you").presses("1").hears("hear them both").hangs_up()
    town.ali.waits(5)
    assert opaque(town.ali) in complaint(town).hearing
    put_apart_in(town, town.rosa, town.ali)
    town.ali.waits(60)
    assert opaque(town.ali) not in complaint(town).hearing
    assert not town.volunteer(town.ali).hears


@pytest.mark.parametrize("town", [{"groups": two_groups()}], indirect=True, ids=["two"])
def test_what_waits_in_another_group_is_kept_from_them_too(town: Town) -> None:
    """Rosa has asked both, and Ben helps in both: told in the one, he is not asked by the other."""
    town.joins(town.ben, rest=timedelta())
    ben = town.volunteer(town.ben)
    assert town.store.add_volunteer(replace(ben, group=ONGAR, rule=rule_text(town.world.groups[ONGAR])))
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on().waits(5)
    town.ben.when_rung(LetsItRing())
    asks_for_medicines(town.rosa, line=ONGARS_LINE)
    phones_for_news(town.rosa).hears("something was wrong, 4").presses("4").hears("(beep)").presses("#")
    town.rosa.hears("put together again, press 2").presses("2").hears("it is kept").is_hung_up_on().waits(60)
    (theirs,) = [each for each in town.store.requests(ONGAR) if each.need is Need.MEDICINES]
    assert opaque(town.ben) in theirs.apart
    assert theirs.state is RequestState.OPEN


def test_the_one_it_is_for_is_not_rung_by_them(town: Town) -> None:
    """Ben has talked with the son when he and the mother are put apart: her phone stays silent."""
    town.joins(town.ben)
    asks_for_his_mother(town)
    joined_to_the_son(town)
    town.ben.hears("press 5")
    put_apart_in(town, town.rosa, town.ben)
    town.ben.presses("5").hears("goodbye")
    assert not town.rosa.ringing
    town.ben.is_hung_up_on()


def test_worried_at_a_door_it_is_of_whoever_was_there(town: Town) -> None:
    """Ben was with Rosa, for whom her son had asked: he is not sent to her again, when she asks herself."""
    town.joins(town.ben, rest=timedelta())
    asks_for_his_mother(town)
    joined_to_the_son(town)
    talks_with_the_mother(town)
    town.ben.hears("is it arranged").presses("1").is_hung_up_on().waits(5)
    phones_for_news(town.ben).hears("something worried you, press 6").presses("6").hears("(beep)").says("She hit me")
    town.ben.presses("#").hears("put together again, press 2").presses("2").hears("it is kept").is_hung_up_on()
    told(town.ben, "shopping", "it goes to somebody else")
    asks_for_medicines(town.rosa)
    assert opaque(town.ben) in town.requests()[-1].apart
    for each in (town.rosa, town.emil):
        each.when_rung(LetsItRing())
    town.ben.is_not_rung(for_seconds=600)
