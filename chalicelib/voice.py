"""A call's next turn."""

from __future__ import annotations

import logging

from chalice import Blueprint

from chalicelib.knock import Form, door
from chalicelib.outside import world
from hotline.answering import first_words, next_turn
from hotline.conversation.trail import NotOurs, Spot
from hotline.dispatch.left import keep_left_words
from hotline.telephony.places import way_out
from hotline.telephony.twiml import goodbye, not_in_use

voice = Blueprint(__name__)
log = logging.getLogger(__name__)


@door(voice, "/voice")
def answer(form: Form) -> str:
    """Somebody dials one of our numbers."""
    words = first_words(world(), form)
    if words is None:
        log.warning("a call for a number that no group has")
        return not_in_use()
    return words


@door(voice, "/call/{group}/{script}/{about}/{fingerprint}/{pace}/{trail}")
def turn(form: Form, *, group: str, script: str, about: str, fingerprint: str, pace: str, trail: str) -> str:
    """Somebody has pressed a key, or none; or a phone that we rang was picked up."""
    if group not in world().groups:
        log.warning("a call for a group that is not here")
        return way_out(script) or not_in_use()
    try:
        spot = Spot.parse(script, about, fingerprint, pace, trail)
    except NotOurs as why:
        log.warning("a call goes back to its start: %s", why)
        spot = Spot(script=script, about=about)
    return next_turn(world(), world().groups[group], spot, form)


@door(voice, "/left")
def left(form: Form) -> str:
    """Words that were left when something of ours had broken: a coordinator gets them."""
    keep_left_words(world(), form)
    return goodbye()
