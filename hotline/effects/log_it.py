"""What a coordinator makes of a recording that they took: an ordinary request, which goes round like any other."""

from __future__ import annotations

from dataclasses import replace

from hotline.conversation.call import Call
from hotline.conversation.turns import Given, effect
from hotline.dispatch.offer_end import by_logging
from hotline.effects.answers import offer_and_held
from hotline.effects.logging import number_keyed
from hotline.prompts import two_words
from hotline.records import Need, When
from hotline.rotation.pace import due, promise
from hotline.world import World

LOGGED, REFUSED, OVER = "logged", "refused", "over"
_ANYWHERE = "anywhere"
What = tuple[str, str, str]  # need, area, when: as they were keyed


@effect(LOGGED, REFUSED, OVER)
def log_as(world: World, call: Call, what: What, keyed: Given) -> str:
    """Log it as this need, area and time; refused: the number that they keyed for whoever left none cannot be rung.

    It stays the same row, so that number and recording are never in two places, nor in none.
    """
    offer, request = offer_and_held(world, call)
    need, area, when = what
    now, wish = world.now(), When(when)
    number = number_keyed(world, call, keyed) if keyed.secret else None
    if keyed.secret and number is None:
        return REFUSED
    wanted = replace(
        request,
        need=Need(need),
        area=None if area == _ANYWHERE else area,
        when=wish,
        number=number or request.number,
        words=request.words or two_words(request.id),
        due_at=due(wish, call.group, now),
        promised_at=promise(call.group, now),
    )
    # A recording meant no door yet, and more people could be asked about it.
    wanted = replace(wanted, apart=world.store.apart_from(wanted))
    if not world.store.log_as(request.group, request.id, wanted, volunteer=offer.volunteer, now=now):
        return LOGGED if request.reason is None else OVER  # a webhook that came twice finds it logged
    by_logging(world, offer, now=now)
    return LOGGED
