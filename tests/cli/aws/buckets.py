"""The names of buckets, which S3 gives again only some time after one was deleted; moto gives them at once.

`OperationAborted`, status 409, for minutes and up to an hour: https://github.com/aws/aws-cli/issues/2593
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from moto.cloudformation.models import ChangeSet, Stack
from moto.s3.exceptions import S3ClientError
from moto.s3.models import FakeBucket, S3Backend, s3_backends

_RESTS = "A conflicting conditional operation is currently in progress against this resource. Please try again."
_NOT_EMPTY = "The bucket you tried to delete is not empty. (Service: S3, Status Code: 409)"
_BUCKET = "AWS::S3::Bucket"


class Buckets:
    """Which names rest, and for how many tries."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.rest_for = 2  # tries
        self._resting: dict[str, int] = {}
        self._rolling_back = False  # what is made then, so that it can go, has never been at AWS
        make, delete, ours = S3Backend.create_bucket, S3Backend.delete_bucket, self

        def create_bucket(backend: S3Backend, bucket_name: str, *args: Any, **more: Any) -> Any:
            if not ours._rolling_back and ours._rests(bucket_name):
                raise S3ClientError("OperationAborted", _RESTS)
            return make(backend, bucket_name, *args, **more)

        def delete_bucket(backend: S3Backend, bucket_name: str) -> Any:
            gone = delete(backend, bucket_name)
            if gone and not ours._rolling_back:
                ours._resting[bucket_name] = ours.rest_for
            return gone

        monkeypatch.setattr(S3Backend, "create_bucket", create_bucket)
        monkeypatch.setattr(S3Backend, "delete_bucket", delete_bucket)

    def refuses(self, change_set: ChangeSet) -> str | None:
        """Why a bucket of this change set cannot be made, as CloudFormation says it."""
        stack = change_set.stack
        new = {change.logical_resource_id for change in change_set.changes if change.action == "Add"}
        for name in _names(change_set.template_dict, new, stack):
            if self._rests(name):
                return f"{_RESTS} (Service: S3, Status Code: 409, Request ID: 1)"
        return None

    @contextmanager
    def rolling_back(self) -> Iterator[None]:
        """No name rests because of it."""
        self._rolling_back = True
        try:
            yield
        finally:
            self._rolling_back = False

    def _rests(self, name: str) -> bool:
        left = self._resting.pop(name, 0)
        if left > 1:
            self._resting[name] = left - 1
        return left > 0


def holds_something(stack: Stack) -> str | None:
    """Why a stack cannot be deleted: CloudFormation empties no bucket."""
    buckets = s3_backends[stack.account_id]["aws"].buckets
    for resource in stack.resource_map._parsed_resources.values():  # noqa: SLF001
        if isinstance(resource, FakeBucket) and resource.name in buckets and list(buckets[resource.name].keys):
            return _NOT_EMPTY
    return None


def _names(template: Mapping[str, Any], new: set[str], stack: Stack) -> Iterator[str]:
    for logical, resource in template["Resources"].items():
        if logical in new and resource["Type"] == _BUCKET and "BucketName" in resource.get("Properties", {}):
            given = resource["Properties"]["BucketName"]
            text = given if isinstance(given, str) else str(given["Fn::Sub"])
            yield text.replace("${AWS::StackName}", stack.name).replace("${AWS::AccountId}", stack.account_id)
