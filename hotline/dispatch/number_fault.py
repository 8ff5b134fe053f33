"""A number that fails: is it dead, or is it the carrier's fault? Who rests: a dead number, and who never answers."""

from __future__ import annotations

import logging
from datetime import timedelta
from itertools import takewhile
from typing import TYPE_CHECKING

from hotline.dispatch.items import item
from hotline.hours import local_day, next_midnight
from hotline.records import ENDED_OFFER, TO_ITS_NUMBER, Offer, OfferState, Reason, Request, RequestState
from hotline.telephony.ended import Ended, is_nobodys

if TYPE_CHECKING:
    from hotline.dispatch.ring import Line

log = logging.getLogger(__name__)

_IN_A_ROW = timedelta(hours=1)
_BEFORE = 2  # other phones: with this one, three in a row


def is_the_carriers(line: Line, offer: Offer, outcome: str) -> bool:
    """Other phones, rung for this request just before, ended alike in a row: no number is at fault.

    Two before it: two that nobody has, that are switched off or that the account may not ring may well stand side by
    side, and the next neighbour is asked at once. What was noted of them is taken back.
    """
    row = _in_a_row(line, offer, outcome)[:_BEFORE]
    if len(row) < _BEFORE:
        return False
    for one in row:
        _take_back(line, one)
    return True


def is_dead(line: Line, offer: Offer, told: Ended | None) -> bool:
    """Nobody has this number; or it has failed on two days, and was not reached in between. None: it was refused."""
    if told and told.is_nobodys:
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
        store.add_item(_about_the_number(line, offer))


def tell_carrier(line: Line) -> None:
    """A coordinator is told once a day that the phone company does not place our calls."""
    day = local_day(line.now, line.group.zone)
    line.world.store.add_item(item(line.world, line.group.slug, Reason.CARRIER, name=f"{line.group.slug} {day}"))


def tell_too_many(line: Line) -> None:
    """More calls at once than the account may have. Where that number is not known here, a coordinator is told."""
    log.warning("a call was not placed: too many at once (10004); set `at_once` of [line], and see `hotline doctor`")
    if line.group.at_once is None:
        tell_carrier(line)


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


def _in_a_row(line: Line, offer: Offer, outcome: str) -> list[Offer]:
    """The newest first, and one of each phone."""
    ledger = line.world.store.offers(offer.group, offer.request)
    not_others = ("", offer.volunteer)
    others = [one for one in reversed(ledger) if one.state in ENDED_OFFER and one.volunteer not in not_others]
    row = takewhile(lambda one: _is_alike(one, outcome) and offer.reserved_at - one.reserved_at <= _IN_A_ROW, others)
    return list({one.volunteer: one for one in row}.values())


def _is_alike(one: Offer, outcome: str) -> bool:
    same = one.outcome == outcome or (is_nobodys(one.outcome) and is_nobodys(outcome))
    return one.state is OfferState.FAILED and same


def _take_back(line: Line, failed: Offer) -> None:
    """That it failed, and the rest that it was given for it, with what a coordinator was to be told."""
    from hotline.dispatch.request_end import end_request  # which imports how an offer ends, and so this

    if failed.kind in TO_ITS_NUMBER:
        return
    store = line.world.store
    if not is_nobodys(failed.outcome):
        store.change_volunteer(failed.group, failed.volunteer, failed_at=None)
        return
    store.change_volunteer(failed.group, failed.volunteer, failed_at=None, quiet_until=None)
    told = store.request(failed.group, _about_the_number(line, failed).id)
    if told and told.state is RequestState.OPEN:
        end_request(line.world, told.group, told.id, state=RequestState.DONE)


def _about_the_number(line: Line, offer: Offer) -> Request:
    return item(line.world, offer.group, Reason.NUMBER, name=offer.id)
