"""Text messages: for volunteers who want them, once for each yes; the line itself only speaks."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from hotline.records import RequestState
from infra.local.exchange import LetsItRing, Person, signature
from infra.local.virtual import BASE, TOKEN
from tests.faults_later.test_forged import post
from tests.stories.test_codes import asks_for_a_code
from tests.stories.test_every_week import every_week, for_weeks, is_done
from tests.stories.town import LINE, Town, brentwood
from tests.stories.waited import without_a_number

pytestmark = pytest.mark.long

HELD = ("You said yes to shopping in Ongar, today", "to be put through, phone 020 7946 0000", "STOP")
ONLY_SPEAKS = ("this number only speaks", "phone it, 020 7946 0000", "999")


def says_yes(person: Person) -> Person:
    return person.picks_up().hears("yes, press 1").presses("1").hears("It's yours")


def wants_texts(town: Town, *people: Person, **changes: Any) -> None:
    town.joins(*people, texts=True, **changes)


def phones_in(person: Person) -> Person:
    person.dials(LINE).hears("anything else").presses("4").hears("press 9").presses("9").is_hung_up_on()
    return person.answers(within=10)


def log_without_names(caplog: pytest.LogCaptureFixture, *secrets: str) -> None:
    lines = [logging.Formatter().format(record) for record in caplog.records]
    assert [line for line in lines if any(secret in line for secret in secrets)] == []


def test_who_said_yes_is_texted_what_to_once_the_call_is_over(town: Town) -> None:
    """Never the resident's number, nor the two words; also where the two have already spoken. Once, and no more."""
    wants_texts(town, town.ben)
    request = town.asks_for_shopping(town.rosa)
    says_yes(town.ben).waits(4).is_not_texted().presses("1")
    town.rosa.picks_up()
    town.ben.talks_with(town.rosa, 300).is_not_texted()
    town.rosa.hangs_up()
    town.ben.hears("is it arranged").presses("1").is_hung_up_on().is_texted(*HELD, within=10)
    (sent,) = town.exchange.texting.messages.values()
    assert (sent.shown, sent.to) == (LINE, town.ben.number)
    for secret in (*request.words.split("-"), town.rosa.number[3:], "0123"):
        assert secret not in sent.body
    assert "a text from +442079460000: You said yes to shopping" in str(town.ben.transcript)
    town.ben.waits(3600).is_not_texted()
    assert town.request().state is RequestState.SPOKEN


def test_nobody_is_told_to_phone_who_cannot_be_put_through(town: Town) -> None:
    """Whoever has no phone phones us; the text says so, and gives no number to be put through by."""
    wants_texts(town, town.ben)
    asks_for_a_code(town.rosa)
    says_yes(town.ben).is_hung_up_on().is_texted("You said yes to shopping", "they phone us", within=60)
    (sent,) = town.exchange.texting.messages.values()
    assert "phone 020" not in sent.body


def test_of_whoever_left_no_number_it_says_so(town: Town) -> None:
    """They waited on the line, and have talked: nobody can be put through to them again."""
    wants_texts(town, town.ben)
    without_a_number(town).hears("two neighbours at a time")
    says_yes(town.ben).talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.hears("is it arranged").presses("1").is_hung_up_on().is_texted("they left no number", within=60)
    (sent,) = town.exchange.texting.messages.values()
    assert "phone 020" not in sent.body


@for_weeks
def test_what_recurs_is_texted_with_its_own_day(town: Town) -> None:
    """Not `every week`: that is no day to come on."""
    wants_texts(town, town.ben)
    every_week(town, "41")
    town.ben.is_texted("You said yes to shopping in Ongar, on Thursday morning", within=60)
    is_done(town.ben)
    town.rosa.when_rung(LetsItRing())
    town.ben.picks_up(within=7 * 24 * 3600).hears("yes, press 1").presses("1").hears("It's yours").hangs_up()
    town.ben.is_texted("You said yes to shopping in Ongar, on Thursday morning", within=60)


def test_hanging_up_at_it_is_yours_they_are_texted_too(town: Town) -> None:
    """Whoever has no pen has it in writing."""
    wants_texts(town, town.ben)
    town.asks_for_shopping(town.rosa)
    says_yes(town.ben).hangs_up().is_texted(*HELD, within=10)
    assert town.holder(town.ben)


def test_nobody_else_is_texted(town: Town) -> None:
    """Not who did not ask for it, who said no, who was second, or who has no mobile to begin with."""
    town.joins(town.ben)
    wants_texts(town, town.ali)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("2").is_hung_up_on()
    town.ali.picks_up().hears("yes, press 1").presses("2").is_hung_up_on().waits(60)
    assert town.exchange.texting.messages == {}


def test_a_yes_on_the_call_back_is_texted_when_that_call_is_over(town: Town) -> None:
    """Ali missed the ring, and phones: the same acceptance, the same text."""
    wants_texts(town, town.ali)
    town.ali.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    town.ali.waits(60).when_rung(None)
    phones_in(town.ali).hears("what is open").presses("1").hears("shopping, in Ongar").presses("1").hears("It's yours")
    town.ali.waits(6).is_not_texted().presses("3").is_hung_up_on().is_texted(*HELD, within=120)
    assert town.holder(town.ali)
    town.ali.waits(600).is_not_texted()


def test_handed_back_before_the_call_is_over_nothing_is_texted(town: Town) -> None:
    """What is nobody's needs no text; a second yes to it is another yes."""
    wants_texts(town, town.ben)
    town.asks_for_shopping(town.rosa)
    says_yes(town.ben).presses("1")
    town.rosa.is_rung().waits(50)
    town.ben.hears("did not pick up").presses("4").is_hung_up_on().waits(60).is_not_texted()
    assert town.request().state is RequestState.OPEN


def test_a_mobile_is_offered_texts_and_switches_them_by_phone(town: Town) -> None:
    """Read back, and kept by 1; a landline is not even asked."""
    town.joins(town.ben, town.emil)
    phones_in(town.ben).hears("needs, areas and hours, press 2").presses("2").hears("text messages, press 6").presses(
        "6"
    )
    town.ben.hears("yes please, press 1").presses("1").hears("we text you").presses("1").hears("kept").is_hung_up_on()
    assert town.volunteer(town.ben).texts
    phones_in(town.ben).hears("press 2").presses("2").hears("press 6").presses("6").hears("no texts, 2").presses("2")
    town.ben.hears("we send no texts").hears("stays as it was").is_hung_up_on()  # without a key
    assert town.volunteer(town.ben).texts
    phones_in(town.emil).hears("press 2").presses("2").hears("for your hours").hears("what would you like to change")
    town.emil.hears_nothing_of("text").is_hung_up_on()


@pytest.mark.parametrize("word", ["STOP", " stop ", "Unsubscribe", "Stop texting me!", "STOP ALL"])
def test_stop_ends_the_texts_and_start_begins_them_again(town: Town, word: str) -> None:
    """In this group, and of a volunteer; Twilio itself confirms it, so that the line does not."""
    wants_texts(town, town.ben)
    town.ben.texts_to(LINE, word)
    assert not town.volunteer(town.ben).texts
    town.asks_for_shopping(town.rosa)
    says_yes(town.ben).hangs_up().waits(60).is_not_texted()
    town.ben.texts_to(LINE, "Start").is_not_texted()
    assert town.volunteer(town.ben).texts


def test_whoever_chooses_texts_by_key_hears_what_a_stop_of_theirs_needs_first(town: Town) -> None:
    """After STOP the phone company lets none through, whatever was keyed, until that phone has said START."""
    wants_texts(town, town.ben)
    town.ben.texts_to(LINE, "STOP").waits(5)
    phones_in(town.ben).hears("areas and hours, press 2").presses("2").hears("text messages, press 6").presses("6")
    town.ben.hears("yes please, press 1").presses("1").hears("answered STOP to one, first answer START").presses("1")
    town.ben.hears("it is kept").is_hung_up_on().texts_to(LINE, "START").is_not_texted()
    town.asks_for_shopping(town.rosa)
    says_yes(town.ben).hangs_up().is_texted(*HELD, within=60)
    assert town.volunteer(town.ben).texts


def test_how_twilio_has_understood_it_counts_where_it_says_so(town: Town) -> None:
    """Advanced opt-out: the group's own words for it, in any language. Help is answered by Twilio, too."""
    wants_texts(town, town.ben)
    form = {"From": town.ben.number, "To": LINE, "Body": "Koniec", "MessageSid": "SM1", "OptOutType": "STOP"}
    assert signed(town, form) == (200, b"<Response/>")
    assert not town.volunteer(town.ben).texts
    assert signed(town, form | {"OptOutType": "HELP"}) == (200, b"<Response/>")
    assert signed(town, form | {"OptOutType": "START"}) == (200, b"<Response/>")
    assert town.volunteer(town.ben).texts


def test_start_makes_no_volunteer(town: Town) -> None:
    """Nor does STOP: whoever is none stays none."""
    for word in ("START", "STOP"):
        town.mallory.texts_to(LINE, word).is_not_texted()
    assert list(town.store.volunteers("brentwood")) == []


def test_whoever_writes_is_told_once_a_day_that_it_only_speaks(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    """A resident too; nothing of their words is kept, anywhere."""
    caplog.set_level(logging.DEBUG)
    resident = Person(town.exchange, "+447700900050", "Rosa's mobile")
    words = "Please bring insulin to 4 Elm Row"
    resident.texts_to(LINE, words).is_texted(*ONLY_SPEAKS).texts_to(LINE, words).is_not_texted()
    wants_texts(town, town.ben)
    town.ben.texts_to(LINE, "yes").is_texted(*ONLY_SPEAKS)
    resident.waits(24 * 3600).texts_to(LINE, "hello?").is_texted(*ONLY_SPEAKS)
    assert list(town.store.requests("brentwood")) == []
    log_without_names(caplog, "insulin", "Elm Row", "7700900050")


def test_stop_that_only_twilio_has_seen_switches_them_off(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    """21610: nothing is sent, the yes stands, and no text is tried again."""
    wants_texts(town, town.ben)
    town.exchange.faults.rest("Messages.json", status=400, code=21610)
    town.asks_for_shopping(town.rosa)
    says_yes(town.ben).hangs_up().waits(60)
    assert town.holder(town.ben)
    assert not town.volunteer(town.ben).texts
    assert town.request().text_owed is None
    log_without_names(caplog, "7700900001", "shopping")


def test_a_number_that_is_no_mobile_after_all(town: Town) -> None:
    """21614: the same."""
    wants_texts(town, town.emil)
    town.asks_for_shopping(town.rosa)
    says_yes(town.emil).hangs_up().waits(60)
    assert town.holder(town.emil)
    assert not town.volunteer(town.emil).texts


@pytest.mark.parametrize("fault", [{"status": None}, {"status": 503, "placed": True}, {"status": 429, "code": 20429}])
def test_a_lost_answer_is_not_asked_for_again(town: Town, fault: dict[str, Any]) -> None:
    """Sent once or never; what it accompanies goes on as it would have."""
    wants_texts(town, town.ben)
    town.exchange.faults.rest("Messages.json", **fault)
    town.asks_for_shopping(town.rosa)
    says_yes(town.ben).hangs_up().waits(600)
    assert len(town.exchange.texting.messages) == ("placed" in fault)
    if town.ben.texts:
        town.ben.is_texted(*HELD)
    town.ben.answers(within=600).hears("to be joined").presses("3").is_hung_up_on()
    assert town.volunteer(town.ben).texts


@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"daily_texts": 1})}], indirect=True)
def test_the_days_texts_are_counted_and_end(town: Town) -> None:
    """Answers are counted with the others; beyond the limit all goes on without."""
    wants_texts(town, town.ben)
    town.mallory.texts_to(LINE, "hello").is_texted(*ONLY_SPEAKS)
    town.asks_for_shopping(town.rosa)
    says_yes(town.ben).hangs_up().waits(60).texts_to(LINE, "hello").is_not_texted()
    assert town.holder(town.ben)
    assert town.request().text_owed is None


def test_a_text_for_a_number_that_is_not_ours_or_from_a_word(town: Town) -> None:
    """Nothing is answered, nothing breaks."""
    for form in (
        {"From": town.ben.number, "To": "+442079460999", "Body": "hello"},
        {"From": "Parcels", "To": LINE, "Body": "hello"},
        {"From": town.ben.number},
        {},
    ):
        assert signed(town, form) == (200, b"<Response/>")


def signed(town: Town, form: dict[str, str]) -> tuple[int, bytes]:
    """A post to the door, signed as Twilio does."""
    return post(town, "/text", form, signed=signature(TOKEN, f"{BASE}/text", form))
