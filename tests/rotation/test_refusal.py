"""A no is for good, or until the day is over where the group is."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from hotline.hours import next_midnight
from hotline.records import FOR_GOOD, No, no_of_day
from hotline.rotation.refusal import asked_again_from, by_key, has_said_no
from tests.rotation.cast import BRENTWOOD, HOUR, NOW, request, volunteer

BEN, ALI = volunteer(1), volunteer(2)
TODAY = No(day="2026-11-24")
MIDNIGHT = next_midnight(NOW, BRENTWOOD.zone)
SOON = NOW + timedelta(minutes=10)


@pytest.mark.parametrize(
    ("answer", "again_at", "no"),
    [
        ("this", None, FOR_GOOD),
        ("today", None, TODAY),
        ("later", SOON, No(again_at=SOON)),
        ("later", None, TODAY),
    ],
)
def test_only_no_thanks_is_for_good(answer: str, again_at: datetime | None, no: No) -> None:
    """`Not today` is over with the day, and so is `later` where that phone may not ring by then."""
    assert by_key(answer, again_at, BRENTWOOD, NOW) == no


def test_a_no_of_today_is_over_at_midnight_where_the_group_is() -> None:
    """Ben has said `not today`, and Ali has not."""
    wanted = request(not_today=frozenset({no_of_day(BEN.id, "2026-11-24")}))
    assert has_said_no(BEN.id, wanted, BRENTWOOD, MIDNIGHT - timedelta(seconds=1))
    assert not has_said_no(BEN.id, wanted, BRENTWOOD, MIDNIGHT)
    assert not has_said_no(ALI.id, wanted, BRENTWOOD, NOW)


def test_a_no_of_earlier_code_is_for_good() -> None:
    """It is among those who passed, with no day."""
    assert has_said_no(BEN.id, request(passed=frozenset({BEN.id})), BRENTWOOD, NOW + timedelta(days=30))


def test_who_said_not_today_may_be_asked_when_phones_ring_on_the_next_day() -> None:
    """At nine; and nothing is waited for where nobody has said so today."""
    wanted = request(not_today=frozenset({no_of_day(BEN.id, "2026-11-24")}))
    assert asked_again_from(wanted, BRENTWOOD, NOW) == MIDNIGHT + 9 * HOUR
    assert asked_again_from(wanted, BRENTWOOD, MIDNIGHT) is None
    assert asked_again_from(request(), BRENTWOOD, NOW) is None
