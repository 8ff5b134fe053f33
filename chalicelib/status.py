"""What Twilio tells of a call afterwards."""

from __future__ import annotations

from chalice import Blueprint

from chalicelib.knock import Form, door
from chalicelib.outside import world

status = Blueprint(__name__)


@door(status, "/status", spoken=False)
def inbound(form: Form) -> None:
    """A call to one of our numbers has ended."""
    from hotline.dispatch.callbacks import inbound_ended  # no part of the way to a caller's first word

    group = world().groups.by_number(form.get("To", ""))
    if group:
        inbound_ended(world(), group.slug, form)
        world().read_own_voice(group.slug, older_than=group.policy.sweep)  # nobody waits for it here


@door(status, "/status/{group}/{offer}", spoken=False)
def placed(form: Form, group: str, offer: str) -> None:
    """A call that we placed has rung, been picked up, or ended."""
    from hotline.dispatch.callbacks import offer_status  # as above

    offer_status(world(), group, offer, form)
