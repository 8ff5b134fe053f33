"""What is done before AWS takes its snapshot of the function that answers, and what must not be."""

from __future__ import annotations

import ast
import subprocess
import sys

from tests.sources import ROOT, nodes, sources, where

SNAP_START = {"AWS_LAMBDA_INITIALIZATION_TYPE": "snap-start"}

# A copy of the snapshot, weeks later: only now are its settings looked at.
A_CALL = """
import os, sys
import app
before = set(sys.modules)
os.environ.update(HOTLINE_BASE_URL="https://line.test", TWILIO_AUTH_TOKEN="made-up")
from infra.local.exchange.signing import signature as signed
form = {"To": "+442079460000", "From": "+442079460123", "CallSid": "CA1"}
event = {
    "path": "/voice", "resource": "/voice", "httpMethod": "POST", "isBase64Encoded": False, "stageVariables": None,
    "headers": {
        "content-type": "application/x-www-form-urlencoded",
        "x-twilio-signature": signed("made-up", "https://line.test/voice", form),
    },
    "pathParameters": None, "queryStringParameters": None, "multiValueQueryStringParameters": None,
    "multiValueHeaders": {}, "requestContext": {"resourcePath": "/voice", "httpMethod": "POST"},
    "body": "&".join(f"{name}={value.replace('+', '%2B')}" for name, value in form.items()),
}
answer = app.app(event, None)
print(answer["statusCode"], "Hello" in answer["body"])
print(*sorted(name for name in set(sys.modules) - before if name.startswith(("hotline", "chalicelib"))))
"""


def test_a_caller_waits_for_nothing_that_could_be_done_before() -> None:
    """The greeting after a snapshot imports nothing more of ours, and goes by the settings of then."""
    assert run(A_CALL, **SNAP_START) == ["200 True", ""]


def test_what_a_later_webhook_needs_is_in_it_too() -> None:
    """The store is half a second, which the first key that writes would otherwise wait for."""
    needed = (
        "import app, sys; print({'hotline.store', 'hotline.scripts.news', 'hotline.effects.logging'} <= {*sys.modules})"
    )
    assert run(needed, **SNAP_START) == ["True"]


def test_whose_certificates_are_believed_is_read_before() -> None:
    """Twilio's tokens are asked for over TLS before the first word."""
    believed = "import app; from chalicelib.asking import trusted; print(trusted.cache_info().currsize)"
    assert [run(believed, **how) for how in (SNAP_START, {})] == [["1"], ["0"]]


def test_nothing_secret_is_in_it_and_nothing_is_open() -> None:
    """No token is read, no world is made, and DynamoDB has no client yet."""
    opened = """
import app
from chalicelib import outside
from hotline.store.models import ROWS
print(outside._given, [row for row in ROWS if row._connection])
"""
    assert run(opened, **SNAP_START, TWILIO_AUTH_TOKEN="made-up") == ["[] []"]


def test_what_must_differ_comes_from_the_system() -> None:
    """Python's own random numbers are seeded once, and would be the same in each copy of a snapshot."""
    seeded = [
        where(path, node)
        for path in sources("app.py", "chalicelib", "hotline")
        for node in nodes(path)
        if isinstance(node, ast.Import) and "random" in {alias.name for alias in node.names}
    ]
    assert seeded == []


def run(code: str, **environment: str) -> list[str]:
    """The lines that this code prints in a Python of its own, with no other environment."""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split("\n")[:-1]
