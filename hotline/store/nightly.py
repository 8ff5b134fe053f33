"""The nightly backup: a file with every row, written into a bucket of another region by a function of the line's own.

Only this function can read whole tables. It can read no backup and erase none (docs/decisions/0014-nightly-backups.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.session import get_session

from hotline import backup_file
from hotline.store.copying import Copying
from hotline.store.models import PREFIX

_PATIENCE = Config(connect_timeout=5, read_timeout=60, retries={"mode": "standard", "max_attempts": 4})


@contextmanager
def _letting_what_is_there() -> Iterator[None]:
    """Another try of this very call, whose answer was lost, has written it: the second is in the name."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] != "PreconditionFailed":
            raise


def keep(*, bucket: str, bucket_region: str, owner: str, folder: str, code_secret: str, now: datetime) -> int:
    """Write a backup of all tables into this folder of the bucket; how many rows. Nothing there is written over.

    `owner` is the account that the bucket must belong to: the names of buckets are the whole world's.
    """
    s3: Any = get_session().create_client("s3", region_name=bucket_region, config=_PATIENCE)
    with TemporaryDirectory() as place:
        file, copying = Path(place) / "backup.jsonl", Copying()
        written = backup_file.write(
            file, copying.rows(), tables=PREFIX, keys=copying.keys(), now=now, code_secret=code_secret
        )
        rows = sum(1 for _ in written)
        with file.open("rb") as content, _letting_what_is_there():
            s3.put_object(
                Bucket=bucket,
                Key=f"{folder}/{now:%Y-%m-%dT%H%M%SZ}.jsonl",
                Body=content,
                ExpectedBucketOwner=owner,
                IfNoneMatch="*",  # the role allows nothing else
            )
    return rows
