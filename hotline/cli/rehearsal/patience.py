"""Asking Twilio and the store again: one answer that is lost must not cost a step that was done with three phones."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from hotline.cli.rehearsal.setting import Operator
from hotline.errors import HotlineError, StoreError
from hotline.telephony.refusals import Throttled, Uncertain

T = TypeVar("T")

PAUSES = (3.0, 6.0, 12.0, 24.0)  # seconds before each further try
_PASSING = (Throttled, Uncertain, StoreError)


def again(operator: Operator, ask: Callable[[], T], *, on: tuple[type[HotlineError], ...] = _PASSING) -> T:
    """Ask until there is an answer, for three quarters of a minute. Only for what may be done twice.

    The last error is raised; a refusal is raised at once.
    """
    for pause in PAUSES:
        try:
            return ask()
        except on as why:
            operator.told(f"{why} Trying again in {pause:.0f} seconds.")
        operator.waits(pause)
    return ask()
