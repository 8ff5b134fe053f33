"""`hotline demo`: the whole story, over HTTP in sped-up time."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest


@pytest.mark.long
def test_the_demo_tells_the_whole_story_and_ends_with_0() -> None:
    """Everything that a newcomer should see happens, the log shows each offer, and no number but the line's is told."""
    played = subprocess.run(
        [sys.executable, "-m", "hotline.cli", "demo"], capture_output=True, text=True, check=False
    )  # as a newcomer plays it: the faster the clock, the sooner a slow machine is late for a deadline of the story
    told = played.stdout
    assert played.returncode == 0, told + played.stderr
    for words in (
        "Rosa    dials 02079460000",
        "Ben     — the call is over",  # by Twilio's ring timeout, or on a slow machine by our own deadline
        "did not pick up",
        "Please leave a message",
        "Priya   presses 3",
        "A neighbour took it just before you",
        "    is joined with Rosa",
        "display shows 02079460000",
        "not today",
        "All of it happened.",
    ):
        assert words in told
    numbers = set(re.findall(r"(?:\+44|0)\d{9,}", told + played.stderr))
    assert numbers == {"02079460000"}


@pytest.mark.long
def test_the_demo_of_a_week_ends_with_the_same_neighbour_and_0() -> None:
    """First call, yes, done, a handing-back, a status call, next week's: each under its title, with its day."""
    played = subprocess.run(
        [sys.executable, "-m", "hotline.cli", "demo", "--week"], capture_output=True, text=True, check=False
    )
    told = played.stdout
    assert played.returncode == 0, told + played.stderr
    for words in (
        "Wed 10:00:00  Rosa    dials 02079460000",
        "hands it back",
        "yes, and then somebody else, please",
        "ringing you back",
        "Thu 12:00:00  Ben     ☎ rings",
        "every Thursday morning",
        "Tue 09:00:00  Ben     ☎ rings",
        "All of it happened.",
    ):
        assert words in told
    assert set(re.findall(r"(?:\+44|0)\d{9,}", told + played.stderr)) == {"02079460000"}
