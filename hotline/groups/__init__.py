"""A group's settings: one TOML file each, read and checked before anything is used.

`group` says what there is to set, `policy` and `durations` how it is paced, `load` reads it all by way of `table`, and
`thorough` holds the checks that need to know every number there is. `voices` knows who can say the words.
"""

from __future__ import annotations

from hotline.groups.durations import duration_text, parse_duration
from hotline.groups.group import VOICE, Group, Groups, Holidays, Listening, OnHolidays
from hotline.groups.load import load
from hotline.groups.policy import Policy
from hotline.groups.table import GroupFileError
from hotline.groups.thorough import check_thoroughly
from hotline.groups.voices import check_voice, voice_of

__all__ = [
    "VOICE",
    "Group",
    "GroupFileError",
    "Groups",
    "Holidays",
    "Listening",
    "OnHolidays",
    "Policy",
    "check_thoroughly",
    "check_voice",
    "duration_text",
    "load",
    "parse_duration",
    "voice_of",
]
