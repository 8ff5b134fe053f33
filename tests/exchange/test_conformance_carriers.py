"""Carriers, and how many calls there may be at once: one fact of Twilio's each, with its page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from infra.local.exchange import Busy, LetsItRing, Person, PicksUp, Rejects, Unreachable
from tests.exchange.town import ALI, BEN, EMIL, HOME, LINE, START, Town

TOLD = ("StatusCallback", f"{HOME}/told")


def told(town: Town) -> tuple[str | None, ...]:
    """What the status callback says of the end of the only call."""
    (form,) = town.forms("/told")
    return form["CallStatus"], form.get("SipResponseCode"), form.get("ErrorCode")


@pytest.mark.assumes("sip-of-every-end")
@pytest.mark.parametrize(
    ("reaction", "end"),
    [
        (PicksUp(), ("completed", "200")),
        (Busy(), ("busy", "486")),
        (Rejects(), ("busy", "486")),
        (LetsItRing(), ("no-answer", "487")),
        (Unreachable(), ("failed", "503")),
        (Unreachable(sip="480"), ("failed", "480")),
    ],
)
def test_every_end_has_the_carriers_code(
    town: Town, reaction: PicksUp | Busy | Rejects | LetsItRing | Unreachable, end: tuple[str, str]
) -> None:
    """https://www.twilio.com/docs/voice/api/call-resource#statuscallback: SipResponseCode; a failure may have 480."""
    town.ben.when_rung(reaction)
    town.pages = {"/answered": "<Say>Hello.</Say>"}
    town.place(BEN, TOLD)
    town.run(90)
    assert told(town) == (*end, None)


@pytest.mark.assumes("dead-number")
def test_a_number_that_nobody_holds_is_not_found(town: Town) -> None:
    """https://www.rfc-editor.org/rfc/rfc3261#section-21.4.5."""
    town.place(EMIL, TOLD)
    town.run(5)
    assert told(town) == ("failed", "404", None)


@pytest.mark.assumes("failed-by-the-carrier")
def test_in_an_incident_all_calls_fail_alike(town: Town) -> None:
    """https://www.twilio.com/docs/api/errors/32017 and /32016: `failed` is no word about the number."""
    town.exchange.carriers.incident, town.exchange.carriers.error = "503", "32017"
    town.place(BEN, TOLD)
    town.run(5)
    assert told(town) == ("failed", "503", "32017")
    town.pages = {"/voice": f'<Dial action="/dialled">{ALI}</Dial>', "/dialled": "<Say>Nobody.</Say>"}
    town.rosa.dials(LINE).hears("nobody").is_hung_up_on()
    assert town.forms("/dialled")[0]["DialCallStatus"] == "failed"


@pytest.mark.assumes("post-dial-delay")
def test_a_phone_rings_some_seconds_after_it_was_dialled(town: Town) -> None:
    """https://www.twilio.com/docs/voice/api/call-resource: `ringing` follows; Timeout and five seconds run from it."""
    town.exchange.carriers.post_dial = 8.0
    town.ben.when_rung(LetsItRing())
    sid = town.place(BEN, TOLD, ("Timeout", "20"))
    town.run(7)
    assert (town.status(sid), town.ben.ringing) == ("queued", False)
    assert (town.rest("GET", f"/Calls/{sid}.json").body or {})["start_time"]
    town.run(60)
    assert told(town)[0] == "no-answer"
    assert town.asked[-1].at - START == timedelta(seconds=33)


@pytest.mark.assumes("post-dial-limit")
def test_a_carrier_that_finds_no_phone_within_a_minute_gives_up(town: Town) -> None:
    """https://www.twilio.com/docs/api/errors/32016: the timer of the post-dial delay is sixty seconds."""
    town.exchange.carriers.post_dial = 70.0
    town.place(BEN, TOLD)
    town.run(59)
    assert not town.forms("/told")
    town.run(2)
    assert told(town) == ("failed", "503", "32016")


@pytest.mark.assumes("cancel-a-ringing-call")
def test_a_call_that_is_cancelled_before_it_rings_never_rings(town: Town) -> None:
    """https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource: queued or ringing."""
    town.exchange.carriers.post_dial = 20.0
    sid = town.place(BEN, TOLD)
    town.run(5)
    town.rest("POST", f"/Calls/{sid}.json", ("Status", "canceled"))
    town.run(30)
    assert (town.ben.displays, told(town)[0]) == ([], "canceled")


@pytest.mark.assumes("one-call-too-many")
def test_one_call_too_many_is_refused_where_it_is_placed(town: Town) -> None:
    """https://www.twilio.com/docs/api/errors/10004, and support article 223180028: calls in and out, together."""
    town.exchange.standing.at_once = 1
    town.pages = {"/voice": '<Pause length="60"/>'}
    town.rosa.dials(LINE)
    town.run(2)
    answer = town.rest("POST", "/Calls.json", ("To", BEN), ("From", LINE), ("Url", f"{HOME}/answered"))
    assert answer.body is not None
    assert (answer.status, answer.body["code"]) == (429, 10004)


@pytest.mark.assumes("one-call-too-many")
def test_one_call_too_many_fails_when_its_turn_comes(town: Town) -> None:
    """https://www.twilio.com/docs/api/errors/10004: one that was queued while there was room for it."""
    town.exchange.standing.at_once = 1
    town.ali.when_rung(LetsItRing())
    town.place(ALI)
    town.place(BEN, TOLD)
    town.run(5)
    assert told(town) == ("failed", "503", "10004")


@pytest.mark.assumes("one-call-too-many")
def test_the_other_leg_of_a_dial_counts_too(town: Town) -> None:
    """https://www.twilio.com/docs/api/errors/10004: with one call at once nobody can be put through."""
    town.exchange.standing.at_once = 1
    town.pages = {"/voice": f'<Dial action="/dialled">{BEN}</Dial>', "/dialled": "<Say>Nobody.</Say>"}
    town.rosa.dials(LINE).hears("nobody").is_hung_up_on()
    assert (town.forms("/dialled")[0]["DialCallStatus"], town.ben.displays) == ("failed", [])


@pytest.mark.assumes("caller-beyond-the-limit")
def test_who_dials_in_beyond_the_limit_finds_the_line_engaged(town: Town) -> None:
    """https://www.twilio.com/docs/api/errors/10004: the call is rejected, and the app is asked for nothing."""
    town.exchange.standing.at_once = 1
    town.ali.when_rung(LetsItRing())
    town.place(ALI)
    town.run(2)
    town.rosa.dials(LINE).is_hung_up_on()
    assert not town.forms("/voice")
    town.run(65)
    town.pages = {"/voice": "<Say>Hello.</Say>"}
    town.rosa.dials(LINE).hears("hello").is_hung_up_on()


@pytest.mark.assumes("short-number")
@pytest.mark.parametrize("number", ["+44116123", "116123"])
def test_a_short_number_is_put_through_only_where_it_can_be(town: Town, number: str) -> None:
    """https://www.twilio.com/docs/api/errors/13224: no carrier delivers it, unless an account is found to have one."""
    helpline = Person(town.exchange, number, "Samaritans")
    town.pages = {"/voice": f'<Dial action="/dialled">{number}</Dial>', "/dialled": "<Say>Nobody.</Say>"}
    town.rosa.dials(LINE).hears("nobody").is_hung_up_on()
    assert (town.forms("/dialled")[0]["DialCallStatus"], helpline.displays) == ("failed", [])
    town.exchange.carriers.reachable.add(number)
    town.rosa.dials(LINE)
    helpline.picks_up().hangs_up()
