"""The group's own voice: recorded by phone, heard, kept, and used at once (issue 4, item 8)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.outside import standing_in
from hotline.prompts.wordings import wordings
from hotline.records import OwnVoice, Reason, RequestState
from hotline.scripts.menus import most_heard
from hotline.world import World
from infra.local.exchange import LetsItRing, Person
from tests.stories.test_what_it_costs import counting
from tests.stories.town import GROUP, LINE, START, Town, brentwood

pytestmark = pytest.mark.long

POLISH = {"groups": brentwood(languages=("en", "pl"))}
WELCOME = "Good morning from Gwen, of Brentwood Mutual Aid"
A_DAY = 24 * 3600


def rings_back(person: Person) -> Person:
    """Anything else, then nine, by heart; the phone is put down, rings, and its key is pressed."""
    person.dials(LINE).waits(2).presses("4").hears("dog").presses("9").hears("thank you").hangs_up()
    return person.picks_up(within=10).hears("ringing you back").presses("1")


def begins_to_record(gwen: Person) -> Person:
    """The voice menu, by its key."""
    rings_back(gwen).hears("to record our own voice, press 6").presses("6")
    return gwen.hears("heard most, one after the other, press 1", "by its number, press 2")


def records(gwen: Person, words: str, seconds: float = 6.0) -> Person:
    """From `to record it, press 1` to the question whether to keep it."""
    gwen.hears("to record it, press 1").presses("1").hears("after the tone", "(beep)").says(words, seconds)
    return gwen.presses("#").hears(words, "to keep it, press 1", "to try again, 2", "leave it as it was, 3")


def keeps_a_welcome(gwen: Person) -> Person:
    """The welcome, recorded and kept; then the next of the most heard is said."""
    begins_to_record(gwen).presses("1").hears("like this now", "Hello")
    return records(gwen, WELCOME).presses("1").hears("it is kept")


def another_process(town: Town) -> World:
    """Which has heard of nothing yet."""
    world = town.world
    return World(
        clock=world.clock,
        groups=world.groups,
        base_url=world.base_url,
        open_store=lambda: town.store,
        open_carrier=lambda: world.carrier,
        secrets=lambda: world.secrets,
        pause=world.pause,
    )


def own_voice(town: Town) -> OwnVoice:
    return town.store.own_voice(GROUP)


def kept(town: Town) -> dict[str, str]:
    """By prompt, the words of its recording, as the carrier has them."""
    voice = own_voice(town).recordings.values()
    return {each.prompt: town.exchange.recordings[each.sid].words for each in voice}


@pytest.fixture
def gwen(town: Town) -> Person:
    town.joins(town.gwen, needs=frozenset(), coordinator=True)
    return town.gwen


def test_a_coordinator_records_what_is_heard_most_and_the_next_call_hears_it(town: Town, gwen: Person) -> None:
    """One after the other, with no number to key: how it is now, record, hear, keep; the next call is in her voice."""
    keeps_a_welcome(gwen).hears("for shopping, press 1")
    records(gwen, "Shopping: that's one.", 2).presses("2")
    gwen.hears("(beep)").says("For your shopping, press one.", 2).presses("#").hears("For your shopping").presses("1")
    gwen.hears("for medicines, press 2", "to leave it as it is, press 3").presses("3").hears("someone to talk to")
    gwen.hangs_up().waits(5)
    assert kept(town) == {"welcome": WELCOME, "option.shopping": "For your shopping, press one."}
    town.rosa.dials(LINE).hears(WELCOME, "For your shopping, press one", "for medicines, press 2").presses("1")
    town.rosa.hears_nothing_of("Hello", "that's one").hears("ongar").hangs_up()


def test_another_day_it_goes_on_where_she_stopped(gwen: Person) -> None:
    """What is recorded is not offered again one after the other; the rest is."""
    keeps_a_welcome(gwen).hangs_up().waits(5)
    begins_to_record(gwen).presses("1").hears("like this now", "for shopping").hears_nothing_of("Hello").hangs_up()


def test_any_prompt_by_its_number_and_a_wrong_one_is_said_kindly(town: Town, gwen: Person) -> None:
    """The numbers of `hotline voice`, with noughts or without; 99 is nothing."""
    group = town.world.groups[GROUP]
    goodbye = next(each.number for each in wordings(group, most_heard(group)) if each.prompt == "goodbye")
    begins_to_record(gwen).presses("2").hears("key the number").presses("99#")
    gwen.hears("nothing has that number", "for another number, press 1").presses("1").hears("key the number")
    gwen.presses(f"0{goodbye}#").hears("like this now", "goodbye")
    records(gwen, "Bye for now", 1).presses("1").hears("it is kept", "for another number").is_hung_up_on()
    assert kept(town) == {"goodbye": "Bye for now"}


def test_a_volunteer_who_coordinates_nothing_is_not_offered_it(town: Town) -> None:
    """Only coordinators hear of it, and the key means nothing to others."""
    town.joins(town.ben)
    rings_back(town.ben).hears("to rest").hears_nothing_of("our own voice").presses("5").hears(
        "press one of these keys"
    )
    town.ben.hears_nothing_of("recorded", "one after the other").hangs_up()


def test_back_to_the_synthetic_voice_and_what_was_replaced_is_erased_a_day_later(town: Town, gwen: Person) -> None:
    """Not at once: another process may not have heard of it. Until then it is only known to be replaced."""
    keeps_a_welcome(gwen).hangs_up().waits(5)
    begins_to_record(gwen).presses("2").hears("key the number").presses("1#").hears(WELCOME)
    gwen.hears("for the synthetic voice, press 4").presses("4").hears("the synthetic voice says it again").hangs_up()
    gwen.waits(5)
    assert own_voice(town).recordings == {}
    assert list(town.exchange.recordings) == list(own_voice(town).replaced)
    town.rosa.dials(LINE).hears("Hello").hears_nothing_of(WELCOME).hangs_up()
    town.rosa.waits(A_DAY - 600)
    assert len(town.exchange.recordings) == 1
    town.rosa.waits(1200)
    assert town.exchange.recordings == {}
    assert own_voice(town) == OwnVoice()
    assert town.items()[Reason.ERASE].state == RequestState.DONE


def test_a_new_recording_takes_the_place_of_the_old_one(town: Town, gwen: Person) -> None:
    """Heard by the next call; the old one is erased a day later, and so is what was recorded and not kept."""
    keeps_a_welcome(gwen).hangs_up().waits(5)
    begins_to_record(gwen).presses("2").hears("key the number").presses("1#").hears(WELCOME)
    records(gwen, "Not so good").presses("2").hears("(beep)").says("Hello, this is your neighbours", 6).presses("#")
    gwen.hears("Hello, this is your neighbours").presses("1").hears("kept").hangs_up().waits(5)
    town.rosa.dials(LINE).hears("Hello, this is your neighbours").hears_nothing_of(WELCOME).hangs_up()
    town.rosa.waits(A_DAY + 600)
    assert [each.words for each in town.exchange.recordings.values()] == ["Hello, this is your neighbours"]


def test_each_is_erased_a_day_after_it_was_last_played(town: Town, gwen: Person) -> None:
    """What was tried yesterday is erased; the welcome that was replaced an hour ago is not yet."""
    keeps_a_welcome(gwen).hears("for shopping")
    records(gwen, "Is this thing on?", 2).hangs_up().waits(A_DAY - 3600)
    begins_to_record(gwen).presses("2").hears("key the number").presses("1#").hears(WELCOME, "press 4").presses("4")
    gwen.hears("synthetic voice says it again").hangs_up().waits(7200)
    assert [each.words for each in town.exchange.recordings.values()] == [WELCOME]
    gwen.waits(A_DAY)
    assert town.exchange.recordings == {}


def test_a_call_that_breaks_off_keeps_nothing(town: Town, gwen: Person) -> None:
    """Hung up on before it was kept: nothing changes, and the recording is erased."""
    begins_to_record(gwen).presses("1").hears("Hello")
    records(gwen, "Is this thing on?").hangs_up().waits(5)
    assert own_voice(town).recordings == {}
    town.rosa.dials(LINE).hears("Hello").hangs_up()
    gwen.waits(A_DAY + 600)
    assert town.exchange.recordings == {}


def test_silence_after_the_tone_is_not_accepted_as_our_own_voice(town: Town, gwen: Person) -> None:
    """It is a recording at Twilio, of nine seconds: the next caller would hear nothing."""
    begins_to_record(gwen).presses("1").hears("to record it, press 1").presses("1").hears("(beep)")
    gwen.hears("too short", "to record it, press 1").hears_nothing_of("to keep it").hangs_up().waits(5)
    assert own_voice(town).recordings == {}


def test_words_whose_length_twilio_does_not_tell_are_heard_and_kept(town: Town, gwen: Person) -> None:
    """Whoever hears them decides."""
    town.exchange.otherwise.changed["RecordingDuration"] = ""
    keeps_a_welcome(gwen).hangs_up().waits(5)
    assert kept(town) == {"welcome": WELCOME}


def test_silence_keeps_everything_as_it_was(town: Town, gwen: Person) -> None:
    """No key, or no word after the tone: said so, and nothing is recorded."""
    begins_to_record(gwen).presses("1").hears("Hello", "to record it, press 1").presses("1").hears("(beep)")
    gwen.hears("too short to follow").hears("stays as it was").is_hung_up_on().waits(5)
    assert own_voice(town) == OwnVoice()


@pytest.mark.parametrize(("seconds", "said"), [(2, "too short to follow"), (45, "too long to listen to")])
def test_what_nobody_could_follow_is_not_kept(town: Town, gwen: Person, seconds: float, said: str) -> None:
    """Less than a third of the time that its words take, or more than twice what the prompt may: refused kindly."""
    begins_to_record(gwen).presses("1").hears("Hello", "to record it, press 1").presses("1").hears("(beep)")
    gwen.says("Mm", seconds).presses("#").hears(said, "to record it, press 1").presses("3").hears("stays as it was")
    gwen.hangs_up().waits(5)
    assert own_voice(town).recordings == {}
    gwen.waits(A_DAY + 600)
    assert town.exchange.recordings == {}


def test_slower_and_once_more_are_said_by_the_synthetic_voice(gwen: Person, town: Town) -> None:
    """Whoever could not make out the recording, or for whom it is gone, hears the words themselves."""
    keeps_a_welcome(gwen).hears("for shopping")
    records(gwen, "Shopping is number one.", 2).presses("1").hears("kept").hangs_up().waits(5)
    town.rosa.dials(LINE).hears(WELCOME, "Shopping is number one").presses("*").hears("Hello", "for shopping, press 1")
    town.rosa.hangs_up()
    town.emil.dials(LINE).hears(WELCOME, "Shopping is number one").presses("7").hears("for shopping, press 1")
    town.emil.hangs_up()


def test_a_process_that_has_not_read_it_yet_speaks_with_the_synthetic_voice(town: Town, gwen: Person) -> None:
    """A cold start waits for no database: its first greeting is synthetic; what follows a key is the group's own."""
    where = next(
        each.number
        for each in wordings(town.world.groups[GROUP], most_heard(town.world.groups[GROUP]))
        if each.prompt == "where"
    )
    begins_to_record(gwen).presses("2").hears("key the number").presses(f"{where}#").hears("star says it again")
    records(gwen, "Whereabouts are you?", 2).presses("1").hears("kept").hangs_up().waits(5)
    keeps_a_welcome(gwen).hangs_up().waits(5)
    gwen.when_rung(LetsItRing())  # there is nobody else for what Rosa asks
    with standing_in(another_process(town), town.line.account):
        town.rosa.dials(LINE).hears("Hello").presses("1").hears("Whereabouts are you?").hangs_up()
        town.emil.waits(60).dials(LINE).hears(WELCOME).hangs_up()


def test_a_greeting_in_the_groups_own_voice_waits_for_no_database(town: Town, gwen: Person) -> None:
    """What an earlier webhook has learned is in memory: no operation for the greeting or a mistake."""
    keeps_a_welcome(gwen).hangs_up().waits(20)
    with counting() as counted:
        town.rosa.dials(LINE).hears(WELCOME).presses("7").hears("press one of these keys", "for shopping")
    del counted["Query"]  # the minute's look for what is due
    assert counted == {}
    town.rosa.hangs_up()


def test_what_the_carrier_does_not_erase_is_erased_later(town: Town, gwen: Person) -> None:
    """Twilio is down: tried again a little later, and known to be replaced until it is done."""
    begins_to_record(gwen).presses("1").hears("Hello")
    records(gwen, "Is this thing on?").presses("3").hears("stays as it was").hangs_up().waits(A_DAY - 600)
    town.exchange.faults.rest("DELETE", status=503)
    gwen.waits(900)
    assert len(town.exchange.recordings) == len(own_voice(town).replaced) == 1
    gwen.waits(900)
    assert town.exchange.recordings == {}
    assert own_voice(town) == OwnVoice()


def test_a_half_a_day_old_memory_is_not_trusted(town: Town, gwen: Person) -> None:
    """What another process replaced meanwhile may be erased by now."""
    keeps_a_welcome(gwen).hangs_up().waits(13 * 3600)
    town.rosa.dials(LINE).hears("Hello").hears_nothing_of(WELCOME).hangs_up()
    town.rosa.waits(5).dials(LINE).hears(WELCOME).hangs_up()


@pytest.mark.parametrize("town", [POLISH], indirect=True)
def test_each_language_has_its_own_recordings(town: Town, gwen: Person) -> None:
    """Asked which, if the group has more than one; in the first language all is said as before."""
    in_polish(gwen).presses("1").hears("Hello")
    records(gwen, "Dzien dobry, tu sasiedzi").presses("1").hears("kept").hangs_up().waits(5)
    (key,) = own_voice(town).recordings
    assert key.startswith("pl-")
    town.rosa.dials(LINE).hears("Hello").hears_nothing_of("Dzien").hangs_up()
    in_polish(gwen).presses("2").hears("key the number").presses("1#").hears("Dzien dobry").hangs_up()


def in_polish(gwen: Person) -> Person:
    rings_back(gwen).hears("to record our own voice, press 6").presses("6").hears("for English, press 1")
    return gwen.hears("for Polish, press 2").presses("2").hears("one after the other, press 1", "press 2")


def test_our_own_voice_has_a_key_of_its_own_in_the_longest_menu(town: Town) -> None:
    """Gwen rests, hears both sides of something, and could do what is open: her settings are not the same key."""
    until = START + timedelta(days=6)
    town.joins(town.gwen, coordinator=True, paused_until=until, hears=frozenset({"complaint"}))
    town.asks_for_shopping(town.rosa)
    rings_back(town.gwen).hears("I am back, press 1", "hours, press 5", "our own voice, press 6").presses("6")
    town.gwen.hears("heard most, one after the other, press 1").hangs_up()


def test_other_words_are_never_said_by_an_old_recording(town: Town, gwen: Person) -> None:
    """A menu whose keys have changed speaks with the synthetic voice until somebody records it anew."""
    keeps_a_welcome(gwen).hears("for shopping, press 1")
    records(gwen, "Shopping is number one.", 2).presses("1").hears("kept").hangs_up().waits(5)
    changed: dict[str, Any] = {"needs": ("medicines", "shopping", "other")}
    town.world.groups = brentwood(**changed)
    town.rosa.dials(LINE).hears(WELCOME, "for medicines, press 1", "for shopping, press 2").hangs_up()
    assert town.world.groups[GROUP].policy.sweep == timedelta(seconds=60)
