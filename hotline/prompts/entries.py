"""One entry of a language's file: the texts of a prompt, and how long they may take."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from string import Formatter
from typing import Any

from hotline.errors import HotlineError
from hotline.values import dataclass

PAUSE = 0.5  # seconds, for a bar in a text
WORDS_A_MINUTE = 150
SLOWEST = 20.0  # seconds that a prompt may take, unless its entry says otherwise
_BEFORE_MORE = 1.0  # seconds between what must be heard and what may be

# What a text can name. The values arrive as short strings, from the script or from the group; a Speaker says them.
PLACEHOLDERS = frozenset(
    {
        "group",  # its name
        "need",  # its entry `need.<id>`
        "area",  # as the group says it: `Ongar`
        "where",  # the same inside a sentence: `in Ongar`
        "when",  # its entry `when.<id>`; of one week's, `on Thursday morning`
        "day",  # its entry `day.<id>`
        "part",  # of that day, its entry `part.<id>`
        "by",  # a time: `half past one`
        "words",  # the two words: `blue kettle`
        "each_word",  # the same, slowly: `Blue. Kettle`
        "number",  # a phone number, digit by digit
        "code",  # six digits, one by one in threes
        "count",  # how many: `six`
        "duration",  # `one hour`
        "hours",  # of the week, each window a sentence: `Every day, from nine o'clock in the morning …`
        "keepers",  # names: `Gwen Rees and Tom Hale`
        "line",  # the group's first number, as it is written: `020 7946 0000`
        "need_within",  # its entry `need.<id>`, inside a sentence: `shopping`
        "language",  # its entry `language.<code>`
        "needs",  # several, by underscores, each a sentence: `Shopping. A dog`; none: `Nothing`
        "areas",
        "languages",
        "key",  # what to press: `nought`
        "listening",  # the listening line: its name and its number
        "listening_number",  # its number alone, slowly
    }
)
# What a group has set in its [policy], by the setting's name, and how it is said: `ten minutes`, `another day`, `third`
SETTINGS: Mapping[str, str] = {
    "later": "duration",
    "spoken_within": "duration",
    "more_time": "day",
    "lot_again": "day",
    "tell_unmet_days": "nth",
}
PLACEHOLDERS |= SETTINGS.keys()
# A setting that has changed is named twice: as it is, and with this as it was.
BEFORE = "_before"
_CHANGE = frozenset({"count", "duration", "hours", "keepers"})
PLACEHOLDERS |= {name + BEFORE for name in _CHANGE}
_KEYS = frozenset({"say", "simpler", "more", "seconds", "by"})

Piece = str | float  # words, or a pause in seconds


class PromptError(HotlineError):
    """A prompt, a value or a setting that is missing or wrong in the words of a language."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What one prompt says. Each text is pieces: words with placeholders in braces, and pauses."""

    say: tuple[Piece, ...]
    simpler: tuple[Piece, ...]  # after silence or a wrong key
    more: tuple[Piece, ...]  # said last, after a longer pause; what nobody needs to hear in order to answer
    seconds: float  # that `say` or `simpler` may take
    placeholders: frozenset[str]

    def compiled(self) -> list[Any]:
        """The same in JSON."""
        return [self.say, self.simpler, self.more, self.seconds, sorted(self.placeholders)]

    @classmethod
    def from_compiled(cls, fields: list[Any]) -> Entry:
        """Out of what `compiled` gave."""
        say, simpler, more, seconds, placeholders = fields
        return cls(
            say=tuple(say),
            simpler=tuple(simpler),
            more=tuple(more),
            seconds=seconds,
            placeholders=frozenset(placeholders),
        )


def read_entry(where: str, table: Any) -> Entry:
    """Check and read one table. `where` names file and prompt in errors.

    `by` is who says it: Twilio's voice. What a group has recorded in its own is kept in the database, by its words.
    """
    if not isinstance(table, Mapping) or not isinstance(table.get("say"), str) or table.keys() - _KEYS:
        raise PromptError(f"{where}: a prompt has `say`, and perhaps `simpler`, `more`, `seconds` and `by`")
    if table.get("by", "voice") != "voice":
        raise PromptError(f'{where}: `by` can only be "voice"')
    texts = [table["say"], table.get("simpler", table["say"]), table.get("more", "")]
    named = frozenset(name for text in texts for name in _named(where, text))
    say, simpler, more = (tuple(_pieces(text)) for text in texts)
    return Entry(
        say=say,
        simpler=simpler,
        more=(_BEFORE_MORE, *more) if more else (),
        seconds=float(table.get("seconds", SLOWEST)),
        placeholders=named,
    )


def filled(where: str, pieces: Iterable[Piece], values: Mapping[str, str]) -> list[Piece]:
    """The pieces with their placeholders filled in. Raises PromptError for one that has no value."""
    try:
        return [piece.format_map(values) if isinstance(piece, str) else piece for piece in pieces]
    except KeyError as missing:
        raise PromptError(f"{where}: nothing was given for {missing}") from None


def key_of(language: str, pieces: Iterable[Piece]) -> str:
    """What a recording of these very words is kept under; of others it is another, so that no key is said wrong."""
    words = " ".join(piece for piece in pieces if isinstance(piece, str))
    return f"{language}-{hashlib.sha256(words.encode()).hexdigest()[:16]}"


def seconds_to_say(pieces: Iterable[Piece]) -> float:
    """At WORDS_A_MINUTE, plus the pauses; each digit is a word, since numbers are said digit by digit."""
    return sum(_words(piece) * 60 / WORDS_A_MINUTE if isinstance(piece, str) else piece for piece in pieces)


def _words(text: str) -> int:
    return sum(len(re.findall(r"\d", word)) or 1 for word in re.findall(r"[\w'’]+", text))


def _named(where: str, text: str) -> Iterator[str]:
    try:
        names = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError as wrong:
        raise PromptError(f"{where}: {wrong}; a placeholder is a word in braces") from None
    for name in names:
        if name not in PLACEHOLDERS:
            raise PromptError(f"{where}: there is no placeholder {{{name}}}; use {', '.join(sorted(PLACEHOLDERS))}")
        yield name


def _pieces(text: str) -> Iterator[Piece]:
    """Words between bars, and a pause for each bar."""
    for place, words in enumerate(text.split("|")):
        if place:
            yield PAUSE
        if words.strip():
            yield words.strip()
