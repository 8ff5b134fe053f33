"""Turns: one thing said, and what the line then waits for. What a script yields, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any

from hotline.values import dataclass

Values = Mapping[str, str]

# Keys that mean the same in every call (SPEECH.md). While a number is keyed they belong to the number.
PERSON_KEY, AGAIN_KEY, BACK_KEY = "0", "*", "#"


@dataclass(frozen=True, init=False)
class Say:
    """Words that the caller hears before the next question, or before the line hangs up.

    With a language they are shown to whoever looks after them: as they are said in that language now.
    """

    prompt: str
    values: Values
    language: str | None

    def __init__(self, prompt: str, language: str | None = None, /, **values: str) -> None:
        object.__setattr__(self, "prompt", prompt)
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "language", language)


@dataclass(frozen=True)
class Play:
    """A recording that was left with a request, heard by the caller. Telephony turns the request's id into its URL."""

    request: str


@dataclass(frozen=True, kw_only=True)
class Option:
    """One key of a menu: what it means in the trail, and the words that offer it (none: the question does)."""

    key: str
    meaning: str
    prompt: str | None = None
    values: Values = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A question answered by one key. The answer is the option's meaning.

    `silence` is what silence means at once (`or just wait`); None: the question is put again, simpler, and after the
    second time the answer is `unheard`. `asides` are the words that answer a key which is no option, before the
    question is put again: such a key is no mistake, and is not counted as one.
    """

    prompt: str | None = None
    values: Values = field(default_factory=dict)
    options: tuple[Option, ...]
    silence: str | None = None
    patient: bool = True  # False: a short wait, for a question that most people leave unanswered
    holds: bool = False  # asked of somebody who waits: its words and its silence last from one news to the next
    once: bool = False  # silence is not asked again: somebody waits behind it, and voicemail never presses a key
    whole: bool = False  # its words must be heard to their end: a key that is no option begins all of them again
    asides: Values = field(default_factory=dict)
    closing: str | None = None  # said after the options


@dataclass(frozen=True, kw_only=True)
class KeyNumber:
    """A phone number, keyed and ended with hash; star starts it over. It never enters the trail: see `Given`."""

    prompt: str
    values: Values = field(default_factory=dict)
    digits: int = 15


@dataclass(frozen=True, kw_only=True)
class Record:
    """A few words after a tone. The recording's id never enters the trail: see `Given`."""

    prompt: str
    values: Values = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Dial:
    """Another phone, joined to this call. `to` is an id that telephony turns into a number while it writes the TwiML.

    `to` is `listening:<way>`, `resident:<request>`, `for:<request>` (the one it is for, where another asked),
    `volunteer:<volunteer>`, `queue:<request>`, whose resident waits on the line, or `other:<complaint>`, the side that
    did not make it. `whisper` names the script that the other phone hears before the two are joined (None: it is joined
    as it answers). The answer is `joined` or why not: `no-answer`, `busy`, `failed`.
    """

    to: str
    prompt: str | None = None  # said before the ringing tone
    values: Values = field(default_factory=dict)
    whisper: str | None = None
    about: str = "-"  # what the whisper is about
    ring: str = "resident"  # which of the group's ring settings


@dataclass(frozen=True, kw_only=True)
class Wait:
    """The caller waits until whoever says yes to this request takes them out of its queue, or they leave it.

    `hold` names the script that they hear meanwhile, which ends in `Leave`. The answer is `joined` (that talk is over
    then), `left`, `hung-up` or `failed`.
    """

    queue: str
    hold: str


@dataclass(frozen=True)
class Join:
    """The end of a whisper: the two phones are joined now. A script that merely ends hangs up."""


@dataclass(frozen=True)
class Leave:
    """The end of what somebody hears who waits: they leave the queue, and the script that let them wait goes on."""


@dataclass(frozen=True)
class Do:
    """An effect, run once; the script gets its short result back, now and in every replay."""

    effect: Effect
    args: tuple[Any, ...]

    def __init__(self, effect: Effect, /, *args: Any) -> None:
        object.__setattr__(self, "effect", effect)
        object.__setattr__(self, "args", args)


@dataclass(frozen=True)
class Given:
    """An answer that identifies someone: a keyed number, a recording. It exists in one webhook only.

    In the trail it is the word `given`; a replay gets this with no `secret`, and never needs it, since the effect
    that kept it has its result in the trail.
    """

    secret: str | None = field(default=None, repr=False)
    seconds: int = 0  # of a recording, without the silence that ended it; 0: its length is not known


@dataclass(frozen=True)
class Effect:
    """One conditional write (or read), with the results that it can have, so that the walker can visit each of them."""

    run: Callable[..., str]
    results: tuple[str, ...]
    final: bool = False

    @property
    def name(self) -> str:
        return self.run.__name__

    def __call__(self, *args: Any) -> Do:
        return Do(self, *args)


def effect(*results: str, final: bool = False) -> Callable[[Callable[..., str]], Effect]:
    """Declare an effect: `run(world, call, *args) -> str`, a short result out of unreserved letters.

    `results` are its possible results, or, where they cannot be listed (an id, a time), one example of each kind.
    `final`: what it has done stands, and was told: no step back leads to the question before it.
    """
    return lambda run: Effect(run, results, final)


Question = Ask | KeyNumber | Record | Dial | Wait | Join | Leave
Turn = Say | Play | Question | Do
