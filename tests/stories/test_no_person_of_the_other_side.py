"""While a complaint is not over, nought finds somebody else: never the one complained of, nor whoever complained."""

from __future__ import annotations

import pytest

from hotline.dispatch.lot_over import finish
from hotline.dispatch.ring import Line
from hotline.records import FOR_GOOD, Reason, RequestState
from infra.local.exchange import LetsItRing
from tests.stories.phoning_in import phones_for_news
from tests.stories.test_codes import asks_for_a_code, phones_with_a_code
from tests.stories.town import GROUP, LINE, Town, opaque
from tests.stories.wronged import complaint, he_coordinates, held, rings_of, rosa_complains

pytestmark = pytest.mark.long

HOUR = 3600


@pytest.fixture
def ben_coordinates(town: Town) -> Town:
    """Ben, the only coordinator, has said yes to Rosa's shopping. Ali and Priya may be drawn; Emil asks, too."""
    he_coordinates(town)
    town.joins(town.emil, needs=frozenset())
    town.ben.when_rung(LetsItRing())
    return town


def test_who_complained_is_not_put_through_to_the_one_complained_of(ben_coordinates: Town) -> None:
    """Rosa presses nought, leaves a few words, and is not rung by Ben either."""
    town = ben_coordinates
    rosa_complains(town)
    town.rosa.waits(60)
    rung = rings_of(town.ben)
    town.rosa.dials(LINE).hears("shopping").presses("0").hears("(beep)")
    assert rings_of(town.ben) == rung
    town.rosa.says("I need bread").presses("#").hears("goodbye").is_hung_up_on().when_rung(LetsItRing())
    town.rosa.waits(60)
    assert opaque(town.ben) in town.items()[Reason.ASKED].apart


def test_nor_is_he_asked_to_ring_her_about_what_she_asks(ben_coordinates: Town) -> None:
    """That her medicines wait is not Ben's to tell her."""
    town = ben_coordinates
    rosa_complains(town)
    town.rosa.dials(LINE).hears("medicines").presses("2").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("right").presses("1").hears("written down").is_hung_up_on().when_rung(LetsItRing())
    while Reason.PROMISE not in town.items():
        town.rosa.waits(600)
    assert all(opaque(town.ben) in task.apart for task in town.items().values() if task.about == town.requests()[-1].id)


def test_everybody_else_finds_him(ben_coordinates: Town) -> None:
    """And Rosa does as well, once it is over."""
    town = ben_coordinates
    rosa_complains(town)
    town.rosa.waits(10)
    town.ben.when_rung(None)
    town.emil.dials(LINE).hears("shopping").presses("0")
    town.ben.picks_up().hears("to speak to them, press 1").presses("1").talks_with(town.emil).hangs_up()
    town.ben.when_rung(LetsItRing())
    town.rosa.when_rung(LetsItRing())
    finish(Line(world=town.world, group=town.world.groups[GROUP], now=town.world.now()), complaint(town))
    assert complaint(town).state is RequestState.DONE
    town.emil.waits(60)
    town.ben.when_rung(None)
    town.rosa.dials(LINE).hears("shopping").presses("0")
    town.ben.picks_up().hears("to speak to them, press 1").presses("1").talks_with(town.rosa).hangs_up()


def test_the_one_complained_of_is_not_put_through_to_who_complained(town: Town) -> None:
    """`To speak to one of us about it, press nought`: not Rosa, who is the only coordinator."""
    held(town)
    town.joins(town.rosa, coordinator=True, needs=frozenset())
    for each in (town.ali, town.priya):
        each.when_rung(LetsItRing())
    phones_for_news(town.rosa).hears("asked for yourself, press 1").presses("1").hears("something was wrong, 4")
    town.rosa.presses("4").hears("(beep)").presses("#").hears("put together again").hangs_up()
    town.rosa.when_rung(LetsItRing())
    town.ben.answers(within=HOUR / 2).hears("that is no judgement", "press nought")
    rung = rings_of(town.rosa)
    town.ben.presses("0").hears("(beep)")
    assert rings_of(town.rosa) == rung
    town.ben.hangs_up().waits(30)
    assert opaque(town.rosa) in town.items()[Reason.ASKED].apart


def test_with_a_code_it_is_of_whom_she_has_heard(town: Town) -> None:
    """Ben, a coordinator too, gives it back while she listens: what was wrong is not told to him."""
    town.joins(town.ben, coordinator=True)
    code = asks_for_a_code(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("they have no phone").is_hung_up_on().waits(5)
    phones_with_a_code(town.rosa, code).hears("something was wrong, 4")
    assert town.store.hand_back(GROUP, town.request().id, volunteer=opaque(town.ben), now=town.world.now(), no=FOR_GOOD)
    town.ben.when_rung(LetsItRing())
    town.rosa.presses("4").hears("(beep)").hangs_up().waits(60)
    worried = town.items()[Reason.WORRIED]
    assert opaque(town.ben) in worried.apart
    assert opaque(town.ben) not in {offer.volunteer for offer in town.store.offers(GROUP, worried.id)}
