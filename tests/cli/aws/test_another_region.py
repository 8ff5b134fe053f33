"""A region is gone, and the line goes on in another: played through by the words of docs/runbook.md."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from hotline.backup_file import code_secret_of
from hotline.cli.backup import codes_hold
from hotline.cli.deployed import Deployed
from infra.aws.resolved import Resolved
from infra.aws.stage import AWAY, HOME, KEPT, Stage
from infra.aws.template import parts
from infra.local.exchange.states import Hook
from tests.cli.aws.conftest import ACCOUNT, LINE, SECOND, Cloud
from tests.sources import ROOT

pytestmark = [pytest.mark.aws, pytest.mark.filterwarnings("ignore:Tried to parse:UserWarning")]
BUCKET = f"hotline-prod-backups-{ACCOUNT}"
OTHERS = ("eu-central-1", "eu-north-1")  # where somebody else's line may be


def at_the_line(cloud: Cloud, region: str, *scene: str) -> dict[str, Any]:
    """A scene, from its beginning to its end."""
    with playing(cloud, region, *scene) as process:
        out, err = process.communicate()
    assert process.returncode == 0, err[-3000:]
    happened: dict[str, Any] = json.loads(out.splitlines()[-1])
    return happened


@contextmanager
def playing(cloud: Cloud, region: str, *scene: str) -> Iterator[subprocess.Popen[str]]:
    """A scene, in the environment that the template gives the line's functions, in this region."""
    told = Resolved(
        parts(), Stage="prod", SecretsName="/hotline/prod/twilio", FallbackUrl="", HotlineBaseUrl="https://x"
    )
    functions = told.value(parts()["Globals"]["Function"]["Environment"]["Variables"])
    where = {
        "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",  # moto knows no other
        "AWS_ENDPOINT_URL": cloud.moto,
        "AWS_ENDPOINT_URL_SSM": cloud.moto,
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.cli.aws.scenes", *scene],
        cwd=ROOT,
        env={**os.environ, **functions, **where},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def told_by(process: subprocess.Popen[str]) -> dict[str, Any]:
    """What a scene tells half-way, before it waits to be let go on."""
    assert process.stdout is not None
    assert process.stderr is not None
    line = process.stdout.readline()
    assert line, process.stderr.read()[-3000:]
    happened: dict[str, Any] = json.loads(line)
    return happened


def code_secret(cloud: Cloud, region: str) -> str:
    parameter = cloud.client("ssm", region).get_parameter(Name="/hotline/prod/twilio", WithDecryption=True)["Parameter"]
    return str(json.loads(parameter["Value"])["code_secret"])


def row_of_the_runbook() -> str:
    """What the runbook says to do when London is gone."""
    lines = (ROOT / "docs/runbook.md").read_text(encoding="utf-8").splitlines()
    (row,) = [line for line in lines if line.startswith("| London is gone")]
    return row


def exported(row: str) -> dict[str, str]:
    """What the row has put into the environment."""
    (words,) = re.findall(r"`export ([^`]*)`", row)
    return dict(one.split("=", 1) for one in words.split())


@pytest.mark.assumes("budgets-are-the-accounts")
def test_the_line_goes_on_in_another_region_while_the_first_is_gone(cloud: Cloud) -> None:
    """A code that was given out in London finds its request in Dublin, and the two talk."""
    # 1. A line in London, a request under way, and a night.
    # 2. London is gone, and the fallback takes words. Each command of the runbook is typed as it stands there: none
    #    asks anything of London. The new line's clock runs from the deployment on, and its own night comes once.
    # 3. The code, the two words and who said yes are as they were; the fallback's words are there once.
    assert cloud.deploys().exit_code == 0
    assert cloud.run("connect").exit_code == 0
    asked = at_the_line(cloud, HOME, "asked")
    at_the_line(cloud, HOME, "night")
    codes, pages = code_secret(cloud, HOME), cloud.exchange.numbers[LINE].fallback

    cloud.regions.gone = HOME
    cloud.exchange.auth_token, cloud.exchange.secondary_token = SECOND, None  # promoted: London's line can ring nobody
    elsewhere = {**exported(row_of_the_runbook()), "TWILIO_AUTH_TOKEN": SECOND}
    assert elsewhere["AWS_REGION"] == AWAY
    typed = re.findall(r"`hotline (\w+)([^`]*)`", row_of_the_runbook())
    assert [command for command, _ in typed] == ["deploy", "restore", "connect"]
    deploy, restore, connect = (words.split() for _, words in typed)
    deployed = cloud.run(
        "deploy", *deploy, "--packed", str(cloud.packed), "--base-url", cloud.line.url, stdin="y\n", **elsewhere
    )
    assert deployed.exit_code == 0, deployed.output
    at_the_line(cloud, AWAY, "night")
    with playing(cloud, AWAY, "meanwhile") as dublin:
        assert told_by(dublin) == {}  # rows: what a line that is not connected finds is another line's
        restored = cloud.types("restore", *restore, env=elsewhere)
        assert re.search(r"restored [1-9]\d* rows", restored)
        connected = cloud.run("connect", *connect, **elsewhere)
        assert connected.exit_code == 0, connected.output
        out, err = dublin.communicate("connected\n")
        assert dublin.returncode == 0, err[-3000:]
    found = json.loads(out)
    assert len(found["said"]) == 1
    assert found["words"] == found["said"]
    assert cloud.regions.asked_in_vain == set()

    assert code_secret(cloud, AWAY) == codes
    own = cloud.exchange.numbers[LINE]
    assert own.voice == Hook(url=f"{cloud.line.url}/voice")
    assert own.fallback
    assert own.fallback != pages
    assert f".s3.{KEPT}." in own.fallback.url
    assert at_the_line(cloud, AWAY, "goes_on", asked["code"]) == {"spoken": True, "bens": True}


def test_the_nightly_backup_lies_encrypted_for_fourteen_days_where_nobody_else_reads_it(cloud: Cloud) -> None:
    """Its bucket is in a region of its own; it has every row, and the secret of codes; it is written over by none."""
    assert cloud.deploys().exit_code == 0
    at_the_line(cloud, HOME, "asked")
    for _ in range(2):
        at_the_line(cloud, HOME, "night")
    s3 = cloud.client("s3", KEPT)
    assert s3.get_bucket_location(Bucket=BUCKET)["LocationConstraint"] == KEPT
    kept = s3.list_objects_v2(Bucket=BUCKET)["Contents"]
    assert len(kept) == 2
    assert all(re.fullmatch(rf"{HOME}/\d{{4}}-\d\d-\d\dT\d{{6}}Z\.jsonl", one["Key"]) for one in kept)
    lines = s3.get_object(Bucket=BUCKET, Key=kept[0]["Key"])["Body"].read().splitlines()
    assert code_secret_of(lines[0]) == code_secret(cloud, HOME)
    assert {json.loads(line)["table"] for line in lines[1:-1]} >= {"line", "offers", "places", "requests", "volunteers"}
    (rule,) = s3.get_bucket_encryption(Bucket=BUCKET)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    assert "Status" not in s3.get_bucket_versioning(Bucket=BUCKET)


def test_a_backup_that_is_there_is_left_as_it_is(cloud: Cloud) -> None:
    """S3 is asked to write only where nothing is of that name; a second try of the same finds it done."""
    assert cloud.deploys().exit_code == 0
    s3 = cloud.client("s3", KEPT)
    same = datetime.now(UTC).replace(microsecond=0)
    key = f"{HOME}/{same:%Y-%m-%dT%H%M%SZ}.jsonl"
    s3.put_object(Bucket=BUCKET, Key=key, Body=b"it was there")
    at_the_line(cloud, HOME, "night", same.isoformat())
    assert [one["Key"] for one in s3.list_objects_v2(Bucket=BUCKET)["Contents"]] == [key]
    assert s3.get_object(Bucket=BUCKET, Key=key)["Body"].read() == b"it was there"


def test_a_line_with_a_secret_of_its_own_waits_until_it_goes_by_the_backups(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its functions read the secret every five minutes: no row is put back before. The same secret: no wait."""
    assert cloud.run("secrets").exit_code == 0
    for name, value in cloud.settings().items():
        monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name, raising=False)
    waited: list[float] = []
    for _ in range(2):
        codes_hold(Deployed("prod"), "of the backup", wait=waited.append)
    assert (waited, code_secret(cloud, HOME)) == ([300], "of the backup")


def test_what_a_nightly_restore_needs_is_said_in_one_line(cloud: Cloud) -> None:
    """Whose it is, or that there is none."""
    for words, said in (
        ((), "Name a FILE, or give --nightly"),
        (("line.jsonl", "--nightly", "--stage", "prod"), "Name a FILE, or give --nightly"),
        (("--nightly",), "with --stage"),
        (("--nightly", "--stage", "prod"), f"no nightly backup of prod in {KEPT}"),
    ):
        refused = cloud.run("restore", *words)
        assert refused.exit_code != 0
        assert said in refused.stderr


def test_backups_stay_with_the_tables_and_go_with_them(cloud: Cloud) -> None:
    """Those of the line's own region: another's may be the one in use."""
    assert cloud.deploys().exit_code == 0
    s3 = cloud.client("s3", KEPT)
    for region in (HOME, AWAY):
        s3.put_object(Bucket=BUCKET, Key=f"{region}/2026-11-30T021700Z.jsonl", Body=b"")
    once = cloud.run("destroy", "--leave-numbers", stdin="prod\n")
    assert once.exit_code == 0, once.output
    assert f"the nightly backups in {KEPT}: stay" in once.output
    assert cloud.run("destroy", "--tables", "--leave-numbers", stdin="prod\nprod\n").exit_code == 0
    assert [one["Key"].partition("/")[0] for one in s3.list_objects_v2(Bucket=BUCKET)["Contents"]] == [AWAY]
    s3.delete_object(Bucket=BUCKET, Key=f"{AWAY}/2026-11-30T021700Z.jsonl")
    done = cloud.run("destroy", "--tables", "--leave-numbers", stdin="prod\nprod\n")
    assert (done.exit_code, "the nightly backups are gone" in done.output) == (0, True)
    assert BUCKET not in [one["Name"] for one in s3.list_buckets()["Buckets"]]


@pytest.mark.parametrize("gone", [HOME, AWAY, *OTHERS])
def test_whichever_region_is_gone_there_is_another_that_needs_nothing_of_it(gone: str) -> None:
    """A line's pages and backups are never where it is; and some line has neither of them where all is gone."""
    lines = [Stage(name="prod", region=region) for region in (HOME, AWAY, *OTHERS)]
    for line in lines:
        assert line.region not in {line.fallback_region, line.backups_region}
    assert [one for one in lines if gone not in {one.region, one.fallback_region, one.backups_region}] != []


def test_no_line_is_where_backups_are_kept(cloud: Cloud) -> None:
    """It would be lost together with them: said before anything is asked or packed."""
    refused = cloud.deploys(AWS_REGION=KEPT)
    assert refused.exit_code == 2
    assert "where backups are kept: set AWS_REGION" in refused.stderr
