"""Ringing one phone: reserved first, in one transaction; then dialled, once, and never blindly again."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from hotline.conversation.trail import Spot
from hotline.dispatch.items import item
from hotline.dispatch.watch import look_at
from hotline.errors import PhoneBusy
from hotline.groups import Group, Policy
from hotline.groups.rule import rule_text
from hotline.hours import local_day
from hotline.numbers import PhoneNumber
from hotline.records import (
    ABOUT_EVERY_WEEK,
    JOINING,
    TO_ITS_NUMBER,
    Need,
    Offer,
    OfferKind,
    OfferState,
    Reason,
    Request,
    Volunteer,
)
from hotline.rotation.pace import on_the_line
from hotline.rotation.phone import may_ring
from hotline.rotation.watch import next_look
from hotline.telephony.carrier import AccountRefused, CarrierError, NumberRefused, Throttled, Uncertain
from hotline.telephony.fallback import address
from hotline.values import dataclass
from hotline.world import World

log = logging.getLogger(__name__)

_SCRIPT = {OfferKind.ASK: "offer", OfferKind.CHECK: "again", OfferKind.DONE: "follow_up", OfferKind.WELL: "well"}
_FOR_ONE_PHONE = (
    (JOINING, "join"),
    ({Reason.BACK}, "back"),
    (ABOUT_EVERY_WEEK, "weekly"),
    ({Reason.LOT}, "lot"),
    ({Reason.UNTOLD}, "untold"),
)
_FOR_PEOPLE = 20  # calls a day beyond the limit, so that a coordinator can be told that it is reached
_A_DAY = timedelta(hours=24)
_AFTER_THROTTLE = timedelta(seconds=2)
_AFTER_REFUSAL = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class Line:
    """The dispatcher's three givens."""

    world: World
    group: Group
    now: datetime


def look_again(line: Line, seen: Request, moment: datetime, **changes: object) -> bool:
    """Set when the dispatcher looks at a request next: not before now, and no later than it has to be watched.

    With `changes`, as the store's `schedule`. False: somebody else was at work on it.
    """
    return look_at(line.world, seen, moment, **changes)


def look_again_later(line: Line, seen: Request, moment: datetime, **changes: object) -> bool:
    """The same, but never at once: what has just been looked at in vain must turn in no circle."""
    return look_again(line, seen, max(moment, line.now + timedelta(seconds=1)), **changes)


def ring(line: Line, seen: Request, who: Volunteer | PhoneNumber, kind: OfferKind, *, next_action_at: datetime) -> bool:
    """Put a request to a volunteer; or (kinds TO_ITS_NUMBER) ring the number on its own row.

    1. Reserve: request unchanged since it was seen, volunteer free and rested, our own id and a deadline (fault 5).
    2. Dial. An ambiguous answer is taken for a yes: the deadline passes and the sweep goes on (fault 7).
    3. Note the call's SID; lost, the first webhook fills it in (fault 6).

    False: somebody else was at work on the request, they have changed something since they were picked, or their phone
    may ring no more by the time at which it is dialled, where all this took long (promise 2). Raises the store's
    LimitReached, PhoneBusy; the latter also for the number of somebody who waits on the line.
    """
    if isinstance(who, PhoneNumber) and _waits(line, who):
        raise PhoneBusy("Whoever has this phone waits on the line with it: ring it later.")
    if kind is not OfferKind.CALL and not may_ring(_whose(who), line.group, line.world.now()):
        return False
    rule = rule_text(line.group)
    if isinstance(who, Volunteer) and who.rule is None:
        who = replace(who, rule=rule)  # what they begin with, so that they are told of no change before
    offer = _offer(line, seen, who, kind, rule)
    day = local_day(line.now, line.group.zone).isoformat()
    most = line.group.policy.daily_calls + (_FOR_PEOPLE if seen.need == Need.PERSON else 0)
    looked_at = next_look(seen, line.group, line.now, next_action_at)
    if not line.world.store.reserve(seen, _whose(who), offer, next_action_at=looked_at, calls_today=(day, most)):
        return False
    _dial(line, offer, seen, who.number if isinstance(who, Volunteer) else who)
    return True


def _whose(who: Volunteer | PhoneNumber) -> Volunteer | None:
    return who if isinstance(who, Volunteer) else None


def once_more_today(world: World, group: Group, phone: str, now: datetime) -> bool:
    """Whoever shows, or keys, a neighbour's number plagues that phone no oftener in a day than this (fault 31)."""
    today = local_day(now, group.zone).isoformat()
    return world.store.count_ring(phone, day=today, limit=group.policy.rings_back, now=now)


def _waits(line: Line, number: PhoneNumber) -> bool:
    held = line.world.store.requests_of_phone(line.group.slug, number)
    return any(on_the_line(request, line.now) for request in held)


def ring_time(policy: Policy, kind: OfferKind) -> timedelta:
    """A resident's phone rings longer: not everybody is quick on their feet."""
    return policy.resident_ring if kind in TO_ITS_NUMBER else policy.ring


def _offer(line: Line, seen: Request, who: Volunteer | PhoneNumber, kind: OfferKind, rule: str) -> Offer:
    policy = line.group.policy
    return Offer(
        group=seen.group,
        id=f"{seen.id}-{seen.offers + 1}",
        request=seen.id,
        volunteer=who.id if isinstance(who, Volunteer) else who.opaque,
        kind=kind,
        state=OfferState.RESERVED,
        reserved_at=line.now,
        deadline=line.now + ring_time(policy, kind) + policy.deadline_margin,
        texts=isinstance(who, Volunteer) and who.texts,
        unheard=isinstance(who, Volunteer) and who.rule != rule,
        asked_before=who.asked_at if isinstance(who, Volunteer) else line.now,
    )


def _script(offer: Offer, seen: Request) -> str:
    if offer.kind is OfferKind.CALL:
        return next((name for reasons, name in _FOR_ONE_PHONE if seen.reason in reasons), "told")
    return _SCRIPT[offer.kind]


def _dial(line: Line, offer: Offer, seen: Request, number: PhoneNumber) -> None:
    base, group = line.world.base_url, line.group
    spot = Spot(script=_script(offer, seen), about=offer.id)
    try:
        sid = line.world.carrier.place(
            to=number,
            shown=group.numbers[0],
            url=f"{base}/call/{group.slug}/{spot.path}",
            fallback_url=address(line.world.fallback_url, group.slug) if line.world.fallback_url else None,
            status_url=f"{base}/status/{group.slug}/{offer.id}",
            ring=ring_time(group.policy, offer.kind),
        )
    except Uncertain:
        return
    except Throttled:
        _not_placed(line, offer, "throttled", again_at=line.now + _AFTER_THROTTLE, never_rang=True)
    except NumberRefused as refused:
        _number_refused(line, offer, str(refused.code))
    except AccountRefused as refused:
        _not_placed(line, offer, str(refused.code), again_at=line.now + _AFTER_REFUSAL, never_rang=False)
        name = f"{line.group.slug} {line.now.date()}"
        line.world.store.add_item(item(line.world, line.group.slug, Reason.CARRIER, name=name))
    else:
        line.world.store.note_call(group.slug, offer.id, call_sid=sid)


def _not_placed(line: Line, offer: Offer, outcome: str, *, again_at: datetime, never_rang: bool) -> None:
    """The call was certainly not placed: the place is given back, and the request waits a little.

    Throttled, it is the same volunteer's turn again (fault 24). A refusal may hold for this number more than for
    others, so that they have been asked in this round, and the next one is tried.
    """
    store = line.world.store
    store.end_offer(
        offer,
        state=OfferState.FAILED,
        outcome=outcome,
        now=line.now,
        give_back=True,
        missed=False,
        release=True,
        never_rang=never_rang,
    )
    seen = store.request(offer.group, offer.request)
    if seen:  # and what never rang is not one of the few times that somebody is asked before it is given up
        uncounted = {} if offer.kind is OfferKind.ASK else {"checks": max(0, seen.checks - 1)}
        look_again(line, seen, again_at, **uncounted)


def _number_refused(line: Line, offer: Offer, outcome: str) -> None:
    line.world.store.end_offer(
        offer, state=OfferState.FAILED, outcome=outcome, now=line.now, give_back=False, missed=True, release=True
    )
    rest_dead_number(line, offer)


def rest_dead_number(line: Line, offer: Offer) -> None:
    """A volunteer's number that cannot be rung rests, and a coordinator is told whose (fault 16)."""
    if offer.kind in TO_ITS_NUMBER:
        return
    world, group = line.world, line.group
    until = line.now + group.policy.rest_for_unanswered
    world.store.change_volunteer(group.slug, offer.volunteer, paused_until=until)
    name = f"{offer.volunteer} {line.now.date()}"
    world.store.add_item(item(world, group.slug, Reason.NUMBER, name=name))


def rest_who_never_answers(line: Line, offer: Offer) -> None:
    """After five in a row, a week's rest (fault 19)."""
    if offer.kind in TO_ITS_NUMBER:
        return
    policy = line.group.policy
    volunteer = line.world.store.volunteer(offer.group, offer.volunteer)
    if volunteer and volunteer.unanswered >= policy.rest_after_unanswered:
        until = line.now + policy.rest_for_unanswered
        line.world.store.change_volunteer(offer.group, offer.volunteer, paused_until=until, unanswered=0)


def silence(line: Line, offer: Offer) -> bool:
    """Stop a phone that waits to ring, or rings.

    False: it may ring on, since Twilio did not do as it was asked; whoever picks it up hears how the request stands.
    """
    try:
        if offer.call_sid:
            line.world.carrier.cancel(offer.call_sid)
    except CarrierError as why:
        log.warning("a phone that should stop ringing may ring on: %s", why)
        return False
    return offer.call_sid is not None


def fall_silent(line: Line, offer: Offer) -> bool:
    """A phone that still rings for what is taken or cancelled stops, and the place is given back. True: it ended so.

    One that is being dialled this moment has no SID yet: that comes with the next webhook, or its deadline passes.
    """
    if offer.call_sid is None:
        return False
    silence(line, offer)
    return line.world.store.end_offer(
        offer,
        state=OfferState.TOO_LATE,
        outcome="canceled",
        now=line.now,
        give_back=True,
        missed=False,
        release=True,
    )
