"""The bucket of a stage: the zips that its functions are made of, and its templates, named by what is in them.

Nothing in it is ever overwritten, so that what was deployed before can be deployed again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from infra.aws.cloud import Cloud, CloudError, plainly
from infra.aws.stage import Stage

_NOT_THERE = {"404", "NoSuchBucket", "NotFound", "NoSuchKey"}
_AT_ONCE = 1000  # keys in one request to delete


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Something in the bucket."""

    bucket: str
    key: str
    region: str

    @property
    def url(self) -> str:
        return f"https://{self.bucket}.s3.{self.region}.amazonaws.com/{self.key}"


class Artefacts:
    """A stage's bucket."""

    def __init__(self, cloud: Cloud, stage: Stage) -> None:
        self._s3, self._region, self._account = cloud.client("s3"), stage.region, cloud.account
        self.bucket = stage.bucket(cloud.account)
        self._begin = stage.buckets(cloud.account)
        self._put = list[str]()  # the keys of what was not there before

    def is_there(self) -> bool:
        """Somebody else's bucket of that name is one that you may not look at."""
        return self._answers(self._s3.head_bucket, Bucket=self.bucket, ExpectedBucketOwner=self._account)

    def make(self) -> bool:
        """Private and encrypted. False: it is there already."""
        if self.is_there():
            return False
        nearest = {} if self._region == "us-east-1" else {"LocationConstraint": self._region}
        where = {"CreateBucketConfiguration": nearest} if nearest else {}
        with plainly(f"make the bucket {self.bucket}"):
            self._s3.create_bucket(Bucket=self.bucket, **where)
            self._s3.put_public_access_block(
                Bucket=self.bucket,
                PublicAccessBlockConfiguration={
                    "BlockPublicAcls": True,
                    "IgnorePublicAcls": True,
                    "BlockPublicPolicy": True,
                    "RestrictPublicBuckets": True,
                },
            )
            by_default = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
            self._s3.put_bucket_encryption(
                Bucket=self.bucket, ServerSideEncryptionConfiguration={"Rules": [by_default]}
            )
        return True

    def keep(self, content: bytes, *, folder: str, ending: str) -> Kept:
        """Put it there under its own hash, unless it is there already."""
        name = f"{folder}/{hashlib.sha256(content).hexdigest()}.{ending}"
        if not self._answers(self._s3.head_object, Bucket=self.bucket, Key=name):
            with plainly(f"write into the bucket {self.bucket}"):
                self._s3.put_object(Bucket=self.bucket, Key=name, Body=content)
            self._put.append(name)
        return Kept(bucket=self.bucket, key=name, region=self._region)

    def take_back(self) -> None:
        """Delete what `keep` has put there and was not there before.

        The bucket stays: S3 may not give its name again for an hour, to whoever mends it and deploys again.
        """
        while self._put:
            with plainly(f"take back what was put into the bucket {self.bucket}"):
                self._s3.delete_object(Bucket=self.bucket, Key=self._put.pop())

    def other_regions(self) -> list[str]:
        """Those in which this stage has such a bucket too: it is made before a line, and deleted after it."""
        with plainly("list the buckets of this account"):
            pages = self._s3.get_paginator("list_buckets").paginate()
            named = [str(one["Name"]) for page in pages for one in page["Buckets"]]
        found = (name.removeprefix(self._begin) for name in named if name.startswith(self._begin))
        return sorted(region for region in found if region != self._region)

    def remove(self) -> None:
        """All that is in it, and the bucket."""
        if self.is_there():
            empty(self._s3, self.bucket)
            with plainly(f"delete the bucket {self.bucket}"):
                self._s3.delete_bucket(Bucket=self.bucket)

    def _answers(self, ask: Callable[..., Any], **what: str) -> bool:
        try:
            with plainly(f"look into the bucket {self.bucket}"):
                ask(**what)
        except CloudError as error:
            if error.code not in _NOT_THERE:
                raise
            return False
        return True


def empty(s3: Any, bucket: str) -> None:
    """Delete everything in a bucket, also what was there before something else."""
    with plainly(f"empty the bucket {bucket}"):
        for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
            there = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
            keys = [{"Key": one["Key"], "VersionId": one["VersionId"]} for one in there]
            for first in range(0, len(keys), _AT_ONCE):
                some = {"Objects": keys[first : first + _AT_ONCE], "Quiet": True}
                s3.delete_objects(Bucket=bucket, Delete=some)
