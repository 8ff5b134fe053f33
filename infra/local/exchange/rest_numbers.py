"""The account's numbers, by REST: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.local.exchange.rest_form import Form
from infra.local.exchange.rest_json import Json, number_json
from infra.local.exchange.states import Hook

if TYPE_CHECKING:
    from infra.local.exchange.exchange import Exchange
    from infra.local.exchange.numbers import OwnNumber


def listed(exchange: Exchange, form: Form) -> list[Json]:
    """Those that match."""
    number, name = form.text("PhoneNumber"), form.text("FriendlyName")
    return [
        number_json(exchange, own)
        for own in exchange.numbers.values()
        if number in {None, own.number} and name in {None, own.friendly_name}
    ]


def update(own: OwnNumber, form: Form) -> None:
    """What is given is changed, and nothing else. Raises Refused."""
    own.voice = _hook(form, "VoiceUrl", "VoiceMethod", own.voice)
    own.fallback = _hook(form, "VoiceFallbackUrl", "VoiceFallbackMethod", own.fallback)
    own.status = _hook(form, "StatusCallback", "StatusCallbackMethod", own.status)
    own.text = _hook(form, "SmsUrl", "SmsMethod", own.text)
    own.friendly_name = form.text("FriendlyName") or own.friendly_name


def _hook(form: Form, url: str, method: str, before: Hook | None) -> Hook | None:
    """An empty URL is none: Twilio's description asks for no least length, and an application's SID for 34."""
    return before if form.text(url) is None else form.hook(url, method)
