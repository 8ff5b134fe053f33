"""The template as AWS is handed it, and as AWS works with it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import yaml

from app import app
from infra.aws.compiled import RUNTIME
from infra.aws.stage import BUDGET
from infra.aws.template import release
from tests.aws.sam import Template, resolved, told, transformed
from tests.sources import ROOT

pytestmark = pytest.mark.aws

DAILY = {"rate(1 minute)", "rate(1 day)"}
ALIAS = "function:hotline-${Stage}-api:live/invocations"
FALLBACK, BACKUPS = ROOT / "infra/aws/fallback.yaml", ROOT / "infra/aws/backups.yaml"
LINTER = Path(sys.executable).with_name("cfn-lint")


def of_type(template: Template, kind: str) -> dict[str, Any]:
    """The properties of each resource of this type, by its logical id."""
    return {name: one["Properties"] for name, one in template["Resources"].items() if one["Type"] == kind}


def lint(template: Path) -> str:
    """What cfn-lint has to say: errors, and all warnings."""
    command = [str(LINTER), "--regions", "eu-west-2", "eu-west-1", "eu-west-3", "--", str(template)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_cfn_lint_says_nothing_of_what_is_handed_over(packed: Path) -> None:
    """The template with SAM's words in it."""
    assert lint(packed / "sam.json") == ""


def test_cfn_lint_says_nothing_of_what_aws_makes_of_it(template: Template, tmp_path: Path) -> None:
    """The template without them: the parameter that SAM itself uses up is used no more."""
    used = {name: one for name, one in template["Parameters"].items() if name != "Release"}
    (tmp_path / "template.json").write_text(json.dumps({**template, "Parameters": used}))
    assert lint(tmp_path / "template.json") == ""


@pytest.mark.parametrize("stack", [FALLBACK, BACKUPS, BUDGET], ids=lambda file: file.stem)
def test_cfn_lint_says_nothing_of_the_small_stacks(stack: Path) -> None:
    """The one of the fallback's pages, the one of the nightly backups, and the one of the budget."""
    assert lint(stack) == ""


def test_a_fault_would_be_told(tmp_path: Path) -> None:
    """By its place; a linter that is not there at all says something too."""
    (tmp_path / "wrong.yaml").write_text("Resources: {It: {Type: AWS::SQS::Queue, Properties: {QueueNam: it}}}")
    assert "QueueNam" in lint(tmp_path / "wrong.yaml")


def test_every_function_runs_on_arm_and_one_python(template: Template) -> None:
    """Whatever Python has packed them, and with no X-Ray."""
    functions = of_type(template, "AWS::Lambda::Function")
    assert len(functions) == 5
    for name, function in functions.items():
        assert (function["Runtime"], function["Architectures"]) == (RUNTIME, ["arm64"]), name
        assert function["TracingConfig"] == {"Mode": "PassThrough"}, name


def test_the_api_calls_the_version_that_was_published(template: Template) -> None:
    """By its alias, which is allowed to it, and which SnapStart has made ready."""
    (api,) = of_type(template, "AWS::ApiGateway::RestApi").values()
    calls = [
        way["x-amazon-apigateway-integration"]["uri"] for path in api["Body"]["paths"].values() for way in path.values()
    ]
    assert len(calls) > 5
    assert [call for call in calls if not call["Fn::Sub"].endswith(ALIAS)] == []
    (alias,) = of_type(template, "AWS::Lambda::Alias").values()
    assert (alias["Name"], alias["FunctionName"]) == ("live", {"Ref": "APIHandler"})
    function = of_type(template, "AWS::Lambda::Function")["APIHandler"]
    assert function["SnapStart"] == {"ApplyOn": "PublishedVersions"}
    assert function["FunctionName"] == {"Fn::Sub": "hotline-${Stage}-api"}
    allowed = of_type(template, "AWS::Lambda::Permission")["APIHandlerInvokePermission"]
    assert allowed["FunctionName"] == {"Ref": "APIHandlerAliaslive"}


def version(sam: Template, **given: str) -> str:
    """The logical id of the version of what answers: another, and AWS publishes another."""
    (name,) = of_type(transformed(sam, told(sam, **given)), "AWS::Lambda::Version")
    return name


def test_a_version_is_published_for_each_change_of_the_code_or_the_settings(sam: Template, packed: Path) -> None:
    """Else the alias would go on with the address or the secret of before; the same again publishes nothing."""
    zipped = packed / "deployment.zip"
    as_before = version(sam)
    assert version(sam, Release=release(zipped, {})) == as_before
    moved = {"HotlineBaseUrl": "https://line.example.org"}
    assert version(sam, **moved) == as_before  # which is why Release is worked out of all the others
    assert version(sam, **moved, Release=release(zipped, moved)) != as_before


def test_a_release_is_what_is_in_the_zip(tmp_path: Path) -> None:
    """Packed again it is the same; with one more byte it is another."""

    def packs(name: str, *files: tuple[str, str]) -> str:
        with ZipFile(tmp_path / name, "w") as zipped:
            for file, content in files:
                zipped.writestr(file, content)
        return release(tmp_path / name, {})

    one, two = ("a.py", "1"), ("b.py", "2")
    assert packs("one.zip", one, two) == packs("two.zip", two, one)
    assert packs("one.zip", one, two) != packs("two.zip", one, ("b.py", "3"))


@pytest.mark.assumes("snapshot-goes-inactive")
def test_each_snapshot_is_used_every_day(template: Template) -> None:
    """A version with SnapStart that nothing invokes for 14 days becomes Inactive, and the next invocation fails."""
    # AWS: https://docs.aws.amazon.com/lambda/latest/dg/snapstart-activate.html#snapstart-function-states
    functions = of_type(template, "AWS::Lambda::Function")
    with_snapshot = {name for name, one in functions.items() if one.get("SnapStart", {}).get("ApplyOn")}
    aliases = {
        name
        for name, alias in of_type(template, "AWS::Lambda::Alias").items()
        if alias["FunctionName"]["Ref"] in with_snapshot
    }
    daily = [each for each in of_type(template, "AWS::Events::Rule").values() if each["ScheduleExpression"] in DAILY]
    invoked = {target["Arn"]["Ref"] for rule in daily for target in rule["Targets"] if "Ref" in target["Arn"]}
    assert with_snapshot == {"APIHandler"}
    assert aliases == {"APIHandlerAliaslive"}
    assert invoked == aliases
    allowed = of_type(template, "AWS::Lambda::Permission").values()
    assert aliases <= {one["FunctionName"].get("Ref") for one in allowed if one["Principal"] == "events.amazonaws.com"}


def test_what_keeps_the_snapshot_ready_is_refused_before_it_touches_anything(template: Template) -> None:
    """A method that the door does not have, in the form of API Gateway's: an answer, and no exception."""
    (given,) = [
        json.loads(target["Input"])
        for rule in of_type(template, "AWS::Events::Rule").values()
        for target in rule["Targets"]
        if "Input" in target
    ]
    assert app(given, None)["statusCode"] == HTTPStatus.METHOD_NOT_ALLOWED


def test_only_one_version_is_paid_for(template: Template) -> None:
    """A snapshot costs by the month for as long as its version is there."""
    (one,) = (each for each in template["Resources"].values() if each["Type"] == "AWS::Lambda::Version")
    assert one["DeletionPolicy"] == "Delete"


def test_the_api_hands_on_sounds_as_they_are(template: Template) -> None:
    """Whatever `Accept` says (AWS's guide, api-gateway-payload-encodings); nothing else is asked for with GET."""
    (api,) = of_type(template, "AWS::ApiGateway::RestApi").values()
    assert api["Body"]["x-amazon-apigateway-binary-media-types"] == ["*/*"]
    gets = [path for path, ways in api["Body"]["paths"].items() if "get" in ways]
    assert gets == ["/sound/{group}/{about}/{recording}/{moment}/{mark}"]


def test_the_api_has_one_stage_throttled_and_says_nothing_of_what_passes(template: Template) -> None:
    """No log, no payload, no X-Ray."""
    (stage,) = of_type(template, "AWS::ApiGateway::Stage").values()
    (deployment,) = of_type(template, "AWS::ApiGateway::Deployment").values()
    assert "StageName" not in deployment, "SAM would make a second stage, which nothing throttles"
    (settings,) = stage["MethodSettings"]
    assert settings["ResourcePath"], settings["HttpMethod"] == ("/*", "*")
    assert 0 < settings["ThrottlingRateLimit"] <= settings["ThrottlingBurstLimit"]
    assert (settings["LoggingLevel"], settings["DataTraceEnabled"]) == ("OFF", False)
    assert stage["TracingEnabled"] is False
    assert "AccessLogSetting" not in stage


def test_each_function_writes_into_a_log_of_its_own_for_thirty_days(template: Template) -> None:
    """The log is there before the function, and its role may write there and nowhere else."""
    logs = of_type(template, "AWS::Logs::LogGroup")
    assert {log["RetentionInDays"] for log in logs.values()} == {30}
    roles, written = of_type(template, "AWS::IAM::Role"), []
    for name, function in of_type(template, "AWS::Lambda::Function").items():
        written.append(function["LoggingConfig"]["LogGroup"]["Ref"])
        role = roles[function["Role"]["Fn::GetAtt"][0]]
        statements = [each for policy in role["Policies"] for each in policy["PolicyDocument"]["Statement"]]
        where = [each["Resource"] for each in statements if "logs:PutLogEvents" in each["Action"]]
        assert where == [{"Fn::GetAtt": [written[-1], "Arn"]}], f"{name} may write into another's log"
    assert sorted(written) == sorted(logs)


def test_no_secret_is_in_it_but_its_name(sam: Template) -> None:
    """Nothing of Twilio's is a parameter, and nothing that is needed to be kept from anybody."""
    parameters = {"AlertEmail", "FallbackUrl", "HotlineBaseUrl", "Release", "SecretsName", "Stage"}
    assert sam["Parameters"].keys() == parameters
    assert sam["Parameters"]["SecretsName"]["Default"] == "/hotline/prod/twilio"
    assert "TWILIO_AUTH" not in json.dumps(sam)


def test_every_name_is_that_of_a_stage(sam: Template, template: Template) -> None:
    """Two stages have no name in common, whatever it is a name of."""
    of_both = [{*names(resolved(template["Resources"], told(sam, Stage=stage)))} for stage in ("prod", "dev")]
    assert len(of_both[0]) > 25
    assert of_both[0] & of_both[1] == set()


def test_every_name_that_is_the_whole_accounts_has_its_region(template: Template) -> None:
    """While one region is gone, its budgets, its roles and its buckets are still there, by their names."""
    # https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-budgets-budget-budgetdata.html
    every = of_type(yaml.safe_load(BUDGET.read_text(encoding="utf-8")), "AWS::Budgets::Budget")
    budgets = [one["Budget"]["BudgetName"] for one in every.values()]
    assert budgets != []
    named = [role["RoleName"] for role in of_type(template, "AWS::IAM::Role").values() if "RoleName" in role]
    assert [name for name in budgets + named if "${AWS::Region}" not in json.dumps(name)] == []
    assert of_type(template, "AWS::S3::Bucket") == {}


def names(part: Any) -> Iterator[str]:
    """All that is named in full; an index, an attribute, an alias or a dimension is part of something that is."""
    within = {"IndexName", "AttributeName", "MetricName", "PolicyName", "StageName"}
    match part:
        case {"Name": _, "Value": _} | {"FunctionVersion": _}:
            return
        case dict():
            for key, value in part.items():
                if key.endswith("Name") and key not in within and isinstance(value, str):
                    yield f"{key} {value}"
                yield from names(value)
        case list():
            for value in part:
                yield from names(value)
