"""A rehearsal that is broken off, done again, or done with the wrong phone; and what it must not touch."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from hotline.cli.rehearsal.course import left
from hotline.cli.rehearsal.evidence import Evidence, Notebook, keyed, opened
from hotline.cli.rehearsal.setting import check
from hotline.cli.rehearsal.steps import STEPS
from hotline.cli.rehearsal.table import judged, table
from hotline.cli.rehearsal.verdicts import State
from hotline.errors import HotlineError
from hotline.hours import Hours
from hotline.numbers import PhoneNumber
from infra.local.exchange import Person, PicksUp
from infra.local.virtual import BASE
from tests.rehearsal.rehearsed import Rehearsed
from tests.stories.town import GROUP, LINE, brentwood

pytestmark = pytest.mark.long


class CtrlC(Exception):
    """In place of KeyboardInterrupt, at which pytest itself would stop."""


def state_of(notebook: Notebook, name: str) -> State:
    return next(line.verdict.state for line in judged(notebook) if line.name == name)


def test_a_call_from_another_phone_is_said_and_the_right_one_is_waited_for(rehearsed: Rehearsed) -> None:
    """Once for the call, with which phone it was, and which it should be; no number is whole."""

    def wrong_then_right() -> None:
        rehearsed.town.emil.dials(LINE).waits(2).hangs_up()
        rehearsed.exchange.timeline.after(20, lambda: rehearsed.rosa.dial(LINE))
        rehearsed.exchange.timeline.after(50, rehearsed.rosa.hang_up)

    rehearsed.instead["keys"] = wrong_then_right
    rehearsed.rehearses("keys")
    (said,) = (line for line in rehearsed.lines if line.startswith("That was"))
    assert "another phone (+44…24): this step is for the first phone (+44…23). Ring again" in said


def test_where_the_number_should_be_withheld_and_is_not_that_is_said(rehearsed: Rehearsed) -> None:
    """The same, of a step whose point it is."""

    def shown_then_withheld() -> None:
        rehearsed.rosa.dials(LINE).waits(2).hangs_up()
        rehearsed.rosa.dials(LINE, withheld="anonymous").waits(2).hangs_up()

    rehearsed.instead["withheld"] = shown_then_withheld
    rehearsed.rehearses("withheld")
    (said,) = (line for line in rehearsed.lines if line.startswith("That was"))
    assert "this step is for the withheld phone (with its number withheld)" in said


def test_where_nobody_rings_it_asks_whether_to_go_on_waiting(rehearsed: Rehearsed) -> None:
    """No: the step is over, and its assumptions were not seen."""
    rehearsed.instead["question"] = lambda: None
    rehearsed.answers["Go on waiting"] = False
    notebook = rehearsed.rehearses("question")
    assert "Nothing new comes. Go on waiting?" in rehearsed.asked
    assert state_of(notebook, "hang-up-in-a-gather") is State.UNSEEN


def test_broken_off_it_goes_on_where_it_was(rehearsed: Rehearsed) -> None:
    """The steps that were done are kept; the one that was broken off is done again."""

    def ctrl_c() -> None:
        raise CtrlC

    rehearsed.instead["pair"] = ctrl_c
    with pytest.raises(CtrlC):
        rehearsed.rehearses("dead", "pair", "aws")
    kept = opened(rehearsed.file)
    assert [name for name, one in kept.steps.items() if one.ended] == ["dead"]
    assert state_of(kept, "two-at-once") is State.UNSEEN
    assert [step.name for step in left(kept)] == [step.name for step in STEPS if step.name != "dead"]
    del rehearsed.instead["pair"]
    done = rehearsed.rehearses("pair", "aws", notebook=kept)
    for name in ("dead-number", "two-at-once", "budget-unit"):
        assert state_of(opened(rehearsed.file), name) is state_of(done, name) is State.EXPECTED


def test_a_step_that_is_done_again_takes_the_place_of_the_first(rehearsed: Rehearsed) -> None:
    """A mistake of the operator's is mended by one more call."""
    rehearsed.exchange.standing.at_once = 1
    notebook = rehearsed.rehearses("pair")
    assert state_of(notebook, "two-at-once") is State.OTHERWISE
    rehearsed.exchange.standing.at_once = None
    assert state_of(rehearsed.rehearses("pair", notebook=notebook), "two-at-once") is State.EXPECTED


def test_the_line_is_put_back_if_it_is_broken_off_while_it_is_down(rehearsed: Rehearsed) -> None:
    """At once; and if even that was cut off, by the next run, which says so."""

    def ctrl_c() -> None:
        raise CtrlC

    rehearsed.instead["fallback"] = ctrl_c
    with pytest.raises(CtrlC):
        rehearsed.rehearses("fallback")
    own = rehearsed.exchange.numbers[LINE]
    assert own.voice
    assert own.voice.url == f"{BASE}/voice"
    cut_off = replace(opened(rehearsed.file), voice_url=f"{BASE}/voice")
    rehearsed.exchange.own(LINE, voice_url=f"{BASE}/gone")
    rehearsed.rehearses("dead", notebook=cut_off)
    assert rehearsed.exchange.numbers[LINE].voice == own.voice
    assert any("leads to the line again now" in line for line in rehearsed.lines)
    assert opened(rehearsed.file).voice_url == ""


def test_the_file_holds_no_number_no_words_and_nothing_that_opens_anything(rehearsed: Rehearsed) -> None:
    """It can be sent to anybody: phones by their role, keyed numbers counted, URLs by their door."""
    rehearsed.rehearses("words", "withheld", "dead")
    text = rehearsed.file.read_text(encoding="utf-8")
    assert re.search(r"\+?\d{9,}(?!\w)", re.sub(r"CA[0-9a-f]{32}", "", text)) is None
    for secret in ("milk", "made-up-token", "RE", BASE, "AC0"):
        assert secret not in text, secret
    for kept in ("first", "second", "anonymous", "11 digits"):
        assert f'"{kept}"' in text


@pytest.mark.parametrize(("keys", "kept"), [("5", "5"), ("#", "#"), ("hangup", "hangup"), ("0770#", "4 digits and #")])
def test_keys_are_kept_one_by_one_and_numbers_are_counted(keys: str, kept: str) -> None:
    """One key answers a question; several may be somebody's number."""
    assert keyed(keys) == kept


def test_a_group_with_another_volunteer_is_refused(rehearsed: Rehearsed) -> None:
    """Nothing that a rehearsal does may ring a neighbour."""
    check(rehearsed.setting, rehearsed.now())
    rehearsed.town.joins(rehearsed.town.ali)
    with pytest.raises(HotlineError) as why:
        check(rehearsed.setting, rehearsed.now())
    assert str(why.value).startswith("1 of brentwood's volunteers have none of the three phones, and would be rung:")
    assert "--stage dev" in str(why.value)


def test_what_is_not_ready_is_one_line_that_says_how_to_mend_it(rehearsed: Rehearsed) -> None:
    """Phones that are no volunteer's, a policy that rests them, hours that are over, a number of somebody else's."""
    setting, now = rehearsed.setting, rehearsed.now()
    emil, mallory = rehearsed.town.emil, rehearsed.town.mallory
    with pytest.raises(HotlineError, match="would be rung"):
        check(replace(setting, phones={**setting.phones, "second": number_of(mallory)}), now)
    rehearsed.town.joins(emil)
    phones = {"first": number_of(rehearsed.gwen), "second": number_of(emil), "third": number_of(rehearsed.ben)}
    with pytest.raises(HotlineError, match="is no coordinator's of brentwood: hotline volunteers add"):
        check(replace(setting, phones=phones), now)
    for group, why in (
        (replace(setting.group, hours=Hours.parse("sun 09:00-10:00")), "may ring nobody now"),
        (brentwood()[GROUP], 'set rest = "0s"'),
    ):
        with pytest.raises(HotlineError, match=why):
            check(replace(setting, group=group, phones={**setting.phones, "first": number_of(emil)}), now)


def test_a_number_that_leads_elsewhere_is_refused(rehearsed: Rehearsed) -> None:
    """Nothing of it would be seen; but that of a line which is still taken down is put back by the run itself."""
    rehearsed.exchange.own(LINE, voice_url=f"{BASE}/rehearsal/no-such-page")
    check(rehearsed.setting, rehearsed.now())
    rehearsed.exchange.own(LINE, voice_url="https://elsewhere.example/voice")
    with pytest.raises(HotlineError, match="does not lead to this line: `hotline connect`"):
        check(rehearsed.setting, rehearsed.now())


@pytest.mark.parametrize("text", ["", "{}", '{"group": 1}', "[1]"])
def test_a_file_of_something_else_is_named(rehearsed: Rehearsed, text: str) -> None:
    """It is not written over."""
    rehearsed.file.write_text(text, encoding="utf-8")
    with pytest.raises(HotlineError, match=r"is not what a rehearsal keeps .*name another --file"):
        opened(rehearsed.file)


def test_a_group_without_a_listening_line_leaves_that_step_out(rehearsed: Rehearsed) -> None:
    """It says so, and goes on."""
    group = replace(rehearsed.setting.group, listening=None)
    notebook = Notebook(file=rehearsed.file)
    rehearsed.town.world.groups = type(rehearsed.town.world.groups)({GROUP: group})
    rehearsed.rehearses("listening", notebook=notebook)
    assert state_of(notebook, "listening-line-reached") is State.UNSEEN
    assert "brentwood has no listening line" in table(notebook)


@pytest.mark.parametrize("short", [False, True])
def test_which_number_reached_the_listening_line_is_said(rehearsed: Rehearsed, *, short: bool) -> None:
    """The short code, where a carrier puts it through; else the ordinary number after it."""
    if short:
        rehearsed.exchange.carriers.reachable.add("116123")
        rehearsed.samaritans = Person(rehearsed.exchange, "116123", "Samaritans")
        rehearsed.samaritans.when_rung(PicksUp())
    notebook = rehearsed.rehearses("listening")
    assert state_of(notebook, "listening-line-reached") is State.EXPECTED
    assert ("not by the first number in `dial`" in table(notebook)) is not short


def test_the_table_ends_with_what_to_do_and_a_sum(rehearsed: Rehearsed) -> None:
    """One line for each assumption, also for those of steps that were not done."""
    rehearsed.aws.update(functions_at_once="10")
    lines = table(rehearsed.rehearses("aws")).splitlines()
    assert lines[-1] == "3 as expected, 1 otherwise, 36 not seen"
    assert lines[-2].startswith("functions-at-once: ask for 1,000 at Service Quotas")


def test_what_was_kept_is_read_back_as_it_was(rehearsed: Rehearsed) -> None:
    """Also before it was ended."""
    notebook = rehearsed.rehearses("dead", "aws")
    notebook.keep(Evidence(step="pair", begun="2026-11-24T10:00:00+00:00"))
    assert opened(rehearsed.file).steps == notebook.steps
    assert json.loads(rehearsed.file.read_text(encoding="utf-8"))["phones"] == ["+44…23", "+44…10", "+44…01"]


def number_of(person: Person) -> PhoneNumber:

    return PhoneNumber(person.number)
