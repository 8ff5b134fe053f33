"""The exchange on a running clock, sped up, over real HTTP: as `hotline serve` and `hotline demo` use it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from urllib.parse import parse_qsl

import pytest

from infra.local.exchange import (
    ConnectionFailed,
    Exchange,
    HttpRequest,
    Person,
    PhonesApi,
    PicksUp,
    RealTimeline,
    http_transport,
)
from tests.exchange.town import BEN, LINE, ROSA, SID, TOKEN, xml

SPEED = 200.0
Answer = Callable[[str, dict[str, str]], str]


@contextmanager
def served(answer: Answer) -> Iterator[str]:
    """An app on a port of its own; its base URL."""

    class App(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted = self.rfile.read(int(self.headers["Content-Length"])).decode()
            body = xml(answer(self.path, dict(parse_qsl(posted, keep_blank_values=True)))).body
            self.send_response(200)
            self.send_header("Content-Type", "text/xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name is the library's
            """A test is quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), App)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def timeline() -> Iterator[RealTimeline]:
    with RealTimeline(SPEED) as running:
        yield running
    assert running.failures == []


def opened(timeline: RealTimeline, base: str) -> Exchange:
    exchange = Exchange(timeline=timeline, transport=http_transport(), account_sid=SID, auth_token=TOKEN)
    exchange.own(LINE, voice_url=f"{base}/voice", status_url=f"{base}/status")
    return exchange


def menu(path: str, form: dict[str, str]) -> str:
    if path == "/voice":
        return '<Gather action="/key" numDigits="1"><Say>For shopping, press 1.</Say></Gather>'
    if path == "/key" and form["Digits"] == "1":
        return f'<Say>Hold on.</Say><Dial callerId="{LINE}">{BEN}</Dial>'
    return ""


def test_a_story_is_told_in_real_time(timeline: RealTimeline) -> None:
    """The same people, the same steps: they wait where virtual time would jump."""
    with served(menu) as base:
        exchange = opened(timeline, base)
        rosa, ben = Person(exchange, ROSA, "Rosa"), Person(exchange, BEN, "Ben")
        ben.when_rung(PicksUp(after=2))
        rosa.dials(LINE).hears("press 1").presses("1").hears("hold on")
        rosa.talks_with(ben, seconds=10).hangs_up()
        ben.is_hung_up_on()
        exchange.check()
    assert ben.displays == [LINE]


def test_a_slow_webhook_does_not_stop_other_calls(timeline: RealTimeline) -> None:
    """While one app answer is under way, everybody else goes on talking."""
    ben_is_through = Event()

    def slow_for_rosa(_: str, form: dict[str, str]) -> str:
        if form["From"] == ROSA:
            ben_is_through.wait(5)
        return f"<Say>Hello {form['From'][-3:]}.</Say>" + '<Pause length="600"/>'

    with served(slow_for_rosa) as base:
        exchange = opened(timeline, base)
        rosa, ben = Person(exchange, ROSA, "Rosa"), Person(exchange, BEN, "Ben")
        rosa.dials(LINE)
        ben.dials(LINE).hears("hello 001")
        assert "Hello" not in str(rosa.transcript)
        ben_is_through.set()
        rosa.hears("hello 101")
        for person in (rosa, ben):
            person.hangs_up()


def test_phones_are_driven_by_other_programs(timeline: RealTimeline) -> None:
    """`hotline call`: plain values in and out, and a numbered log of what happens."""
    with served(menu) as base:
        exchange = opened(timeline, base)
        phones = PhonesApi(exchange)
        assert phones.hold(BEN, "Ben") == {"phone": BEN, "name": "Ben", "state": "idle", "display": None}
        phones.dial(ROSA, LINE)
        assert timeline.run_while(lambda: not phones.press(ROSA, "1"), 60)
        assert timeline.run_while(lambda: phones.hold(BEN)["state"] != "ringing", 60)
        assert phones.hold(BEN)["display"] == LINE
        assert phones.answer(BEN)["state"] == "on a call"
        phones.say(ROSA, "Hello?")
        assert phones.hang_up(ROSA)["state"] == "idle"
    kinds = [event["kind"] for event in phones.events()]
    assert [kind for kind in kinds if kind in {"Dialled", "Rang", "PickedUp", "Joined"}] == [
        "Dialled",
        "Rang",
        "PickedUp",
        "Joined",
        "Joined",
    ]
    later = phones.events(since=len(kinds) - 1)
    assert [(event["id"], event["kind"], event["phone"]) for event in later] == [(len(kinds), "Ended", ROSA)]


def test_what_cannot_be_done_is_said(timeline: RealTimeline) -> None:
    """A phone that does not ring cannot be answered."""
    phones = PhonesApi(opened(timeline, "http://127.0.0.1:1"))
    with pytest.raises(ValueError, match="is not ringing"):
        phones.answer(BEN)


def test_an_app_that_is_not_there_is_a_failed_connection() -> None:
    """Nobody listens on that port."""
    with pytest.raises(ConnectionFailed, match="no connection"):
        http_transport()(HttpRequest(method="POST", url="http://127.0.0.1:1/voice"))


def test_the_clock_runs_as_fast_as_it_says(timeline: RealTimeline) -> None:
    """To wait for a minute moves the clock by a minute, whatever the speed."""
    began = timeline.now()
    timeline.run_until(began + timedelta(minutes=1))
    assert timeline.now() >= began + timedelta(minutes=1)


def test_a_fault_in_one_event_does_not_stop_the_clock() -> None:
    """It is logged and kept, and what is due next happens."""
    happened = Event()
    with RealTimeline(SPEED) as timeline:
        timeline.after(1, fails)
        timeline.outside(fails, print)
        timeline.after(2, happened.set)
        assert happened.wait(5)
        assert timeline.run_while(lambda: len(timeline.failures) < 2, 600)


def fails() -> None:
    raise ValueError("a fault in the exchange")


def test_real_time_does_not_jump(timeline: RealTimeline) -> None:
    """Only a virtual clock can be made to."""
    with pytest.raises(NotImplementedError, match="cannot be made to jump"):
        timeline.run_next()
