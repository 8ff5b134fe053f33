"""Joining: who would like to help, or is on a coordinator's list, is rung; only their own yes makes a volunteer.

Of somebody who has not said yes nothing is kept but the number, and that only until they have been asked.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from hotline.conversation.call import Call
from hotline.conversation.turns import effect
from hotline.dispatch.items import new_item
from hotline.dispatch.number_of_call import number_shown
from hotline.dispatch.request_end import end_request
from hotline.effects.logging import call_id, wish_to_be_rung
from hotline.effects.placed import placed_for
from hotline.errors import NothingHere
from hotline.groups import Group
from hotline.groups.rule import rule_text
from hotline.numbers import PhoneNumber
from hotline.records import JOINING, Need, Reason, RequestState, Volunteer
from hotline.rotation.phone import rests_of
from hotline.world import World

if TYPE_CHECKING:
    from hotline.store import Store

RING_YOU_BACK, CANNOT_RING = "ring_you_back", "cannot_ring"
JOINED, ALREADY, AWAY = "joined", "already", "away"
_NAME = "a neighbour"  # what coordinators see in their list: a name is not asked for


@effect(RING_YOU_BACK, CANNOT_RING)
def wish_to_help(world: World, call: Call) -> str:
    """Somebody would like to help, and is rung straight back. One wish waits for each number, however often it comes.

    Caller ID can be forged: only a key pressed on that phone makes anybody a volunteer. A phone that shows no number,
    or one that the group cannot ring without being billed into ruin, is told so.
    """
    number = number_shown(call.group, call.other_end)  # it rings at any hour, so not what anybody may have keyed
    if number is None:
        return CANNOT_RING
    wish_to_be_rung(world, call, f"{call_id(call)}-j", number, Reason.JOIN)
    return RING_YOU_BACK


@effect(JOINED, ALREADY, AWAY, final=True)
def become_volunteer(world: World, call: Call) -> str:
    """Yes, on the phone that we rang: a volunteer from now on, at the end of the rotation.

    Whoever helps already stays as they are; `away` is one who rests, or had stopped our calls.
    """
    found = placed_for(world, call)
    if found is None or call.other_end is None:
        raise NothingHere("No call was placed to a number for this.")
    joins = _with_the_groups_settings(call.group, call.other_end, world.now())
    if world.store.add_volunteer(joins):
        return JOINED
    there = world.store.volunteer(joins.group, joins.id)
    if there is None or there.joined_at >= found[0].reserved_at:  # on this call: the key came twice
        return JOINED
    was_away = any(until >= found[0].reserved_at for until in rests_of(there))  # perhaps until just now
    return AWAY if there.stopped or was_away else ALREADY


@effect("over", final=True)
def ask_no_more(world: World, call: Call) -> str:
    """They have answered: whatever else waited to ask this number is over, so that nobody is asked twice."""
    held = world.store.requests_of_phone(call.group.slug, call.other_end) if call.other_end else []
    for errand in held:
        if errand.reason in JOINING and not errand.ringing:
            end_request(world, errand.group, errand.id, state=RequestState.DONE)
    return "over"


def invite(store: Store, group: Group, number: PhoneNumber, *, now: datetime, at: datetime) -> bool:
    """Ask this number, from `at` on, whether they would help. False: they were asked already within a day.

    The row's id is random, since one made from the number would tell the number to whoever tries them all.
    """
    from uuid import uuid4  # no part of the way to a caller's first word

    asks = new_item(group, Reason.INVITED, cause=(uuid4().hex,), now=now, number=number, next_action_at=at)
    return store.keep_wish(asks, number.opaque, Reason.INVITED, now=now, takes_over=False)


def waits_to_be_asked(store: Store, group: Group, number: PhoneNumber) -> bool:
    """Whether this number is to be asked already, at their own wish or from a list."""
    return not JOINING.isdisjoint(_waiting(store, group.slug, number))


def _waiting(store: Store, group: str, number: PhoneNumber) -> set[Reason | None]:
    """Why this number is to be rung; None: for what was asked from it."""
    return {request.reason for request in store.requests_of_phone(group, number)}


def _with_the_groups_settings(group: Group, number: PhoneNumber, now: datetime) -> Volunteer:
    """Every need but a listening line's, anywhere, in the group's hours: they change it by phone."""
    return Volunteer(
        group=group.slug,
        id=number.opaque,
        number=number,
        name=_NAME,
        needs=frozenset(group.needs) - {Need.LISTEN, Need.PERSON},
        areas=frozenset(),
        languages=frozenset({group.languages[0]}),
        hours=group.hours,
        joined_at=now,
        asked_at=now,
        rule=rule_text(group),
    )
