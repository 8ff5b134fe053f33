"""How a run went: its calls, what was broken, and what was said on the phones of those concerned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.chaos.town import Town, town_of

HOURS = 24  # of a run in which everybody phones; then they are still
_BEFORE, _AFTER = timedelta(minutes=20), timedelta(minutes=1)  # of a broken promise, that the transcript shows
_MOST_TOLD = 3  # broken promises of a run whose transcript is shown
_MOMENT = "%a %d %b %Y %H:%M:%S"
_AS_LONG_AS = len("Tue 24 Nov 2026 10:00:00")


@dataclass(frozen=True, kw_only=True)
class Run:
    """One seed's run."""

    seed: int
    calls: int
    broken: tuple[str, ...]
    transcript: str  # of those concerned, when something was broken

    @property
    def replay(self) -> str:
        return f"make chaos SEED={self.seed} CALLS=1"

    @property
    def kinds(self) -> list[str]:
        """Return the first of each sentence that came again at another moment."""
        return list(_first_of_each(self.broken))


def live(seed: int, hours: int = HOURS) -> Run:
    """Live the run of this seed."""
    with town_of(seed) as town:
        try:
            broken = [*town.lives(hours), *_complaints(town)]
        except Exception as error:  # noqa: BLE001 -- told with its seed, like a promise that was broken
            broken = [*town.scene.broken, f"the run failed: {type(error).__name__}: {error}"]
        told = "\n\n".join(_around(town, sentence) for sentence in [*_first_of_each(broken)][:_MOST_TOLD])
        return Run(seed=seed, calls=len(town.exchange.calls), broken=tuple(broken), transcript=told)


def _complaints(town: Town) -> list[str]:
    """Return what the exchange complains of, but for what the faults of the run have caused."""
    caused = ("the app answered 50", "did not answer", "no answer", "the connection to")
    return [str(error) for error in town.exchange.errors if not any(words in str(error) for words in caused)]


def _around(town: Town, sentence: str) -> str:
    """Return what was said around that moment: by those whom the sentence names, or else by everybody."""
    at = _moment(sentence) or town.timeline.now()
    named = [phone for phone in town.everybody if phone.name in sentence] or town.everybody
    lines = [
        (line.at, f"{phone.name:>12} | {line}")
        for phone in named
        for line in phone.transcript.lines
        if at - _BEFORE <= line.at <= at + _AFTER
    ]
    return "\n".join([sentence, *(line for _, line in sorted(lines))])


def _first_of_each(broken: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for sentence in broken:
        what = sentence[_AS_LONG_AS:] if _moment(sentence) else sentence
        if what not in seen:
            seen.add(what)
            yield sentence


def _moment(sentence: str) -> datetime | None:
    try:
        local = datetime.strptime(sentence[:_AS_LONG_AS], _MOMENT)  # noqa: DTZ007 -- the scene writes no zone
    except ValueError:
        return None
    return local.replace(tzinfo=UTC)
