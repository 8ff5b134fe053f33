"""Judge how two phones were joined: by a Dial with a whisper, by a queue, or not at all."""

from __future__ import annotations

from hotline.cli.rehearsal.evidence import Evidence
from hotline.cli.rehearsal.judge_calls import SEND
from hotline.cli.rehearsal.verdicts import Verdict, asked, ear, holds, told, unseen

_NOT_DIALLED = "no phone was dialled for the caller"

whisper_rings = ear(
    "ringing",
    so="it rang until the second phone was joined",
    not_so="the first phone heard silence, or something other than ringing",
    mend=f"callers who hear silence hang up: {SEND}",
)

machine_unheard = ear(
    "machine",
    so="it rang, and then the line spoke",
    not_so="there was silence for long, or the voicemail was heard",
    mend=f"people hang up, or leave their words on a neighbour's voicemail: {SEND}",
)


def listening(seen: Evidence) -> Verdict:
    """Judge whether the listening line was reached."""
    status, joined = told(seen, "dial_call_status"), told(seen, "dial_bridged")
    return holds(
        None if not status else "true" in joined,
        so=f"it was reached{'' if joined[:1] == ['true'] else ', but not by the first number in `dial`'}",
        not_so=f"it was not reached: {status and status[-1]}",
        mend="under [listening] of the group's file add to `dial` a number that can be dialled from abroad, and deploy",
        why=_NOT_DIALLED,
    )


def whisper_joins(seen: Evidence) -> Verdict:
    """Judge what the Dial's action is told after a talk that began with a whisper."""
    status = told(seen, "dial_call_status")
    return holds(
        None if not status else "true" in told(seen, "dial_bridged"),
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
    return holds(
        None if not takers else any(one.get("dial_bridged") == "true" for one in takers),
        so="DialBridged is `true`",
        not_so="; ".join(said),
        mend=f"after a real talk the neighbour hears `they have just put the phone down`: {SEND}",
        why="nobody was taken out of the queue",
    )


def enqueue_bridged(seen: Evidence) -> Verdict:
    """Judge what the Enqueue's action is told after the caller was joined."""
    results = told(seen, "queue_result")
    return holds(
        None if not told(seen, "call_status") else "bridged" in results,
        so="QueueResult is `bridged`",
        not_so=f"QueueResult is {', '.join(results) or 'not there'}",
        mend=f"after a talk the caller hears that nobody could be reached: {SEND}",
        why="nobody waited",
    )


def left_queue(seen: Evidence) -> Verdict:
    """Judge what the Enqueue's action is told when the caller hangs up."""
    results = told(seen, "queue_result")
    return holds(
        None if not told(seen, "call_status") else "hangup" in results,
        so="QueueResult is `hangup`",
        not_so=f"QueueResult is {', '.join(results) or 'not there'}",
        mend=f"the line learns a minute late that somebody has gone: {SEND}",
        why="nobody waited",
    )


def broken_whisper(seen: Evidence) -> Verdict:
    """Judge whether a whisper whose page is broken joins nobody."""
    joined = seen.heard.get("joined")
    return holds(
        None if joined is None else not joined,
        so="the two were not joined",
        not_so="the two were joined, though nobody had pressed a key",
        mend=f"a voicemail may be joined while the line is broken: {SEND}",
        why="you were not asked",
    )
