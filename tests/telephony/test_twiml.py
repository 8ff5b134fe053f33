"""Turns to TwiML: what Twilio is told to say, and what it then waits for."""

from __future__ import annotations

import pytest

from hotline.conversation.turns import Ask, Dial, Join, KeyNumber, Leave, Option, Play, Record, Say, Wait
from hotline.telephony.asked import menu
from hotline.telephony.places import way_out
from hotline.telephony.twiml import goodbye, not_in_use, one_moment, something_broke
from tests.prompts.brentwood import BRENTWOOD, SPEAKER
from tests.telephony.pages import ACTION, NOTE, ROSA, VOICE, only, read, verbs, words, written

SHOPPING = Option(key="1", meaning="shopping", prompt="option.shopping")
ONGAR = Option(key="2", meaning="ongar", prompt="option.area", values={"area": "ongar"})
MENU = Ask(prompt="where", options=(SHOPPING, ONGAR))
TO_ROSA = Dial(to="resident:request-1", prompt="joining", whisper="whisper_resident")


def test_fault_13_every_word_of_a_question_can_be_interrupted() -> None:
    """All words are inside the Gather, what was said before the question too: a key during any of them counts."""
    gather = only(written(MENU, Say("welcome")))
    assert gather.tag == "Gather"
    assert verbs(gather) == ["Say"]
    heard = words(gather)
    assert heard.startswith("Hello, Brentwood Mutual Aid: neighbours helping neighbours.")
    assert heard.endswith("Nought rings a person. | For shopping, press 1. | In Ongar, press 2. |")


def test_a_menu_takes_one_key_and_tells_of_silence() -> None:
    """Star and hash are keys like the others, one key is sent at once, and silence is sent too."""
    assert only(written(MENU)).attrib == {
        "action": ACTION,
        "method": "POST",
        "numDigits": "1",
        "finishOnKey": "",
        "timeout": "9",
        "actionOnEmptyResult": "true",
    }


def test_a_question_that_most_leave_unanswered_waits_less() -> None:
    """`For something else as well, press 1` does not keep the others on the line."""
    question = Ask(prompt="advice", options=(SHOPPING,), silence="done", patient=False)
    assert only(written(question)).attrib["timeout"] == "4"


def test_a_number_is_ended_by_hash_and_begun_again_by_star() -> None:
    """Nought and star belong to the number, and there is room to begin it three times."""
    gather = only(written(KeyNumber(prompt="key_number")))
    assert (gather.attrib["finishOnKey"], gather.attrib["numDigits"]) == ("#", "45")
    assert (gather.attrib["timeout"], gather.attrib["actionOnEmptyResult"]) == ("9", "true")
    assert "Star starts it over" in words(gather)


def test_words_pauses_and_voice_are_the_group_s() -> None:
    """One Say in the group's voice and language, with a break of half a second for each bar."""
    say = only(only(written(MENU)))
    assert say.attrib == {"voice": BRENTWOOD.voice, "language": "en-GB"}
    assert [(pause.tag, pause.attrib) for pause in say] == [("break", {"time": "500ms"})] * 3


def test_star_says_the_same_slower() -> None:
    """All of it again, at 85 per cent of the pace."""
    say = only(only(written(MENU, Say("welcome"), slow=True)))
    assert only(say).tag == "prosody"
    assert only(say).attrib == {"rate": "85%"}
    assert words(say) == words(only(written(MENU, Say("welcome"))))
    assert words(written(MENU, Say("welcome"), slow=True, simpler=True)).startswith("Hello")


def test_fault_14_silence_and_wrong_keys_are_asked_again_simpler() -> None:
    """The simpler words, and the options; not once more what was said before the question."""
    heard = words(written(MENU, Say("welcome"), simpler=True))
    assert heard.startswith("Roughly where are you? |")
    assert "For shopping, press 1." in heard
    assert "Hello" not in heard


def test_a_number_is_looked_up_only_while_the_words_are_written() -> None:
    """The script knows the request's id; its number is said digit by digit, in no other form."""
    document = written(Ask(prompt="number_read_back", values={"number": "request-1"}, options=(SHOPPING,)))
    assert "We will ring 0 2 0, 7 9 4 6, 0 1 2 3." in words(document)


def test_what_is_said_of_one_request_is_not_kept_in_memory() -> None:
    """Menus are written once for everybody; a number, the two words or a recording never join them there."""
    menu.cache_clear()
    written(MENU, Say("welcome"))
    written(Ask(prompt="number_read_back", values={"number": "request-1"}, options=(SHOPPING,)))
    written(MENU, Say("thanks", by="1300", words="blue-kettle"))
    written(MENU, Play("request-1"))
    assert menu.cache_info().currsize == 1


def test_a_kept_menu_goes_on_from_where_each_caller_is() -> None:
    """The words are shared, the action is not, whatever letters it holds."""
    first, second = (only(written(MENU, action=f"{ACTION}?a=1&b={which}")) for which in "12")
    assert [gather.attrib["action"] for gather in (first, second)] == [f"{ACTION}?a=1&b=1", f"{ACTION}?a=1&b=2"]
    assert words(first) == words(second)


def test_a_recording_is_played_between_the_words() -> None:
    """What a resident said is heard at its place, and can be interrupted; one that is gone is left out."""
    said = (Say("their_words"), Play("request-1"), Play("request-2"), Say("putting_you_through"))
    gather = only(written(MENU, *said))
    assert verbs(gather) == ["Say", "Play", "Say"]
    assert gather[1].text == NOTE


def test_recording_a_few_words_ends_with_hash_and_silence_is_told_too() -> None:
    """A silent Record falls through, so that the action stands behind it as well."""
    say, record, redirect = written(Record(prompt="a_few_words"))
    assert "After the tone" in words(say)
    assert record.attrib == {
        "action": ACTION,
        "method": "POST",
        "maxLength": "60",
        "timeout": "9",
        "finishOnKey": "#",
        "playBeep": "true",
    }
    assert (redirect.tag, redirect.text, redirect.attrib) == ("Redirect", ACTION, {"method": "POST"})


def test_a_resident_is_dialled_with_the_line_s_own_number_shown() -> None:
    """The volunteer hears that it rings; on the resident's display is the line's number (promise 6)."""
    say, dial = written(TO_ROSA, number=ROSA.e164, beside="https://line.example.org/whisper")
    assert words(say) == "Ringing them now."
    assert dial.attrib == {
        "action": ACTION,
        "method": "POST",
        "callerId": "+442079460000",
        "timeout": "40",
        "timeLimit": "3600",
        "answerOnBridge": "true",
        "ringTone": "uk",
    }
    assert only(dial).text == ROSA.e164
    assert only(dial).attrib == {"url": "https://line.example.org/whisper", "method": "POST"}


@pytest.mark.parametrize(("ring", "seconds"), [("resident", "40"), ("listening", "40"), ("volunteer", "15")])
def test_a_phone_rings_as_long_as_its_kind(ring: str, seconds: str) -> None:
    """A volunteer's phone stops before voicemail answers; a resident takes longer to reach theirs. Twilio adds five."""
    _, dial = written(Dial(to="listening:0", prompt="putting_you_through", ring=ring), number="+44116123")
    assert dial.attrib["timeout"] == seconds
    assert only(dial).attrib == {}


def test_somebody_waits_in_a_queue_of_their_own() -> None:
    """Named by the request; what they hear meanwhile is a script of its own, and what comes of it is told."""
    wait = Wait(queue="request-1", hold="waiting")
    enqueue = only(written(wait, beside="https://line.example.org/waiting"))
    assert (enqueue.tag, enqueue.text) == ("Enqueue", "request-1")
    assert enqueue.attrib == {
        "action": ACTION,
        "method": "POST",
        "waitUrl": "https://line.example.org/waiting",
        "waitUrlMethod": "POST",
    }


def test_whoever_waits_is_taken_out_of_their_queue_and_hears_who_it_is() -> None:
    """The first in the queue of that request; they are there, or are not waited for. No number is dialled or shown."""
    taken = Dial(to="queue:request-1", prompt="on_the_line", whisper="whisper_waiting")
    say, dial = written(taken, beside="https://line.example.org/whisper")
    assert words(say) == "They are on the line."
    assert dial.attrib == {"action": ACTION, "method": "POST", "timeout": "5", "timeLimit": "3600"}
    queue = only(dial)
    assert (queue.tag, queue.text) == ("Queue", "request-1")
    assert queue.attrib == {"url": "https://line.example.org/whisper", "method": "POST"}


def test_somebody_who_waits_hears_something_new_every_half_minute() -> None:
    """The words and the silence after them take so long together; a few words leave more silence."""
    question = Ask(prompt="waiting.yes", options=(), silence="still", holds=True)
    spoken = SPEAKER.seconds("waiting.yes", {})
    assert only(written(question)).attrib["timeout"] == str(round(30 - spoken))


def test_at_the_end_of_the_wait_the_queue_is_left() -> None:
    """After the last words; and at once when something broke, since nothing else may be said there (fault 26)."""
    assert verbs(written(Leave(), Say("waiting.enough"))) == ["Say", "Leave"]
    assert verbs(read(way_out("waiting") or "")) == ["Leave"]


def test_whoever_is_taken_out_of_a_queue_is_joined_whatever_has_broken() -> None:
    """An empty page: neither a recording nor the end of the call is allowed there, and somebody waits behind it."""
    assert verbs(read(way_out("whisper_waiting") or "")) == []


def test_there_is_no_dialling_without_a_number() -> None:
    """A missing number is an error here, never an empty Dial."""
    with pytest.raises(ValueError, match="no number to dial for resident"):
        written(TO_ROSA)


def test_a_call_ends_after_its_words_and_a_whisper_joins() -> None:
    """A script that is over hangs up; the end of a whisper's document joins the two phones."""
    assert verbs(written(None, Say("goodbye"))) == ["Say", "Hangup"]
    assert verbs(written(Join(), Say("whisper_resident"))) == ["Say"]


def test_fault_26_one_moment_carries_the_answer_on() -> None:
    """Kind words, then a redirect to the URL that holds what was keyed."""
    say, redirect = read(one_moment(ACTION, VOICE))
    assert words(say) == "One moment, please."
    assert (redirect.tag, redirect.text) == ("Redirect", ACTION)


def test_fault_27_when_something_broke_there_are_kind_words_and_a_recording() -> None:
    """No group and no settings are needed for it, and somebody who stays silent is kept too."""
    document = read(something_broke("https://line.example.org/left"))
    assert verbs(document) == ["Say", "Record", "Redirect"]
    assert "something broke at our end" in words(document)
    assert document[1].attrib["action"] == document[2].text == "https://line.example.org/left"


def test_words_outside_any_group() -> None:
    """Who left words is thanked; who dialled a number of nobody's is told."""
    assert words(read(goodbye())).startswith("Thank you. It is kept.")
    assert words(read(not_in_use())) == "This number is not in use here."
    assert verbs(read(goodbye())) == verbs(read(not_in_use())) == ["Say", "Hangup"]
