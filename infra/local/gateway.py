"""API Gateway's part: an HTTP request becomes the event of its REST Lambda proxy, and the answer an HTTP response.

As https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html describes it. The
app is given nothing that the real one keeps to itself: neither the raw URL nor the raw query; a body in base64, since
the API names every type as binary (`BINARY` of infra/aws/template.py). What depends on the moment and tells the app
nothing (`requestTime`) is left out.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from threading import RLock
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import UUID

from chalice import Chalice

Event = dict[str, Any]
Headers = dict[str, str]
HttpAnswer = tuple[int, Headers, bytes]


@dataclass(frozen=True, kw_only=True)
class Context:
    """What Lambda tells a function of the run it is in, as far as anyone here asks."""

    aws_request_id: str
    function_name: str = "hotline"

    def get_remaining_time_in_millis(self) -> int:
        """The whole limit of `.chalice/config.json`: on a clock that jumps, a run takes no time."""
        return 15_000


@dataclass(frozen=True, kw_only=True)
class Route:
    """A path that the API has, as `/status/{group}/{offer}`."""

    path: str
    methods: frozenset[str]
    parts: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", tuple(self.path.split("/")))

    def parameters(self, path: str) -> Headers | None:
        """The values of the parts in braces, decoded, if the path is this one."""
        given = path.split("/")
        if len(given) != len(self.parts):
            return None
        pairs = list(zip(self.parts, given, strict=True))
        if any(part != value for part, value in pairs if not part.startswith("{")):
            return None
        return {part[1:-1]: unquote(value) for part, value in pairs if part.startswith("{")}


class Gateway:
    """The app behind HTTP: `Gateway(app, base_url="https://line.test/api")("POST", url, headers, body)`.

    `base_url` is where callers find the app; its path is the stage (`/api`), which the app does not see in its routes.
    `run` answers in the app's place, such as the same app in Lambda's own runtime; what it raises is raised. One
    request is answered at a time, as in one Lambda: Chalice keeps the request that it is answering on the app.
    """

    def __init__(self, app: Chalice, *, base_url: str, run: Callable[[Event, Context], Event] | None = None) -> None:
        base = urlsplit(base_url)
        self._host = base.netloc
        self._scheme = base.scheme
        self._stage_path = base.path.rstrip("/")
        self._routes = _routes(app)
        self._run: Callable[[Event, Context], Event] = run or app
        self._ids = count(1)
        self._one_at_a_time = RLock()

    def __call__(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> HttpAnswer:
        """Status, headers and body of the answer to this request; its URL is whole, or from the path on."""
        asked = urlsplit(url)
        if not f"{asked.path}/".startswith(f"{self._stage_path}/"):
            return _refused("Forbidden", "ForbiddenException")
        path = asked.path.removeprefix(self._stage_path).rstrip("/") or "/"
        for route in self._routes:
            parameters = route.parameters(path)
            if parameters is not None and method in route.methods:
                event = self._event(method, route, parameters, headers, body)
                return self._answer({**event, "path": path, **_query(asked.query)}, asked.path)
        return _refused("Missing Authentication Token", "MissingAuthenticationTokenException")

    def _event(self, method: str, route: Route, parameters: Headers, headers: Mapping[str, str], body: bytes) -> Event:
        given = {"Host": self._host, **headers, "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": self._scheme}
        return {
            "resource": route.path,
            "httpMethod": method,
            "headers": given,
            "multiValueHeaders": {name: [value] for name, value in given.items()},
            "pathParameters": parameters or None,
            "stageVariables": None,
            **_body(body),
        }

    def _answer(self, event: Event, path: str) -> HttpAnswer:
        with self._one_at_a_time:
            request_id = str(UUID(int=next(self._ids)))
            event["requestContext"] = {
                "accountId": "000000000000",
                "apiId": "local",
                "domainName": self._host,
                "httpMethod": event["httpMethod"],
                "identity": {"sourceIp": "127.0.0.1", "userAgent": event["headers"].get("User-Agent")},
                "path": path,
                "protocol": "HTTP/1.1",
                "requestId": request_id,
                "resourcePath": event["resource"],
                "stage": self._stage_path.strip("/") or "api",
            }
            return _response(self._run(event, Context(aws_request_id=request_id)))


def _routes(app: Chalice) -> list[Route]:
    """Fixed words before parts in braces, as API Gateway prefers them."""
    routes = [Route(path=path, methods=frozenset(methods)) for path, methods in app.routes.items()]
    return sorted(routes, key=lambda route: [part.startswith("{") for part in route.parts])


def _query(query: str) -> Event:
    """Decoded, which is why nothing that is signed may stand there; null where there is none."""
    values = parse_qs(query, keep_blank_values=True)
    return {
        "queryStringParameters": {name: all_of[-1] for name, all_of in values.items()} or None,
        "multiValueQueryStringParameters": values or None,
    }


def _body(body: bytes) -> Event:
    return {"body": b64encode(body).decode() if body else None, "isBase64Encoded": bool(body)}


def _response(answer: Event) -> HttpAnswer:
    """What API Gateway makes of a Lambda's answer; 502 if it is not of the agreed form."""
    body = answer.get("body") or ""
    if not isinstance(answer.get("statusCode"), int) or not isinstance(body, str):
        return _error(502, "Internal server error", "InternalServerErrorException")
    several = {name: ", ".join(values) for name, values in (answer.get("multiValueHeaders") or {}).items()}
    headers = {"Content-Type": "application/json", **(answer.get("headers") or {}), **several}
    return answer["statusCode"], headers, b64decode(body) if answer.get("isBase64Encoded") else body.encode()


def _refused(message: str, kind: str) -> HttpAnswer:
    return _error(403, message, kind)


def _error(status: int, message: str, kind: str) -> HttpAnswer:
    headers = {"Content-Type": "application/json", "x-amzn-ErrorType": kind}
    return status, headers, json.dumps({"message": message}).encode()
