"""Whoever is told to dial 999 or 111 and keys it without hanging up hears so, and is not led through menus."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hotline.records import Need, When
from hotline.scripts.menus import first_menu
from tests.scripts.walked import BRENTWOOD
from tests.stories.town import LINE, Town

FIRST = "To dial nine nine nine, put this phone down first"


def test_nine_nine_nine_in_the_first_menu_is_answered_each_time(town: Town) -> None:
    """Not with a menu's mistake, nor with a recording; and the menu is still there for whoever goes on."""
    town.rosa.dials(LINE).hears("nine nine nine", "shopping")
    for _ in range(3):
        town.rosa.presses("9").hears(FIRST).hears_nothing_of("just tell us", "not one of these")
    town.rosa.hears("anything else").presses("1").hears("Ongar").hangs_up()
    assert town.request().need == Need.SHOPPING


def test_nine_nine_nine_at_once_is_answered_at_its_end(town: Town) -> None:
    """Dialled as quickly as on any phone."""
    town.rosa.dials(LINE).hears("nine nine nine").presses("999").hears(FIRST).hangs_up()
    assert town.requests() == []


def test_a_nine_at_a_later_question_is_answered_and_fills_nothing_in(town: Town) -> None:
    """Two nines are no `anywhere else`, and no `today`."""
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar")
    for _ in range(3):
        town.rosa.presses("9").hears(FIRST, "in Ongar, press 2")
    town.rosa.presses("2").hears("today").presses("9").hears(FIRST, "for today").hangs_up()
    assert town.request().area is None


def test_it_is_said_before_just_tell_us(town: Town) -> None:
    """Somebody who is frightened, and presses nothing, hears it once more."""
    town.rosa.dials(LINE).hears("anything else", FIRST, "just tell us", "(beep)").hangs_up()


@pytest.mark.parametrize("needs", range(len(Need) + 1))
def test_nine_is_never_an_option_of_the_first_menu(needs: int) -> None:
    """Whatever a group offers."""
    group = replace(BRENTWOOD, needs=tuple(Need)[:needs])
    assert "9" not in {option.key for option in first_menu(group)}


def test_one_one_one_is_not_today_right_and_something_else(town: Town) -> None:
    """Told to hang up first; who keys it all the same hears so, and nothing is taken for an answer."""
    town.rosa.dials(LINE).hears("medicines").presses("2").hears("Ongar").presses("2")
    town.rosa.hears("hang up, and ring one one one")
    for _ in range(3):
        town.rosa.presses("1").hears("To ring one one one, put this phone down first")
    town.rosa.hears("for today, press 2").presses("3").hears("in the next few days", "if that is right").presses("1")
    town.rosa.hears("written down").is_hung_up_on()
    assert (town.request().need, town.request().when) == (Need.MEDICINES, When.SOON)
