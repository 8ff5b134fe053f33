"""The account itself, by REST, and what Twilio's other hosts tell of it.

The hosts are told apart by their paths alone, which differ: voice.twilio.com has /v1/DialingPermissions,
trusthub.twilio.com /v1/CustomerProfiles, numbers.twilio.com /v2/RegulatoryCompliance, and webhooks.twilio.com
/v1/Webhooks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from email.utils import format_datetime
from functools import partial
from typing import TYPE_CHECKING

from infra.local.exchange import rest_params
from infra.local.exchange.rest_form import BAD_REQUEST, Form, Refused
from infra.local.exchange.rest_pages import Json, page
from infra.local.exchange.webhooks import API_VERSION

if TYPE_CHECKING:
    from infra.local.exchange.exchange import Exchange

NOT_FOUND = 404
PERMISSIONS = "https://voice.twilio.com/v1/DialingPermissions/Countries"
BUNDLES = "https://numbers.twilio.com/v2/RegulatoryCompliance/Bundles"
PROFILES = "https://trusthub.twilio.com/v1/CustomerProfiles"
SETTING = "webhooks_setting_" + "0" * 26
# "Primary Customer Profile of type Business" is Twilio's own name of the one: GET /v1/Policies. The other is made up.
BUSINESS, INDIVIDUAL = "RN6433641899984f951173ef1738c3bdd0", "RN" + "1" * 32
_STATUSES = ("draft", "pending-review", "in-review", "twilio-rejected", "twilio-approved")
_LISTED = ("addresses", "calls", "incoming_phone_numbers", "messages", "outgoing_caller_ids", "queues", "recordings")

Route = tuple[str, str, rest_params.Known, Callable[..., Json]]


@dataclass(frozen=True, kw_only=True)
class Verified:
    """A number of somebody else's that may be shown."""

    number: str

    @property
    def sid(self) -> str:
        return f"PN{self.number.lstrip('+'):0>32}"


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Who is behind the account, and how far that was read."""

    sid: str
    status: str


def routes(exchange: Exchange, base: str) -> list[Route]:
    """Method, path and parameters of each request, and what answers it."""

    def of(show: Callable[..., Json]) -> Callable[..., Json]:
        return lambda _, *names: show(exchange, *names)

    return [
        ("GET", rf"{base}\.json", rest_params.NOTHING, of(account)),
        ("GET", rf"{base}/Balance\.json", rest_params.NOTHING, of(balance)),
        ("GET", rf"{base}/OutgoingCallerIds\.json", rest_params.LIST_CALLER_IDS, partial(caller_ids, exchange, base)),
        ("GET", r"/v1/DialingPermissions/Countries/([A-Z]{2})", rest_params.NOTHING, of(country)),
        ("GET", r"/v1/CustomerProfiles", rest_params.LIST_PROFILES, partial(profiles, exchange)),
        ("GET", r"/v2/RegulatoryCompliance/Bundles/(BU\w{32})", rest_params.NOTHING, of(bundle)),
        ("GET", r"/v1/Webhooks/Rules", rest_params.LIST_RULES, partial(rules, exchange)),
        ("GET", r"/v1/Webhooks/Settings/(webhooks_setting_\w{26})", rest_params.NOTHING, of(setting)),
    ]


def account(exchange: Exchange) -> Json:
    """https://www.twilio.com/docs/iam/api/account."""
    return {
        "auth_token": exchange.auth_token,
        "date_created": format_datetime(exchange.begun),
        "date_updated": format_datetime(exchange.begun),
        "friendly_name": "A made-up account",
        "owner_account_sid": exchange.account_sid,
        "sid": exchange.account_sid,
        "status": exchange.standing.status,
        "subresource_uris": {name: f"{_uri(exchange)}/{_camel(name)}.json" for name in _LISTED},
        "type": exchange.standing.kind,
        "uri": f"{_uri(exchange)}.json",
    }


def balance(exchange: Exchange) -> Json:
    """https://www.twilio.com/docs/usage/api/balance: an amount as a text, and its currency."""
    standing = exchange.standing
    return {"account_sid": exchange.account_sid, "balance": standing.balance, "currency": standing.currency}


def caller_ids(exchange: Exchange, base: str, form: Form) -> Json:
    """https://www.twilio.com/docs/voice/api/outgoing-caller-ids: numbers of others that were verified."""
    wanted, name = form.text("PhoneNumber"), form.text("FriendlyName")
    found = [
        Verified(number=number)
        for number in exchange.standing.verified
        if wanted in {None, number} and name in {None, number}
    ]

    def show(one: Verified) -> Json:
        return {
            "sid": one.sid,
            "date_created": format_datetime(exchange.begun),
            "date_updated": format_datetime(exchange.begun),
            "friendly_name": one.number,
            "account_sid": exchange.account_sid,
            "phone_number": one.number,
            "uri": f"{base}/OutgoingCallerIds/{one.sid}.json",
        }

    return page(form, f"{base}/OutgoingCallerIds.json", found, show).as_2010("outgoing_caller_ids")


def country(exchange: Exchange, iso_code: str) -> Json:
    """https://www.twilio.com/docs/voice/api/dialingpermissions-country-resource."""
    here = f"{PERMISSIONS}/{iso_code}"
    return {
        "iso_code": iso_code,
        "name": iso_code,
        "continent": "EUROPE",
        "country_codes": ["+44"] if iso_code == "GB" else [],
        "low_risk_numbers_enabled": exchange.standing.countries.get(iso_code, False),
        "high_risk_special_numbers_enabled": False,
        "high_risk_tollfraud_numbers_enabled": False,
        "url": here,
        "links": {"highrisk_special_prefixes": f"{here}/HighRiskSpecialPrefixes"},
    }


def bundle(exchange: Exchange, sid: str) -> Json:
    """https://www.twilio.com/docs/phone-numbers/regulatory/api/bundles."""
    if sid not in exchange.standing.bundles:
        raise Refused(f"The requested resource {sid} was not found", status=NOT_FOUND, code=20404)
    here = f"{BUNDLES}/{sid}"
    links = {"evaluations": f"{here}/Evaluations", "item_assignments": f"{here}/ItemAssignments"}
    return {**_papers(exchange, sid, exchange.standing.bundles[sid]), "regulation_sid": "RN" + "0" * 32, "links": links}


def profiles(exchange: Exchange, form: Form) -> Json:
    """https://www.twilio.com/docs/trust-hub/trusthub-rest-api/customer-profiles."""
    status = form.text("Status")
    if status not in {None, *_STATUSES}:
        raise Refused(f"Status {status} is not one of {', '.join(_STATUSES)}", status=BAD_REQUEST)
    all_of_them = [Profile(sid=f"BU{nth:032}", status=stands) for nth, stands in enumerate(exchange.standing.profiles)]
    found = [one for one in all_of_them if status in {None, one.status}]

    policy = INDIVIDUAL if exchange.standing.individual else BUSINESS

    def show(one: Profile) -> Json:
        return {**_papers(exchange, one.sid, one.status), "policy_sid": policy, "links": {}, "errors": None}

    return page(form, PROFILES, found, show).as_v1("results")


def rules(exchange: Exchange, _: Form) -> Json:
    """https://www.twilio.com/docs/usage/webhooks/webhook-rules: one for every URL, where a key signs."""
    rule = {
        "id": "webhooks_rule_" + "0" * 26,
        "friendlyName": "Signatures",
        "description": "",
        "matchType": "DEFAULT",
        "settings": [{"settingId": SETTING, "percentage": 100}],
        **_since(exchange),
    }
    return {"meta": {"key": "rules", "pageSize": 50}, "rules": [rule] if exchange.standing.signs_by else []}


def setting(exchange: Exchange, sid: str) -> Json:
    """https://www.twilio.com/docs/usage/webhooks/webhook-settings: how what matches a rule is signed."""
    key = exchange.standing.signs_by
    if key is None or sid != SETTING:
        raise Refused(f"The requested resource {sid} was not found", status=NOT_FOUND, code=20404)
    signature = {"type": "SHARED_KEY", "sharedKeyId": key.id, "algorithm": key.algorithm}
    return {
        "id": sid,
        "type": "CUSTOMER",
        "friendlyName": "",
        "description": "",
        "signature": signature,
        **_since(exchange),
    }


def _since(exchange: Exchange) -> Json:
    made = exchange.begun.isoformat().replace("+00:00", "Z")
    return {"createdAt": made, "updatedAt": made}


def _papers(exchange: Exchange, sid: str, status: str) -> Json:
    made = exchange.begun.isoformat().replace("+00:00", "Z")
    return {
        "sid": sid,
        "account_sid": exchange.account_sid,
        "friendly_name": "Papers",
        "status": status,
        "valid_until": None,
        "email": "gwen@example.org",
        "status_callback": None,
        "date_created": made,
        "date_updated": made,
        "url": f"{BUNDLES}/{sid}",
    }


def _uri(exchange: Exchange) -> str:
    return f"/{API_VERSION}/Accounts/{exchange.account_sid}"


def _camel(name: str) -> str:
    return "".join(word.title() for word in name.split("_"))
