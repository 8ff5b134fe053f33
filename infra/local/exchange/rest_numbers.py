"""Changing a number, by REST: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource."""

from __future__ import annotations

from infra.local.exchange.numbers import OwnNumber
from infra.local.exchange.rest_form import Form
from infra.local.exchange.states import Hook


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
