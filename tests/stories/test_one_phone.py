"""Much asked from one phone, and the same asked twice: nothing merged unasked, nothing refused (faults 41, 45)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from hotline.records import Need, Reason, Repeat, Request, RequestState
from hotline.store import Store
from infra.local.exchange import LetsItRing, Person
from tests.faults.worlds import breaking
from tests.stories.arranged import A_DAY, FOR_DAYS, they_talk
from tests.stories.test_for_somebody_else import asks_for_his_mother, phones_for_news
from tests.stories.town import GROUP, LINE, Town, brentwood

pytestmark = pytest.mark.long

_TWO_AT_A_TIME = {"groups": brentwood(policy={"one_phone": 2, "ring": timedelta(minutes=5)})}
_ONE_AT_A_TIME = {"groups": brentwood(policy={"one_phone": 1, "ring": timedelta(minutes=5)})}


def asks(town: Town, key: str = "1", *, when: str = "1") -> None:
    """Rosa keys one need (or hers who shares her phone) and puts the phone down."""
    town.rosa.dials(LINE).hears("shopping").presses(key).hears("Ongar").presses("2").hears("today").presses(when)
    town.rosa.hears("right").presses("1").hears("written down").is_hung_up_on().waits(2)


@pytest.fixture
def twice(town: Town) -> Town:
    """Shopping, and shopping again half an hour later; nobody could yet."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    for _ in range(2):
        asks(town)
        town.rosa.waits(1200)
    return town


def states(town: Town) -> list[RequestState]:
    return [request.state for request in town.requests()]


def test_whoever_phones_in_hears_what_anybody_hears(twice: Town) -> None:
    """Caller ID can be forged: not a word about what was asked before. Both are open, and neither is merged."""
    twice.rosa.hears_nothing_of("already", "more than once", "you asked")
    assert states(twice) == [RequestState.OPEN] * 2
    assert {request.repeat for request in twice.requests()} == {Repeat.MAYBE}


def test_one_is_enough_and_the_later_is_counted_apart(twice: Town) -> None:
    """On the call placed to that phone, by the key that cancels; it is no cancelled need in the group's counts."""
    phones_for_news(twice.rosa).hears("shopping was asked for more than once", "if one is enough, press 5").presses("5")
    twice.rosa.hears("one stays", "nobody could yet").is_hung_up_on().waits(5)
    assert states(twice) == [RequestState.OPEN, RequestState.CANCELLED]
    counts = twice.store.counts(GROUP)
    assert (counts["double/shopping"], counts.get("cancelled/shopping")) == (1, None)
    phones_for_news(twice.rosa).hears("nobody could yet").hears_nothing_of("more than once").is_hung_up_on()


def test_we_are_two_and_it_is_not_asked_again(twice: Town) -> None:
    """Each is wanted: then which of the two, told by its words, since they sound alike; and it is not asked again."""
    first, later = ("{} {}".format(*request.words.split("-")) for request in twice.requests() if request.words)
    phones_for_news(twice.rosa).hears("if each is wanted, press 1").presses("1").hears("asked for each")
    twice.rosa.hears(f"shopping, today, {first}, press 1", f"shopping, today, {later}, press 2").presses("2")
    twice.rosa.hears("for your two words, press 2").presses("2").hears(f"says two words: {later}")
    twice.rosa.hangs_up()
    assert states(twice) == [RequestState.OPEN] * 2
    phones_for_news(twice.rosa).hears(f"shopping, today, {first}, press 1").hears_nothing_of("more than once")
    twice.rosa.hangs_up()
    asks(twice)
    phones_for_news(twice.rosa).hears("more than once").presses("5").hears(
        f"shopping, today, {first}, press 1"
    ).hangs_up()
    twice.rosa.waits(5)
    assert states(twice) == [RequestState.OPEN, RequestState.OPEN, RequestState.CANCELLED]


class Doubled(Store):
    """The same webhook arrives twice at once: the other one's write goes through just before ours."""

    def __init__(self) -> None:
        super().__init__(wait=lambda _: None)

    def keep_one(self, stays: Request, doubles: Sequence[Request], *, now: datetime) -> bool:
        """Both have seen the same requests."""
        super().keep_one(stays, doubles, now=now)
        return super().keep_one(stays, doubles, now=now)


def test_the_webhook_that_comes_twice_at_once_leaves_one(twice: Town) -> None:
    """Each of the two would cancel what the other keeps: the second finds that it is done."""
    phones_for_news(twice.rosa).hears("if one is enough, press 5")
    with breaking(twice, store=Doubled()):
        twice.rosa.presses("5").hears("one stays", "nobody could yet")
    twice.rosa.hangs_up().waits(5)
    assert states(twice) == [RequestState.OPEN, RequestState.CANCELLED]


def test_silence_leaves_both(twice: Town) -> None:
    """Neither cancelled nor answered: it is asked another time."""
    phones_for_news(twice.rosa).hears("more than once", "just wait", "shopping, today, ", "press 1").hangs_up()
    phones_for_news(twice.rosa).hears("more than once").hangs_up()
    assert states(twice) == [RequestState.OPEN] * 2


def test_a_volunteer_who_accepts_one_is_told_so_that_they_can_ask(twice: Town) -> None:
    """Nothing about who asked it; what a neighbour has said yes to is what stays."""
    twice.ben.when_rung(None)
    twice.ben.picks_up(within=7200).hears("yes, press 1").hears_nothing_of("more than once").presses("2")
    twice.ben.is_hung_up_on()
    twice.ben.picks_up(within=7200).hears("yes, press 1").presses("1")
    twice.ben.hears("this phone has asked for it more than once", "It's yours").presses("3").is_hung_up_on()
    first, later = twice.requests()
    assert (first.taken_by, later.taken_by is None) == (None, False)
    twice.ben.when_rung(LetsItRing())
    phones_for_news(twice.rosa).hears("more than once").presses("5").hears("a neighbour has said yes").hangs_up()
    twice.rosa.waits(5)
    assert states(twice) == [RequestState.CANCELLED, RequestState.ACCEPTED]


def test_another_need_or_another_person_is_no_repeat(town: Town) -> None:
    """Medicines beside shopping; his own shopping, and his mother's."""
    town.emil.dials(LINE).hears("shopping").presses("1").hears("Ongar").hangs_up().waits(2)
    asks_for_his_mother(town)
    town.emil.dials(LINE).hears("medicines").presses("2").hears("Ongar").hangs_up().waits(5)
    assert [request.repeat for request in town.requests()] == [None] * 3


@pytest.mark.parametrize("town", [FOR_DAYS], indirect=True, ids=["days"])
def test_what_was_arranged_on_monday_is_no_repeat_of_what_is_asked_for_on_wednesday(town: Town) -> None:
    """Monday's may have been brought: that it is enough is not asked, and each is told on its own."""
    town.joins(town.ben)
    asks(town, when="2")
    they_talk(town)
    town.ben.when_rung(LetsItRing())
    town.rosa.waits(2 * A_DAY)
    for when in ("1", "2"):
        asks(town, when=when)
    town.rosa.waits(1200)
    phones_for_news(town.rosa).hears("press 1", "press 2").hears_nothing_of("more than once").hangs_up()
    assert [request.repeat for request in town.requests()] == [None] * 3
    town.rosa.when_rung(LetsItRing())


@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"due_today": timedelta(hours=2)})}], indirect=True)
def test_what_nobody_is_asked_for_any_more_does_not_stay(town: Town) -> None:
    """The time of the first is over, and she asks anew in the afternoon: that is the one which stays."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    asks(town)
    town.rosa.when_rung(LetsItRing())
    town.rosa.waits(4 * 3600)
    asks(town)
    town.rosa.when_rung(None)
    town.rosa.waits(60)
    phones_for_news(town.rosa).hears("if one is enough, press 5").presses("5").hears("one stays", "We go on asking")
    town.rosa.hangs_up()


def waiting(town: Town) -> list[Request]:
    """What has not had its turn yet."""
    return [request for request in town.requests() if Reason.MANY in request.told and not request.offers]


@pytest.fixture
def two_ring(town: Town) -> Town:
    """Two of Rosa's requests are being asked, of phones that ring for five minutes; two more wait their turn."""
    town.joins(town.ben, town.ali)
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    for one in (town.ben, town.ali, town.gwen):
        one.when_rung(LetsItRing())
    for _ in range(4):
        town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").hangs_up().waits(1)
    return town


@pytest.mark.parametrize("town", [_TWO_AT_A_TIME], indirect=True)
def test_so_many_at_a_time_and_the_others_wait_their_turn(two_ring: Town) -> None:
    """A coordinator is told once, rings and listens; when one before it is through, the next begins."""
    town = two_ring
    assert len(waiting(town)) == 2
    town.gwen.when_rung(None)
    town.gwen.answers(within=1800).hears("asked for a great deal", "to ring them, press 1").presses("1")
    town.gwen.hears("joined").presses("1")
    town.rosa.picks_up().hears("Brentwood Mutual Aid")
    town.gwen.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.gwen.hears("arranged").presses("1").is_hung_up_on()
    town.gwen.when_rung(LetsItRing())
    town.joins(town.priya)
    town.priya.picks_up(within=1800).hears("shopping").presses("2").is_hung_up_on()
    town.rosa.waits(1200)
    assert waiting(town) == []
    assert [item.reason for item in town.store.requests(GROUP) if item.reason].count(Reason.MANY) == 1


@pytest.mark.parametrize("town", [_TWO_AT_A_TIME], indirect=True)
def test_what_waits_its_turn_is_said_so(two_ring: Town) -> None:
    """The third of them, on the call placed to that phone."""
    phones_for_news(two_ring.rosa).hears("more than once").waits(12).hears("press 3").presses("3")
    two_ring.rosa.hears("this one waits its turn", "ring you by").hangs_up()


def test_what_nobody_can_do_takes_up_no_turn(town: Town) -> None:
    """Mallory shows Rosa's number, and asks five times for what nobody does: her medicines are asked for."""
    town.joins(town.ben, needs=frozenset({Need.MEDICINES}))
    for _ in range(5):
        town.mallory.dials(LINE, withheld=town.rosa.number).hears("anything else").presses("4").hears("garden, press 2")
        town.mallory.presses("2").hears("Ongar").hangs_up().waits(2)
    asks(town, "2")
    town.ben.picks_up(within=1200).hears("medicines").presses("2").is_hung_up_on()


@pytest.mark.parametrize("town", [_TWO_AT_A_TIME], indirect=True)
def test_what_waits_its_turn_is_told_as_waiting_too_long(town: Town) -> None:
    """Whoever forges a caller ID delays what that phone asks for, and silences nothing of it."""
    town.joins(town.ben, town.ali, rest=timedelta(0), daily_cap=24)
    for one in (town.ben, town.ali):
        one.when_rung(LetsItRing())
    for _ in range(2):
        town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").hangs_up().waits(1)
    town.rosa.dials(LINE).hears("medicines").presses("2").hears("Ongar").hangs_up()
    town.rosa.waits(35 * 60)
    assert Reason.WAITING in town.requests()[-1].told


@pytest.mark.parametrize("town", [_TWO_AT_A_TIME], indirect=True)
def test_many_needs_of_many_phones_do_not_wait_for_each_other(town: Town) -> None:
    """The bound is of one phone."""
    for person in (town.rosa, town.emil, town.mallory):
        person.dials(LINE).hears("shopping").presses("1").hears("Ongar").hangs_up().waits(40)
    assert waiting(town) == []


@pytest.mark.parametrize("town", [_ONE_AT_A_TIME], indirect=True)
def test_whoever_waits_on_the_line_has_their_turn_first(town: Town) -> None:
    """Her second need, for which she stays on the line, is asked at once; for the first nobody waits."""
    town.joins(town.ben, town.ali, town.priya)
    for person in (town.ben, town.ali, town.priya):
        person.when_rung(LetsItRing())
    waits_for_her_second_need(town.rosa).hears("ringing at a neighbour's").hangs_up()
    assert [Reason.MANY in request.told for request in town.requests()] == [True, False]


@pytest.mark.parametrize("town", [_ONE_AT_A_TIME], indirect=True)
def test_of_two_who_wait_on_the_line_with_one_phone_the_second_has_their_turn_as_soon_as_it_comes(town: Town) -> None:
    """A home with one number: she hears no moment at which phones ring, and they ring while she still waits."""
    town.joins(town.ben, town.ali, town.priya, rest=timedelta(0))
    for person in (town.ben, town.ali, town.priya):
        person.when_rung(LetsItRing())
    waits_for_her_second_need(town.rosa)
    waits_for_her_second_need(town.emil, withheld=town.rosa.number).hears("first phones ring as soon as they can")
    town.rosa.hangs_up()
    town.emil.hears_nothing_of("about to ring", "in a moment").hears("ringing at a neighbour's").hangs_up()


def waits_for_her_second_need(caller: Person, *, withheld: str | None = None) -> Person:
    """Shopping, then medicines, for which they stay on the line."""
    caller.dials(LINE, withheld=withheld).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today")
    caller.presses("1").hears("right").presses("1").hears("something else too, press 5").presses("5")
    caller.hears("medicines").presses("2").hears("Ongar").presses("2").hears("today").presses("2").hears("right")
    return caller.presses("1").hears("written down", "on the line, press 6").presses("6").hears("two neighbours")
