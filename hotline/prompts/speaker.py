"""A group that speaks: ids, codes and digits become the words that people say."""

from __future__ import annotations

import re
from collections.abc import Mapping

from hotline.groups import Group, Listening
from hotline.numbers import PhoneNumber, spoken, written
from hotline.prompts.entries import BEFORE, SETTINGS, Piece, PromptError
from hotline.prompts.prompts import Prompts
from hotline.prompts.settings import say_policy, say_setting
from hotline.prompts.times import say_time
from hotline.records import DAYS


class Speaker:
    """The prompts of a language, in the mouth of a group. The values that a script gives are short strings."""

    def __init__(self, prompts: Prompts, group: Group) -> None:
        self._prompts, self._group = prompts, group

    def pieces(self, prompt: str, values: Mapping[str, str], *, simpler: bool = False) -> list[Piece]:
        """What is said: texts, and pauses in seconds. Raises PromptError for what has no words."""
        return self._prompts.pieces(prompt, self._said(prompt, values), simpler=simpler)

    def seconds(self, prompt: str, values: Mapping[str, str], *, simpler: bool = False) -> float:
        """How long it takes to say all that must be heard."""
        return self._prompts.seconds(prompt, self._said(prompt, values), simpler=simpler)

    def _said(self, prompt: str, values: Mapping[str, str]) -> dict[str, str]:
        try:
            return {name: self._say(name, values) for name in self._prompts.placeholders(prompt)}
        except KeyError as missing:
            raise PromptError(f"[{prompt}]: nothing was given for {missing}") from None

    def _say(self, name: str, values: Mapping[str, str]) -> str:
        match name:
            case "group":
                return self._group.name
            case "listening":
                return self._say_listening()
            case "listening_number":
                return ", ".join(re.findall(r"\d", self._listening().spoken))
            case "where":
                return self._say_where(values["area"])
            case "line":
                return written(self._group.numbers[0], home=self._group.countries[0])
            case setting if setting in SETTINGS:
                value = getattr(self._group.policy, setting)
                return say_policy(SETTINGS[setting], value, self._prompts.spoken, self._say_count)
            case "need_within":
                return _within(self._say_value("need", values["need"]))
            case "each_word":
                return ". ".join(word.capitalize() for word in values["words"].split("-"))
            case _:
                return self._say_value(name.removesuffix(BEFORE), values[name])

    def _say_value(self, name: str, value: str) -> str:
        match name:
            case "need" | "language" | "day" | "part":
                return self._entry(f"{name}.{value}")
            case "needs" | "areas" | "languages":
                return self._say_each(name.removesuffix("s"), value.split("_"))
            case "duration" | "hours" | "keepers":
                return say_setting(name, value, self._prompts.spoken, self._say_count)
            case _:
                key: str = self._prompts.spoken["keys"].get(value, value)
                say = getattr(self, f"_say_{name}", None)
                return say(value) if say else key

    def _say_when(self, when: str) -> str:
        day, _, part = when.partition("-")
        if day in DAYS and not part:
            return self._entry("when.day", day=self._entry(f"day.{day}"))
        if not part:
            return self._entry(f"when.{when}")
        return self._entry("when.on", day=self._entry(f"day.{day}"), part=self._entry(f"part.{part}"))

    def _say_area(self, area: str) -> str:
        named = self._group.areas.get(area)
        return named or self._entry("area.anywhere" if area in ("", "anywhere") else "area.unknown")

    def _say_words(self, words: str) -> str:
        return words.replace("-", " ")

    def _say_code(self, code: str) -> str:
        return _digit_by_digit(f"{code[:3]} {code[3:]}")

    def _say_each(self, name: str, values: list[str]) -> str:
        """Each is a sentence of its own: a list is hard to hold in mind."""
        return ". ".join(self._say_value(name, value) for value in values if value) or self._entry("nothing")

    def _say_where(self, area: str) -> str:
        """Say where it is. No area is `anywhere`; `elsewhere` is what somebody keys who lives in none of the areas.

        An area that the group's file no longer has under that key is `somewhere near`.
        """
        if area in self._group.areas:
            return self._entry("area.in", area=self._group.areas[area])
        if area in ("", "anywhere"):
            return self._entry("area.anywhere")
        return self._entry("area.elsewhere" if area == "elsewhere" else "area.unknown")

    def _say_by(self, code: str) -> str:
        try:
            return say_time(code, self._prompts.spoken["times"])
        except ValueError:
            raise PromptError(f"{code!r} is not a time such as 1300 or tomorrow-1000") from None

    def _say_number(self, e164: str) -> str:
        """Its digits. Without a number: the phone that was meant, which everybody on this call knows."""
        if not e164:
            return self._entry("number.unknown")
        return spoken(PhoneNumber(e164), home=self._group.countries[0])

    def _say_count(self, count: str) -> str:
        counts: list[str] = self._prompts.spoken["counts"]
        return counts[int(count)] if int(count) < len(counts) else count

    def _say_listening(self) -> str:
        line = self._listening()
        said: str = self._prompts.spoken["listening"].format(name=line.name, number=_digit_by_digit(line.spoken))
        return said

    def _listening(self) -> Listening:
        if self._group.listening is None:
            raise PromptError(f"{self._group.name} has no listening line to name; give it [listening]")
        return self._group.listening

    def _entry(self, prompt: str, **values: str) -> str:
        return " ".join(piece for piece in self._prompts.pieces(prompt, values) if isinstance(piece, str))


def _digit_by_digit(number: str) -> str:
    """However a group's file writes it: `116 123` is said as `1 1 6, 1 2 3`, never as a hundred and sixteen."""
    in_groups = re.sub(r"(?<=\d\d) (?=\d\d)", ", ", number)
    return re.sub(r"(?<=\d)(?=\d)", " ", in_groups)


def _within(word: str) -> str:
    """Inside a sentence: `shopping`. A language that writes it otherwise names {need} instead."""
    return word[:1].lower() + word[1:]
