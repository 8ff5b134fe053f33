"""The evidence of a rehearsal: one file that can be sent to the people who mend the line.

It holds no phone number, no words, and nothing that opens an account: a phone is `first`, `second` or `third`, the line
is `line`, another number is masked, keys that were pressed one after the other are counted, and a URL is the door that
it leads to.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hotline.errors import HotlineError
from hotline.numbers import PhoneNumber, is_withheld
from hotline.telephony.trace import Leg, Webhook

LINE = "line"
_DIGITS = "digits"
# What is kept of a webhook's fields.
_FIELDS = (
    *("from", "to", "call_status", "direction", _DIGITS, "recording_duration", "dial_call_status", "dial_bridged"),
    *("dial_call_duration", "queue_result", "queue_time", "sip_response_code", "error_code", "call_duration"),
    *("callback_source", "sequence_number", "timestamp"),
)
_NUMBERS = ("from", "to")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One webhook, masked."""

    method: str
    door: str  # voice, status, call/<script>, left; `elsewhere` is not the line, `rest` is Twilio's own API
    length: int  # characters of its URL
    fields: Mapping[str, str]
    answered: int | None
    kind: str


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call, masked, with its webhooks once Twilio shows them."""

    sid: str
    parent: str | None
    direction: str
    status: str
    shown: str
    to: str
    created: str
    began: str | None
    ended: str | None
    seconds: int
    asked: tuple[Asked, ...] = ()
    recorded: tuple[str, ...] = ()  # seconds of each recording
    open: bool | None = None  # whether anybody may fetch them; None: not known, or nothing was recorded
    alerts: tuple[str, ...] = ()

    @property
    def is_inbound(self) -> bool:
        return self.direction == "inbound"


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Everything that was seen in one step."""

    step: str
    begun: str
    ended: str = ""  # "": it was broken off
    skipped: str = ""  # why it was left out
    calls: tuple[Call, ...] = ()
    heard: Mapping[str, bool] = field(default_factory=dict)  # the operator's own answers
    rows: tuple[str, ...] = ()  # of the line's own table: what came, and how it stands
    refused: tuple[int, ...] = ()  # codes of calls that Twilio did not place
    facts: Mapping[str, str] = field(default_factory=dict)  # of AWS, and of what was tried
    complete: bool = False  # the webhooks of every call are here


@dataclass
class Notebook:
    """The evidence of each step, as it is kept in the file."""

    file: Path
    group: str = ""
    stage: str = ""
    phones: tuple[str, ...] = ()  # masked
    voice_url: str = ""  # where the number is to lead again, while the line is taken down; "": it is not
    steps: dict[str, Evidence] = field(default_factory=dict)

    def keep(self, evidence: Evidence) -> None:
        self.steps[evidence.step] = evidence
        self.save()

    def save(self) -> None:
        """Write the whole file or none of it, since a rehearsal may be broken off at any moment."""
        written = {
            **{name: getattr(self, name) for name in ("group", "stage", "phones", "voice_url")},
            "steps": [dataclasses.asdict(one) for one in self.steps.values()],
        }
        beside = self.file.with_name(f"{self.file.name}.new")
        beside.write_text(f"{json.dumps(written, indent=1, ensure_ascii=False)}\n", encoding="utf-8")
        beside.replace(self.file)


def opened(file: Path) -> Notebook:
    """Read the file again. Raises HotlineError for one that no rehearsal has written."""
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
        steps = [_evidence(one) for one in read["steps"]]
        return Notebook(
            file=file,
            group=read["group"],
            stage=read["stage"],
            phones=tuple(read["phones"]),
            voice_url=read["voice_url"],
            steps={one.step: one for one in steps},
        )
    except FileNotFoundError:
        raise HotlineError(f"there is no {file} to go on with: begin without --resume") from None
    except (OSError, ValueError, KeyError, TypeError) as why:
        raise HotlineError(
            f"{file} is not what a rehearsal keeps ({type(why).__name__}): name another --file"
        ) from None


class Mask:
    """Replaces phone numbers by roles."""

    def __init__(self, roles: Mapping[str, PhoneNumber], *, base_url: str) -> None:
        self._roles = {number.e164: role for role, number in roles.items()}
        self._base_url = base_url

    def call(self, leg: Leg) -> Call:
        return Call(
            sid=leg.sid,
            parent=leg.parent,
            direction=leg.direction,
            status=leg.status,
            shown=self.number(leg.shown),
            to=self.number(leg.to),
            created=leg.created.isoformat(),
            began=leg.began.isoformat() if leg.began else None,
            ended=leg.ended.isoformat() if leg.ended else None,
            seconds=leg.seconds,
        )

    def webhook(self, webhook: Webhook) -> Asked:
        fields = {name: webhook.fields[name] for name in _FIELDS if name in webhook.fields}
        fields |= {name: self.number(fields[name]) for name in _NUMBERS if name in fields}
        if _DIGITS in fields:
            fields[_DIGITS] = keyed(fields[_DIGITS])
        return Asked(
            method=webhook.method,
            door=self._door(webhook.url),
            length=len(webhook.url),
            fields=fields,
            answered=webhook.answered,
            kind=webhook.kind.partition(";")[0],
        )

    def number(self, text: str) -> str:
        """Return a role, a masked number, or the word that was shown instead of a number."""
        if text in self._roles:
            return self._roles[text]
        if is_withheld(text) or not any(letter.isdigit() for letter in text):
            return text
        return f"{text[:3]}…{text[-2:]}"

    def _door(self, url: str) -> str:
        if "/2010-04-01/Accounts/" in url:
            return "rest"
        if not url.startswith(self._base_url):
            return "elsewhere"
        parts = url.removeprefix(self._base_url).strip("/").split("/")
        return "/".join([parts[0], *(parts[2:3] if parts[0] == "call" else [])])


def keyed(digits: str) -> str:
    """One key as it is; several are a number, and only counted: `11 digits`, with a hash where there was one."""
    if len(digits) <= 1 or digits == "hangup":
        return digits
    kept = "".join(sign for sign in "#*" if sign in digits)
    return f"{sum(each.isdigit() for each in digits)} digits{f' and {kept}' if kept else ''}"


def _evidence(read: Mapping[str, Any]) -> Evidence:
    calls = [{**one, "asked": tuple(Asked(**each) for each in one["asked"])} for one in read["calls"]]
    made = {**read, "calls": tuple(Call(**_tuples(one)) for one in calls)}
    return Evidence(**_tuples(made))


def _tuples(read: Mapping[str, Any]) -> dict[str, Any]:
    """Turn lists back into tuples: JSON has only lists."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in read.items()}


def fields_of(calls: Iterable[Call]) -> list[Mapping[str, str]]:
    """Return the fields of each webhook of these calls, in order."""
    return [asked.fields for call in calls for asked in call.asked if asked.door != "rest"]
