"""The sample group, and everything that it can have to say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path

from hotline.groups import load as load_groups
from hotline.prompts import Speaker, load, prompt_ids
from hotline.records import Need, When

BRENTWOOD = load_groups(Path(__file__).parents[2] / "groups", prompts=prompt_ids())["brentwood"]
SPEAKER = Speaker(load("en"), BRENTWOOD)
ROSA = "+442079460123"

_ALWAYS = {"by": "tomorrow-1030", "words": "embroidered-wheelbarrow", "number": ROSA, "code": "123456"}
_ALWAYS |= {"count": "12", "key": "0"}
_WEEKLY = {"day": "wed", "part": "afternoon"}
_SETTINGS = {
    "duration": "1h30m",
    "hours": "mon-fri 09:00-20:00, sat-sun 10:00-18:00",
    "keepers": "Gwendolyn Rees-Hale; Tom Hale; Ben Okafor",
}
_CHANGED = {f"{name}_before": value for name, value in {**_SETTINGS, "count": "12"}.items()}
_SEVERAL = {"needs": "_".join(Need), "areas": "_".join(BRENTWOOD.areas), "languages": "en_cy", "language": "pa"}


def everything(prompt: str) -> Iterator[Mapping[str, str]]:
    """Yield values for each placeholder of a prompt, in each combination that makes it longer or shorter."""
    names = load("en").placeholders(prompt)
    needs = tuple(Need) if names & {"need", "need_within"} else (Need.SHOPPING,)
    areas = (*BRENTWOOD.areas, "") if names & {"area", "where"} else ("",)
    whens = (*When, "wed-afternoon") if "when" in names else (When.TODAY,)
    for need, area, when in product(needs, areas, whens):
        yield {**_ALWAYS, **_WEEKLY, **_SEVERAL, **_SETTINGS, **_CHANGED, "need": need, "area": area, "when": when}


def said(prompt: str, **values: str) -> str:
    """The words of a prompt, without its pauses."""
    return " ".join(piece for piece in SPEAKER.pieces(prompt, values) if isinstance(piece, str))
