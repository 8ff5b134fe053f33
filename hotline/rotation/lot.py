"""Two of us, drawn by lot, hear both sides of what went wrong: who they are, and when each is rung."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from hotline.groups import Group
from hotline.numbers import PhoneNumber, opaque
from hotline.records import Decision, Offer, Rang, Request, Volunteer
from hotline.rotation.phone import may_ask_from

SEATS = 2
_A_DAY = timedelta(hours=24)
_A_WEEK = timedelta(days=7)


def by_lot(complaint: Request, volunteers: Iterable[Volunteer]) -> list[Volunteer]:
    """Those who may hear it, in the order of a lot that nobody can push: the hash of the complaint and of each of them.

    Never the one complained of, nor whoever complained, nor anybody who is kept apart from either; and nobody who has
    said no to it.
    """
    never = complaint.apart | complaint.passed | sides(complaint)
    may = (who for who in volunteers if who.id not in never and not who.stopped)
    return sorted(may, key=lambda who: (opaque(complaint.id, who.id), who.id))


def sides(complaint: Request) -> frozenset[str]:
    """Whoever complained and the one complained of, as ids of volunteers, whether or not they are any.

    Where one asked for another, both of them are on one side.
    """
    return frozenset(number.opaque for number in phones_of_sides(complaint)) | {complaint.against or ""}


def phones_of_sides(complaint: Request) -> list[PhoneNumber]:
    """Return the phones of both sides."""
    return [number for number in (complaint.number, complaint.other, complaint.beside) if number]


def both_ways(complaint: Request) -> list[tuple[PhoneNumber, str]]:
    """Return each phone of both sides, with whom to keep from what it asks: nobody, where a side has no phone.

    The volunteer is kept apart from whoever asked and from the one it is for.
    """
    resident, helper = complaint.number, complaint.other
    if complaint.against is None:
        resident, helper = helper, resident
    who = complaint.against or (helper.opaque if helper else None)
    ways = []
    for asks in (resident, complaint.beside):
        ways += [(asks, who), (helper, asks and asks.opaque)]
    return [(asks, helps) for asks, helps in ways if asks and helps]


def places(complaint: Request) -> int:
    """How many are still to hear it, and to decide."""
    return SEATS - sum(seat.decision is not None for seat in complaint.hearing.values())


def drawn(complaint: Request, volunteers: Iterable[Volunteer], group: Group, now: datetime) -> list[Volunteer]:
    """Those who are still to decide: whoever has said yes, then the next of the lot. Too few: nobody else is left.

    Whoever cannot be rung within a day, because they rest, gives way to the next; who has said yes, within a week.
    """
    rings = [(may_ask_from(who, group, now, task=True), who) for who in by_lot(complaint, volunteers)]
    seated = [who for at, who in rings if who.id in undecided(complaint) and at and at <= now + _A_WEEK]
    others = [who for at, who in rings if who.id not in complaint.hearing and at and at <= now + _A_DAY]
    return [*seated, *others][: places(complaint)]


def undecided(complaint: Request) -> frozenset[str]:
    """Those who have said yes to hearing it, and have not decided."""
    return frozenset(who for who, seat in complaint.hearing.items() if seat.decision is None)


def unanswered(complaint: Request, who: str, ledger: Iterable[Offer]) -> list[Offer]:
    """Rings of theirs since they last pressed a key, and since the lot was last drawn anew."""
    seat = complaint.hearing.get(who)
    return _rings_of(who, ledger, since=max(seat.since if seat else 0, complaint.misses))


def rings_at(
    complaint: Request, who: Volunteer, ledger: Iterable[Offer], group: Group, now: datetime
) -> datetime | None:
    """When to ring them next: at once; after a pause if they did not answer; a day later if they are to decide."""
    policy, seated = group.policy, who.id in complaint.hearing
    pause = policy.lot_again if seated else policy.lot_pause
    mine = _rings_of(who.id, ledger, since=complaint.misses)
    return may_ask_from(who, group, max([now, *(offer.reserved_at + pause for offer in mine)]), task=True)


def _rings_of(who: str, ledger: Iterable[Offer], *, since: int) -> list[Offer]:
    """Return their rings after that one of the ledger; what never rang is none."""
    mine = (offer for offer in ledger if offer.volunteer == who and offer.rang is not Rang.NEVER)
    return [offer for offer in mine if _number(offer) > since]


def outcome(decisions: Iterable[Decision]) -> frozenset[Decision]:
    """What holds once both have decided.

    Each of the two has heard both sides, and what one of them found necessary for somebody to be safe is not voted
    down by the other. So `as before` gives way to whatever the other says. Where one says `no door` and the other `not
    together`, neither covers the other, and both hold: it is the mildest that leaves nobody with what one of the two
    thought unsafe. Nothing is added that neither of them said, and nothing here refuses a resident anything: others
    come to the door. To the next meeting goes what either of them sends there, and what else was decided holds until
    then; where nothing was, the pause at doors does.
    """
    said = frozenset(decisions)
    return said - {Decision.BEFORE} or said


def _number(offer: Offer) -> int:
    return int(offer.id.rpartition("-")[2])
