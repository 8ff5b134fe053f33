"""The bucket of the nightly backups: encrypted, for fourteen days, and nobody's but the account's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from infra.aws.backups import TEMPLATE
from infra.aws.stage import Stage


@pytest.fixture(scope="module")
def resources() -> Mapping[str, Any]:
    """What the small stack has."""
    read: Mapping[str, Any] = yaml.safe_load(TEMPLATE.read_text(encoding="utf-8"))["Resources"]
    return read


@pytest.fixture
def bucket(resources: Mapping[str, Any]) -> Mapping[str, Any]:
    """Its properties."""
    properties: Mapping[str, Any] = resources["Backups"]["Properties"]
    return properties


def test_whoever_restores_finds_it_by_its_name(bucket: Mapping[str, Any]) -> None:
    """The stack's, with the account's number: nothing must be asked of the line's own region."""
    stage = Stage(name="prod")
    text = bucket["BucketName"]["Fn::Sub"]
    said = text.replace("${AWS::StackName}", stage.backups_stack).replace("${AWS::AccountId}", "123456789012")
    assert said == stage.backups("123456789012") == "hotline-prod-backups-123456789012"


def test_a_backup_is_kept_for_fourteen_days_and_no_older_version_of_it(bucket: Mapping[str, Any]) -> None:
    """One rule for all that is in it; with versions, what has expired would lie there for ever."""
    (rule,) = bucket["LifecycleConfiguration"]["Rules"]
    assert (rule["Status"], rule["ExpirationInDays"]) == ("Enabled", 14)
    assert rule.keys() == {"Id", "Status", "ExpirationInDays"}
    assert "VersioningConfiguration" not in bucket


def test_it_is_encrypted_with_the_accounts_own_key(bucket: Mapping[str, Any]) -> None:
    """AWS's `aws/s3`, which opens for nobody outside of the account, and costs nothing to keep."""
    # https://docs.aws.amazon.com/goto/WebAPI/s3-2006-03-01/ServerSideEncryptionByDefault
    (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"] == {"SSEAlgorithm": "aws:kms"}


def test_nobody_else_reads_it_and_nothing_passes_unencrypted(resources: Mapping[str, Any]) -> None:
    """No policy and no list can make it public; what may be done there is said by roles and users alone."""
    bucket = resources["Backups"]["Properties"]
    assert [*bucket["PublicAccessBlockConfiguration"].values()] == [True] * 4
    assert bucket["OwnershipControls"]["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]
    (statement,) = resources["OnlyEncrypted"]["Properties"]["PolicyDocument"]["Statement"]
    assert (statement["Effect"], statement["Action"], statement["Principal"]) == ("Deny", "s3:*", "*")
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_it_is_deleted_only_when_it_is_empty(resources: Mapping[str, Any]) -> None:
    """CloudFormation deletes no bucket that holds something; one that stayed could not be made again by its name."""
    assert resources["Backups"]["DeletionPolicy"] == "Delete"
