"""The usage file: what a year of one group used, what stands there whoever phones, and what is assumed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from hotline.cli.costs.figure import Figure, plain
from hotline.cli.costs.table import Figures
from hotline.groups.table import parsed

# What the year is asked for; tests/year/meter.py counts it.
MEASURED = (
    *("requests", "calls_in", "minutes_in", "calls_placed", "calls_to_landlines", "minutes_to_landlines"),
    *("calls_to_mobiles", "minutes_to_mobiles", "hundreds_said", "segments_texted", "webhooks", "bytes_answered"),
    *("stream_batches", "busy_ticks", "read_units", "write_units", "read_units_a_quiet_tick", "bytes_kept"),
)
# What is deployed, each month.
STANDING = (
    "numbers",
    "ticks",
    "gb_of_memory",
    "snapshots",
    "alarms",
    "metrics",
    "parameters",
    "budgets",
    "backups",
    "backups_kept",
)
# What nothing here can measure.
ASSUMED = (
    *("ms_a_webhook", "ms_a_batch", "ms_a_tick", "ms_a_call_placed", "ms_to_start", "log_bytes_a_run"),
    *("header_bytes", "key_requests_a_call", "recorded_minutes_a_request", "months_recorded", "alarm_mails"),
    *("ms_a_backup", "backup_size", "gb_zipped"),
)


@dataclass(frozen=True, kw_only=True)
class Assumption:
    """A figure that was chosen, and why."""

    key: str
    value: Decimal
    why: str


@dataclass(frozen=True, kw_only=True)
class Usage:
    """One file, read."""

    command: str  # prints what was measured
    on: date
    measured: Mapping[str, Decimal]
    standing: Mapping[str, Decimal]
    assumed: Mapping[str, Assumption]

    def of(self, key: str) -> Figure:
        """One figure of the file, with its name."""
        value = self.assumed[key].value if key in self.assumed else {**self.measured, **self.standing}[key]
        return Figure(value=value, words=f"{plain(value)} {_name(key, value)}")

    def a_request(self, in_the_year: Figure) -> Figure:
        """What a request used of it, on average over the year."""
        return in_the_year / self.of("requests")


def read_usage(file: Path) -> Usage:
    """Raises GroupFileError, one line that names file, table and key, for the first mistake."""
    tables = Figures(str(file), parsed(file), known=("measured", "standing", "assumed"))
    measured = tables.table("measured", known=("command", "on", *MEASURED), like="requests = 700")
    standing = tables.table("standing", known=STANDING, like="numbers = 1")
    assumed = tables.table("assumed", known=ASSUMED, like='ms_a_tick = {value = 50, why = "…"}')
    numbers = {key: measured.number(key, like="700") for key in MEASURED}
    if not numbers["requests"]:
        raise measured.fault("requests", "there is none to divide the year by; run what `command` says")
    return Usage(
        command=measured.text("command", like="make year"),
        on=measured.day("on"),
        measured=numbers,
        standing={key: standing.number(key, like="1") for key in STANDING},
        assumed={key: _assumption(assumed, key) for key in ASSUMED},
    )


def _assumption(assumed: Figures, key: str) -> Assumption:
    if key not in assumed:
        raise assumed.fault(key, f'it is missing; write {key} = {{value = 1, why = "…"}}')
    one = assumed.table(key, known=("value", "why"), like="value = 1")
    return Assumption(key=key, value=one.number("value", like="1"), why=one.text("why", like="nothing measures it"))


def _name(key: str, value: Decimal) -> str:
    name = key.replace("_", " ").replace("gb", "GB")
    return name.removesuffix("s") if value == 1 else name
