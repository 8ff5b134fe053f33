"""Who knocks: only Twilio, by signature, failing closed. And what is said when something of ours breaks."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps

from chalice import Blueprint, Response

from chalicelib.outside import tokens, world
from hotline.telephony.signature import parse_form, signed
from hotline.telephony.twiml import leave, something_broke

FORM = ["application/x-www-form-urlencoded"]
_NOTHING = "<Response/>"
log = logging.getLogger(__name__)

Form = dict[str, str]
Door = Callable[..., str | None]


def door(blueprint: Blueprint, path: str, *, spoken: bool = True) -> Callable[[Door], Callable[..., Response]]:
    """A POST route for Twilio: signature checked, form parsed with blanks kept, XML out, every error spoken kindly.

    The view gets the form and the parts of the path, and returns TwiML (None: nothing to say). Not `spoken`: nobody is
    on the line to hear of an error.
    """

    def register(view: Door) -> Callable[..., Response]:
        @wraps(view)
        def knock(**parts: str) -> Response:
            request = blueprint.current_request
            form = parse_form(_text(request.raw_body))
            url = f"{world().base_url}{request.context['resourcePath'].format(**parts)}"
            if not signed(url, form, request.headers.get("x-twilio-signature", ""), tokens()):
                log.warning("a post to %s that Twilio did not sign", request.context["resourcePath"])
                return Response(body="", status_code=403)
            return _xml(_answer(view, {key: values[-1] for key, values in form.items()}, parts, spoken=spoken))

        blueprint.route(path, methods=["POST"], content_types=FORM, name=view.__name__)(knock)
        return knock

    return register


def _answer(view: Door, form: Form, parts: dict[str, str], *, spoken: bool) -> str:
    try:
        return view(form, **parts) or _NOTHING
    except Exception:  # the caller hears kind words and a way on, whatever it was; the log says what
        log.exception("a webhook failed")
        if parts.get("script") == "waiting":
            return leave()  # nothing can be recorded where somebody waits: the call goes on beyond it
        return something_broke(f"{world().base_url}/left") if spoken else _NOTHING


def _text(body: str | bytes) -> str:
    return body if isinstance(body, str) else body.decode()


def _xml(body: str) -> Response:
    return Response(body=body, status_code=200, headers={"Content-Type": "text/xml"})
