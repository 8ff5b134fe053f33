"""Every script but a resident's own call is for a phone that we have rung: dialled in to, it says and does nothing.

Nobody but Twilio asks for these URLs, and it does so on the calls that we place. Should one be asked for on a call that
somebody dialled, with any number on the display, that call is like any other (fault 31; DESIGN.md, promise 7).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from hotline.conversation.replay import Resumed, shape
from hotline.conversation.trail import Spot, Trail
from hotline.conversation.turns import Question
from hotline.conversation.walker import State, Walk
from hotline.dispatch.items import item, tell
from hotline.effects.joining import invite
from hotline.numbers import PhoneNumber
from hotline.records import Reason, Request
from hotline.scripts import SCRIPTS
from infra.local.exchange import LetsItRing, Person
from infra.local.virtual import BASE
from tests.faults_later.strangers import ANSWERS, dials_in, everything, post
from tests.faults_later.test_stranger import theirs
from tests.moto_tables import emptied_tables
from tests.scripts.walked import CALL, walked
from tests.stories.phoning_in import rings_in
from tests.stories.town import GROUP, Town

pytestmark = pytest.mark.long

# The pages that may hold no question: https://www.twilio.com/docs/voice/twiml/enqueue#waiturl and /queue#url
_XML = b'<?xml version="1.0" encoding="UTF-8"?>'
IN_A_QUEUE = {"waiting": _XML + b"<Response><Leave /></Response>", "whisper_waiting": _XML + b"<Response />"}

Rung = Mapping[str, tuple[Person, str]]  # by script: whose phone it is for, and what the call is about


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    """One for all of these, since they change nothing."""
    with emptied_tables():
        town = Town()
        with town.line.answering():
            yield theirs(town)
        town.exchange.check()


@pytest.fixture(scope="module")
def rung(town: Town) -> Rung:
    """A call of every kind has been placed, and nobody has picked it up; or somebody waits on the line."""
    for phone in town.exchange.phones.values():
        phone.when_rung(LetsItRing())
    rosas, emils, for_rosa, coded, priyas = town.requests()
    store, now, ali = town.store, town.world.now(), town.volunteer(town.ali)
    store.accept(GROUP, priyas.id, offer="-", volunteer=ali.id, now=now)
    store.mark_spoken(GROUP, priyas.id, volunteer=ali.id, now=now, ring_after=True, next_action_at=now)
    store.report_done(GROUP, priyas.id, volunteer=ali.id, now=now)
    word = _asked(town, Reason.A_WORD, town.ben, about=rosas)
    every_week = _asked(town, Reason.EVERY_WEEK, town.emil, about=emils)
    person = _asked(town, Reason.ASKED, town.emil)
    assert tell(town.world, for_rosa, Reason.NOT_YET)
    not_yet = town.items()[Reason.NOT_YET]
    wrong = _asked(town, Reason.LOT, town.rosa, about=rosas, other=town.volunteer(town.priya).number)
    assert invite(store, town.world.groups[GROUP], PhoneNumber(town.mallory.number), now=now, at=now)
    joins = town.items()[Reason.INVITED]
    rings_in(town.rosa)
    back = town.items()[Reason.BACK]
    town.rosa.waits(20 * 60)
    store.begin_to_wait(GROUP, coded.id, until=town.world.now() + timedelta(minutes=8))
    return {
        "resident": (town.ben, f"{rosas.id}-1"),
        "offer": (town.ben, f"{rosas.id}-1"),
        "again": (town.ben, f"{rosas.id}-2"),
        "follow_up": (town.ben, f"{rosas.id}-2"),
        "well": (town.priya, f"{priyas.id}-1"),
        "back": (town.rosa, f"{back.id}-1"),
        "told": (town.ben, f"{word.id}-1"),
        "not_yet": (town.emil, f"{not_yet.id}-1"),
        "weekly": (town.emil, f"{every_week.id}-1"),
        "untold": (town.emil, f"{every_week.id}-1"),
        "join": (town.mallory, f"{joins.id}-1"),
        "lot": (town.gwen, f"{wrong.id}-1"),
        "waiting": (town.mallory, coded.id),
        "whisper_waiting": (town.mallory, coded.id),
        "whisper_lot": (town.rosa, wrong.id),
        "whisper_person": (town.gwen, person.id),
        "whisper_neighbour": (town.ben, rosas.id),
        "whisper_resident": (town.rosa, rosas.id),
        "whisper_somebody": (town.rosa, for_rosa.id),
    }


def _asked(town: Town, reason: Reason, who: Person, *, about: Request | None = None, **of: Any) -> Request:
    """The line has been asked to ring somebody, and does."""
    wish = item(town.world, GROUP, reason, name=reason, about=about, number=PhoneNumber(who.number))
    town.store.add_item(replace(wish, **of))
    return wish


def spots(script: str, about: str) -> Iterator[Spot]:
    """Where a call stands when it begins, and at each question of that script, on some way to it.

    Of a resident's own call only the first: its questions are gone through in test_stranger.py.
    """
    yield Spot(script=script, about=about)
    for trail in _ways(walked(script)) if script != "resident" else ((),):
        fingerprint = Resumed(SCRIPTS[script], CALL, None).follow(trail).fingerprint
        yield Spot(script=script, about=about, fingerprint=fingerprint, trail=trail)


def _ways(walk: Walk) -> Iterator[Trail]:
    """A trail to each question that has other keys than those before."""
    reached: dict[State, Trail] = {walk.start: ()}
    queue, seen = deque([walk.start]), set()
    while queue:
        moment = walk.moments[queue.popleft()]
        asks = shape(moment.turn) if isinstance(moment.turn, Question) else None
        if asks and asks not in seen:
            seen.add(asks)
            yield reached[moment.state]
        for edge in moment.edges:
            if edge.to not in reached:
                reached[edge.to] = (*reached[moment.state], edge.meaning)
                queue.append(edge.to)


@pytest.mark.parametrize("script", SCRIPTS)
def test_fault_31_on_a_call_that_came_in_it_is_what_anybody_hears(town: Town, rung: Rung, script: str) -> None:
    """Whoever shows the number that it is for: the line's first words, or the way out of a queue, whatever they do."""
    person, about = rung[script]
    form, before = dials_in(person.number), everything()
    anybody = IN_A_QUEUE[script] if script in IN_A_QUEUE else post(town, f"{BASE}/voice", form)
    for spot in spots(script, about):
        for does in ({}, *ANSWERS):
            assert post(town, f"{BASE}/call/{GROUP}/{spot.path}", form | does) == anybody, (spot, does)
    assert everything() == before
