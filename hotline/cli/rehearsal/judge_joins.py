"""Judge how two phones were joined: by a Dial with a whisper, by a queue, or not at all."""

from __future__ import annotations

from hotline.cli.rehearsal.evidence import Evidence
from hotline.cli.rehearsal.judge_calls import SEND
from hotline.cli.rehearsal.verdicts import (
    Verdict,
    again,
    as_told,
    asked,
    ear,
    holds,
    inbound,
    keys,
    picked_up,
    rung,
    told,
    unseen,
)
from hotline.telephony.past import OVER

_NOT_DIALLED = "no phone was dialled for the caller"
_NO_TALK = "the two did not talk with each other (if you did all as told, send us this file)"
_PHONES = ("first", "second", "third")
_OTHER_ENDS = {"bridged", "leave", "redirected"}  # of waiting: taken, or the line went on with something else
_NOT_PICKED_UP = {"no-answer", "busy", "canceled"}


def _not_taken(seen: Evidence) -> str:
    """Why nobody was joined after the whisper: the second phone did not take the call."""
    if not picked_up(seen, "second"):
        return again(seen.step, "the second phone did not pick up")
    if told(seen, "call_status") and "1" not in keys(rung(seen, "second")):
        return again(seen.step, "1 was not pressed on the second phone")
    return ""


def _no_machine(seen: Evidence) -> str:
    return "" if picked_up(seen, "second") else again(seen.step, "the second phone, or its voicemail, did not pick up")


whisper_rings = ear(
    "ringing",
    so="it rang until the second phone was joined",
    not_so="the first phone heard silence, or something other than ringing",
    mend=f"callers who hear silence hang up: {SEND}",
    undone=_not_taken,
)

machine_unheard = ear(
    "machine",
    so="it rang, and then the line spoke",
    not_so="there was silence for long, or the voicemail was heard",
    mend=f"people hang up, or leave their words on a neighbour's voicemail: {SEND}",
    undone=_no_machine,
)


def listening(seen: Evidence) -> Verdict:
    """Judge whether the listening line was reached."""
    status, joined = told(seen, "dial_call_status"), told(seen, "dial_bridged")
    dialled = [call for call in seen.calls if call.parent and call.to not in _PHONES]
    if status and not dialled and any(call.parent for call in seen.calls):
        return unseen(again(seen.step, "a coordinator was dialled, and not the listening line"))
    if status and "true" not in joined and _left_the_dial(seen):
        return unseen(again(seen.step, "the first phone hung up before anybody there answered"))
    return holds(
        None if not status else "true" in joined,
        so=f"it was reached{'' if joined[:1] == ['true'] else ', but not by the first number in `dial`'}",
        not_so=f"it was not reached: {status and status[-1]}",
        mend="under [listening] of the group's file add to `dial` a number that can be dialled from abroad, and deploy",
        why=_NOT_DIALLED,
    )


def whisper_joins(seen: Evidence) -> Verdict:
    """Judge what the Dial's action is told after a talk that began with a whisper."""
    status, joined = told(seen, "dial_call_status"), "true" in told(seen, "dial_bridged")
    if status and not joined and (why := _not_taken(seen)):
        return unseen(why)
    return holds(
        None if not status else joined,
        so="DialBridged is `true`",
        not_so=f"DialBridged is {', '.join(told(seen, 'dial_bridged')) or 'not there'} ({status and status[-1]})",
        mend=f"after a talk the caller hears that nobody could pick up: {SEND}",
        why=_NOT_DIALLED,
    )


def voicemail(seen: Evidence) -> Verdict:
    """Judge what the Dial's action is told when a machine heard the whisper."""
    status, bridged = told(seen, "dial_call_status"), told(seen, "dial_bridged")
    if not status:
        return unseen(_NOT_DIALLED)
    if "completed" not in status and "answered" not in status and "true" not in bridged:
        return unseen(f"no voicemail picked up ({status[-1]}): let the second phone ring for longer")
    if keys(rung(seen, "second")):
        return unseen(again(seen.step, "a key was pressed on the second phone"))
    return holds(
        bool(bridged) and "true" not in bridged,
        so=f"{status[0]}, and DialBridged is `false`",
        not_so=f"{status[0]}, and DialBridged is {', '.join(bridged) or 'not there'}",
        mend=f"the line takes a machine for a neighbour: {SEND} before neighbours phone",
    )


def queue_bridged(seen: Evidence) -> Verdict:
    """Judge what the Dial's action is told when a neighbour took somebody out of a queue."""
    takers = [one.fields for call, one in asked(seen) if not call.is_inbound and "dial_call_status" in one.fields]
    said = [f"{one['dial_call_status']}, DialBridged {one.get('dial_bridged', 'not there')}" for one in takers]
    good = any(one.get("dial_bridged") == "true" for one in takers)
    if takers and not good and not as_told(seen):
        return unseen(again(seen.step, _NO_TALK))
    return holds(
        None if not takers else good,
        so="DialBridged is `true`",
        not_so="; ".join(said),
        mend=f"after a real talk the neighbour hears `they have just put the phone down`: {SEND}",
        why="nobody was taken out of the queue",
    )


def enqueue_bridged(seen: Evidence) -> Verdict:
    """Judge what the Enqueue's action is told after the caller was joined."""
    results = told(seen, "queue_result")
    good = "bridged" in results
    if _waited(seen) and not good and not as_told(seen):
        return unseen(again(seen.step, _NO_TALK))
    return holds(
        good if _waited(seen) else None,
        so="QueueResult is `bridged`",
        not_so=f"QueueResult is {', '.join(results) or 'not there'}",
        mend=f"after a talk the caller hears that nobody could be reached: {SEND}",
        why=_nobody_waited(seen),
    )


def left_queue(seen: Evidence) -> Verdict:
    """Judge what the Enqueue's action is told when the caller hangs up."""
    results = told(seen, "queue_result")
    if "hangup" not in results and _waited(seen):
        if any(call.status not in OVER for call in inbound(seen)):
            return unseen(again(seen.step, "the first phone had not hung up"))
        if set(results) & _OTHER_ENDS:
            return unseen(again(seen.step, f"the first phone did not hang up while it waited ({', '.join(results)})"))
    return holds(
        "hangup" in results if _waited(seen) else None,
        so="QueueResult is `hangup`",
        not_so=f"QueueResult is {', '.join(results) or 'not there'}",
        mend=f"the line learns a minute late that somebody has gone: {SEND}",
        why=_nobody_waited(seen),
    )


def broken_whisper(seen: Evidence) -> Verdict:
    """Judge whether a whisper whose page is broken joins nobody."""
    joined = seen.heard.get("joined")
    rang = [call.status for call in rung(seen, "third")]
    if not joined and set(rang) <= _NOT_PICKED_UP:
        return unseen(again(seen.step, f"the third phone did not pick up ({', '.join(rang) or 'it was not rung'})"))
    return holds(
        None if joined is None else not joined,
        so="the two were not joined",
        not_so="the two were joined, though nobody had pressed a key",
        mend=f"a voicemail may be joined while the line is broken: {SEND}",
        why="you were not asked",
    )


def _waited(seen: Evidence) -> bool:
    """Somebody was put into the queue: its music was asked for, or its end was told."""
    return any(True for _ in asked(seen, "call/waiting")) or bool(told(seen, "queue_result"))


def _nobody_waited(seen: Evidence) -> str:
    return again(seen.step, "nobody waited on the line (6 was not pressed, or not offered)")


def _left_the_dial(seen: Evidence) -> bool:
    """The last Dial of a caller ended because the caller hung up."""
    dials = [one.fields for call, one in asked(seen) if call.is_inbound and "dial_call_status" in one.fields]
    return bool(dials) and dials[-1].get("call_status") in OVER
