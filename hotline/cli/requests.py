"""`hotline requests`: what was asked for, who was rung, and how it ended. No command here prints a number."""

from __future__ import annotations

from datetime import datetime
from threading import Event

import click

from hotline.cli import ledger, show, words
from hotline.cli.here import Here
from hotline.cli.ledger import Ledger
from hotline.errors import HotlineError
from hotline.groups import Group
from hotline.records import ENDED_REQUEST, Request
from infra.local.clock import now

LOOK_EVERY = 1.0  # seconds

in_group = click.option("--group", metavar="G", help="Which group; may be left out when there is one.")
for_program = click.option("--json", "as_json", is_flag=True, help="For a program to read.")
which = click.argument("request_id", metavar="ID")


@click.group()
def requests() -> None:
    """See what residents asked for and how far it has come; numbers are never printed.

    Example: hotline requests list
    """


@requests.command("list")
@in_group
@for_program
def list_(group: str | None, *, as_json: bool) -> None:
    """List requests, the newest first, with how many were asked and what comes next.

    Example: hotline requests list --json
    """
    here = Here()
    chosen, moment = here.group(group), now()
    newest = sorted(here.store.requests(chosen.slug), key=lambda one: one.age, reverse=True)
    if as_json:
        show.as_json([ledger.summary(request, moment) for request in newest])
        return
    titles = ("id", "state", "need", "area", "when", "age", "offers", "next")
    show.table(titles, (_row(request, chosen) for request in newest), empty="no requests yet")


@requests.command("show")
@which
@in_group
@for_program
def show_(request_id: str, group: str | None, *, as_json: bool) -> None:
    """Show one request and its offers: who was rung, when, and how it ended.

    Example: hotline requests show k7m2pqrs4tuv-1
    """
    here = Here()
    chosen, moment = here.group(group), now()
    found = _read(here, chosen, request_id)
    if as_json:
        offers = [ledger.entry(found, offer) for offer in found.offers]
        show.as_json({**ledger.summary(found.request, moment), "ledger": offers})
        return
    print_ledger(found, chosen, moment)


@requests.command()
@which
@in_group
@for_program
def follow(request_id: str, group: str | None, *, as_json: bool) -> None:
    """Follow one request live, a line for each thing that happens, until it ends or Ctrl-C.

    Example: hotline requests follow k7m2pqrs4tuv-1
    """
    here = Here()
    chosen = here.group(group)
    before, pause = None, Event()
    try:
        while before is None or not before.over:
            found = _read(here, chosen, request_id)
            for sentence in ledger.happened(before, found):
                _tell(found, sentence, chosen, as_json=as_json)
            before = found
            if not found.over:
                pause.wait(LOOK_EVERY)
    except KeyboardInterrupt:
        click.echo()


def print_ledger(found: Ledger, group: Group, moment: datetime) -> None:
    """A request, and each of its offers, as people read them."""
    for name, value in ledger.facts(found, group, moment):
        click.echo(f"{name:<15} {value}")
    click.echo()
    rows = (
        (
            show.clock(offer.reserved_at, group.zone, moment),
            found.name(offer.volunteer),
            words.kind(offer),
            words.ending(offer),
        )
        for offer in found.offers
    )
    show.table(("at", "who", "was", "and"), rows, empty="nobody has been rung for it yet")


def _tell(found: Ledger, sentence: str, group: Group, *, as_json: bool) -> None:
    moment = now()
    if as_json:
        show.json_line(
            {"at": show.iso(moment), "request": found.request.id, "state": found.request.state, "said": sentence}
        )
    else:
        click.echo(f"{show.clock(moment, group.zone, moment)}  {sentence}")


def _read(here: Here, group: Group, request_id: str) -> Ledger:
    found = ledger.read(here.store, group.slug, request_id)
    if found is None:
        raise HotlineError(f"{group.slug} has no request {request_id}: see hotline requests list")
    return found


def _row(request: Request, group: Group) -> tuple[str, ...]:
    moment = now()
    return (
        request.id,
        words.state(request.state),
        words.need(request),
        group.areas.get(request.area or "", "anywhere"),
        request.on,
        show.ago(moment - request.made_at),
        str(request.offers),
        _next(request),
    )


def _next(request: Request) -> str:
    if request.state in ENDED_REQUEST or request.next_action_at is None:
        return ""
    if request.ringing:
        return f"{len(request.ringing)} ringing"
    waits = request.next_action_at - now()
    return f"in {show.ago(waits)}" if waits.total_seconds() >= 1 else "now"
