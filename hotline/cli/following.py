"""Following what CloudFormation does to a stack until it is over."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Event as Signal
from typing import TYPE_CHECKING, TypeVar

import click

from hotline.cli.changes import kind_of
from hotline.cli.progress import Count, counting, turning
from hotline.errors import HotlineError

if TYPE_CHECKING:
    from infra.aws.cloudformation import Event, Facts, Proposal, Stack

T = TypeVar("T")
Wait = Callable[[float], object]
LOOK_EVERY = 3.0  # seconds
NAME_EVERY, _NAME_TRIES = 30.0, 120  # seconds, and so often: an hour
NEVER = Signal()  # nobody sets it: to wait for it with a limit is a pause
_GOOD, _GONE = {"CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE"}, "DELETE_COMPLETE"
_NAME_RESTS = "A conflicting conditional operation is currently in progress"  # S3's words, in a stack's event
_CONSOLE = "console.aws.amazon.com (CloudFormation)"


@dataclass(frozen=True, kw_only=True)
class _End:
    """How it ended: the stack's status, and why each thing failed that did."""

    status: str
    reasons: tuple[str, ...] = ()


def deployed(
    stack: Stack, template: str, parameters: Mapping[str, str], words: str, *, wait: Wait = NEVER.wait
) -> bool:
    """Make or change a stack beside the line's, in whatever state it is. False: it failed, of which it was said why.

    Raises HotlineError where only a person can mend it.
    """

    def once() -> bool:
        make_room(stack, wait=wait)
        proposal = stack.propose(template, parameters)
        if proposal is None:
            return True
        end = _changed(stack, proposal, words, wait=wait)
        if any(_NAME_RESTS in why for why in end.reasons):
            from infra.aws.cloud import NameRests  # a second: not for --help

            raise NameRests(f"S3 does not give the name of the bucket of {stack.name} again yet")
        return end.status in _GOOD

    return once_the_name_is_free(once, wait=wait)


def changed(stack: Stack, proposal: Proposal, words: str, *, wait: Wait = NEVER.wait) -> bool:
    """Do what was proposed, and follow it. False: it failed, of which it was said why, and AWS has put all back."""
    return _changed(stack, proposal, words, wait=wait).status in _GOOD


def deleted(stack: Stack, *, total: int | None = None, wait: Wait = NEVER.wait) -> bool:
    """Take it away, once nothing else is done to it, and follow it.

    False: something of it would not go, of which it was said why and what to do.
    """
    if settled(stack, wait=wait) is None and not stack.was_only_proposed():
        return True
    seen = _until_now(stack)
    stack.delete()
    if _followed(stack, seen, "Deleting", total=total, wait=wait).status == _GONE:
        return True
    click.echo(
        f"{stack.name} in {stack.region} would not go: mend what is said above, and run this again, which deletes what "
        f"is left of it; or delete it at {_CONSOLE}",
        err=True,
    )
    return False


def make_room(stack: Stack, *, wait: Wait = NEVER.wait) -> None:
    """Bring a stack into a state in which AWS takes a proposal for it, whatever has been done to it.

    Wait for what AWS is doing to it. Delete a stack that can only be deleted: the rest of a failed first deployment,
    or one whose deletion failed once. https://github.com/aws/aws-cdk/pull/29492. Raises HotlineError if it cannot be
    deleted, or if only a person can mend it.
    """
    facts = settled(stack, wait=wait)
    if facts and facts.can_only_go:
        if not deleted(stack, wait=wait):
            raise HotlineError(f"what is left of {stack.name} is in the way")
        facts = settled(stack, wait=wait)
    if facts and not facts.is_good:
        raise stuck(stack, facts)


def settled(stack: Stack, *, wait: Wait = NEVER.wait) -> Facts | None:
    """Wait until AWS does nothing to it any more, and return how it stands then."""
    facts = stack.facts()
    if facts is None or not (facts.is_going or facts.is_busy):
        return facts
    doing = "deleted" if facts.is_going else f"no longer being changed ({facts.status})"
    with turning(f"Waiting until {stack.name} in {stack.region} is {doing} …"):
        while facts is not None and (facts.is_going or facts.is_busy):
            wait(LOOK_EVERY)
            facts = stack.facts()
    return facts


def stuck(stack: Stack, facts: Facts) -> HotlineError:
    """Why a stack cannot be changed, and what a person can do about it."""
    said = f"{stack.name} in {stack.region} cannot be changed as it stands ({f'{facts.status} {facts.why}'.rstrip()})"
    return HotlineError(said, mend=how_to_free(facts))


def how_to_free(facts: Facts) -> str:
    """What a person can do about a stack that cannot be changed."""
    look = f'see why at {_CONSOLE}, "Events", and mend that'
    if facts.status == "UPDATE_ROLLBACK_FAILED":
        return f'{look}; then "Stack actions", "Continue update rollback", and run this again'
    return f"{look}; then run this again"


def once_the_name_is_free(make: Callable[[], T], *, wait: Wait = NEVER.wait) -> T:
    """Make something with a bucket in it, as often as it takes until S3 gives its name again. Raises NameRests."""
    from infra.aws.cloud import NameRests  # a second: not for --help

    tried = 0
    while True:
        tried += 1
        try:
            return make()
        except NameRests as rests:
            if tried == _NAME_TRIES:
                raise
            if tried == 1:
                click.echo(
                    f"{rests.said}: one was deleted a while ago, and that takes up to an hour. This is tried again "
                    "until it works; Ctrl-C does no harm, and the same command goes on later.",
                    err=True,
                )
        wait(NAME_EVERY)


def _changed(stack: Stack, proposal: Proposal, words: str, *, wait: Wait) -> _End:
    seen = _until_now(stack)
    stack.execute(proposal)
    return _followed(stack, seen, words, total=len(proposal.changes), wait=wait)


def _until_now(stack: Stack) -> set[str]:
    seen: set[str] = set()
    stack.news(seen)
    return seen


def _followed(stack: Stack, seen: set[str], words: str, *, total: int | None, wait: Wait) -> _End:
    """How it ended, by the stack's own last event: its status may still be that of before for a moment."""
    done: set[str] = set()
    reasons: list[str] = []
    with counting(words, total=total) as count:
        while True:
            news = stack.news(seen)
            if news is None:
                return _End(status=_GONE)
            for event in news:
                if event.name == stack.name and event.is_over:
                    return _End(status=event.status, reasons=tuple(reasons))
                if event.name != stack.name and event.is_over:
                    _tell(event, count)
                    count.more(event.name not in done)
                    done.add(event.name)
                    reasons += [event.why] if event.status.endswith("_FAILED") else []
            wait(LOOK_EVERY)


def _tell(event: Event, count: Count) -> None:
    """What fails is said; on a pipe, where no bar goes on, the rest too."""
    if event.status.endswith("_FAILED"):
        count.say(f"{event.name} ({kind_of(event.kind)}): {event.why or event.status}")
    elif not sys.stderr.isatty():
        count.say(f"{event.name} ({kind_of(event.kind)}): {event.status.lower().replace('_', ' ')}")
