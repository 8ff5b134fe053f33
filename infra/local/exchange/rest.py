"""Twilio's REST API: who may ask, which request it is, and what goes wrong on the way.

As strict as Twilio's own description: https://www.twilio.com/docs/usage/api.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from urllib.parse import urlencode

from infra.local.exchange import rest_calls, rest_params, rest_texts
from infra.local.exchange.faults import RestFault
from infra.local.exchange.messages import TimedOut
from infra.local.exchange.rest_form import Form, NotTwilios, Params, Refused
from infra.local.exchange.rest_json import Json, call_json, message_json, number_json, queue_json, recording_json
from infra.local.exchange.rest_params import Known
from infra.local.exchange.webhooks import API_VERSION

if TYPE_CHECKING:
    from infra.local.exchange.exchange import Exchange
    from infra.local.exchange.numbers import OwnNumber

Thing = TypeVar("Thing")

OK, CREATED, NO_CONTENT, UNAUTHORISED, NOT_FOUND, WRONG_METHOD = 200, 201, 204, 401, 404, 405
PAGE_SIZE, MOST_ON_A_PAGE = 50, 1000


class RestAnswer(NamedTuple):
    """An HTTP status and a JSON body; None where there is no body."""

    status: int
    body: Json | None


class Rest:
    """Answers REST requests to one exchange."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._base = f"/{API_VERSION}/Accounts/{exchange.account_sid}"
        self._routes: list[tuple[str, str, Known, Callable[..., RestAnswer]]] = [
            ("GET", r"/Calls\.json", rest_params.LIST_CALLS, self._calls),
            ("POST", r"/Calls\.json", rest_params.CREATE_CALL, self._create_call),
            ("GET", r"/Calls/(CA\w{32})\.json", rest_params.NOTHING, self._call),
            ("POST", r"/Calls/(CA\w{32})\.json", rest_params.UPDATE_CALL, self._update_call),
            ("GET", r"/Messages\.json", rest_params.LIST_MESSAGES, self._messages),
            ("POST", r"/Messages\.json", rest_params.CREATE_MESSAGE, self._create_message),
            ("GET", r"/Recordings\.json", rest_params.LIST_RECORDINGS, self._recordings),
            ("GET", r"/Recordings/(RE\w{32})\.json", rest_params.FETCH_RECORDING, self._recording),
            ("DELETE", r"/Recordings/(RE\w{32})\.json", rest_params.NOTHING, self._delete_recording),
            ("GET", r"/Queues\.json", rest_params.LIST_QUEUES, self._queues),
            ("DELETE", r"/Queues/(QU\w{32})\.json", rest_params.NOTHING, self._delete_queue),
            ("GET", r"/IncomingPhoneNumbers\.json", rest_params.LIST_NUMBERS, self._numbers),
            ("GET", r"/IncomingPhoneNumbers/(PN\w{32})\.json", rest_params.NOTHING, self._number),
            ("POST", r"/IncomingPhoneNumbers/(PN\w{32})\.json", rest_params.UPDATE_NUMBER, self._update_number),
        ]

    def request(self, method: str, path: str, params: Params, auth: tuple[str, str] | None) -> RestAnswer:
        """One request, with the fault that it meets. Raises TimedOut."""
        given = list(params)
        fault = self._exchange.faults.on_rest(method, path, urlencode(given))
        if fault is None:
            return self._answer(method, path, given, auth)
        return self._spoilt(fault, lambda: self._answer(method, path, given, auth))

    def _spoilt(self, fault: RestFault, do: Callable[[], RestAnswer]) -> RestAnswer:
        answer = do() if fault.placed else None
        if answer and fault.seconds:
            timeline = self._exchange.timeline
            timeline.run_until(timeline.now() + timedelta(seconds=fault.seconds))
            return answer
        if fault.status is None:
            raise TimedOut("Twilio does not answer")
        return _error(Refused("a fault was set", status=fault.status, code=fault.code))

    def _answer(self, method: str, path: str, params: Params, auth: tuple[str, str] | None) -> RestAnswer:
        try:
            return self._route(method, path, params, auth)
        except Refused as refused:
            if isinstance(refused, NotTwilios):
                self._exchange.complain(f"REST {method} {path}: {refused.message}")
            return _error(refused)

    def _route(self, method: str, path: str, params: Params, auth: tuple[str, str] | None) -> RestAnswer:
        if auth != (self._exchange.account_sid, self._exchange.auth_token):
            raise Refused("Authenticate", status=UNAUTHORISED, code=20003)
        found = [(route, re.fullmatch(self._base + route[1], path)) for route in self._routes]
        here = [(route, match) for route, match in found if match]
        for (verb, _, known, handler), match in here:
            if verb == method:
                return handler(Form(params, known), *match.groups())
        if here:
            raise Refused(f"{method} is not allowed here", status=WRONG_METHOD, code=20004)
        raise self._not_found(path)

    def _calls(self, form: Form) -> RestAnswer:
        wanted = {name: form.text(name) for name in ("To", "From", "ParentCallSid", "Status")}
        shown = [call_json(self._exchange, call) for call in self._exchange.calls.values()]
        fields = {"To": "to", "From": "from", "ParentCallSid": "parent_call_sid", "Status": "status"}
        matching = [
            call for call in shown if all(value in {None, call[fields[name]]} for name, value in wanted.items())
        ]
        return self._page(form, "Calls", "calls", list(reversed(matching)))

    def _create_call(self, form: Form) -> RestAnswer:
        call = rest_calls.create(self._exchange, form)
        return RestAnswer(CREATED, call_json(self._exchange, call))

    def _call(self, _: Form, sid: str) -> RestAnswer:
        return RestAnswer(OK, call_json(self._exchange, self._find(self._exchange.calls, sid)))

    def _update_call(self, form: Form, sid: str) -> RestAnswer:
        call = self._find(self._exchange.calls, sid)
        rest_calls.update(call, self._exchange, form)
        return RestAnswer(OK, call_json(self._exchange, call))

    def _messages(self, form: Form) -> RestAnswer:
        to, shown = form.text("To"), form.text("From")
        kept = [one for one in self._exchange.texting.messages.values() if to in {None, one.to}]
        found = [message_json(self._exchange, one) for one in reversed(kept) if shown in {None, one.shown}]
        return self._page(form, "Messages", "messages", found)

    def _create_message(self, form: Form) -> RestAnswer:
        return RestAnswer(CREATED, message_json(self._exchange, rest_texts.create(self._exchange, form)))

    def _recordings(self, form: Form) -> RestAnswer:
        call_sid = form.text("CallSid")
        kept = [one for one in self._exchange.recordings.values() if call_sid in {None, one.call_sid}]
        shown = [recording_json(self._exchange, one) for one in reversed(kept)]
        return self._page(form, "Recordings", "recordings", shown)

    def _recording(self, _: Form, sid: str) -> RestAnswer:
        return RestAnswer(OK, recording_json(self._exchange, self._find(self._exchange.recordings, sid)))

    def _delete_recording(self, _: Form, sid: str) -> RestAnswer:
        self._find(self._exchange.recordings, sid)
        del self._exchange.recordings[sid]
        return RestAnswer(NO_CONTENT, None)

    def _queues(self, form: Form) -> RestAnswer:
        shown = [queue_json(self._exchange, line) for line in self._exchange.queues]
        return self._page(form, "Queues", "queues", shown)

    def _delete_queue(self, _: Form, sid: str) -> RestAnswer:
        """Only an empty one: https://www.twilio.com/docs/voice/api/queue-resource#delete-a-queue."""
        line = self._find(self._exchange.queues.by_sid(), sid)
        if line.members:
            raise Refused(f"Queue {sid} is not empty")
        self._exchange.queues.delete(line)
        return RestAnswer(NO_CONTENT, None)

    def _numbers(self, form: Form) -> RestAnswer:
        number, name = form.text("PhoneNumber"), form.text("FriendlyName")
        owned = [
            number_json(self._exchange, own)
            for own in self._exchange.numbers.values()
            if number in {None, own.number} and name in {None, own.friendly_name}
        ]
        return self._page(form, "IncomingPhoneNumbers", "incoming_phone_numbers", owned)

    def _number(self, _: Form, sid: str) -> RestAnswer:
        return RestAnswer(OK, number_json(self._exchange, self._own(sid)))

    def _update_number(self, form: Form, sid: str) -> RestAnswer:
        own = self._own(sid)
        own.voice = form.hook("VoiceUrl", "VoiceMethod") or own.voice
        own.fallback = form.hook("VoiceFallbackUrl", "VoiceFallbackMethod") or own.fallback
        own.status = form.hook("StatusCallback", "StatusCallbackMethod") or own.status
        own.text = form.hook("SmsUrl", "SmsMethod") or own.text
        own.friendly_name = form.text("FriendlyName") or own.friendly_name
        return RestAnswer(OK, number_json(self._exchange, own))

    def _own(self, sid: str) -> OwnNumber:
        return self._find({own.sid: own for own in self._exchange.numbers.values()}, sid)

    def _find(self, things: dict[str, Thing], sid: str) -> Thing:
        if sid not in things:
            raise self._not_found(sid)
        return things[sid]

    def _page(self, form: Form, path: str, name: str, things: Sequence[Json]) -> RestAnswer:
        """One page of a list: https://www.twilio.com/docs/usage/twilios-response#pagination."""
        size = form.seconds("PageSize", most=MOST_ON_A_PAGE) or PAGE_SIZE
        page = int(form.text("Page") or 0)
        start = page * size
        uri = f"{self._base}/{path}.json?PageSize={size}&Page="
        body: dict[str, Any] = {
            name: list(things[start : start + size]),
            "page": page,
            "page_size": size,
            "start": start,
            "end": max(start, min(start + size, len(things)) - 1),
            "uri": f"{uri}{page}",
            "first_page_uri": f"{uri}0",
            "next_page_uri": f"{uri}{page + 1}" if start + size < len(things) else None,
            "previous_page_uri": f"{uri}{page - 1}" if page else None,
        }
        return RestAnswer(OK, body)

    @staticmethod
    def _not_found(what: str) -> Refused:
        return Refused(f"The requested resource {what} was not found", status=NOT_FOUND, code=20404)


def _error(refused: Refused) -> RestAnswer:
    """https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions."""
    more = f"https://www.twilio.com/docs/errors/{refused.code}"
    body = {"code": refused.code, "message": refused.message, "more_info": more, "status": refused.status}
    return RestAnswer(refused.status, body)
