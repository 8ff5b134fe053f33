"""The group's own voice, on the call that rings a coordinator back."""

from __future__ import annotations

from collections.abc import Iterable

from hotline.conversation.turns import Given
from hotline.effects import own_voice
from hotline.prompts.wordings import Wording, wordings
from tests.interleavings.case import Running, case, reads
from tests.interleavings.stage import GROUP, GWEN, Stage
from tests.interleavings.states import rung_back

ENGLISH = "en"


def gwen_records(stage: Stage) -> tuple[Running, Wording]:
    """She is rung back, and has chosen what to record."""
    stage.joins(GWEN, coordinator=True, needs=frozenset())
    gwen = rung_back(stage, GWEN)
    first = wordings(stage.group, ())[0]
    return Running(call=gwen, args=(ENGLISH, first), row=gwen.about.rpartition("-")[0]), first


@case(own_voice.hold_recording)
def hold_recording(stage: Stage) -> Running:
    running, first = gwen_records(stage)
    words = stage.records(running.call.sid)
    return Running(call=running.call, args=(ENGLISH, first, words), row=running.row)


@case(own_voice.keep_recording)
def keep_recording(stage: Stage) -> Running:
    """What she hears is kept says it, and is there."""
    running, first = gwen_records(stage)
    words = stage.records(running.call.sid)
    own_voice.hold_recording.run(stage.world, running.call, ENGLISH, first, words)

    def check(told: str) -> Iterable[str]:
        recorded = stage.store.own_voice(GROUP).recordings.get(first.key(ENGLISH, stage.group))
        if told == own_voice.KEPT and (recorded is None or recorded.sid not in stage.exchange.recordings):
            yield f"she heard {told}, and what says it is {recorded}"

    return Running(call=running.call, args=(ENGLISH, first, "9"), row=running.row, check=check)


@case(own_voice.back_to_synthetic)
def back_to_synthetic(stage: Stage) -> Running:
    running = keep_recording(stage)
    own_voice.keep_recording.run(stage.world, running.call, *running.args)
    return Running(call=running.call, args=running.args[:2], row=running.row)


@reads(own_voice.next_unrecorded)
def next_unrecorded(stage: Stage) -> Running:
    running, _ = gwen_records(stage)
    return Running(call=running.call, args=(ENGLISH, wordings(stage.group, ()), 0))


@reads(own_voice.number_of)
def number_of(stage: Stage) -> Running:
    running, _ = gwen_records(stage)
    return Running(call=running.call, args=((0, 101), Given("101")))


@reads(own_voice.whose_voice)
def whose_voice(stage: Stage) -> Running:
    return gwen_records(stage)[0]
