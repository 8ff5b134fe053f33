"""No value outside the group's own areas, needs and times reaches a row."""

from __future__ import annotations

import pytest

from hotline.conversation.call import Call
from hotline.conversation.trail import NotOurs
from hotline.effects.logging import keep_need, write_down
from hotline.effects.news import change_when
from hotline.numbers import PhoneNumber
from hotline.records import Need, Request, When
from infra.local.exchange import LetsItRing, Person
from tests.stories.town import GROUP, LINE, Town, brentwood

ONE_AREA = {"groups": brentwood(areas={"brentwood": "Brentwood"})}


def logs_a_dog(town: Town) -> Person:
    """Rosa said it in her own words, and Gwen has keyed what and perhaps where."""
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    town.rosa.dials(LINE).hears("just tell us", "(beep)").says("my dog, please").presses("#").hears("will listen")
    town.rosa.is_hung_up_on()
    town.gwen.answers().hears("in their own words").presses("1").hears("to log it").presses("5")
    return town.gwen.hears("for a dog, press 3").presses("3")


def logged(town: Town) -> Request:
    town.gwen.hears("for today, press 1").hears_nothing_of("as last time").presses("1").hears("today", "that is right")
    town.gwen.presses("1").hears("it is logged").hangs_up()
    return town.request()


def test_a_coordinator_who_logs_a_recording_is_not_offered_as_last_time(town: Town) -> None:
    """It would be hers, or nobody's; a key that is no option is none."""
    logs_a_dog(town).hears("anywhere else, press 3").hears_nothing_of("as last time").presses("4")
    town.gwen.hears("that key is not one of these").presses("3")
    request = logged(town)
    assert (request.need, request.area, request.when) == (Need.DOG, None, When.TODAY)


@pytest.mark.parametrize("town", [ONE_AREA], indirect=True)
def test_with_one_area_nothing_breaks(town: Town) -> None:
    """The area is not asked, and the day is one of three."""
    logs_a_dog(town)
    request = logged(town)
    assert (request.area, request.when) == ("brentwood", When.TODAY)


@pytest.mark.parametrize("town", [ONE_AREA], indirect=True)
@pytest.mark.parametrize("keys", ["11", "12", "13", "14"])
def test_with_one_area_each_day_and_as_last_time_are_written_down(town: Town, keys: str) -> None:
    """Shopping, then how soon; `as last time` is the fourth key, and is read back like the others."""
    town.rosa.dials(LINE).hears("shopping").presses(keys[0]).hears("as last time, press 4").presses(keys[1])
    town.rosa.hears("right, press 1").presses("1").hears("written down", "goodbye").is_hung_up_on()
    assert town.request().when == {"1": When.TODAY, "2": When.SOON, "3": When.WEEKLY, "4": When.TODAY}[keys[1]]


@pytest.mark.parametrize("town", [ONE_AREA], indirect=True)
def test_a_keyed_meaning_that_is_not_the_groups_is_refused(town: Town) -> None:
    """Whichever script it came from: the call goes back to its start, and the row stays as it was."""
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("today").presses("1").hears("right").presses("1")
    town.rosa.hears("goodbye").is_hung_up_on()
    before = town.request()
    call = Call(group=town.world.groups[GROUP], sid="CA1", other_end=PhoneNumber(town.rosa.number), about=before.id)
    for do in (
        keep_need(1, "as-last"),
        write_down(before.id, "as-last", "today"),
        write_down(before.id, "ongar", "today"),
        write_down(before.id, "brentwood", "as-last"),
        change_when(before.id, "as-last"),
    ):
        with pytest.raises(NotOurs):
            do.effect.run(town.world, call, *do.args)
    assert town.request() == before


def test_an_area_that_was_renamed_is_not_said_to_be_anywhere(town: Town) -> None:
    """Whoever chose that area is asked for it all the same."""
    town.joins(town.ben, areas=frozenset({"ongar"}))
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    town.ben.waits(30)
    areas = {"brentwood": "Brentwood", "chipping": "Chipping Ongar"}
    object.__setattr__(town.world, "groups", brentwood(areas=areas))
    town.ben.when_rung(None)
    town.ben.picks_up(within=4 * 3600).hears("shopping", "somewhere near", "today").hears_nothing_of("anywhere")
    town.ben.presses("2").is_hung_up_on()
