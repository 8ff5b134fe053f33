"""Every spoken word, by language, outside the code: what each prompt says, and how long that takes.

`en.toml` holds the prompts, `spoken.en.toml` how numbers, keys and times are said, `words.en.toml` the two words by
which a neighbour is known. `Prompts` is a language's entries; a `Speaker` is a group that speaks them.
"""

from __future__ import annotations

from hotline.prompts.entries import PAUSE, PLACEHOLDERS, WORDS_A_MINUTE, Piece, PromptError, key_of
from hotline.prompts.prompts import Prompts, compile_prompts, load, missing, prompt_ids
from hotline.prompts.speaker import Speaker
from hotline.prompts.voiced import load_groups
from hotline.prompts.words import two_words

__all__ = [
    "PAUSE",
    "PLACEHOLDERS",
    "WORDS_A_MINUTE",
    "Piece",
    "PromptError",
    "Prompts",
    "Speaker",
    "compile_prompts",
    "key_of",
    "load",
    "load_groups",
    "missing",
    "prompt_ids",
    "two_words",
]
