"""Signed posts with values that no phone should send, and what is wrong with how they were answered."""

from __future__ import annotations

import itertools
import logging
import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

import pytest
from twilio.request_validator import RequestValidator

from hotline.telephony.signature import _Fields, parse_form
from infra.local.exchange import HttpResponse
from infra.local.exchange.twiml import read
from infra.local.exchange.verbs import Dial, Enqueue, Gather, Record
from infra.local.virtual import ACCOUNT, BASE, TOKEN
from tests.stories.town import LINE, Town

Waits = Gather | Record | Dial | Enqueue

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_NUMBER = re.compile(r"(?:\+44|0)\d{9,10}")
_LONGEST_LINE = 300  # characters of a log's line: what was posted is not logged in full

ROSA = "+442079460123"
# A few of each kind, and then the rest.
ODD = (
    *("", "1;2", "\uff11", "\u0663", "9" * 5000, "\x00", "<Dial>+449098790000</Dial>", "1e3", "*#", "-1", "None"),
    *(
        " ",
        "0" * 5000,
        "\u096b",
        "1 ",
        " 1",
        "\u202e1",
        "&amp;",
        "💥" * 500,
        "null",
        "\n",
        "1\n",
        "..",
        "%2e%2e",
        "~",
        "_",
    ),
    *("__", "a.b", "{0}", "%s", "#", "*", "**", "w", "ABCD", "+", "1" * 10, "\U0001d7d9", "\u00b2"),
)
A_FEW = 11
FROMS = (
    *(
        "anonymous",
        "+266696687",
        "sip:rosa@example.com",
        "999",
        "+449098790000",
        "+442079460123;ext=5",
        "+\uff18\uff18",
        LINE,
    ),
    *("Anonymous", "private", "unavailable", "restricted", "unknown", "blocked", "+7378742833", "+17378742833"),
    *("+86282452253", "+2562533", "+8656696", "+7748283", "client:alice", "+44", "+441", "112", "101", "+999", "+112"),
    *("+44 20 7946 0123", "442079460123", "00442079460123", "+44207946012345678", "+447012345678", "+8821600000000"),
    *(
        "+\u0664\u0664\u0662\u0660",
        "+15005550006",
        "+0442079460123",
        "+442079460123\n",
        "\u200e+442079460123",
        "tel:+442079460123",
    ),
)
# The keys that lead to a question of each kind.
QUESTIONS = {
    "menu": (),
    "where": ("1",),
    "second menu": ("4",),
    "own words": ("4", "4"),
    "what to change": ("1", "2", "1", "2"),
    "rule": ("4", "7"),
    "code": ("4", "9", "1"),
    "tell": ("4", "6"),
    "nought": ("0",),
    "talk": ("3",),
}


class Hostile:
    """Whoever has the token of the account."""

    def __init__(self, town: Town, caplog: pytest.LogCaptureFixture) -> None:
        self.town, self.bad = town, list[str]()
        self._caplog, self._calls = caplog, itertools.count(1)

    def call(self) -> str:
        """The SID of a call that nobody has made yet."""
        return f"CA{next(self._calls):032}"

    def post(self, url: str, form: Mapping[str, str] | list[tuple[str, str]], what: str) -> bytes:
        """Post it, signed; note what is wrong with the answer."""
        self._caplog.clear()
        pairs = list(form.items()) if isinstance(form, Mapping) else form
        body = urlencode(pairs)
        sign = RequestValidator(TOKEN).compute_signature(url, _Fields(parse_form(body)))
        headers = _FORM | {"X-Twilio-Signature": sign}
        status, _, answer = self.town.line.gateway("POST", url, headers, body.encode())
        wrong = [*self._logged(), *([] if status in {200, 403, 404} else [str(status)])]
        if status == 200:
            wrong += [] if answer.startswith(b"<?xml") or answer == b"<Response/>" else ["no TwiML"]
        self.bad += [f"{what[:60]}: {each}" for each in wrong]
        return answer

    def _logged(self) -> Iterator[str]:
        for record in self._caplog.records:
            line = record.getMessage()
            if record.levelno >= logging.ERROR or record.exc_info:
                yield f"{record.levelname}: {record.exc_info[1]!r}" if record.exc_info else record.levelname
            if _NUMBER.search(line):
                yield "a number is logged"
            if record.name.split(".")[0] in {"hotline", "chalicelib"} and len(line) > _LONGEST_LINE:
                yield "logged in full"

    def at_each_question(self) -> Iterator[tuple[str, str, str]]:
        """What the question is, the SID of the call, and where its answer is posted."""
        for name, keys in QUESTIONS.items():
            sid, url = self.call(), f"{BASE}/voice"
            for key in ("", *keys):
                answer = self.post(url, form_of(sid, **({"Digits": key} if key else {})), name)
                url = action(answer, url)
            yield name, sid, url


def question(answer: bytes, url: str) -> Waits | None:
    """What the page waits for."""
    verbs = read(HttpResponse(status=200, headers={"Content-Type": "text/xml"}, body=answer), url)
    return next((verb for verb in verbs if isinstance(verb, Waits)), None)


def action(answer: bytes, url: str) -> str:
    """Where what it waits for is posted."""
    waits = question(answer, url)
    assert waits is not None
    assert waits.action is not None
    return waits.action


def form_of(sid: str, shown: str = ROSA, to: str = LINE, direction: str = "inbound", **more: str) -> dict[str, str]:
    """What Twilio posts in every webhook of a call."""
    return {"AccountSid": ACCOUNT, "CallSid": sid, "Direction": direction, "From": shown, "To": to, **more}
