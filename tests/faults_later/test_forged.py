"""Forged, replayed and unsigned posts; tokens in rotation; caller IDs that are somebody else's (faults 29, 30, 31)."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from chalicelib.outside import standing_in
from hotline.records import Request, RequestState
from hotline.telephony.account import Known
from hotline.telephony.signature import Tokens
from infra.local.exchange import LetsItRing, signature
from infra.local.virtual import ACCOUNT, BASE, TOKEN
from tests.stories.town import LINE, Town

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_CALL = "/call/brentwood/resident/-/-/0/~"
_DOORS = ["/voice", _CALL, "/status", "/status/brentwood/nobodys-1", "/left", "/text"]


def known(*, primary: str, secondary: str) -> Known:
    """The exchange's account, as far as the line knows it."""
    return Known(sid=ACCOUNT, tokens=Tokens(primary=primary, secondary=secondary))


def form_of(town: Town, **changes: str) -> dict[str, str]:
    """What Twilio would post for a call of Rosa's."""
    rosas = {"CallSid": "CA" + "1" * 32, "AccountSid": ACCOUNT, "From": town.rosa.number, "To": LINE, "Digits": "1"}
    return rosas | {"Direction": "inbound", "CallStatus": "completed", "RecordingSid": "RE" + "1" * 32} | changes


def post(town: Town, path: str, form: dict[str, str], *, signed: str | None, **headers: str) -> tuple[int, bytes]:
    """A post to the line's address; the status and the body of its answer."""
    signs = {} if signed is None else {"X-Twilio-Signature": signed}
    body = urlencode(form).encode()
    status, _, answer = town.line.gateway("POST", BASE + path, _FORM | signs | headers, body)
    return status, answer


def taken(town: Town) -> Request:
    """Rosa's request, which Ben has accepted, and means to ring about later."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("3").is_hung_up_on().waits(5)
    return town.request()


@pytest.mark.parametrize("path", _DOORS)
def test_fault_29_forged_posts_get_403_and_nothing_changes(town: Town, path: str) -> None:
    """Unsigned, signed by another's token, signed for another form or another address: at every door."""
    form = form_of(town)
    before = list(town.store.requests("brentwood"))
    for forged in (
        None,
        "",
        "ö",
        signature("another-token", BASE + path, form),
        signature(TOKEN, BASE + path, form | {"Digits": "2"}),
        signature(TOKEN, f"https://elsewhere.example{path}", form),
        signature(TOKEN, f"http://line.example{path}", form),
    ):
        assert post(town, path, form, signed=forged) == (403, b"")
    assert list(town.store.requests("brentwood")) == before
    assert post(town, path, form, signed=signature(TOKEN, BASE + path, form))[0] == 200


def test_fault_29_a_replayed_post_does_what_it_did_already(town: Town) -> None:
    """Mallory has seen a signed post, and sends it once more: the same answer, and one request."""
    spot = f"{BASE}{_CALL}"
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").hangs_up().waits(2)
    before = town.request()
    form = form_of(town, CallSid="CA" + "3" * 32)
    answers = {post(town, _CALL, form, signed=signature(TOKEN, spot, form)) for _ in range(2)}
    assert len(answers) == 1
    assert town.request() == before


def test_fault_29_the_address_that_is_checked_comes_from_settings(town: Town) -> None:
    """A proxy or a stage changes what the request says of itself: neither is believed."""
    form = form_of(town)
    right = signature(TOKEN, f"{BASE}/voice", form)
    moved = {"Host": "inside.example", "X-Forwarded-Proto": "http", "X-Forwarded-Host": "inside.example"}
    assert post(town, "/voice", form, signed=right, **moved)[0] == 200
    wrong = signature(TOKEN, "https://inside.example/voice", form)
    assert post(town, "/voice", form, signed=wrong, **moved)[0] == 403


@pytest.mark.parametrize(
    "town",
    [
        {"account": known(primary=TOKEN, secondary="the-next")},
        {"account": known(primary="the-next", secondary=TOKEN)},
    ],
    indirect=True,
)
def test_fault_30_the_primary_or_the_secondary_token_is_good(town: Town) -> None:
    """While the token is rotated Twilio may sign with either: no call notices."""
    town.joins(town.ben)
    town.asks_for_shopping(town.rosa)
    town.ben.picks_up().hears("yes, press 1").presses("2").is_hung_up_on()


@pytest.mark.parametrize("account", [known(primary="", secondary=""), known(primary="another", secondary="")])
def test_fault_30_with_no_token_or_another_nothing_is_signed(town: Town, account: Known) -> None:
    """It fails closed: a setting that was forgotten opens no door."""
    form = form_of(town)
    with standing_in(town.world, account):
        for token in ("", TOKEN):
            assert post(town, "/voice", form, signed=signature(token, f"{BASE}/voice", form))[0] == 403


def test_fault_31_caller_id_forged_as_the_residents_tells_nothing(town: Town) -> None:
    """Mallory's phone shows Rosa's number: the same words as for anybody, and Rosa's request stays as it is."""
    before = taken(town)
    town.rosa.when_rung(LetsItRing())
    town.mallory.dials(LINE, withheld=town.rosa.number).hears("anything else").presses("4").hears("press 9")
    town.mallory.presses("9").hears("put the phone down").is_hung_up_on().waits(300)
    town.mallory.hears_nothing_of(before.words.replace("-", " "), "Ongar", "shopping, in", "Ben")
    assert town.request() == before
    assert town.mallory.displays == []


def test_fault_31_caller_id_forged_as_a_volunteers_rings_the_number_that_we_hold(town: Town) -> None:
    """Mallory's phone shows Ben's number and asks to be put through: it is Ben's phone that rings."""
    before = taken(town)
    town.mallory.dials(LINE, withheld=town.ben.number).hears("anything else").presses("4").hears("press 9")
    town.mallory.presses("9").hears("put the phone down").is_hung_up_on()
    town.mallory.hears_nothing_of(before.words.replace("-", " "), "Ongar")
    town.ben.answers(within=10).hears("Ongar").presses("3").is_hung_up_on()
    town.ben.waits(2)
    assert town.holder(town.ben)
    assert town.request().state == RequestState.ACCEPTED
    assert town.rosa.displays == []


@pytest.mark.long
def test_fault_31_a_forged_wish_costs_its_owner_no_place_and_no_peace(town: Town) -> None:
    """Call after call: one phone, one ring at a time, and his turn is what it was."""
    taken(town)
    asked = town.volunteer(town.ben).asked_at
    town.ben.when_rung(LetsItRing())
    for _ in range(5):
        town.mallory.dials(LINE, withheld=town.ben.number).hears("anything else").presses("4").hears("press 9")
        town.mallory.presses("9").hears("put the phone down").hangs_up()
    town.ben.waits(60)
    assert town.volunteer(town.ben).asked_at == asked
    assert town.holder(town.ben)
