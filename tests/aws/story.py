"""A call, told on the deployed stack: `python -m tests.aws.story TEMPLATE PARAMETERS`, and what happened as JSON.

A process of its own, since a function's tables are named by its environment when it is imported.
"""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import boto3

from infra.aws.policy import Act, acts
from tests.aws.sam import ACCOUNT, REGION, Parameters, Template
from tests.aws.stack import an_account, create, functions

# Whose code is running: the door that was entered last, and the function that AWS runs it in.
DOORS = {"knock": "api", "clock": "minute", "stream": "changed", "alarm": "alarm"}


def main() -> None:
    """Create the stack, tell the story, say what there was at the end and what each function did."""
    template, parameters = (json.loads(Path(name).read_text()) for name in sys.argv[1:])
    with an_account():
        sys.stdout.write(f"{json.dumps(told(template, parameters))}\n")


def told(template: Template, parameters: Parameters) -> dict[str, Any]:
    """The tables there were, those that are there afterwards, who has the request, and what was done by whom."""
    create(template, parameters)
    deployed = functions()
    os.environ["HOTLINE_TABLES"] = deployed[f"hotline-{parameters['Stage']}-api"].environment["HOTLINE_TABLES"]
    there = tables()
    taken, done = rosas_call()
    return {
        "there": there,
        "afterwards": tables(),
        "taken": taken,
        "done": {f"hotline-{parameters['Stage']}-{door}": sorted(by) for door, by in done.items()},
        "may": {function.name: function.may for function in deployed.values()},
    }


def rosas_call() -> tuple[bool, dict[str, set[Act]]]:
    """Rosa asks, Ben says yes; Emil asks, and only the clock is left to ring Ali; the line breaks, and Gwen hears."""
    from chalicelib.alarm import sounded
    from hotline.records import RequestState
    from infra.local.gateway import Context
    from tests.stories.town import LINE, Town

    town = Town()
    done = watched(town.store._connection.client)  # noqa: SLF001 -- the one client of all rows
    with town.line.answering():
        town.joins(town.ben, town.ali)
        town.joins(town.gwen, needs=frozenset(), coordinator=True)
        town.asks_for_shopping(town.rosa)
        town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("1")
        town.rosa.picks_up().hears("with a neighbour")
        town.ben.talks_with(town.rosa)
        town.rosa.hangs_up()
        town.ben.hears("arranged").presses("1").is_hung_up_on().waits(2)
        town.line.lose_the_stream()
        town.emil.dials(LINE).hears("shopping").presses("1").hears("Ongar").hangs_up()
        town.ali.picks_up(within=300).hears("yes, press 1").presses("2").is_hung_up_on()
        message = json.dumps({"AlarmName": "hotline-prod-clock", "OldStateValue": "OK", "NewStateValue": "ALARM"})
        record = {"Sns": {"Subject": "ALARM", "Message": message, "MessageAttributes": {}}}
        sounded({"Records": [record]}, Context(aws_request_id="alarm"))
        town.gwen.answers(within=60).hears("has a fault").presses("1").is_hung_up_on()
        first, second = town.requests()
        spoken = first.state == RequestState.SPOKEN and first.taken_by == town.volunteer(town.ben).id
        return spoken and second.state == RequestState.OPEN, done


def watched(client: Any) -> dict[str, set[Act]]:
    """What is done from here on, by function; it fills as the story goes. What no door is behind, the test does."""
    done: dict[str, set[Act]] = defaultdict(set)
    arns = {name: f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{name}" for name in tables()}

    def note(params: dict[str, Any], model: Any, **_: Any) -> None:
        whose = who(sys._getframe())  # noqa: SLF001 -- the stack of calls
        if whose:
            done[whose] |= {*acts(model.name, params, arns)}

    client.meta.events.register("provide-client-params.dynamodb", note)
    return done


def who(frame: Any) -> str | None:
    """The function whose code has led here: the last door that was entered. None: no door was."""
    while frame is not None:
        package, _, module = str(frame.f_globals.get("__name__")).rpartition(".")
        if package == "chalicelib" and module in DOORS:
            return DOORS[module]
        frame = frame.f_back
    return None


def tables() -> list[str]:
    """All of the account."""
    return sorted(boto3.client("dynamodb", region_name=REGION).list_tables()["TableNames"])


if __name__ == "__main__":
    main()
