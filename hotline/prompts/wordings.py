"""What of all that the line says somebody can record: each wording with a short number to key."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import product
from math import prod

from hotline.groups import Group
from hotline.prompts.entries import SETTINGS, Piece, key_of, seconds_to_say
from hotline.prompts.prompts import Prompts, load
from hotline.prompts.speaker import Speaker
from hotline.records import Need, When
from hotline.values import dataclass

Said = tuple[str, Mapping[str, str]]  # a prompt and its values
Settled = tuple[tuple[str, str], ...]  # the same values, as pairs
Few = Mapping[str, tuple[str, ...]]  # all that a placeholder can have for its value

FIRST_OF_THE_REST = 101  # the most heard have the numbers below
_MOST_WAYS = 12  # of one prompt: whoever would have to record more of them would never end
_INSIDE_OTHERS = ("need.", "area.", "when.", "language.", "number.")
_NOT_THE_GROUPS = frozenset(
    {"nothing", "one_moment", "something_broke", "fallback", "fallback.nothing", "fallback.silent", "not_in_use"}
)
_SHORTEST_PART = 3  # nobody says it in less than a third of the time
_LONGEST_PART = 2  # of the seconds that the prompt may take


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A prompt and its values, as it is said to everybody."""

    number: int
    prompt: str
    values: Mapping[str, str]

    @property
    def is_heard_most(self) -> bool:
        return self.number < FIRST_OF_THE_REST

    def pieces(self, language: str, group: Group) -> list[Piece]:
        return Speaker(load(language), group).pieces(self.prompt, self.values)

    def key(self, language: str, group: Group) -> str:
        """What a recording of it is kept under."""
        return key_of(language, self.pieces(language, group))

    def bounds(self, language: str, group: Group) -> tuple[float, float]:
        """The seconds that a recording of it takes at least, and at most."""
        prompts, pieces = load(language), self.pieces(language, group)
        words = seconds_to_say(piece for piece in pieces if isinstance(piece, str))
        return max(1.0, words / _SHORTEST_PART), prompts.limit(self.prompt) * _LONGEST_PART


def wordings(group: Group, most_heard: Iterable[Said]) -> tuple[Wording, ...]:
    """All that can be recorded: first what is heard most, numbered from 1, then the rest, from 101.

    `most_heard` are the prompts of a resident's call with the group's own menus, in the order in which they are heard.
    The rest is in the order of the prompts' file, at the end of which new ones are added: numbers stay as they are.
    """
    heard = tuple((prompt, tuple(values.items())) for prompt, values in most_heard)
    return _wordings(group.languages[0], tuple(_few(group).items()), heard)


@lru_cache(maxsize=16)
def _wordings(
    language: str, values: tuple[tuple[str, tuple[str, ...]], ...], most_heard: tuple[tuple[str, Settled], ...]
) -> tuple[Wording, ...]:
    """Made once for each group, since a call that records is replayed at each of its keys."""
    prompts, few = load(language), dict(values)
    said = [(prompt, dict(settled)) for prompt, settled in most_heard]
    first = [(prompt, known) for prompt, known in said if _why_not(prompts, prompt, few, known) is None]
    heard = {prompt for prompt, _ in first}
    rest = (prompt for prompt in prompts.in_order() if prompt not in heard)
    every_way = (way for prompt in rest for way in _ways(prompts, prompt, few))
    return (*_numbered(first, 1), *_numbered(every_way, FIRST_OF_THE_REST))


def cannot_be_recorded(group: Group, most_heard: Iterable[Said]) -> list[tuple[str, str]]:
    """The prompts that have no number, and why."""
    prompts, there = load(group.languages[0]), {wording.prompt for wording in wordings(group, most_heard)}
    few = _few(group)
    whys = ((prompt, _why_not(prompts, prompt, few)) for prompt in prompts.in_order() if prompt not in there)
    return [(prompt, why) for prompt, why in whys if why]


def _why_not(prompts: Prompts, prompt: str, few: Few, settled: Collection[str] = ()) -> str | None:
    """Why a prompt cannot be recorded, or not with these values settled; None: it can."""
    if prompt.startswith(_INSIDE_OTHERS) or prompt in _NOT_THE_GROUPS:
        return "it is said inside others, or when something is broken"
    names = _open(prompts, prompt).difference(settled)
    if "key" in names:
        return "its key is another from call to call"
    if each_call := sorted(names - few.keys()):
        return f"{{{each_call[0]}}} is another from call to call"
    ways = prod(len(few[name]) for name in names)
    if ways > _MOST_WAYS:
        return f"its values make {ways} of it"
    return None if ways else "this group has nothing that it could name"


def _ways(prompts: Prompts, prompt: str, few: Few) -> Iterator[Said]:
    """Each wording of a prompt; one, if it has no values."""
    if _why_not(prompts, prompt, few) or not prompts.has_words(prompt):
        return
    named = sorted(_open(prompts, prompt))
    for values in product(*(few[name] for name in named)):
        yield prompt, dict(zip(named, values, strict=True))


def _few(group: Group) -> Few:
    """The values that are few and fixed: by the group's settings, and how soon."""
    return {
        "need": tuple(str(need) for need in group.needs if need is not Need.LISTEN),
        "area": (*group.areas, "anywhere"),
        "when": tuple(map(str, When)),
        "language": group.languages,
        "listening": ("",) if group.listening else (),
        "listening_number": ("",) if group.listening else (),
    }


def _open(prompts: Prompts, prompt: str) -> frozenset[str]:
    """The values that a wording must settle, and not the group's settings; `where` is said of the area."""
    names = prompts.placeholders(prompt) - {"group"} - SETTINGS.keys()
    return names - {"where"} | {"area"} if "where" in names else names


def _numbered(said: Iterable[Said], first: int) -> Iterator[Wording]:
    for number, (prompt, values) in enumerate(said, start=first):
        yield Wording(number=number, prompt=prompt, values=values)
