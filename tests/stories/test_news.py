"""A resident phones again: nothing is said to whoever phones in; the number that we hold is rung straight back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.hours import Hours
from hotline.numbers import PhoneNumber
from hotline.records import OfferKind, OfferState, Reason, RequestState, When
from infra.local.exchange import LetsItRing, Voicemail
from tests.stories.phoning_in import phones_for_news, rings_in
from tests.stories.test_codes import asks_for_a_code, phones_with_a_code
from tests.stories.town import GROUP, LINE, START, Town, brentwood

pytestmark = pytest.mark.long


@pytest.fixture
def held(town: Town) -> Town:
    """Ben has said yes, and is off the phone."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on().waits(5)
    return town


def test_nobody_could_yet_and_it_is_said_so(town: Town) -> None:
    """How many were asked, and by when we ring: the promise that was made, and still holds."""
    town.joins(town.ben, town.ali)
    town.asks_for_shopping(town.rosa)
    for neighbour, key in ((town.ben, "2"), (town.ali, "4")):
        neighbour.picks_up().hears("yes, press 1").presses(key).is_hung_up_on().waits(2)
    phones_for_news(town.rosa).hears("so far: two", "ring you by half past twelve", "nought").is_hung_up_on()
    assert town.request().state == RequestState.OPEN
    assert town.rosa.displays == [LINE]


@pytest.mark.parametrize(
    ("coordinators", "said"),
    [(False, ("it stays open", "nobody can be promised")), (True, ("one of us will ring you by half past twelve",))],
)
def test_once_all_have_said_no_nobody_is_said_to_be_asked(
    town: Town, *, coordinators: bool, said: tuple[str, ...]
) -> None:
    """Nobody is rung for it any more: they hear so, and that one of us will ring, where there is one."""
    if coordinators:
        town.joins(town.gwen, coordinator=True, needs=frozenset())
    town.joins(town.ben, town.ali)
    town.asks_for_shopping(town.rosa)
    for neighbour in (town.ben, town.ali):
        neighbour.picks_up().hears("yes, press 1").presses("2").is_hung_up_on().waits(2)
    phones_for_news(town.rosa).hears("so far: two", "nobody is left whom we could ask", *said)
    town.rosa.hears_nothing_of("we go on asking").is_hung_up_on()


def test_a_promise_that_was_broken_is_said_to_be_so_and_a_new_one_is_kept(town: Town) -> None:
    """A promise said aloud is stored, and kept or broken aloud; a coordinator is told before the new one, too."""
    town.joins(town.gwen, coordinator=True, needs=frozenset())
    town.gwen.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    town.rosa.waits(3 * 3600)
    phones_for_news(town.rosa).hears(
        "takes longer than we said", "we are sorry", "ring you by half past three"
    ).is_hung_up_on()
    (promised,) = [request.promised_at for request in town.requests()]
    assert promised is not None
    assert promised > town.world.now()
    assert Reason.PROMISE not in town.request().told


def test_a_neighbour_has_said_yes_and_they_are_put_through(held: Town) -> None:
    """Ben's phone is rung and says who would like a word; only his key joins the two."""
    phones_for_news(held.rosa).hears("a neighbour has said yes", "to speak to them").presses("1")
    held.ben.picks_up().hears("would like a word").presses("1")
    held.rosa.talks_with(held.ben).hangs_up()
    held.ben.is_hung_up_on()
    assert {*held.rosa.displays, *held.ben.displays} == {LINE}
    assert held.holder(held.ben)


def from_noon(town: Town) -> None:
    """Ben has changed his hours since he said yes."""
    town.store.change_volunteer(GROUP, town.volunteer(town.ben).id, hours=Hours.parse("every day 12:00-20:00"))


def test_outside_their_hours_the_neighbours_phone_does_not_ring(held: Town) -> None:
    """Promise 2: whoever asks hears from when, and the neighbour is asked to ring them then."""
    from_noon(held)
    phones_for_news(held.rosa).hears("a neighbour has said yes", "to speak to them").presses("1")
    held.rosa.hears("does not ring before twelve o'clock", "ask them to ring you").is_hung_up_on()
    held.ben.is_not_rung(for_seconds=6900)
    held.ben.picks_up(within=300)
    assert held.world.now() >= START + timedelta(hours=2)
    held.ben.hangs_up().when_rung(LetsItRing())
    assert Reason.A_WORD in held.items()


def test_what_has_become_of_it_is_told_in_their_hours_too(held: Town) -> None:
    """Also that it is cancelled."""
    from_noon(held)
    phones_for_news(held.rosa).hears("to change or cancel, 3").presses("3").hears("to cancel it").presses("5")
    held.rosa.hears("5 again").presses("5").hears("cancelled").is_hung_up_on()
    held.ben.is_not_rung(for_seconds=6900)
    held.ben.answers(within=300).hears("no longer").is_hung_up_on()


def test_whose_hours_never_meet_the_groups_is_not_rung_and_nothing_waits_for_ever(held: Town) -> None:
    """Ben can be rung late in the evening only, when no phone of the group's rings: he hears of it when he phones."""
    late = Hours.parse("every day 21:00-23:00")
    held.store.change_volunteer(GROUP, held.volunteer(held.ben).id, hours=late)
    phones_for_news(held.rosa).hears("to change or cancel, 3").presses("3").hears("to cancel it").presses("5")
    held.rosa.hears("5 again").presses("5").hears("cancelled").is_hung_up_on()
    held.ben.is_not_rung(for_seconds=86400)
    phones_for_news(held.ben).hears("no longer needed", "to rest for a while").hangs_up()
    held.ben.is_not_rung(for_seconds=86400)
    assert held.items()[Reason.CANCELLED].state == RequestState.DONE


def test_put_through_they_have_spoken(held: Town) -> None:
    """Ben arranged it with Rosa, and answers no more: nobody else is asked for what the two have settled."""
    held.joins(held.ali)
    phones_for_news(held.rosa).hears("to speak to them").presses("1")
    held.ben.picks_up().hears("would like a word").presses("1")
    held.rosa.talks_with(held.ben).hangs_up()
    held.ben.is_hung_up_on().when_rung(LetsItRing())
    held.ali.is_not_rung(for_seconds=3600)
    assert held.request().state == RequestState.SPOKEN
    assert held.holder(held.ben)


def test_the_neighbour_does_not_pick_up_and_is_asked_to_ring(held: Town) -> None:
    """Rosa is told so; the line rings Ben about it at once, and joins the two by a key."""
    rings_in(held.rosa)
    held.rosa.answers(within=10).hears("to speak to them").presses("1")
    held.ben.is_rung().waits(30)
    held.rosa.hears("we ask them to ring you").is_hung_up_on()
    held.ben.answers(within=60).hears("would like a word").presses("1")
    held.rosa.picks_up()
    held.ben.talks_with(held.rosa)
    held.rosa.hangs_up()
    held.ben.hears("is it arranged").presses("1").is_hung_up_on().waits(5)
    assert held.request().state == RequestState.SPOKEN


def test_the_neighbour_is_on_the_phone_with_us_and_is_asked_to_ring(held: Town) -> None:
    """Promise 2: a phone that rings for something else is not rung by a second call. Ben hears of it after that one."""
    held.store.change_volunteer(GROUP, held.volunteer(held.ben).id, rest=timedelta())
    phones_for_news(held.rosa).hears("to speak to them")
    held.emil.dials(LINE).hears("medicines").presses("2")
    held.rosa.presses("2")
    held.emil.hears("Ongar").presses("2").hears("today").presses("2").hears("right").presses("1").hangs_up()
    held.ben.picks_up().hears("medicines")
    held.rosa.hears("to speak to them").presses("1").hears("on the phone just now", "we ask them to ring you")
    held.ben.presses("2").is_hung_up_on()
    held.ben.answers(within=180).hears("would like a word").presses("3")
    held.ben.is_hung_up_on()


def test_the_two_words_are_told_again(held: Town) -> None:
    """They need not be remembered."""
    words = held.request().words.replace("-", " ")
    phones_for_news(held.rosa).hears("two words, 2").presses("2").hears(words, "to speak to them").hangs_up()


def test_cancelled_it_is_over_and_who_had_it_is_told(held: Town) -> None:
    """Only after a key that is pressed twice; everything about Rosa is erased; Ben hears it, after a key of his own."""
    phones_for_news(held.rosa).hears("to change or cancel, 3").presses("3").hears("to cancel it, press 5").presses("5")
    held.rosa.hears("press 5 again").presses("5").hears("it is cancelled").is_hung_up_on()
    held.ben.picks_up().hears("something to tell you").hears_nothing_of("Shopping").presses("1")
    held.ben.hears("shopping, in Ongar", "no longer needed").is_hung_up_on().waits(10)
    over = held.request()
    assert (over.state, over.number, over.taken_by, over.words) == (RequestState.CANCELLED, None, None, "")
    assert [item.state for item in held.items().values()] == [RequestState.DONE] * 2
    held.ben.is_not_rung(for_seconds=24 * 3600)


def test_silence_cancels_nothing(held: Town) -> None:
    """Nor does 1, at any question."""
    phones_for_news(held.rosa).hears("to change or cancel").presses("3").hears("to cancel it").presses("5")
    held.rosa.hears("press 5 again").hears("it stays as it was").is_hung_up_on()
    assert held.holder(held.ben)


def test_two_wrong_keys_change_nothing_and_it_is_said_so(held: Town) -> None:
    """To change or cancel, and then a key that is none there: she hears that it stays."""
    phones_for_news(held.rosa).hears("to change or cancel, 3").presses("3").hears("to cancel it").presses("4")
    held.rosa.hears("to cancel it").presses("4").hears("it stays as it was").is_hung_up_on()
    assert (held.request().state, held.holder(held.ben)) == (RequestState.ACCEPTED, True)
    held.ben.when_rung(LetsItRing())


@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"ring": timedelta(minutes=3)})}], indirect=True)
def test_cancelled_while_a_phone_rings_that_phone_falls_silent(town: Town) -> None:
    """Fault 20: and it costs no place in the turn."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.ben.is_rung()
    before = town.volunteer(town.ben).unanswered
    rings_in(town.rosa)
    town.rosa.answers(within=10).hears("change or cancel").presses("3").hears("cancel it").presses("5")
    town.rosa.hears("5 again").presses("5").hears("it is cancelled").is_hung_up_on().waits(5)
    assert [offer.state for offer in town.offers() if offer.kind is OfferKind.ASK] == [OfferState.TOO_LATE]
    assert (town.request().state, town.volunteer(town.ben).unanswered) == (RequestState.CANCELLED, before)


def test_a_yes_that_comes_after_it_was_cancelled_hears_a_kind_word(town: Town) -> None:
    """In the very moment between the key and the dispatcher: nobody hears `it's yours` of what is cancelled."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1")
    request = town.request()
    town.store.schedule(request, next_action_at=town.world.now() + timedelta(hours=1), cancelled_at=town.world.now())
    town.ben.presses("1").hears("no longer needed").is_hung_up_on()


def test_another_time_and_who_has_it_is_told(held: Town) -> None:
    """Written down anew, and no request is lost by it."""
    phones_for_news(held.rosa).hears("to change").presses("3").hears("in the next few days, press 2").presses("2")
    held.rosa.hears("written down: in the next few days").is_hung_up_on()
    held.ben.answers().hears("wanted in the next few days")
    held.ben.is_hung_up_on()
    assert (held.request().when, held.holder(held.ben)) == (When.SOON, True)


def test_two_requests_of_one_phone_are_asked_for_apart(town: Town) -> None:
    """They may be two people's: which, before anything is told."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("right").presses("1").hears("something else too").presses("5").hears("medicines").presses("2")
    town.rosa.hears("Ongar").presses("1").hears("today").presses("3").hears("right").presses("1").is_hung_up_on()
    phones_for_news(town.rosa).hears("Shopping, today, press 1", "Medicines, in the next few days, press 2")
    town.rosa.hears_nothing_of("asked so far").presses("2").hears("for your two words").presses("3")
    town.rosa.hears("to cancel it").presses("5").hears("5 again").presses("5").hears("cancelled").is_hung_up_on()
    town.rosa.waits(5)
    assert [request.state for request in town.requests()] == [RequestState.OPEN, RequestState.CANCELLED]


def test_two_wrong_keys_at_which_of_two_change_nothing_and_it_is_said_so(town: Town) -> None:
    """Both stand, and they hear how to go on."""
    town.asks_for_shopping(town.rosa)
    town.rosa.dials(LINE).hears("for medicines").presses("2").hears("Ongar").presses("2").hears("today").presses("1")
    town.rosa.hears("right").presses("1").hears("written down").is_hung_up_on()
    phones_for_news(town.rosa).hears("medicines, today, press 2").presses("7").hears("not one of these").presses("7")
    town.rosa.hears("stays as it was", "ring us again", "goodbye").is_hung_up_on()
    assert [request.state for request in town.requests()] == [RequestState.OPEN] * 2


def test_two_wrong_keys_of_whoever_helps_and_asked_change_nothing_and_it_is_said_so(town: Town) -> None:
    """Neither what they asked for nor what they help with is told, and they hear how to go on."""
    town.joins(town.ben)
    town.asks_for_shopping(town.ben)
    phones_for_news(town.ben).hears("press 2").presses("7").hears("not one of these").presses("7")
    town.ben.hears("stays as it was", "ring us again", "goodbye").is_hung_up_on()


def test_what_is_just_being_asked_for_is_not_said_to_be_over(town: Town) -> None:
    """Emil gives his mother's phone as the one to ring, and has not confirmed it yet; she phones for news of hers."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    town.emil.dials(LINE).hears("medicines").presses("2").hears("Ongar").presses("2").hears("today").presses("2")
    town.emil.hears("right").presses("2").hears("another phone, press 1").presses("1").hears("key the number")
    town.emil.presses("02079460123#").hears("if that is right")
    phones_for_news(town.rosa).hears("medicines, today, press 2").presses("2").hears("only just been asked for")
    town.rosa.hears_nothing_of("erased").is_hung_up_on()


def test_something_was_wrong(held: Town) -> None:
    """Without a word, too: it is kept, whom it is about is told kindly, and somebody else is asked to help."""
    phones_for_news(held.rosa).hears("something was wrong, 4").presses("4").hears("after the tone")
    held.ben.is_rung()
    held.rosa.hears("hear you both").is_hung_up_on()
    held.ben.answers(within=3 * 3600).hears("no judgement")
    held.ben.is_hung_up_on()
    wrong = held.items()[Reason.LOT]
    assert (wrong.number, wrong.note) == (PhoneNumber(held.rosa.number), None)
    assert wrong.other == PhoneNumber(held.ben.number)
    assert held.request().state == RequestState.OPEN


def test_voicemail_hears_nothing(held: Town) -> None:
    """No key, no news; rung once more, a minute later, and then left in peace."""
    held.rosa.when_rung(Voicemail())
    rings_in(held.rosa)
    held.rosa.waits(600).hears_nothing_of("shopping", "a neighbour", "Ongar")
    assert held.rosa.displays == [LINE, LINE]
    assert held.items()[Reason.BACK].state == RequestState.DONE


def test_a_phone_that_helps_and_asked_is_asked_which(town: Town) -> None:
    """A resident can be a volunteer; the two are told apart by one short question."""
    town.joins(town.ben)
    town.joins(town.rosa, needs=frozenset())
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    phones_for_news(town.rosa).hears("asked for yourself, press 1", "helping others, press 2").presses("1")
    town.rosa.hears("ring you by").is_hung_up_on()


def test_the_line_rings_back_at_night_too(town: Town) -> None:
    """Who has just had the phone in their hand is not woken. Today is over by then, and she hears so."""
    town.asks_for_shopping(town.rosa)
    town.rosa.waits(11 * 3600)
    phones_for_news(town.rosa).hears("nobody could, and its time is over", "stays as it was").is_hung_up_on()


@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"daily_calls": 1})}], indirect=True)
def test_when_the_days_calls_are_used_up_the_ring_back_waits(town: Town) -> None:
    """Kept for when there are calls again, like any request."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    town.ben.waits(60)
    rings_in(town.rosa)
    assert town.request().state == RequestState.OPEN


@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"daily_calls": 3})}], indirect=True)
def test_when_the_days_calls_are_used_up_that_is_what_is_told(town: Town) -> None:
    """The ring back was the last of today: nobody is asked any more, and nothing is said of asking."""
    town.joins(town.ben, town.ali)
    for person in (town.ben, town.ali):
        person.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    town.rosa.waits(120)
    rosa = phones_for_news(town.rosa).hears("neighbours asked so far: two", "no neighbour is rung before tomorrow")
    rosa.hears("to change or cancel").hears_nothing_of("we go on asking", "ring you by").is_hung_up_on()


@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"daily_calls": 1})}], indirect=True)
def test_whoever_has_a_code_hears_that_too(town: Town) -> None:
    """On the call that they make themselves."""
    town.joins(town.ben)
    town.ben.when_rung(LetsItRing())
    code = asks_for_a_code(town.rosa)
    town.rosa.waits(60)
    phones_with_a_code(town.rosa, code).hears("no neighbour is rung before tomorrow", "with the same code")
    town.rosa.hears_nothing_of("we go on asking").hangs_up()


def test_a_stranger_is_not_rung_back(town: Town) -> None:
    """Anybody could show a stranger's number: nothing is kept, and nobody is rung."""
    rings_in(town.mallory)
    town.mallory.is_not_rung(for_seconds=600)
    assert town.items() == {}


@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"rings_back": 3})}], indirect=True)
def test_many_wishes_are_few_rings(town: Town) -> None:
    """Fault 31: whoever forges Rosa's number again and again has her phone rung no oftener than the group allows."""
    town.rosa.when_rung(LetsItRing())
    town.asks_for_shopping(town.rosa)
    for _ in range(8):
        town.mallory.dials(LINE, withheld=town.rosa.number).hears("anything else").presses("4").hears("press 9")
        town.mallory.presses("9").hears("put the phone down").hangs_up()
        town.mallory.waits(150)
    assert len(town.rosa.displays) == 3
    assert town.request().state == RequestState.OPEN


def test_all_that_a_phone_has_asked_can_be_reached(town: Town) -> None:
    """Three at a time, and a key for the others, which comes round to the first again; the fifth is cancelled."""
    for key in "12121":
        town.rosa.dials(LINE).hears("shopping").presses(key).hears("Ongar").hangs_up().waits(2)
    words = town.requests()[-1].words.replace("-", " ")
    phones_for_news(town.rosa).hears("more than once", "press 1").presses("1").hears("the others, press 9")
    town.rosa.hears_nothing_of(words).presses("9").hears(f"{words}, press 2", "the others, press 9").presses("9")
    town.rosa.hears("press 3").presses("9").hears(f"{words}, press 2").presses("2").hears(
        "to change or cancel, press 3"
    )
    town.rosa.presses("3").hears("to cancel it, press 5").presses("5").hears("press 5 again").presses("5")
    town.rosa.hears("it is cancelled").is_hung_up_on().waits(5)
    assert [request.state for request in town.requests()] == [RequestState.OPEN] * 4 + [RequestState.CANCELLED]
