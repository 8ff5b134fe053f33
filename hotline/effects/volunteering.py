"""What a volunteer does on the call that rings them straight back: what they hold, what is open, resting, leaving.

It is placed to the number that we hold, so that whoever hears it has that phone in their hand (promise 7).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from hotline.conversation.call import Call
from hotline.conversation.turns import effect
from hotline.dispatch.doors import ALWAYS, MEETING
from hotline.dispatch.items import item
from hotline.dispatch.pick import neighbour_first
from hotline.effects.acceptance import BACK, ON_THE_LINE, are_back, back_from
from hotline.effects.changing import SO_ALREADY, change
from hotline.effects.dialling import joined_from, too_late
from hotline.effects.later import ring_again_at
from hotline.effects.letting_go import HANDED_ON, KEPT, change_and_let_go
from hotline.effects.paging import MORE, some_of
from hotline.effects.placed import errand_of, volunteer_rung, whose_phone
from hotline.effects.standing import MINE, OVER, standing
from hotline.errors import NothingHere
from hotline.groups.rule import rule_text
from hotline.hours import next_midnight
from hotline.records import HELD, Ears, Reason, Request, RequestState, Volunteer
from hotline.rotation.eligibility import Asking, out_of_reach, why_not
from hotline.rotation.pace import is_past, on_the_line, wanted_on
from hotline.rotation.phone import is_away, rests_of
from hotline.rotation.refusal import for_today, today
from hotline.world import World

NONE, NOW = "none", "now"
STOPPED, RESTING, UNASKED, OPEN, GONE, HEARS = "stopped", "resting", "unasked", "open", "gone", "hears"
COORDINATES, CHANGED = "coordinates", "changed"
NEVER = {key: f"never-{key}" for key in ("areas", "languages", "needs", "hours")}  # why they are asked for nothing
HEARD, APART, ASKED = "heard", "apart", "asked"
TOMORROW, WEEK, PHONE = "tomorrow", "week", "phone"

_AT_ONCE = 4  # of what they hold, in one menu
_A_WEEK = timedelta(days=7)
_UNTIL_THEY_PHONE = datetime(9000, 1, 1, tzinfo=UTC)
_ANYWHERE = "anywhere"


@effect(
    NONE,
    "request-1_shopping_ongar_blue-kettle",
    "request-1_shopping_ongar_blue-kettle__request-2_dog_anywhere_green-boat",
    "request-1_shopping_ongar_blue-kettle__request-2_person_anywhere_none",
    f"request-1_shopping_ongar_blue-kettle__request-2_dog_anywhere_green-boat__{MORE}",
)
def what_they_hold(world: World, call: Call, after: str) -> str:
    """List what they have said yes to and is not done, the oldest first, a few at a time: those that follow `after`.

    Each with its two words, since two may be alike in everything else; who would like a person was told none.
    """
    held = _held(world, call)
    told = [
        f"{each.id}_{each.need}_{each.area or _ANYWHERE}_{NONE if each.reason else each.words}"
        for each in some_of(held, after, _AT_ONCE)
    ]
    return "__".join([*told, *([MORE] if len(held) > _AT_ONCE else [])]) or NONE


@effect(
    "accepted_now_mine_request_shopping_ongar_today__2_r_blue-kettle",
    "accepted_now_mine_request_shopping_ongar_today__2_c_blue-kettle",
    "accepted_now_mine_request_shopping_ongar_today__2_rfd_blue-kettle",
    "accepted_now_mine_request_shopping_ongar_today__2__blue-kettle",
    "accepted_now_mine_request_shopping_ongar_today__2_rs_blue-kettle",
    "accepted_tomorrow-0900_mine_request_shopping_ongar_today__2_r_blue-kettle",
    "spoken_now_mine_request_shopping_ongar_today__2_r_blue-kettle",
    "accepted_now_mine_request_person__today_asked_0_r_blue-kettle",
    "accepted_now_mine_request_person__today_recording_0_nr_blue-kettle",
    "accepted_now_mine_request_person__today_recording_0_n_blue-kettle",
    "done_now_over_request_shopping_ongar_today__2_r_",
)
def turn_to(world: World, call: Call, request_id: str) -> str:
    """From here on this call is about that request: its keys change it, and it is what the two are joined for.

    Tells its state, from when the resident's phone may ring (`now`, or a time), and how it stands. With no number at
    the other end, or at night, there is nobody to be joined to.
    """
    request = world.store.request(call.group.slug, request_id)
    if request is None or not _turned(world, call, request_id):
        raise NothingHere("There is no such request, or the call is over.")
    volunteer = volunteer_rung(world, call)
    mine = request.state in HELD and request.taken_by == whose_phone(call)
    changed = volunteer is not None and volunteer.rule != rule_text(call.group)
    how = standing(world, request, stands=MINE if mine else OVER, changed=changed)
    _, _, later = (too_late(world, call) or "").partition("_")
    return f"{request.state}_{later or NOW}_{how.text()}"


@effect(
    NONE,
    OPEN,
    UNASKED,
    f"{UNASKED}_{OPEN}",
    f"{RESTING}_{OPEN}",
    RESTING,
    STOPPED,
    GONE,
    f"{OPEN}_{HEARS}",
    HEARS,
    COORDINATES,
    f"{OPEN}_{CHANGED}",
    *NEVER.values(),
    f"{RESTING}_{OPEN}_{HEARS}_{COORDINATES}",  # all that the menu can offer
)
def how_they_stand(world: World, call: Call) -> str:
    """Whether they are rung at present, were asked for nothing for a week, could do something that is open now.

    And why they are never asked, if none of their areas, languages, needs or hours is the group's; whether they are one
    of two who hear both sides of something that went wrong, may record the group's own voice, and have not heard yet of
    a setting that has changed.
    """
    volunteer = volunteer_rung(world, call)
    if volunteer is None:
        return GONE
    now = world.now()
    away = STOPPED if volunteer.stopped else RESTING if is_away(volunteer, now) else ""
    never_for = None if away else out_of_reach(volunteer, call.group, now)
    task = [volunteer.tasks_at] if volunteer.tasks_at else []
    on_duty_since = max([volunteer.joined_at, *rests_of(volunteer), *volunteer.asks[-1:], *task])
    unasked = not away and not never_for and on_duty_since <= now - _A_WEEK
    something = next(_open_for(world, volunteer), None) is not None
    flags = (
        away,
        UNASKED if unasked else NEVER.get(never_for or "", ""),
        OPEN if something else "",
        HEARS if volunteer.hears else "",
        COORDINATES if volunteer.coordinator else "",
        CHANGED if volunteer.rule != rule_text(call.group) else "",
    )
    return "_".join(filter(None, flags)) or NONE


@effect(NONE, "request-1_shopping_ongar_today_plain", "request-2_other_anywhere_soon_note")
def next_open(world: World, call: Call, after: str) -> str:
    """The oldest request that they could do, after that one (empty: of all); whether there is a recording to hear.

    A yes to that one on this call, before they went back a step, is taken back: what they now say is what counts.
    """
    group, who, now = call.group.slug, whose_phone(call), world.now()
    volunteer = world.store.volunteer(group, who)
    heard = world.store.request(group, after) if after else None
    if heard and heard.taken_offer == call.about:
        world.store.hand_back(group, heard.id, volunteer=who, now=now, no=for_today(call.group, now))
    for request in _open_for(world, volunteer) if volunteer else ():
        if heard is None or request.age > heard.age:
            note = "note" if request.note and request.ears is Ears.NEIGHBOURS else "plain"
            return f"{_in_words(world, call, request)}_{note}"
    return NONE


@effect(
    "yours", f"yours_{BACK}", f"yours_{ON_THE_LINE}", f"yours_{BACK}_{ON_THE_LINE}", "taken", "over", f"over_{BACK}"
)
def say_yes(world: World, call: Call, request_id: str) -> str:
    """The same acceptance as on a phone that was rung: at most one volunteer holds a request.

    Nor does anybody for whom it is no longer, such as whom doors have begun to pause for. That is looked at after the
    yes, too: what begins meanwhile takes away what they hold by then. The yes of somebody who rests, or had stopped our
    calls, ends that, as we have to ring them about it: `back`. And whether its resident waits on the line, to be joined
    with them at once.
    """
    group, who = call.group.slug, whose_phone(call)
    volunteer, wanted = world.store.volunteer(group, who), world.store.request(group, request_id)
    if volunteer is None or wanted is None or not _is_theirs(world, volunteer, wanted):
        return "over"
    won = _take(world, call, volunteer, request_id)
    if won:
        volunteer = world.store.volunteer(group, who)
        back = [BACK] if are_back(volunteer, won) else []
        if volunteer is None or not _is_theirs(world, volunteer, won):
            world.store.hand_back(group, request_id, volunteer=who, now=world.now(), no=None)
            return "_".join(["over", *back])
        joined = joined_from(world, call, now := world.now())
        if joined > now:  # as they hear: they are rung then, and joined
            ring_again_at(world, won, who, joined)
        return "_".join(["yours", *back, *([ON_THE_LINE] if on_the_line(won, now) else [])])
    stands = world.store.request(group, request_id)
    return "taken" if stands and stands.state in HELD else "over"


def _take(world: World, call: Call, volunteer: Volunteer, request_id: str) -> Request | None:
    """Accept it for them. If they are away they are back with it, or neither."""
    group, who, now = call.group.slug, volunteer.id, world.now()
    day = today(call.group, now)
    if volunteer.stopped or is_away(volunteer, now):
        took = world.store.accept_and_change(
            group, request_id, offer=call.about, volunteer=who, now=now, today=day, changes=back_from(now)
        )
        if not took:
            return None
    return world.store.accept(
        group, request_id, offer=call.about, volunteer=who, now=now, text=volunteer.texts, today=day
    )


@effect("reported", "over", final=True)
def it_is_done(world: World, call: Call, request_id: str) -> str:
    """Whoever has it says that it is done, before they were asked. It is over only when the resident says so too."""
    who = whose_phone(call)
    if world.store.report_done(call.group.slug, request_id, volunteer=who, now=world.now()):
        return "reported"
    now = world.store.request(call.group.slug, request_id)
    done = now and (now.taken_by == who if now.state is RequestState.REPORTED_DONE else now.state is RequestState.DONE)
    return "reported" if done else OVER  # reported by this webhook, when it came the first time


@effect(KEPT, HANDED_ON, OVER, final=True)
def rest(world: World, call: Call, until: str) -> str:
    """They are not rung until tomorrow, for a week, or until they phone and say that they are back.

    Tell whether something that they hold is handed on, since it would have to be asked about meanwhile.
    """
    now = world.now()
    ends = {TOMORROW: next_midnight(now, call.group.zone), WEEK: now + _A_WEEK, PHONE: _UNTIL_THEY_PHONE}
    return change_and_let_go(world, call, whose_phone(call), {"paused_until": ends[until]})


@effect(BACK, OVER, final=True)
def be_back(world: World, call: Call) -> str:
    """They are rung again, from now on, also if it was they who had stopped it."""
    who, now = whose_phone(call), world.now()
    back = world.store.change_volunteer(call.group.slug, who, **back_from(now))
    return BACK if back else OVER


@effect("left", "left_apart", "left_heard_asked", "left_heard_apart_asked", final=True)
def leave(world: World, call: Call) -> str:
    """For good: they are rung no more, and what they hold goes round again at once.

    They are erased a moment later, by the dispatcher: whoever answers the phone may erase nothing.

    Tells what is kept of their phone all the same: what two of us hear, with whom it is not to be put together, and
    what was asked for from it.
    """
    group = call.group.slug
    errand = item(world, group, Reason.LEFT, name=call.sid, number=call.other_end)
    world.store.leave(group, whose_phone(call), errand)
    kept, asked = world.store.kept(whose_phone(call)), _asked_from(world, call)
    complaints = {why for why in kept.no_doors if why.partition("#")[2] not in {ALWAYS, MEETING}}
    flags = {
        HEARD: complaints or any(request.reason is Reason.LOT for request in asked),
        APART: kept.apart or kept.at_doors or kept.no_doors - complaints,
        ASKED: any(request.reason in (None, Reason.SERIES) for request in asked),
    }
    return "_".join(["left", *(flag for flag, is_so in flags.items() if is_so)])


def _asked_from(world: World, call: Call) -> list[Request]:
    return world.store.requests_of_phone(call.group.slug, call.other_end) if call.other_end else []


def _held(world: World, call: Call) -> list[Request]:
    held = world.store.requests_held_by(call.group.slug, whose_phone(call))
    return [request for request in held if request.state in HELD and not request.cancelled_at]


def _turned(world: World, call: Call, request_id: str) -> bool:
    """Set what the call is about, whoever else changes its row meanwhile. False: the call is over."""
    so = {"about": request_id}
    return change(world, errand_of(world, call), lambda seen: SO_ALREADY if seen.about == request_id else so)[1]


def _open_for(world: World, volunteer: Volunteer) -> Iterator[Request]:
    """Yield what is open and theirs to do, the oldest first; not what the neighbour of last time is to be asked first.

    Unless it is they who came last time.
    """
    group, now = world.groups[volunteer.group], world.now()
    for request in world.store.due_soonest(volunteer.group):
        is_open = request.state is RequestState.OPEN and request.reason is None and not request.cancelled_at
        if not is_open or is_past(request, group, now) or not _is_theirs(world, volunteer, request):
            continue
        if request.first == volunteer.id or not neighbour_first(world, request, now):
            yield request


def _is_theirs(world: World, volunteer: Volunteer, request: Request) -> bool:
    group = world.groups[request.group]
    return why_not(volunteer, request, group, world.now(), how=Asking.BY_THEMSELVES) is None


def _in_words(world: World, call: Call, request: Request) -> str:
    on = wanted_on(request, call.group, world.now())
    return f"{request.id}_{request.need}_{request.area or _ANYWHERE}_{on}"
