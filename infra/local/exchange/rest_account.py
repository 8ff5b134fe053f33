"""The account itself, by REST, and what Twilio's other hosts tell of it.

The hosts are told apart by their paths alone, which differ: voice.twilio.com has /v1/DialingPermissions,
trusthub.twilio.com /v1/CustomerProfiles, and numbers.twilio.com /v2/RegulatoryCompliance.
"""

from __future__ import annotations

from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from infra.local.exchange.rest_form import BAD_REQUEST, Form, Refused
from infra.local.exchange.rest_json import Json
from infra.local.exchange.webhooks import API_VERSION

if TYPE_CHECKING:
    from infra.local.exchange.exchange import Exchange

NOT_FOUND = 404
PERMISSIONS = "https://voice.twilio.com/v1/DialingPermissions/Countries"
BUNDLES = "https://numbers.twilio.com/v2/RegulatoryCompliance/Bundles"
PROFILES = "https://trusthub.twilio.com/v1/CustomerProfiles"
_STATUSES = ("draft", "pending-review", "in-review", "twilio-rejected", "twilio-approved")
_LISTED = ("addresses", "calls", "incoming_phone_numbers", "messages", "outgoing_caller_ids", "queues", "recordings")


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


def caller_ids(exchange: Exchange, form: Form) -> list[Json]:
    """https://www.twilio.com/docs/voice/api/outgoing-caller-ids: numbers of others that were verified."""
    wanted, name = form.text("PhoneNumber"), form.text("FriendlyName")
    return [
        {
            "sid": f"PN{number.lstrip('+'):0>32}",
            "date_created": format_datetime(exchange.begun),
            "date_updated": format_datetime(exchange.begun),
            "friendly_name": number,
            "account_sid": exchange.account_sid,
            "phone_number": number,
            "uri": f"{_uri(exchange)}/OutgoingCallerIds/PN{number.lstrip('+'):0>32}.json",
        }
        for number in exchange.standing.verified
        if wanted in {None, number} and name in {None, number}
    ]


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
    """https://www.twilio.com/docs/trust-hub/trusthub-rest-api/customer-profiles: a list, with its page in `meta`."""
    status = form.text("Status")
    if status not in {None, *_STATUSES}:
        raise Refused(f"Status {status} is not one of {', '.join(_STATUSES)}", status=BAD_REQUEST)
    found = [
        {**_papers(exchange, f"BU{nth:032}", stands), "policy_sid": "RN" + "1" * 32, "links": {}, "errors": None}
        for nth, stands in enumerate(exchange.standing.profiles)
        if status in {None, stands}
    ]
    size = form.seconds("PageSize", most=1000) or 50
    page = f"{PROFILES}?PageSize={size}&Page=0"
    meta: dict[str, Any] = {"page": 0, "page_size": size, "first_page_url": page, "url": page, "key": "results"}
    return {"results": found[:size], "meta": {**meta, "previous_page_url": None, "next_page_url": None}}


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
