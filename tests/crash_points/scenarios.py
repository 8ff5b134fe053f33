"""Every scene, by its name."""

from __future__ import annotations

from collections.abc import Mapping

from tests.crash_points.after_the_yes import AFTER_THE_YES
from tests.crash_points.asking import ASKING
from tests.crash_points.lasting import LASTING
from tests.crash_points.rough import ROUGH
from tests.crash_points.scenario import Scenario
from tests.crash_points.trouble import TROUBLE

SCENARIOS: Mapping[str, Scenario] = {each.name: each for each in (*ASKING, *AFTER_THE_YES, *LASTING, *TROUBLE, *ROUGH)}
