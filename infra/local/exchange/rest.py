"""Twilio's REST API: who may ask, which request it is, and what goes wrong on the way.

As strict as Twilio's own description: https://www.twilio.com/docs/usage/api.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from urllib.parse import urlencode

from infra.local.exchange import rest_account, rest_calls, rest_lists, rest_numbers, rest_params, rest_texts
from infra.local.exchange.faults import RestFault
from infra.local.exchange.messages import TimedOut
from infra.local.exchange.rest_form import Form, NotTwilios, Params, Refused
from infra.local.exchange.rest_json import (
    MONITOR,
    Json,
    alert_json,
    call_json,
    event_json,
    message_json,
    number_json,
    queue_json,
    recording_json,
)
from infra.local.exchange.rest_pages import Thing, page
from infra.local.exchange.rest_params import Known
from infra.local.exchange.webhooks import API_VERSION

if TYPE_CHECKING:
    from infra.local.exchange.exchange import Exchange
    from infra.local.exchange.numbers import OwnNumber

Found = TypeVar("Found")
Listed = TypeVar("Listed", bound=Thing)

OK, CREATED, NO_CONTENT, UNAUTHORISED, NOT_FOUND, WRONG_METHOD = 200, 201, 204, 401, 404, 405
ALERTS = "/v1/Alerts"


class RestAnswer(NamedTuple):
    """An HTTP status and a JSON body; None where there is no body."""

    status: int
    body: Json | None


Route = tuple[str, str, Known, Callable[..., RestAnswer]]
Show = Callable[["Exchange", Listed], Json]


class Rest:
    """Answers REST requests to one exchange."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._base = f"/{API_VERSION}/Accounts/{exchange.account_sid}"
        of_account: list[Route] = [
            ("GET", r"/Calls\.json", rest_params.LIST_CALLS, self._calls),
            ("POST", r"/Calls\.json", rest_params.CREATE_CALL, self._create_call),
            ("GET", r"/Calls/(CA\w{32})\.json", rest_params.NOTHING, self._call),
            ("POST", r"/Calls/(CA\w{32})\.json", rest_params.UPDATE_CALL, self._update_call),
            ("GET", r"/Calls/(CA\w{32})/Events\.json", rest_params.LIST_EVENTS, self._events),
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
        self._routes = [(verb, self._base + path, known, handler) for verb, path, known, handler in of_account]
        self._routes.append(("GET", ALERTS, rest_params.LIST_ALERTS, self._alerts))
        of_it = rest_account.routes(exchange, self._base)
        self._routes += [(verb, path, known, self._of(show)) for verb, path, known, show in of_it]

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
            self._exchange.timeline.pause(fault.seconds)
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
        if not self._exchange.knows(auth):
            raise Refused("Authenticate", status=UNAUTHORISED, code=20003)
        found = [(route, re.fullmatch(route[1], path)) for route in self._routes]
        here = [(route, match) for route, match in found if match]
        for (verb, _, known, handler), match in here:
            if verb == method:
                return handler(Form(params, known), *match.groups())
        if here:
            raise Refused(f"{method} is not allowed here", status=WRONG_METHOD, code=20004)
        raise self._not_found(path)

    def _calls(self, form: Form) -> RestAnswer:
        return self._list(form, "Calls", rest_lists.calls(self._exchange, form), call_json)

    def _create_call(self, form: Form) -> RestAnswer:
        call = rest_calls.create(self._exchange, form)
        self._exchange.call_events.rest(call, f"{self._base}/Calls.json", form.pairs(), CREATED)
        return RestAnswer(CREATED, call_json(self._exchange, call))

    def _call(self, _: Form, sid: str) -> RestAnswer:
        return RestAnswer(OK, call_json(self._exchange, self._find(self._exchange.calls, sid)))

    def _update_call(self, form: Form, sid: str) -> RestAnswer:
        call = self._find(self._exchange.calls, sid)
        rest_calls.update(call, self._exchange, form)
        self._exchange.call_events.rest(call, f"{self._base}/Calls/{sid}.json", form.pairs(), OK)
        return RestAnswer(OK, call_json(self._exchange, call))

    def _events(self, form: Form, sid: str) -> RestAnswer:
        events = self._exchange.call_events.of(self._find(self._exchange.calls, sid))
        return self._list(form, f"Calls/{sid}/Events", events, event_json, name="events")

    def _messages(self, form: Form) -> RestAnswer:
        return self._list(form, "Messages", rest_lists.messages(self._exchange, form), message_json)

    def _create_message(self, form: Form) -> RestAnswer:
        return RestAnswer(CREATED, message_json(self._exchange, rest_texts.create(self._exchange, form)))

    def _recordings(self, form: Form) -> RestAnswer:
        return self._list(form, "Recordings", rest_lists.recordings(self._exchange, form), recording_json)

    def _recording(self, _: Form, sid: str) -> RestAnswer:
        return RestAnswer(OK, recording_json(self._exchange, self._find(self._exchange.recordings, sid)))

    def _delete_recording(self, _: Form, sid: str) -> RestAnswer:
        self._find(self._exchange.recordings, sid)
        del self._exchange.recordings[sid]
        return RestAnswer(NO_CONTENT, None)

    def _queues(self, form: Form) -> RestAnswer:
        return self._list(form, "Queues", list(self._exchange.queues), queue_json)

    def _delete_queue(self, _: Form, sid: str) -> RestAnswer:
        """Only an empty one: https://www.twilio.com/docs/voice/api/queue-resource#delete-a-queue."""
        line = self._find(self._exchange.queues.by_sid(), sid)
        if line.members:
            raise Refused(f"Queue {sid} is not empty")
        self._exchange.queues.delete(line)
        return RestAnswer(NO_CONTENT, None)

    def _numbers(self, form: Form) -> RestAnswer:
        owned = rest_lists.numbers(self._exchange, form)
        return self._list(form, "IncomingPhoneNumbers", owned, number_json, name="incoming_phone_numbers")

    def _number(self, _: Form, sid: str) -> RestAnswer:
        return RestAnswer(OK, number_json(self._exchange, self._own(sid)))

    def _update_number(self, form: Form, sid: str) -> RestAnswer:
        own = self._own(sid)
        rest_numbers.update(own, form)
        return RestAnswer(OK, number_json(self._exchange, own))

    @staticmethod
    def _of(show: Callable[..., Json]) -> Callable[..., RestAnswer]:
        return lambda *asked: RestAnswer(OK, show(*asked))

    def _own(self, sid: str) -> OwnNumber:
        return self._find({own.sid: own for own in self._exchange.numbers.values()}, sid)

    def _find(self, things: dict[str, Found], sid: str) -> Found:
        if sid not in things:
            raise self._not_found(sid)
        return things[sid]

    def _alerts(self, form: Form) -> RestAnswer:
        """On a host of its own, which the path does not show."""
        found = page(form, f"{MONITOR}{ALERTS}", rest_lists.alerts(self._exchange, form), self._shown(alert_json))
        return RestAnswer(OK, found.as_v1("alerts"))

    def _list(
        self, form: Form, path: str, things: Sequence[Listed], show: Show[Listed], *, name: str = ""
    ) -> RestAnswer:
        found = page(form, f"{self._base}/{path}.json", things, self._shown(show))
        return RestAnswer(OK, found.as_2010(name or path.lower()))

    def _shown(self, show: Show[Listed]) -> Callable[[Listed], Json]:
        return lambda one: show(self._exchange, one)

    @staticmethod
    def _not_found(what: str) -> Refused:
        return Refused(f"The requested resource {what} was not found", status=NOT_FOUND, code=20404)


def _error(refused: Refused) -> RestAnswer:
    """https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions."""
    more = f"https://www.twilio.com/docs/errors/{refused.code}"
    body = {"code": refused.code, "message": refused.message, "more_info": more, "status": refused.status}
    return RestAnswer(refused.status, body)
