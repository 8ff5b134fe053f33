"""`hotline demo`: the whole story, narrated as it happens."""

from __future__ import annotations

import sys

import click

from hotline.cli import ledger
from hotline.cli.requests import print_ledger


@click.command()
@click.option(
    "--speed", type=click.FloatRange(1, 30), default=10.0, show_default=True, help="How much faster than true time."
)
@click.option("--week", is_flag=True, help="A week instead, on a clock that jumps to what comes next.")
def demo(speed: float, *, week: bool) -> None:
    """Hear the whole story: Rosa phones, neighbours are rung in turn, one says yes, they talk.

    Everything is real but the phones: the same app, by signed webhooks over HTTP, a DynamoDB, the stream and the
    clock, and an exchange in place of Twilio. It ends with the log of the request, and with 0 only if all of it
    happened.

    With --week: a first call, yes, a handing-back, news, done, and next week's shopping with the same neighbour, in
    this process and in seconds.

    Example: hotline demo --speed 5
    """
    if not week:
        click.echo(f"Starting the line (rings and words run {speed:g} times as fast as true time) …", err=True)
    from infra.local.cast import StoryFailed  # a second: not for --help

    try:
        _a_week() if week else _the_story(speed)
    except StoryFailed as failed:
        click.echo(f"\nThe story did not happen as it should: {failed}", err=True)
        sys.exit(1)
    click.echo("\nAll of it happened.")


def _the_story(speed: float) -> None:
    from infra.local.demo import played  # as above

    with played(speed=speed, say=click.echo) as told:
        click.echo("\nWhat the group can see of it afterwards (hotline requests show):\n")
        found = ledger.read(told.store, told.group.slug, told.request)
        if found:
            print_ledger(found, told.group, told.now)
        told.check(found.offers if found else ())


def _a_week() -> None:
    from infra.local.demo_week import week_played  # as above

    with week_played(click.echo) as week:
        click.echo("\nWhat the group can see of it afterwards (hotline requests show):")
        for request in week.requests():
            found = ledger.read(week.store, week.group.slug, request.id)
            if found:
                click.echo()
                print_ledger(found, week.group, week.exchange.timeline.now())
