"""Reading the groups' files together with the words that the line says: each group's voice must speak its language."""

from __future__ import annotations

from pathlib import Path

from hotline.groups import Groups, check_voice
from hotline.groups import load as load_files
from hotline.prompts.prompts import load, prompt_ids


def load_groups(folder: Path) -> Groups:
    """Return every group of the folder, checked. Raises GroupFileError, one line that names file and key."""
    groups = load_files(folder, prompts=prompt_ids())
    for slug, group in groups.items():
        check_voice(folder / f"{slug}.toml", group, load(group.languages[0]).locale)
    return groups
