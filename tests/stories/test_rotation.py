"""Who is rung, and when: rounds, rests, caps, calling hours; one phone at a time, or two (DESIGN.md, policy)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.hours import Hours
from infra.local.exchange import LetsItRing, Person
from tests.stories.town import EARLY, LINE, START, Town, brentwood

pytestmark = pytest.mark.long

_OFTEN = {"rest": timedelta(), "daily_cap": 24}
_EVENING = START + timedelta(hours=8, minutes=30)  # an hour and a half before the phones fall silent


def needs_medicines(person: Person) -> None:
    """A short call: the need, and the phone is put down."""
    person.dials(LINE).hears("medicines").presses("2").hears("Ongar").hangs_up()


def rings_at(town: Town, seconds: float) -> str:
    """Ben's phone rings within so long; at what time."""
    town.ben.is_rung(within=seconds).stops_ringing()
    return f"{town.world.now() - timedelta(seconds=20):%H:%M}"


def test_when_the_round_is_through_again_after_a_quarter_of_an_hour_then_an_hour(town: Town) -> None:
    """Nobody yet: everyone may be asked again, but not at once."""
    town.joins(town.ben, **_OFTEN)
    town.asks_for_shopping(town.rosa)
    assert [rings_at(town, 4000) for _ in range(4)] == [
        "10:01",
        "10:17",
        "11:18",
        "12:19",
    ]  # the clock beats each minute


def test_who_passed_is_not_asked_again_for_the_same_request(town: Town) -> None:
    """No thanks is a complete answer, in every round."""
    town.joins(town.ben, **_OFTEN)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("press 1").presses("2").is_hung_up_on().is_not_rung(for_seconds=3 * 3600)


def test_at_most_one_ask_an_hour(town: Town) -> None:
    """Rested between two asks, whoever they are for."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("shopping").presses("2").is_hung_up_on()
    needs_medicines(town.emil)
    town.ben.is_not_rung(for_seconds=58 * 60)
    town.ben.picks_up(within=3600).hears("medicines").presses("2").is_hung_up_on()


def test_at_most_so_many_asks_a_day(town: Town) -> None:
    """The volunteer's own cap, or the group's."""
    town.joins(town.ben, rest=timedelta(), daily_cap=2)
    for person in (town.rosa, town.emil):
        needs_medicines(person)
        town.ben.picks_up().hears("medicines").presses("2").is_hung_up_on()
    needs_medicines(town.mallory)
    town.ben.is_not_rung(for_seconds=3 * 3600)


@pytest.mark.parametrize("town", [{"start": EARLY}], indirect=True)
def test_no_phone_rings_outside_the_groups_hours(town: Town) -> None:
    """Asked for at ten to nine: rung at nine, and the promise counts from then."""
    town.joins(town.ben)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("right").presses("1").hears("by eleven o'clock").is_hung_up_on()
    town.ben.is_not_rung(for_seconds=8 * 60).picks_up(within=120).hears("shopping").presses("2").is_hung_up_on()
    assert town.offers()[0].reserved_at == EARLY + timedelta(minutes=10)


def test_no_phone_rings_outside_its_owners_hours(town: Town) -> None:
    """A volunteer sets when."""
    town.joins(town.ben, hours=Hours.parse("every day 12:00-13:00"), **_OFTEN)
    town.joins(town.ali)
    town.asks_for_shopping(town.rosa)
    town.ali.picks_up().hears("shopping").presses("2").is_hung_up_on()
    town.ben.picks_up(within=3 * 3600).hears("shopping").presses("2").is_hung_up_on()
    assert 12 <= town.world.now().hour < 13


def test_only_those_of_the_area_the_need_and_the_language_are_asked(town: Town) -> None:
    """Able to help with this: the others keep their turn."""
    town.joins(town.ben, areas=frozenset({"brentwood"}))
    town.joins(town.ali, languages=frozenset({"pl"}))
    town.joins(town.gwen, needs=frozenset({"garden"}))
    town.joins(town.priya)
    town.asks_for_shopping(town.rosa)
    town.priya.picks_up().hears("shopping").presses("2").is_hung_up_on().waits(1200)
    assert len(town.offers()) == 1


@pytest.mark.parametrize("town", [{"groups": brentwood(languages=("cy", "en"))}], indirect=True)
@pytest.mark.parametrize("spoken", ["cy", "en"])
def test_whoever_speaks_a_language_of_the_group_is_asked(town: Town, spoken: str) -> None:
    """No caller can choose a language, and so whichever the group names first keeps nobody from being asked."""
    town.joins(town.ben, languages=frozenset({spoken}))
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("shopping").presses("2").is_hung_up_on()


def test_whoever_was_asked_longest_ago_is_asked(town: Town) -> None:
    """In turn: who was asked for the last request goes to the end."""
    town.joins(town.ben, town.ali, **_OFTEN)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("shopping").presses("1").hears("It's yours").presses("3").is_hung_up_on()
    needs_medicines(town.emil)
    town.ali.picks_up().hears("medicines").presses("2").is_hung_up_on()
    town.ben.picks_up().hears("medicines").presses("2").is_hung_up_on()


@pytest.mark.parametrize("town", [{"start": _EVENING}], indirect=True)
def test_two_at_a_time_when_it_is_urgent_and_never_a_third(town: Town) -> None:
    """The help is due within two hours: two phones ring, and when one stops another begins."""
    town.joins(town.ben, town.ali, town.priya)
    town.ben.when_rung(LetsItRing())
    needs_medicines(town.rosa)
    town.ali.is_rung(within=10)
    assert town.ben.ringing
    assert not town.priya.ringing
    town.priya.is_rung()
    assert not town.ben.ringing
    town.ali.hangs_up()
    town.priya.hangs_up()


@pytest.mark.parametrize("town", [{"start": _EVENING}], indirect=True)
def test_no_new_phone_is_rung_while_someone_is_deciding(town: Town) -> None:
    """Picked up less than 25 seconds ago: perhaps a human, who decides; voicemail is not a human for long."""
    town.joins(town.ben, town.ali, town.priya)
    needs_medicines(town.rosa)
    town.ali.is_rung()
    town.ben.picks_up().waits(5)
    town.ali.hangs_up()
    town.priya.is_not_rung(for_seconds=15)
    town.priya.is_rung(within=65)
    town.ben.presses("2").is_hung_up_on()
    town.priya.answer()
    town.priya.hears("press 1").presses("2").is_hung_up_on()


def test_no_new_phone_is_rung_while_somebody_who_pressed_a_key_listens_on(town: Town) -> None:
    """A valid key is a human, however long `more` takes."""
    town.joins(town.ben, town.ali)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("more, 5").presses("5").hears("asked longest ago").waits(10)
    town.ali.is_not_rung(for_seconds=5)
    town.ben.presses("1").hears("It's yours").presses("3").is_hung_up_on()
    assert town.ali.displays == []


@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"misses_for_two": 1})}], indirect=True)
def test_two_at_a_time_after_some_have_not_answered(town: Town) -> None:
    """A setting says after how many."""
    town.joins(town.ben, town.ali, town.priya)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("press 1").presses("2").is_hung_up_on()
    town.ali.is_rung(within=5)
    town.priya.is_rung(within=5)
    town.ali.answer()
    town.ali.hears("press 1").presses("1").hears("It's yours")
    town.priya.stops_ringing()
    town.ali.presses("3").is_hung_up_on()


def test_those_who_wake_meanwhile_are_asked_in_their_turn(town: Town) -> None:
    """Seventy who were asked longest ago sleep until 10:05; from then on it is their turn."""
    early = [town.person(f"+4477009001{nth:02}", f"Early {nth}") for nth in range(30)]
    late = [town.person(f"+4477009002{nth:02}", f"Late {nth}") for nth in range(70)]
    town.joins(*late, hours=Hours.parse("every day 10:05-20:00"))
    town.joins(*early)
    for person in (*late, *early):
        person.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    town.rosa.waits(230)
    rung = [person.name for person in early if person.displays]
    assert rung == [person.name for person in early[: len(rung)]]
    assert rung
    assert not any(person.displays for person in late)
    town.rosa.waits(180)
    rung_since = [person.name for person in (*late, *early) if person.displays and person.name not in rung]
    assert rung_since[0] == "Late 0"
    assert all(name.startswith("Late") for name in rung_since)
