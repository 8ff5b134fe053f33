"""A complaint, from the key to what two of us decide: doors pause, two are drawn, both sides are heard (fault 48)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from hotline.dispatch import lot_over
from hotline.dispatch.doors import hand_on_doors, keep_until_heard, pause_doors, put_apart
from hotline.dispatch.items import item
from hotline.dispatch.overdue import end_overdue
from hotline.dispatch.ring import Line, look_again, ring, ring_time, wait_for_tomorrow
from hotline.errors import LimitReached, PhoneBusy
from hotline.records import Offer, OfferKind, Reason, Request, Volunteer
from hotline.rotation.lot import drawn, phones_of_sides, places, rings_at, sides, unanswered, undecided
from hotline.rotation.phone import phones_ring_from

_A_DAY = timedelta(hours=24)


def run(line: Line, complaint: Request) -> None:
    """Do the one next thing for a complaint."""
    if end_overdue(line, complaint):
        return  # the row has changed: it is looked at again
    if Reason.NO_DOORS not in complaint.told:
        _begin(line, complaint)
    elif complaint.never_again:
        put_apart(line, complaint)
        look_again(line, complaint, line.now, never_again=False)
    elif lot_over.decided(complaint):
        lot_over.finish(line, complaint)
    elif complaint.ringing:
        look_again(line, complaint, min(ringing.deadline for ringing in complaint.ringing.values()))
    elif line.now >= complaint.made_at + line.group.policy.lot_longest:
        lot_over.finish(line, complaint)
    else:
        _draw(line, complaint)


def _begin(line: Line, complaint: Request) -> None:
    """Doors pause, and the two meet no more, at once. Only then, when the few words had time, anybody is drawn.

    Doors first: what was to be done at one is told with that, and not once more by itself.
    """
    pause_doors(line, complaint)
    keep_until_heard(line, complaint)
    at = max(line.now, complaint.made_at + line.group.policy.words_first)
    look_again(line, complaint, at, told=complaint.told | {Reason.NO_DOORS}, apart=_never_drawn(line, complaint))


def _never_drawn(line: Line, complaint: Request) -> frozenset[str]:
    """Whoever is not to be put together with either side, by now; each of the two sides is never drawn anyway."""
    kept = line.world.store.kept_from(*phones_of_sides(complaint))
    return complaint.apart | (kept - sides(complaint))


def _draw(line: Line, complaint: Request) -> None:
    """Ring whoever of the two is next due; who does not answer, or is there no more, makes room for the next."""
    if complaint.round_at and complaint.round_at <= line.now:  # anew, also among those who said no
        look_again(line, complaint, line.now, passed=frozenset(), misses=complaint.offers, round_at=None)
        return
    hand_on_doors(line, complaint)
    keep_until_heard(line, complaint)
    never = _never_drawn(line, complaint)
    if never != complaint.apart:  # said since: who hears it gives way
        look_again(line, complaint, line.now, apart=never)
        return
    store = line.world.store
    two = drawn(complaint, store.those_to_be_drawn(complaint.group), line.group, line.now)
    ledger = store.offers(complaint.group, complaint.id)
    silent = [who.id for who in two if len(unanswered(complaint, who.id, ledger)) >= line.group.policy.lot_tries]
    gone = undecided(complaint).difference(who.id for who in two)  # they have left, or rest until who knows when
    if silent or gone:
        _give_way(line, complaint, gone.union(silent))
    elif len(two) < places(complaint) and complaint.round_at is None:
        _nobody_left(line, complaint)
    else:
        _ring_next(line, complaint, two, ledger)


def _give_way(line: Line, complaint: Request, these: frozenset[str]) -> None:
    for volunteer in these & complaint.hearing.keys():
        line.world.store.hears(complaint.group, volunteer, complaint.id, still=False)
    hearing = {who: seat for who, seat in complaint.hearing.items() if who not in these}
    look_again(line, complaint, line.now, passed=complaint.passed | these, hearing=hearing)


def _nobody_left(line: Line, complaint: Request) -> None:
    """A coordinator is told, never silence; a day later the lot is drawn anew. Whoever is there is rung meanwhile.

    Where nobody is ever found it ends all the same: what cannot be heard by two goes to the next meeting.
    """
    name = f"{complaint.id} {complaint.round}"
    line.world.store.add_item(item(line.world, complaint.group, Reason.NO_LOT, name=name, about=complaint))
    again = phones_ring_from(line.group, line.now + line.group.policy.lot_again)
    look_again(line, complaint, line.now, round=complaint.round + 1, round_at=again)


def _ring_next(line: Line, complaint: Request, two: Sequence[Volunteer], ledger: Sequence[Offer]) -> None:
    times = [(rings_at(complaint, who, ledger, line.group, line.now), who) for who in two]
    due = [who for at, who in times if at and at <= line.now]
    if due:
        _ring(line, complaint, due)
    else:
        anew = [complaint.round_at] if complaint.round_at else []
        look_again(line, complaint, min([*(at for at, _ in times if at), *anew], default=line.now + _A_DAY))


def _ring(line: Line, complaint: Request, due: Sequence[Volunteer]) -> None:
    """One after the other; whoever is on the phone just now is rung when they are not."""
    policy = line.group.policy
    after = line.now + ring_time(policy, OfferKind.CALL) + policy.deadline_margin
    for who in due:
        try:
            ring(line, complaint, who.number, OfferKind.CALL, next_action_at=after)
        except PhoneBusy:
            continue
        except LimitReached:
            look_again(line, complaint, wait_for_tomorrow(line))
        return
    look_again(line, complaint, line.now + policy.sweep)
