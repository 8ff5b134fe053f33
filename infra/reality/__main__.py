"""Write docs/reality.md to stdout."""

from __future__ import annotations

import sys

from infra.reality.assumptions import read
from infra.reality.marks import held
from infra.reality.page import write

sys.stdout.write(write(read(), held()))
