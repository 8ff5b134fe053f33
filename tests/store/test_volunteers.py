"""Volunteers and their places: who is next, and nobody left behind in a queue they have left."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hotline.records import Need, Reason, Request, RequestState, Volunteer
from hotline.store import Store
from tests.store.cast import ALI, BEN, GROUP, GWEN, MINUTE, NOW, PRIYA, order, person
from tests.store.conftest import Meanwhile


def test_the_least_recently_asked_is_first(store: Store) -> None:
    """Promise 3: the order of places is the order of asking."""
    for volunteer in (PRIYA, BEN, ALI):
        store.add_volunteer(volunteer)
    assert order(store, Need.SHOPPING) == [BEN.id, ALI.id, PRIYA.id]


def test_a_microsecond_is_enough(store: Store) -> None:
    """Times are stored at a fixed width, so that they sort as they happened."""
    moments = [NOW.replace(microsecond=0), NOW + timedelta(microseconds=1), NOW + timedelta(milliseconds=10)]
    for volunteer, asked in zip((PRIYA, BEN, ALI), moments, strict=True):
        store.add_volunteer(volunteer)
        store.change_volunteer(GROUP, volunteer.id, asked_at=asked)
    assert order(store, Need.SHOPPING) == [PRIYA.id, BEN.id, ALI.id]


def test_a_page_ends_where_the_next_begins(store: Store) -> None:
    """Reading on from the last place's cursor misses nobody and repeats nobody."""
    for volunteer in (BEN, ALI, PRIYA):
        store.add_volunteer(volunteer)
    first, second = store.places(GROUP, Need.DOG, limit=2)
    assert (first.volunteer, second.asked_at) == (BEN.id, ALI.asked_at)
    assert [place.volunteer for place in store.places(GROUP, Need.DOG, after=second.cursor)] == [PRIYA.id]


def test_nobody_joins_twice(store: Store) -> None:
    """Adding the same number again changes nothing."""
    assert store.add_volunteer(BEN)
    assert not store.add_volunteer(replace(BEN, name="Mallory"))
    assert person(store, BEN).name == "Ben"


def test_coordinators_stand_where_a_person_is_asked_for(store: Store) -> None:
    """Only Gwen is asked for what needs a coordinator."""
    for volunteer in (BEN, GWEN):
        store.add_volunteer(volunteer)
    assert order(store, Need.PERSON) == [GWEN.id]
    assert order(store, Need.SHOPPING) == [BEN.id]


def test_a_need_given_up_is_a_queue_left(store: Store) -> None:
    """Places follow the needs, in the same transaction."""
    store.add_volunteer(BEN)
    changed = store.change_volunteer(GROUP, BEN.id, needs=frozenset({Need.CHAT, Need.DOG}))
    assert changed is not None
    assert changed.needs == {Need.CHAT, Need.DOG}
    assert [order(store, need) for need in (Need.SHOPPING, Need.CHAT, Need.DOG)] == [[], [BEN.id], [BEN.id]]


def test_who_stops_stands_nowhere_and_who_comes_back_stands_again(store: Store) -> None:
    """Stopping takes every place; taking it up again gives them back."""
    store.add_volunteer(GWEN)
    store.change_volunteer(GROUP, GWEN.id, stopped=True)
    assert order(store, Need.PERSON) == []
    store.change_volunteer(GROUP, GWEN.id, stopped=False)
    assert order(store, Need.PERSON) == [GWEN.id]


def test_a_pause_can_be_taken_back(store: Store) -> None:
    """What is set to nothing is gone, not stored as nothing."""
    store.add_volunteer(BEN)
    store.change_volunteer(GROUP, BEN.id, paused_until=NOW + MINUTE, daily_cap=2, rest=MINUTE, areas=frozenset())
    assert person(store, BEN).paused_until == NOW + MINUTE
    store.change_volunteer(GROUP, BEN.id, paused_until=None, daily_cap=None)
    now = person(store, BEN)
    assert (now.paused_until, now.daily_cap, now.rest, now.areas) == (None, None, MINUTE, frozenset())


def test_two_changes_at_once_both_hold(store: Store, meanwhile: Meanwhile) -> None:
    """Ben drops shopping while somebody adds him to chats: his places are what his row says."""
    store.add_volunteer(BEN)
    dropped = frozenset({Need.DOG})
    meanwhile("TransactWriteItems", lambda: store.change_volunteer(GROUP, BEN.id, needs=dropped))
    store.change_volunteer(GROUP, BEN.id, asked_at=NOW)
    assert person(store, BEN).needs == dropped
    assert [order(store, need) for need in (Need.SHOPPING, Need.DOG)] == [[], [BEN.id]]
    assert [place.asked_at for place in store.standing_first(GROUP, Need.DOG)] == [NOW]


def test_a_stranger_cannot_be_changed(store: Store) -> None:
    """Mallory is not there, and is not made by being changed."""
    assert store.change_volunteer(GROUP, "mallory", stopped=False) is None
    assert list(store.volunteers(GROUP)) == []


def test_who_is_removed_is_gone_from_every_queue(store: Store) -> None:
    """Row and places go together; removing twice is fine."""
    for volunteer in (BEN, ALI):
        store.add_volunteer(volunteer)
    store.remove_volunteer(GROUP, BEN.id)
    store.remove_volunteer(GROUP, BEN.id)
    assert [volunteer.id for volunteer in store.volunteers(GROUP)] == [ALI.id]
    assert order(store, Need.SHOPPING) == [ALI.id]


def test_a_place_that_was_left_says_so_until_somebody_erases_it(store: Store) -> None:
    """Whoever answers the phone erases nothing: the place is met once more, by who may, and then is gone."""
    for volunteer in (BEN, ALI):
        store.add_volunteer(volunteer)
    store.change_volunteer(GROUP, BEN.id, stopped=True)
    met = store.places(GROUP, Need.DOG)
    assert [(place.volunteer, place.left) for place in met] == [(BEN.id, True), (ALI.id, False)]
    store.erase_place(GROUP, Need.DOG, met[0])
    store.erase_place(GROUP, Need.DOG, met[0])
    assert [place.volunteer for place in store.places(GROUP, Need.DOG)] == [ALI.id]


def test_who_stands_there_again_is_not_erased(store: Store) -> None:
    """Ben comes back between the look that found his place left, and its erasing: he is in the rotation."""
    store.add_volunteer(BEN)
    store.change_volunteer(GROUP, BEN.id, stopped=True)
    (left,) = store.places(GROUP, Need.DOG)
    store.change_volunteer(GROUP, BEN.id, stopped=False)
    store.erase_place(GROUP, Need.DOG, left)
    assert store.places(GROUP, Need.DOG) == [replace(left, left=False)]


def test_what_was_left_hides_nobody(store: Store) -> None:
    """However many places before hers were left, Priya is found: "nobody helps with that" is said only if it is so."""
    store.add_volunteer(PRIYA)
    store.change_volunteer(GROUP, PRIYA.id, asked_at=NOW + timedelta(hours=40))
    store.add_volunteer(BEN)
    for hour in range(36):
        store.change_volunteer(GROUP, BEN.id, asked_at=NOW + timedelta(hours=hour))
    store.change_volunteer(GROUP, BEN.id, stopped=True)
    assert [place.volunteer for place in store.standing_first(GROUP, Need.DOG, limit=1)] == [PRIYA.id]


def test_who_leaves_stands_nowhere_and_is_erased_by_the_errand(store: Store) -> None:
    """Both are written or neither; a key that came twice writes nothing more; and nothing is left behind."""
    store.add_volunteer(BEN)
    for _ in range(2):
        store.leave(GROUP, BEN.id, errand_of(BEN))
    assert (person(store, BEN).stopped, order(store, Need.DOG)) == (True, [])
    assert [request.reason for request in store.requests(GROUP)] == [Reason.LEFT]
    store.remove_volunteer(GROUP, BEN.id, if_stopped=True)
    assert store.volunteer(GROUP, BEN.id) is None
    assert [store.places(GROUP, need) for need in BEN.needs] == [[]] * len(BEN.needs)


def test_who_has_come_back_meanwhile_is_not_erased(store: Store) -> None:
    """Ben has left, and joins again before the errand is run."""
    store.add_volunteer(BEN)
    store.leave(GROUP, BEN.id, errand_of(BEN))
    store.change_volunteer(GROUP, BEN.id, stopped=False)
    store.remove_volunteer(GROUP, BEN.id, if_stopped=True)
    assert order(store, Need.DOG) == [BEN.id]


def errand_of(volunteer: Volunteer) -> Request:
    """To erase them."""
    return Request(
        group=GROUP,
        id="errand-i",
        state=RequestState.OPEN,
        need=Need.PERSON,
        reason=Reason.LEFT,
        number=volunteer.number,
        language="en",
        words="",
        made_at=NOW,
        next_action_at=NOW,
    )


def test_groups_do_not_see_each_other(store: Store) -> None:
    """The group is in every key."""
    store.add_volunteer(BEN)
    assert store.volunteer("ongar", BEN.id) is None
    assert store.places("ongar", Need.SHOPPING) == []
    assert store.volunteers_by_id("ongar", [BEN.id]) == {}


def test_many_are_read_at_once(store: Store) -> None:
    """Those who are not there are left out."""
    for volunteer in (BEN, ALI):
        store.add_volunteer(volunteer)
    assert store.volunteers_by_id(GROUP, [BEN.id, "mallory", ALI.id]) == {BEN.id: BEN, ALI.id: ALI}
    assert store.volunteers_by_id(GROUP, []) == {}


def test_whom_doors_begin_to_pause_for_while_they_join_is_asked_for_none(store: Store, meanwhile: Meanwhile) -> None:
    """What is kept of their phone has changed between the look at it and the joining: it is looked at again."""
    meanwhile("TransactWriteItems", lambda: store.keep_from_doors(GROUP, BEN.id, "complaint-1"))
    assert store.add_volunteer(BEN)
    assert person(store, BEN).no_doors == {"complaint-1"}
