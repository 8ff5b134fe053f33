"""What one phone heard and said, with the time of each line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(kw_only=True)
class Line:
    """One voice, or one thing that happened. It grows while that voice goes on."""

    at: datetime
    by: str  # "line", a name, or "" for what happened
    text: str

    def __str__(self) -> str:
        said = f"{self.by}: {self.text}" if self.by else self.text
        return f"{self.at:%H:%M:%S} {said}"


class Transcript:
    """The lines of one phone, of all its calls; and what it has heard since its last key, and in its last call."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.since_key = ""
        self.this_call = ""

    def begin_call(self) -> None:
        self.since_key = self.this_call = ""

    def happened(self, at: datetime, text: str) -> None:
        """A line of its own."""
        self.lines.append(Line(at=at, by="", text=text))

    def said(self, at: datetime, by: str, text: str) -> None:
        """Words that this phone's holder says: they are not heard."""
        self.lines.append(Line(at=at, by=by, text=text))

    def heard(self, at: datetime, by: str, text: str) -> None:
        """Words in this phone's ear, by a voice that may be in the middle of saying more."""
        self.since_key = f"{self.since_key} {text}"
        self.this_call = f"{self.this_call} {text}"
        if self.lines and self.lines[-1].by == by:
            self.lines[-1].text += f" {text}"
        else:
            self.lines.append(Line(at=at, by=by, text=text))

    def pressed(self, at: datetime, key: str) -> None:
        self.since_key = ""
        self.happened(at, f"(presses {key})")

    def __str__(self) -> str:
        return "\n".join(map(str, self.lines))


def missing(words: tuple[str, ...], heard: str) -> list[str]:
    """The words that have not been heard, in any case and whatever apostrophe."""
    flat = _flat(heard)
    return [word for word in words if _flat(word) not in flat]


def _flat(text: str) -> str:
    return " ".join(text.replace("’", "'").casefold().split())
