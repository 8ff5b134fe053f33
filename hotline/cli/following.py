"""Following what CloudFormation does to a stack until it is over."""

from __future__ import annotations

import sys
from collections.abc import Callable
from threading import Event as Signal
from typing import TYPE_CHECKING

import click

from hotline.cli.changes import kind_of
from hotline.cli.progress import counting

if TYPE_CHECKING:
    from infra.aws.stack import Event, Proposal, Stack

Wait = Callable[[float], object]
LOOK_EVERY = 3.0  # seconds
NEVER = Signal()  # nobody sets it: to wait for it with a limit is a pause
_FAILED, _DONE = "_FAILED", "_COMPLETE"


def changed(stack: Stack, proposal: Proposal, words: str, *, wait: Wait = NEVER.wait) -> bool:
    """Do what was proposed, and follow it. False: it failed, of which it was said why, and AWS has put all back."""
    seen: set[str] = set()
    list(stack.news(seen))
    stack.execute(proposal)
    _follow(stack, seen, words, total=len(proposal.changes), wait=wait)
    facts = stack.facts()
    return facts is not None and facts.is_good and "ROLLBACK" not in facts.status


def deleted(stack: Stack, *, total: int | None = None, wait: Wait = NEVER.wait) -> bool:
    """Take it away, and follow it. False: something of it would not go, of which it was said why."""
    seen: set[str] = set()
    list(stack.news(seen))
    stack.delete()
    _follow(stack, seen, "Deleting", total=total, wait=wait)
    facts = stack.facts()
    return facts is None or facts.status == "DELETE_COMPLETE"


def _follow(stack: Stack, seen: set[str], words: str, *, total: int | None, wait: Wait) -> None:
    done: set[str] = set()
    with counting(words, total=total) as more:
        while (facts := stack.facts()) is not None:
            for event in stack.news(seen):
                if _tell(event, stack.name) and event.name not in done:
                    done.add(event.name)
                    more(1)
            if not facts.is_busy:
                return
            wait(LOOK_EVERY)


def _tell(event: Event, stack: str) -> bool:
    """Whether it is the end of something that the stack is made of; what fails is said, and on a pipe the rest too."""
    if event.name == stack:
        return False
    failed, over = event.status.endswith(_FAILED), event.status.endswith(_DONE)
    if failed:
        click.echo(f"{event.name} ({kind_of(event.kind)}): {event.why or event.status}", err=True)
    elif over and not sys.stderr.isatty():
        click.echo(f"{event.name} ({kind_of(event.kind)}): {event.status.lower().replace('_', ' ')}", err=True)
    return over or failed
