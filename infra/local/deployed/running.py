"""One function, under AWS's own runtime client, and what AWS does in its name: its log, its dead letters."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from infra.aws.policy import Act
from infra.aws.resolved import REGION, Function
from infra.local.deployed.guard import Guard
from infra.local.deployed.mapping import FunctionFailed
from infra.local.runtime_api import LambdaFailed, LambdaProcess
from infra.local.server import Answer, Server

Event = Mapping[str, Any]

log = logging.getLogger(__name__)

_SHOWN = 200  # letters of why a function has failed; its log has the rest
_LOGS = ("logs:CreateLogStream", "logs:PutLogEvents")
_TICKET = "a ticket for the function's own credentials"


class Running:
    """`with Running(function, unpacked, given=…, guard=…, server=…) as one: one.invoke(event)`."""

    def __init__(
        self, function: Function, unpacked: Path, *, given: Mapping[str, str], guard: Guard, server: Server
    ) -> None:
        """`given`: what this machine has instead of AWS's. `server` tells who the function is, if it has to ask."""
        self.function, self._guard = function, guard
        environment = {**function.environment, **_lambdas_own(function, server), **given}
        self.process = LambdaProcess(
            unpacked, handler=function.handler, name=function.id, memory=function.memory, env=environment
        )

    def __enter__(self) -> Self:
        self.process.__enter__()
        if self.function.snapshot:  # which is made before anybody phones
            self.process.wait_until_started()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.__exit__(kind, error, trace)

    @property
    def leaves_letters(self) -> bool:
        """What it cannot do is left somewhere, whoever had told it to."""
        return any(_queue(said) for said in (self.function.event("DynamoDB") or {}, self.function.asynchronous))

    def invoke(self, event: Event) -> dict[str, Any]:
        """Its answer. Raises FunctionFailed."""
        try:
            return self.process.invoke(event)
        except LambdaFailed as why:
            log.warning("%s has failed: %s", self.function.id, str(why).partition("\n")[0][:_SHOWN])
            raise FunctionFailed(self.function.id) from None

    def invoke_and_forget(self, event: Event) -> None:
        """As whoever waits for no answer does: tried again as often as the template says, then a dead letter.

        https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html
        """
        for _ in range(1 + int(self.function.asynchronous.get("MaximumRetryAttempts", 2))):
            try:
                self.invoke(event)
            except FunctionFailed:
                continue
            return
        self.give_up(event, self.function.asynchronous)

    def give_up(self, event: Event, said: Mapping[str, Any]) -> None:
        """Leave it to the queue of dead letters, if there is one, and the role allows it."""
        queue = _queue(said)
        if queue and self._guard.may(self.function, Act("sqs:SendMessage", queue)):
            self._guard.letters.append((self.function.id, event))

    def log(self) -> str:
        """What it has printed, as far as it is kept somewhere, and its role lets that be done."""
        group = self.function.log_group
        denied = [act for act in _LOGS if group is None or not self._guard.may(self.function, Act(act, group))]
        return "" if denied else self.process.log()


def _queue(said: Mapping[str, Any]) -> str | None:
    """Where what fails is left, as an event or a function says."""
    queue: str | None = said.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
    return queue


def _lambdas_own(function: Function, server: Server) -> dict[str, str]:
    """What Lambda tells of itself: where it is, and as whom the function may ask.

    One that is started from a snapshot is told where to fetch that, since it changes.
    https://docs.aws.amazon.com/lambda/latest/dg/snapstart-activate.html
    """
    if not function.snapshot:
        keys = {"AWS_ACCESS_KEY_ID": function.id, "AWS_SECRET_ACCESS_KEY": "made-up", "AWS_SESSION_TOKEN": "made-up"}
        return {"AWS_REGION": REGION, **keys}
    path = f"/credentials/{function.id}"
    server.put(path, _credentials(function))
    return {
        "AWS_REGION": REGION,
        "AWS_LAMBDA_INITIALIZATION_TYPE": "snap-start",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{server.url}{path}",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": _TICKET,
    }


def _credentials(function: Function) -> Any:
    """A door behind which they are, for whoever has the ticket."""
    told = {"AccessKeyId": function.id, "SecretAccessKey": "made-up", "Token": "made-up"}
    body = json.dumps({**told, "Expiration": "2100-01-01T00:00:00Z"}).encode()

    def door(_method: str, _url: str, headers: Mapping[str, str], _body: bytes) -> Answer:
        if headers.get("Authorization") != _TICKET:
            return 403, {}, b""
        return 200, {"Content-Type": "application/json"}, body

    return door
