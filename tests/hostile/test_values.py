"""Fields with values that no phone should send: spoken words, nothing changed, nothing logged in full, no error."""

from __future__ import annotations

import pytest

from hotline.records import Reason
from infra.local.exchange.verbs import Gather
from infra.local.virtual import BASE
from tests.hostile.posts import A_FEW, FROMS, ODD, ROSA, Hostile, action, form_of, question
from tests.stories.town import GROUP, LINE

_IDS = ["few", "all"]
few_and_all = pytest.mark.parametrize("odd", [ODD[:A_FEW], pytest.param(ODD, marks=pytest.mark.long)], ids=_IDS)
few_and_all_froms = pytest.mark.parametrize(
    "froms", [FROMS[:A_FEW], pytest.param(FROMS, marks=pytest.mark.long)], ids=_IDS
)


def kept(hostile: Hostile) -> set[tuple[object, ...]]:
    """What has been asked for, by whom, and in which words."""
    made = hostile.town.store.requests(GROUP)
    return {(one.id, one.need, one.reason, one.number, one.area, one.when, one.note) for one in made}


@few_and_all
def test_odd_digits_answer_no_question(hostile: Hostile, odd: tuple[str, ...]) -> None:
    """Full-width digits, five thousand of them, semicolons, a null byte: the question is put again."""
    for name, sid, url in list(hostile.at_each_question()):
        before = kept(hostile)
        for digits in odd:
            hostile.post(url, form_of(sid, Digits=digits), f"{digits[:12]!r} at {name}")
        hostile.post(url, form_of(sid, SpeechResult="x" * 100_000, Confidence="0.5"), f"speech at {name}")
        if name != "nought":  # whose dial is then over, and words are asked for
            assert kept(hostile) == before, name


def test_a_post_that_names_no_call_is_of_no_call(hostile: Hostile) -> None:
    """Twilio names it in every webhook; without one, all would share the ids that are made from it."""
    for name, sid, url in list(hostile.at_each_question()):
        hostile.post(url, {}, f"an empty form at {name}")
        hostile.post(url, {"CallSid": ""}, f"no call at {name}")
        twice = [("CallSid", sid), ("From", "a"), ("From", "b"), ("Digits", "1"), ("Digits", "2"), ("To", LINE)]
        hostile.post(url, twice, f"fields twice at {name}")
    before = kept(hostile)
    for door in ("voice", "status", "left"):
        hostile.post(f"{BASE}/{door}", {"To": LINE, "From": ROSA, "CallStatus": "completed"}, door)
    assert kept(hostile) == before


@few_and_all
def test_odd_results_of_recordings_phones_and_queues(hostile: Hostile, odd: tuple[str, ...]) -> None:
    """At every question, also where nobody records, dials or waits."""
    for name, sid, url in list(hostile.at_each_question()):
        for value in (*odd, "RE'\"<>&"):
            what = f"{value[:12]!r} at {name}"
            hostile.post(url, form_of(sid, RecordingSid=value, RecordingDuration="5", Digits="#"), f"SID {what}")
            hostile.post(url, form_of(sid, RecordingSid="RE1", RecordingDuration=value), f"duration {what}")
            hostile.post(url, form_of(sid, DialCallStatus=value, DialBridged=value), f"dialled {what}")
            hostile.post(url, form_of(sid, QueueResult=value), f"queue {what}")


@pytest.mark.parametrize("length", ["", "12.5", "nonsense", "9" * 5000])
def test_a_length_that_cannot_be_read_keeps_the_words(hostile: Hostile, length: str) -> None:
    """It is what was said that counts."""
    urls = {name: (sid, url) for name, sid, url in hostile.at_each_question()}
    sid, url = urls["tell"]
    hostile.post(url, form_of(sid, RecordingSid="RE" + "7" * 32, RecordingDuration=length, Digits="#"), length[:12])
    assert [told.recording for told in hostile.town.store.for_meeting(GROUP)] == ["RE" + "7" * 32]


@few_and_all_froms
def test_whatever_number_is_shown_a_whole_call_goes_well(hostile: Hostile, froms: tuple[str, ...]) -> None:
    """Shopping, Ongar, today; a number is keyed where one is asked for."""
    for shown in froms:
        sid, url, what = hostile.call(), f"{BASE}/voice", f"from {shown[:30]!r}"
        keys = iter(("1", "2", "1", "1", *[""] * 4))
        answer = hostile.post(url, form_of(sid, shown), what)
        while isinstance(waits := question(answer, url), Gather):
            url = waits.action
            digits = "02079460177" if waits.finish_on_key == "#" else next(keys)
            answer = hostile.post(url, form_of(sid, shown, Digits=digits), what)
        hostile.post(f"{BASE}/status", form_of(sid, shown, CallStatus="completed"), what)
        hostile.post(f"{BASE}/left", form_of(sid, shown, RecordingSid="RE" + "1" * 32), what)
        hostile.post(f"{BASE}/text", {"From": shown, "To": LINE, "Body": "hello"}, what)
    hostile.town.rosa.waits(600)


def test_who_says_nothing_at_a_tone_has_left_no_words(hostile: Hostile) -> None:
    """Twilio keeps silence as a recording like any other: nine seconds that no key has ended are no words."""
    sid, url = hostile.call(), f"{BASE}/voice"
    for digits in ("", "4", "6"):
        answer = hostile.post(url, form_of(sid, Digits=digits), "on the way")
        waits = question(answer, url)
        assert waits
        url = waits.action or ""
    silent = form_of(sid, RecordingSid="RE" + "7" * 32, RecordingDuration="9", Digits="")
    assert b"kept nothing" in hostile.post(url, silent, "silence")
    assert hostile.town.store.for_meeting(GROUP) == []


def test_an_empty_answer_of_a_call_that_is_over_answers_nothing(hostile: Hostile) -> None:
    """Twilio may post a Gather when somebody hangs up: `or just wait` is for those who are still there."""
    urls = {name: (sid, url) for name, sid, url in hostile.at_each_question()}
    sid, url = urls["rule"]
    still = hostile.post(url, form_of(sid, Digits="", CallStatus="in-progress"), "silence")
    gone = hostile.post(url, form_of(sid, Digits="", CallStatus="completed"), "hung up")
    asked = [url.rsplit("/", 1)[1], *(action(page, url).rsplit("/", 1)[1] for page in (gone, still))]
    assert asked[0] == asked[1] != asked[2]


@pytest.mark.parametrize("direction", [None, "", "trunking-originating", "trunking-terminating", "outbound"])
def test_a_direction_that_is_not_ours_is_a_strangers_call(hostile: Hostile, direction: str | None) -> None:
    """Only a call that we have placed hears what is for whoever has that phone (promise 7)."""
    town = hostile.town
    town.asks_for_shopping(town.rosa)
    town.ben.is_rung()
    (offer,) = town.offers()
    form = form_of(hostile.call(), town.ben.number)
    form = {name: value for name, value in form.items() if name != "Direction"}
    said = {} if direction is None else {"Direction": direction}
    answer = hostile.post(f"{BASE}/call/{GROUP}/offer/{offer.id}/-/0/~", form | said, "direction")
    assert (b"press 1" in answer.lower(), b"Hello, Brentwood" in answer) == (True, True)
    assert Reason.RECORDING not in town.items()
