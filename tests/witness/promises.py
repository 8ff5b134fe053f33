"""All promises: DESIGN.md's ten, and what of `it stands for` can be judged from outside."""

from __future__ import annotations

from tests.witness.promise import Promise
from tests.witness.promise_01_one_holder import HolderHears, OneHolder
from tests.witness.promise_02_asking import NotWornOut
from tests.witness.promise_02_ringing import InHours, OneCallAtATime
from tests.witness.promise_03_turn import InTurn, NobodyForgotten
from tests.witness.promise_04_drafts import DraftsWait
from tests.witness.promise_04_due import AlwaysDue
from tests.witness.promise_04_told import NothingEndsSilently, Told
from tests.witness.promise_05_order import EndedStaysEnded
from tests.witness.promise_06_privacy import NoNumbers, NoWords
from tests.witness.promise_07_placed_calls import NothingToldToStrangers, OnPlacedCalls
from tests.witness.promise_08_certain_key import NoKeyNoYes
from tests.witness.promise_09_left_over import NothingBreaks, NothingLeft
from tests.witness.promise_10_peace import LeftInPeace
from tests.witness.promise_10_truth import WhatIsSaidIsSo
from tests.witness.scene import Scene
from tests.witness.stands_for_02_nothing_kept import NothingKept, RecordingsKept

PROMISES: tuple[type[Promise], ...] = (
    OneHolder,
    HolderHears,
    OneCallAtATime,
    InHours,
    NotWornOut,
    InTurn,
    NobodyForgotten,
    AlwaysDue,
    DraftsWait,
    Told,
    NothingEndsSilently,
    EndedStaysEnded,
    NoNumbers,
    NoWords,
    OnPlacedCalls,
    NothingToldToStrangers,
    NoKeyNoYes,
    NothingBreaks,
    NothingLeft,
    WhatIsSaidIsSo,
    LeftInPeace,
    NothingKept,
    RecordingsKept,
)


def all_promises(scene: Scene) -> list[Promise]:
    return [promise(scene) for promise in PROMISES]
