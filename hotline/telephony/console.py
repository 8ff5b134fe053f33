"""An account as its owner sees it at console.twilio.com: what it is, what it may do, and where its numbers lead.

For whoever sets up a line and looks after it; no call needs it.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from hotline.numbers import PhoneNumber
from hotline.telephony.asking import asked
from hotline.telephony.leads import Leads
from hotline.telephony.rest import RestAccount
from hotline.values import dataclass

if TYPE_CHECKING:
    from twilio.rest.api.v2010.account.incoming_phone_number import IncomingPhoneNumberInstance
    from twilio.rest.webhooks.v1.rule import RuleInstance

_APPROVED = "twilio-approved"
_KINDS = ("DEFAULT", "PREFIX_MATCH", "EXACT_MATCH")  # of Webhook Rules: a later one goes before an earlier one
# The policy named "Primary Customer Profile of type Business": https://www.twilio.com/docs/trust-hub/trusthub-rest-api
_BUSINESS = "RN6433641899984f951173ef1738c3bdd0"
_TALKED = "completed"


class Profile(StrEnum):
    """Which Primary Customer Profile of the account Twilio has approved.

    https://help.twilio.com/articles/223180028: 2 calls at once with none, 3 with an Individual one, no limit with a
    Business one. Accounts that were paid for before 3 February 2026 have no such limit.
    """

    NONE = "none"
    INDIVIDUAL = "individual"
    BUSINESS = "business"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What an account is."""

    name: str
    status: str  # active, suspended or closed
    kind: str  # Trial or Full


@dataclass(frozen=True, kw_only=True)
class Owned:
    """A number of the account."""

    sid: str
    number: PhoneNumber
    leads: Leads
    can_speak: bool
    can_text: bool
    bundle: str | None  # its regulatory papers
    instead: str | None  # an application or a trunk that takes its calls, so that where it leads is not asked
    instead_for_texts: str | None


class Console(RestAccount):
    """What the account is, and its numbers. Raises AccountRefused for a wrong token."""

    def standing(self) -> Standing:
        """Twilio: https://www.twilio.com/docs/iam/api/account."""
        account = asked(lambda: self._client.api.accounts(self._account_sid).fetch())
        return Standing(name=str(account.friendly_name), status=str(account.status), kind=str(account.type))

    def balance(self) -> tuple[Decimal | None, str]:
        """What is left, and in which currency; None: it cannot be read. https://www.twilio.com/docs/usage/api/balance."""
        balance = asked(self._client.api.account.balance.fetch)
        try:
            return Decimal(str(balance.balance)), str(balance.currency)
        except InvalidOperation:
            return None, str(balance.currency)

    def numbers(self) -> list[Owned]:
        """All of the account's own.

        Twilio: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
        """
        return [_owned(number) for number in asked(self._client.incoming_phone_numbers.list)]

    def point(self, owned: Owned, leads: Leads) -> Owned:
        """Let a number lead there from now on; as it then is, read back."""
        number = self._client.incoming_phone_numbers(owned.sid)
        asked(
            lambda: number.update(
                voice_url=leads.voice,
                voice_method=leads.voice_method,
                voice_fallback_url=leads.fallback,
                voice_fallback_method=leads.fallback_method,
                status_callback=leads.status,
                status_callback_method="POST",
                **({"sms_url": leads.text, "sms_method": "POST"} if owned.can_text else {}),
            )
        )
        return _owned(asked(number.fetch))

    def verified(self) -> frozenset[PhoneNumber]:
        """Numbers of others that it may show. https://www.twilio.com/docs/voice/api/outgoing-caller-ids."""
        listed = asked(self._client.outgoing_caller_ids.list)
        return frozenset(PhoneNumber(str(one.phone_number)) for one in listed)

    def may_call(self, country: str) -> bool:
        """Whether a country's ordinary numbers may be called.

        Twilio: https://www.twilio.com/docs/voice/api/dialingpermissions-country-resource
        """
        permissions = self._client.voice.v1.dialing_permissions
        return bool(asked(lambda: permissions.countries(country).fetch()).low_risk_numbers_enabled)

    def papers(self, bundle: str) -> str:
        """How far a number's papers were read, in Twilio's words, such as `twilio-approved` or `in-review`.

        Twilio: https://www.twilio.com/docs/phone-numbers/regulatory/api/bundles
        """
        bundles = self._client.numbers.v2.regulatory_compliance.bundles
        return str(asked(lambda: bundles(bundle).fetch()).status)

    def profile(self) -> Profile:
        """Who is behind the account, as far as Twilio has approved it; how many calls there may be depends on it.

        Twilio: https://www.twilio.com/docs/trust-hub/trusthub-rest-api/customer-profiles
        """
        profiles = self._client.trusthub.v1.customer_profiles
        approved = asked(lambda: profiles.list(status=_APPROVED, limit=20))
        if not approved:
            return Profile.NONE
        return Profile.BUSINESS if any(one.policy_sid == _BUSINESS for one in approved) else Profile.INDIVIDUAL

    def has_reached(self, ways: Iterable[str]) -> bool:
        """Tell whether a call has ever got through to one of these numbers, as far back as Twilio's list goes.

        Twilio: https://www.twilio.com/docs/voice/api/call-resource#read-multiple-call-resources
        """
        return any(asked(lambda way=way: self._client.calls.list(to=way, status=_TALKED, limit=1)) for way in ways)  # type: ignore[misc]

    def signs(self, url: str) -> frozenset[str]:
        """Return the algorithms by which Twilio signs with a shared key what it posts there. Empty: by the auth token.

        A Webhook Rule says so: an exact one before a prefix, the longest first, and the default one last.
        https://www.twilio.com/docs/usage/webhooks/webhook-configuration-faq
        """
        rules = [rule for rule in asked(self._client.webhooks.v1.rules.list) if _matches(rule, url)]
        if not rules:
            return frozenset()
        rule = max(rules, key=lambda one: (_KINDS.index(str(one.match_type)), len(one.value or one.prefix or "")))
        signatures = [self._signature(_field(one, "settingId")) for one in rule.settings or ()]
        return frozenset(_field(one, "algorithm") for one in signatures if _field(one, "sharedKeyId"))

    def _signature(self, setting: str) -> Any:
        return asked(lambda: self._client.webhooks.v1.settings(setting).fetch()).signature or {}


def _matches(rule: RuleInstance, url: str) -> bool:
    if rule.match_type == "EXACT_MATCH":
        return rule.value == url
    return rule.match_type == "DEFAULT" or url.startswith(rule.prefix or "//")


def _field(told: Any, name: str) -> str:
    """A field of an object inside an answer; the library hands such an object on as it came."""
    return str(told.get(name) or "")


def _owned(number: IncomingPhoneNumberInstance) -> Owned:
    can: Any = number.capabilities or {}  # the library calls it a text; it is an object
    return Owned(
        sid=str(number.sid),
        number=PhoneNumber(str(number.phone_number)),
        leads=Leads(
            voice=number.voice_url or "",
            voice_method=number.voice_method or "POST",
            fallback=number.voice_fallback_url or "",
            fallback_method=number.voice_fallback_method or "POST",
            status=number.status_callback or "",
            text=number.sms_url or "",
        ),
        can_speak=bool(can.get("voice")),
        can_text=bool(can.get("sms")),
        bundle=number.bundle_sid or None,
        instead=number.trunk_sid or number.voice_application_sid or None,
        instead_for_texts=number.sms_application_sid or None,
    )
