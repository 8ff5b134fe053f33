"""<Dial>, <Enqueue> and <Queue>: one fact of Twilio's documentation each, with its page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from infra.local.exchange import Busy, LetsItRing, PicksUp, Rejects, Unreachable, Voicemail
from tests.exchange.town import ALI, BEN, HOME, LINE, PRIYA, ROSA, START, Town

DIAL = '<Dial action="/dialled" callerId="{line}" timeout="20"{more}>{whom}</Dial><Say>Unreachable.</Say>'
NUMBER = f'<Number url="/whisper">{BEN}</Number>'


def dials(town: Town, whom: str = BEN, more: str = "") -> None:
    """Rosa phones, and is put through."""
    town.pages = {
        "/voice": DIAL.format(line=LINE, whom=whom, more=more),
        "/whisper": '<Gather action="/agreed" numDigits="1"><Say>Rosa asks for you. Press 1.</Say></Gather><Hangup/>',
        "/agreed": "<Say>Joined.</Say>",
        "/dialled": lambda form: f"<Say>It was {form['DialCallStatus']}.</Say>",
    }
    town.rosa.dials(LINE)


def outcome(town: Town) -> tuple[str, str]:
    (form,) = town.forms("/dialled")
    return form["DialCallStatus"], form["DialBridged"]


@pytest.mark.assumes("dial-call-status")
@pytest.mark.parametrize(
    ("reaction", "status"),
    [(LetsItRing(), "no-answer"), (Busy(), "busy"), (Rejects(), "busy"), (Unreachable(), "failed")],
)
def test_the_action_is_told_why_nobody_was_reached(
    town: Town, reaction: LetsItRing | Busy | Rejects | Unreachable, status: str
) -> None:
    """https://www.twilio.com/docs/voice/twiml/dial#dialcallstatus-values."""
    town.ben.when_rung(reaction)
    dials(town)
    town.rosa.hears(f"it was {status}").is_hung_up_on()
    assert outcome(town) == (status, "false")
    assert "DialCallDuration" not in town.forms("/dialled")[0]


@pytest.mark.assumes("ring-and-five")
def test_a_dialled_phone_rings_for_as_long_as_it_says_and_five_seconds(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/dial#timeout: Twilio always adds a five-second buffer."""
    town.ben.when_rung(LetsItRing())
    dials(town)
    town.rosa.hears("no-answer")
    assert town.forms("/dialled")
    assert town.asked[-1].at - START == timedelta(seconds=20 + 5)


@pytest.mark.assumes("dial-action")
def test_the_call_goes_on_at_the_action_when_the_other_hangs_up(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/dial#action: the rest of the document is unreachable."""
    dials(town)
    town.ben.picks_up()
    town.rosa.talks_with(town.ben, seconds=40)
    town.ben.hangs_up()
    town.rosa.hears("it was completed").hears_nothing_of("unreachable")
    form = town.forms("/dialled")[0]
    assert (form["DialCallStatus"], form["DialBridged"], form["DialCallDuration"]) == ("completed", "true", "40")
    assert form["DialCallSid"] != form["CallSid"]


@pytest.mark.assumes("dial-without-action")
def test_without_an_action_the_next_verb_follows(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/dial#action."""
    town.ben.when_rung(LetsItRing())
    town.pages["/voice"] = f"<Dial>{BEN}</Dial><Say>Nobody was there.</Say>"
    town.rosa.dials(LINE).hears("nobody was there")
    assert town.timeline.now() > START + timedelta(seconds=30)


@pytest.mark.assumes("dial-action-at-hang-up")
def test_the_action_is_told_when_the_caller_hangs_up(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/dial#action: it is asked when the <Dial> call ends, whoever ended it."""
    dials(town)  # the page does not say what then; the call is over, so nobody can hear the app's answer
    town.ben.picks_up()
    town.rosa.talks_with(town.ben).hangs_up()
    town.ben.is_hung_up_on().waits(1)
    assert outcome(town) == ("completed", "true")
    assert town.forms("/dialled")[0]["CallStatus"] == "completed"
    assert town.rosa.call is None


@pytest.mark.assumes("dial-ends-with-its-caller")
def test_a_phone_stops_ringing_when_the_caller_hangs_up(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/dial: the dialled leg ends with the call that dialled it."""
    dials(town)
    town.ben.is_rung()
    town.rosa.hangs_up()
    town.ben.stops_ringing().waits(1)
    assert outcome(town) == ("no-answer", "false")


@pytest.mark.assumes("caller-id")
def test_the_phone_shows_the_number_that_was_set(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/dial#callerid: and the caller's own where none was."""
    dials(town)
    town.ben.picks_up().hangs_up()
    town.rosa.is_hung_up_on()
    town.pages["/voice"] = f"<Dial>{BEN}</Dial>"
    town.rosa.dials(LINE)
    town.ben.picks_up()
    assert town.ben.displays == [LINE, ROSA]


@pytest.mark.assumes("caller-id-of-the-account")
def test_no_other_number_can_be_shown(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/dial#callerid: one of the account, or the caller's own (error 13214)."""
    town.pages = {"/voice": f'<Dial action="/dialled" callerId="{PRIYA}">{BEN}</Dial>', "/dialled": "<Say>No.</Say>"}
    town.rosa.dials(LINE).hears("no").is_hung_up_on()
    assert outcome(town) == ("failed", "false")
    town.exchange.expects_error("neither this account's number")


@pytest.mark.assumes("whisper")
def test_the_other_hears_a_document_before_they_are_joined(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/number#url: alone, and is joined at its end."""
    dials(town, NUMBER)
    town.ben.picks_up().hears("rosa asks").presses("1").hears("joined").is_joined_with(town.rosa)
    town.rosa.hears_nothing_of("rosa asks")
    whispered = town.forms("/whisper")[0]
    assert (whispered["Direction"], whispered["To"]) == ("outbound-dial", BEN)
    assert whispered["ParentCallSid"] == town.forms("/voice")[0]["CallSid"]


@pytest.mark.assumes("voicemail-is-not-joined")
def test_answered_by_a_machine_is_completed_and_not_joined(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/dial#dialbridged: DialCallStatus does not tell, DialBridged does."""
    town.ben.when_rung(Voicemail(after=10))
    dials(town, NUMBER)
    town.rosa.hears("it was completed")
    assert outcome(town) == ("completed", "false")


@pytest.mark.assumes("several-numbers")
def test_several_phones_ring_at_once_and_the_first_wins(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/number: the others are hung up."""
    dials(town, f"<Number>{BEN}</Number><Number>{ALI}</Number>")
    town.ben.is_rung()
    town.ali.picks_up().is_joined_with(town.rosa)
    assert not town.ben.ringing
    town.ali.hangs_up()
    town.rosa.hears("it was completed")


@pytest.mark.assumes("several-whispers")
def test_the_first_to_agree_wins_not_the_first_to_answer(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/number#url: whoever hangs up in the document leaves it to the others."""
    dials(town, f'{NUMBER}<Number url="/whisper">{ALI}</Number>')
    town.ben.picks_up().hears("press 1").hangs_up()
    town.ali.picks_up().hears("press 1").presses("1").is_joined_with(town.rosa)
    town.ali.hangs_up()
    town.rosa.hears("it was completed")
    assert outcome(town) == ("completed", "true")


@pytest.mark.assumes("answer-on-bridge")
def test_the_callers_phone_may_ring_until_they_are_joined(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/dial#answeronbridge."""
    dials(town, more=' answerOnBridge="true"')
    town.ben.is_rung().waits(5)
    (call,) = [call for call in town.exchange.calls.values() if call.to == LINE]
    assert call.status == "ringing"
    town.ben.picks_up().is_joined_with(town.rosa)
    assert call.status == "in-progress"


@pytest.mark.assumes("time-limit")
def test_a_conversation_can_be_limited(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/dial#timelimit."""
    dials(town, more=' timeLimit="60"')
    town.ben.picks_up().is_hung_up_on().waits(1)
    assert town.forms("/dialled")[0]["DialCallDuration"] == "60"


@pytest.mark.assumes("hangup-on-star")
def test_star_may_leave_the_other(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/dial#hanguponstar: where it was asked for."""
    dials(town, more=' hangupOnStar="true"')
    town.ben.picks_up()
    town.rosa.talks_with(town.ben).presses("*").hears("it was completed")
    assert town.ben.call is None


@pytest.mark.assumes("dialled-leg-events")
def test_a_dialled_leg_tells_of_its_progress(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/number#statuscallbackevent: several, with spaces between them."""
    told = f'statusCallback="{HOME}/leg" statusCallbackEvent="initiated ringing answered completed"'
    dials(town, f"<Number {told}>{BEN}</Number>")
    town.ben.when_rung(PicksUp(after=3))
    town.rosa.talks_with(town.ben).hangs_up().waits(1)
    legs = town.forms("/leg")
    assert [form["CallStatus"] for form in legs] == ["initiated", "ringing", "in-progress", "completed"]
    assert {form["ParentCallSid"] for form in legs} == {town.forms("/voice")[0]["CallSid"]}


def waits_in_queue(town: Town) -> None:
    """Rosa waits in a queue that Ben, when he is rung, takes from."""
    town.pages = {
        "/voice": '<Enqueue waitUrl="/wait" action="/left">shopping</Enqueue><Say>Unreachable.</Say>',
        "/wait": '<Say>Please wait.</Say><Pause length="10"/>',
        "/left": lambda form: f"<Say>It was {form['QueueResult']}.</Say>",
        "/answered": '<Dial action="/taken"><Queue url="/about-to">shopping</Queue></Dial>',
        "/about-to": "<Say>Here is Ben.</Say>",
        "/taken": lambda form: f"<Say>Over: {form['DialCallStatus']}.</Say>",
    }
    town.rosa.dials(LINE)


@pytest.mark.assumes("wait-url")
def test_whoever_waits_hears_the_waiting_document_again_and_again(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/enqueue#waiturl: with the place in the queue."""
    waits_in_queue(town)
    town.rosa.hears("please wait. please wait. please wait.").hangs_up().waits(1)
    assert [form["QueuePosition"] for form in town.forms("/wait")] == ["1", "1", "1"]
    assert town.forms("/left")[0]["QueueResult"] == "hangup"


@pytest.mark.assumes("queue-first")
def test_the_first_in_the_queue_is_taken(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/queue: hears a document of its own, and is joined."""
    waits_in_queue(town)
    town.place(BEN)
    town.ben.picks_up()
    town.rosa.hears("here is ben").talks_with(town.ben)
    town.ben.hangs_up()
    town.rosa.hears("it was bridged").hears_nothing_of("unreachable")


@pytest.mark.assumes("queue-action")
def test_whoever_took_goes_on_when_the_other_hangs_up(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/dial#action."""
    waits_in_queue(town)
    town.place(BEN)
    town.ben.picks_up().is_joined_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.hears("over: completed")


@pytest.mark.assumes("empty-queue")
def test_an_empty_queue_is_waited_for(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/queue: until somebody joins it, or the timeout."""
    waits_in_queue(town)
    town.rosa.hears("please wait").hangs_up()
    town.place(BEN)
    town.ben.picks_up().waits(10)
    town.rosa.dials(LINE).is_joined_with(town.ben).hangs_up()
    town.ben.hears("over: completed").is_hung_up_on()
    town.place(BEN)
    town.ben.picks_up().hears("over: no-answer")


@pytest.mark.assumes("leave")
def test_leaving_the_queue_goes_on_behind_it(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/leave."""
    waits_in_queue(town)
    town.pages["/wait"] = "<Say>We are closing.</Say><Leave/>"
    town.pages["/voice"] = '<Enqueue waitUrl="/wait">shopping</Enqueue><Say>Phone tomorrow.</Say>'
    town.rosa.hangs_up().dials(LINE).hears("we are closing", "phone tomorrow").is_hung_up_on()


@pytest.mark.assumes("wait-url-gather")
def test_a_key_while_waiting_goes_on_in_the_queue_or_out_of_it(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/enqueue#waiturl: <Gather> is one of its verbs, and so is <Leave>."""
    waits_in_queue(town)
    town.pages["/wait"] = '<Gather action="/key" numDigits="1"><Say>One moment.</Say></Gather>'
    town.pages["/key"] = lambda form: (
        "<Leave/>" if form["Digits"] == "1" else "<Say>Still here.</Say><Redirect>/wait</Redirect>"
    )
    town.rosa.hears("one moment").presses("2")
    town.rosa.hears("still here", "one moment").presses("1").hears("it was leave").is_hung_up_on()


@pytest.mark.assumes("queue-left-early")
def test_whoever_leaves_the_taker_to_an_empty_queue_is_never_joined(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/queue: hung up while they hear the document before they are joined."""
    waits_in_queue(town)
    town.place(BEN)
    town.ben.picks_up()
    town.rosa.hears("here is").hangs_up()
    town.ben.hears("over: completed")
    assert town.forms("/taken")[0]["DialBridged"] == "false"


@pytest.mark.assumes("queue-unknown")
def test_a_queue_in_which_nobody_ever_waited_is_an_error(town: Town) -> None:
    """https://www.twilio.com/docs/voice/twiml/queue: if it does not exist the action is told so, at once."""
    waits_in_queue(town)
    town.pages["/answered"] = '<Dial action="/taken"><Queue>another</Queue></Dial>'
    town.place(BEN)
    town.ben.picks_up().hears("over: failed").is_hung_up_on()
    town.rosa.hangs_up()
