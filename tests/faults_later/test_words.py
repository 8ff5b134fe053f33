"""A prompt that a language lacks; a group's file with a mistake (fault 42)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hotline.groups import GroupFileError, load
from hotline.prompts import prompt_ids
from tests.stories.town import LINE, SAMPLE, Town, brentwood

_SAMPLE = (Path(__file__).parents[2] / "groups" / "brentwood.toml").read_text()


@pytest.mark.parametrize("town", [{"groups": brentwood(languages=("cy", "en"))}], indirect=True)
def test_fault_42_a_language_that_lacks_prompts_still_answers(town: Town) -> None:
    """What it lacks is said in the language that has everything: nobody hears a gap or an error."""
    town.joins(town.ben, languages=frozenset({"cy"}))
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("shopping", "yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on()


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (lambda text: text.replace("zone =", "tome-zone ="), "tome-zone"),
        (lambda text: text.replace('"shopping"', '"skydiving"', 1), "needs"),
        (lambda text: text.replace("09:00-20:00", "20:00-09:00"), "hours"),
        (lambda text: text.replace("[policy]", '[policy]\nrung = "20s"'), "rung"),
        (lambda text: text.replace('"+442079460000"', '"+44"'), "numbers"),
    ],
)
def test_fault_42_a_deployment_with_a_broken_file_is_refused_before_it_goes_out(
    tmp_path: Path, spoil: Callable[[str], str], named: str
) -> None:
    """One line that names file and key, and nothing starts."""
    broken = spoil(_SAMPLE)
    assert broken != _SAMPLE
    (tmp_path / "ongar.toml").write_text(broken)
    with pytest.raises(GroupFileError) as refused:
        load(tmp_path, prompts=prompt_ids())
    said = str(refused.value)
    assert "ongar.toml" in said
    assert named in said
    assert len(said.splitlines()) == 1


def test_fault_42_a_need_that_has_no_prompt_is_refused() -> None:
    """The line must have words for what it offers."""
    with pytest.raises(GroupFileError, match=r"brentwood\.toml.*needs.*prompt"):
        load(Path(__file__).parents[2] / "groups", prompts=prompt_ids() - {"need.dog"})


def test_fault_42_the_sample_is_without_a_mistake(town: Town) -> None:
    """What everybody copies must be right; and it answers."""
    assert set(SAMPLE) == {"brentwood"}
    town.rosa.dials(LINE).hears("Brentwood Mutual Aid").hangs_up()
