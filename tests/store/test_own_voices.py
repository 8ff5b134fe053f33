"""What a group has recorded: one row, whose entries change one by one."""

from __future__ import annotations

from datetime import timedelta

from hotline.records import OwnVoice, Recording
from hotline.store import Store
from tests.store.cast import GROUP, NOW
from tests.store.conftest import Meanwhile

WELCOME = Recording(sid="RE1", seconds=9, prompt="welcome")
BETTER = Recording(sid="RE2", seconds=8, prompt="welcome")
GOODBYE = Recording(sid="RE3", seconds=1, prompt="goodbye")


def test_what_is_kept_is_there_for_its_group_alone(store: Store) -> None:
    """Nothing at first; each entry by its key."""
    assert store.own_voice(GROUP) == OwnVoice()
    store.keep_recording(GROUP, "en-1", WELCOME, now=NOW)
    store.keep_recording(GROUP, "en-2", GOODBYE, now=NOW)
    assert store.own_voice(GROUP) == OwnVoice(recordings={"en-1": WELCOME, "en-2": GOODBYE})
    assert store.own_voice("ongar") == OwnVoice()


def test_what_is_replaced_is_known_until_it_is_forgotten(store: Store) -> None:
    """By another recording, by the synthetic voice, or because it was never kept."""
    store.keep_recording(GROUP, "en-1", WELCOME, now=NOW)
    store.keep_recording(GROUP, "en-1", BETTER, now=NOW)
    store.keep_recording(GROUP, "en-1", None, now=NOW + timedelta(hours=1))
    store.discard_recording(GROUP, "RE9", now=NOW)
    replaced = {"RE1": NOW, "RE2": NOW + timedelta(hours=1), "RE9": NOW}
    assert store.own_voice(GROUP) == OwnVoice(replaced=replaced)
    store.forget_recordings(GROUP, ["RE1", "RE9"])
    assert store.own_voice(GROUP).replaced.keys() == {"RE2"}


def test_kept_twice_it_is_kept_once(store: Store) -> None:
    """Promise 5: the webhook that comes twice replaces nothing by itself."""
    store.keep_recording(GROUP, "en-1", WELCOME, now=NOW)
    store.keep_recording(GROUP, "en-1", WELCOME, now=NOW)
    store.keep_recording(GROUP, "en-2", None, now=NOW)
    assert store.own_voice(GROUP) == OwnVoice(recordings={"en-1": WELCOME})


def test_two_coordinators_at_once_lose_no_recording(store: Store, meanwhile: Meanwhile) -> None:
    """The later one stands, and the earlier one is known to be replaced."""
    store.keep_recording(GROUP, "en-2", GOODBYE, now=NOW)
    meanwhile("UpdateItem", lambda: store.keep_recording(GROUP, "en-1", WELCOME, now=NOW))
    store.keep_recording(GROUP, "en-1", BETTER, now=NOW)
    voice = store.own_voice(GROUP)
    assert (voice.recordings["en-1"], voice.replaced) == (BETTER, {"RE1": NOW})


def test_nothing_is_forgotten_that_is_not_there(store: Store) -> None:
    """The dispatcher may come twice."""
    store.forget_recordings(GROUP, [])
    store.forget_recordings(GROUP, ["RE1"])
    assert store.own_voice(GROUP) == OwnVoice()


def test_a_recording_that_is_lost_says_nothing_any_more(store: Store, meanwhile: Meanwhile) -> None:
    """The others do, and so does the one that a coordinator has put in its place meanwhile."""
    store.keep_recording(GROUP, "en-1", WELCOME, now=NOW)
    store.keep_recording(GROUP, "en-2", GOODBYE, now=NOW)
    store.lose_recording(GROUP, "RE3")
    store.lose_recording(GROUP, "RE3")
    assert store.own_voice(GROUP) == OwnVoice(recordings={"en-1": WELCOME})
    meanwhile("UpdateItem", lambda: store.keep_recording(GROUP, "en-1", BETTER, now=NOW))
    store.lose_recording(GROUP, "RE1")
    assert store.own_voice(GROUP).recordings == {"en-1": BETTER}
