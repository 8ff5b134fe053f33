"""Nought is a person, at every question of every call; by night a recording that a coordinator gets, and it says so."""

from __future__ import annotations

from collections.abc import Generator
from functools import wraps
from typing import Any

from hotline.conversation.call import Call, ItIsOver, PersonWanted, Script, TooLate
from hotline.conversation.replay import FAILED, JOINED
from hotline.conversation.trail import UNHEARD
from hotline.conversation.turns import Ask, Dial, Do, Effect, Join, KeyNumber, Option, Record, Say, Turn
from hotline.effects.logging import ASK, KEPT, LATE, REFUSED, keep_note, keep_number, open_requests
from hotline.effects.person import MOST_PHONES, NOBODY, ask_for_person, next_coordinator, person_found, take_caller
from hotline.effects.somebody import ALONE, THERE, is_there_a_person, is_there_a_person_for
from hotline.effects.standing import OVER
from hotline.records import Reason

Steps = Generator[Turn, Any, Any]

ANEW = "anew"  # their key came too late, since it stands otherwise by now: they hear so, and then how it stands
MOST_NUMBERS = 3  # keyed, before the line goes on without one
_TAKE, _NOT_NOW = "take", "not-now"


def with_person(script: Script) -> Script:
    """Let nought, at any question, lead from the script to a person; and so does a change that came too late."""

    @wraps(script)
    def run(call: Call) -> Steps:
        try:
            yield from script(call)
        except (PersonWanted, TooLate) as why:
            if isinstance(why, TooLate):
                yield Say("already_out")
            yield from a_person(call, Reason.ASKED)
            yield open_requests()
            yield Say("goodbye")
        except ItIsOver:
            yield Say("not_kept")
            yield open_requests()
            yield Say("goodbye")

    return run


def in_time(kept: Do) -> Steps:
    """The result of a write of the caller's. Raises TooLate where it was refused, so that nobody is told otherwise."""
    result = yield kept
    if result == LATE:
        raise TooLate
    return result


def still(kept: Do) -> Steps:
    """Return the result of a write. Raise ItIsOver where it was refused, so that nobody is told otherwise."""
    result = yield kept
    if result == OVER:
        raise ItIsOver
    return result


def honest(prompt: str, *, by: str = "") -> Steps:
    """Return the prompt that promises a coordinator (by that time); the one beside it where that is not certain.

    `.one`: only one can be rung, who may be the caller. `.alone`: none can (before that).
    """
    there = yield is_there_a_person(by)
    return prompt if there == THERE else f"{prompt}.{there}"


def honest_of(request: str, prompt: str, *, by: str = "") -> Steps:
    """Return the same to a resident who is certain. Empty: of the request for which this call was placed."""
    there = yield is_there_a_person_for(request, by)
    return prompt if there == THERE else f"{prompt}.{there}"


def a_person(call: Call, reason: Reason, *, about: str = "", against: str = "", complaint: str = "") -> Steps:
    """Ring the coordinators, one after the other; nobody there: a few words, and one of them rings back.

    The wish is kept first, so that hanging up while it rings loses nothing. Pressing nought in here changes nothing.
    What worried somebody (`about` a request) is not for the volunteer who has that (fault 48), nor for whoever it is
    `against`. A `complaint` that they have just made takes the words as well.
    """
    item = yield ask_for_person(reason, about, against)
    item, _, number = item.partition("_")
    tried: tuple[str, ...] = ()
    outcome = ""
    while len(tried) <= MOST_PHONES:  # once more, so that the last one's phone is free again
        who = yield next_coordinator(tried)
        if who == NOBODY:
            break
        outcome = yield Dial(
            to=f"volunteer:{who}", prompt="finding_a_person", whisper="whisper_person", about=item, ring="volunteer"
        )
        if outcome == JOINED:
            yield person_found(item)
            return "done"
        tried = (*tried, who)
    return (yield from leave_words(item, number, complaint, reached=outcome != FAILED))


def leave_words(item: str, number: str, complaint: str = "", *, reached: bool = True) -> Steps:
    """Nobody could pick up: said so; a few words after the tone, a number if we have none, and a call back.

    Not `reached`: perhaps no phone of ours has rung at all.
    """
    rings = number != ASK
    try:
        prompt = yield from honest_ring("nobody_can_pick_up" if reached else "nobody_reached", rings=rings)
        words = yield Record(prompt=prompt)
        if words != UNHEARD:
            yield keep_note(item, words)
            if complaint:
                from hotline.effects.complaints import keep_words  # few calls need it

                yield keep_words(complaint, words)
        if not rings:
            keyed = yield from key_number("key_number", keep_number, item)
            rings = keyed == KEPT
    except PersonWanted:
        pass
    kept = yield from honest_ring("a_person_will_ring", rings=rings)
    yield Say(kept)
    return "done"


def key_number(prompt: str, keep: Effect, *of: object) -> Steps:
    """A number to ring back, keyed: return what `keep` told of it. REFUSED: none in three tries that can be rung."""
    tries = 0
    while tries < MOST_NUMBERS:
        keyed = yield KeyNumber(prompt=prompt)
        if keyed == UNHEARD:
            break
        kept = yield keep(*of, keyed)
        if kept != REFUSED:
            return kept
        prompt, tries = "number_refused", tries + 1
    return REFUSED


def honest_ring(prompt: str, *, rings: bool) -> Steps:
    """The prompt that promises a ring of a coordinator's; the one beside it where there is no number to ring."""
    promise = yield from honest(prompt)
    return promise if rings or promise == f"{prompt}.{ALONE}" else f"{prompt}.no_number"


def whisper_person(call: Call) -> Steps:
    """What a coordinator hears before a waiting caller is joined: only one key joins, so that voicemail does not."""
    try:
        options = (Option(key="1", meaning=_TAKE), Option(key="2", meaning=_NOT_NOW))
        answer = yield Ask(prompt="whisper_person", options=options, once=True)
    except PersonWanted:  # they are the person
        return
    if answer != _TAKE:
        return
    yield take_caller()
    yield Join()


def whisper_resident(call: Call) -> Steps:
    """What the resident hears first, within two seconds: who is ringing."""
    yield Say("whisper_resident")
    yield Join()
