"""Not yet: whoever said yes is told when they are rung about it again, and that time is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from hotline.conversation.call import Call
from hotline.conversation.turns import effect
from hotline.dispatch.unheard import rung_as_volunteer
from hotline.effects.answers import offer_and_held
from hotline.effects.changing import change
from hotline.effects.promised_ring import note_not_rung
from hotline.effects.standing import OVER
from hotline.prompts.times import time_code
from hotline.records import HELD, Request, RequestState
from hotline.rotation.phone import may_ring_from
from hotline.rotation.refusal import for_today, has_said_no
from hotline.rotation.watch import is_in_time
from hotline.world import World

LATER, ELSE = "later", "else"


@effect(LATER, ELSE, OVER, "1015", "tomorrow-0900", final=True)
def try_later(world: World, call: Call, answer: str) -> str:
    """Not yet: they keep it, and are rung again in a quarter of an hour, as often as they say so.

    Of somebody who has no phone, and phones us when they can, a day later; of a volunteer, in their own hours. Tell at
    what time, where a phone may not ring at that one. `else`: it may not ring in time for whoever waits, so that
    somebody else is asked. `over`: they have it no more.
    """
    offer, request = offer_and_held(world, call)
    group, now = call.group, world.now()
    if request.taken_by != offer.volunteer and has_said_no(offer.volunteer, request, group, now):
        return ELSE  # handed back by this webhook, when it came the first time
    if answer == LATER:
        note_not_rung(world, request)
    soon = now + (group.policy.more_time if request.code else group.policy.spoken_within)
    rung = rung_as_volunteer(world, request)
    wish = (may_ring_from(rung, group, soon) if rung else None) or soon
    holder = world.store.volunteer(group.slug, offer.volunteer)
    ring = may_ring_from(holder, group, wish) if holder else None
    waits = request.state is RequestState.ACCEPTED and not request.code
    if waits and ring != wish and (ring is None or not is_in_time(request, group, ring, wish)):
        world.store.hand_back(group.slug, request.id, volunteer=offer.volunteer, now=now, no=for_today(group, now))
        return ELSE
    if not ring_again_at(world, request, offer.volunteer, ring or wish, no_talk=answer == LATER):
        return OVER
    return LATER if ring in (soon, None) else time_code(ring, now, group.zone)


def ring_again_at(world: World, request: Request, holder: str, moment: datetime, *, no_talk: bool = False) -> bool:
    """Keep when whoever has it is rung about it again, as they were told. False: they have it no more.

    `no_talk`: they would rather try later. If they were joined, with a voicemail perhaps, it does not count.
    """

    def told(seen: Request) -> Mapping[str, object] | None:
        if seen.taken_by != holder or seen.state not in HELD:
            return None
        accepted = seen.state is RequestState.ACCEPTED and seen.for_number is None
        anew = {"joined_at": None} if no_talk and accepted else {}
        return {"next_action_at": moment, "later": {**seen.later, holder: moment}, "checks": 0, **anew}

    return change(world, request, told)[1]
