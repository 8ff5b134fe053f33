"""Who knocks: only Twilio, by signature, failing closed. And what is said when something of ours breaks."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import wraps

from chalice import Blueprint, Response

from chalicelib.outside import account, by_our_secrets, world
from hotline.telephony.account import NotKnown
from hotline.telephony.places import way_out
from hotline.telephony.signature import SETTINGS_HEADER, parse_form, signed
from hotline.telephony.twiml import not_in_use, something_broke

FORM = ["application/x-www-form-urlencoded"]
_NOTHING = "<Response/>"
_FORBIDDEN, _UNAVAILABLE = 403, 503
_NOT_SIGNED = "a post to %s that Twilio did not sign"
_BY_A_SHARED_KEY = "a post to %s, signed by a shared key that this line does not know: run `hotline doctor`"
log = logging.getLogger(__name__)

Form = dict[str, str]
_OF_A_CALL = ("CallSid",)
_TOLD_OF = ("CallSid", "MessageSid")  # what nobody hears an answer to: how a call stands, and a text
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
            settings = request.headers.get(SETTINGS_HEADER, "")
            try:
                if not _is_twilios(url, form, request.headers.get("x-twilio-signature", ""), settings):
                    log.warning(_BY_A_SHARED_KEY if settings else _NOT_SIGNED, request.context["resourcePath"])
                    return Response(body="", status_code=_FORBIDDEN)
            except NotKnown:  # Twilio then goes to the number's fallback, and an alarm counts it
                return Response(body="", status_code=_UNAVAILABLE)
            return _xml(_answer(view, {key: values[-1] for key, values in form.items()}, parts, spoken=spoken))

        blueprint.route(path, methods=["POST"], content_types=FORM, name=view.__name__)(knock)
        return knock

    return register


def _is_twilios(url: str, form: Mapping[str, Sequence[str]], signature: str, settings: str) -> bool:
    """Tell whether Twilio signed this post. Raises NotKnown."""
    return by_our_secrets(lambda: signed(url, form, signature, account().tokens, settings=settings))


def _answer(view: Door, form: Form, parts: dict[str, str], *, spoken: bool) -> str:
    if not any(form.get(name) for name in (_OF_A_CALL if spoken else _TOLD_OF)):
        log.warning("a post that names no call")
        return (way_out(parts.get("script", "")) or not_in_use()) if spoken else _NOTHING
    try:
        return view(form, **parts) or _NOTHING
    except Exception:  # the caller hears kind words and a way on, whatever it was; the log says what
        log.exception("a webhook failed")
        if not spoken:
            return _NOTHING
        return way_out(parts.get("script", "")) or something_broke(f"{world().base_url}/left")


def _text(body: str | bytes) -> str:
    return body if isinstance(body, str) else body.decode(errors="replace")  # which no signature fits


def _xml(body: str) -> Response:
    return Response(body=body, status_code=200, headers={"Content-Type": "text/xml"})
