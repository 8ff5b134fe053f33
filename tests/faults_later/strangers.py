"""Somebody dials in with a number on the display that may be another's, and goes every way from every question."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from moto.dynamodb.models.dynamo_type import DynamoType

from hotline.conversation.call import Call
from hotline.conversation.replay import Resumed
from hotline.conversation.trail import Spot
from hotline.numbers import opaque
from hotline.records import Reason
from hotline.scripts import SCRIPTS
from hotline.scripts.resident import MORE
from hotline.store.models import ROWS, RequestRow
from infra.local.exchange import HttpResponse, signature
from infra.local.exchange.speech import text_of
from infra.local.exchange.twiml import read
from infra.local.exchange.verbs import Dial, Enqueue, Gather, Leave, Record, Say, Verb
from infra.local.virtual import ACCOUNT, BASE, TOKEN
from tests.moto_tables import moto_tables
from tests.stories.town import GROUP, LINE, Town

Way = tuple[str, ...]
KEYS = "1234567890*#"
XML = {"Content-Type": "text/xml"}

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_CALL = "CA" + "7" * 32
OWN = f"{opaque(_CALL)}-"  # what the ids begin with of all that it asks for
_WORDS = {"RecordingSid": "RE" + "7" * 32, "RecordingDuration": "5", "Digits": "#"}
_NOBODYS, _NO_NUMBER, _NO_CODE = "02079460177", "12345", "123456"
_TALKED = {"DialCallStatus": "completed", "DialBridged": "true"}
_NOT_JOINED = {"DialCallStatus": "busy", "DialBridged": "false"}

# What can be done at any question.
ANSWERS: tuple[dict[str, str], ...] = (
    *({"Digits": keys} for keys in ("", *KEYS, _NOBODYS, _NO_CODE)),
    *(_WORDS, _TALKED, _NOT_JOINED),
    *({"QueueResult": result} for result in ("bridged", "leave", "hangup", "error")),
)


def dials_in(shown: str) -> dict[str, str]:
    """What Twilio says of a call that shows this number."""
    return {"AccountSid": ACCOUNT, "CallSid": _CALL, "Direction": "inbound", "From": shown, "To": LINE}


def post(town: Town, url: str, form: Mapping[str, str]) -> bytes:
    """What the line answers to Twilio."""
    signed = _FORM | {"X-Twilio-Signature": signature(TOKEN, url, form)}
    status, _, body = town.line.gateway("POST", url, signed, urlencode(form).encode())
    assert status == HTTPStatus.OK
    return body


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing to do at a question, and what Twilio then posts where."""

    does: str
    url: str
    answer: dict[str, str] = field(default_factory=dict)
    behind: str = ""  # where the call goes on once it has left the queue in which somebody waits


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a call stands: in the URLs that Twilio was given, and in the rows that it has made."""

    way: Way
    verbs: tuple[Verb, ...]
    behind: str
    rows: Mapping[Any, Any]

    @property
    def sounds(self) -> str:
        """All that is heard there, and what then waits."""
        prompts = (verb.prompts if isinstance(verb, Gather) else (verb,) for verb in self.verbs)
        said = [text_of(each.words) for some in prompts for each in some if isinstance(each, Say)]
        return " ".join([*said, *(type(verb).__name__ for verb in self.verbs)])

    @property
    def is_for_somebody(self) -> bool:
        """Whether it has been keyed whom it is for: that number is then no other phone to ring."""
        return any("for_number" in row.attrs for row in self.rows.values())

    @property
    def waits(self) -> Verb | None:
        """The verb at which somebody can do something."""
        return next((verb for verb in self.verbs if isinstance(verb, Gather | Record | Dial | Enqueue | Leave)), None)

    @property
    def spot(self) -> Spot | None:
        """The same in the line's own words. None: nothing is asked, or somebody leaves a queue."""
        action = getattr(self.waits, "action", None)
        return Spot.parse(*action.removeprefix(f"{BASE}/call/{GROUP}/").split("/")) if action else None


class Stranger:
    """Whoever dials in with that number on the display. One call goes on from each question in all ways.

    Before each step the call's own rows are as they were at that question, as if no other way had been gone. What
    sounds the same is gone on from once, and once more where it is for somebody else.
    """

    def __init__(self, town: Town, shown: str) -> None:
        self._town, self._form = town, dials_in(shown)
        self.heard: dict[Way, bytes] = {}
        self.asked: set[str] = set()  # the questions, by their prompts

    def tries_everything(self) -> dict[Way, bytes]:
        """What the line answers after each way: every key, silence, numbers and words said, whoever picks up or not."""
        places = deque([self._goes((), Step(does="", url=f"{BASE}/voice"), {})])
        been: set[tuple[bool, bool, str]] = set()
        while places:
            place = places.popleft()
            second = place.spot is not None and MORE in place.spot.trail
            there = (second, place.is_for_somebody, place.sounds)
            if there in been and not isinstance(place.waits, Leave):  # where nothing is heard
                continue
            been.add(there)
            self.asked.add(self._asked(place.spot))
            for step in steps(place):
                reached = self._goes((*place.way, step.does), step, place.rows)
                if not second or step.does == "1":  # the second wish of a call has the questions of the first
                    places.append(reached)
        post(self._town, f"{BASE}/status", self._form | {"CallStatus": "completed"})
        return self.heard

    def _goes(self, way: Way, step: Step, rows: Mapping[Any, Any]) -> Place:
        _put_back(rows)
        body = self.heard[way] = post(self._town, step.url, self._form | step.answer)
        verbs = read(HttpResponse(status=HTTPStatus.OK, headers=XML, body=body), step.url)
        return Place(way=way, verbs=verbs, behind=step.behind, rows=deepcopy(_own_rows()))

    def _asked(self, spot: Spot | None) -> str:
        if spot is None:
            return ""
        call = Call(group=self._town.world.groups[GROUP], sid=_CALL, other_end=None, about=spot.about)
        question = Resumed(SCRIPTS[spot.script], call, None).follow(spot.trail).question
        return getattr(question, "prompt", None) or ""


def steps(place: Place) -> Iterator[Step]:
    """All that can be done there."""
    match place.waits:
        case Gather() as verb:
            one_key = verb.finish_on_key == ""
            for keys in ("", *KEYS) if one_key else ("", "*", _NOBODYS, _NO_NUMBER, _NO_CODE):
                yield Step(does=keys, url=verb.action, answer={"Digits": keys}, behind=place.behind)
        case Record(action=action):
            yield Step(does="(says nothing)", url=action)
            yield Step(does="(says something)", url=action, answer=_WORDS)
        case Dial(action=str(action)):
            yield Step(does="(nobody picks up)", url=action, answer=_NOT_JOINED)
            yield Step(does="(they talk)", url=action, answer=_TALKED)
        case Enqueue(action=str(action), wait_url=str(wait_url)):
            yield Step(does="(waits)", url=wait_url, behind=action)
            for result in ("bridged", "hangup", "error"):
                yield Step(does=f"({result})", url=action, answer={"QueueResult": result})
        case Leave():
            yield Step(does="(leaves)", url=place.behind, answer={"QueueResult": "leave"})


def everything() -> dict[tuple[str, ...], Any]:
    """The whole store, row by row: but what the stranger's call has asked for, the count of calls, what rings.

    Nor that the queue is to be deleted in which the stranger has waited.
    """
    return {
        (table.name, *(key.value for key in keys)): row.to_json()
        for table in _tables()
        for keys, row in _rows(table)
        if not keys[-1].value.startswith((OWN, "calls#", "phone#")) and _reason(row) != Reason.QUEUE
    }


def _reason(row: Any) -> str | None:
    reason = row.attrs.get("reason")
    return reason.value if reason else None


def _tables() -> Iterator[Any]:
    """moto's."""
    names = {row.Meta.table_name for row in ROWS}
    return (table for table in moto_tables() if table.name in names)


def _rows(table: Any) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Each row by its keys."""
    if not table.has_range_key:
        return (((key,), row) for key, row in table.items.items())
    return (((key, sort), row) for key, rows in table.items.items() for sort, row in rows.items())


def _requests() -> dict[Any, Any]:
    (table,) = (table for table in _tables() if table.name == RequestRow.Meta.table_name)
    rows: dict[Any, Any] = table.items[DynamoType({"S": GROUP})]
    return rows


def _own_rows() -> dict[Any, Any]:
    return {key: row for key, row in _requests().items() if key.value.startswith(OWN)}


def _put_back(rows: Mapping[Any, Any]) -> None:
    there = _requests()
    for key in _own_rows():
        del there[key]
    there.update(deepcopy(dict(rows)))
