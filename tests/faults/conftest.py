"""The same town, with something going wrong in it."""

from __future__ import annotations

from tests.stories.conftest import town

__all__ = ["town"]
