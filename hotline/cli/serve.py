"""`hotline serve`: the line on this machine, until it is stopped."""

from __future__ import annotations

import json
import os
import signal
import sys
from threading import Event

import click


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 is any that is free.")
@click.option("--public-url", metavar="URL", help="What the carrier calls and signs, if not http://HOST:PORT.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
def serve(port: int, public_url: str | None, host: str) -> None:
    """Run the line on this machine until Ctrl-C.

    One line of JSON says when it is ready, and where. Its groups are the files in HOTLINE_GROUPS. Its carrier is
    TWILIO_API_URL, with TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN; without it, an exchange inside, for `hotline call`.
    Its DynamoDB is AWS_ENDPOINT_URL_DYNAMODB or AWS_ENDPOINT_URL; without them, one inside that forgets everything at
    the end.

    Example: hotline serve --port 8000
    """
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    from infra.local.line import running  # a second: not for --help
    from infra.local.logs import to_stderr

    to_stderr()
    with running(host=host, port=port, public_url=public_url, environ=os.environ) as line:
        click.echo(json.dumps(line.facts()))
        sys.stdout.flush()
        stop.wait()
