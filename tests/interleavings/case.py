"""A case: one effect in a state in which it runs; and from each case four pairs, with whatever may run beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from hotline.conversation.call import Call
from hotline.conversation.turns import Effect
from hotline.dispatch.callbacks import inbound_ended, offer_status
from hotline.dispatch.sweep import sweep
from hotline.records import ENDED_REQUEST
from tests.interleavings.baton import Handler
from tests.interleavings.pair import Pair, Race, add
from tests.interleavings.stage import GROUP, Stage, ident

Said = Callable[[str], Iterable[str]]  # from what the effect told: what of it is not so
Fields = Mapping[str, object]


def nothing_to_say(_told: str) -> Iterable[str]:
    """Judge by the promises alone."""
    return ()


@dataclass(frozen=True, kw_only=True)
class Running:
    """An effect that is about to run on this call, with these arguments. `row`: the request that it touches.

    `afterwards` judges how it all stands some hours later.
    """

    call: Call
    args: tuple[object, ...] = ()
    row: str | None = None
    check: Said = nothing_to_say
    afterwards: Callable[[], Iterable[str]] = tuple


Prepare = Callable[[Stage], Running]
Beside = Callable[[Stage, Running, Handler], Handler]  # what runs beside an effect that is about to run

CASES: dict[str, tuple[Effect, Prepare]] = {}
READS: dict[str, tuple[Effect, Prepare]] = {}  # effects that write nothing, and so disturb nobody


def case(effect: Effect, variant: str = "") -> Callable[[Prepare], Prepare]:
    """Register how it comes to this effect, and the four pairs that it makes."""

    def register(prepare: Prepare) -> Prepare:
        name = f"{name_of(effect)}{'.' if variant else ''}{variant}"
        CASES[name] = effect, prepare
        for beside, other in BESIDE.items():
            add(Pair(name=f"{name}/{beside}", prepare=_race(effect, prepare, other)))
        return prepare

    return register


def reads(effect: Effect) -> Callable[[Prepare], Prepare]:
    """Register how it comes to an effect that writes nothing."""

    def register(prepare: Prepare) -> Prepare:
        READS[name_of(effect)] = effect, prepare
        return prepare

    return register


def name_of(effect: Effect) -> str:
    """Such as `answers.accept`."""
    return f"{effect.run.__module__.rpartition('.')[2]}.{effect.name}"


def _race(effect: Effect, prepare: Prepare, beside: Beside) -> Callable[[Stage], Race]:
    def made(stage: Stage) -> Race:
        running = prepare(stage)

        def run() -> str:
            return effect.run(stage.world, running.call, *running.args)

        def check(*told: object) -> Iterable[str]:
            for each in told:
                if isinstance(each, str):
                    yield from running.check(each)

        return Race(one=run, other=beside(stage, running, run), check=check, afterwards=running.afterwards)

    return made


def _the_sweep(stage: Stage, running: Running, _run: Handler) -> Handler:
    """The clock's pass, at the moment at which the row is due."""
    if running.row:
        stage.passes_until(stage.request(running.row).next_action_at)

    def swept() -> None:
        sweep(stage.world)

    return swept


def _the_stream(stage: Stage, _running: Running, _run: Handler) -> Handler:
    """The record of what the effect writes, while it goes on to its next write."""
    return stage.stream


def _the_callback(stage: Stage, running: Running, _run: Handler) -> Handler:
    """The end of the effect's own call."""
    sid, offer = running.call.sid, running.call.about
    stage.hangs_up(sid)
    form = {"CallStatus": "completed", "CallSid": sid, "SequenceNumber": "0"}

    def ended() -> None:
        if stage.placed_for(sid):
            offer_status(stage.world, GROUP, offer, form)
        else:
            inbound_ended(stage.world, GROUP, form)

    return ended


def _itself(_stage: Stage, _running: Running, run: Handler) -> Handler:
    """The webhook comes twice at once."""
    return run


BESIDE: Mapping[str, Beside] = {
    "sweep": _the_sweep,
    "stream": _the_stream,
    "callback": _the_callback,
    "itself": _itself,
}


def request_is(stage: Stage, row: str, **told: Fields) -> Said:
    """Each `told` word, and how the request then stands. What has ended is erased, and says nothing any more."""

    def check(said: str) -> Iterable[str]:
        request = stage.store.request(GROUP, row)
        if request and request.state not in ENDED_REQUEST:
            for name, wanted in told.get(_word(said), {}).items():
                if getattr(request, name) != wanted:
                    yield f"they heard {said!r}, and `{name}` of the request is {getattr(request, name)!r}"

    return check


def volunteer_is(stage: Stage, number: str, **told: Fields) -> Said:
    """The same of a volunteer's row."""

    def check(said: str) -> Iterable[str]:
        volunteer = stage.store.volunteer(GROUP, ident(number))
        for name, wanted in told.get(_word(said), {}).items():
            if volunteer is None or getattr(volunteer, name) != wanted:
                yield f"they heard {said!r}, and `{name}` of the volunteer is {getattr(volunteer, name, None)!r}"

    return check


def _word(said: str) -> str:
    """The first word of what was told, as a name in Python."""
    return said.partition("_")[0].replace("-", "_")
