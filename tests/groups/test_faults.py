"""Every mistake in a group's file is one line that names file and key, and says how to mend it; nothing starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline.errors import HotlineError
from hotline.groups import GroupFileError, load, voice_of
from hotline.prompts import load_groups, prompt_ids
from tests.groups.files import AREAS, SMALLEST, written


def kept_by(names: str) -> str:
    """The smallest file, but with these keepers of the keys."""
    return SMALLEST.replace('["Gwen Rees", "Tom Hale"]', names)


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ("nmae = 1", 'nmae: there is no such setting; did you mean "name"?'),
        ("karaoke = 1", "karaoke: there is no such setting; there are name, numbers,"),
        ("[policy]\nrnig = 1", '[policy] rnig: there is no such setting; did you mean "ring"?'),
        ('[listening]\nnmae = ""', '[listening] nmae: there is no such setting; did you mean "name"?'),
        ('zone = "Europe/Ongar"', 'zone: "Europe/Ongar" is not a time zone; write it like "Europe/London"'),
        ('zone = "../etc/passwd"', 'zone: "../etc/passwd" is not a time zone'),
        ("zone = 0", 'zone: 0 is not a text; write it like "Europe/London"'),
        ('hours = "mon-fri 20:00-09:00"', "hours: 20:00-09:00 ends before it begins"),
        ('hours = "every day 09:00-12:00, 11:00-13:00"', "hours: on mon, 09:00-12:00 and 11:00-13:00 overlap"),
        ('hours = "monday 09:00-12:00"', 'hours: "monday" is not a day'),
        ('hours = "mon 09:00-09:01"\n[policy]\nring = "61s"', "hours: no window of them is as long as a phone rings"),
        ('languages = "en"', 'languages: "en" is not a list of texts; write it like ["en"]'),
        ("languages = []", "languages: [] is not a list of texts"),
        ('languages = ["English"]', 'languages: "English" is not a code of that kind'),
        ('countries = ["gb"]', 'countries: "gb" is not a code of that kind; write it like ["GB"]'),
        ('countries = ["GB", "GB"]', 'countries: "GB" is there twice'),
        ('drama = "yes"', 'drama: "yes" is neither true nor false'),
        ('voice = " "', 'voice: " " is not a text'),
        ('[listening]\nname = "Samaritans"', '[listening] spoken: it is missing; write spoken = "116 123"'),
        ("[line]\nat_once = 1", "[line] at_once: a talk is two calls; write a whole number of at least 2"),
        ("[line]\nat_onec = 2", '[line] at_onec: there is no such setting; did you mean "at_once"?'),
        ("line = 2", "line: 2 is not a table; write [line] and under it at_once = 2"),
        (
            '[listening]\nname = "S"\nspoken = "1"\ndial = ["1161", "1162", "1163", "1164"]',
            "[listening] dial: 4 are too many to wait for; write at most 3",
        ),
        ("listening = 116123", "listening: 116123 is not a table; write [listening]"),
        ('[policy]\nring = "20 parsecs"', '[policy] ring: "20 parsecs" is not a duration; write it like "20s", "5m"'),
        ("[policy]\nring = 20", '[policy] ring: 20 is not a duration; write it like "20s", "5m" or "1h30m"'),
        ('[policy]\nring = "11m"', '[policy] ring: "11m" is too long; write at most "10m"'),
        ('[policy]\nsweep = "0s"', '[policy] sweep: "0s" is too short; write at least "1s"'),
        ("[policy]\nrounds = []", '[policy] rounds: [] is not a list of durations; write it like ["15m", "1h"]'),
        ('[policy]\nrounds = "15m"', '[policy] rounds: "15m" is not a list of durations'),
        ('[policy]\nrounds = ["15m", "0s"]', '[policy] rounds: "0s" is too short'),
        ("[policy]\ndaily_cap = 0", "[policy] daily_cap: 0 is not a count; write a whole number of at least 1"),
        ("[policy]\ndaily_cap = 25", "[policy] daily_cap: 25 is too many; write at most 24"),
        ("[policy]\ntell_unmet_days = 15", "[policy] tell_unmet_days: 15 is too many; write at most 14"),
        ("[policy]\ndaily_cap = true", "[policy] daily_cap: true is not a count"),
        ('[policy]\ndaily_calls = "300"', '[policy] daily_calls: "300" is not a count'),
    ],
)
def test_a_value_that_is_wrong_is_named_with_its_key(tmp_path: Path, more: str, fault: str) -> None:
    """Unknown keys with the nearest one, wrong types, hours, zones, durations and counts."""
    file = written(tmp_path, more)
    assert refused(tmp_path).startswith(f"{file}: {fault}")


@pytest.mark.parametrize(
    ("voice", "fault"),
    [
        (
            "Polly.Joanna",
            "voice: \"Polly.Joanna\" is no voice of Twilio's that speaks en-GB, as the line's words are; there",
        ),
        ("man", "are; there are Polly.Amy, Polly.Brian, Polly.Emma, Polly.Amy-Generative, Polly.Amy-Neural, Polly."),
        ("polly.amy", 'did you mean "Polly.Amy"?'),
        ("Polly.Ammy", 'did you mean "Polly.Amy"?'),
    ],
)
def test_a_voice_must_speak_the_language_of_the_words(tmp_path: Path, voice: str, fault: str) -> None:
    """Twilio says nothing at all otherwise; a basic voice knows none of the pauses that the words have."""
    file = written(tmp_path, f'voice = "{voice}"')
    with pytest.raises(GroupFileError) as wrong:
        load_groups(tmp_path)
    assert str(wrong.value).startswith(f"{file}: voice: ")
    assert fault in str(wrong.value)
    assert len(str(wrong.value).splitlines()) == 1


def test_a_voice_that_fits_is_taken(tmp_path: Path) -> None:
    """Amazon's or Google's, whichever engine."""
    for voice in ("Polly.Amy", "Polly.Arthur-Neural", "Google.en-GB-Neural2-A", "Google.en-GB-Chirp3-HD-Kore"):
        written(tmp_path, f'voice = "{voice}"')
        assert load_groups(tmp_path)["ongar"].voice == voice


@pytest.mark.parametrize(
    ("language", "voice"),
    [("en-GB", "Polly.Amy"), ("cy-GB", "Polly.Gwyneth"), ("pa-IN", "Google.pa-IN-Standard-A"), ("xx-XX", None)],
)
def test_a_language_without_a_voice_of_the_groups_has_one(language: str, voice: str | None) -> None:
    """A standard one of Amazon's where there is one, since a neural one costs four times as much."""
    assert voice_of(language) == voice


@pytest.mark.parametrize(
    ("text", "areas", "fault"),
    [
        ("numbers = []", "", "name: it is missing"),
        (SMALLEST.replace("keepers", "# keepers"), AREAS, 'keepers: it is missing; write keepers = ["Gwen Rees", "Tom'),
        (kept_by('["Gwen Rees"]'), AREAS, "keepers: two people keep the keys, always; write both names, like"),
        (kept_by('["Gwen Rees", "gwen  rees"]'), AREAS, "keepers: two people keep the keys, always"),
        (kept_by('["Gwen Rees", " "]'), AREAS, "keepers: two people keep the keys, always"),
        (kept_by("[]"), AREAS, "keepers: [] is not a list of texts"),
        (kept_by('"Gwen Rees"'), AREAS, 'keepers: "Gwen Rees" is not a list of texts; write it like ["Gwen Rees",'),
        (SMALLEST.replace("numbers", "# numbers"), AREAS, 'numbers: it is missing; write numbers = ["+44…"]'),
        (SMALLEST.replace("shopping", "juggling"), AREAS, 'needs: "juggling" is not a need; there are shopping,'),
        (SMALLEST.replace("shopping", "person"), AREAS, 'needs: "person" is not a need'),
        (SMALLEST.replace("shopping", "listen"), AREAS, 'needs: "listen" is a listening line: add the table'),
        (SMALLEST, "", "areas: there is none; write [areas] and under it"),
        (SMALLEST, '[areas]\nanywhere = "Anywhere"', "[areas] anywhere: write it in small letters, digits and dashes,"),
        (SMALLEST, '[areas]\n"High Street" = "High Street"', '[areas] "High Street": write it in small letters'),
        (SMALLEST, "[areas]\nongar = 1", '[areas] ongar: 1 is not a text; write it like "Brentwood"'),
        (
            SMALLEST,
            "[areas]\n" + "".join(f'a{n} = "A"\n' for n in range(9)),
            "areas: 9 are too many; there are keys for",
        ),
    ],
)
def test_what_every_group_must_have_is_asked_for(tmp_path: Path, text: str, areas: str, fault: str) -> None:
    """A name, a number, needs that the line knows, and between one and eight areas."""
    file = written(tmp_path, text=text + "\n", areas=areas)
    assert refused(tmp_path).startswith(f"{file}: {fault}")


@pytest.mark.parametrize("lacking", ["need.shopping", "option.shopping"])
def test_a_need_without_a_prompt_is_refused(tmp_path: Path, lacking: str) -> None:
    """It could be neither offered nor read back."""
    written(tmp_path)
    with pytest.raises(GroupFileError, match=f'needs: "shopping" has no words: add "{lacking}" to the prompts'):
        load(tmp_path, prompts=prompt_ids() - {lacking})


@pytest.mark.parametrize("number", ["02079460001", "+44 20 7946 0001", "+44207946000a", "0044", "+0442079460001"])
def test_a_number_must_be_whole_and_is_not_shown(tmp_path: Path, number: str) -> None:
    """E.164 only; the line that complains does not carry a full number (promise 6)."""
    file = written(tmp_path, text=SMALLEST.replace("+442079460001", number))
    told = refused(tmp_path)
    assert told.startswith(f'{file}: numbers: the one that ends in "{number[-2:]}" is not like')
    assert number not in told


@pytest.mark.parametrize("numbers", ['"+442079460001"', "[442079460001]", '["+442079460001", "+442079460001"]'])
def test_no_fault_carries_a_number(tmp_path: Path, numbers: str) -> None:
    """Also where it is of the wrong type, or there twice."""
    written(tmp_path, text=SMALLEST.replace('["+442079460001"]', numbers))
    assert "2079460001" not in refused(tmp_path)


def test_two_groups_cannot_have_one_number(tmp_path: Path) -> None:
    """Whoever dials it must come to one of them."""
    first, second = written(tmp_path), written(tmp_path, name="stondon.toml")
    assert refused(tmp_path) == f"{second}: numbers: +44…01 is in {first} already; a number leads to one group"


def test_a_folder_without_a_group_says_what_to_put_there(tmp_path: Path) -> None:
    """Also one that does not exist."""
    for folder in (tmp_path, tmp_path / "nowhere"):
        assert refused(folder).startswith(f"{folder}: there is no group here; put a copy of the sample")


@pytest.mark.parametrize("name", ["Ongar.toml", "ongar_street.toml", "-.toml"])
def test_a_files_name_is_part_of_every_url(tmp_path: Path, name: str) -> None:
    """Small letters, digits and dashes: an underscore parts the words of a trail."""
    file = written(tmp_path, name=name)
    assert refused(tmp_path) == f"{file}: name it with small letters, digits and dashes only, like brentwood.toml"


def test_what_is_not_toml_is_named_with_its_place(tmp_path: Path) -> None:
    """The line and column, as TOML's reader has them."""
    file = written(tmp_path, 'name = "twice"')
    assert refused(tmp_path).startswith(f"{file}: it is not TOML: ")
    file.write_bytes(b'name = "\xff"')
    assert refused(tmp_path) == f"{file}: it is not written in UTF-8; save it as plain UTF-8 text"


def test_one_bad_file_among_good_ones_stops_them_all(tmp_path: Path) -> None:
    """All files are checked before anything is used."""
    written(tmp_path)
    written(tmp_path, name="stondon.toml", text="")
    assert "stondon.toml: name: it is missing" in refused(tmp_path)


def refused(folder: Path) -> str:
    """The fault, which is one line."""
    with pytest.raises(GroupFileError) as caught:
        load(folder, prompts=prompt_ids())
    assert isinstance(caught.value, HotlineError)
    assert len(str(caught.value).splitlines()) == 1
    return str(caught.value)
