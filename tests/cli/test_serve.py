"""`hotline serve`, driven from outside by a carrier that is not ours."""

from __future__ import annotations

import json
import re
from pathlib import Path
from threading import Event
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import urlopen

import pytest

from hotline.errors import HotlineError
from infra.local.line import running
from tests.cli.conftest import LINE, NUMBERS, SID, SOON, Carrier, Leg, Served, Stondon, post, refusal

ROSA, BEN = "+442079460123", "+447700900001"


def test_a_request_is_keyed_and_a_volunteer_is_rung_and_says_yes(line: Served, carrier: Carrier) -> None:
    """Rosa's four keys, through any carrier that signs, ring Ben there within seconds; his yes is written down."""
    line.command("volunteers", "add", "07700 900001", "--group", "brentwood", "--name", "Ben", "--areas", "ongar")
    own = urls(line, "brentwood")
    rosa = Leg(LINE, ROSA).posts(own["voice_url"])
    assert "Brentwood Mutual Aid" in rosa.said
    rosa.presses("1").presses("2").presses("1").presses("1")
    rosa.ends(own["status_url"])

    placed = carrier.placed_by(LINE)
    assert (placed["To"], placed["Method"]) == (BEN, "POST")
    ben = Leg(LINE, BEN, inbound=False, sid="CA" + "3" * 32).posts(placed["Url"])
    assert "Shopping" in ben.said
    assert "yours" in ben.presses("1").said

    listed = line.run("requests", "list", "--group", "brentwood", "--json").stdout
    (request,) = json.loads(listed)
    assert (request["state"], request["need"], request["area"]) == ("accepted", "shopping", "ongar")
    shown = line.run("requests", "show", request["id"], "--group", "brentwood").stdout
    assert "accepted (Ben)" in shown
    assert "asked" in shown
    for number in (ROSA, BEN):
        assert number[3:] not in listed + shown


def test_what_twilio_did_not_sign_gets_403(line: Served, carrier: Carrier) -> None:
    """An unsigned post, or one signed by somebody else, moves nothing."""
    voice = urls(line, "brentwood")["voice_url"]
    form = {"CallSid": "CA" + "4" * 32, "AccountSid": SID, "From": ROSA, "To": LINE}
    assert refusal(voice, form, signature="") == 403
    assert refusal(voice, form, signature="bWFsbG9yeQ==") == 403
    assert not carrier.has_placed(LINE)


def test_a_number_that_no_group_has_hears_so(line: Served) -> None:
    """A signed call for another number is told so, kindly, and ends."""
    form = {"CallSid": "CA" + "5" * 32, "AccountSid": SID, "From": ROSA, "To": "+442079460999", "Direction": "inbound"}
    assert "not in use" in post(urls(line, "brentwood")["voice_url"], form)


def test_the_ready_line_says_all_that_a_carrier_must_know(line: Served) -> None:
    """One JSON line: each group's number and its URLs; no secret that was given to it."""
    assert line.facts["ready"] is True
    assert {group["group"]: group["number"] for group in line.facts["groups"]} == NUMBERS
    assert all(group["voice_url"].startswith(line.facts["base_url"]) for group in line.facts["groups"])
    assert "auth_token" not in line.facts["twilio"]


def test_the_fallback_is_a_static_page_beside_the_app(line: Served) -> None:
    """Asked for by GET, whatever else its URL says, and unsigned, as a bucket is; another method is none of its."""
    own = urls(line, "brentwood")
    assert own["fallback_method"] == "GET"
    said = get(f"{own['fallback_url']}?ErrorCode=11200&From=%2B442079460123")
    assert "our line is broken" in said
    (action,) = re.findall(r'<Record action="([^"]*)"', said)
    assert "It is kept" in get(urljoin(own["fallback_url"], action))
    assert refusal(own["fallback_url"], {"From": ROSA}, signature="") == 405
    with pytest.raises(HTTPError, match="403"):
        get(urljoin(own["fallback_url"], "nobody.xml"))


def test_what_is_placed_falls_back_on_it_too(line: Served, carrier: Carrier, stondon: Stondon) -> None:
    """Whoever we ring hears the same page, if ours cannot be had."""
    stondon.run("volunteers", "add", "07700 900007", "--name", "Ben")
    own = urls(line, stondon.slug)
    Leg(own["number"], ROSA, sid="CA" + "7" * 32).posts(own["voice_url"]).presses("1").ends(own["status_url"])
    placed = carrier.placed_by(own["number"])
    assert (placed["FallbackUrl"], placed["FallbackMethod"]) == (own["fallback_url"], "GET")


def test_the_phones_of_the_exchange_are_not_there_with_another_carrier(line: Served) -> None:
    """Nothing that is not signed is served beside a real carrier."""
    assert refusal(f"{line.facts['base_url']}/exchange/phones/{BEN}/hold", {}, signature="") == 403


def test_a_callback_that_never_comes_is_made_good_by_the_clock(inside: Served) -> None:
    """Rosa's call is lost after one key, and nobody tells us so: the clock opens what she keyed."""
    rosa = Leg(LINE, ROSA, token=inside.facts["twilio"]["auth_token"])
    rosa.posts(urls(inside, "brentwood")["voice_url"]).presses("1")
    waits, state = Event(), "draft"
    for _ in range(round(SOON / 0.25)):
        state = state_of_shopping(inside)
        if state != "draft":
            break
        waits.wait(0.25)
    assert state == "open"


def test_it_stops_cleanly_and_is_not_found_any_more(inside: Served) -> None:
    """SIGTERM ends it with 0, and takes away the file by which other commands found it."""
    left = Path(inside.environ["XDG_RUNTIME_DIR"]) / "hotline" / "line.json"
    assert left.stat().st_mode & 0o777 == 0o600
    story = inside.command("call", "020 7946 0123", "--to", LINE, stdin="1h")
    assert "the call is over: completed" in story
    assert inside.stop() == 0
    assert not left.exists()


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"TWILIO_API_URL": "http://127.0.0.1:1", "TWILIO_ACCOUNT_SID": SID}, "TWILIO_AUTH_TOKEN"),
        ({"TWILIO_API_URL": "http://127.0.0.1:1", "TWILIO_AUTH_TOKEN": "made-up"}, "TWILIO_ACCOUNT_SID"),
        ({"TWILIO_API_URL": "127.0.0.1"}, "TWILIO_API_URL"),
        ({"AWS_ENDPOINT_URL_DYNAMODB": "dynamodb.local"}, "AWS_ENDPOINT_URL_DYNAMODB"),
    ],
)
def test_a_wrong_setting_is_named_before_anything_starts(settings: dict[str, str], named: str) -> None:
    """One line, with the name of the variable."""
    with (
        pytest.raises(HotlineError) as error,
        running(host="127.0.0.1", port=0, public_url=None, environ=settings),
    ):
        pass
    assert named in str(error.value)
    assert "\n" not in str(error.value)


def get(url: str) -> str:
    with urlopen(url, timeout=SOON) as answer:  # noqa: S310 -- http, ours
        return str(answer.read().decode())


def urls(line: Served, slug: str) -> dict[str, str]:
    found: dict[str, str] = next(group for group in line.facts["groups"] if group["group"] == slug)
    return found


def state_of_shopping(line: Served) -> str:
    listed = json.loads(line.run("requests", "list", "--json").stdout)
    return next(str(request["state"]) for request in listed if request["need"] == "shopping")
