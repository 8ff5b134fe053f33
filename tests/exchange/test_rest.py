"""The REST API: Twilio's own library is content with it, and it agrees with Twilio's own description."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException

from infra.local.exchange import Busy, rest_params
from infra.local.exchange.call_events import AFTER, KEPT
from infra.local.exchange.problems import StoryFailed
from infra.local.exchange.rest_params import Known
from tests.exchange.town import BEN, EMIL, HOME, LINE, ROSA, SID, TOKEN, Town
from tests.exchange.twilio_client import client

DESCRIPTION = Path(__file__).parents[3] / "shared" / "twilio" / "twilio_api_v2010.json"
ACCOUNT = "/2010-04-01/Accounts/{AccountSid}"
CREATE = {"To": BEN, "From": LINE, "Url": f"{HOME}/answered"}


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    if not DESCRIPTION.exists():
        pytest.skip(f"Twilio's description of its REST API is not at {DESCRIPTION}: nothing to compare with")
    described: dict[str, Any] = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    return described


def test_twilios_library_places_a_call(town: Town) -> None:
    """With several events, each a parameter of its own."""
    events = ["initiated", "ringing", "answered", "completed"]
    call = client(town.exchange).calls.create(
        to=BEN,
        from_=LINE,
        url=f"{HOME}/answered",
        status_callback=f"{HOME}/placed",
        status_callback_event=events,
        timeout=20,
    )
    assert [call.status, call.direction, call.to] == ["queued", "outbound-api", BEN]
    town.pages["/answered"] = "<Say>Hello.</Say>"
    town.ben.picks_up().is_hung_up_on().waits(1)
    assert len(town.forms("/placed")) == 4
    fetched = call.fetch()
    assert [fetched.status, fetched.duration] == ["completed", "0"]
    assert fetched.date_created == town.exchange.calls[str(call.sid)].created


def test_twilios_library_changes_and_lists_calls(town: Town) -> None:
    """Newest first, page after page."""
    twilio = client(town.exchange)
    sids = [twilio.calls.create(to=BEN, from_=LINE, url=f"{HOME}/answered").sid for _ in range(3)]
    twilio.calls(str(sids[1])).update(status="canceled")
    assert [call.sid for call in twilio.calls.list(page_size=2)] == sids[::-1]
    assert [call.sid for call in twilio.calls.list(status="canceled")] == [sids[1]]


def test_twilios_library_points_a_number_at_an_app(town: Town) -> None:
    """What `hotline connect` does: find the number, set its URLs."""
    twilio = client(town.exchange)
    (number,) = twilio.incoming_phone_numbers.list(phone_number=LINE)
    number.update(voice_url=f"{HOME}/new", status_callback=f"{HOME}/told", voice_fallback_url=f"{HOME}/else")
    town.pages["/new"] = "<Say>Hello again.</Say>"
    town.rosa.dials(LINE).hears("hello again").is_hung_up_on().waits(1)
    assert len(town.forms("/told")) == 1
    assert number.fetch().voice_fallback_url == f"{HOME}/else"


def test_twilios_library_reads_recordings(town: Town) -> None:
    """And deletes them."""
    town.pages = {"/voice": '<Record action="/kept"/>', "/kept": "<Hangup/>"}
    town.rosa.dials(LINE).hears("beep").says("Milk and bread.").is_hung_up_on()
    twilio = client(town.exchange)
    (recording,) = twilio.recordings.list()
    assert [recording.duration, recording.source] == ["4", "RecordVerb"]
    assert twilio.recordings(str(recording.sid)).delete()
    assert twilio.recordings.list() == []


def test_twilios_library_deletes_a_queue_once_it_is_empty(town: Town) -> None:
    """https://www.twilio.com/docs/voice/api/queue-resource: it stays until then, and is there no more afterwards."""
    town.pages = {"/voice": '<Enqueue waitUrl="/wait">bread</Enqueue>', "/wait": '<Pause length="10"/>'}
    town.rosa.dials(LINE).waits(20)
    twilio = client(town.exchange)
    (queue,) = twilio.queues.list()
    assert [queue.friendly_name, queue.current_size, queue.average_wait_time] == ["bread", 1, 20]
    with pytest.raises(TwilioRestException, match="not empty"):
        queue.delete()
    town.rosa.hangs_up().waits(600)
    assert [each.current_size for each in twilio.queues.list()] == [0]
    with pytest.raises(StoryFailed, match="bread stands empty"):
        town.exchange.check()
    assert queue.delete()
    assert twilio.queues.list() == []
    assert town.exchange.queues.find("bread") is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"To": None}, 21201),
        ({"To": "020 7946 0101"}, 21211),
        ({"From": None}, 21213),
        ({"From": "Brentwood"}, 21212),
        ({"From": EMIL}, 21210),
        ({"Url": None}, 21205),
        ({"Url": "/answered"}, 21205),
        ({"StatusCallback": "line.example/status"}, 21609),
        ({"StatusCallback": HOME, "StatusCallbackEvent": "initiated ringing"}, 21626),
        ({"Timeout": "601"}, 20001),
        ({"Timeout": "soon"}, 20001),
        ({"Method": "PUT"}, 20001),
        ({"Url": None, "Twiml": "x" * 4001}, 20001),
    ],
)
def test_a_call_that_twilio_refuses_is_refused(town: Town, change: dict[str, str | None], code: int) -> None:
    """https://www.twilio.com/docs/api/errors: with Twilio's code, and nothing is placed."""
    given = [(name, value) for name, value in (CREATE | change).items() if value is not None]
    answer = town.rest("POST", "/Calls.json", *given)
    assert answer.status == 400
    assert answer.body is not None
    assert answer.body["code"] == code
    assert answer.body.keys() == {"code", "message", "more_info", "status"}
    assert town.exchange.calls == {}


@pytest.mark.parametrize("name", ["IdempotencyKey", "MachineDetection"])
def test_a_parameter_that_cannot_be_acted_on_is_refused_and_complained_of(town: Town, name: str) -> None:
    """One that Twilio does not have, or that the exchange only knows by name: never silently ignored."""
    answer = town.rest("POST", "/Calls.json", *CREATE.items(), (name, "Enable"))
    assert answer.status == 400
    town.exchange.expects_error(name)


def test_a_parameter_given_twice_is_refused(town: Town) -> None:
    """Only a list may come more than once."""
    assert town.rest("POST", "/Calls.json", *CREATE.items(), ("To", ROSA)).status == 400
    town.exchange.expects_error("To is given 2 times")


@pytest.mark.parametrize("auth", [None, (SID, "another token"), ("AC" + "1" * 32, TOKEN)])
def test_only_the_account_may_ask(town: Town, auth: tuple[str, str] | None) -> None:
    """https://www.twilio.com/docs/api/errors/20003."""
    answer = town.exchange.rest("GET", f"/2010-04-01/Accounts/{SID}/Calls.json", (), auth)
    assert answer.status == 401
    assert answer.body is not None
    assert answer.body["code"] == 20003


def test_a_promoted_token_is_the_only_one_that_is_good(town: Town) -> None:
    """https://www.twilio.com/docs/iam/api/authtoken: two are good until then; webhooks are signed with the primary."""

    def statuses() -> list[int]:
        path = f"/2010-04-01/Accounts/{SID}/Calls.json"
        return [town.exchange.rest("GET", path, (), (SID, token)).status for token in (TOKEN, "the-next")]

    assert statuses() == [200, 401]
    town.exchange.secondary_token = "the-next"
    assert (statuses(), town.exchange.auth_token) == ([200, 200], TOKEN)
    town.exchange.promote_token()
    assert (statuses(), town.exchange.auth_token) == ([401, 200], "the-next")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/Telegrams.json", 404, 20404),
        ("GET", f"/Calls/CA{'0' * 32}.json", 404, 20404),
        ("POST", f"/Calls/CA{'0' * 32}.json", 404, 20404),
        ("PUT", "/Calls.json", 405, 20004),
    ],
)
def test_what_is_not_there_is_not_found(town: Town, method: str, path: str, status: int, code: int) -> None:
    """https://www.twilio.com/docs/api/errors/20404 and /20004."""
    answer = town.rest(method, path)
    assert answer.status == status
    assert answer.body is not None
    assert answer.body["code"] == code


@pytest.mark.parametrize(
    ("path", "method", "known"),
    [
        ("/Calls.json", "post", rest_params.CREATE_CALL),
        ("/Calls.json", "get", rest_params.LIST_CALLS),
        ("/Calls/{Sid}.json", "post", rest_params.UPDATE_CALL),
        ("/Calls/{Sid}.json", "get", rest_params.NOTHING),
        ("/Messages.json", "post", rest_params.CREATE_MESSAGE),
        ("/Messages.json", "get", rest_params.LIST_MESSAGES),
        ("/Recordings.json", "get", rest_params.LIST_RECORDINGS),
        ("/Recordings/{Sid}.json", "get", rest_params.FETCH_RECORDING),
        ("/Recordings/{Sid}.json", "delete", rest_params.NOTHING),
        ("/Queues.json", "get", rest_params.LIST_QUEUES),
        ("/Queues/{Sid}.json", "delete", rest_params.NOTHING),
        ("/IncomingPhoneNumbers.json", "get", rest_params.LIST_NUMBERS),
        ("/IncomingPhoneNumbers/{Sid}.json", "get", rest_params.NOTHING),
        ("/IncomingPhoneNumbers/{Sid}.json", "post", rest_params.UPDATE_NUMBER),
    ],
)
def test_the_parameters_are_those_of_twilios_description(
    description: dict[str, Any], path: str, method: str, known: Known
) -> None:
    """twilio_api_v2010.json: each name is taken or refused by name, and no other is known."""
    operation = description["paths"][ACCOUNT + path][method]
    named = {parameter["name"] for parameter in operation.get("parameters", []) if parameter["in"] == "query"}
    for content in operation.get("requestBody", {}).get("content", {}).values():
        named |= set(content["schema"]["properties"])
    assert known.acted_on | known.not_here == named


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ("api.v2010.account.call", "/Calls.json"),
        ("api.v2010.account.message", "/Messages.json"),
        ("api.v2010.account.recording", "/Recordings.json"),
        ("api.v2010.account.queue", "/Queues.json"),
        ("api.v2010.account.incoming_phone_number", "/IncomingPhoneNumbers.json"),
    ],
)
def test_the_fields_are_those_of_twilios_description(
    town: Town, description: dict[str, Any], schema: str, path: str
) -> None:
    """twilio_api_v2010.json: all of them, no others, and a value from the list where there is one."""
    town.pages = {"/voice": '<Record action="/kept"/>', "/kept": "<Enqueue>bread</Enqueue>"}
    town.rosa.dials(LINE).hears("beep").says("Milk and bread.").waits(30)
    town.rest("POST", "/Messages.json", ("To", BEN), ("From", LINE), ("Body", "Hello."))
    answer = town.rest("GET", path).body or {}
    (shown,) = next(value for value in answer.values() if isinstance(value, list))
    schemas = description["components"]["schemas"]
    described = schemas[schema]["properties"]
    assert shown.keys() == described.keys()
    for name, field in described.items():
        choices = schemas[field["$ref"].rpartition("/")[2]].get("enum") if "$ref" in field else None
        assert choices is None or shown[name] is None or shown[name] in choices


def test_a_list_has_twilios_page_fields(town: Town, description: dict[str, Any]) -> None:
    """twilio_api_v2010.json: the same keys around every list."""
    listed = description["paths"][f"{ACCOUNT}/Calls.json"]["get"]["responses"]["200"]
    fields = listed["content"]["application/json"]["schema"]["properties"]
    assert (town.rest("GET", "/Calls.json").body or {}).keys() == fields.keys()


def test_events_are_kept_of_the_latest_calls_only(town: Town) -> None:
    """A year of calls on a virtual clock does not fill the memory."""
    town.ben.when_rung(Busy())
    first, *_, last = [town.place(BEN) for _ in range(KEPT + 1)]
    town.run(KEPT + AFTER.total_seconds() + 5)
    kept = [(town.rest("GET", f"/Calls/{sid}/Events.json").body or {})["events"] for sid in (first, last)]
    assert [len(events) for events in kept] == [0, 1]
