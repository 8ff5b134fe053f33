"""The account by REST: one fact of Twilio's documentation each, with its page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.base.version import Version
from twilio.rest import Client
from twilio.rest.api.v2010.account import AccountInstance
from twilio.rest.api.v2010.account.balance import BalanceInstance
from twilio.rest.api.v2010.account.outgoing_caller_id import OutgoingCallerIdInstance
from twilio.rest.numbers.v2.regulatory_compliance.bundle import BundleInstance
from twilio.rest.trusthub.v1.customer_profiles import CustomerProfilesInstance
from twilio.rest.voice.v1.dialing_permissions.country import CountryInstance

from infra.local.exchange import SharedKey, rest_params
from infra.local.in_process import InProcess
from tests.exchange.town import BEN, EMIL, HOME, LINE, SID, TOKEN, Town
from tests.exchange.twilio_client import client

DESCRIPTION = Path(__file__).parents[3] / "shared" / "twilio" / "twilio_api_v2010.json"
BUNDLE = "BU" + "2" * 32
PAGE = f"{HOME}/fallback.xml"


class Read(dict[str, Any]):
    """An answer that notes what Twilio's library looks for in it."""

    def __init__(self, answer: dict[str, Any]) -> None:
        super().__init__(answer)
        self.looked_for: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        self.looked_for.add(key)
        return super().get(key, default)


def test_an_account_says_what_it_is(town: Town) -> None:
    """https://www.twilio.com/docs/iam/api/account: Trial or Full; active, suspended or closed."""
    town.exchange.standing.kind, town.exchange.standing.status = "Trial", "suspended"
    account = client(town.exchange).api.accounts(SID).fetch()
    assert (account.sid, str(account.type), str(account.status)) == (SID, "Trial", "suspended")


def test_a_balance_is_a_text_with_its_currency(town: Town) -> None:
    """https://www.twilio.com/docs/usage/api/balance."""
    town.exchange.standing.balance, town.exchange.standing.currency = "3.20", "GBP"
    balance = client(town.exchange).api.account.balance.fetch()
    assert (balance.balance, balance.currency) == ("3.20", "GBP")


def test_numbers_of_others_are_shown_once_they_are_verified(town: Town) -> None:
    """https://www.twilio.com/docs/voice/api/outgoing-caller-ids: they are no numbers of the account."""
    town.exchange.standing.verified.append(EMIL)
    twilio = client(town.exchange)
    assert [one.phone_number for one in twilio.outgoing_caller_ids.list(phone_number=EMIL)] == [EMIL]
    assert twilio.outgoing_caller_ids.list(phone_number=BEN) == []
    assert [own.phone_number for own in twilio.incoming_phone_numbers.list()] == [LINE]


def test_a_country_may_be_called_or_not(town: Town) -> None:
    """https://www.twilio.com/docs/voice/api/dialingpermissions-country-resource: at another host."""
    permissions = client(town.exchange).voice.v1.dialing_permissions
    assert permissions.countries("GB").fetch().low_risk_numbers_enabled is True
    assert permissions.countries("FR").fetch().low_risk_numbers_enabled is False


def test_papers_have_a_status(town: Town) -> None:
    """https://www.twilio.com/docs/phone-numbers/regulatory/api/bundles: at another host; 20404 if there are none."""
    town.exchange.standing.add_bundle(BUNDLE, "in-review")
    bundles = client(town.exchange).numbers.v2.regulatory_compliance.bundles
    assert str(bundles(BUNDLE).fetch().status) == "in-review"
    with pytest.raises(TwilioRestException) as refused:
        bundles("BU" + "3" * 32).fetch()
    assert refused.value.code == 20404


def test_whoever_is_behind_an_account_is_approved_or_not(town: Town) -> None:
    """https://www.twilio.com/docs/trust-hub/trusthub-rest-api/customer-profiles: at another host."""
    town.exchange.standing.profiles = ["draft", "twilio-approved"]
    profiles = client(town.exchange).trusthub.v1.customer_profiles
    assert [str(one.status) for one in profiles.list(status="twilio-approved")] == ["twilio-approved"]
    assert len(profiles.list()) == 2


def test_a_profile_is_a_businesss_by_its_policy(town: Town) -> None:
    """https://www.twilio.com/docs/trust-hub/trusthub-rest-api: "Primary … of type Business" has it."""
    profiles = client(town.exchange).trusthub.v1.customer_profiles
    business = "RN6433641899984f951173ef1738c3bdd0"
    assert [one.policy_sid == business for one in profiles.list()] == [True]
    town.exchange.standing.individual = True
    assert [one.policy_sid == business for one in profiles.list()] == [False]


def test_the_secondary_token_is_as_good_while_there_is_one(town: Town) -> None:
    """https://www.twilio.com/docs/iam/api/secondary_authtoken: it can be used to authenticate requests."""
    second = Client(SID, "second", http_client=InProcess(town.exchange))
    with pytest.raises(TwilioRestException):
        second.api.account.balance.fetch()
    town.exchange.secondary_token = "second"
    assert second.api.account.balance.fetch().account_sid == SID
    assert client(town.exchange).api.account.balance.fetch().account_sid == SID


def test_a_number_that_an_application_answers_for_does_not_ask_its_url(town: Town) -> None:
    """https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource: voice_url is not used."""
    town.exchange.numbers[LINE].application = "AP" + "4" * 32
    (number,) = client(town.exchange).incoming_phone_numbers.list()
    assert (number.voice_application_sid, number.trunk_sid) == ("AP" + "4" * 32, None)
    town.rosa.dials(LINE)
    town.exchange.expects_error("asks AP")
    assert town.forms("/voice") == []


def test_a_number_says_what_it_can_and_which_papers_it_has(town: Town) -> None:
    """https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource: capabilities, bundle_sid."""
    own = town.exchange.numbers[LINE]
    own.can_text, own.bundle = False, BUNDLE
    (number,) = client(town.exchange).incoming_phone_numbers.list()
    capabilities: Any = number.capabilities  # the library says a text; it is an object
    assert (capabilities["voice"], capabilities["sms"], number.bundle_sid) == (True, False, BUNDLE)


def test_a_fallback_is_asked_by_its_own_method(town: Town) -> None:
    """https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource: voice_fallback_method."""
    (number,) = client(town.exchange).incoming_phone_numbers.list()
    number.update(voice_fallback_url=PAGE, voice_fallback_method="GET")
    assert number.fetch().voice_fallback_method == "GET"
    town.pages["/fallback.xml"] = "<Say>We are sorry.</Say>"
    town.exchange.faults.answer("/voice", status=502)
    town.rosa.dials(LINE).hears("sorry").is_hung_up_on()
    (asked,) = [each.request for each in town.asked if each.path == "/fallback.xml"]
    assert (asked.method, asked.url.partition("?")[0]) == ("GET", PAGE)
    town.exchange.expects_error("502")


def test_an_empty_url_is_none(town: Town) -> None:
    """twilio_api_v2010.json: StatusCallback and SmsUrl have no least length; nobody is told any more."""
    (number,) = client(town.exchange).incoming_phone_numbers.list()
    number.update(status_callback="", sms_url="")
    assert number.fetch().status_callback is None
    assert town.exchange.numbers[LINE].status is None
    assert town.exchange.numbers[LINE].voice is not None


def test_a_webhook_rule_names_its_setting_and_that_its_shared_key(town: Town) -> None:
    """https://www.twilio.com/docs/usage/webhooks/webhook-rules and /webhook-settings; there is none at first."""
    webhooks = client(town.exchange).webhooks.v1
    assert webhooks.rules.list() == []
    town.exchange.standing.signs_by = key = SharedKey(secret="shared")
    (rule,) = webhooks.rules.list()
    (of_rule,) = cast("list[Any]", rule.settings)
    signature = cast("dict[str, str]", webhooks.settings(of_rule["settingId"]).fetch().signature)
    assert (rule.match_type, signature["sharedKeyId"], signature["algorithm"]) == ("DEFAULT", key.id, "HMAC_SHA256")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (f"/2010-04-01/Accounts/{SID}.json", AccountInstance),
        (f"/2010-04-01/Accounts/{SID}/Balance.json", BalanceInstance),
        (f"/2010-04-01/Accounts/{SID}/OutgoingCallerIds.json", OutgoingCallerIdInstance),
        ("/v1/DialingPermissions/Countries/GB", CountryInstance),
        ("/v1/CustomerProfiles", CustomerProfilesInstance),
        (f"/v2/RegulatoryCompliance/Bundles/{BUNDLE}", BundleInstance),
    ],
)
def test_the_fields_are_those_that_twilios_library_reads(town: Town, path: str, kind: Any) -> None:
    """All of them and no others; the library is written from Twilio's own description."""
    town.exchange.standing.add_bundle(BUNDLE)
    town.exchange.standing.verified.append(EMIL)
    answer = town.exchange.rest("GET", path, (), (SID, TOKEN)).body or {}
    listed = next((value for value in answer.values() if isinstance(value, list) and value != ["+44"]), [answer])
    shown = Read(listed[0])
    version: Version = client(town.exchange).api.v2010
    kind(version, shown, **({"account_sid": SID} if "Accounts/" in path and kind is not AccountInstance else {}))
    assert shown.keys() == shown.looked_for


def test_the_parameters_of_caller_ids_are_those_of_twilios_description() -> None:
    """twilio_api_v2010.json: each name is taken or refused by name, and no other is known."""
    if not DESCRIPTION.exists():
        pytest.skip(f"Twilio's description of its REST API is not at {DESCRIPTION}: nothing to compare with")
    described = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    operation = described["paths"]["/2010-04-01/Accounts/{AccountSid}/OutgoingCallerIds.json"]["get"]
    named = {parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "query"}
    known = rest_params.LIST_CALLER_IDS
    assert known.acted_on | known.not_here == named


def test_another_host_is_as_strict(town: Town) -> None:
    """A parameter that Twilio does not have there is refused, and complained of."""
    answer = town.exchange.rest("GET", "/v1/CustomerProfiles", [("Colour", "blue")], (SID, TOKEN))
    assert answer.status == 400
    town.exchange.expects_error("Colour")
    assert town.exchange.rest("GET", "/v1/CustomerProfiles", [("Status", "good")], (SID, TOKEN)).status == 400
