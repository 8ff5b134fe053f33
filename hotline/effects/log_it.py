"""What a coordinator makes of a recording that they took: an ordinary request, which goes round like any other."""

from __future__ import annotations

from dataclasses import replace

from hotline.conversation.call import Call
from hotline.conversation.turns import Given, effect
from hotline.dispatch.offer_end import by_logging
from hotline.dispatch.recordings import let_go
from hotline.effects.answers import offer_and_held
from hotline.effects.changing import change
from hotline.effects.logging import number_keyed
from hotline.effects.offered import area_of, need_of, when_of
from hotline.prompts import two_words
from hotline.records import Ears, RequestState
from hotline.rotation.pace import due, promise
from hotline.rotation.watch import next_look
from hotline.world import World

LOGGED, REFUSED, OVER = "logged", "refused", "over"
What = tuple[str, str, str]  # need, area, when: as they were keyed


@effect(LOGGED, REFUSED, OVER, final=True)
def log_as(world: World, call: Call, what: What, keyed: Given) -> str:
    """Log it as this need, area and time; refused: the number that they keyed for whoever left none cannot be rung.

    It stays the same row, so that the number is never in two places, nor in none. The recording was for a person, who
    has listened: it is erased.
    """
    offer, request = offer_and_held(world, call)
    need, area, when = what
    now, wish = world.now(), when_of(when)
    number = number_keyed(world, call, keyed) if keyed.secret else None
    if keyed.secret and number is None:
        return REFUSED
    wanted = replace(
        request,
        need=need_of(call.group, need),
        area=area_of(call.group, area),
        when=wish,
        number=number or request.number,
        words=request.words or two_words(request.id),
        due_at=due(wish, call.group, now),
        promised_at=promise(call.group, now),
    )
    # A recording meant no door yet, and more people could be asked about it.
    wanted = replace(wanted, apart=world.store.apart_from(wanted))
    if request.reason is not None:
        let_go(world, request)  # looked at again until the request plays it no more
    # The offer ends first: ended after the request is open, it would make it due at once.
    by_logging(world, offer, now=now)
    # Or as soon as the coordinator has said a few words of their own.
    looked_at = next_look(wanted, call.group, now, now + call.group.policy.decide_within)
    if not world.store.log_as(
        request.group, request.id, wanted, volunteer=offer.volunteer, now=now, next_action_at=looked_at
    ):
        return LOGGED if request.reason is None else OVER  # a webhook that came twice finds it logged
    return LOGGED


@effect("kept", OVER, final=True)
def keep_few_words(world: World, call: Call, words: Given) -> str:
    """Keep what the coordinator said in place of the recording, which neighbours may hear; now they are asked.

    Without a recording they are asked all the same. Over: a neighbour has said yes in the meantime.
    """
    _, request = offer_and_held(world, call)
    if words.secret and request.note != words.secret:  # else kept by this webhook, when it came the first time
        if not world.store.keep_note(request.group, request.id, words.secret, ears=Ears.NEIGHBOURS):
            let_go(world, replace(request, note=words.secret))
            return OVER
        request = world.store.request(request.group, request.id) or request
    change(world, request, lambda seen: {"next_action_at": world.now()} if seen.state == RequestState.OPEN else None)
    return "kept"
