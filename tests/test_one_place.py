"""Questions that one place answers: has this offer ended, and as what? may they be asked? Read from the source."""

from __future__ import annotations

import ast
from functools import cache

from tests.sources import ROOT, last_name, nodes, sources

OFFER_END, REQUEST_END = "hotline/dispatch/offer_end.py", "hotline/dispatch/request_end.py"
ELIGIBILITY = "hotline/rotation/eligibility.py"
WISHES = {"needs", "areas", "languages", "daily_cap", "rest"}
THEIRS = {"volunteer", "who", "holder", "neighbour", "coordinator", "found"}
COMPARES = (ast.In, ast.NotIn, ast.Lt, ast.LtE, ast.Gt, ast.GtE)
ENDS = {"ACCEPTED", "PASSED", "UNANSWERED", "FAILED", "TOO_LATE"}
# The store counts unanswered calls, a fault of a number is told from the one before it, and people read the ledger.
NAMES_AN_END = {
    OFFER_END,
    "hotline/dispatch/number_fault.py",
    "hotline/records.py",
    "hotline/store/ending.py",
    "hotline/cli/words.py",
}


def test_one_module_ends_offers() -> None:
    """Whatever ends an offer, `dispatch.offer_end` decides as what, and has the store write it."""
    assert calls_of("end_offer") | calls_of("correct_offer") <= {OFFER_END}


def test_one_module_frees_the_phone_of_an_offer() -> None:
    """A phone that is put down is free, and so is the one that its call has dialled."""
    assert calls_of("release_phone") <= {OFFER_END}


def test_one_module_chooses_as_what_an_offer_ends() -> None:
    """No other part of the line names an ended state of an offer, or makes an end."""
    assert calls_of("OfferEnd") <= {OFFER_END}
    assert {path for path, node in written() if names_an_end(node)} <= NAMES_AN_END


def test_one_module_ends_requests() -> None:
    """`dispatch.request_end` first ends every offer that is open for it."""
    assert {path for path in calls_of("end_request") if method(path, "end_request")} <= {REQUEST_END}


def test_one_module_decides_whether_somebody_may_be_asked() -> None:
    """What a volunteer does, where, how often and in which language is compared with what is asked in one place."""
    language_of_a_text = "hotline/dispatch/texts.py"
    assert {path for path, node in written() if compares_their_wishes(node)} == {ELIGIBILITY, language_of_a_text}


def compares_their_wishes(node: ast.AST) -> bool:
    """`request.need in volunteer.needs`, or `volunteer.areas.isdisjoint(...)`."""
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        return any(isinstance(op, COMPARES) for op in node.ops) and any(map(is_a_wish, sides))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr == "isdisjoint" and is_a_wish(node.func.value)
    return False


def is_a_wish(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in WISHES and last_name(node.value) in THEIRS


def names_an_end(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in ENDS and last_name(node.value) == "OfferState"


def calls_of(name: str) -> set[str]:
    """The files in which something of this name is called."""
    return {path for path, node in written() if isinstance(node, ast.Call) and last_name(node.func) == name}


def method(path: str, name: str) -> bool:
    """Whether it is called there as a method, which is the store's, and not as the dispatcher's function."""
    found = (node for node in nodes(ROOT / path) if isinstance(node, ast.Call) and last_name(node.func) == name)
    return any(isinstance(node.func, ast.Attribute) for node in found)


@cache  # five tests read them
def written() -> tuple[tuple[str, ast.AST], ...]:
    """Every call, comparison and name after a dot of what the line consists of, with the file it is in."""
    kinds = (ast.Call, ast.Compare, ast.Attribute)
    return tuple(
        (str(path.relative_to(ROOT)), node)
        for path in sources("chalicelib", "hotline")
        for node in nodes(path)
        if isinstance(node, kinds)
    )
