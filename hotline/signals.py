"""The log lines by which somebody is woken: at AWS they are counted (infra/aws/template/metrics.yaml).

They hold no number, no word and no name.
"""

from __future__ import annotations

FALLBACK_USED = "the fallback was used: %d calls"  # found no answer of ours, until now
WAITS_TOO_LONG = "a request waits too long"
BACKUP_WRITTEN = "a nightly backup was written: %d rows"  # where none is for two days, somebody is told
