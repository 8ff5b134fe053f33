"""A group's settings, read from one TOML file a group and checked before anything starts."""

from __future__ import annotations

from hotline.groups.group import Group, Listening
from hotline.groups.policy import Policy
from hotline.groups.reading import GroupFileError, Groups, load

__all__ = ["Group", "GroupFileError", "Groups", "Listening", "Policy", "load"]
