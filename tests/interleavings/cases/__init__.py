"""How it comes to each effect of hotline/effects. Importing this registers them all, with their pairs."""

from __future__ import annotations

from tests.interleavings.cases import (
    answers,
    complaints,
    finishing,
    for_somebody,
    logging,
    news,
    own_voice,
    tasks,
    volunteers,
    waiting,
    weekly,
)

__all__ = [
    "answers",
    "complaints",
    "finishing",
    "for_somebody",
    "logging",
    "news",
    "own_voice",
    "tasks",
    "volunteers",
    "waiting",
    "weekly",
]
