"""Judge calls that the rehearsal places, calls while the line is taken down, and several calls at once."""

from __future__ import annotations

from datetime import datetime
from email.utils import parsedate_to_datetime

from hotline.cli.rehearsal.evidence import Call, Evidence
from hotline.cli.rehearsal.judge_calls import SEND
from hotline.cli.rehearsal.verdicts import Verdict, again, asked, expected, holds, inbound, otherwise, told, unseen
from hotline.telephony.past import OVER

QUEUED, RINGING, TIMEOUT = "queued", "ringing", "timeout"  # of the facts: SIDs, and seconds
LONG = 1500  # characters
_DEAD_SIP = {"404", "410", "484", "604"}
_DEAD_CODES = {21211, 21217, 21401, 13223, 13226}
_ENDED_BY_HAND = {"completed", "busy", "failed"}  # picked up, also by a voicemail; declined; or never rang
_NOT_PICKED_UP = {"no-answer", "busy", "canceled"}
_PROFILE = "have a Business profile approved (docs/aws.md, step 2); until then two calls at once are all there is"
_AGAIN = "too late: it rang already; try again with --only cancel"


def dead(seen: Evidence) -> Verdict:
    """Judge how a call to a number that nobody has ends."""
    if seen.refused:
        return holds(
            seen.refused[0] in _DEAD_CODES,
            so=f"refused ({seen.refused[0]})",
            not_so=f"refused as something else ({seen.refused[0]})",
            mend=f"the line does not know a dead number by this: {SEND}",
        )
    return _how_it_ended(seen, dead_is_right=True)


def switched_off(seen: Evidence) -> Verdict:
    """Judge how a call to a phone that is off ends."""
    if seen.refused and seen.refused[0] not in _DEAD_CODES:
        return unseen(
            f"Twilio did not ring it ({seen.refused[0]}): that says nothing of the phone; see `hotline doctor`"
        )
    if seen.refused:
        return otherwise(f"refused ({seen.refused[0]})", f"a neighbour may be taken for a dead number: {SEND}")
    return _how_it_ended(seen, dead_is_right=False)


def _how_it_ended(seen: Evidence, *, dead_is_right: bool) -> Verdict:
    call = next((one for one in seen.calls if one.status in OVER), None)
    if call is None:
        return unseen("the call did not end")
    sip = "".join(told(seen, "sip_response_code")[-1:])
    if call.status == "failed" and not sip and not call.asked:
        return unseen("it failed, and Twilio has not yet shown with which code")
    is_dead = call.status == "failed" and sip in _DEAD_SIP
    said = f"{call.status}{f', SIP {sip}' if sip else ''}"
    mend = "its ring counts as not answered" if dead_is_right else "a neighbour may be taken for a dead number"
    return holds(is_dead is dead_is_right, so=said, not_so=said, mend=f"{mend}: {SEND}")


def cancelled_queued(seen: Evidence) -> Verdict:
    """Judge whether a call that is cancelled while queued sends no status callback."""
    call = _named(seen, QUEUED)
    if call is None or call.status != "canceled" or not seen.complete:
        return unseen(_AGAIN if call and call.status != "canceled" else "Twilio does not show it yet")
    callbacks = [one.fields for one in call.asked if one.door.startswith("status")]
    if any(one.get("call_status") == "ringing" for one in callbacks):
        return unseen(_AGAIN)
    return holds(
        not callbacks,
        so="it sent no status callback",
        not_so="it sent a status callback",
        mend="nothing to do: the line learns sooner that the call is over",
    )


def cancelled_ringing(seen: Evidence) -> Verdict:
    """Judge whether a ringing call can be cancelled."""
    call = _named(seen, RINGING)
    if call and call.status in _ENDED_BY_HAND:
        return unseen(again(seen.step, f"the second phone was not left ringing ({call.status})"))
    return holds(
        None if call is None else call.status == "canceled",
        so="canceled",
        not_so=f"it ended {call and call.status}",
        mend=f"phones ring on for a request that is accepted already: {SEND}",
        why="no call was cancelled",
    )


def ring_and_five(seen: Evidence) -> Verdict:
    """Judge how long a phone rang."""
    call, timeout = next(iter(seen.calls), None), int(seen.facts.get(TIMEOUT, "0"))
    if call is None or call.status != "no-answer":
        return unseen(f"it was not left ringing ({call.status if call else 'no call'}): try again with --only ring")
    rang = _rang(call)
    if rang is None:
        return unseen("Twilio does not show when it began to ring")
    said = f"it rang for {rang:.0f} seconds with a Timeout of {timeout}"
    return holds(
        rang >= timeout + 3,
        so=said,
        not_so=said,
        mend="set `ring` in the group's file five seconds longer: phones ring for shorter than it says",
    )


def long_url(seen: Evidence) -> Verdict:
    """Judge whether Twilio asks for a URL as long as a long call's."""
    if seen.refused:
        return otherwise(f"refused ({seen.refused[0]})", f"long calls end at the fallback: {SEND}")
    if seen.calls and {call.status for call in seen.calls} <= _NOT_PICKED_UP:
        return unseen(again(seen.step, f"the first phone did not pick up ({seen.calls[0].status})"))
    came = [one for _, one in asked(seen, "call") if one.length >= LONG]
    alerts = [alert for call in seen.calls for alert in call.alerts]
    looked = seen.complete and any(call.asked for call in seen.calls)
    return holds(
        None if not looked else bool(came) and came[0].answered == 200,  # noqa: PLR2004 -- HTTP's own
        so=f"{came[0].length if came else 0} characters were asked for, and answered",
        not_so=f"it was not asked for whole, or not answered{f' (Twilio notes {alerts[0]})' if alerts else ''}",
        mend=f"long calls end at the fallback: {SEND}",
        why="Twilio has not yet shown what it asked for",
    )


def fallback(seen: Evidence) -> Verdict:
    """Judge whether the fallback answers while the line is taken down."""
    came = [one for _, one in asked(seen, "elsewhere")]
    heard = seen.heard.get("fallback")
    if not heard and not inbound(seen):
        return unseen(again(seen.step, "nobody rang the line while it was down"))
    return holds(
        None if heard is None else heard and (not came or any("error_code" in one.fields for one in came)),
        so="the page that answers for the line was heard",
        not_so="the page that answers for the line was not heard",
        mend="`hotline connect`, then `hotline doctor`: the number's fallback may be wrong",
        why="you were not asked",
    )


def fallback_by_get(seen: Evidence) -> Verdict:
    """Judge whether Twilio asks for the fallback by GET, since its pages take no posts."""
    methods = [one.method for _, one in asked(seen, "elsewhere")]
    return holds(
        None if not methods else set(methods) == {"GET"},
        so="asked by GET",
        not_so=f"asked by {', '.join(sorted(set(methods)))}",
        mend="`hotline connect`: the number's fallback has the wrong method",
        why="Twilio has not yet shown what it asked for",
    )


def alert(seen: Evidence) -> Verdict:
    """Judge whether Twilio notes an alert, by which the line later finds who phoned."""
    alerts = [one for call in inbound(seen) for one in call.alerts]
    return holds(
        None if not seen.complete or not inbound(seen) else any(one.startswith("11") for one in alerts),
        so=f"noted ({alerts[0] if alerts else ''})",
        not_so=f"not noted{f', only {alerts[0]}' if alerts else ''}",
        mend=f"after an outage the line does not find who phoned: {SEND}",
        why="Twilio may note it later: go on with --resume",
    )


def at_once(wanted: int, seen: Evidence) -> Verdict:
    """Judge whether this many calls were in progress together."""
    most = _together(inbound(seen))
    if most >= wanted:
        return expected(f"{most} calls were up at once")
    got_in = {call.shown for call in inbound(seen) if call.status == "completed"}
    if not seen.heard.get("all-dialled") or len(got_in) >= wanted:
        return unseen(again(seen.step, f"not {wanted} phones were on the line at the same time"))
    return otherwise(f"only {most} were up at once", _PROFILE)


def two(seen: Evidence) -> Verdict:
    return at_once(2, seen)


def three(seen: Evidence) -> Verdict:
    return at_once(3, seen)


def _together(calls: list[Call]) -> int:
    """Return the largest number of answered calls at one moment."""
    spans = [
        (datetime.fromisoformat(call.began), datetime.fromisoformat(call.ended))
        for call in calls
        if call.status == "completed" and call.began and call.ended
    ]
    return max((sum(begun <= start < end for begun, end in spans) for start, _ in spans), default=0)


def _named(seen: Evidence, fact: str) -> Call | None:
    return next((call for call in seen.calls if call.sid == seen.facts.get(fact)), None)


def _rang(call: Call) -> float | None:
    """Return the seconds that a phone rang, by the times of its status callbacks, else by the call's own."""
    moments = {one.fields.get("call_status"): one.fields.get("timestamp") for one in call.asked}
    begun, ended = moments.get("ringing"), moments.get("no-answer")
    if begun and ended:
        return (parsedate_to_datetime(ended) - parsedate_to_datetime(begun)).total_seconds()
    if call.began and call.ended:
        return (datetime.fromisoformat(call.ended) - datetime.fromisoformat(call.began)).total_seconds()
    return None
