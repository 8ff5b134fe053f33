"""Ringing one phone: reserved first, in one transaction; then dialled, once, and never blindly again."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from hotline.conversation.trail import Spot
from hotline.dispatch.items import item
from hotline.dispatch.refused import see_to_refusal
from hotline.dispatch.under_way import most_calls
from hotline.dispatch.watch import look_at
from hotline.errors import LineFull, PhoneBusy
from hotline.groups import Group, Policy
from hotline.groups.ringing import SHORTEST
from hotline.groups.rule import rule_text
from hotline.hours import local_day, next_midnight
from hotline.numbers import PhoneNumber
from hotline.records import (
    ABOUT_EVERY_WEEK,
    AT_WISH,
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
from hotline.rotation.phone import may_ring, phones_ring_from
from hotline.rotation.watch import next_look
from hotline.telephony.carrier import AccountRefused, NumberRefused, Throttled, Uncertain, UnclearRefused
from hotline.telephony.fallback import address
from hotline.values import dataclass
from hotline.world import World

log = logging.getLogger(__name__)

_SCRIPT = {OfferKind.ASK: "offer", OfferKind.CHECK: "again", OfferKind.DONE: "follow_up", OfferKind.WELL: "well"}
_FOR_ONE_PHONE = (
    (JOINING, "join"),
    ({Reason.BACK, Reason.KEYED}, "back"),
    (ABOUT_EVERY_WEEK, "weekly"),
    ({Reason.LOT}, "lot"),
    ({Reason.NOT_YET}, "not_yet"),
    ({Reason.UNTOLD}, "untold"),
)
_FOR_PEOPLE = 20  # calls a day beyond the limit, so that a coordinator can be told that it is reached
# Within the limit like any ask: what anybody has rung by phoning in again and again, a long list, and what recurs.
_WITHIN_THE_LIMIT = AT_WISH | JOINING | ABOUT_EVERY_WEEK
_A_DAY = timedelta(hours=24)


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
    LimitReached, PhoneBusy, LineFull and, of what is rung straight back, RungEnough; PhoneBusy also for the number of
    somebody who waits on the line.
    """
    if isinstance(who, PhoneNumber) and _waits(line, who):
        raise PhoneBusy("Whoever has this phone waits on the line with it: ring it later.")
    if kind is not OfferKind.CALL and not may_ring(_whose(who), line.group, line.world.now()):
        return False
    rule = rule_text(line.group)
    if isinstance(who, Volunteer) and who.rule is None:
        who = replace(who, rule=rule)  # what they begin with, so that they are told of no change before
    offer = _offer(line, seen, who, kind, rule)
    policy, day = line.group.policy, local_day(line.now, line.group.zone).isoformat()
    looked_at = next_look(seen, line.group, line.now, next_action_at)
    try:
        reserved = line.world.store.reserve(
            seen,
            _whose(who),
            offer,
            next_action_at=looked_at,
            calls_today=(day, policy.daily_calls + (_FOR_PEOPLE if _may_exceed_the_limit(seen) else 0)),
            # Whoever shows a neighbour's number plagues that phone no oftener in a day than this (fault 31).
            rings_most=policy.rings_back if seen.reason in AT_WISH else None,
            most_calls=most_calls(line.group),
        )
    except LineFull:
        line.world.store.wait_for_call(seen.group, seen.id)
        raise
    if not reserved:
        return False
    _dial(line, offer, seen, who.number if isinstance(who, Volunteer) else who)
    return True


def _may_exceed_the_limit(seen: Request) -> bool:
    """Tell whether this is a coordinator's task, or tells somebody something that was promised or cannot wait."""
    return seen.need is Need.PERSON and seen.reason not in _WITHIN_THE_LIMIT


def _whose(who: Volunteer | PhoneNumber) -> Volunteer | None:
    return who if isinstance(who, Volunteer) else None


def calls_are_used_up(world: World, group: Group) -> bool:
    """Tell whether no volunteer's phone is rung for a resident any more today."""
    day = local_day(world.now(), group.zone).isoformat()
    return world.store.calls_today(group.slug, day) >= group.policy.daily_calls


def wait_for_tomorrow(line: Line) -> datetime:
    """Today's calls are used up: a coordinator is told, once (fault 40). When phones may ring again."""
    group = line.group
    name = f"{group.slug} {local_day(line.now, group.zone)}"
    line.world.store.add_item(item(line.world, group.slug, Reason.LIMIT, name=name))
    return phones_ring_from(group, next_midnight(line.now, group.zone))


def _waits(line: Line, number: PhoneNumber) -> bool:
    held = line.world.store.requests_of_phone(line.group.slug, number)
    return any(on_the_line(request, line.now) for request in held)


def ring_time(policy: Policy, kind: OfferKind) -> timedelta:
    """A resident's phone rings longer: not everybody is quick on their feet."""
    return max(SHORTEST, policy.resident_ring if kind in TO_ITS_NUMBER else policy.ring)


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
    except (Throttled, NumberRefused, UnclearRefused, AccountRefused) as why:
        see_to_refusal(line, offer, seen, why)
    else:
        line.world.store.note_call(group.slug, offer.id, call_sid=sid)
