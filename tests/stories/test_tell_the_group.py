"""Tell the group something: words for its next meeting, and nothing of who said them (issue 4, item 10)."""

from __future__ import annotations

from hotline.dispatch.items import new_item
from hotline.records import Reason, RequestState
from tests.stories.town import GROUP, LINE, START, Town


def test_somebody_tells_the_group_something_and_it_is_played_and_erased(town: Town) -> None:
    """Key 6 of the second menu, words after a tone; no number is kept, nothing is asked for, and nobody is rung."""
    town.mallory.dials(LINE).hears("anything else").presses("4").hears("tell the group something, press 6").presses("6")
    town.mallory.hears("next meeting", "who you are", "(beep)").says("More benches, please").presses("#")
    town.mallory.hears("kept for our next meeting").is_hung_up_on().waits(5)
    (told,) = town.store.for_meeting(GROUP)
    assert told.day == START.date()
    assert town.exchange.recordings[told.recording].words == "More benches, please"
    (looked,) = town.store.requests(GROUP)  # for something else; that has ended, and holds nobody
    assert (looked.state, looked.number, looked.note, looked.call) == (RequestState.DONE, None, None, None)
    group, now = town.world.groups[GROUP], town.world.now()
    cause = (group.slug, told.recording, Reason.PLAYED)
    town.store.add_item(new_item(group, Reason.PLAYED, cause=cause, now=now, note=told.recording))
    town.store.was_played(GROUP, told)
    town.mallory.waits(120)
    assert (town.store.for_meeting(GROUP), town.exchange.recordings) == ([], {})
    assert town.items()[Reason.PLAYED].state == RequestState.DONE


def test_silence_keeps_nothing(town: Town) -> None:
    """And it is said so."""
    town.mallory.dials(LINE).hears("anything else").presses("4").hears("press 6").presses("6").hears("(beep)")
    town.mallory.hears("kept nothing").is_hung_up_on()
    assert town.store.for_meeting(GROUP) == []
