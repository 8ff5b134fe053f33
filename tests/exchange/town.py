"""A toy app and a town of phones, to test the exchange with: nothing in it is the hotline's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

from infra.local.exchange import Exchange, HttpRequest, HttpResponse, Person, RestAnswer, Timeline

SID = "AC" + "0" * 32
TOKEN = "made up"
LINE = "+442079460000"
ROSA, EMIL = "+442079460101", "+442079460102"
BEN, ALI, PRIYA = "+447700900001", "+447700900002", "+447700900003"
HOME = "https://line.example"
START = datetime(2026, 3, 2, 10, tzinfo=UTC)

Page = str | HttpResponse | Callable[[dict[str, str]], str | HttpResponse]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One webhook that came."""

    at: datetime
    path: str
    form: dict[str, str]
    request: HttpRequest


class Town:
    """The exchange, a few people, and an app whose pages are what the test says."""

    def __init__(self) -> None:
        self.timeline = Timeline(START)
        self.pages: dict[str, Page] = {}
        self.asked: list[Asked] = []
        self.exchange = Exchange(timeline=self.timeline, transport=self.answer, account_sid=SID, auth_token=TOKEN)
        self.exchange.own(LINE, voice_url=f"{HOME}/voice", status_url=f"{HOME}/status")
        self.rosa = Person(self.exchange, ROSA, "Rosa")
        self.ben = Person(self.exchange, BEN, "Ben")
        self.ali = Person(self.exchange, ALI, "Ali")

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The toy app: a page for each path, 204 where there is none."""
        path = urlsplit(request.url).path
        fields = request.body.decode() if request.method == "POST" else urlsplit(request.url).query
        form = dict(parse_qsl(fields, keep_blank_values=True))
        self.asked.append(Asked(at=self.timeline.now(), path=path, form=form, request=request))
        page = self.pages.get(path)
        if page is None:
            return HttpResponse(status=204)
        made = page(form) if callable(page) else page
        return made if isinstance(made, HttpResponse) else xml(made)

    def forms(self, path: str) -> list[dict[str, str]]:
        """What was posted to a path."""
        return [asked.form for asked in self.asked if asked.path == path]

    def rest(self, method: str, path: str, *params: tuple[str, str]) -> RestAnswer:
        """A REST request with the right credentials."""
        return self.exchange.rest(method, f"/2010-04-01/Accounts/{SID}{path}", params, (SID, TOKEN))

    def place(self, to: str, *params: tuple[str, str]) -> str:
        """Place a call to a phone, with its documents at /answered; its SID."""
        given = {"To": to, "From": LINE, "Url": f"{HOME}/answered"}
        more = [*given.items(), *params]
        answer = self.rest("POST", "/Calls.json", *more)
        assert answer.body is not None
        assert answer.status == 201, answer.body
        return str(answer.body["sid"])

    def status(self, sid: str) -> str:
        """How a call stands, by REST."""
        answer = self.rest("GET", f"/Calls/{sid}.json")
        assert answer.body is not None
        return str(answer.body["status"])

    def run(self, seconds: float) -> None:
        self.rosa.waits(seconds)


def xml(verbs: str) -> HttpResponse:
    """A TwiML document with these verbs."""
    body = f'<?xml version="1.0" encoding="UTF-8"?><Response>{verbs}</Response>'
    return HttpResponse(status=200, headers={"Content-Type": "text/xml; charset=utf-8"}, body=body.encode())
