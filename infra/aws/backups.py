"""The bucket with the nightly backups of a stage, as whoever restores one finds it: the line's region is not asked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from hotline.backup_file import code_secret_of
from infra.aws.cloud import Cloud, CloudError, plainly
from infra.aws.stage import Stage

TEMPLATE = Path(__file__).parent / "backups.yaml"
_NOT_THERE = {"404", "NoSuchBucket"}
_LAST_LINE = 64  # bytes: the last line of a backup, which says how many rows it has, is shorter


@dataclass(frozen=True, kw_only=True)
class Nightly:
    """One backup."""

    key: str
    written_at: datetime
    size: int  # bytes

    @property
    def region(self) -> str:
        """The region of the line that wrote it."""
        return self.key.partition("/")[0]


@dataclass(frozen=True, kw_only=True)
class Newest:
    """The newest backup of a region's line that has a row in it; where none has, the newest."""

    nightly: Nightly
    rows: int
    is_own: bool  # of the region that is looked from


class Backups:
    """A stage's backups, of whatever regions its line has been in."""

    def __init__(self, cloud: Cloud, stage: Stage) -> None:
        """`cloud`: the account in the region of the backups."""
        self._s3, self._owner, self._stage = cloud.client("s3"), cloud.account, stage
        self.bucket = stage.backups(cloud.account)

    def newest(self) -> Nightly | None:
        """Return the backup that the line in this region wrote last. None: there is none."""
        own = [one for one in self._all() if one.region == self._stage.region]
        return max(own, key=lambda one: one.written_at, default=None)

    def newest_of_each(self) -> list[Newest]:
        """Return that of each region, by region. An empty line writes a backup each night as well."""
        every = sorted(self._all(), key=lambda one: (one.region, -one.written_at.timestamp()))
        return [self._newest_of(list(nightlies)) for _, nightlies in groupby(every, key=lambda one: one.region)]

    def read(self, one: Nightly, into: Path) -> None:
        """Write it into this file, which is there already and which nobody else can read."""
        with plainly(f"read the backup {one.key}"), into.open("wb") as file:
            for part in self._open(one).iter_chunks():
                file.write(part)

    def code_secret(self) -> str:
        """Return the secret that the codes of a line in this region are made with. Empty: no backup has one.

        The tables of this region, if they have stayed, go by the secret of its own backup; else it is another region's
        line that goes on here. A backup with no row has a secret that nobody's code was made with.
        """
        with_rows = [newest for newest in self.newest_of_each() if newest.rows]
        in_turn = sorted(with_rows, key=lambda one: (not one.is_own, -one.nightly.written_at.timestamp()))
        return next(filter(None, map(self._code_secret_of, in_turn)), "")

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
        return [Nightly(key=each["Key"], written_at=each["LastModified"], size=each["Size"]) for each in listed]

    def _newest_of(self, nightlies: list[Nightly]) -> Newest:
        """`nightlies`: of one region, the newest first."""
        found = ((one, self._rows_in(one)) for one in nightlies)
        nightly, rows = next(((one, rows) for one, rows in found if rows), (nightlies[0], 0))
        return Newest(nightly=nightly, rows=rows, is_own=nightly.region == self._stage.region)

    def _rows_in(self, one: Nightly) -> int:
        """By its last line. One that is not whole counts as one with no row."""
        if not one.size:
            return 0
        with plainly(f"read the backup {one.key}"):
            end: bytes = self._open(one, Range=f"bytes=-{_LAST_LINE}").read()
        try:
            return int(json.loads(end.splitlines()[-1])["rows"])
        except (IndexError, KeyError, TypeError, ValueError):
            return 0

    def _code_secret_of(self, newest: Newest) -> str:
        with plainly(f"read the backup {newest.nightly.key}"):
            return code_secret_of(next(islice(self._open(newest.nightly).iter_lines(), 1), b""))

    def _open(self, one: Nightly, **part: str) -> Any:
        return self._s3.get_object(Bucket=self.bucket, Key=one.key, ExpectedBucketOwner=self._owner, **part)["Body"]
