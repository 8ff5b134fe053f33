"""HTTP as API Gateway hands it to the app, one fact each.

The facts are of https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

import pytest
from chalice import Chalice, Response

from infra.local.gateway import Context, Gateway

FORM = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": "c2lnbmVk"}
BASE = "https://line.test/api"


def app() -> Chalice:
    """A toy with one fixed path, one in braces, and a door for sounds."""
    toy = Chalice(app_name="toy")

    @toy.route("/said", methods=["POST"], content_types=["application/x-www-form-urlencoded"])
    def said() -> Response:
        return Response(body=body_of(toy).decode(), headers={"Content-Type": "text/xml"})

    @toy.route("/call/{trail}", methods=["POST"], content_types=["application/x-www-form-urlencoded"])
    def call(trail: str) -> str:
        return trail

    @toy.route("/sound", methods=["POST"], content_types=["audio/wav"])
    def sound() -> Response:
        return Response(body=body_of(toy), headers={"Content-Type": "audio/wav"})

    return toy


def body_of(toy: Chalice) -> bytes:
    """The body that a view of this app is answering."""
    assert toy.current_request is not None
    body = toy.current_request.raw_body
    return body if isinstance(body, bytes) else body.encode()


def seen(method: str, url: str, headers: dict[str, str], body: bytes) -> dict[str, Any]:
    """The event that the app is given for this request."""
    events: list[dict[str, Any]] = []

    def note(event: dict[str, Any], context: Context) -> dict[str, Any]:
        events.append(event)
        return {"statusCode": 200, "headers": {}, "body": context.aws_request_id}

    Gateway(app(), base_url=BASE, run=note)(method, url, headers, body)
    return events[0]


def test_a_form_arrives_as_it_was_posted() -> None:
    """Plus signs, blanks and accents are not touched: the signature covers them."""
    body = b"From=%2B447700900123&Digits=&SpeechResult=Zo%C3%AB+%26+caf%C3%A9"
    status, headers, answer = Gateway(app(), base_url=BASE)("POST", f"{BASE}/said", FORM, body)
    assert (status, headers["Content-Type"], answer) == (200, "text/xml", body)
    assert parse_qs(answer.decode(), keep_blank_values=True)["SpeechResult"] == ["Zoë & café"]


def test_headers_arrive_with_their_names() -> None:
    """Twilio's signature is where Chalice looks for it, and the caller's host and scheme are told."""
    headers = seen("POST", f"{BASE}/said", FORM, b"a=1")["headers"]
    assert headers["X-Twilio-Signature"] == "c2lnbmVk"
    assert (headers["Host"], headers["X-Forwarded-Proto"]) == ("line.test", "https")


def test_the_stage_is_in_the_context_and_not_in_the_path() -> None:
    """`path` is what the app routes by; only `requestContext.path` has the stage before it."""
    event = seen("POST", f"{BASE}/call/s1.a2", FORM, b"a=1")
    assert (event["path"], event["resource"]) == ("/call/s1.a2", "/call/{trail}")
    context = event["requestContext"]
    assert (context["path"], context["stage"], context["resourcePath"]) == ("/api/call/s1.a2", "api", "/call/{trail}")


def test_a_query_is_handed_over_decoded() -> None:
    """The raw query is lost, so nothing of ours that is signed stands there; blanks are kept, the last wins."""
    event = seen("POST", f"{BASE}/said?a=%2B44&b=&a=x+y", FORM, b"")
    assert event["queryStringParameters"] == {"a": "x y", "b": ""}
    assert event["multiValueQueryStringParameters"] == {"a": ["+44", "x y"], "b": [""]}
    assert "%2B44" not in json.dumps(event)


def test_what_is_not_there_is_null() -> None:
    """No query, no part of the path and no body are null, not empty."""
    event = seen("POST", f"{BASE}/said", FORM, b"")
    absent = ("queryStringParameters", "multiValueQueryStringParameters", "pathParameters", "stageVariables", "body")
    assert [event[name] for name in absent] == [None] * len(absent)


@pytest.mark.parametrize("kind", ["audio/wav", "application/x-www-form-urlencoded"])
def test_a_body_goes_in_and_comes_out_whole(kind: str) -> None:
    """The API names every type as binary: each travels in base64, and the caller notices nothing."""
    body = bytes(range(256))
    headers = {"Content-Type": kind, "Accept": "audio/wav"}
    assert seen("POST", f"{BASE}/sound", headers, body)["isBase64Encoded"] is True
    sound = {"Content-Type": "audio/wav", "Accept": "audio/wav"}
    assert Gateway(app(), base_url=BASE)("POST", f"{BASE}/sound", sound, body)[2] == body


@pytest.mark.parametrize(
    ("method", "url"), [("POST", f"{BASE}/nowhere"), ("GET", f"{BASE}/said"), ("POST", f"{BASE}/said/more")]
)
def test_a_path_that_the_api_has_not_is_refused(method: str, url: str) -> None:
    """403, "Missing Authentication Token", and the app never hears of it."""
    status, _, body = Gateway(app(), base_url=BASE)(method, url, FORM, b"")
    assert (status, json.loads(body)) == (403, {"message": "Missing Authentication Token"})


def test_without_the_stage_nothing_is_found() -> None:
    """A URL that lacks the stage is another API's: 403, "Forbidden"."""
    status, _, body = Gateway(app(), base_url=BASE)("POST", "https://line.test/said", FORM, b"")
    assert (status, json.loads(body)) == (403, {"message": "Forbidden"})


def test_a_type_that_the_route_has_not_is_the_apps_to_refuse() -> None:
    """Chalice answers 415 to a post that is not a form."""
    assert Gateway(app(), base_url=BASE)("POST", f"{BASE}/said", {"Content-Type": "text/plain"}, b"")[0] == 415


@pytest.mark.parametrize("answer", [{}, {"statusCode": "200"}, {"statusCode": 200, "body": {"a": 1}}])
def test_an_answer_of_another_form_is_an_error(answer: dict[str, Any]) -> None:
    """What is not `statusCode`, `headers` and a text becomes 502."""

    def odd(_event: dict[str, Any], _context: Context) -> dict[str, Any]:
        return answer

    status, _, body = Gateway(app(), base_url=BASE, run=odd)("POST", f"{BASE}/said", FORM, b"")
    assert (status, json.loads(body)) == (502, {"message": "Internal server error"})


def test_an_app_may_stand_at_the_root() -> None:
    """Behind a domain of its own there is no stage in the URL."""
    answer = Gateway(app(), base_url="http://127.0.0.1:8000")("POST", "/call/s1", FORM, b"")
    assert (answer[0], answer[2]) == (200, b"s1")
