"""What the stories of a complaint are made of: who holds what, who complains, and how two of us hear both sides."""

from __future__ import annotations

from datetime import timedelta

from hotline.numbers import PhoneNumber
from hotline.records import Need, Reason, Request
from hotline.rotation.lot import by_lot
from infra.local.exchange import LetsItRing, Person
from tests.stories.phoning_in import phones_for_news
from tests.stories.town import GROUP, LINE, Town, opaque

WORDS = "He shouted at me on the doorstep"
A_DAY = 24 * 3600


def held(town: Town) -> Town:
    """Ben has said yes to Rosa's shopping. Ali and Priya may be drawn, and help with nothing just now."""
    town.joins(town.ben)
    town.joins(town.ali, town.priya, drawn=True, needs=frozenset())
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on().waits(5)
    return town


def he_coordinates(town: Town) -> Town:
    """The same; and Ben is the only coordinator."""
    held(town)
    needs = town.volunteer(town.ben).needs | {Need.PERSON}
    town.store.change_volunteer(GROUP, opaque(town.ben), coordinator=True, needs=needs, rest=timedelta())
    for each in (town.ali, town.priya):
        each.when_rung(LetsItRing())
    return town


def rings_of(person: Person) -> int:
    return len(person.displays)


def rosa_complains(town: Town, *, words: str = WORDS, not_again: bool = False) -> Request:
    """Something was wrong, 4; a few words after the tone."""
    phones_for_news(town.rosa).hears("something was wrong, 4").presses("4").hears("after the tone", "(beep)")
    if words:
        town.rosa.says(words).presses("#")
    town.rosa.hears("drawn by lot, are to hear you both", "put together again, press 2")
    if not_again:
        town.rosa.presses("2").hears("it is kept, and nobody is told a reason")
    town.rosa.hears("once they are found, they ring you").is_hung_up_on()
    return complaint(town)


def complaint(town: Town) -> Request:
    return town.items()[Reason.LOT]


def told(person: Person, *words: str, within: float = 3 * 3600) -> None:
    """They are told something, after a key."""
    person.answers(within=within).hears(*words).is_hung_up_on()


def hears_that_it_was_heard(teller: Person) -> None:
    """Whoever told us, rung once it is over; and nothing of what was decided."""
    told(teller, "you told us that something was wrong", "two of us have heard it", "help goes on")


def says_yes(person: Person, *, within: float = 600) -> Person:
    """Drawn, and rung: yes."""
    person.answers(within=within).hears("went wrong between two neighbours", "drawn by lot", "will you?")
    return person.presses("1").hears("hear them both")


def hears_both(person: Person, teller: Person, other: Person) -> Person:
    """From the menu: the one who told us, then the other side; each sees only the line's number."""
    rings(person, teller, "speak to the one who told us, press 1", "1")
    rings(person, other, "speak to the other side, press 2", "2")
    return person


def rings(person: Person, side: Person, offered: str, key: str) -> None:
    person.hears(offered).presses(key)
    side.picks_up().hears("Brentwood Mutual Aid, a neighbour who listens")
    person.talks_with(side)
    side.hangs_up()
    person.hears("thank you for hearing them")


def decides(person: Person, key: str, said: str) -> None:
    """One key, said back, and right."""
    person.hears("say what you decide, press 4").presses("4").hears("nobody is refused help").presses(key)
    person.hears(said, "if that is right, press 1").presses("1").hears("without your name").is_hung_up_on().waits(5)


def drawn_in_order(town: Town, *people: Person) -> list[Person]:
    """Ali and Priya (or these), as the lot has them."""
    by_id = {PhoneNumber(person.number).opaque: person for person in people or (town.ali, town.priya)}
    order = by_lot(complaint(town), [town.volunteer(person) for person in by_id.values()])
    return [by_id[who.id] for who in order]


def both_decide(
    town: Town,
    teller: Person,
    other: Person,
    *decisions: tuple[str, str],
    among: tuple[Person, ...] = (),
    within: float = 600,
) -> None:
    """The two hear both sides, one after the other, and decide by these keys."""
    for person, (key, said) in zip(drawn_in_order(town, *among), decisions, strict=True):
        hears_both(says_yes(person, within=within), teller, other)
        decides(person, key, said)


BEFORE, CHATS = ("1", "help goes on as before"), ("2", "only chats, no door")
APART, MEETING = ("3", "not put together again"), ("4", "goes to the next meeting")
__all__ = ["LINE"]
