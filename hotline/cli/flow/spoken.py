"""What is said at a moment, and what each way on is called, as the prompts have it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from hotline.cli.flow.merge import Said, Way
from hotline.conversation.turns import Ask, Dial, Do, Join, KeyNumber, Leave, Play, Question, Record, Wait
from hotline.conversation.walker import Edge, Step
from hotline.groups import Group
from hotline.prompts import Speaker, load

# What in a call is somebody's own: a number (Ofcom's, for drama), a code.
_SAID: Mapping[str, str] = {"number": "+442079460123", "code": "123456"}

_WHO: Mapping[str | None, str] = {  # by what whoever is rung hears first
    "whisper_resident": "Rings the resident.",
    "whisper_person": "Rings a coordinator.",
    "whisper_neighbour": "Rings the neighbour who said yes.",
    "whisper_waiting": "Takes the resident who waits out of their queue.",
    "whisper_somebody": "Rings the one it is for.",
    "whisper_lot": "Rings one of the two sides.",
    None: "Rings the listening line.",
}
_RESULTS: Mapping[str, str] = {"no-answer": "no answer"}


class Words:
    """What a group's line says, to be read."""

    def __init__(self, group: Group) -> None:
        self._speaker = Speaker(load(group.languages[0]), group)

    def said(self, words: Iterable[Said]) -> tuple[str, ...]:
        """A paragraph for each thing said; none for what has no words."""
        turns = (said.turn for said in words)
        spoken = (
            "(The recording that was left.)" if isinstance(turn, Play) else self._prompt(turn.prompt, turn.values)
            for turn in turns
        )
        return tuple(filter(None, spoken))

    def asked(self, turn: Question | Do | None) -> tuple[str, ...]:
        """The question's own words, and those of its keys."""
        match turn:
            case Ask():
                keys = (self._prompt(key.prompt, {**key.values, "key": key.key}) for key in turn.options if key.prompt)
                return tuple(filter(None, (self._prompt(turn.prompt, turn.values), " ".join(keys))))
            case KeyNumber():
                return (self._prompt(turn.prompt, turn.values),)
            case Record():
                return (self._prompt(turn.prompt, turn.values), "(Tone. It records.)")
            case Dial():
                own = self._prompt(turn.prompt, turn.values)
                return tuple(filter(None, (own, f"({_WHO[turn.whisper]})")))
            case Wait():
                return (f"(Waits in a queue, and hears the script {turn.hold}.)",)
            case Join():
                return ("(The two are joined.)",)
            case Leave():
                return ("(Leaves the queue.)",)
            case Do():
                return (f"({_sentence(turn.effect.name)})",)
            case _:
                return ()

    def _prompt(self, prompt: str | None, values: Mapping[str, str]) -> str:
        if prompt is None:
            return ""
        known = {**values, **{name: said for name, said in _SAID.items() if name in values}}
        return " ".join(piece for piece in self._speaker.pieces(prompt, known) if isinstance(piece, str))


def label(turn: Question | Do | None, edge: Edge) -> str:
    """What somebody does, or what comes of it, on this way."""
    match edge.step:
        case Step.KEY | Step.PERSON:
            return edge.key
        case Step.SILENCE:
            return "just wait" if isinstance(turn, Ask) and turn.silence else "nothing, twice"
        case Step.GIVEN:
            return "a number, #" if isinstance(turn, KeyNumber) else "words"
        case Step.DIALLED | Step.WAITED:
            return _RESULTS.get(edge.key, edge.key)
        case Step.RESULT:
            return edge.key


def results(ways: Sequence[Way]) -> dict[str, str]:
    """A short name for each result of an effect: the first of its words that tells apart what follows from them."""
    follows: dict[str, set[object]] = defaultdict(set)
    for way in ways:
        if way.edge:
            follows[way.edge.key].add((way.words, way.end))
    parts = {result: result.split("_") for result in follows}
    for place in range(min(map(len, parts.values()))):
        names = {result: words[place] for result, words in parts.items()}
        if all(names[one] != names[two] for one, two in combinations(follows, 2) if follows[one] != follows[two]):
            return names
    return {result: result for result in follows}


def _sentence(name: str) -> str:
    return f"{name.replace('_', ' ').capitalize()}."
