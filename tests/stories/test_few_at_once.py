"""Where the account may have few calls at once: one is kept free for whoever phones in; nothing untrue is said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from hotline.records import Reason, RequestState
from infra.local.exchange import LetsItRing, Person, PicksUp
from infra.local.exchange.carriers import TOO_MANY_AT_ONCE
from tests.moto_tables import emptied_tables
from tests.stories.town import LINE, Town, brentwood

pytestmark = pytest.mark.long


@pytest.fixture
def town(request: pytest.FixtureRequest) -> Iterator[Town]:
    """A line that may have so many calls at once, and is told so; one too many fails the story."""
    with emptied_tables():
        town = Town(groups=brentwood(at_once=request.param))
        town.exchange.standing.at_once = request.param
        with town.line.answering():
            yield town
            assert [call for call in town.exchange.calls.values() if call.error == TOO_MANY_AT_ONCE] == []
            town.exchange.check()


two = pytest.mark.parametrize("town", [2], indirect=True)
three = pytest.mark.parametrize("town", [3], indirect=True)


def asks(person: Person, key: str = "1") -> Person:
    """A first call, to the end of what is said of the promise."""
    person.dials(LINE).hears("shopping").presses(key).hears("Ongar").presses("2").hears("today").presses("1")
    return person.hears("right").presses("1").hears("written down")


def says_yes(person: Person) -> Person:
    """To an ask that comes within seconds, up to the words after it."""
    return person.picks_up(within=5).hears("yes, press 1").presses("1").hears("It's yours")


def under_way(town: Town) -> int:
    return len(town.store.calls_under_way(now=town.world.now()))


@two
def test_one_phone_rings_at_a_time_and_whoever_phones_in_gets_in(town: Town) -> None:
    """Two requests wait, and three have not said yes: still no second phone rings, and Emil hears the line at once."""
    town.joins(town.ben, town.ali, town.priya)
    asks(town.rosa).is_hung_up_on()
    town.ben.is_rung(within=5)
    asks(town.emil, "2").is_hung_up_on()
    rings = [len(each.displays) for each in (town.ben, town.ali, town.priya)]
    assert rings[1:] in ([0, 0], [1, 0])
    for helper in (town.ben, town.ali, town.priya):
        helper.when_rung(LetsItRing())
    town.rosa.waits(600)
    assert under_way(town) <= 1


@two
def test_a_talk_takes_the_last_call_and_nobody_is_rung_beside_it(town: Town) -> None:
    """Ben and Rosa talk: two calls. When they have put the phone down, Ali is asked for Emil's."""
    town.joins(town.ben, town.ali)
    asks(town.rosa).is_hung_up_on()
    ben = says_yes(town.ben).presses("1")
    town.rosa.picks_up(within=10)
    ben.talks_with(town.rosa, seconds=120)
    assert under_way(town) == 2
    ben.hangs_up()
    town.rosa.waits(5)
    assert under_way(town) == 0


@two
def test_where_a_talk_is_all_there_is_nobody_waits_on_the_line(town: Town) -> None:
    """Waiting, and one phone that rings, would take the last call: the key for it is not offered."""
    town.joins(town.ben, town.ali)
    asks(town.rosa).is_hung_up_on().hears_nothing_of("wait on the line")
    town.ben.is_rung(within=5).stops_ringing()
    town.ali.is_rung(within=65)


@three
def test_who_waits_has_one_phone_ringing_and_another_gets_in(town: Town) -> None:
    """Rosa waits, Ben's phone rings, and Emil phones in: three calls, and none is refused."""
    town.joins(town.ben, town.ali)
    town.ben.when_rung(LetsItRing())
    asks(town.rosa).hears("to wait on the line, press 6").presses("6")
    town.rosa.hears("we ring neighbours now").hears_nothing_of("two neighbours")
    town.ben.is_rung(within=5)
    assert town.ali.displays == []
    town.emil.dials(LINE).hears("shopping").hangs_up()
    ali = town.ali.picks_up(within=120).hears("yes, press 1").presses("1")
    town.rosa.hears("your neighbour is on the line").talks_with(town.ali, seconds=60)
    ali.hangs_up()
    town.rosa.hears("goodbye").is_hung_up_on().waits(5)
    assert under_way(town) == 0


@three
def test_while_others_talk_waiting_is_not_to_be_had(town: Town) -> None:
    """Ben and Rosa talk; Emil phones in. Were he to wait, no call would be left to ring anybody with."""
    town.joins(town.ben, town.ali)
    asks(town.rosa).is_hung_up_on()
    ben = says_yes(town.ben).presses("1")
    town.rosa.picks_up(within=10)
    ben.talks_with(town.rosa)
    asks(town.emil, "2").is_hung_up_on().hears_nothing_of("wait on the line")
    town.ali.is_not_rung(for_seconds=600)
    emils = next(each for each in town.requests() if each.need != "shopping")
    assert (emils.state, emils.misses, emils.never_rang, emils.offers) == (RequestState.OPEN, 0, 0, 0)
    assert Reason.CARRIER not in town.items()
    ben.hangs_up()
    town.ali.picks_up(within=5).hears("yes, press 1").presses("2").is_hung_up_on()


@two
def test_put_through_as_soon_as_a_call_is_free(town: Town) -> None:
    """Ben has said yes while Emil phones in: one moment, please; and then Rosa's phone rings."""
    town.joins(town.ben)
    asks(town.rosa).is_hung_up_on()
    says_yes(town.ben)
    town.emil.dials(LINE).hears("shopping").presses("2").hears("Ongar")
    town.ben.presses("1").hears("one moment")
    town.emil.hangs_up()
    town.rosa.picks_up(within=15)
    town.ben.talks_with(town.rosa, seconds=30).hangs_up()
    assert len(town.rosa.displays) == 1


@two
def test_who_cannot_be_put_through_hears_why(town: Town) -> None:
    """Emil stays on the line: Ben hears that all lines are in use, and Rosa's phone has not rung."""
    town.joins(town.ben)
    asks(town.rosa).is_hung_up_on()
    says_yes(town.ben)
    town.emil.dials(LINE).hears("shopping").presses("2").hears("Ongar")
    town.ben.presses("1").hears("all our lines are in use just now")
    assert town.rosa.displays == []
    town.ben.hangs_up()
    town.emil.hangs_up()


@two
def test_nought_while_a_neighbours_phone_rings(town: Town) -> None:
    """A person is wanted, and the line rings Ben for somebody else: what Emil hears is true, and Gwen is rung later."""
    town.joins(town.ben)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.ben.when_rung(PicksUp())
    town.asks_for_shopping(town.rosa)
    town.ben.is_rung(within=5)
    town.emil.dials(LINE).hears("shopping").presses("0")
    town.emil.hears("all our lines are in use just now", "we could not reach one of us just now", "(beep)")
    said = str(town.emil.transcript.since_key).lower()
    assert (said.count("one moment, please"), said.count("lines are in use")) == (3, 1)
    assert "pick up" not in said
    town.emil.hangs_up()
    town.gwen.when_rung(LetsItRing())
    town.gwen.is_rung(within=120)


@two
def test_a_call_of_whose_end_nobody_hears_counts_for_minutes(town: Town) -> None:
    """Every word of Emil's hanging up is lost: neighbours are rung again within a quarter of an hour."""
    town.joins(town.ben, town.ali)
    town.exchange.faults.drop("CallStatus=completed", times=None)
    town.emil.dials(LINE).hears("shopping").presses("2").hears("Ongar").hangs_up()
    assert under_way(town) == 1
    town.exchange.faults.mend("CallStatus=completed")
    town.rosa.waits(30)
    town.exchange.expects_error("/status did not answer")
    town.ali.when_rung(LetsItRing())
    town.ben.is_rung(within=1200)


def listens_and_hangs_up(town: Town) -> None:
    """Emil is put through to the listening line, and puts the phone down after a minute."""
    samaritans = Person(town.exchange, "+443300945717", "Samaritans")
    samaritans.when_rung(PicksUp())
    town.emil.dials(LINE).hears("someone to talk to").presses("3").hears("Samaritans", "press 1").presses("1")
    town.emil.talks_with(samaritans, seconds=60).hangs_up()


@two
def test_a_talk_whose_status_is_lost_is_over_by_what_its_dial_tells(town: Town) -> None:
    """No status callback of Emil's call comes: that he has hung up is in the last word of the Dial."""
    town.joins(town.ben)
    town.exchange.faults.drop("POST https://line.example/status ")
    listens_and_hangs_up(town)
    town.rosa.waits(20)
    town.exchange.expects_error("/status did not answer")
    assert under_way(town) == 0
    asks(town.rosa).is_hung_up_on()
    town.ben.when_rung(LetsItRing())
    town.ben.is_rung(within=5)


@two
def test_a_talk_of_whose_end_nothing_is_heard_is_asked_about(town: Town) -> None:
    """Status and action of Emil's call are lost: Twilio is asked how the call stands that his draft is of."""
    town.joins(town.ben)
    town.exchange.faults.drop("CallStatus=completed", times=None)
    listens_and_hangs_up(town)
    town.exchange.faults.mend("CallStatus=completed")
    town.rosa.waits(30)
    town.exchange.expects_error("did not answer")
    town.ben.when_rung(LetsItRing())
    town.ben.is_rung(within=1200)
    assert under_way(town) <= 1


@two
def test_a_dial_that_reached_nobody_is_no_talk(town: Town) -> None:
    """Nobody answers at the listening line, and every later word of Emil's call is lost: it counts for minutes."""
    town.joins(town.ben)
    Person(town.exchange, "+443300945717", "Samaritans").when_rung(LetsItRing())
    town.emil.dials(LINE).hears("someone to talk to").presses("3").hears("Samaritans", "press 1").presses("1")
    town.emil.hears("we could not put you through")
    assert under_way(town) == 1
    assert town.store.calls_under_way(now=town.world.now() + timedelta(minutes=16)) == frozenset()
    town.emil.hangs_up()


@two
def test_words_told_after_the_end_of_their_call_count_no_call(town: Town) -> None:
    """The end of Rosa's call is told before what was recorded in it, and Gwen is rung at once."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.rosa.dials(LINE).hears("just tell us", "(beep)").says("my cat is up a tree")
    town.exchange.faults.delay("RecordingSid", seconds=2)
    town.gwen.when_rung(LetsItRing())
    town.rosa.hangs_up()
    town.gwen.is_rung(within=10)


@two
def test_the_end_of_a_talk_is_told_before_its_dial(town: Town) -> None:
    """Ben's call has ended before the action of its Dial comes: nothing counts."""
    town.joins(town.ben)
    asks(town.rosa).is_hung_up_on()
    ben = says_yes(town.ben).presses("1")
    town.rosa.picks_up(within=10)
    ben.talks_with(town.rosa, seconds=60)
    town.exchange.faults.delay("DialCallStatus", seconds=2)
    ben.hangs_up()
    town.rosa.waits(30)
    assert under_way(town) == 0


@two
def test_a_key_that_is_told_after_the_end_of_its_call_counts_no_call(town: Town) -> None:
    """What Emil pressed before he hung up comes after his hanging up, and says that the call goes on: it does not."""
    town.emil.dials(LINE).hears("shopping")
    town.exchange.faults.delay("Digits=2", seconds=5)
    town.emil.presses("2").waits(1).hangs_up()
    town.emil.waits(20)
    assert [request.need for request in town.requests()] == ["medicines"]
    assert under_way(town) == 0


@pytest.mark.parametrize("at_once", [2, None], ids=["two", "not told"])
def test_a_phone_is_not_blamed_for_a_call_too_many(at_once: int | None) -> None:
    """Emil hears the greeting, which nobody counts; Twilio refuses to dial Rosa's phone, and does not say why."""
    with emptied_tables():
        town = Town(groups=brentwood(at_once=at_once))
        town.exchange.standing.at_once = 2
        with town.line.answering():
            town.joins(town.ben)
            asks(town.rosa).is_hung_up_on()
            ben = says_yes(town.ben)
            town.emil.dials(LINE)
            ben.presses("1").hears(*(("perhaps all our lines are in use",) if at_once else ()), "put you through")
            town.emil.hangs_up()
            ben.hears("to try again now, press 1").presses("1")
            town.rosa.picks_up(within=15)
            ben.hangs_up()
            town.exchange.check()


def test_where_nothing_is_said_nothing_is_counted() -> None:
    """No row, and so no operation of the database, without the setting."""
    with emptied_tables():
        town = Town()
        with town.line.answering():
            town.joins(town.ben)
            asks(town.rosa).is_hung_up_on()
            town.ben.is_rung(within=5)
            assert town.store.calls_under_way(now=town.world.now() - timedelta(days=1)) == frozenset()


@two
def test_the_rule_says_that_one_call_is_kept_free(town: Town) -> None:
    """Where the line may have two calls, no second phone rings, and the rule does not leave it at that two do."""
    rosa = town.rosa.dials(LINE).hears("anything else").presses("4")
    rosa.hears("how we work, press 7").presses("7").hears("two phones ring").hears("keeps one free")
    rosa.hangs_up()
