"""What a group's file says, read."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path

import pytest

from hotline.groups import Group, GroupFileError, Groups, Listening, Policy, check_thoroughly, load
from hotline.numbers import CannotRing, PhoneNumber
from hotline.prompts import prompt_ids
from hotline.records import Need
from tests.groups.files import ROOT, SMALLEST, read, written

SAMPLE = ROOT / "groups"


def test_the_sample_is_brentwood_with_all_needs() -> None:
    """Two areas, every need but a person, English, a listening line, and a number that nobody has."""
    brentwood = load(SAMPLE, prompts=prompt_ids())["brentwood"]
    assert brentwood.name == "Brentwood Mutual Aid"
    assert brentwood.numbers == (PhoneNumber("+442079460000"),)
    assert brentwood.areas == {"brentwood": "Brentwood", "ongar": "Ongar"}
    assert set(brentwood.needs) == set(Need) - {Need.PERSON}
    assert brentwood.listening == Listening(name="Samaritans", spoken="116 123", dial=("116123", "+443300945717"))
    check_thoroughly(brentwood)


def test_the_sample_shows_every_setting_with_its_default_and_a_comment() -> None:
    """Whoever copies it sees all there is to set, explained in its line, and changes nothing by leaving it out."""
    text = (SAMPLE / "brentwood.toml").read_text(encoding="utf-8")
    raw = tomllib.loads(text)
    assert set(raw["policy"]) == {field.name for field in fields(Policy)}
    assert set(raw) == {field.name for field in fields(Group)} - {"slug", "lines", "at_once"}
    assert "# [line]" in text  # the table of `at_once`, which has no default to write
    brentwood = load(SAMPLE, prompts=prompt_ids())["brentwood"]
    assert brentwood.policy == Policy()
    settings = [line for line in text.splitlines() if re.match(r"\w+ = |\[", line)]
    assert [line for line in settings if "#" not in line] == []


def test_the_smallest_file_has_the_samples_defaults(tmp_path: Path) -> None:
    """What is left out is as in the sample, but that nobody is put through and no number for drama is rung."""
    small, sample = read(tmp_path), load(SAMPLE, prompts=prompt_ids())["brentwood"]
    ours = [field.name for field in fields(Group) if getattr(small, field.name) != getattr(sample, field.name)]
    assert ours == ["slug", "name", "numbers", "areas", "needs", "listening", "drama", "lines"]
    assert (small.listening, small.drama) == (None, False)


def test_a_number_finds_its_group(tmp_path: Path) -> None:
    """Any of its numbers does; a number of nobody's finds none."""
    written(tmp_path, text=SMALLEST.replace('"]', '", "+442079460002"]', 1))
    written(tmp_path, name="stondon.toml", text=SMALLEST.replace("0001", "0003"))
    groups = load(tmp_path, prompts=prompt_ids())
    assert list(groups) == ["ongar", "stondon"]
    for number, slug in (("+442079460001", "ongar"), ("+442079460002", "ongar"), ("+442079460003", "stondon")):
        found = groups.by_number(number)
        assert found is not None
        assert found.slug == slug
    assert groups.by_number("+442079460009") is None


def test_no_group_rings_a_number_of_the_line(tmp_path: Path) -> None:
    """Its own, or another group's: the line would ring itself; any other phone is rung."""
    written(tmp_path, text=SMALLEST + "drama = true\n")
    written(tmp_path, name="stondon.toml", text=SMALLEST.replace("0001", "0003") + "drama = true\n")
    for group in load(tmp_path, prompts=prompt_ids()).values():
        for number in ("020 7946 0001", "+442079460003"):
            with pytest.raises(CannotRing, match="a number of the line itself"):
                group.number_to_ring(number)
            assert not group.may_ring(PhoneNumber(f"+4420{number[-8:].replace(' ', '')}"))
        assert group.number_to_ring("020 7946 0009") == PhoneNumber("+442079460009")


def test_a_phone_that_rang_us_is_rung_back_by_the_same_rule_as_one_that_is_keyed() -> None:
    """A forged premium number as caller ID earns nobody anything."""
    sample = load(SAMPLE, prompts=prompt_ids())["brentwood"]
    assert sample.may_ring(PhoneNumber("+442079460123"))
    assert not replace(sample, drama=False).may_ring(PhoneNumber("+442079460123"))
    assert not sample.may_ring(PhoneNumber("+449098790999"))
    assert not sample.may_ring(PhoneNumber("+999123456789"))


def test_what_paces_the_line_is_read_as_it_is_written(tmp_path: Path) -> None:
    """Durations, counts and a list of durations; the rest keeps its default."""
    group = read(tmp_path, '[policy]\nring = "18s"\nrest = "0s"\nrounds = ["10s"]\ndaily_cap = 5')
    ten, none = timedelta(seconds=10), timedelta()
    assert group.policy == Policy(ring=timedelta(seconds=18), rest=none, rounds=(ten,), daily_cap=5)


def test_areas_and_needs_keep_their_order(tmp_path: Path) -> None:
    """The order of the file is the order of the keys."""
    needs = SMALLEST.replace('"shopping", "other"', '"rubbish", "dog", "shopping"')
    written(tmp_path, text=needs, areas='[areas]\nongar = "Ongar"\nabridge = "Abridge"\n')
    group = load(tmp_path, prompts=prompt_ids())["ongar"]
    assert group.needs == (Need.RUBBISH, Need.DOG, Need.SHOPPING)
    assert list(group.areas) == ["ongar", "abridge"]


def test_the_listening_line_may_be_dialled_by_one_way_only(tmp_path: Path) -> None:
    """As files of before have it: a text, and no list."""
    group = read(tmp_path, '[listening]\nname = "Samaritans"\nspoken = "116 123"\ndial = "+44116123"')
    assert group.listening
    assert group.listening.dial == ("+44116123",)


@pytest.mark.parametrize(("first", "second"), [("[line]\nat_once = 3", ""), ("", "[line]\nat_once = 3")])
def test_how_many_calls_at_once_holds_for_the_whole_line(tmp_path: Path, first: str, second: str) -> None:
    """In whichever file it stands: the groups share one account."""
    groups = two_groups(tmp_path, first, second)
    assert [group.at_once for group in groups.values()] == [3, 3]


def test_two_files_that_say_it_differently_are_refused(tmp_path: Path) -> None:
    """In one line that names both."""
    with pytest.raises(
        GroupFileError, match=r"\[line\] at_once: it is 3 here and 2 in .*; .* write it in one file only"
    ):
        two_groups(tmp_path, "[line]\nat_once = 2", "[line]\nat_once = 3")


def two_groups(folder: Path, first: str, second: str) -> Groups:
    written(folder, first)
    written(folder, second, name="stondon.toml", text=SMALLEST.replace("0001", "0003"))
    return load(folder, prompts=prompt_ids())
