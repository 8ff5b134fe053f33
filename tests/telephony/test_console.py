"""An account as its owner sees it: over a socket, with what goes wrong there."""

from __future__ import annotations

from decimal import Decimal

import pytest

from hotline.numbers import PhoneNumber
from hotline.telephony.carrier import AccountRefused, Throttled, Uncertain
from hotline.telephony.console import Console, Profile
from hotline.telephony.leads import to_a_page, to_the_line, without_texts
from tests.telephony.twilio import ACCOUNT, Answer, Twilio, refusal

LINE = PhoneNumber("+442079460000")
PAGE = "https://pages.example/fallback"


@pytest.fixture
def console(server: Twilio) -> Console:
    return Console(account_sid=ACCOUNT, auth_token="made-up", api_url=server.url)


@pytest.mark.parametrize("ask", ["numbers", "standing", "balance", "verified", "profile"])
def test_a_wrong_token_is_told_as_such_whatever_was_asked(server: Twilio, console: Console, ask: str) -> None:
    """Of a list, too, of whose refusals Twilio's library says nothing."""
    server.answers = [refusal(401, 20003)]
    with pytest.raises(AccountRefused, match="its SID or auth token is wrong"):
        getattr(console, ask)()


def test_a_list_that_comes_too_often_may_be_asked_for_again(server: Twilio, console: Console) -> None:
    """https://www.twilio.com/docs/api/errors/20429."""
    server.answers = [Answer(status=429, body="<html>slower</html>")]
    with pytest.raises(Throttled):
        console.numbers()


def test_a_list_that_breaks_off_is_in_doubt(server: Twilio, console: Console) -> None:
    """Nothing was done, but neither is anything known."""
    server.answers = [Answer(hang_up=True)]
    with pytest.raises(Uncertain):
        console.numbers()


def test_every_host_of_twilios_is_asked_at_the_one_that_is_named(server: Twilio, console: Console) -> None:
    """voice, numbers and trusthub: a server that speaks Twilio's REST API is all of them."""
    server.answers = [
        Answer(status=200, body={"low_risk_numbers_enabled": True}),
        Answer(status=200, body={"status": "draft"}),
        Answer(status=200, body={"results": [], "meta": {"key": "results"}}),
    ]
    assert console.may_call("GB")
    assert console.papers("BU" + "1" * 32) == "draft"
    assert console.profile() is Profile.NONE
    assert [asked.path.partition("?")[0] for asked in server.asked] == [
        "/v1/DialingPermissions/Countries/GB",
        f"/v2/RegulatoryCompliance/Bundles/BU{'1' * 32}",
        "/v1/CustomerProfiles",
    ]


def rule(kind: str, where: str, setting: str) -> dict[str, object]:
    named = {"EXACT_MATCH": "value", "PREFIX_MATCH": "prefix"}.get(kind, "description")
    return {"matchType": kind, named: where, "settings": [{"settingId": setting, "percentage": 100}]}


RULES = [
    rule("DEFAULT", "", "default"),
    rule("PREFIX_MATCH", "https://line.example/", "short"),
    rule("PREFIX_MATCH", "https://line.example/api/", "long"),
    rule("PREFIX_MATCH", "https://elsewhere.example/api/voice/", "elsewhere"),
    rule("EXACT_MATCH", "https://line.example/api/text", "exact"),
]


@pytest.mark.parametrize(
    ("url", "setting"),
    [
        ("https://line.example/api/text", "exact"),
        ("https://line.example/api/voice", "long"),
        ("https://line.example/other", "short"),
        ("https://neighbour.example/", "default"),
    ],
)
def test_the_rule_that_fits_best_says_how_a_post_is_signed(
    server: Twilio, console: Console, url: str, setting: str
) -> None:
    """https://www.twilio.com/docs/usage/webhooks/webhook-configuration-faq: exact, then prefixes, then the default."""
    shared = {"sharedKeyId": "webhooks_sharedkey_01", "algorithm": "HMAC_SHA256"}
    server.answers = [
        Answer(status=200, body={"rules": RULES, "meta": {"key": "rules"}}),
        Answer(status=200, body={"signature": shared}),
    ]
    assert console.signs(url) == {"HMAC_SHA256"}
    assert server.asked[-1].path == f"/v1/Webhooks/Settings/{setting}"


def test_without_a_rule_or_a_key_the_token_signs(server: Twilio, console: Console) -> None:
    """A Setting may be about timeouts alone."""
    server.answers = [
        Answer(status=200, body={"rules": [], "meta": {"key": "rules"}}),
        Answer(status=200, body={"rules": RULES, "meta": {"key": "rules"}}),
        Answer(status=200, body={"signature": None}),
    ]
    assert console.signs("https://line.example/") == frozenset()
    assert console.signs("https://line.example/") == frozenset()


@pytest.mark.parametrize(("said", "left"), [("12.5", Decimal("12.5")), ("-3.20", Decimal("-3.20")), ("n/a", None)])
def test_a_balance_is_an_amount(server: Twilio, console: Console, said: str, left: Decimal | None) -> None:
    """Below nought, too; and what is no amount is not taken for one."""
    server.answers = [Answer(status=200, body={"balance": said, "currency": "GBP"})]
    assert console.balance() == (left, "GBP")


def test_where_a_number_leads_elsewhere_is_said_in_words() -> None:
    """A method alone is a difference: a bucket takes no posts."""
    wanted = to_the_line("https://line.example/api", PAGE, "brentwood")
    assert wanted.differences(wanted) == []
    closed = to_a_page(f"{PAGE}/closed.xml")
    assert closed.differences(wanted) == ["calls", "the fallback", "the end of a call", "texts"]
    assert without_texts(wanted).differences(wanted) == ["texts"]
    posted = type(wanted)(**{**vars(wanted), "fallback_method": "POST"})
    assert posted.differences(wanted) == ["the fallback"]
