"""Something was wrong, on either side: one key makes a complaint, which two of us will hear; then a few words."""

from __future__ import annotations

from hotline.conversation.call import Call
from hotline.conversation.turns import Given, effect
from hotline.dispatch.items import new_item
from hotline.dispatch.own_voice import erase_later
from hotline.effects.answers import offer_and_held
from hotline.effects.changing import SO_ALREADY, change
from hotline.effects.later import ring_again_at
from hotline.effects.placed import offer_and_request
from hotline.numbers import PhoneNumber
from hotline.records import Reason, Request, RequestState
from hotline.world import World

NONE, NEW, ALREADY = "none", "new", "already"


@effect("complaint-1_new", "complaint-1_already", NONE)
def something_was_wrong(world: World, call: Call, request_id: str) -> str:
    """A resident says so of that request (empty: of the one that this call was placed for).

    The volunteer who has it, or has reported it done, is the one complained of.
    """
    about = world.store.request(call.group.slug, request_id or offer_and_request(world, call)[1].id)
    if about is None or call.other_end is None:
        return NONE
    volunteer = world.store.volunteer(about.group, about.taken_by) if about.taken_by else None
    other = volunteer.number if volunteer else None
    return _complain(world, call, about, other=other, against=about.taken_by)


@effect("complaint-1_new", "complaint-1_already", NONE)
def something_worried(world: World, call: Call) -> str:
    """A volunteer says so of what they have said yes to. Nobody is complained of; they keep it, and are asked later."""
    offer, held = offer_and_held(world, call)
    volunteer = world.store.volunteer(offer.group, offer.volunteer)
    target = held
    if held.number is None and held.about:
        target = world.store.request(held.group, held.about) or held
    if held.state is RequestState.ACCEPTED:
        ring_again_at(world, held, offer.volunteer, world.now() + call.group.policy.promise)
    if volunteer is None:
        return NONE
    return _complain(world, call, held, other=target.number, against=None, teller=volunteer.number)


@effect("kept")
def keep_words(world: World, call: Call, complaint: str, words: Given) -> str:
    """Keep which recording holds their words (never the words). Said once more, the first words stay."""
    group = call.group.slug
    seen = world.store.request(group, complaint) if words.secret else None
    if seen and words.secret and seen.note in (None, words.secret):
        world.store.keep_note(group, complaint, words.secret)
    elif words.secret:
        world.store.discard_recording(group, words.secret, now=world.now())
        erase_later(world, group, name=f"{call.sid} {complaint}")
    return "kept"


@effect("kept")
def not_them_again(world: World, call: Call, complaint: str) -> str:
    """No reason is asked, nor kept. The dispatcher sees to it, at once."""
    never = {"next_action_at": world.now(), "never_again": True}
    seen = world.store.request(call.group.slug, complaint)
    change(world, seen, lambda seen: SO_ALREADY if seen.never_again else never)
    return "kept"


def _complain(
    world: World,
    call: Call,
    about: Request,
    *,
    other: PhoneNumber | None,
    against: str | None,
    teller: PhoneNumber | None = None,
) -> str:
    """One complaint at a time of the same thing from the same phone: told again, it is heard already."""
    number = teller or call.other_end
    if number is None:
        return NONE
    made = _complaint(world, about, number, other=other, against=against, name=call.about)
    for one in world.store.requests_of_phone(about.group, number):
        if one.reason is Reason.LOT and one.about == about.id and one.id != made.id:
            return f"{one.id}_{ALREADY}"
    _put(world, about, made, number)
    return f"{made.id}_{NEW}"


def _put(world: World, about: Request, made: Request, teller: PhoneNumber) -> None:
    """Of what is reported done it is noted too, both or neither, so that `did it go well?` is not asked again."""
    seen: Request | None = about
    while seen and seen.state is RequestState.REPORTED_DONE and Reason.LOT not in seen.told and seen.number == teller:
        if world.store.tell(seen, made, next_action_at=world.now()):
            return
        seen = world.store.request(seen.group, seen.id)
    world.store.add_item(made)


def _complaint(
    world: World, about: Request, teller: PhoneNumber, *, other: PhoneNumber | None, against: str | None, name: str
) -> Request:
    """It holds all that is needed to hear both, so that it outlives what it is about."""
    return new_item(
        world.groups[about.group],
        Reason.LOT,
        cause=(name, about.id, teller.e164, Reason.LOT),
        now=world.now(),
        about=about.id,
        area=about.area,
        when=about.when,
        number=teller,
        other=other,
        against=against,
        language=about.language,
    )
