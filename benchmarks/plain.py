"""What anyone would write with Chalice and the twilio library: check the signature, say the words."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast
from urllib.parse import parse_qsl
from xml.etree import ElementTree as ET

from chalice import Chalice, Response
from chalice.app import Request
from twilio.request_validator import RequestValidator
from twilio.twiml import TwiML, voice_response
from twilio.twiml.voice_response import VoiceResponse

from benchmarks.posts import TOKEN

Build = Callable[[], TwiML]


def plain_app(url: str, words: str) -> Chalice:
    """An app with one route, `/plain`, that gives these words to whoever signed a post to this URL."""
    plain = Chalice(app_name="plain")
    build = _builder(ET.fromstring(words))

    @plain.route("/plain", methods=["POST"], content_types=["application/x-www-form-urlencoded"])
    def view() -> Response:
        request = cast("Request", plain.current_request)
        form = dict(parse_qsl(cast("bytes", request.raw_body).decode(), keep_blank_values=True))
        if not RequestValidator(TOKEN).validate(url, form, request.headers["x-twilio-signature"]):
            return Response(body="", status_code=403)
        return Response(body=str(build()), headers={"Content-Type": "text/xml"})

    return plain


def _builder(element: ET.Element) -> Build:
    """Builds this element with the library's own classes, each time anew, as a view would."""
    verb = VoiceResponse if element.tag == "Response" else _class_of(element.tag)
    text = (element.text,) if element.text else ()
    attributes = dict(element.attrib)
    children = [(_builder(child), child.tail) for child in element]

    def build() -> TwiML:
        node = verb(*text, **attributes)
        for child, following in children:
            node.append(child())
            if following:
                node.append(following)
        return node

    return build


def _class_of(tag: str) -> Callable[..., TwiML]:
    """`Say` is a class by that name; `break`, inside it, is `SsmlBreak`."""
    found: Callable[..., TwiML] = getattr(voice_response, tag, None) or getattr(voice_response, f"Ssml{tag.title()}")
    return found
