"""The list of what must be allowed holds every call that our commands make, and all that CloudFormation makes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from botocore import UNSIGNED
from botocore.client import BaseClient

from hotline.store import Store
from hotline.store.models import PREFIX
from infra.aws import away, backups
from infra.aws.permissions import DEPLOYS
from infra.aws.stage import BUDGET, KEPT
from infra.aws.template import parts
from tests.cli.aws.conftest import ACCOUNT, LINE, Cloud
from tests.cli.aws.handlers import OF_SAM, TAKES

pytestmark = [pytest.mark.aws, pytest.mark.filterwarnings("ignore:Tried to parse:UserWarning")]

LISTED = {action for actions in DEPLOYS.values() for action in actions}
# An operation that is allowed by another name: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html
_S3 = {
    "DeleteObjects": {"s3:DeleteObject", "s3:DeleteObjectVersion"},
    "HeadBucket": {"s3:ListBucket"},
    "HeadObject": {"s3:GetObject"},
    "ListBuckets": {"s3:ListAllMyBuckets"},
    "ListObjectVersions": {"s3:ListBucketVersions"},
    "ListObjectsV2": {"s3:ListBucket"},
    "PutBucketEncryption": {"s3:PutEncryptionConfiguration"},
    "PutPublicAccessBlock": {"s3:PutBucketPublicAccessBlock"},
}
_LATER = {"StreamSpecification", "TimeToLiveSpecification"}  # of a table, which no backup looks at
# Allowed to everybody: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
_FREE = {"sts:GetCallerIdentity"}


class Calls:
    """What the commands ask of AWS, by the name under which it is allowed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made: set[str] = set()
        self._notes = False
        ask = vars(BaseClient)["_make_api_call"]

        def noted(client: Any, operation: str, params: Any) -> Any:
            if self._notes and threading.current_thread() is threading.main_thread():
                self._note(client, operation)
            return ask(client, operation, params)

        monkeypatch.setattr(BaseClient, "_make_api_call", noted)

    @contextmanager
    def noted(self) -> Iterator[None]:
        """A command runs: its calls are made by this thread, and those of the line by others."""
        self._notes = True
        try:
            yield
        finally:
            self._notes = False

    def _note(self, client: Any, operation: str) -> None:
        if client.meta.config.signature_version is UNSIGNED:
            return  # as anybody
        service = client.meta.service_model.service_name
        self.made |= _S3.get(operation, {f"s3:{operation}"}) if service == "s3" else {f"{service}:{operation}"}


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    return Calls(monkeypatch)


def test_every_call_of_ours_is_listed(cloud: Cloud, calls: Calls, tmp_path: Path) -> None:
    """Deploy, again, connect, look, change the secret, back up, restore, and take all of it away."""
    file = str(tmp_path / "line.jsonl")
    for table in Store.definitions().values():  # what is backed up is named when the store is imported
        cloud.client("dynamodb").create_table(**{name: it for name, it in table.items() if name not in _LATER})
    row = {"id": {"S": "counts#brentwood"}, "counts": {"M": {"done/shopping": {"N": "7"}}}}
    cloud.client("dynamodb").put_item(TableName=f"{PREFIX}-line", Item=row)
    with calls.noted():
        done = [cloud.deploys()]
    cloud.completes_what_moto_leaves_out()
    cloud.gate.mail = "Deleted"
    bucket, key = f"hotline-prod-backups-{ACCOUNT}", "eu-west-2/2026-11-30T021700Z.jsonl"
    with calls.noted():
        done += [
            cloud.deploys(),
            cloud.run("connect"),
            cloud.run("secrets"),
            cloud.run("backup", file, "--stage", "prod"),
            cloud.run("restore", file, "--replace"),
        ]
    cloud.client("s3", KEPT).upload_file(file, bucket, key)  # as a night would have left it
    with calls.noted():
        done.append(cloud.run("restore", "--nightly", "--from", "eu-west-2", "--replace", "--stage", "prod"))
        cloud.run("doctor")
        del cloud.exchange.numbers[LINE]
        done.append(cloud.run("destroy", "--tables", stdin="prod\nprod\n"))
    assert [one.output for one in done if one.exit_code] == []
    assert {"cloudformation:ExecuteChangeSet", "dynamodb:Scan", "sns:Subscribe", "ssm:DeleteParameter"} <= calls.made
    assert calls.made - LISTED - _FREE == set()


@pytest.mark.assumes("handlers-need-permissions")
def test_all_that_cloudformation_asks_in_our_name_is_listed() -> None:
    """For each kind of resource that we have; a new kind has to be looked up."""
    kinds = {one["Type"] for one in parts()["Resources"].values() if "Type" in one} | OF_SAM
    others = [yaml.safe_load(file.read_text()) for file in (away.TEMPLATE, BUDGET, backups.TEMPLATE)]
    kinds |= {one["Type"] for each in others for one in each["Resources"].values()}
    assert kinds - TAKES.keys() == set()
    lacking = {kind: TAKES[kind] - LISTED for kind in kinds if TAKES[kind] - LISTED}
    assert lacking == {}
