"""AWS as it answers accounts that are not as they should be, and what moto lacks; everything else is moto's.

Each refusal is in the form that its service has: XML of the query services and S3, JSON of the others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from urllib.error import HTTPError
from urllib.parse import parse_qs
from urllib.request import Request, urlopen
from xml.sax.saxutils import escape

from infra.local.server import Answer, Door, Server

_SERVICE = re.compile(r"Credential=[^/]+/\d+/[^/]+/(?P<service>[^/]+)/")
_QUERY = {"cloudformation", "iam", "sns", "sts"}
_MEMBER = re.compile(r"<member>(?:(?!</member>).)*<Protocol>email</Protocol>(?:(?!</member>).)*</member>", re.DOTALL)
_ARN = re.compile(r"<SubscriptionArn>[^<]*</SubscriptionArn>")
_FORBIDDEN = 403
_OF_A_CONNECTION = {"connection", "content-length", "content-type", "date", "server", "transfer-encoding"}


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """In AWS's own words."""

    code: str
    message: str


class Gate:
    """Stands before moto, on an address of its own."""

    def __init__(self, server: Server, moto: str, iam: Door) -> None:
        self.refusals: dict[str, Refusal] = {}  # by service; "" for all but STS, "*" for all
        self.at_once = 1000  # functions: a new account's are 10
        self.mail = "confirmed"  # or "PendingConfirmation", or "Deleted"
        self.mails_sent: list[str] = []
        self._moto, self._iam = moto, iam
        self.url = server.url
        server.put("/", self)

    def refuses(self, service: str, code: str, message: str) -> None:
        self.refusals[service] = Refusal(code=code, message=message)

    def __call__(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        found = _SERVICE.search(headers.get("Authorization", ""))
        service = found["service"] if found else ""
        refusal = self.refusals.get(service) or self.refusals.get("*")
        if refusal is None and service != "sts":
            refusal = self.refusals.get("")
        if refusal:
            return _refused(service, refusal)
        if service == "iam":
            return self._iam(method, url, headers, body)
        if service == "lambda" and url.rstrip("/").endswith("/account-settings"):
            return self._account_settings()
        asked = parse_qs(body.decode(errors="replace")) if service == "sns" else {}
        if asked.get("Action") == ["Subscribe"] and asked["Protocol"] == ["email"]:
            self.mails_sent += asked["Endpoint"]
            self.mail = "PendingConfirmation"
        status, answered, content = self._passed_on(method, url, headers, body)
        if asked.get("Action") == ["ListSubscriptionsByTopic"]:
            content = self._as_they_stand(content.decode()).encode()
        return status, answered, content

    def _account_settings(self) -> Answer:
        """https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html."""
        limits = {
            "CodeSizeUnzipped": 262144000,
            "CodeSizeZipped": 52428800,
            "ConcurrentExecutions": self.at_once,
            "TotalCodeSize": 80530636800,
            "UnreservedConcurrentExecutions": self.at_once,
        }
        settings = {"AccountLimit": limits, "AccountUsage": {"FunctionCount": 0, "TotalCodeSize": 0}}
        return 200, {"Content-Type": "application/json"}, json.dumps(settings).encode()

    def _as_they_stand(self, listed: str) -> str:
        """An address that has not confirmed has no ARN, but this word in its place; unsubscribed, it is `Deleted`.

        https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html
        """
        if self.mail == "confirmed":
            return listed
        word = f"<SubscriptionArn>{self.mail}</SubscriptionArn>"
        return _MEMBER.sub(lambda member: _ARN.sub(word, member[0]), listed)

    def _passed_on(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        kept = {name: value for name, value in headers.items() if name.lower() not in {"host", "content-length"}}
        kept.setdefault(
            "Content-Type", "application/octet-stream"
        )  # else urllib calls it a form, which moto then reads
        request = Request(f"{self._moto}{url}", body or None, kept, method=method)  # noqa: S310 -- moto's own
        try:
            with urlopen(request) as answer:  # noqa: S310
                return answer.status, _passed_back(answer.headers), answer.read()
        except HTTPError as refused:
            with refused:
                return refused.code, _passed_back(refused.headers), refused.read()


def _passed_back(headers: Message) -> dict[str, str]:
    """All that moto says of an answer, but what is of one connection alone."""
    kind = {"Content-Type": headers.get("Content-Type", "text/xml")}
    return {**{name: value for name, value in headers.items() if name.lower() not in _OF_A_CONNECTION}, **kind}


def _refused(service: str, why: Refusal) -> Answer:
    if service in _QUERY:
        error = f"<Error><Type>Sender</Type><Code>{why.code}</Code><Message>{escape(why.message)}</Message></Error>"
        return _FORBIDDEN, {"Content-Type": "text/xml"}, f"<ErrorResponse>{error}</ErrorResponse>".encode()
    if service == "s3":
        error = f"<Error><Code>{why.code}</Code><Message>{escape(why.message)}</Message></Error>"
        return _FORBIDDEN, {"Content-Type": "application/xml"}, error.encode()
    told = {"__type": why.code, "message": why.message}
    return _FORBIDDEN, {"Content-Type": "application/json", "x-amzn-ErrorType": why.code}, json.dumps(told).encode()
