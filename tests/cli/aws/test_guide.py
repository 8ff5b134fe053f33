"""The guide, played through: each command as docs/aws.md has it, against AWS and Twilio as they are said to be."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import Result

from infra.local.exchange.states import Hook
from tests.cli.aws.conftest import LINE, SID, TOKEN, Cloud
from tests.cli.aws.guide import PAGE, typed

pytestmark = [pytest.mark.aws, pytest.mark.filterwarnings("ignore:Tried to parse:UserWarning")]
DEPLOY, CONNECT = "Deploy", "Connect the number, and ring it"
STOP = "Stopping, and starting again"
ROW = {"id": {"S": "counts#brentwood"}, "done": {"N": "7"}}


def types(cloud: Cloud, words: list[str], *, answers: str = "") -> Result:
    """As it stands there; what is packed already saves half a minute, and the address is one that answers here."""
    here = ["--packed", str(cloud.packed), "--base-url", cloud.line.url] if words[0] == "deploy" else []
    nothing = {"TWILIO_ACCOUNT_SID": None, "TWILIO_AUTH_TOKEN": None}
    return cloud.run(*words, *here, stdin=answers, **nothing)


def first(cloud: Cloud) -> Result:
    """Step 5: yes, and Twilio's account and token are asked for."""
    (deploy,) = typed(DEPLOY)
    return types(cloud, deploy, answers=f"y\n{SID}\n{TOKEN}\n\n")


def connect(cloud: Cloud) -> Result:
    command, *_ = typed(CONNECT)
    assert command == ["connect"]
    return types(cloud, command)


def doctor(cloud: Cloud) -> list[str]:
    """Its faults of the stack, its tables, its secret, its answer and its fallback."""
    cloud.completes_what_moto_leaves_out()
    about = ("stack:", "table:", "secret:", "line:", "fallback:")
    (command,) = [words for words in typed(CONNECT) if words[0] == "doctor"]
    found = json.loads(types(cloud, [*command, "--json"]).stdout)
    return [one["about"] for one in found if one["about"].startswith(about) and one["state"] == "fault"]


def keeps_a_row(cloud: Cloud) -> tuple[Any, Any]:
    """Of the line, which has been in use: a row, and what codes are made with."""
    cloud.client("dynamodb").put_item(TableName="hotline-prod-line", Item=ROW)
    return remembered(cloud)


def remembered(cloud: Cloud) -> tuple[Any, Any]:
    row = cloud.client("dynamodb").get_item(TableName="hotline-prod-line", Key={"id": ROW["id"]}).get("Item")
    parameter = cloud.client("ssm").get_parameter(Name="/hotline/prod/twilio", WithDecryption=True)["Parameter"]
    return row, json.loads(parameter["Value"])["code_secret"]


def test_the_first_deployment(cloud: Cloud) -> None:
    """Steps 5 and 6: it is asked about, it is made, it answers, and the number leads to it."""
    done = first(cloud)
    assert done.exit_code == 0, done.output
    assert f"The line answers at {cloud.line.url}" in done.output
    assert connect(cloud).exit_code == 0
    assert cloud.exchange.numbers[LINE].voice
    assert doctor(cloud) == []
    assert cloud.formation.asked.count("CreateChangeSet hotline-prod") == 1
    assert not any(one.startswith("DeleteStack") for one in cloud.formation.asked)


def test_a_first_deployment_that_failed_and_a_second_try_at_once(cloud: Cloud) -> None:
    """The guide: mend it, and type the same line again. Its tables are there by then, and its stack is in the way."""
    cloud.formation.fails["hotline-prod"] = "The role cannot be assumed by Lambda."
    failed = first(cloud)
    assert failed.exit_code == 1
    assert "APIHandler (function): The role cannot be assumed by Lambda." in failed.stderr
    assert failed.stderr.endswith("Mend what is said above, and run this again.\n")
    assert doctor(cloud) == ["stack: hotline-prod"]
    refused = connect(cloud)
    assert (refused.exit_code, "there is no stack hotline-prod in eu-west-2" in refused.stderr) == (1, True)
    assert "type the same line again" in " ".join(PAGE.read_text().split())
    again = types(cloud, typed(DEPLOY)[0], answers="y\n")  # Twilio's account is known by now
    assert again.exit_code == 0, again.output
    assert "An earlier first deployment failed; what is left of it is deleted first." in again.output
    assert "table, taken over: LineTable" in again.output
    assert connect(cloud).exit_code == 0
    assert doctor(cloud) == []


def test_a_first_deployment_that_is_refused_and_a_second_try(cloud: Cloud) -> None:
    """Its reason is one line; the empty stack that AWS keeps takes the next."""
    cloud.formation.refuses["hotline-prod"] = "Required property [PolicyDocument] not found"
    refused = first(cloud)
    assert refused.exit_code == 1
    assert refused.stderr.splitlines()[-1] == (
        "CloudFormation does not take the template of hotline-prod in eu-west-2 (APIHandlerRole: Required property "
        "[PolicyDocument] not found): mend that, and run this again"
    )
    again = types(cloud, typed(DEPLOY)[0], answers="y\n")
    assert again.exit_code == 0, again.output
    assert "DeleteStack hotline-prod" not in cloud.formation.asked


@pytest.mark.parametrize(
    ("stack", "said"),
    [
        ("hotline-prod-fallback", "The fallback could not be deployed in eu-west-1."),
        ("hotline-prod-backups", "The bucket for nightly backups could not be made in eu-west-3."),
    ],
)
def test_a_stack_beside_the_line_that_failed_and_a_second_try(cloud: Cloud, stack: str, said: str) -> None:
    """It is a stack as the line is."""
    cloud.formation.fails[stack] = "Not today."
    failed = first(cloud)
    assert (failed.exit_code, said in failed.stderr) == (1, True)
    again = types(cloud, typed(DEPLOY)[0], answers="y\n")
    assert again.exit_code == 0, again.output


def test_the_line_is_destroyed_and_deployed_again_with_its_rows(cloud: Cloud) -> None:
    """The number is kept: it says that it is not in use, and then leads to the line again, which knows everybody."""
    first(cloud)
    connect(cloud)
    before = keeps_a_row(cloud)
    destroy, deploy, connects, _ = typed(STOP)
    assert types(cloud, destroy, answers="prod\n").exit_code == 0
    assert remembered(cloud) == before
    again = types(cloud, deploy, answers="y\n")
    assert again.exit_code == 0, again.output
    assert "table, taken over: LineTable, OffersTable, PlacesTable, RequestsTable, VolunteersTable" in again.output
    assert types(cloud, connects).exit_code == 0
    assert cloud.exchange.numbers[LINE].voice == Hook(url=f"{cloud.line.url}/voice")
    assert doctor(cloud) == []
    assert remembered(cloud) == before


def test_it_is_destroyed_after_the_number_was_given_back_and_deployed_again(cloud: Cloud) -> None:
    """The fallback is gone too, and is made again; the rows and the codes are as they were."""
    first(cloud)
    before = keeps_a_row(cloud)
    destroy, deploy, _, _ = typed(STOP)
    assert types(cloud, destroy, answers="prod\n").exit_code == 0
    assert [*cloud.state()["stacks"]] == ["hotline-prod-backups"]
    again = types(cloud, deploy, answers="y\n")
    assert again.exit_code == 0, again.output
    assert remembered(cloud) == before


def test_a_stack_that_is_still_being_deleted_is_waited_for(cloud: Cloud) -> None:
    """Somebody has deleted it in the console a moment ago."""
    first(cloud)
    cloud.client("cloudformation").delete_stack(StackName="hotline-prod")
    cloud.client("cloudformation", "eu-west-1").delete_stack(StackName="hotline-prod-fallback")
    again = types(cloud, typed(DEPLOY)[0], answers="y\n")
    assert (again.exit_code, "that is waited for" in again.output) == (0, True), again.output


def test_everything_is_forgotten_for_good(cloud: Cloud) -> None:
    """The name twice; then nothing is there."""
    first(cloud)
    keeps_a_row(cloud)
    *_, forget = typed(STOP)
    assert forget[-1] == "--tables"
    assert types(cloud, forget, answers="prod\nprod\n").exit_code == 0
    assert cloud.state() == {"stacks": {}, "kept": {}, "tables": [], "secrets": []}
