"""The stack of the fallback, created, with its pages in it: as Twilio finds them, and nobody else anything more."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
import pytest
import yaml
from moto import mock_aws

from hotline.telephony.fallback import CONTENT_TYPE, address, pages
from tests.sources import ROOT
from tests.stories.town import SAMPLE

# What moto cannot make is read from the template.
pytestmark = pytest.mark.filterwarnings("ignore:Tried to parse AWS..S3..BucketPolicy")

TEMPLATE = (ROOT / "infra/aws/fallback.yaml").read_text(encoding="utf-8")
ELSEWHERE = "eu-west-1"  # when the line is in eu-west-2


@pytest.fixture
def outputs() -> Iterator[dict[str, str]]:
    """What the created stack tells `hotline deploy`."""
    with mock_aws():
        stacks = boto3.client("cloudformation", region_name=ELSEWHERE)
        stacks.create_stack(StackName="hotline-dev-fallback", TemplateBody=TEMPLATE)
        (stack,) = stacks.describe_stacks(StackName="hotline-dev-fallback")["Stacks"]
        yield {one["OutputKey"]: one["OutputValue"] for one in stack["Outputs"]}


def test_the_pages_are_where_the_numbers_are_told_that_they_are(outputs: dict[str, str]) -> None:
    """By https, below the bucket's own name, in the other region; each as TwiML."""
    bucket, url = outputs["FallbackBucket"], outputs["FallbackUrl"]
    assert url.startswith("https://")
    assert bucket in url
    s3 = boto3.client("s3", region_name=ELSEWHERE)
    for name, page in pages(SAMPLE).items():
        s3.put_object(Bucket=bucket, Key=f"fallback/{name}", Body=page, ContentType=CONTENT_TYPE)
    key = address("fallback", "brentwood")
    assert address(url, "brentwood") == f"{url.removesuffix('/fallback')}/{key}"
    got = s3.get_object(Bucket=bucket, Key=key)
    assert (got["ContentType"], got["Body"].read()) == (CONTENT_TYPE, pages(SAMPLE)["brentwood.xml"])


def test_anybody_may_read_a_page_and_nothing_else() -> None:
    """No list, no other folder, no write, and nothing unencrypted; no page has a list of who may read it."""
    resources = yaml.safe_load(TEMPLATE)["Resources"]
    policy = resources["WhoMayRead"]["Properties"]["PolicyDocument"]
    allowed, denied = sorted(policy["Statement"], key=lambda each: str(each["Effect"]))
    assert (allowed["Action"], allowed["Resource"]) == ("s3:GetObject", {"Fn::Sub": "${Pages.Arn}/fallback/*"})
    assert (denied["Action"], denied["Condition"]) == ("s3:*", {"Bool": {"aws:SecureTransport": "false"}})
    blocked = resources["Pages"]["Properties"]["PublicAccessBlockConfiguration"]
    assert [name for name, is_so in blocked.items() if is_so] == ["BlockPublicAcls", "IgnorePublicAcls"]


def test_nobodys_number_is_kept_by_an_access_log(outputs: dict[str, str]) -> None:
    """Twilio's GET has the caller's number in its URL (promise 6)."""
    logging = boto3.client("s3", region_name=ELSEWHERE).get_bucket_logging(Bucket=outputs["FallbackBucket"])
    assert "LoggingEnabled" not in logging
