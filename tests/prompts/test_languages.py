"""A language's file: read, checked, and completed out of English."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline.prompts import PAUSE, PromptError, compile_prompts, load, missing
from hotline.prompts.entries import read_entry, seconds_to_say
from hotline.prompts.prompts import read

ENGLISH = """
[goodbye]
say = "Goodbye."
["need.shopping"]
say = "Shopping"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two languages: Polish lacks a prompt."""
    (tmp_path / "en.toml").write_text(ENGLISH)
    (tmp_path / "spoken.en.toml").write_text('locale = "en-GB"\ncounts = ["none", "one"]\n')
    (tmp_path / "pl.toml").write_text('[goodbye]\nsay = "Do widzenia."\n')
    (tmp_path / "spoken.pl.toml").write_text('locale = "pl-PL"\n')
    return tmp_path


def test_what_a_language_lacks_is_said_in_english(folder: Path) -> None:
    """A missing translation falls back, one prompt and one table at a time (fault 42)."""
    polish = read(folder, "pl")
    assert polish.pieces("goodbye", {}) == ["Do widzenia."]
    assert polish.pieces("need.shopping", {}) == ["Shopping"]
    assert (polish.locale, polish.spoken["counts"]) == ("pl-PL", ["none", "one"])


def test_what_is_compiled_is_what_was_read(folder: Path) -> None:
    """In the zip no language's file is read any more, and every word, pause and limit is as in the file."""
    (folder / "en.toml").write_text(ENGLISH + '["ask.help"]\nsay = "{group}. | Help?"\nmore = "No, 2."\nseconds = 9\n')
    before = read(folder, "pl")
    assert [path.name for path in compile_prompts(folder)] == ["en.json", "pl.json"]
    for path in folder.glob("*.toml"):
        path.unlink()
    after = read(folder, "pl")
    assert after.in_order() == before.in_order()
    assert after.spoken == before.spoken
    values = {"group": "Ongar"}
    for prompt in before.in_order():
        assert after.pieces(prompt, values, simpler=True) == before.pieces(prompt, values, simpler=True)
        assert after.placeholders(prompt) == before.placeholders(prompt)
        assert after.limit(prompt) == before.limit(prompt)


def test_what_a_language_lacks_is_listed() -> None:
    """English is complete; a language that has no file lacks every prompt."""
    assert missing("en") == []
    assert missing("cy") == sorted(load("en").ids())


def test_a_value_that_nobody_gave_is_named() -> None:
    """What is left open is an error, not a gap in what somebody hears."""
    with pytest.raises(PromptError, match=r"hotline/prompts/en\.toml: \[whisper_resident\]: nothing .* 'group'"):
        load("en").pieces("whisper_resident", {})


def test_a_language_is_read_once() -> None:
    """No webhook waits for a file."""
    assert load("en") is load("en")


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ('say = "{name}, welcome"', "no placeholder {name}"),
        ('say = "{need"', "a placeholder is a word in braces"),
        ('text = "Goodbye."', "has `say`"),
        ('say = "Goodbye."\nloud = true', "has `say`"),
        ('say = "Goodbye."\nby = "recording"', 'only be "voice"'),
        ("say = Goodbye", "Invalid value"),
    ],
)
def test_a_mistake_in_a_file_is_refused_and_named(folder: Path, entry: str, complaint: str) -> None:
    """One line says which file, which prompt, and what is wrong; nothing starts with it (fault 42)."""
    (folder / "pl.toml").write_text(f"[goodbye]\n{entry}\n")
    with pytest.raises(PromptError, match=r"hotline/prompts/pl\.toml") as refused:
        read(folder, "pl")
    assert complaint in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_bar_is_a_pause_and_what_is_optional_comes_last() -> None:
    """Bars add up, `simpler` takes the place of `say`, and `more` follows either after a second."""
    entry = read_entry("[ask]", {"say": "Yes, 1. || No, 2.", "simpler": "Press 1.", "more": "Stop, 8."})
    assert entry.say == ("Yes, 1.", PAUSE, PAUSE, "No, 2.")
    assert entry.simpler == ("Press 1.",)
    assert entry.more == (1.0, "Stop, 8.")


def test_saying_takes_150_words_a_minute_and_each_digit_is_a_word() -> None:
    """Five words in two seconds; the pauses come on top, the digits of a number one by one."""
    assert seconds_to_say(["Never take a card, Rosa.", 0.5]) == pytest.approx(2.5)
    assert seconds_to_say(["0 2 0, 79"]) == pytest.approx(2.0)
    assert seconds_to_say(["It's ten o'clock –"]) == pytest.approx(1.2)
