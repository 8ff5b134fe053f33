"""Something was wrong, on either side: one key makes a complaint, which two of us will hear; then a few words."""

from __future__ import annotations

from dataclasses import replace

from hotline.conversation.call import Call
from hotline.conversation.turns import Given, effect
from hotline.dispatch.items import add_item, new_item
from hotline.dispatch.own_voice import erase_later
from hotline.dispatch.recordings import erase_unkept
from hotline.effects.answers import offer_and_held
from hotline.effects.changing import SO_ALREADY, change
from hotline.effects.later import ring_again_at
from hotline.effects.logging import call_id
from hotline.effects.placed import offer_and_request
from hotline.effects.standing import OVER, rings_for
from hotline.numbers import PhoneNumber
from hotline.records import ENDED_REQUEST, Reason, Request, RequestState, Volunteer
from hotline.rotation.phone import may_ring
from hotline.world import World

NONE, NEW, ALREADY, KEPT = "none", "new", "already", "kept"
BOTH, ONE = "both", "one"  # who can be heard by phone: the two, or only whoever told us
_MOST_OVER = 20  # complaints of one phone about one request, each heard to its end


@effect("complaint-1_both_new", "complaint-1_both_already", "complaint-1_one_new", NONE, final=True)
def something_was_wrong(world: World, call: Call, request_id: str, of: str = "") -> str:
    """A resident says so of that request (empty: of the one that this call was placed for).

    Complained of is the volunteer of whom they have heard, also if another one has it by now; empty: whoever has it.
    """
    about = world.store.request(call.group.slug, request_id or offer_and_request(world, call)[1].id)
    if about is None or call.other_end is None:
        return NONE
    against = of or about.taken_by
    volunteer = world.store.volunteer(about.group, against) if against else None
    other = volunteer.number if volunteer else None
    return _complain(world, call, about, other=other, against=against)


@effect(f"complaint-1_{NEW}", f"complaint-1_{ALREADY}", NONE, final=True)
def was_wrong_with_code(world: World, call: Call, request_id: str, of: str) -> str:
    """Somebody who has a code, and no phone, says so of the volunteer of whom they have heard.

    It pauses doors like any other. Its id is of this call, since its words may be kept by a wish of this call for a
    person too: the last of the two erases them. Told again while it is not over, it is heard already.
    """
    about = world.store.request(call.group.slug, request_id)
    volunteer = world.store.volunteer(call.group.slug, of) if of else None
    if about is None or volunteer is None:
        return NONE
    its = f"{call_id(call)}-wrong"
    told = (world.store.request(about.group, complaint) for complaint in volunteer.no_doors - {its})
    for each in told:
        open_ = each is not None and each.reason is Reason.LOT and each.state not in ENDED_REQUEST
        if each and open_ and each.about == about.id and each.number is None:
            return f"{each.id}_{ALREADY}"
    made = _complaint(world, about, None, other=volunteer.number, against=of, cause=(its,), told_on=its)
    there = _put(world, about, replace(made, id=its))
    return f"{there.id}_{NEW}"


@effect("complaint-1_both_new", "complaint-1_both_already", "complaint-1_one_new", NONE, final=True)
def something_worried(world: World, call: Call, words: Given) -> str:
    """A volunteer says so of what they have said yes to. Nobody is complained of; they keep it, and are asked later.

    When they were told that we ring them stays.
    Where nothing is kept of it, the `words` that they have said already are erased.
    """
    offer, held = offer_and_held(world, call)
    volunteer = world.store.volunteer(offer.group, offer.volunteer)
    other = rings_for(world, held).whom_they_met
    if held.state is RequestState.ACCEPTED and volunteer:
        _ask_later(world, call, held, volunteer)
    kept = NONE
    if volunteer:
        kept = _complain(world, call, held, other=other, against=None, teller=volunteer.number)
    if kept == NONE and words.secret:
        erase_unkept(world, call.group.slug, words.secret)
    return kept


@effect(KEPT, OVER, final=True)
def keep_words(world: World, call: Call, complaint: str, words: Given) -> str:
    """Keep which recording holds their words (never the words). Said once more, the first words stay."""
    group = call.group.slug
    seen = world.store.request(group, complaint) if words.secret else None
    if seen and words.secret and seen.note in (None, words.secret):
        if world.store.keep_note(group, complaint, words.secret):
            return KEPT
        erase_unkept(world, group, words.secret)
        return OVER
    if words.secret:
        world.store.discard_recording(group, words.secret, now=world.now())
        erase_later(world, group, name=f"{call.sid} {complaint}")
    return KEPT


@effect(KEPT, OVER, final=True)
def not_them_again(world: World, call: Call, complaint: str) -> str:
    """No reason is asked, nor kept. The dispatcher sees to it, at once."""
    never = {"next_action_at": world.now(), "never_again": True}
    seen = world.store.request(call.group.slug, complaint)
    _, kept = change(world, seen, lambda seen: SO_ALREADY if seen.never_again else never)
    return KEPT if kept else OVER


def _ask_later(world: World, call: Call, held: Request, volunteer: Volunteer) -> None:
    """Leave whoever is worried in peace for a while; not for so long that their phone may not ring any more.

    Where they have just been told when we ring them, that stays: somebody waits, and they heard nothing else.
    """
    now, policy = world.now(), call.group.policy
    told = held.later.get(volunteer.id)
    if told and told > now:
        return
    pauses = (policy.promise, policy.spoken_within)
    moments = (now + pause for pause in pauses if may_ring(volunteer, call.group, now + pause))
    moment = next(moments, None)
    if moment:
        ring_again_at(world, held, volunteer.id, moment)


def _complain(
    world: World,
    call: Call,
    about: Request,
    *,
    other: PhoneNumber | None,
    against: str | None,
    teller: PhoneNumber | None = None,
) -> str:
    """One complaint at a time of the same volunteer, about the same thing, from the same phone.

    Told again, it is heard already. Tells its id, whether there is a phone to hear the other side by too, and whether
    it is new.

    Its id is made from all three, so that two calls at once come to one row; once it is over, the next has the next id.
    On the call that made it, it is new also when the webhook comes twice.
    """
    number = teller or call.other_end
    if number is None:
        return NONE
    for nth in range(_MOST_OVER):
        cause = (world.hidden(about.id, number.e164, against or ""), str(nth), Reason.LOT)
        made = _complaint(world, about, number, other=other, against=against, cause=cause, told_on=call.about)
        there = _put(world, about, made)
        if there.told_on == call.about:
            return f"{there.id}_{_whom(there)}_{NEW}"
        if there.state not in ENDED_REQUEST:
            return f"{there.id}_{_whom(there)}_{ALREADY}"
    add_item(world, about, Reason.WORRIED, name=call.about, number=number)
    return NONE


def _whom(complaint: Request) -> str:
    return BOTH if complaint.other else ONE


def _put(world: World, about: Request, made: Request) -> Request:
    """Put this complaint, unless it is there; returns the one that is there.

    Of what is reported done it is noted too, so that whoever told us is not asked `did it go well?`.
    """

    def is_to_be_noted(seen: Request) -> bool:
        reported = seen.state is RequestState.REPORTED_DONE and seen.whom_they_met == made.number
        return reported and Reason.LOT not in seen.told

    if not (is_to_be_noted(about) and world.store.tell(about, made, next_action_at=world.now())):
        world.store.add_item(made)
        seen = world.store.request(about.group, about.id)
        change(world, seen, lambda seen: {"told": seen.told | {Reason.LOT}} if is_to_be_noted(seen) else None)
    return world.store.request(made.group, made.id) or made


def _complaint(
    world: World,
    about: Request,
    teller: PhoneNumber | None,
    *,
    other: PhoneNumber | None,
    against: str | None,
    cause: tuple[str, ...],
    told_on: str,
) -> Request:
    """It holds all that is needed to hear both, and to keep them apart, so that it outlives what it is about."""
    theirs = rings_for(world, about).phones
    beside = next((number for number in theirs if number not in (teller, other)), None)
    return new_item(
        world.groups[about.group],
        Reason.LOT,
        cause=cause,
        now=world.now(),
        about=about.id,
        area=about.area,
        when=about.when,
        number=teller,
        other=other,
        beside=beside,
        against=against,
        language=about.language,
        told_on=told_on,
    )
