"""What else waits for a coordinator who is on the phone about a task: told, taken or heard on the same call.

It is one ring and one offer: what is taken here is taken by the offer of this call, as on a call of their own.
"""

from __future__ import annotations

from hotline.conversation.call import Call
from hotline.conversation.turns import effect
from hotline.dispatch.items import as_kept_by_now
from hotline.dispatch.request_end import end_request
from hotline.dispatch.seek import is_moot
from hotline.effects.acceptance import BACK, ON_THE_LINE, PASSED, take
from hotline.effects.answers import LATER, TODAY, again_at, as_passed, rest_today
from hotline.effects.dialling import hold
from hotline.effects.letting_go import HANDED_ON, KEPT
from hotline.effects.placed import offer_and_request
from hotline.effects.standing import OPEN, OVER, standing
from hotline.records import ABOUT_ANOTHER, FOR_ONE_PHONE, Need, Reason, Request, RequestState
from hotline.rotation.eligibility import Asking, why_not
from hotline.rotation.refusal import NOT_THIS, by_key
from hotline.world import World

NONE = "none"
_NO_TASK = FOR_ONE_PHONE | {Reason.SERIES, Reason.LOT}


@effect(
    NONE,
    "task-2_open_request_shopping_ongar_today_waiting_2_r_",
    "task-2_open_request_shopping_ongar_today_waiting_2_rx_",
    "task-2_open_request_person__today_asked_0_nr_",
    "task-2_open_request_person__today_recording_0_nr_",
    "task-2_open_request_shopping_ongar_today_limit_0__",
)
def next_task(world: World, call: Call, after: str) -> str:
    """Return the oldest task that waits for a coordinator, after that one (empty: of all), and how it stands."""
    offer, rung_for = offer_and_request(world, call)
    heard = world.store.request(offer.group, after) if after else None
    waiting = (task for task in world.store.due_soonest(offer.group) if heard is None or task.age > heard.age)
    task = next((task for task in waiting if task.id != offer.request and _waits(world, call, task)), None)
    if task is None:
        return NONE
    hold(world, offer, rung_for, until=world.now() + 2 * call.group.policy.decide_within)
    asked = world.store.volunteer(offer.group, offer.volunteer)
    return f"{task.id}_{standing(world, task, stands=OPEN, asked=asked).text()}"


@effect(
    "yours_blue-kettle_today",
    "yours_blue-kettle_soon",
    f"yours_blue-kettle_today_{ON_THE_LINE}",
    f"yours_blue-kettle_today_{BACK}",
    "taken",
    OVER,
    PASSED,
    final=True,
)
def take_task(world: World, call: Call, task_id: str) -> str:
    """Take this task, or what it is about, on this call; from here on the call is about that."""
    offer, _ = offer_and_request(world, call)
    task = world.store.request(offer.group, task_id)
    return take(world, offer, task) if task else OVER


@effect(PASSED, HANDED_ON, LATER, "1010", "tomorrow-0900", final=True)
def pass_task_on(world: World, call: Call, task_id: str, answer: str) -> str:
    """No thanks: heard, which may have been the point of it; or `later`, or `today`. It tells what `pass_on` tells."""
    now = world.now()
    offer, _ = offer_and_request(world, call)
    kept = rest_today(world, call, offer) if answer == TODAY else KEPT
    task = world.store.request(offer.group, task_id)
    if task is None:
        return as_passed(call, kept, None, now)
    at = again_at(world, call, offer, answer, now)
    if task.reason in ABOUT_ANOTHER and answer == NOT_THIS:
        end_request(world, task.group, task.id, state=RequestState.DONE)
    else:
        no = by_key(answer, at, call.group, now)
        world.store.pass_on(task.group, task.id, volunteer=offer.volunteer, now=now, no=no)
    return as_passed(call, kept, at, now)


def _waits(world: World, call: Call, task: Request) -> bool:
    """Nobody has it, no phone rings for it, and it is for this coordinator as well."""
    if task.need is not Need.PERSON or task.state is not RequestState.OPEN or task.reason in _NO_TASK or task.ringing:
        return False
    volunteer = world.store.volunteer(task.group, offer_and_request(world, call)[0].volunteer)
    if volunteer is None or is_moot(world, call.group, task):
        return False
    kept = as_kept_by_now(world, task)
    return why_not(volunteer, kept, call.group, world.now(), how=Asking.BY_THEMSELVES) is None
