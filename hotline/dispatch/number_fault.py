"""A number that fails: is it dead, or is it the carrier's fault? Who rests: a dead number, and who never answers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hotline.dispatch.items import item
from hotline.hours import local_day, next_midnight
from hotline.records import ENDED_OFFER, TO_ITS_NUMBER, Offer, OfferState, Reason

if TYPE_CHECKING:
    from hotline.dispatch.ring import Line

# SIP's codes for a number that nobody has: not found, gone, address incomplete, does not exist anywhere.
# https://www.rfc-editor.org/rfc/rfc3261#section-21.4
_NOBODYS = frozenset({"404", "410", "484", "604"})
_IN_A_ROW = timedelta(hours=1)


def is_the_carriers(line: Line, offer: Offer, outcome: str) -> bool:
    """The phone rung for this request before this one was another, and ended alike: no number is at fault.

    What was noted of that one is taken back.
    """
    store = line.world.store
    ledger = [one for one in store.offers(offer.group, offer.request) if one.state in ENDED_OFFER]
    before = [one for one in ledger if one.volunteer not in ("", offer.volunteer)]
    last = before[-1] if before else None
    if last is None or last.state is not OfferState.FAILED or last.outcome != outcome:
        return False
    if offer.reserved_at - last.reserved_at > _IN_A_ROW:
        return False
    if last.kind not in TO_ITS_NUMBER:
        store.change_volunteer(last.group, last.volunteer, failed_at=None)
    return True


def is_nobodys(sip: str) -> bool:
    """Tell whether the carrier says by this code that nobody has the number."""
    return sip in _NOBODYS


def is_dead(line: Line, offer: Offer, sip: str) -> bool:
    """Nobody has this number; or it has failed on two days, and was not reached in between."""
    if is_nobodys(sip):
        return True
    volunteer = line.world.store.volunteer(offer.group, offer.volunteer)
    if volunteer is None or volunteer.failed_at is None:
        return False
    zone = line.group.zone
    return local_day(volunteer.failed_at, zone) < local_day(line.now, zone)


def rest_dead_number(line: Line, offer: Offer) -> None:
    """A volunteer's number that cannot be rung rests, and a coordinator is told. A resident's is rung no more."""
    store, group = line.world.store, line.group
    until = line.now + group.policy.rest_for_unanswered
    if store.change_volunteer(group.slug, offer.volunteer, quiet_until=until, tasks_from=None, failed_at=None):
        store.add_item(item(line.world, group.slug, Reason.NUMBER, name=offer.id))


def tell_carrier(line: Line) -> None:
    """A coordinator is told once a day that the phone company does not place our calls."""
    day = local_day(line.now, line.group.zone)
    line.world.store.add_item(item(line.world, line.group.slug, Reason.CARRIER, name=f"{line.group.slug} {day}"))


def rest_who_never_answers(line: Line, offer: Offer, *, task: bool) -> None:
    """After five in a row that were not answered, a week's rest (fault 19); after a coordinator's task, until tomorrow.

    For tasks it is until tomorrow in any case, whatever the five were: a group has two or three coordinators, and
    whoever could not pick up one morning is needed again the next.
    """
    policy, store = line.group.policy, line.world.store
    volunteer = store.volunteer(offer.group, offer.volunteer)
    if volunteer and volunteer.unanswered >= policy.rest_after_unanswered:
        tomorrow = next_midnight(line.now, line.group.zone)
        until = tomorrow if task else line.now + policy.rest_for_unanswered
        until = max(until, volunteer.quiet_until or until)
        store.leave_in_peace(
            offer.group, offer.volunteer, after=policy.rest_after_unanswered, until=until, tasks_from=tomorrow
        )
