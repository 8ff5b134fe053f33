"""A key changes a request while others are at work on it: looked at again, decided anew, never written over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from hotline.effects.changing import SO_ALREADY, change
from hotline.records import Request, RequestState, When
from tests.stories.town import GROUP, Town

_WEEKLY = {"when": When.WEEKLY}


def test_what_somebody_else_has_changed_meanwhile_is_decided_on_anew(town: Town) -> None:
    """The row that was read is stale: read again; both changes stand, and when it is next due stays."""
    seen = town.asks_for_shopping(town.rosa)
    later = town.world.now() + timedelta(minutes=20)
    town.store.schedule(town.request(), next_action_at=later, misses=5)
    decided = []

    def decide(now: Request) -> Mapping[str, object]:
        decided.append(now.misses)
        return _WEEKLY

    before, changed = change(town.world, seen, decide)
    after = town.request()
    assert (changed, decided) == (True, [0, 5])
    assert (after.misses, after.when, after.next_action_at) == (5, When.WEEKLY, later)
    assert before is not None
    assert before.when == When.TODAY


def test_what_is_over_is_not_changed(town: Town) -> None:
    """Ended states never go back (promise 5), also when it ended since it was read; nor is what is nowhere."""
    seen = town.asks_for_shopping(town.rosa)
    town.store.end_request(GROUP, seen.id, state=RequestState.DONE, now=town.world.now())
    ended, changed = change(town.world, seen, lambda _: _WEEKLY)
    assert (ended, changed) == (town.request(), False)
    assert change(town.world, None, lambda _: _WEEKLY) == (None, False)


def test_so_already_is_not_written_and_no_longer_wanted_is_left_alone(town: Town) -> None:
    """A key that comes twice finds it done; and what is not to be changed stays as it is."""
    seen = town.asks_for_shopping(town.rosa)
    seen = town.request()
    assert change(town.world, seen, lambda _: SO_ALREADY) == (seen, True)
    assert change(town.world, seen, lambda _: None) == (seen, False)
    assert town.request() == seen
