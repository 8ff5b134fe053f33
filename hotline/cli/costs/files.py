"""Where the two files lie: beside the templates that they are about."""

from __future__ import annotations

from pathlib import Path

import hotline

_AWS = Path(hotline.__file__).parent.parent / "infra" / "aws"
PRICES, USAGE = _AWS / "prices.toml", _AWS / "usage.toml"
