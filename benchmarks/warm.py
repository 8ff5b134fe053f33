"""What a webhook costs once warm, without the database: ours against a view that only checks and speaks."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import process_time
from typing import Any

from chalice import Chalice

from app import app
from benchmarks.plain import plain_app
from benchmarks.posts import BASE_URL, action, event
from benchmarks.result import Result
from benchmarks.world import KNOWN
from chalicelib.outside import from_environment, standing_in
from infra.local.gateway import Context

ROUNDS = 30
POSTS = 20  # in each round
CONTEXT = Context(aws_request_id="benchmark")


def warm() -> list[Result]:
    """The greeting, and the answer to a wrong key."""
    with standing_in(from_environment(BASE_URL, KNOWN), KNOWN):
        ring = event(app, f"{BASE_URL}/voice", {})
        wrong = event(app, action(app(ring, CONTEXT)["body"]), {"Digits": "7"})
        return [*_against_plain("a greeting", ring), *_against_plain("a wrong key", wrong)]


def _against_plain(what: str, post: dict[str, Any]) -> list[Result]:
    words = app(post, CONTEXT)["body"]
    url = f"{BASE_URL}{post['path']}"
    plain = plain_app(url, words)
    plain_post = {
        **post,
        "pathParameters": None,
        "requestContext": {**post["requestContext"], "resourcePath": "/plain"},
    }
    if plain(plain_post, CONTEXT)["body"] != words:
        raise RuntimeError("the plain view does not say the same words")
    costs = [(_cost(app, post), _cost(plain, plain_post)) for _ in range(ROUNDS)]
    our, their = median(ours for ours, _ in costs), median(theirs for _, theirs in costs)
    note = f"CPU, median of {ROUNDS} rounds of {POSTS}"
    return [
        Result(what=f"{what}, warm / a plain twilio view", found=our / their, budget=1.2, unit=" x", note=note),
        Result(what=f"  {what}, warm, on this machine", found=our / POSTS * 1000, unit=" ms", note=note),
    ]


def _cost(one: Chalice | Callable[[Any, Any], Any], post: dict[str, Any]) -> float:
    began = process_time()
    for _ in range(POSTS):
        one(post, CONTEXT)
    return process_time() - began
