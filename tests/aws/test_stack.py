"""The template, created in an AWS of our own (moto), and the line run on what is then there."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from infra.aws.policy import ONLY_NEW, Act, allowed, permissions
from infra.aws.stage import Stage
from tests.aws.sam import ACCOUNT, REGION, Template, told, transformed
from tests.aws.stack import Function, an_account, create, functions
from tests.sources import ROOT

pytestmark = pytest.mark.aws

ROLES = "infra/aws/template/roles.yaml"
FUNCTIONS = tuple(f"hotline-prod-{name}" for name in ("alarm", "api", "changed", "minute", "nightly"))
TABLES = ["hotline-prod-line", "hotline-prod-offers", "hotline-prod-places", "hotline-prod-requests"]
OWN = f"{REGION}:{ACCOUNT}"


@pytest.fixture(scope="session")
def story(sam: Template, template: Template, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A resident's call, a volunteer's yes, a clock that goes on alone, an alarm: told on the stack of `prod`."""
    folder = tmp_path_factory.mktemp("story")
    files = {"template.json": template, "parameters.json": told(sam)}
    for name, content in files.items():
        (folder / name).write_text(json.dumps(content))
    command = [sys.executable, "-m", "tests.aws.story", *(str(folder / name) for name in files)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    happened: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])  # moto has its own words for want of Docker
    return happened


@pytest.fixture
def deployed(sam: Template, template: Template) -> Iterator[dict[str, Function]]:
    """The functions of `prod`."""
    with an_account():
        create(template, told(sam))
        yield functions()


def test_a_call_is_answered_and_a_neighbour_found_on_what_was_deployed(story: dict[str, Any]) -> None:
    """To the yes, and to the word of both; the tables are those of the stack, and none had to be made."""
    assert story["taken"]
    assert story["there"] == sorted([*TABLES, "hotline-prod-volunteers"])
    assert story["afterwards"] == story["there"]


def test_each_function_may_do_what_it_did(story: dict[str, Any]) -> None:
    """What DynamoDB was asked for in that story, against the role of the function that asked."""
    assert sorted(story["done"]) == sorted({*FUNCTIONS} - {"hotline-prod-nightly"})  # whose night tests/package has
    refused = [
        f"{function} may not {act}: allow it in {ROLES}"
        for function, done in story["done"].items()
        for act in (Act(*each) for each in done)
        if not allowed(story["may"][function], act)
    ]
    assert "\n".join(refused) == ""


def test_each_function_may_do_what_aws_does_in_its_name(deployed: dict[str, Function]) -> None:
    """Read the secret that it is told of, read the stream, put away what failed; of logs see test_template."""
    refused = [
        f"{name} may not {act}: allow it in {ROLES}"
        for name, function in deployed.items()
        for act in needed(function)
        if not allowed(function.may, act)
    ]
    assert "\n".join(refused) == ""


def needed(function: Function) -> Iterator[Act]:
    """What its code does not do itself, or does before anything else."""
    secret = function.environment["HOTLINE_SECRETS"]
    yield Act("ssm:GetParameter", f"arn:aws:ssm:{OWN}:parameter{secret}")
    if not function.name.endswith("-api"):
        (queue,) = boto3.client("sqs", region_name=REGION).list_queues()["QueueUrls"]
        yield Act("sqs:SendMessage", f"arn:aws:sqs:{OWN}:{queue.rpartition('/')[2]}")
    if function.name.endswith("-changed"):
        tables = boto3.client("dynamodb", region_name=REGION)
        stream = tables.describe_table(TableName="hotline-prod-requests")["Table"]["LatestStreamArn"]
        yield from (Act(f"dynamodb:{each}", stream) for each in ("DescribeStream", "GetRecords", "GetShardIterator"))


def test_no_function_may_scan_or_touch_a_table_itself(deployed: dict[str, Function]) -> None:
    """Nor may it do anything to all there is. Only the nightly backup's may scan, and it may not change a row."""
    for name, function in deployed.items():
        for table in (*TABLES, "hotline-prod-volunteers", "another"):
            arn = f"arn:aws:dynamodb:{OWN}:table/{table}"
            for action in ("Scan", "CreateTable", "DeleteTable", "UpdateTable", "UpdateTimeToLive", "PartiQLSelect"):
                may = allowed(function.may, Act(f"dynamodb:{action}", arn))
                meant = (name, action) == ("hotline-prod-nightly", "Scan") and table != "another"
                assert may is meant, f"{name} may {action} {table}"
    nightly = {one.action for each in deployed["hotline-prod-nightly"].may for one in permissions(each)}
    assert {action for action in nightly if action.startswith("dynamodb:")} == {"dynamodb:Scan"}


def test_the_nightly_backup_is_written_where_the_stack_of_backups_has_its_bucket(deployed: dict[str, Function]) -> None:
    """Into the folder of its own region; read back, or erased, it can be by none of the line's functions."""
    stage, nightly = Stage(name="prod", region=REGION), deployed["hotline-prod-nightly"]
    bucket = stage.backups(ACCOUNT)
    where = {name: nightly.environment[f"HOTLINE_{name}"] for name in ("BACKUPS", "BACKUPS_REGION")}
    assert where == {"BACKUPS": bucket, "BACKUPS_REGION": stage.backups_region}
    backup = f"arn:aws:s3:::{bucket}/{REGION}/2026-11-30T021700Z.jsonl"
    may = {
        (name, action)
        for name, function in deployed.items()
        for action in ("s3:PutObject", "s3:GetObject", "s3:DeleteObject")
        if allowed(function.may, Act(action, backup, ONLY_NEW))
    }
    assert may == {("hotline-prod-nightly", "s3:PutObject")}
    assert not allowed(nightly.may, Act("s3:PutObject", backup.replace(REGION, "eu-west-1"), ONLY_NEW))


def test_no_backup_is_written_over_another(deployed: dict[str, Function]) -> None:
    """Whoever gets hold of the function may add to the backups, and take none away by writing where it is."""
    nightly = deployed["hotline-prod-nightly"]
    folder = f"arn:aws:s3:::{Stage(name='prod', region=REGION).backups(ACCOUNT)}/{REGION}"
    assert allowed(nightly.may, Act("s3:PutObject", f"{folder}/2026-11-30T021700Z.jsonl", ONLY_NEW))
    assert not allowed(nightly.may, Act("s3:PutObject", f"{folder}/2026-11-30T021700Z.jsonl"))


def test_the_secret_is_named_alike_wherever_it_is_named(deployed: dict[str, Function]) -> None:
    """By its stage; no function is told anything else of it."""
    told_of = {name: function.environment.get("HOTLINE_SECRETS") for name, function in deployed.items()}
    assert told_of == dict.fromkeys(FUNCTIONS, "/hotline/prod/twilio"), "a secret's name: /hotline/<stage>/twilio"
    names = ("BACKUPS", "BACKUPS_REGION", "BASE_URL", "FALLBACK_URL", "SECRETS", "TABLES")
    variables = {f"HOTLINE_{name}" for name in names}
    assert {name: {*function.environment} for name, function in deployed.items()} == dict.fromkeys(FUNCTIONS, variables)


def test_each_function_has_a_role_of_its_own(deployed: dict[str, Function]) -> None:
    """Five of each."""
    assert sorted(deployed) == sorted(FUNCTIONS)
    assert len({function.role for function in deployed.values()}) == 5


def test_two_stages_live_side_by_side(sam: Template) -> None:
    """In one account, with nothing in common."""
    with an_account():
        for stage in ("prod", "dev"):
            parameters = told(sam, Stage=stage, SecretsName=f"/hotline/{stage}/twilio")
            create(transformed(sam, parameters), parameters)
        there = functions()
        assert sorted(there) == sorted([*FUNCTIONS, *(name.replace("prod", "dev") for name in FUNCTIONS)])
        assert [name for name, one in there.items() if "prod" in json.dumps(one.may) and "-dev-" in name] == []
