"""`hotline deploy`: shown, asked, done, phoned; and put back if it does not answer."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from hotline.cli.deploy import packed_now
from hotline.cli.deployed import Deployed
from hotline.cli.deployment import Deployment
from hotline.errors import HotlineError
from infra.aws.release import Packed
from tests.cli.aws.conftest import ACCOUNT, ONGAR, SECOND, TOKEN, Cloud
from tests.cli.aws.template import pack

pytestmark = [pytest.mark.aws, pytest.mark.filterwarnings("ignore:Tried to parse:UserWarning")]
BUCKET = f"hotline-prod-{ACCOUNT}-eu-west-2"


def test_a_line_is_deployed_phoned_and_told_of(cloud: Cloud) -> None:
    """The stack, its tables, the secret, the fallback in another region; and it greets."""
    done = cloud.deploys()
    assert done.exit_code == 0, done.output
    assert f"The line answers at {cloud.line.url}" in done.output
    assert "hotline connect --stage prod" in done.output
    assert "hotline-prod-requests" in cloud.client("dynamodb").list_tables()["TableNames"]
    shared = cloud.client("ssm").get_parameter(Name="/hotline/prod/twilio", WithDecryption=True)["Parameter"]
    told = json.loads(shared["Value"])
    assert (shared["Type"], told["auth_token"], told["auth_token_secondary"]) == ("SecureString", TOKEN, "")
    assert len(told["code_secret"]) >= 32
    (away,) = cloud.client("cloudformation", "eu-west-1").describe_stacks()["Stacks"]
    outputs = {one["OutputKey"]: one["OutputValue"] for one in away["Outputs"]}
    pages = cloud.client("s3", "eu-west-1").list_objects_v2(Bucket=outputs["FallbackBucket"])["Contents"]
    assert {page["Key"] for page in pages} == {
        f"fallback/{name}.xml" for name in ("brentwood", "brentwood-thanks", "closed")
    }
    (line,) = cloud.client("cloudformation").describe_stacks(StackName="hotline-prod")["Stacks"]
    parameters = {one["ParameterKey"]: one["ParameterValue"] for one in line["Parameters"]}
    assert (parameters["SecretsName"], parameters["FallbackUrl"]) == ("/hotline/prod/twilio", outputs["FallbackUrl"])


def test_no_token_is_shown_by_anything(cloud: Cloud) -> None:
    """Neither on the terminal, nor in the template or what the stack is told."""
    done = cloud.deploys()
    cloudformation = cloud.client("cloudformation")
    stack = cloudformation.describe_stacks()["Stacks"]
    text = cloudformation.get_template(StackName="hotline-prod")["TemplateBody"]
    assert TOKEN not in f"{done.output} {stack} {text}"


def test_the_bucket_is_private_encrypted_and_never_overwritten(cloud: Cloud) -> None:
    """What was deployed before is still there, by what is in it."""
    cloud.deploys()
    pack(cloud.packed, code="print('another')")
    cloud.deploys()
    s3 = cloud.client("s3")
    blocked = s3.get_public_access_block(Bucket=BUCKET)["PublicAccessBlockConfiguration"]
    assert all(blocked.values())
    (rule,) = s3.get_bucket_encryption(Bucket=BUCKET)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    kept = [one["Key"].partition("/")[0] for one in s3.list_objects_v2(Bucket=BUCKET)["Contents"]]
    assert (kept.count("code"), kept.count("templates")) == (2, 2)


def test_the_same_again_changes_nothing_and_still_phones(cloud: Cloud) -> None:
    """With no options: what the stack was told before it is told again."""
    cloud.deploys()
    again = cloud.run("deploy", "--packed", str(cloud.packed), "--yes")
    assert again.exit_code == 0, again.output
    assert "nothing would change" in again.output
    assert "The line answers" in again.output


def test_a_change_of_what_is_told_is_a_new_release(cloud: Cloud) -> None:
    """A version of a function holds its settings too: AWS publishes another only if Release is another."""
    packed = Packed.read(cloud.packed)
    told = {"Stage": "prod", "SecretsName": "/x", "FallbackUrl": "https://x", "AlertEmail": "gwen@example.org"}
    before = packed.parameters(told)
    assert packed.parameters(told) == before
    assert packed.parameters(before, {"HotlineBaseUrl": "https://line.example.org"})["Release"] != before["Release"]
    assert (
        Packed.read(pack(cloud.packed, code="x = 1")).parameters(told)["Release"] == before["Release"]
    )  # the template's


def test_what_the_stack_must_be_told_is_asked_for_in_one_line_before_anything_is_packed(cloud: Cloud) -> None:
    """The first time in a region somebody must be told when something breaks; the flag is named."""
    nothing_packed = ("deploy", "--packed", str(cloud.groups), "--yes")
    for words in (nothing_packed, (*nothing_packed, "--dry-run")):
        refused = cloud.run(*words)
        assert (refused.exit_code, len(refused.stderr.splitlines())) == (1, 1)
        assert "--alert-email" in refused.stderr
        assert "first deployment of prod in eu-west-2" in refused.stderr
    assert cloud.deploys().exit_code == 0
    assert cloud.run("deploy", "--packed", str(cloud.packed), "--yes").exit_code == 0


def test_whatever_else_the_template_asks_for_is_named_by_its_flag(cloud: Cloud) -> None:
    """Or by its own name, where there is none."""
    with pytest.raises(HotlineError, match="must be told --alert-email, FallbackUrl, SecretsName, Stage"):
        Packed.read(cloud.packed).parameters({})


def test_a_table_that_would_be_empty_is_not_deployed(cloud: Cloud) -> None:
    """Nor one that would be gone: the line would have forgotten everybody."""
    cloud.deploys()
    pack(cloud.packed, RequestsTable=None)
    refused = cloud.deploys()
    assert refused.exit_code == 1
    assert "RequestsTable" in refused.stderr
    assert "not deployed" in refused.stderr
    assert "hotline-prod-requests" in cloud.client("dynamodb").list_tables()["TableNames"]


def test_what_fails_at_aws_is_told_with_its_reason(cloud: Cloud) -> None:
    """AWS puts everything back by itself; exit code 1."""
    cloud.deploys()
    pack(cloud.packed, code="print('another')")
    cloud.formation.fails["hotline-prod"] = "The role cannot be assumed by Lambda."
    failed = cloud.deploys()
    assert failed.exit_code == 1
    assert "APIHandler (function): The role cannot be assumed by Lambda." in failed.stderr
    assert "put everything back" in failed.stderr


def test_a_stack_that_somebody_changes_just_now_is_left_alone(cloud: Cloud) -> None:
    """Two at once would undo each other."""
    cloud.deploys()
    cloud.formation.stands("hotline-prod", "UPDATE_IN_PROGRESS")
    refused = cloud.deploys()
    assert (refused.exit_code, "being changed just now" in refused.stderr) == (1, True)
    cloud.formation.stands("hotline-prod", "UPDATE_ROLLBACK_FAILED")
    refused = cloud.deploys()
    assert (refused.exit_code, "cannot be changed as it stands" in refused.stderr) == (1, True)


@pytest.mark.usefixtures("here")
def test_a_line_that_does_not_answer_is_put_back_as_it_was(cloud: Cloud) -> None:
    """Template and code of before, phoned again; exit code 1."""
    assert deployed(cloud, "one").deploy()
    before = of_the_stack(cloud)
    assert not deployed(cloud, "two", broken_for=6).deploy()
    assert of_the_stack(cloud) == before
    assert deployed(cloud, "three").deploy()
    assert of_the_stack(cloud) != before


@pytest.mark.usefixtures("here")
def test_what_is_done_about_a_line_that_does_not_answer_is_said(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was wrong, that the former is put back, and whether that answers."""
    deployed(cloud, "one").deploy()
    deployed(cloud, "two", broken_for=6).deploy()
    said = capsys.readouterr().err
    assert "brentwood: it answered 502" in said
    assert "It is back, and answers." in said
    deployed(cloud, "three", broken_for=12).deploy()
    assert "It is back, but does not answer either" in capsys.readouterr().err


@pytest.mark.usefixtures("here")
def test_a_first_line_that_does_not_answer_is_left_for_who_mends_it(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    """No number leads to it yet, and there is nothing to put back."""
    assert not deployed(cloud, "one", broken_for=6).deploy()
    assert "nothing before it" in capsys.readouterr().err


@pytest.mark.usefixtures("here")
def test_each_group_is_phoned(cloud: Cloud, capsys: pytest.CaptureFixture[str]) -> None:
    """Two files, two numbers, one line; one whose settings were not packed is found out."""
    cloud.add_group("ongar", "Ongar Neighbours", ONGAR)
    assert deployed(cloud, "one").deploy()
    cloud.packed_groups = cloud.loaded()
    cloud.add_group("stondon", "Stondon", "+442079460002")
    assert not deployed(cloud, "two").deploy()
    assert "stondon: it did not greet as stondon" in capsys.readouterr().err


def test_both_stages_live_side_by_side(cloud: Cloud) -> None:
    """Each with its own stack, tables, secret, bucket and fallback."""
    assert cloud.deploys().exit_code == 0
    assert cloud.deploys("--stage", "dev").exit_code == 0
    tables = cloud.client("dynamodb").list_tables()["TableNames"]
    assert {"hotline-prod-requests", "hotline-dev-requests"} <= set(tables)
    named = [one["Name"] for one in cloud.client("ssm").describe_parameters()["Parameters"]]
    assert sorted(named) == ["/hotline/dev/twilio", "/hotline/prod/twilio"]
    away = cloud.client("cloudformation", "eu-west-1").list_stacks()["StackSummaries"]
    assert {one["StackName"] for one in away} == {"hotline-prod-fallback", "hotline-dev-fallback"}


@pytest.mark.parametrize("name", ["Prod", "my-line", "", "a" * 17, "1st"])
def test_a_stage_has_a_name_that_all_of_aws_takes(cloud: Cloud, name: str) -> None:
    """It is part of a bucket's name, of a parameter's and of tables'."""
    refused = cloud.deploys("--stage", name)
    assert refused.exit_code == 2
    assert "small letters and digits" in refused.stderr


def test_a_folder_that_nobody_has_packed_is_named(cloud: Cloud) -> None:
    """And who packs it."""
    refused = cloud.run("deploy", "--packed", str(cloud.groups), "--yes", "--alert-email", "gwen@example.org")
    assert refused.exit_code == 1
    assert "make package" in refused.stderr


@pytest.mark.usefixtures("here")
def test_the_groups_that_are_looked_at_are_those_that_are_packed(cloud: Cloud) -> None:
    """Those of the folder that HOTLINE_GROUPS names: a stage has its own, and nobody's number leads to two lines."""
    cloud.add_group("ongar", "Ongar Neighbours", ONGAR)
    with ZipFile(BytesIO(packed_now("prod").zipped)) as zipped:
        groups = {name: zipped.read(name).decode() for name in zipped.namelist() if name.startswith("groups/")}
    assert groups == {f"groups/{file.name}": file.read_text() for file in cloud.groups.iterdir()}


def test_no_credentials_are_told_as_such(cloud: Cloud) -> None:
    """Before anything is packed or asked."""
    refused = cloud.deploys(AWS_ACCESS_KEY_ID=None, AWS_SECRET_ACCESS_KEY=None)
    assert refused.exit_code == 1
    assert "docs/aws.md, step 3" in refused.stderr


def test_twilio_is_asked_for_where_nothing_names_it(cloud: Cloud) -> None:
    """Not shown as it is typed; a token that is not the account's stops it before anything is deployed."""
    nothing = {"TWILIO_ACCOUNT_SID": None, "TWILIO_AUTH_TOKEN": None}
    words = ("deploy", "--packed", str(cloud.packed), "--yes", "--base-url", cloud.line.url, "--alert-email", "g@e.org")
    wrong = cloud.run(*words, stdin=f"AC{'1' * 32}\nwrong\n\n", **nothing)
    assert wrong.exit_code == 1
    assert "Twilio does not take this account SID with this auth token" in wrong.stderr
    assert cloud.client("ssm").describe_parameters()["Parameters"] == []
    right = cloud.run(*words, stdin=f"AC{'1' * 32}\n{TOKEN}\n\n", **nothing)
    assert right.exit_code == 0, right.output
    assert TOKEN not in right.output
    assert SECOND not in right.output


@pytest.fixture
def here(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same settings for what is not run by a command."""
    for name, value in cloud.settings().items():
        monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name, raising=False)


def deployed(cloud: Cloud, code: str, *, broken_for: int = 0) -> Deployment:
    """Shown, and not yet deployed; it waits for nothing."""
    made = pack(cloud.packed, code=code)
    given = {"HotlineBaseUrl": cloud.line.url, "AlertEmail": "gwen@example.org"}
    deployment = Deployment(Deployed("prod"), given, wait=lambda _: None)
    deployment.show(Packed.read(made))
    cloud.line.broken_for = broken_for
    return deployment


def of_the_stack(cloud: Cloud) -> object:
    """What its functions are made of."""
    text = cloud.client("cloudformation").get_template(StackName="hotline-prod")["TemplateBody"]
    resources = (json.loads(text) if isinstance(text, str) else text)["Resources"]
    return resources["APIHandler"]["Properties"]["CodeUri"]


def test_what_a_stage_remembers_is_backed_up_and_restored(cloud: Cloud, tmp_path: Path) -> None:
    """By its name, as somebody types it: its tables are not those of the line here."""
    assert cloud.deploys().exit_code == 0
    dynamodb = cloud.client("dynamodb")
    row = {"id": {"S": "counts#brentwood"}, "counts": {"M": {"done/shopping": {"N": "7"}}}}
    dynamodb.put_item(TableName="hotline-prod-line", Item=row)
    file = str(tmp_path / "line.jsonl")
    assert "1 of line" in cloud.types("backup", file, "--stage", "prod")
    dynamodb.delete_item(TableName="hotline-prod-line", Key={"id": row["id"]})
    assert "restored 1 rows" in cloud.types("restore", file, "--stage", "prod")
    assert dynamodb.get_item(TableName="hotline-prod-line", Key={"id": row["id"]})["Item"]["counts"] == row["counts"]
