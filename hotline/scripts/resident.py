"""The resident's call: what do you need, roughly where, how soon; it is written down; a neighbour will ring."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hotline.conversation.call import Call
from hotline.conversation.trail import UNHEARD
from hotline.conversation.turns import Ask, KeyNumber, Option, Record, Say, Turn
from hotline.effects.joining import wish_to_help
from hotline.effects.logging import (
    ASK,
    KEPT,
    NOBODY,
    REFUSED,
    SAME,
    ask_to_be_rung,
    forget_number,
    keep_need,
    keep_note,
    keep_number,
    keep_wish,
    open_requests,
    withdraw_wish,
    write_down,
)
from hotline.records import Ears, Need, Reason, When
from hotline.scripts.menus import (
    ANYTHING_ELSE,
    AS_LAST,
    CONNECT,
    HELP,
    RULE,
    TALK,
    TELL,
    first_menu,
    second_menu,
    when_menu,
    where_menu,
)
from hotline.scripts.person import MOST_NUMBERS, a_person, honest, honest_ring, in_time, with_person
from hotline.scripts.talk import someone_to_talk_to

Steps = Generator[Turn, Any, Any]

MORE, DONE, HEARD = "more", "done", "heard"
_MOST_WISHES = 2  # in one call; who has more to ask phones again
RIGHT, CHANGE, NO_NUMBER, CODE, AS_IT_WAS = "right", "change", "no-number", "code", "as-it-was"
ANOTHER_PHONE, BEGIN_AGAIN, FOR_SOMEBODY = "phone", "again", "for-somebody"
_CODE = (Option(key="1", meaning=CODE),)
_KEY_AGAIN = {KEPT: "key_number_again", SAME: "number_of_the_one", REFUSED: "number_refused"}
_CHANGES = tuple(
    Option(key=str(key), meaning=meaning)
    for key, meaning in enumerate((ANOTHER_PHONE, BEGIN_AGAIN, FOR_SOMEBODY), start=1)
)


@with_person
def resident(call: Call) -> Steps:
    """From hello to goodbye; the requests of this call open, and phones begin to ring, when it is over."""
    yield Say("welcome")
    nth, more = 1, MORE
    while more == MORE:
        more = yield from one_wish(call, nth)
        nth += 1
    yield open_requests()
    yield Say("goodbye")


def one_wish(call: Call, nth: int) -> Steps:
    """One need of this call, the `nth`, and whether there is another."""
    wish = yield from what_do_you_need(call, nth)
    if wish == CONNECT:
        yield from to_be_rung(call)
        return DONE
    if wish == HELP:
        kept = yield wish_to_help()  # nothing more: the number that they show may be anybody's
        yield Say(f"join.{kept}")
        return DONE
    if wish == TELL:
        yield from tell_the_group()
        return DONE
    if wish == UNHEARD:
        return (yield from in_your_own_words(call, nth))
    if wish == TALK:
        settled = yield from someone_to_talk_to(call, nth)
        if settled:
            return DONE
        wish = Need.CHAT
    return (yield from log_request(call, nth, wish))


def to_be_rung(call: Call) -> Steps:
    """Rung straight back, on the number that the phone shows; if it shows none, on one that is keyed."""
    from hotline.scripts.code import if_you_have_a_code, no_number_shown, ring_what_was_keyed

    asked = yield ask_to_be_rung()
    if asked == ASK:
        yield from no_number_shown(call)
        return
    if asked == KEPT:
        yield Say("ring_you_back")
    else:
        yield from ring_what_was_keyed(asked)
    yield from if_you_have_a_code(call)


def tell_the_group() -> Steps:
    """A few words for the next meeting; no number is kept with them."""
    from hotline.effects.meeting import keep_for_meeting  # few ever come here

    words = yield Record(prompt="tell_the_group")
    if words == UNHEARD:
        yield Say("told_nothing")
        return
    yield keep_for_meeting(words)
    yield Say("told_the_group")


def what_do_you_need(call: Call, nth: int | None) -> Steps:
    """Two flat menus, never a third level; once the rule has been told, the first again.

    Who looks for something else in the place of the `nth` need (None: one that is kept) and hangs up is rung back.
    """
    wish = RULE
    while wish == RULE:
        wish = yield Ask(prompt="first_menu", options=first_menu(call.group), closing="or_a_person")
        if wish != ANYTHING_ELSE:
            return wish
        if nth is not None:
            yield keep_wish(nth)
        wish = yield Ask(prompt="second_menu", options=second_menu(call.group, instead=nth is None))
        if nth is not None and wish in (RULE, TELL, HELP, CONNECT):
            yield withdraw_wish(nth)
        if wish == RULE:
            from hotline.scripts.rule import the_rule  # no part of the way to a caller's first word

            yield from the_rule(call)
    return wish


def log_request(call: Call, nth: int, need: str) -> Steps:
    """Keep the need at once, then the rest; what was keyed by then survives a hang-up at any word."""
    anew = nth > 1  # by now another number may have been keyed than the phone shows
    while True:
        kept = yield from in_time(keep_need(nth, need))
        request, _, number = kept.partition("_")
        if need == Need.OTHER:
            yield from a_few_words(request)
        area = yield from where(call, where_menu(call.group, last=True))
        when = AS_LAST if area == AS_LAST else (yield from how_soon(call, need))
        if when == AS_LAST:
            area = "anywhere"
        anew = anew or number == ASK
        if number == ASK and not (yield from keys_a_number(request)):
            return (yield from no_number(call, request, need, area, when))
        if when == AS_LAST:
            from hotline.effects.remembering import KEYED, SHOWN
            from hotline.scripts.as_last_time import as_last_time

            if (yield from as_last_time(request, need, KEYED if anew else SHOWN)):
                return DONE
            continue
        promise = yield from in_time(write_down(request, area, when))
        answer = yield from is_that_right(call, request, need, area, when)
        if answer == RIGHT:
            return (yield from thanks(call, request, promise, nth))
        if answer in (NO_NUMBER, CODE):
            return (yield from no_number(call, request, need, area, when, wants_code=answer == CODE))
        anew = True
        need = yield from what_do_you_need_instead(call, nth, need)
        if need == DONE:
            return DONE


def no_number(call: Call, request: str, need: str, area: str, when: str, *, wants_code: bool = False) -> Steps:
    """They have no number to ring: a code, which some have asked for already, the line, or a person."""
    from hotline.scripts.code import without_a_phone  # no part of the way to a caller's first word

    soon = When.TODAY if when == AS_LAST else when
    values = {"need": need, "area": area, "when": soon}
    return (yield from without_a_phone(call, request, values, wants_code=wants_code))


def a_few_words(request: str) -> Steps:
    """What `something else` is, in the resident's own words; silence is allowed: a neighbour will ring and ask."""
    words = yield Record(prompt="a_few_words")
    if words != UNHEARD:
        yield keep_note(request, words, Ears.NEIGHBOURS)


def where(call: Call, options: tuple[Option, ...]) -> Steps:
    """Roughly where, if the group has more than one area."""
    if len(call.group.areas) == 1:
        return next(iter(call.group.areas))
    area = yield Ask(prompt="where", options=options)
    return "anywhere" if area == UNHEARD else area


def how_soon(call: Call, need: str) -> Steps:
    """Today, in the next few days, or every week. Not understood: today, since a neighbour will ring and ask."""
    values = {"need": need}
    if need == Need.MEDICINES:  # they are told of one one one: a 1 does not mean today
        options, asides = when_menu(call.group, first=2, last=True), {"1": "one_one_one"}
        when = yield Ask(prompt="how_soon.medicines", values=values, options=options, asides=asides)
    else:
        when = yield Ask(prompt="how_soon", values=values, options=when_menu(call.group, last=True))
    return When.TODAY if when == UNHEARD else when


def number_to_ring(request: str) -> Steps:
    """Ask for a number to ring back, and read it back. Return KEPT, or which number is rung now: RING, ASK, AS_IT_WAS.

    Keying none, or only numbers that cannot be rung, changes nothing. One that was called wrong is forgotten: then the
    number that was keyed before in this call is rung, for another need, else the phone that they are on.
    """
    prompt, tries, is_wrong = "key_number", 0, False
    while tries < MOST_NUMBERS:
        keyed = yield KeyNumber(prompt=prompt)
        if keyed == UNHEARD:
            break
        kept = yield from in_time(keep_number(request, keyed))
        if kept == KEPT:
            options = (Option(key="1", meaning=RIGHT), Option(key="2", meaning=CHANGE))
            answer = yield Ask(prompt="number_read_back", values={"number": request}, options=options, silence=RIGHT)
            if answer != CHANGE:
                return KEPT
            is_wrong = True
        prompt, tries = _KEY_AGAIN[kept], tries + 1
    return (yield from in_time(forget_number(request))) if is_wrong else AS_IT_WAS


def keys_a_number(request: str) -> Steps:
    """The same, of somebody whose phone shows no number. Return whether there is one to ring."""
    number = yield from number_to_ring(request)
    return number == KEPT


def another_phone(request: str) -> Steps:
    """Another number to ring. Who keys none may stand in a box: a code, if they have no phone of their own.

    Return ANOTHER_PHONE where there is a number to ring, else NO_NUMBER or CODE.
    """
    number = yield from number_to_ring(request)
    if number == ASK:
        return NO_NUMBER
    if number == KEPT:
        return ANOTHER_PHONE
    return (yield Ask(prompt="no_phone", options=_CODE, silence=ANOTHER_PHONE))


def is_that_right(call: Call, request: str, need: str, area: str, when: str) -> Steps:
    """Read the request back. Return RIGHT (also after a pause), BEGIN_AGAIN, or with no number NO_NUMBER or CODE."""
    values = {"need": need, "area": area, "when": when}
    right, read_back = Option(key="1", meaning=RIGHT), "read_back"
    while True:
        answer = yield Ask(
            prompt=read_back, values=values, options=(right, Option(key="2", meaning=CHANGE)), silence=RIGHT
        )
        if answer != CHANGE:
            return RIGHT
        what = yield Ask(prompt="what_to_change", options=_CHANGES)
        if what == FOR_SOMEBODY:
            from hotline.scripts.for_somebody import who_is_it_for

            read_back = yield from who_is_it_for(request)
        if what == ANOTHER_PHONE:
            what = yield from another_phone(request)
        if what in (BEGIN_AGAIN, NO_NUMBER, CODE):
            if read_back != "read_back":
                from hotline.effects.for_somebody import for_nobody_else

                if what != BEGIN_AGAIN:
                    yield Say("for_yourself")
                yield from in_time(for_nobody_else(request))
            return what


def what_do_you_need_instead(call: Call, nth: int, before: str) -> Steps:
    """Begin again: the same request, keyed anew. Not understood: as it was. Done: put through to someone to talk to."""
    wish = yield from what_do_you_need(call, None)
    if wish == UNHEARD:
        return before
    if wish != TALK:
        return wish
    settled = yield from someone_to_talk_to(call, nth)
    return DONE if settled else Need.CHAT


def thanks(call: Call, request: str, promise: str, nth: int) -> Steps:
    """Say by when somebody rings, and the two words, which no key cuts short; then the advice, and what else there is.

    A 1 or a 2 that was meant for the read-back means nothing here. Where a neighbour can be asked this minute, they may
    wait on the line.
    """
    by, words, anybody = promise.split("_")
    values = {"by": by, "words": words}
    prompt = yield from honest("thanks_nobody" if anybody == NOBODY else "thanks", by=by)
    yield Ask(prompt=prompt, values=values, options=(), silence=HEARD, whole=True)
    from hotline.scripts.waiting import WAIT, offer_to_wait, wait_on_the_line  # no part of the way to the first word

    more = (Option(key="5", meaning=MORE, prompt="option.more"),) if nth < _MOST_WISHES else ()
    answer = yield Ask(prompt="advice", options=(*more, *offer_to_wait(anybody)), silence=DONE, patient=False)
    if answer != WAIT:
        return answer
    return (yield from wait_on_the_line(call, request, by))


def in_your_own_words(call: Call, nth: int) -> Steps:
    """Silence or wrong keys twice: `just tell us`. The recording becomes the request, and a person listens."""
    yield Say("nine_nine_nine")
    words = yield Record(prompt="tell_us")
    if words == UNHEARD:
        return (yield from a_person(call, Reason.SILENT))
    kept = yield keep_need(nth, Need.PERSON)
    request, _, number = kept.partition("_")  # `late` is no request's id: a coordinator then hears the words alone
    yield keep_note(request, words)
    rings = True
    if number == ASK:
        rings = yield from keys_a_number(request)
    kept = yield from honest_ring("a_person_will_listen", rings=rings)
    yield Say(kept)
    return DONE
