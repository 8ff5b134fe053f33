"""Text messages: one to a volunteer who has said yes and wants it, and a kind answer to whoever texts the line.

Never needed, so never tried again, and nothing waits for them. None has a resident's number or words in it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from datetime import datetime

from hotline.dispatch.ring import Line, look_again
from hotline.errors import LimitReached
from hotline.groups import Group
from hotline.hours import local_day
from hotline.numbers import PhoneNumber, caller, is_mobile
from hotline.prompts import Speaker, load
from hotline.records import Request, Volunteer
from hotline.rotation.pace import wanted_on
from hotline.telephony.carrier import CarrierError, NumberRefused
from hotline.world import World

log = logging.getLogger(__name__)

# What Twilio takes for these wishes, and answers itself: https://help.twilio.com/articles/223134027
STOP_WORDS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
START_WORDS = frozenset({"START", "UNSTOP"})  # `yes` is one of Twilio's too, but here it may be said to anything
_STOP, _START, _HELP = "STOP", "START", "HELP"


def see_to(line: Line, request: Request) -> bool:
    """Send the text that is owed for a yes, once that call is over. True: the row has changed, and is looked at again.

    1. Claim it: from here on it is owed no more, so that it is sent once or never.
    2. Send it. A lost answer is not asked for again.
    """
    owed, holder = request.text_owed, request.taken_by
    if owed is None or owed in request.ringing:
        return False
    store = line.world.store
    volunteer = store.volunteer(request.group, holder) if holder and request.taken_offer == owed else None
    if volunteer is None or not volunteer.texts:
        _owe_nothing(line, request)
    elif store.on_the_phone(volunteer.id, by=owed, now=line.now):
        return False  # the call on which they phoned us: its end looks again
    elif _claimed(line, request):
        _send(line, request, volunteer)
    return True


def after_a_call_back(line: Line, errand: Request) -> None:
    """They had phoned, and may have said yes to something: that call, which was another row's, is over."""
    request = line.world.store.request(errand.group, errand.about) if errand.about else None
    if request:
        see_to(line, request)


def _owe_nothing(line: Line, request: Request) -> None:
    look_again(line, request, request.next_action_at or line.now, text_owed=None)


def answer_to(world: World, form: Mapping[str, str]) -> str | None:
    """What to answer somebody who has texted the line; None: nothing, or Twilio has. Their words are not kept.

    STOP ends a volunteer's texts, START begins them again; who is no volunteer has none to begin with.
    """
    group, who = world.groups.by_number(form.get("To", "")), caller(form.get("From", ""))
    if group is None or who is None:
        return None
    wish = _wish(form)
    if wish in {_STOP, _START}:
        world.store.want_texts(group.slug, who.opaque, wanted=wish == _START)
        return None
    now = world.now()
    if wish == _HELP or not world.store.claim_answer(group.slug, who.opaque, now=now, today=_today(group, now)):
        return None
    return _words(group, group.languages[0], "text.answer")


def _wish(form: Mapping[str, str]) -> str:
    """As Twilio has understood it, where it says so; else by the words that it goes by itself."""
    understood = form.get("OptOutType", "").upper()
    if understood:
        return understood
    words = re.findall(r"[A-Z]+", form.get("Body", "").upper())
    if "".join(words) in STOP_WORDS or words[:1] == [_STOP]:
        return _STOP
    return _START if "".join(words) in START_WORDS else ""


def _claimed(line: Line, request: Request) -> bool:
    try:
        return line.world.store.claim_text(request, now=line.now, today=_today(line.group, line.now))
    except LimitReached as why:
        log.warning("a text is not sent: %s", why)
        _owe_nothing(line, request)
        return False


def _send(line: Line, request: Request, volunteer: Volunteer) -> None:
    group = line.group
    values = {"need": request.need, "area": request.area or "", "when": wanted_on(request, group, line.now)}
    spoken = (language for language in group.languages if language in volunteer.languages)
    body = _words(group, next(spoken, group.languages[0]), _prompt(request), **values)
    try:
        line.world.carrier.text(to=volunteer.number, shown=shown(group), body=body)
    except NumberRefused as why:  # they have sent STOP, or it is no mobile
        log.warning("no more texts for a volunteer: %s", why)
        line.world.store.want_texts(group.slug, volunteer.id, wanted=False)
    except CarrierError as why:
        log.warning("a text was not sent, or may not have been: %s", why)


def _prompt(request: Request) -> str:
    """Return what the text says: nobody can be put through to somebody who has no phone."""
    if request.number:
        return "text.yes"
    return "text.yes.code" if request.code else "text.yes.no_number"


def shown(group: Group) -> PhoneNumber:
    """The group's number that texts come from: its first mobile, since few others can; else its first."""
    return next((number for number in group.numbers if is_mobile(number)), group.numbers[0])


def _words(group: Group, language: str, prompt: str, **values: str) -> str:
    pieces = Speaker(load(language), group).pieces(prompt, values)
    return " ".join(piece for piece in pieces if isinstance(piece, str))


def _today(group: Group, now: datetime) -> tuple[str, int]:
    return local_day(now, group.zone).isoformat(), group.policy.daily_texts
