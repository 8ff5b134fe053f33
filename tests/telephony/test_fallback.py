"""The static pages that answer where our Lambda does not."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin

import pytest

from hotline.errors import HotlineError
from hotline.prompts.prompts import FOLDER
from hotline.prompts.prompts import read as of
from hotline.telephony.fallback import address, pages
from tests.prompts.brentwood import BRENTWOOD
from tests.telephony.pages import read, verbs, words

BASE = "https://elsewhere.example.org/fallback"


def test_fault_27_a_page_for_each_group_and_one_for_its_thanks() -> None:
    """By the names under which they are put into a bucket, as bytes."""
    ongar = replace(BRENTWOOD, slug="ongar", name="Ongar Neighbours")
    made = pages({"brentwood": BRENTWOOD, "ongar": ongar})
    assert list(made) == ["brentwood.xml", "brentwood-thanks.xml", "ongar.xml", "ongar-thanks.xml"]
    assert address(BASE, "ongar") == f"{BASE}/ongar.xml"
    assert words(read(made["ongar.xml"].decode())).startswith("Ongar Neighbours. We are sorry")


def test_fault_27_who_we_are_the_truth_nine_nine_nine_and_a_tone() -> None:
    """In the group's voice; who says nothing hears that nothing was heard, and no thanks for words."""
    document = read(pages({"brentwood": BRENTWOOD})["brentwood.xml"].decode())
    assert verbs(document) == ["Say", "Record", "Say", "Hangup"]
    said = words(document[0])
    assert said.startswith("Brentwood Mutual Aid. We are sorry: our line is broken just now.")
    assert "nine nine nine" in said
    assert said.endswith("One of us will hear it.")
    assert document[0].attrib == {"voice": BRENTWOOD.voice, "language": "en-GB"}
    assert "We heard no words" in words(document[2])


def test_fault_27_the_recording_goes_on_to_a_static_page_too() -> None:
    """By GET, and by its name alone: wherever the two lie, they lie beside each other."""
    made = pages({"brentwood": BRENTWOOD})
    recorder = read(made["brentwood.xml"].decode())[1].attrib
    assert (recorder["method"], urljoin(address(BASE, "brentwood"), recorder["action"])) == (
        "GET",
        f"{BASE}/brentwood-thanks.xml",
    )
    assert (recorder["maxLength"], recorder["timeout"], recorder["finishOnKey"]) == ("60", "9", "#")
    thanks = read(made["brentwood-thanks.xml"].decode())
    assert verbs(thanks) == ["Say", "Hangup"]
    assert "It is kept" in words(thanks)


def test_each_language_of_the_group_is_spoken_before_the_tone(tmp_path: Path) -> None:
    """Each by a voice that speaks it, the first by the group's; where one has no words for it, it is said once."""
    both = {"brentwood": replace(BRENTWOOD, languages=("en", "pl"))}
    assert verbs(read(pages(both)["brentwood.xml"].decode())) == ["Say", "Record", "Say", "Hangup"]
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    (tmp_path / "pl.toml").write_text('[fallback]\nsay = "Przepraszamy."\n')
    (tmp_path / "spoken.pl.toml").write_text('locale = "pl-PL"\n')
    document = read(pages(both, words=lambda language: of(tmp_path, language))["brentwood.xml"].decode())
    assert verbs(document) == ["Say", "Say", "Record", "Say", "Hangup"]
    assert (words(document[1]), document[1].attrib) == ("Przepraszamy.", {"voice": "Polly.Ewa", "language": "pl-PL"})


def test_two_groups_never_share_a_page() -> None:
    """A group could be named after another's thanks: then nobody would be asked for their words."""
    odd = replace(BRENTWOOD, slug="brentwood-thanks")
    with pytest.raises(HotlineError, match=r"share the page brentwood-thanks\.xml"):
        pages({"brentwood": BRENTWOOD, "brentwood-thanks": odd})
