"""What one whole story asks of DynamoDB: Rosa phones, Ali says not this one, Ben says yes, they talk."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta

from moto import mock_aws

from app import app
from benchmarks.posts import BASE_URL, LINE, ROSA, action, post
from benchmarks.result import Result
from benchmarks.world import KNOWN, NOON, WRITES, Twilio, counting, volunteer, world, writes
from chalicelib.outside import standing_in
from hotline.dispatch.sweep import sweep
from hotline.records import Need
from hotline.store import Store
from hotline.world import World

ALI, BEN = "+447700900101", "+447700900102"
KEYS = ("1", "2", "1", "1", "")  # shopping, Ongar, today, right, and the last words


def operations() -> list[Result]:
    """Each step's operations, then their sum."""
    with mock_aws():
        store = Store()
        store.create_tables()
        for days, number in ((2, ALI), (1, BEN)):
            store.add_volunteer(volunteer(number, needs={Need.SHOPPING}, asked_at=NOON - timedelta(days=days)))
        twilio = Twilio()
        place = world(store, twilio)
        with standing_in(place, KNOWN):
            return _story(place, twilio)


def _story(place: World, twilio: Twilio) -> list[Result]:
    with counting() as greeting:
        heard = post(app, f"{BASE_URL}/voice", {})
    with counting() as mistake:
        heard = post(app, action(heard), {"Digits": "7"})
    with counting() as log:
        with counting() as recognised:
            heard = post(app, action(heard), {"Digits": KEYS[0]})
        for key in KEYS[1:]:
            heard = post(app, action(heard), {"Digits": key})
        post(app, f"{BASE_URL}/status", {"CallStatus": "completed"})
    with counting() as passed:
        ali = Rung(place, twilio, ALI)
        ali.presses("2")
        ali.hangs_up()
    with counting() as taken:
        ben = Rung(place, twilio, BEN)
        with counting() as yes:
            ben.presses("1")
        ben.presses("1")
        ben.talks()
        ben.presses("1")
        ben.hangs_up()
    ledger = passed - ali.looking
    return [
        Result(what="operations for a greeting", found=greeting.total(), budget=0),
        Result(what="operations for a wrong key", found=mistake.total(), budget=0),
        Result(what="reads to recognise who phones", found=recognised.total() - writes(recognised), budget=1),
        Result(what="writes to log a request", found=writes(log), budget=3, note=_all(log)),
        Result(what="operations to find who is next", found=ali.looking.total(), note=_all(ali.looking)),
        Result(what="operations for an offer that is passed on", found=ledger.total(), budget=8, note=_all(ledger)),
        Result(what="writes to accept", found=writes(yes), budget=1, note=_all(yes)),
        Result(what="writes for an offer that is taken, and talked over", found=writes(taken), note=_all(taken)),
        Result(what="operations for the whole story", found=(greeting + mistake + log + passed + taken).total()),
    ]


def _all(counted: Counter[str]) -> str:
    return ", ".join(f"{times} {name}" for name, times in counted.most_common())


class Rung:
    """A volunteer's phone that the dispatcher has had placed a call to, and Twilio's word when it is over."""

    def __init__(self, place: World, twilio: Twilio, number: str) -> None:
        with counting() as counted:
            sweep(place)
        self.looking = Counter({name: times for name, times in counted.items() if name not in WRITES})
        self._call = twilio.placed[-1]
        if self._call["To"] != number:
            raise RuntimeError("the rotation asked somebody else")
        sid = f"CA{len(twilio.placed):032x}"
        self._fields = {"CallSid": sid, "From": LINE, "To": number, "Direction": "outbound-api"}
        self.hears = self._post(self._call["Url"], {})

    def presses(self, key: str) -> None:
        """One key, and what is heard then."""
        self.hears = self._post(action(self.hears), {"Digits": key})

    def talks(self) -> None:
        """The resident's phone is rung, picked up, and put down after a while."""
        whisper = re.search(r'<Number[^>]* url="([^"]+)"', self.hears)
        if whisper is None:
            raise RuntimeError(f"nobody is rung: {self.hears}")
        post(app, whisper[1], {"CallSid": "CA" + "f" * 32, "From": LINE, "To": ROSA, "Direction": "outbound-dial"})
        ended = {"DialCallStatus": "completed", "DialBridged": "true", "DialCallDuration": "60"}
        self.hears = self._post(action(self.hears), ended)

    def hangs_up(self) -> None:
        """The call is over, which is all that Twilio is asked to tell."""
        self._post(self._call["StatusCallback"], {"CallStatus": "completed", "SequenceNumber": "0"})

    def _post(self, url: str, fields: dict[str, str]) -> str:
        return post(app, url, {**self._fields, **fields})
