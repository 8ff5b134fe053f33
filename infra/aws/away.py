"""The pages that answer when the line cannot: in a bucket, in another region than the line's."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import boto3
from botocore import UNSIGNED
from botocore.config import Config

from hotline.groups import Group
from hotline.telephony.fallback import CONTENT_TYPE, pages
from hotline.telephony.twiml import not_in_use
from infra.aws.artefacts import empty
from infra.aws.cloud import Cloud, CloudError, plainly
from infra.aws.cloudformation import Facts

TEMPLATE = Path(__file__).parent / "fallback.yaml"
CLOSED = "closed.xml"
_FOLDER = "fallback"
_NOT_THERE = {"404", "NoSuchKey", "NoSuchBucket"}


class Away:
    """The bucket of the fallback's stack, by what that tells of it."""

    def __init__(self, cloud: Cloud, facts: Facts) -> None:
        self._s3, self._region = cloud.client("s3"), cloud.region
        self._bucket, self.url = facts.outputs["FallbackBucket"], facts.outputs["FallbackUrl"].rstrip("/")

    def put_up(self, groups: Mapping[str, Group]) -> None:
        """The pages of these groups as the prompts make them now, and the one of a line that has closed."""
        for name, page in wanted(groups).items():
            with plainly(f"write into the bucket {self._bucket}"):
                self._s3.put_object(Bucket=self._bucket, Key=f"{_FOLDER}/{name}", Body=page, ContentType=CONTENT_TYPE)

    def faults(self, groups: Mapping[str, Group]) -> list[str]:
        """What whoever asks for a page without credentials does not get as it should be, in words."""
        anybody = boto3.client("s3", region_name=self._region, config=Config(signature_version=UNSIGNED))
        told = ((name, self._fault(anybody, name, page)) for name, page in wanted(groups).items())
        return [f"{self.url}/{name} {fault}" for name, fault in told if fault]

    def _fault(self, anybody: Any, name: str, page: bytes) -> str | None:
        try:
            with plainly("read a page of the fallback"):
                found = anybody.get_object(Bucket=self._bucket, Key=f"{_FOLDER}/{name}")["Body"].read()
        except CloudError as error:
            return "is not there" if error.code in _NOT_THERE else "cannot be read by Twilio"
        return None if found == page else "is not as the prompts are now"

    def closed(self) -> str:
        """Where the page is of a line that has closed."""
        return f"{self.url}/{CLOSED}"

    def remove_all(self) -> None:
        """So that its stack can be deleted."""
        empty(self._s3, self._bucket)


def wanted(groups: Mapping[str, Group]) -> dict[str, bytes]:
    """Every page that should be there."""
    return {**pages(groups), CLOSED: not_in_use().encode()}
