"""AWS as a function finds it: DynamoDB, its streams, Parameter Store and S3, and nothing that its role does not allow.

A function is known by its access key, which is its name in the template. Whoever comes with another key is no function.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from wsgiref.types import WSGIApplication

from infra.aws.policy import ONLY_NEW, Act, acts, allowed
from infra.aws.resolved import ACCOUNT, REGION, Function, Resolved

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_KEY = re.compile(r"Credential=([^/]+)/[^/]+/[^/]+/([^/]+)/")  # whose, and of which service
_S3 = {"PUT": "s3:PutObject", "GET": "s3:GetObject", "DELETE": "s3:DeleteObject"}
_TABLES = "DynamoDB_20120810"
_STREAMS = "DynamoDBStreams_20120810"
_SSM = "AmazonSSM"


class Guard:
    """Notes what each function does, and stops what its role does not allow."""

    def __init__(self, stack: Resolved) -> None:
        self._stack = stack
        self.uses: set[tuple[str, Act]] = set()  # by which function, and what
        self.refused: set[str] = set()
        self.letters: list[tuple[str, Mapping[str, Any]]] = []  # dead ones: which function could not do it, and what
        self.is_down = False  # the tables answer that they cannot; their streams run

    def may(self, function: Function, act: Act) -> bool:
        """Whether its role allows this; also for what AWS itself does in its name."""
        self.uses.add((function.id, act))
        if allowed(function.may, act):
            return True
        self.refused.add(f"{function.id} needs {act}, and {function.role} does not allow it (template/roles.yaml)")
        return False

    def before(self, aws: WSGIApplication) -> WSGIApplication:
        """The same server, but guarded."""

        def guarded(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
            function, service = self._who(environ)
            if function is None:
                return aws(environ, start)
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            target = environ.get("HTTP_X_AMZ_TARGET", "")
            if service == "s3":
                of = f"arn:aws:s3::{environ['PATH_INFO'].replace('/', ':', 1)}"
                only_new = ONLY_NEW if environ.get("HTTP_IF_NONE_MATCH") == "*" else ""
                asked = [Act(_S3[environ["REQUEST_METHOD"]], of, only_new)]
            else:
                asked = [*self._acts(function, target, json.loads(body))]
            denied = [act for act in asked if not self.may(function, act)]
            if denied:
                return _error(start, 400, "AccessDeniedException")
            if self.is_down and target.startswith(_TABLES):
                return _error(start, 500, "InternalServerError")
            return aws({**environ, "wsgi.input": io.BytesIO(body)}, start)

        return guarded

    def _who(self, environ: Mapping[str, Any]) -> tuple[Function | None, str]:
        found = _KEY.search(environ.get("HTTP_AUTHORIZATION", ""))
        return (self._stack.functions.get(found[1]), found[2]) if found else (None, "")

    def _acts(self, function: Function, target: str, params: Mapping[str, Any]) -> Iterator[Act]:
        service, _, operation = target.partition(".")
        if service == _SSM:
            yield Act(f"ssm:{operation}", f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter{params['Name']}")
        elif service == _STREAMS:
            source = function.event("DynamoDB") or {}
            yield Act(f"dynamodb:{operation}", "*" if operation == "ListStreams" else source["Stream"])
        else:
            yield from acts(operation, params, self._stack.tables)


def _error(start: StartResponse, status: int, kind: str) -> list[bytes]:
    """https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html."""
    start(f"{status} {kind}", [("Content-Type", "application/x-amz-json-1.0")])
    return [json.dumps({"__type": f"com.amazon.coral.service#{kind}", "message": kind}).encode()]
