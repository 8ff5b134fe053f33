"""A recording that somebody left instead of keys: whoever took it hears it, rings them, and can log it."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hotline.conversation.call import Call
from hotline.conversation.replay import JOINED
from hotline.conversation.trail import UNHEARD
from hotline.conversation.turns import Ask, Given, Option, Record, Say, Turn
from hotline.effects.answers import have_joined
from hotline.effects.log_it import LOGGED, REFUSED, What, keep_few_words, log_as
from hotline.effects.standing import Standing
from hotline.groups import Group
from hotline.records import Need, When
from hotline.scripts.hand_over import (
    ARRANGED,
    ARRANGED_KEY,
    ELSE_KEY,
    LATER,
    LATER_KEY,
    LOG,
    NOT_REACHED,
    NOW,
    WORRIED_KEY,
    dial,
    not_reached,
    settled,
    their_words,
)
from hotline.scripts.menus import when_menu, where_menu
from hotline.scripts.person import key_number
from hotline.scripts.resident import where

Steps = Generator[Turn, Any, Any]

RIGHT, BEGIN_AGAIN = "right", "again"
NO_NUMBER = "no-number"  # nobody can be asked for it, since nobody could be joined to them

_LOG = Option(key="5", meaning=LOG)
_TALKED = (Option(key="1", meaning=ARRANGED), LATER_KEY, ELSE_KEY, _LOG, WORRIED_KEY)
_RIGHT = (Option(key="1", meaning=RIGHT), Option(key="2", meaning=BEGIN_AGAIN))


def heard_first(call: Call, standing: Standing) -> Steps:
    """Their own words at once; then to be joined, to log it, later, or somebody else, please."""
    yield from their_words(standing)
    if standing.rings:
        answer = yield Ask(prompt="recording", options=(*NOT_REACHED, _LOG))
    else:
        answer = yield Ask(prompt="recording.no_number", options=(ARRANGED_KEY, ELSE_KEY, _LOG))
    yield from on_from(call, standing, answer)


def on_from(call: Call, standing: Standing, answer: str) -> Steps:
    """What they chose; after each talk, and each phone that was not picked up, it can be logged as well."""
    outcome = ""
    while answer == NOW:
        outcome = yield from dial(standing)
        if outcome == JOINED:
            yield have_joined()
            answer = yield Ask(prompt="recording.talked", options=_TALKED)
        else:
            log = Option(key="5", meaning=LOG, prompt="option.log")
            answer = yield Ask(prompt=f"not_reached.{outcome}", options=(*not_reached(outcome), log))
    if answer == LOG:
        yield from log_it(call, standing)
    else:
        yield from settled(answer, standing)


def log_it(call: Call, standing: Standing) -> Steps:
    """In the words of the resident's call: what, roughly where, how soon; read back. No key: it stays a recording."""
    answer = BEGIN_AGAIN
    while answer == BEGIN_AGAIN:
        need = yield Ask(prompt="log.need", options=_needs(call.group))
        if need == UNHEARD:
            yield from settled(LATER, standing)
            return
        area = yield from where(call, where_menu(call.group))
        soon = yield Ask(prompt="how_soon", values={"need": need}, options=when_menu(call.group))
        when = When.TODAY if soon == UNHEARD else soon
        values = {"need": need, "area": area, "when": when}
        answer = yield Ask(prompt="log.right", values=values, options=_RIGHT, silence=RIGHT)
    logged = yield from logged_as(standing, (need, area, when))
    if logged == NO_NUMBER:
        answer = yield Ask(prompt="log.no_number", options=(ARRANGED_KEY, ELSE_KEY))
        yield from settled(answer, standing)
        return
    if logged != LOGGED:
        yield Say("log.over")
        return
    words = yield Record(prompt="log.words")  # their own recording was for a person: no neighbour is played it
    yield keep_few_words(Given() if words == UNHEARD else words)
    yield Say("thank_you")


def logged_as(standing: Standing, what: What) -> Steps:
    """Whether it is logged: with the number that they rang from, or one that they said; without one it cannot be."""
    if standing.rings:
        return (yield log_as(what, Given()))
    logged = yield from key_number("log.number", log_as, what)
    return NO_NUMBER if logged == REFUSED else logged


def _needs(group: Group) -> tuple[Option, ...]:
    """All in one flat menu, as the resident's two menus name them; `something else` comes last."""
    needs = [need for need in group.needs if need not in (Need.LISTEN, Need.OTHER)]
    return tuple(
        Option(key=str(key), meaning=need, prompt="option.talk" if need is Need.CHAT else f"option.{need}")
        for key, need in enumerate([*needs, Need.OTHER], start=1)
    )
