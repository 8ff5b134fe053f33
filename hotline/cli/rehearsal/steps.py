"""The list: what the operator does in each step, and which assumptions it settles (rows of infra/reality/table)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hotline.cli.rehearsal import judge_aws, judge_calls, judge_joins, judge_placed
from hotline.cli.rehearsal.verdicts import Judge

FIRST, SECOND, THIRD = "first", "second", "third"
ROLES = (FIRST, SECOND, THIRD)
WITHHELD = "withheld"  # rings the line, and shows no number
LISTENING = "listening"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One call, or a few at once."""

    name: str
    does: str  # what the operator is told
    rings: tuple[str, ...] = ()  # which phones ring the line
    rung: tuple[str, ...] = ()  # which phones the line rings because of it
    asks: Mapping[str, str] = field(default_factory=dict)  # what only an ear can tell: yes or no
    act: str = ""  # the name of what the rehearsal does by itself (`acts`)
    judges: Mapping[str, Judge] = field(default_factory=dict)
    calls: int = 2  # the group must have as many at once: fewer it never has


# A caller who waits, a phone that rings for them, and the call that is kept free for whoever phones in.
_WAITS = 3
_WAIT = "press 1 at each question until the request is read back, press 1 again, and then 6 to wait on the line"

STEPS = (
    Step(
        name="words",
        does="Ring the line from the first phone and press nothing: after the tone say a few words, and hang up. Then "
        "the second phone rings: pick up, press 1, press 1 again, listen to the words, and hang up.",
        rings=(FIRST,),
        rung=(SECOND,),
        asks={"words": "Did the second phone hear your words?"},
        judges={
            "events-of-a-call": judge_calls.events,
            "incoming-call-form": judge_calls.incoming_form,
            "direction-on-every-request": judge_calls.direction,
            "end-of-call-told": judge_calls.end_told,
            "recording-told": judge_calls.recording,
            "hang-up-ends-recording": judge_calls.hang_up,
            "media-needs-password": judge_calls.media,
            "recording-played": judge_calls.played,
        },
    ),
    Step(
        name="silence",
        does="Ring the line from the first phone and press nothing: after the tone say nothing at all, until the line "
        "speaks again; then hang up. If the second phone rings, let it ring.",
        rings=(FIRST,),
        asks={"as-told": "After the tone, was it quiet at the first phone until the line spoke again?"},
        judges={"silence-is-recorded": judge_calls.silence},
    ),
    Step(
        name="mute",
        does="Ring once more, with the first phone muted, and press nothing. After the tone talk until the line speaks "
        "again, and hang up. If the second phone rings, let it ring.",
        rings=(FIRST,),
        asks={"as-told": "After the tone, was the first phone muted until the line spoke again?"},
        judges={"mute-is-silence": judge_calls.silence},
    ),
    Step(
        name=LISTENING,
        does="Ring the line from the first phone, choose someone to talk to, and then the listening line. When "
        "somebody there answers, say that it was a test, thank them, and hang up.",
        rings=(FIRST,),
        judges={"listening-line-reached": judge_joins.listening},
    ),
    Step(
        name="whisper",
        does="Ring the line from the first phone and press 0. The second phone rings: pick up, wait for ten seconds, "
        "then press 1, talk with each other for ten seconds, and hang up both.",
        rings=(FIRST,),
        rung=(SECOND,),
        asks={"ringing": "Did you hear ringing on the first phone until you were joined, without any silence?"},
        judges={"whisper-rings": judge_joins.whisper_rings, "whisper-joins": judge_joins.whisper_joins},
    ),
    Step(
        name="voicemail",
        does="Ring the line from the first phone and press 0. Let the second phone ring until its voicemail answers; "
        "if it has none, pick up and press nothing. When the line speaks to the first phone again, hang up.",
        rings=(FIRST,),
        rung=(SECOND,),
        asks={"machine": "Did you hear only ringing and the line on the first phone, and nothing of the voicemail?"},
        judges={
            "voicemail-is-not-joined": judge_joins.voicemail,
            "voicemail-is-not-heard": judge_joins.machine_unheard,
        },
    ),
    Step(
        name="taken",
        does=f"Ring the line from the first phone, {_WAIT}. The third phone rings: pick up, and press 1. Talk for ten "
        "seconds; hang up the first phone, then press 1 on the third.",
        rings=(FIRST,),
        rung=(THIRD,),
        asks={"as-told": "Did the first and the third phone talk with each other, until you hung up the first?"},
        calls=_WAITS,
        judges={"queue-is-bridged": judge_joins.queue_bridged, "enqueue-is-bridged": judge_joins.enqueue_bridged},
    ),
    Step(
        name="left",
        does=f"Ring the line from the first phone, {_WAIT}. As soon as the third phone rings, hang up the first; then "
        "pick up the third, and press 2.",
        rings=(FIRST,),
        rung=(THIRD,),
        calls=_WAITS,
        judges={"hang-up-in-a-queue": judge_joins.left_queue},
    ),
    Step(
        name="question",
        does="Ring the line from the first phone, press 1, and hang up in the middle of the next question. The third "
        "phone rings: pick up, and press 2.",
        rings=(FIRST,),
        rung=(THIRD,),
        judges={"hang-up-in-a-gather": judge_calls.question},
    ),
    Step(
        name="keys",
        does="Ring the line from the first phone. While it greets you, press 1 1 1 as fast as you can. Wait for the "
        "next question, press star; wait for it again, press hash; wait, and hang up. If the third phone "
        "rings: press 2.",
        rings=(FIRST,),
        asks={"as-told": "Did you press 1 1 1 as fast as you can, later star, and later hash, each after a question?"},
        judges={
            "num-digits": judge_calls.one_key,
            "star-and-hash-are-keys": judge_calls.star_and_hash,
            "keys-between-gathers": judge_calls.fast_keys,
        },
    ),
    Step(
        name="withheld",
        does="Ring the line from the first phone with its number withheld (in Britain: dial 141 first). Press 1 at "
        "each question until it asks for a number, key that of the third phone, press hash, and hang up after it was "
        "read back. If the third phone rings: press 2.",
        rings=(WITHHELD,),
        judges={"withheld-number": judge_calls.withheld, "hash-ends-digits": judge_calls.hash_ends},
    ),
    Step(
        name="dead",
        does="Nothing to do: the rehearsal rings a number that nobody has.",
        act="dead",
        judges={"dead-number": judge_placed.dead},
    ),
    Step(
        name="off",
        does="Switch the third phone off, and wait: the rehearsal rings it for half a minute.",
        act="off",
        judges={"switched-off-is-not-dead": judge_placed.switched_off},
    ),
    Step(
        name="cancel",
        does="Switch the third phone on again. The second phone rings for a moment: let it ring.",
        act="cancel",
        judges={
            "cancelled-while-queued": judge_placed.cancelled_queued,
            "cancel-a-ringing-call": judge_placed.cancelled_ringing,
        },
    ),
    Step(
        name="ring",
        does="The third phone rings for about twenty seconds: let it ring.",
        act="ring",
        judges={"ring-and-five": judge_placed.ring_and_five},
    ),
    Step(
        name="broken",
        does="The second phone rings: pick up. Then the third rings: pick up, listen, and press nothing. Hang up both "
        "when you hear nothing more.",
        act="broken",
        asks={"joined": "Could the second and the third phone hear each other?"},
        judges={"broken-whisper": judge_joins.broken_whisper},
    ),
    Step(
        name="trail",
        does="The first phone rings: pick up, listen to the greeting, and hang up.",
        act="trail",
        judges={"long-url": judge_placed.long_url},
    ),
    Step(
        name="fallback",
        does="The line is taken down for a moment. Ring it from the first phone, listen, say a few words after the "
        "tone, and hang up. Some minutes later the second phone may be rung about it.",
        rings=(FIRST,),
        act="fallback",
        asks={"fallback": "Did the first phone hear the group's own page, in the line's voice?"},
        judges={
            "fallback-asked": judge_placed.fallback,
            "fallback-by-get": judge_placed.fallback_by_get,
            "alert-of-no-document": judge_placed.alert,
        },
    ),
    Step(
        name="pair",
        does="Ring the line from the first and the second phone at the same time, listen on both for ten seconds, and "
        "hang up both.",
        rings=(FIRST, SECOND),
        asks={"all-dialled": "Did you ring from both phones at the same time?"},
        judges={"two-at-once": judge_placed.two},
    ),
    Step(
        name="three",
        does="Ring the line from all three phones at the same time, listen on each for ten seconds, and hang up.",
        rings=ROLES,
        asks={"all-dialled": "Did you ring from all three phones at the same time?"},
        calls=3,
        judges={"three-at-once": judge_placed.three},
    ),
    Step(
        name="aws",
        does="Nothing to do: the rehearsal asks AWS what was deployed.",
        act="aws",
        judges={
            "budget-unit": judge_aws.budget,
            "queue-policy": judge_aws.queue,
            "alias-after-deployment": judge_aws.alias,
            "functions-at-once": judge_aws.at_once,
        },
    ),
)
BY_NAME = {step.name: step for step in STEPS}
