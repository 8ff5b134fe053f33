"""The form posts that Twilio sends: https://www.twilio.com/docs/usage/webhooks/voice-webhooks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from email.utils import format_datetime
from math import ceil
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from infra.local.exchange.alerts import CALLBACK_NOT_TAKEN, NO_DOCUMENT
from infra.local.exchange.calls import Call
from infra.local.exchange.messages import HttpRequest, HttpResponse
from infra.local.exchange.places import STATUS
from infra.local.exchange.post import Answer, Post, Then
from infra.local.exchange.problems import TwimlError
from infra.local.exchange.signing import signature
from infra.local.exchange.states import Hook
from infra.local.exchange.twiml import XML_TYPES, parse

if TYPE_CHECKING:
    from infra.local.exchange.exchange import Exchange

API_VERSION = "2010-04-01"
COUNTRIES = {"+44": "GB", "+1": "US"}
OK = range(200, 300)
# Where Twilio knows no more of a number than its country, it sends these blank, and signs them too.
_PLACES = ("City", "State", "Zip")


class Webhooks:
    """Writes, signs and sends them."""

    def __init__(self, exchange: Exchange, post: Post) -> None:
        self._exchange, self._post = exchange, post

    def ask(self, call: Call, hook: Hook, params: Mapping[str, str], then: Then) -> None:
        """Ask the app what comes next in a call."""
        self._send(call, hook, params, then)

    def tell(
        self, call: Call, hook: Hook, params: Mapping[str, str], *, not_taken: str = NO_DOCUMENT, performed: bool = True
    ) -> None:
        """Tell the app something, whatever it answers. That it could not take it in is noted, with its code.

        Not `performed`: no answer to this is ever performed, where another is only when the call goes on.
        """

        def heard(answer: Answer) -> None:
            if not isinstance(answer, HttpResponse):
                self._exchange.alerts.note(call, hook, NO_DOCUMENT, answer.why)
            elif answer.status not in OK:
                self._exchange.alerts.note(call, hook, not_taken, f"the app answered {answer.status}")
            elif not performed and answer.content_type in XML_TYPES:
                self._check_silent(hook, answer)

        self._send(call, hook, params, heard)

    def _check_silent(self, hook: Hook, answer: HttpResponse) -> None:
        try:
            STATUS.check(parse(answer.body, base=hook.url))
        except TwimlError as error:
            self._exchange.complain(f"{hook.method} {hook.url}: {error}")

    def texted(self, hook: Hook, form: Mapping[str, str], then: Then) -> None:
        """Tell the app of a text message, and ask what to answer."""
        self._post.send(self._request(hook, form), then)

    def progress(self, call: Call, hook: Hook, number: int) -> None:
        """A status callback: https://www.twilio.com/docs/voice/api/call-resource#statuscallback."""
        about = {
            "CallbackSource": "call-progress-events",
            "SequenceNumber": str(number),
            "Timestamp": format_datetime(self._exchange.timeline.now()),
        }
        if call.is_over:
            about["CallDuration"] = str(call.seconds)
            about["Duration"] = str(ceil(call.seconds / 60))
            about["SipResponseCode"] = call.sip
        if call.error:
            about["ErrorCode"] = call.error
        self.status(call, hook, about)

    def status(self, call: Call, hook: Hook, about: Mapping[str, str]) -> None:
        """Tell the app how a call, or a recording, stands. Verbs in its answer are complained of."""
        self.tell(call, hook, about, not_taken=CALLBACK_NOT_TAKEN, performed=False)

    def _send(self, call: Call, hook: Hook, params: Mapping[str, str], then: Then) -> None:
        """Send it about a call, among whose Events it then is."""
        form = self._exchange.otherwise.form(self._about(call) | dict(params))
        request = self._request(replace(hook, url=self._exchange.otherwise.url(hook.url)), form)
        since = self._exchange.timeline.now()

        def answered(answer: Answer) -> None:
            self._exchange.call_events.webhook(call, request, form, answer, since)
            then(answer)

        self._post.send(request, answered)

    def _about(self, call: Call) -> dict[str, str]:
        """What each request says of its call. A caller who withholds the number has no place either."""
        about = {
            "CallSid": call.sid,
            "AccountSid": self._exchange.account_sid,
            "From": call.shown,
            "To": call.to,
            "Caller": call.shown,
            "Called": call.to,
            "CallStatus": str(call.status),
            "ApiVersion": API_VERSION,
            "Direction": str(call.direction),
        }
        for end, number in (("From", call.shown), ("To", call.to), ("Caller", call.shown), ("Called", call.to)):
            about |= {f"{end}{place}": "" for place in _PLACES} | {f"{end}Country": _country(number)}
        if call.parent:
            about["ParentCallSid"] = call.parent.sid
        return about

    def _request(self, hook: Hook, form: Mapping[str, str]) -> HttpRequest:
        """Signed over the URL and the form; a GET carries the form in its URL."""
        body = urlencode(form)
        if hook.method == "GET":
            url = f"{hook.url}{'&' if '?' in hook.url else '?'}{body}"
            return HttpRequest(method="GET", url=url, headers=self._headers(url, {}))
        headers = self._headers(hook.url, form) | {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
        return HttpRequest(method=hook.method, url=hook.url, headers=headers, body=body.encode())

    def _headers(self, url: str, form: Mapping[str, str]) -> dict[str, str]:
        """By the auth token; by a shared key where a Webhook Rule says so, and then it says how in a header more."""
        by = self._exchange.standing.signs_by
        headers = {"User-Agent": "TwilioProxy/1.1", "Accept": "*/*"}
        if by is None:
            return {"X-Twilio-Signature": signature(self._exchange.auth_token, url, form), **headers}
        signed = signature(by.secret, url, form, by.algorithm)
        return {"X-Twilio-Signature": signed, "X-Twilio-Webhooks-Signature-Settings": by.header, **headers}


def _country(number: str) -> str:
    return next((country for code, country in COUNTRIES.items() if number.startswith(code)), "")
