"""What a year would be charged for, counted as Twilio and AWS count it: `infra/aws/usage.toml` keeps the figures.

Twilio: a call that was picked up is charged by the started minute, each leg by itself
(https://help.twilio.com/articles/223132307); one that is busy, failed, cancelled or not answered is not
(https://help.twilio.com/articles/223132547). Words that are said, by the whole hundred characters of a call, at least
one (https://www.twilio.com/docs/voice/twiml/say#pricing). Texts by segments of 153 characters, 160 where one is enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from math import ceil
from urllib.parse import parse_qs
from xml.etree import ElementTree as ET

from chalicelib.clock import minute
from hotline.numbers import PhoneNumber, is_mobile
from infra.local.beats import tick
from infra.local.exchange import HttpRequest, HttpResponse
from infra.local.exchange.calls import Call
from infra.local.exchange.states import Direction
from infra.local.gateway import Context
from infra.local.virtual import VirtualLine
from tests.year.dynamo import Dynamo
from tests.year.units import kept

KEPT = 2026  # the seed of the year whose figures are kept
NEAR = 1.25  # times: how far what is kept may be from what the year now uses
_BLOCK = 100  # characters
_SEGMENT, _ONE_SEGMENT = 153, 160  # characters


class Meter:
    """Counts while the line lives."""

    def __init__(self, line: VirtualLine, dynamo: Dynamo) -> None:
        self._line, self._dynamo = line, dynamo
        self._said: Counter[str] = Counter()  # characters, by call
        self._bytes = 0
        self._quiet_tick = 0.0
        line.listeners.append(self._answered)

    def lets_a_quiet_minute_pass(self) -> None:
        """The clock beats while nothing is due: what it then reads, it reads every minute of the year."""
        before = self._dynamo.units.read
        minute(tick(self._line.timeline.now()), Context(aws_request_id="clock"))
        self._quiet_tick = self._dynamo.units.read - before

    def figures(self, *, requests: int) -> dict[str, float]:
        """All that was used, by the names under which it is kept."""
        every = self._line.exchange.calls.values()
        came_in = [call for call in every if call.answered and call.direction is Direction.INBOUND]
        went_out = [call for call in every if call.answered and call.direction is not Direction.INBOUND]
        mobiles = [call for call in went_out if is_mobile(PhoneNumber(call.to))]
        landlines = [call for call in went_out if not is_mobile(PhoneNumber(call.to))]
        texts = [text for text in self._line.exchange.texting.messages.values() if not text.inbound]
        units, invoked = self._dynamo.units, self._line.invoked
        return {
            "requests": requests,
            "calls_in": len(came_in),
            "minutes_in": sum(map(_minutes, came_in)),
            "calls_placed": sum(call.direction is Direction.OUTBOUND_API for call in every),
            "calls_to_landlines": len(landlines),
            "minutes_to_landlines": sum(map(_minutes, landlines)),
            "calls_to_mobiles": len(mobiles),
            "minutes_to_mobiles": sum(map(_minutes, mobiles)),
            "hundreds_said": sum(max(1, characters // _BLOCK) for characters in self._said.values()),
            "segments_texted": sum(_segments(text.body) for text in texts),
            "webhooks": invoked["webhook"],
            "bytes_answered": self._bytes,
            "stream_batches": invoked["stream"],
            "busy_ticks": invoked["clock"],
            "read_units": units.read,
            "write_units": units.written,
            "read_units_a_quiet_tick": self._quiet_tick,
            "bytes_kept": sum(kept(table.rows.values()) for table in self._dynamo.tables.values()),
        }

    def _answered(self, request: HttpRequest, answer: HttpResponse) -> None:
        self._bytes += len(answer.body)
        document = ET.fromstring(answer.body)  # noqa: S314 -- our own
        words = sum(len("".join(said.itertext())) for said in document.iter("Say"))
        if words:
            self._said[parse_qs(request.body.decode())["CallSid"][0]] += words


def far_off(figures: Mapping[str, float], before: Mapping[str, Decimal]) -> list[str]:
    """Those that are no longer near what is kept, a sentence each."""
    return [
        f"{name}: the year has {value:g}, infra/aws/usage.toml {before[name]:g}: paste there what the year prints"
        for name, value in figures.items()
        if not _near(value, float(before[name]))
    ]


def toml(figures: Mapping[str, float]) -> str:
    """As they are kept."""
    return "\n".join(f"{name} = {value:g}" if value % 1 else f"{name} = {value:.0f}" for name, value in figures.items())


def _near(one: float, other: float) -> bool:
    return one == other or (min(one, other) > 0 and max(one, other) / min(one, other) <= NEAR)


def _minutes(call: Call) -> int:
    """Started ones. Whoever hangs up at once is charged for one."""
    assert call.answered
    assert call.ended
    return max(1, ceil((call.ended - call.answered).total_seconds() / 60))


def _segments(body: str) -> int:
    return 1 if len(body) <= _ONE_SEGMENT else ceil(len(body) / _SEGMENT)
