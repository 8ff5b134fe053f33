"""Following what CloudFormation does to a stack until it is over."""

from __future__ import annotations

import sys
from collections.abc import Callable
from threading import Event as Signal
from typing import TYPE_CHECKING

from hotline.cli.changes import kind_of
from hotline.cli.progress import Count, counting, turning
from hotline.errors import HotlineError

if TYPE_CHECKING:
    from infra.aws.cloudformation import Event, Proposal, Stack

Wait = Callable[[float], object]
LOOK_EVERY = 3.0  # seconds
NEVER = Signal()  # nobody sets it: to wait for it with a limit is a pause
_GOOD, _GONE = {"CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE"}, "DELETE_COMPLETE"


def changed(stack: Stack, proposal: Proposal, words: str, *, wait: Wait = NEVER.wait) -> bool:
    """Do what was proposed, and follow it. False: it failed, of which it was said why, and AWS has put all back."""
    seen = _until_now(stack)
    stack.execute(proposal)
    return _followed(stack, seen, words, total=len(proposal.changes), wait=wait) in _GOOD


def deleted(stack: Stack, *, total: int | None = None, wait: Wait = NEVER.wait) -> bool:
    """Take it away, and follow it. False: something of it would not go, of which it was said why."""
    seen = _until_now(stack)
    stack.delete()
    return _followed(stack, seen, "Deleting", total=total, wait=wait) == _GONE


def make_room(stack: Stack, *, wait: Wait = NEVER.wait) -> None:
    """Delete what a first deployment that failed has left, and wait for a stack that is being deleted.

    Such a stack takes no proposal: https://github.com/aws/aws-cdk/pull/29492. Raises HotlineError if it stays.
    """
    facts = stack.facts()
    if facts and facts.never_came and not deleted(stack, wait=wait):
        raise HotlineError(f"what is left of {stack.name} could not be deleted: run this again")
    with turning(f"Waiting until {stack.name} is deleted …"):
        while (facts := stack.facts()) and facts.is_going:
            wait(LOOK_EVERY)


def _until_now(stack: Stack) -> set[str]:
    seen: set[str] = set()
    stack.news(seen)
    return seen


def _followed(stack: Stack, seen: set[str], words: str, *, total: int | None, wait: Wait) -> str:
    """How it ended, by the stack's own last event: its status may still be that of before for a moment."""
    done: set[str] = set()
    with counting(words, total=total) as count:
        while True:
            news = stack.news(seen)
            if news is None:
                return _GONE
            for event in news:
                if event.name == stack.name and event.is_over:
                    return event.status
                if event.name != stack.name and event.is_over:
                    _tell(event, count)
                    count.more(event.name not in done)
                    done.add(event.name)
            wait(LOOK_EVERY)


def _tell(event: Event, count: Count) -> None:
    """What fails is said; on a pipe, where no bar goes on, the rest too."""
    if event.status.endswith("_FAILED"):
        count.say(f"{event.name} ({kind_of(event.kind)}): {event.why or event.status}")
    elif not sys.stderr.isatty():
        count.say(f"{event.name} ({kind_of(event.kind)}): {event.status.lower().replace('_', ' ')}")
