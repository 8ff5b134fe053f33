"""Judge calls to the line: their form, their keys, what was recorded, and how they ended."""

from __future__ import annotations

from hotline.cli.rehearsal.evidence import Asked, Evidence
from hotline.cli.rehearsal.verdicts import (
    Verdict,
    again,
    as_told,
    asked,
    holds,
    inbound,
    keys,
    otherwise,
    picked_up,
    rung,
    told,
    unseen,
)
from hotline.numbers import is_withheld
from hotline.telephony.past import OVER

SEND = "send us this file"
SILENCE = "silence"  # of the facts: after how many seconds of it a recording ends
_DIRECTIONS = {"inbound", "outbound-api", "outbound-dial"}
_LATE = "Twilio shows what it sent a quarter of an hour after a call: go on with --resume"
_NO_EVENTS = "what Twilio sent was not to be seen"
_TWICE = 2  # to hear the words: 1, and 1 again
_PHONES = ("first", "second", "third")
_FAST = 3  # keys, one after the other


def events(seen: Evidence) -> Verdict:
    """Judge whether Twilio's Events show the webhooks of each call."""
    over = [call for call in seen.calls if call.seconds]
    if not seen.complete or not over:
        return unseen(_LATE if over else "no call of this step was picked up")
    return holds(
        all(call.asked for call in over),
        so=f"the webhooks of {len(over)} calls are there",
        not_so="Twilio shows no webhook of a call that was over for a quarter of an hour",
        mend="send us the pages of these calls at console.twilio.com (Monitor, Logs, Calls) as well",
    )


def incoming_form(seen: Evidence) -> Verdict:
    """Judge the first request of a call."""
    first = next((one.fields for _, one in asked(seen, "voice")), None)
    good = first and (first.get("call_status"), first.get("direction")) == ("ringing", "inbound")
    return holds(
        None if first is None else bool(good),
        so="`ringing`, `inbound`, and the number of the phone",
        not_so=f"status {first and first.get('call_status')}, direction {first and first.get('direction')}",
        mend=f"the line may treat a caller as somebody whom it rang: {SEND} before neighbours phone",
        why=_NO_EVENTS,
    )


def direction(seen: Evidence) -> Verdict:
    """Judge whether every request about a call has Direction."""
    directions = [one.fields.get("direction", "none") for _, one in asked(seen)]
    return holds(
        None if not directions else set(directions) <= _DIRECTIONS,
        so=f"it is on each of {len(directions)} requests",
        not_so=f"among {len(directions)} requests there is: {', '.join(sorted(set(directions) - _DIRECTIONS))}",
        mend=f"only by Direction the line knows which calls it placed itself: {SEND}",
        why=_NO_EVENTS,
    )


def end_told(seen: Evidence) -> Verdict:
    """Judge whether the number's status callback tells the end of a call."""
    voices = [call for call, _ in asked(seen, "voice")]
    over = [call for call in voices if call.status in OVER]
    ends = [one for _, one in asked(seen, "status") if one.fields.get("call_status") == "completed"]
    return holds(
        None if not over else any("call_duration" in one.fields for one in ends),
        so="the status callback came, with the duration",
        not_so="no status callback came at the end of the call",
        mend="`hotline connect`, and look at the number's page at console.twilio.com; else requests open late",
        why="the call was not over" if voices else _NO_EVENTS,
    )


def recording(seen: Evidence) -> Verdict:
    """Judge whether the action of a Record is told the length."""
    lengths = told(seen, "recording_duration")
    if not lengths and not any(call.recorded for call in seen.calls):
        return unseen(again(seen.step, "nothing was recorded") if told(seen, "call_status") else _NO_EVENTS)
    return holds(
        None if not told(seen, "call_status") else bool(lengths) and all(one.isdecimal() for one in lengths),
        so=f"{', '.join(lengths)} seconds",
        not_so=f"the length came as {', '.join(map(repr, lengths)) or 'nothing'}",
        mend=f"words may be taken for silence: {SEND}",
        why=_NO_EVENTS,
    )


def hang_up(seen: Evidence) -> Verdict:
    """Judge what a Record's action is told when the caller hangs up."""
    recorded = [one for _, one in _recorded(seen)]
    ended = [one.fields.get("digits") for one in recorded]
    if "hangup" not in ended and recorded and not any(one.fields.get("call_status") in OVER for one in recorded):
        return unseen(again(seen.step, "the recording ended by a key or by silence, and you hung up later"))
    return holds(
        None if not ended else "hangup" in ended,
        so="Digits is `hangup`",
        not_so=f"Digits is {ended[0]!r}" if ended else "",
        mend=f"the line may take words for silence: {SEND}",
        why="no recording ended by hanging up",
    )


def media(seen: Evidence) -> Verdict:
    """Judge whether Twilio refuses a recording's sound to a stranger."""
    looked = [call.open for call in seen.calls if call.open is not None]
    return holds(
        None if not looked else not any(looked),
        so="refused without the account's credentials",
        not_so="anybody who knows its URL may fetch what was said",
        mend='console.twilio.com, Voice, Settings: switch on "Enforce HTTP Auth on Media URLs", and save',
        why="nothing was recorded, or it was erased already",
    )


def played(seen: Evidence) -> Verdict:
    """Judge whether the coordinator heard the recording."""
    alerts = [alert for call in seen.calls for alert in call.alerts]
    heard = seen.heard.get("words")
    if heard is False and not picked_up(seen, "second"):
        return unseen(again(seen.step, "the second phone did not pick up"))
    if heard is False and told(seen, "call_status") and keys(rung(seen, "second")).count("1") < _TWICE:
        return unseen(again(seen.step, "1 was not pressed twice on the second phone"))
    return holds(
        heard,
        so="the second phone heard the words",
        not_so=f"they were not heard{f' (Twilio notes {alerts[0]})' if alerts else ''}",
        mend=f"coordinators hear nothing of what neighbours say: {SEND} before neighbours phone",
        why="you were not asked",
    )


def silence(seen: Evidence) -> Verdict:
    """Judge the recording of a caller who says and presses nothing."""
    longest = int(seen.facts.get(SILENCE, "9")) + 1
    ends = [one.fields for _, one in _recorded(seen)]
    if not told(seen, "call_status"):
        return unseen(_NO_EVENTS)
    if not as_told(seen):
        return unseen(again(seen.step, "it was not silent until the line spoke again"))
    if keys(inbound(seen)) or any(f.get("digits") for f in ends):
        return unseen(again(seen.step, "a key was pressed, or somebody hung up before the line spoke again"))
    if not ends:
        return otherwise("no recording was told of", f"the line then goes on as after silence, which is right: {SEND}")
    good = [f for f in ends if _whole(f["recording_duration"]) <= longest]
    return holds(
        bool(good),
        so=f"a recording of {ends[0]['recording_duration']} seconds, and no key",
        not_so=f"a recording of {ends[0]['recording_duration']!r} seconds",
        mend=f"the line may say `it is kept` to silence: {SEND}",
    )


def question(seen: Evidence) -> Verdict:
    """Judge whether hanging up inside a question posts an empty answer."""
    empty = [one for _, one in asked(seen, "call") if _is_empty_answer(one)]
    if told(seen, "call_status") and not keys(inbound(seen)):
        return unseen(again(seen.step, "1 was not pressed, so that no question was reached"))
    return holds(
        None if not told(seen, "call_status") else not empty,
        so="nothing was posted but the end of the call",
        not_so="an answer with no keys was posted, though the caller had gone",
        mend=f"`or just wait` may be answered for somebody who has gone: {SEND} before neighbours phone",
        why=_NO_EVENTS,
    )


def one_key(seen: Evidence) -> Verdict:
    """Judge whether one key answers at once."""
    came = keys(inbound(seen))
    return holds(
        None if not came else all(len(key) <= 1 for key in came),
        so="each key came by itself",
        not_so=f"keys came as {', '.join(map(repr, came))}",
        mend=f"menus wait, or take two keys for one: {SEND}",
        why=again(seen.step, "no key came") if told(seen, "call_status") else _NO_EVENTS,
    )


def star_and_hash(seen: Evidence) -> Verdict:
    """Judge whether star and hash come as keys like the others."""
    came = keys(inbound(seen))
    missing = [key for key in "*#" if key not in came]
    if missing and not as_told(seen):
        return unseen(again(seen.step, f"{' and '.join(missing)} did not come, and not all keys were pressed"))
    return holds(
        None if not told(seen, "call_status") else not missing,
        so="both came as keys",
        not_so=f"{' and '.join(missing)} did not come",
        mend=f"press them once more with --only keys; if they do not come again, {SEND}",
        why=_NO_EVENTS,
    )


def fast_keys(seen: Evidence) -> Verdict:
    """Judge whether keys between two Gathers are lost."""
    came = keys(inbound(seen)).count("1")
    if not as_told(seen):
        return unseen(again(seen.step, "the keys were not pressed as fast as you can"))
    return holds(
        None if not came else came < _FAST,
        so=f"{came} of {_FAST} fast keys came: those between two questions are lost",
        not_so=f"all of {_FAST} fast keys came",
        mend="nothing to do: if you pressed as fast as you can, fast callers lose no key",
        why="no fast key came",
    )


def withheld(seen: Evidence) -> Verdict:
    """Judge how a caller comes whose number is withheld."""
    shown = [call.shown for call in inbound(seen) if call.shown not in _PHONES]
    hidden = next(filter(is_withheld, shown), None)
    return holds(
        None if not shown else hidden is not None,
        so=f"it comes as {hidden}",
        not_so=f"it comes as {shown and shown[0]!r}",
        mend=f"the line may ring back a number that is nobody's: {SEND}",
        why=again(seen.step, "nobody phoned with the number withheld"),
    )


def hash_ends(seen: Evidence) -> Verdict:
    """Judge whether hash is left out of a number that was keyed."""
    keyed = [one for one in told(seen, "digits") if "digits" in one]
    return holds(
        None if not keyed else "#" not in keyed[0],
        so=f"{keyed and keyed[0]}, without the hash",
        not_so=f"it came as {keyed and keyed[0]}",
        mend=f"numbers that are keyed may be refused: {SEND}",
        why="no number was keyed",
    )


def _recorded(seen: Evidence) -> list[tuple[str, Asked]]:
    return [(call.sid, one) for call, one in asked(seen) if "recording_duration" in one.fields]


def _is_empty_answer(one: Asked) -> bool:
    return (
        one.fields.get("digits") == ""
        and one.fields.get("call_status") == "completed"
        and "recording_duration" not in one.fields
    )


def _whole(text: str) -> float:
    return int(text) if text.isdecimal() else float("inf")
