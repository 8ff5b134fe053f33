"""The language of a story, and what makes it fail."""

from __future__ import annotations

from datetime import timedelta

import pytest

from infra.local.exchange import Event, LetsItRing, PicksUp, Said, StoryFailed, Voicemail
from tests.exchange.town import ALI, BEN, EMIL, LINE, ROSA, START, Town

MENU = '<Gather action="/key" numDigits="1"><Say>For shopping, press 1. For medicines, press 2.</Say></Gather>'


@pytest.fixture(autouse=True)
def menu(town: Town) -> None:
    town.pages = {"/voice": MENU, "/key": "<Say>Thank you. Goodbye.</Say>", "/answered": MENU}


def test_words_are_heard_one_by_one(town: Town) -> None:
    """A key, or a hang-up, can fall on any word of any prompt (fault 21)."""
    town.rosa.dials(LINE).hears("for").hangs_up()
    assert town.timeline.now() == START + timedelta(seconds=0.4)
    assert "line: For\n" in town.exchange.transcript()


def test_words_are_heard_in_any_case_and_order(town: Town) -> None:
    """Keywords of the meaning, since the last key."""
    town.rosa.dials(LINE).hears("PRESS 2", "shopping").presses("1")
    with pytest.raises(StoryFailed, match="'shopping'"):
        town.rosa.hears("shopping")


def test_words_that_never_come_fail_with_the_transcript(town: Town) -> None:
    """Whoever reads the failure sees the whole call."""
    with pytest.raises(StoryFailed, match=r"call is over(.|\n)*For shopping, press 1(.|\n)*\(completed\)"):
        town.rosa.dials(LINE).hears("gardening")


def test_an_endless_call_fails_after_two_minutes(town: Town) -> None:
    """A test that waits for words that are not said does not wait for ever."""
    town.pages["/voice"] = "<Say>La la.</Say><Redirect>/voice</Redirect>"
    with pytest.raises(StoryFailed, match="120 seconds"):
        town.rosa.dials(LINE).hears("gardening")


def test_a_phone_that_rings_unasked_fails_the_test(town: Town) -> None:
    """Nobody is rung who should not be."""
    town.place(BEN)
    town.run(90)
    with pytest.raises(StoryFailed, match="Ben's phone rang, and nobody expected it"):
        town.exchange.check()


def test_a_ring_that_was_let_go_is_expected(town: Town) -> None:
    """A reaction, or a step of the story, expects it."""
    town.ben.when_rung(LetsItRing())
    town.place(BEN)
    town.place(ALI)
    town.ali.is_rung().stops_ringing()
    town.run(90)
    town.exchange.check()


def test_a_phone_in_use_is_engaged_and_that_is_noticed(town: Town) -> None:
    """Promise 2: nobody is rung by two calls at once; where it is meant to happen, the story says so."""
    first, second = town.place(BEN), town.place(BEN)
    town.ben.picks_up().waits(2)
    assert (town.status(first), town.status(second)) == ("in-progress", "busy")
    with pytest.raises(StoryFailed, match="rung while it was in use"):
        town.exchange.check()
    town.ben.is_found_engaged()
    town.exchange.check()


def test_a_complaint_fails_the_test(town: Town) -> None:
    """What Twilio would find fault with is found here, unless the story says that it was meant."""
    town.pages["/voice"] = "<Sing>La</Sing>"
    town.rosa.dials(LINE).is_hung_up_on()
    with pytest.raises(StoryFailed, match="no verb <Sing>"):
        town.exchange.check()
    town.exchange.expects_error("<Sing>")
    town.exchange.check()
    with pytest.raises(StoryFailed, match="nothing was wrong"):
        town.exchange.expects_error("<Sing>")


def test_voicemail_talks_over_the_prompt_and_presses_nothing(town: Town) -> None:
    """Fault 11: it answers, speaks, beeps, records, and hangs up at last."""
    town.ben.when_rung(Voicemail(after=18, says="Ben is out."))
    town.pages["/answered"] = (
        '<Gather action="/key"><Say>For shopping, press 1.</Say></Gather><Redirect>/answered</Redirect>'
    )
    sid = town.place(BEN)
    town.run(120)
    assert town.exchange.calls[sid].seconds == 36
    transcript = town.exchange.transcript()
    assert "Ben: Ben is out." in transcript
    assert "presses" not in transcript
    town.exchange.check()


def test_a_pocket_may_press_keys_that_nobody_hears(town: Town) -> None:
    """Fault 12: keys pressed by accident are no fault of the story."""
    town.rosa.dials(LINE).hears("shopping").fumbles("359")
    assert [form["Digits"] for form in town.forms("/key")] == ["3"]
    town.exchange.check()


def test_people_can_be_given_habits(town: Town) -> None:
    """For real time, where no story moves the clock: what they hear makes them act, each time anew."""
    town.ben.when_rung(PicksUp(after=4))
    town.ben.when_hears("press 1", press="1", after=2)
    town.ben.when_hears("goodbye", hang_up=True, after=0)
    for _ in range(2):
        town.place(BEN)
        town.run(60)
    assert [form["Digits"] for form in town.forms("/key")] == ["1", "1"]
    town.exchange.check()


def test_what_happens_is_told_to_whoever_listens(town: Town) -> None:
    """A narrator hears of each ring, sentence, key and end, with the time and the name."""
    events: list[Event] = []
    town.exchange.listeners.append(events.append)
    town.ben.when_rung(PicksUp())
    town.pages["/key"] = f'<Dial callerId="{LINE}">{BEN}</Dial>'
    town.rosa.dials(LINE).hears("press 1").presses("1").talks_with(town.ben).hangs_up()
    told = [f"{type(event).__name__} {event.name}" for event in events if not isinstance(event, Said)]
    assert ", ".join(told) == (
        "Dialled Rosa, Pressed Rosa, Rang Ben, PickedUp Ben, Joined Rosa, Joined Ben, Ended Ben, Ended Rosa"
    )
    assert [event.text for event in events if isinstance(event, Said)] == [
        "For shopping, press 1.",
        "For medicines, press 2.",
        "(talks)",
    ]


def test_the_same_story_is_the_same_each_time() -> None:
    """No chance and no real clock: SIDs, times and words are the same in every run."""

    def told() -> str:
        town = Town()
        town.pages = {"/voice": MENU, "/key": "<Say>Thank you.</Say>"}
        town.rosa.dials(LINE).hears("shopping").presses("1").is_hung_up_on()
        return "\n".join([*town.exchange.calls, str(town.asked), town.exchange.transcript()])

    assert told() == told()


def test_only_a_number_of_the_account_can_be_dialled(town: Town) -> None:
    """A slip in a test says so at once, and so does dialling with a phone in use."""
    with pytest.raises(ValueError, match="not a number of this account"):
        town.rosa.dials(EMIL)
    with pytest.raises(ValueError, match="on the phone already"):
        town.rosa.dials(LINE).dials(LINE)
    assert town.rosa.number == ROSA


def test_a_text_that_nobody_reads_fails_the_story(town: Town) -> None:
    """Like a phone that rings unasked."""
    town.rest("POST", "/Messages.json", ("To", BEN), ("From", LINE), ("Body", "Hello."))
    town.ben.waits(5)
    with pytest.raises(AssertionError, match="a text that nobody read"):
        town.exchange.check()
