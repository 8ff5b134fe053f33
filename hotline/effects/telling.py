"""What somebody has still to be told is told on the call that rings them straight back (`dispatch.telling`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from hotline.conversation.call import Call
from hotline.conversation.turns import effect
from hotline.dispatch.telling import is_so_no_more
from hotline.effects.changing import SO_ALREADY, change
from hotline.effects.placed import errand_and_about, errand_of, volunteer_rung, whose_phone
from hotline.effects.standing import what_where_when
from hotline.records import (
    ABOUT_DOORS,
    ABOUT_EVERY_WEEK,
    HELD,
    TELLS,
    TO_THE_TELLER,
    Reason,
    Request,
    RequestState,
    When,
)
from hotline.world import World

NONE = "none"
TOLD, WEEKLY = "told", "weekly"  # by which script
NO_MORE = "no-more"  # of what is wanted every week
THEIR_WORD = "their-word"  # a word is wanted by the one it is for, and not by whoever asked
APART = "apart"  # handed on, since the two are not to be put together again
ONE_OF_TWO = "one"  # they hold another one, for which all this would be taken
_THEIRS_NO_MORE = frozenset({Reason.CANCELLED, Reason.HANDED_ON})


@effect(NONE, f"{TOLD}_errand-1", f"{WEEKLY}_errand-2")
def next_to_tell(world: World, call: Call, after: str) -> str:
    """Turn this call to the oldest thing that they have still to be told, after that one (empty: of all).

    They hear it now, also when this webhook comes twice: what was heard on this very call counts as not heard yet.
    It counts as heard only after it was said (`was_heard`).
    """
    errand = errand_of(world, call)
    if errand is None or errand.number is None:
        return NONE
    last = world.store.request(errand.group, after) if after else None
    waits = (each for each in world.store.requests_of_phone(errand.group, errand.number) if _waits(call, each))
    found = next((each for each in waits if last is None or each.age > last.age), None)
    if found is None:
        return NONE
    turned = change(world, errand, lambda seen: SO_ALREADY if seen.about == found.id else {"about": found.id})[1]
    if not turned:
        return NONE  # this call is over
    return f"{WEEKLY if found.reason in ABOUT_EVERY_WEEK else TOLD}_{found.id}"


@effect("heard")
def was_heard(world: World, call: Call, errand: str) -> str:
    """It was said, and an answer came after it: they are rung about it no more. Empty: what this call is for.

    Not before: an answer of ours that never arrives, or comes when the call is over, has said nothing to anybody.
    """
    now = world.now()
    told = world.store.request(call.group.slug, errand) if errand else errand_of(world, call)
    change(world, told, lambda seen: _heard(call, seen, now))
    return "heard"


@effect(
    "cancelled_request-1_shopping_ongar_today_blue-kettle",
    "cancelled_request-1_shopping_ongar_tue_blue-kettle",
    f"cancelled-{ONE_OF_TWO}_request-1_shopping_ongar_today_blue-kettle",
    "changed_request-1_shopping_ongar_today_blue-kettle",
    "handed-on_request-1_shopping_ongar_today_blue-kettle",
    f"handed-on-{ONE_OF_TWO}_request-1_shopping_ongar_today_blue-kettle",
    f"{APART}_request-1_chat_ongar_today_blue-kettle",
    "a-word_request-1_shopping_ongar_today_blue-kettle",
    f"{THEIR_WORD}_request-1_shopping_ongar_today_blue-kettle",
    "no-longer_request-1_shopping_ongar_today_blue-kettle",
    "it-is-done_request-1_shopping_ongar_today_blue-kettle",
    f"{NO_MORE}_request-1-w_shopping_ongar_weekly_blue-kettle",
    "no-doors_____",
    "doors-again_____",
    "chats-only_____",
    "until-meeting_____",
    "heard-both_____",
    "not-heard_____",
    NONE,
)
def what_is_told(world: World, call: Call) -> str:
    """What has become of what they said yes to, asked for somebody, or told us: only once a key was pressed.

    With its two words, since two may be alike in everything else. `apart`: handed on, since the two are not to be put
    together again; no reason is told.
    """
    errand, about = errand_and_about(world, call)
    if errand is None or errand.reason is None:
        return NONE
    if is_so_no_more(errand, about, volunteer_rung(world, call), world.now()):
        return NONE
    reason = errand.reason.replace("_", "-")
    if errand.reason in ABOUT_DOORS | TO_THE_TELLER:
        return f"{reason}_____"
    if about is None:
        return NONE
    if about.reason is Reason.SERIES:
        return f"{NO_MORE}_{about.id}_{about.need}_{about.area or ''}_{When.WEEKLY}_{errand.words}"
    if errand.reason is Reason.HANDED_ON and whose_phone(call) in about.apart:
        reason = APART
    elif errand.reason is Reason.A_WORD and errand.other and errand.other == about.for_number:
        reason = THEIR_WORD
    elif errand.reason in _THEIRS_NO_MORE and _holds_another(world, call, about):
        reason = f"{reason}-{ONE_OF_TWO}"
    return f"{reason}_{about.id}_{what_where_when(world, about)}_{errand.words}"


def _waits(call: Call, request: Request) -> bool:
    if request.reason not in TELLS or request.state is not RequestState.OPEN:
        return False
    return request.heard_at is None or request.told_on == call.about


def _heard(call: Call, seen: Request, now: datetime) -> Mapping[str, object]:
    return SO_ALREADY if seen.heard_at else {"heard_at": now, "told_on": call.about}


def _holds_another(world: World, call: Call, about: Request) -> bool:
    """They hold one that sounds like this one: that it stays theirs is said, too."""
    held = world.store.requests_held_by(call.group.slug, whose_phone(call))
    return any((each.need, each.area) == (about.need, about.area) for each in held if each.state in HELD)
