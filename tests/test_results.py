"""What a write tells is looked at (promise 10): no effect drops it, unless a refusal is as good, and here is why.

A store's write that a condition has refused returns False or None. An effect that does not look says that something is
kept, changed or cancelled which is not.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

from tests.sources import ROOT

_HAS_ENDED = "refused only where it has ended already, and that is what it was to do"
_NOT_THEIRS = "refused only where they do not hold it, and giving it back is what it was to do"
_ONCE = "an id made from what caused it: refused only where it was put already"
_TOGETHER = "they are on the line together whatever is kept of it, and nothing is said of it"
_LEFT = "refused only where they have left, and are rung no more in any case"
_LOOKED = "the offer has ended: what is told is read from the request's own row"
_RUNG_NO_MORE = "refused only where they have it no more, and then nobody rings them about it"
_AGAIN = "refused only where others were heard since: it is told again at their next call"

# By module, function and what is called there.
AS_GOOD = {
    ("acceptance", "take", "end_request"): _HAS_ENDED,
    ("answers", "_say_no", "hand_back"): _NOT_THEIRS,
    ("answers", "have_joined", "mark_joined"): _TOGETHER,
    ("answers", "pass_on", "end_request"): _HAS_ENDED,
    ("answers", "settle", "end_request"): _HAS_ENDED,
    ("promised", "_theirs", "mark_joined"): _NOT_THEIRS,
    ("promised", "_theirs", "mark_spoken"): _NOT_THEIRS,
    ("promised", "have_rung_them", "end_request"): _HAS_ENDED,
    ("promised_ring", "note_rung", "change"): "it has ended, and then no ring is promised any more",
    ("promised_ring", "note_not_rung", "change"): "it has ended, and then no ring is promised any more",
    ("unmet", "why_nobody_rang", "change"): "it has ended or was heard, and then their phone is not rung for it",
    ("codes", "_ring_nobody_back", "end_request"): _HAS_ENDED,
    ("codes", "have_talked", "mark_joined"): _TOGETHER,
    ("codes", "have_talked", "mark_spoken"): _TOGETHER,
    ("complaints", "_put", "add_item"): _ONCE,
    ("complaints", "_put", "change"): "it is reported done no more, and then nobody is asked whether it went well",
    ("complaints", "_ask_later", "ring_again_at"): _RUNG_NO_MORE,
    ("dialling", "hold", "lock_rung_phone"): "it rings for something else, and they are on this line all the same",
    ("hearing", "_change_seat", "change"): "they are none of the two any more, or have decided: what they said stands",
    ("hearing", "not_this_time", "change"): "they are none of the two already, or it is over",
    ("joining", "ask_no_more", "end_request"): _HAS_ENDED,
    ("later", "try_later", "hand_back"): _NOT_THEIRS,
    ("letting_go", "change_and_let_go", "hand_back"): _NOT_THEIRS,
    ("log_it", "keep_few_words", "change"): "it is open no more: a neighbour has been asked, and has said yes",
    ("logging", "wish_to_be_rung", "keep_wish"): _ONCE,
    ("logging", "keep_note", "keep_words"): _ONCE,
    ("logging", "put_through", "end_request"): _HAS_ENDED,
    ("news", "put_through_to_them", "mark_joined"): _TOGETHER,
    ("news", "_tell_holder", "add_item"): _ONCE,
    ("one_phone", "keep_both", "change"): "it has ended, and then it is asked twice no more",
    ("own_voice", "back_to_synthetic", "_hold"): "what no row holds is noted to be erased all the same",
    ("person", "ask_for_person", "hold_phone"): "its offer has ended, and they are on this line all the same",
    ("person", "person_found", "end_request"): _HAS_ENDED,
    ("person", "take_caller", "_in_use"): "it is locked by this very wish, or they have just pressed a key on it",
    ("person", "take_caller", "accept"): _TOGETHER,
    ("placed", "note_pick_up", "pick_up"): _LOOKED,
    ("rule", "_keep", "hear_rule"): _AGAIN,
    ("rule", "have_heard", "_keep"): _AGAIN,
    ("rule", "unheard_changes", "_keep"): _AGAIN,
    ("tasks", "pass_task_on", "end_request"): _HAS_ENDED,
    ("tasks", "pass_task_on", "pass_on"): "it has ended, or is theirs by another call: a no thanks keeps nothing else",
    ("telling", "was_heard", "change"): "it has ended, and then nobody is rung about it",
    ("unmet", "have_told", "_note_told"): "it has ended, and then nobody has to be told",
    ("unmet", "have_told", "end_request"): _HAS_ENDED,
    ("unmet", "note_not_reached", "change"): "it has ended, and then nobody has to be reached",
    ("volunteering", "next_open", "hand_back"): _NOT_THEIRS,
    ("volunteering", "say_yes", "hand_back"): _NOT_THEIRS,
    ("volunteering", "say_yes", "ring_again_at"): _RUNG_NO_MORE,
    ("waiting", "not_on_the_line", "wait_no_more"): "there is no such request, and then nobody waits for it",
    ("waiting", "put_through_now", "wait_on"): _TOGETHER,
    ("weekly", "keep_every_week", "change"): "it runs no more, which its caller is told by what `_told` reads",
}


def test_no_effect_drops_what_a_write_tells() -> None:
    """A new one is looked at, or comes into the list with its reason."""
    assert sorted(set(_dropped()) - AS_GOOD.keys()) == []


def test_each_exception_is_still_there() -> None:
    """A reason for what is looked at by now would excuse the next one that is not."""
    assert sorted(AS_GOOD.keys() - set(_dropped())) == []


def _dropped() -> Iterator[tuple[str, str, str]]:
    for path in sorted((ROOT / "hotline/effects").glob("*.py")):
        for function in _functions(path.read_text()):
            for node in ast.walk(function):
                if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and _tells(node.value, path.stem):
                    yield path.stem, function.name, _name(node.value)


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def _tells(call: ast.Call, module: str) -> bool:
    """Whether what is called returns something: of the store's parts, of the module itself, or of what it imports."""
    name = _name(call)
    if isinstance(call.func, ast.Attribute):
        return name in _telling("store")
    return name in _telling("effects", module) or (name in _telling("effects") | _telling("dispatch"))


@cache
def _telling(folder: str, module: str = "*") -> frozenset[str]:
    """The functions there that never return nothing; one name may stand for another of them, which tells as well."""
    found: dict[str, bool] = {}
    for path in (ROOT / "hotline" / folder).glob(f"{module}.py"):
        for function in _functions(path.read_text()):
            tells = function.returns is not None and ast.unparse(function.returns) != "None"
            found[function.name] = found.get(function.name, True) and tells
    return frozenset(name for name, tells in found.items() if tells)


def _functions(source: str) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef))
