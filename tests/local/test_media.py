"""The exchange inside `hotline serve`: recordings as files, over HTTP as in process."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime

import pytest

from infra.local.exchange import Exchange, HttpRequest, HttpResponse, Timeline
from infra.local.exchange.recording import Recording
from infra.local.in_process import InProcess
from infra.local.phones import doors

SID, TOKEN = "AC" + "0" * 32, "made up"
LINE = "+442079460000"
RECORDING = "RE" + "0" * 31 + "1"
PATH = f"/2010-04-01/Accounts/{SID}/Recordings/{RECORDING}.mp3"


@pytest.fixture
def exchange() -> Exchange:
    """One that has a recording of Zoë's."""
    start = datetime(2026, 3, 2, 10, tzinfo=UTC)
    made = Exchange(timeline=Timeline(start), transport=nobody, account_sid=SID, auth_token=TOKEN)
    made.own(LINE)
    said = Recording(sid=RECORDING, call_sid="CA" + "0" * 32, begun=start, seconds=3, words="Zoë’s shelf")
    made.recordings[RECORDING] = said
    return made


def nobody(_: HttpRequest) -> HttpResponse:
    return HttpResponse(status=204)


def basic(token: str) -> dict[str, str]:
    return {"Authorization": f"Basic {b64encode(f'{SID}:{token}'.encode()).decode()}"}


def test_a_file_is_served_over_http_with_the_password_and_not_without(exchange: Exchange) -> None:
    """https://www.twilio.com/docs/voice/api/recording#fetch-a-recordings-media."""
    rest, _ = doors(exchange)
    status, headers, body = rest("GET", PATH, basic(TOKEN), b"")
    assert (status, headers["Content-Type"]) == (200, "audio/mpeg")
    assert "Zoë’s shelf".encode() in body
    assert rest("GET", PATH, basic("guessed"), b"")[0] == rest("GET", PATH, {}, b"")[0] == 401


def test_in_process_it_comes_as_the_library_hands_it_on(exchange: Exchange) -> None:
    """A letter for each byte."""
    rest, _ = doors(exchange)
    answer = InProcess(exchange).request("GET", f"https://api.twilio.com{PATH}", auth=(SID, TOKEN))
    assert answer.text.encode("latin-1") == rest("GET", PATH, basic(TOKEN), b"")[2]


def test_a_fault_of_rest_is_one_of_its_files_too(exchange: Exchange) -> None:
    """No answer, or another one."""
    rest, _ = doors(exchange)
    exchange.faults.rest("Recordings")
    exchange.faults.rest("Recordings", status=503)
    assert [rest("GET", PATH, basic(TOKEN), b"")[0] for _ in range(3)] == [504, 503, 200]
