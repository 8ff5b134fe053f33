"""Each stack of ours, in whatever state somebody has left it: the next deployment goes on, or says who mends what."""

from __future__ import annotations

import pytest

from infra.aws.stage import AWAY, HOME, KEPT
from tests.cli.aws.conftest import ACCOUNT, Cloud

pytestmark = [pytest.mark.aws, pytest.mark.filterwarnings("ignore:Tried to parse:UserWarning")]
BESIDE = {"hotline-prod-fallback": AWAY, "hotline-prod-backups": KEPT, "hotline-prod-budget": HOME}
FREE = {"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_ROLLBACK_COMPLETE"}


@pytest.fixture
def deployed(cloud: Cloud) -> Cloud:
    assert cloud.deploys().exit_code == 0
    return cloud


def status(cloud: Cloud, stack: str) -> str:
    region = BESIDE.get(stack, HOME)
    (found,) = cloud.client("cloudformation", region).describe_stacks(StackName=stack)["Stacks"]
    return str(found["StackStatus"])


def pages_gone(cloud: Cloud) -> None:
    s3 = cloud.client("s3", AWAY)
    (bucket,) = [one["Name"] for one in s3.list_buckets()["Buckets"] if "fallback" in one["Name"]]
    for page in s3.list_objects_v2(Bucket=bucket)["Contents"]:
        s3.delete_object(Bucket=bucket, Key=page["Key"])


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("CREATE_IN_PROGRESS", "CREATE_COMPLETE"),
        ("ROLLBACK_IN_PROGRESS", "ROLLBACK_COMPLETE"),
        ("UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE"),
        ("IMPORT_ROLLBACK_COMPLETE", ""),
        ("DELETE_FAILED", ""),
    ],
)
@pytest.mark.parametrize("stack", BESIDE)
def test_a_stack_beside_the_line_is_waited_for_and_made_good(
    deployed: Cloud, stack: str, first: str, then: str
) -> None:
    """Ctrl-C and the same command again, or a deletion at the console that did not get through."""
    if then == "ROLLBACK_COMPLETE" and "fallback" in stack:
        pages_gone(deployed)  # a bucket that never was has none
    deployed.formation.stands(stack, first, then=then)
    again = deployed.deploys()
    assert again.exit_code == 0, again.output
    assert "could not be deployed" not in again.output
    assert status(deployed, stack) in FREE


@pytest.mark.parametrize("stack", BESIDE)
def test_a_stack_that_only_a_person_can_mend_is_named_with_how(deployed: Cloud, stack: str) -> None:
    """Where and what is to be chosen. Without the budget the line is deployed all the same."""
    deployed.formation.stands(stack, "UPDATE_ROLLBACK_FAILED")
    again = deployed.deploys()
    assert again.exit_code == (0 if "budget" in stack else 1)
    (said,) = [line for line in again.stderr.splitlines() if f"{stack} in {BESIDE[stack]} cannot be changed" in line]
    assert '"Continue update rollback", and run this again' in said
    assert "AWS refuses" not in again.stderr


@pytest.mark.parametrize("status_before", ["DELETE_FAILED", "CREATE_FAILED", "ROLLBACK_FAILED"])
def test_what_is_left_of_a_line_is_deleted_once_more(deployed: Cloud, status_before: str) -> None:
    """By the next deployment; its tables are taken over."""
    deployed.formation.stands("hotline-prod", status_before)
    again = deployed.deploys()
    assert (again.exit_code, "is deleted first" in again.output) == (0, True), again.output
    assert status(deployed, "hotline-prod") == "CREATE_COMPLETE"


def test_a_line_that_only_a_person_can_mend_is_named_with_how(deployed: Cloud) -> None:
    """Also where a table could not be taken over."""
    for stuck, how in (("UPDATE_ROLLBACK_FAILED", "Continue update rollback"), ("IMPORT_ROLLBACK_FAILED", "Events")):
        deployed.formation.stands("hotline-prod", stuck)
        refused = deployed.deploys()
        assert (refused.exit_code, how in refused.stderr, stuck in refused.stderr) == (1, True, True)
    deployed.formation.stands("hotline-prod", "IMPORT_ROLLBACK_COMPLETE")
    assert deployed.deploys().exit_code == 0


def test_destroy_waits_for_what_is_being_changed(deployed: Cloud) -> None:
    """AWS deletes no stack meanwhile."""
    deployed.formation.stands("hotline-prod-budget", "UPDATE_IN_PROGRESS", then="UPDATE_COMPLETE")
    done = deployed.run("destroy", "--leave-numbers", stdin="prod\n")
    assert done.exit_code == 0, done.output
    assert deployed.client("cloudformation").describe_stacks()["Stacks"] == []


def test_pages_that_were_in_the_way_of_a_deletion_are_made_anew(deployed: Cloud) -> None:
    """Somebody deleted the fallback's stack at the console, which empties no bucket."""
    deployed.client("cloudformation", AWAY).delete_stack(StackName="hotline-prod-fallback")
    assert status(deployed, "hotline-prod-fallback") == "DELETE_FAILED"
    again = deployed.deploys()
    assert again.exit_code == 0, again.output
    assert status(deployed, "hotline-prod-fallback") == "CREATE_COMPLETE"


def test_backups_that_are_in_the_way_of_a_deletion_stay(deployed: Cloud) -> None:
    """Nothing deletes them unasked: what would not go, and how to go on, is said."""
    bucket = f"hotline-prod-backups-{ACCOUNT}"
    s3 = deployed.client("s3", KEPT)
    s3.put_object(Bucket=bucket, Key="eu-west-2/2026-11-30T021700Z.jsonl", Body=b"")
    deployed.client("cloudformation", KEPT).delete_stack(StackName="hotline-prod-backups")
    again = deployed.deploys()
    assert again.exit_code == 1
    assert f"hotline-prod-backups in {KEPT} would not go: mend what is said above" in again.stderr
    assert "is not empty" in again.stderr
    assert s3.list_objects_v2(Bucket=bucket)["KeyCount"] == 1


@pytest.mark.parametrize("stack", ["hotline-prod", "hotline-prod-fallback", "hotline-prod-backups"])
def test_an_early_refusal_names_the_stack_and_to_run_it_again(cloud: Cloud, stack: str) -> None:
    """Which of several it was, and where."""
    cloud.formation.refuses[stack] = "Required property missing"
    refused = cloud.deploys()
    assert refused.exit_code == 1
    named = f"the template of {stack} in {BESIDE.get(stack, HOME)} (APIHandlerRole: Required property missing)"
    assert refused.stderr.splitlines()[-1].endswith(f"{named}: mend that, and run this again")


def test_the_bucket_for_code_outlives_a_first_refusal(cloud: Cloud) -> None:
    """Its name would not be free for whoever mends it and deploys again."""
    cloud.formation.refuses["hotline-prod"] = "No."
    assert cloud.deploys().exit_code == 1
    s3 = cloud.client("s3")
    assert s3.list_objects_v2(Bucket=f"hotline-prod-{ACCOUNT}-eu-west-2")["KeyCount"] == 0
    again = cloud.deploys()
    assert (again.exit_code, "again yet" in again.stderr) == (0, False), again.output


@pytest.mark.assumes("bucket-name-rests")
def test_a_line_that_was_destroyed_is_deployed_again_at_once(deployed: Cloud) -> None:
    """The names of both its buckets rest: that is said once for each, and waited for."""
    done = deployed.run("destroy", "--tables", "--leave-numbers", stdin="prod\nprod\n")
    assert done.exit_code == 0, done.output
    again = deployed.deploys()
    assert again.exit_code == 0, again.output
    said = [line for line in again.stderr.splitlines() if "takes up to an hour" in line]
    assert len(said) == 2, again.stderr
    assert all("Ctrl-C does no harm" in line for line in said)
