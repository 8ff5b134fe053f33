"""The bucket with the nightly backups of a stage, as whoever restores one finds it: the line's region is not asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from hotline.backup_file import code_secret_of
from infra.aws.cloud import Cloud, CloudError, plainly
from infra.aws.stage import Stage

TEMPLATE = Path(__file__).parent / "backups.yaml"
_NOT_THERE = {"404", "NoSuchBucket"}


@dataclass(frozen=True, kw_only=True)
class Nightly:
    """One backup."""

    key: str
    written_at: datetime

    @property
    def region(self) -> str:
        """The region of the line that wrote it."""
        return self.key.partition("/")[0]


class Backups:
    """A stage's backups, of whatever regions its line has been in."""

    def __init__(self, cloud: Cloud, stage: Stage) -> None:
        """`cloud`: the account in the region of the backups."""
        self._s3, self._owner, self._stage = cloud.client("s3"), cloud.account, stage
        self.bucket = stage.backups(cloud.account)

    def newest(self) -> Nightly | None:
        """Return the backup that was written last, wherever the line then was. None: there is none."""
        return max(self._all(), key=lambda one: one.written_at, default=None)

    def read(self, one: Nightly, into: Path) -> None:
        """Write it into this file, which is there already and which nobody else can read."""
        with plainly(f"read the backup {one.key}"), into.open("wb") as file:
            for part in self._open(one).iter_chunks():
                file.write(part)

    def code_secret(self) -> str:
        """Return the secret of codes that is in the newest backup. Empty: there is none."""
        newest = self.newest()
        if newest is None:
            return ""
        with plainly(f"read the backup {newest.key}"):
            return code_secret_of(next(islice(self._open(newest).iter_lines(), 1), b""))

    def remove(self) -> bool:
        """Delete those of the line in this region. True: no other region's are left."""
        others = False
        for one in self._all():
            if one.region != self._stage.region:
                others = True
                continue
            with plainly(f"delete the backup {one.key}"):
                self._s3.delete_object(Bucket=self.bucket, Key=one.key, ExpectedBucketOwner=self._owner)
        return not others

    def _all(self) -> list[Nightly]:
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, ExpectedBucketOwner=self._owner)
        try:
            with plainly(f"look into the bucket {self.bucket}"):
                listed = [each for page in pages for each in page.get("Contents", [])]
        except CloudError as error:
            if error.code in _NOT_THERE:
                return []
            raise
        return [Nightly(key=each["Key"], written_at=each["LastModified"]) for each in listed]

    def _open(self, one: Nightly) -> Any:
        return self._s3.get_object(Bucket=self.bucket, Key=one.key, ExpectedBucketOwner=self._owner)["Body"]
