"""What came of the ring that was promised, where one of us has rung the resident since nobody could yet."""

from __future__ import annotations

from hotline.conversation.call import Call
from hotline.conversation.turns import effect
from hotline.dispatch.request_end import end_request
from hotline.effects.answers import offer_and_held
from hotline.effects.promised_ring import note_rung
from hotline.effects.standing import OVER, TAKEN
from hotline.records import Offer, Request, RequestState
from hotline.world import World

TOLD, MINE = "told", "mine"


@effect(TOLD, f"{MINE}_blue-kettle", TAKEN, OVER, final=True)
def have_rung_them(world: World, call: Call, answer: str) -> str:
    """The promise was kept, and neighbours are asked on; or who rang has arranged it themselves, and it is theirs.

    Taken: a neighbour has it, or is to be asked for it, as who rang is asked for no door. Over: it is no longer wanted.
    """
    offer, task = offer_and_held(world, call)
    if task.reason is None:  # this webhook has come twice: what they took is what their call is about
        return f"{MINE}_{task.words}" if task.taken_offer == offer.id else OVER
    about = world.store.request(task.group, task.about) if task.about else None
    if about and task.joined_at:
        note_rung(world, task)
    result = _theirs(world, offer, about) if about and answer == MINE else TOLD
    end_request(world, task.group, task.id, state=RequestState.DONE)
    return result


def _theirs(world: World, offer: Offer, about: Request) -> str:
    """They have it, as after any yes; and it is arranged, but where the one it is for has still to say yes."""
    now, who = world.now(), world.store.volunteer(offer.group, offer.volunteer)
    if who is None or (about.means_a_door and who.no_doors):
        return TAKEN
    won = world.store.accept(
        about.group, about.id, offer=offer.id, volunteer=who.id, now=now, text=offer.texts, asked_anew=True
    )
    if won is None:
        seen = world.store.request(about.group, about.id)
        return TAKEN if seen and seen.taken_by and not seen.cancelled_at else OVER
    world.store.turn_call(offer, won.id)
    if not won.waits_for_their_yes:
        world.store.mark_joined(won.group, won.id, volunteer=who.id, now=now)
        world.store.mark_spoken(won.group, won.id, volunteer=who.id, now=now, ring_after=False, next_action_at=now)
    return f"{MINE}_{won.words}"
