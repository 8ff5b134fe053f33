"""No number that we can see: a code to phone back with and all that it opens, or a number keyed to be rung on."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hotline.codes import DIGITS
from hotline.conversation.call import Call
from hotline.conversation.replay import JOINED
from hotline.conversation.trail import UNHEARD
from hotline.conversation.turns import Ask, Dial, KeyNumber, Option, Say, Turn
from hotline.effects.codes import (
    NONE,
    OVER,
    PERSON,
    WRONG,
    have_talked,
    make_code,
    open_with_code,
    who_can_be_rung,
)
from hotline.effects.dialling import BUSY, NEVER, UNTIL
from hotline.effects.logging import NOBODY, REFUSED, THAT_NUMBER, ask_to_be_rung_on, write_down
from hotline.records import Reason, When
from hotline.scripts import news
from hotline.scripts.all_is_well import WRONG as SOMETHING_WRONG
from hotline.scripts.person import ANEW, a_person, honest_of, in_time, key_number
from hotline.scripts.waiting import PHONE_BACK, WAIT, offer_to_wait, wait_on_the_line, without_a_number
from hotline.scripts.wrong import wrong_with_code

Steps = Generator[Turn, Any, Any]

CODE, NUMBER, WRITTEN, NO_CODE, HEARD = "code", "number", "written", "no-code", "heard"
_MOST_CODES = 3  # keyed wrong, before a person is found
_ONCE = (When.TODAY, When.SOON)  # what recurs needs a phone to ring
_CODE = (Option(key="1", meaning=CODE),)
_CODE_OR_NUMBER = (*_CODE, Option(key="2", meaning=NUMBER))


def without_a_phone(call: Call, request: str, values: dict[str, str], *, wants_code: bool) -> Steps:
    """They have no number to ring: a code for this request, which is then logged, and goes round.

    Without one they wait on the line, if a neighbour can be asked now, or a person is found. What they want every week
    is asked for once: each later week would be asked for without anybody to tell, and nobody could be joined to them.
    """
    if values["when"] == When.WEEKLY:
        yield Say("only_once")
        values = {**values, "when": When.SOON}
    answer = CODE if wants_code else (yield Ask(prompt="no_phone", options=_CODE, silence=NO_CODE))
    made = NONE
    if answer == CODE:
        made = yield make_code(request)
    if made == NONE:
        return (yield from without_a_number(call, request, values["area"], values["when"]))
    promise = yield from in_time(write_down(request, values["area"], values["when"]))
    by, words, anybody = promise.split("_")
    yield Say("written_down", **values)
    thanks = "thanks.code"
    if anybody == NOBODY:
        thanks = yield from honest_of(request, "thanks.code_nobody")
    yield Ask(prompt=thanks, values={"words": words}, options=(), silence=HEARD, whole=True)
    answer = yield Ask(
        prompt="your_code",
        values={"code": f"{request}_{made}"},
        options=(Option(key="1", meaning=WRITTEN), *offer_to_wait(anybody)),
        silence=WRITTEN,
    )
    if answer == WAIT:
        yield from wait_on_the_line(call, request, by, otherwise=PHONE_BACK)
    return "done"


def if_you_have_a_code(call: Call) -> Steps:
    """Offered to everybody who asks for news; most are rung straight back, and put the phone down."""
    answer = yield Ask(prompt="have_a_code", options=_CODE, silence=NO_CODE, patient=False)
    if answer == CODE:
        yield from phones_back(call)


def no_number_shown(call: Call) -> Steps:
    """Their phone shows no number that can be rung: a code, or the number that they gave us, which is then rung."""
    answer = yield Ask(prompt="no_number_shown", options=_CODE_OR_NUMBER)
    if answer == CODE:
        yield from phones_back(call)
        return
    kept = (yield from key_number("key_number", ask_to_be_rung_on)) if answer == NUMBER else REFUSED
    if kept == REFUSED:
        yield Say("ring_us_showing")
    else:
        yield from ring_what_was_keyed(kept)


def ring_what_was_keyed(opens: str) -> Steps:
    """It may be anybody's number, and so it rings when it may: at once, or from then on."""
    if opens == THAT_NUMBER:
        yield Say("ring_number_back")
    else:
        yield Say("ring_number_from", by=opens)


def phones_back(call: Call) -> Steps:
    """Keyed right, it is news on this very call. Wrong three times, or too many today: a person."""
    prompt, tries = "key_code", 0
    while tries < _MOST_CODES:
        keyed = yield KeyNumber(prompt=prompt, digits=DIGITS)
        if keyed == UNHEARD:
            break
        request = yield open_with_code(keyed)
        if request == PERSON:
            break
        if request != WRONG:
            yield from their_news(call, request)
            return
        prompt, tries = "key_code_again", tries + 1
    yield from a_person(call, Reason.ASKED)


def their_news(call: Call, request: str) -> Steps:
    """What the call that rings somebody straight back tells; but nobody can ring them, so a person is found now."""
    answer = ANEW
    while answer == ANEW:
        answer = yield from news.their_wish(request, still_open="news.code")
        if answer == news.SPEAK:
            answer = yield from put_through(call, request)
        elif answer == news.CHANGE:
            answer = yield from news.change(request, offered=_ONCE)
    wish, _, of = answer.partition("_")
    if wish == SOMETHING_WRONG:
        complaint = yield from wrong_with_code(request, of)
        yield from a_person(call, Reason.WORRIED, about=request, against=of, complaint=complaint)


def put_through(call: Call, request: str) -> Steps:
    """Ring the neighbour's phone, if it may ring; only a key on it joins the two. If it never may, find a person.

    ANEW: the neighbour has it no more.
    """
    who = yield who_can_be_rung(request)
    if who == OVER:
        yield Say("news.anew")
        return ANEW
    if who == BUSY:
        yield Say("they_are_busy")
        return news.SPEAK
    if who == NEVER:
        yield from a_person(call, Reason.ASKED)
        return news.SPEAK
    until, _, opens = who.partition("_")
    if until == UNTIL:
        yield Say("phone_again_from", by=opens)
        return news.SPEAK
    outcome = yield Dial(
        to=f"volunteer:{who}", prompt="joining", whisper="whisper_neighbour", about=request, ring="volunteer"
    )
    yield have_talked(request, who, outcome)
    if outcome != JOINED:
        yield Say("phone_again")
    return news.SPEAK
