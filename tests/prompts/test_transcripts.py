"""What the documents say that the line says, the line says: every sentence of them is one of the prompts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from hotline.prompts import load
from tests.sources import ROOT

QUOTING = ("README.md", "docs/residents.md", "docs/volunteers.md")
NOT_THE_LINE = re.compile(r"  (you|they|you text):")
# Said by people: after a tone, and where they have recorded what the line says.
BY_PEOPLE = (
    "Could somebody please walk my dog? I live in Ongar",
    "Please ring me",
    "He shouted at me on the doorstep.",
    ", Gwen speaking",
    ", love",
    "(beep)",
)
PROMPTS = load("en")
AREA = "(Brentwood|Ongar)"
NEED = "(shopping|medicines|a dog|a friendly chat|something else|a person)"
VALUES = {
    "group": "Brentwood Mutual Aid",
    "need": NEED,
    "where": f"(in {AREA}|anywhere)",
    "when": r"(today|in the next few days|every week|on \w+day (morning|afternoon|evening))",
    "area": AREA,
    "day": r"\w+day",
    "part": "(morning|afternoon|evening)",
    "words": r"\w+ \w+",
    "each_word": r"\w+",
    "count": r"\w+",
    "code": r"[\d, ]+",
    "key": r"(\d|nought)",
    "keepers": r"[\w ,]+ and [\w ]+",
    "areas": f"{AREA}( and {AREA})?",
    "hours": "(every day, )?from [^.:]+ until [^.:]+",
    "language": "(English|Polish)",
    "languages": "(English|Polish)( and (English|Polish))?",
    "needs": f"{NEED}(, {NEED})*( and {NEED})?",
}
VALUES |= {f"{name}_before": VALUES[name] for name in ("count", "hours", "keepers")}


def sentences(text: str) -> Iterator[str]:
    yield from (one for one in re.split(r"(?<=[.?!:])\s+", " ".join(text.split())) if one.strip(" .,:;"))


def said() -> Iterator[str]:
    """Every sentence of every prompt, with its placeholders."""
    for prompt in PROMPTS.in_order():
        for simpler in (False, True):
            values = {name: f"{{{name}}}" for name in PROMPTS.placeholders(prompt)}
            pieces = PROMPTS.pieces(prompt, values, simpler=simpler)
            yield from sentences(" ".join(piece for piece in pieces if isinstance(piece, str)))


def pattern(sentence: str) -> re.Pattern[str]:
    """Any values of the sample group in it."""
    parts = re.split(r"\{(\w+)\}", sentence)
    spoken = "".join(VALUES.get(part, r"[^.:?!]+") if nth % 2 else re.escape(part) for nth, part in enumerate(parts))
    return re.compile(spoken, re.IGNORECASE)


SAID = frozenset(said())
PATTERNS = [pattern(sentence) for sentence in SAID]


def is_said(sentence: str) -> bool:
    return any(pattern.fullmatch(sentence) for pattern in PATTERNS)


def is_part_of_what_is_said(words: str) -> bool:
    """A key cut it short, or it is quoted in part."""
    part = words.strip(" .,;…").lower()
    return any(is_said(words.strip() + end) for end in ("", ".", ":")) or any(part in each.lower() for each in SAID)


def heard() -> Iterator[tuple[int, list[str]]]:
    """Each time that a phone of docs/calls.md prints what it hears, with the line of the page on which it begins."""
    began, lines = 0, list[str]()
    page = [*(ROOT / "docs/calls.md").read_text(encoding="utf-8").splitlines(), ""]
    for number, line in enumerate(page, 1):
        if re.match(r"  \S", line) and not NOT_THE_LINE.match(line):
            began = began or number
            lines.append(line.strip())
        elif lines:
            yield began, list(sentences(of_the_line(" ".join(lines))))
            began, lines = 0, []


def quoted(name: str) -> Iterator[str]:
    """What stands in the quotations of a page, without who speaks, what they do and which key they press."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    text = "\n".join(line[1:].strip() if line.startswith(">") else "" for line in lines)
    for paragraph in text.split("\n\n"):
        for piece in re.split(r"\*\*[^*]*\*\*|\*[^*]*\*|\([^)]*\)|…|—", paragraph.replace("\n", " ")):
            if not piece.startswith((",", ";")):  # what somebody does
                yield from sentences(of_the_line(piece))


def of_the_line(text: str) -> str:
    for words in BY_PEOPLE:
        text = text.replace(words, "")
    return text


def test_the_calls_as_they_were_heard_are_what_the_line_says() -> None:
    """Of the last sentence before a key the rest may be missing."""
    astray = [
        f"docs/calls.md:{began}: {sentence}"
        for began, all_of_it in heard()
        for nth, sentence in enumerate(all_of_it, 1)
        if not (is_part_of_what_is_said(sentence) if nth == len(all_of_it) else is_said(sentence))
    ]
    assert astray == []


@pytest.mark.parametrize("name", QUOTING)
def test_what_a_page_quotes_is_what_the_line_says(name: str) -> None:
    """Whole sentences, or parts of them."""
    assert [sentence for sentence in quoted(name) if not is_part_of_what_is_said(sentence)] == []
