"""How the REST API shows things: the fields of Twilio's own description, those that do not apply as null."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from infra.local.exchange.alerts import Alert
from infra.local.exchange.call_events import CallEvent
from infra.local.exchange.calls import Call
from infra.local.exchange.queueing import MOST_WAITING
from infra.local.exchange.queues import Line
from infra.local.exchange.recording import Recording
from infra.local.exchange.rest_lists import status_of
from infra.local.exchange.states import Hook
from infra.local.exchange.texting import Message
from infra.local.exchange.webhooks import API_VERSION

if TYPE_CHECKING:
    from infra.local.exchange.exchange import Exchange
    from infra.local.exchange.numbers import OwnNumber

Json = dict[str, Any]

MONITOR = "https://monitor.twilio.com"


def call_json(exchange: Exchange, call: Call) -> Json:
    """https://www.twilio.com/docs/voice/api/call-resource."""
    own = exchange.numbers.get(call.to) or exchange.numbers.get(call.shown)
    uri = _uri(exchange, f"Calls/{call.sid}")
    return {
        "sid": call.sid,
        "date_created": _date(call.created),
        "date_updated": _date(call.updated),
        "parent_call_sid": call.parent.sid if call.parent else None,
        "account_sid": exchange.account_sid,
        "to": call.to,
        "to_formatted": call.to,
        "from": call.shown,
        "from_formatted": call.shown,
        "phone_number_sid": own.sid if own else None,
        "status": str(status_of(call)),
        "start_time": _date(call.begun),
        "end_time": _date(call.ended),
        "duration": str(call.seconds) if call.ended else None,
        "price": None,
        "price_unit": "USD",
        "direction": str(call.direction),
        "answered_by": None,
        "api_version": API_VERSION,
        "forwarded_from": None,
        "group_sid": None,
        "caller_name": None,
        "queue_time": "0",
        "trunk_sid": None,
        "uri": f"{uri}.json",
        "subresource_uris": {"events": f"{uri}/Events.json", "recordings": f"{uri}/Recordings.json"},
    }


def event_json(_: Exchange, event: CallEvent) -> Json:
    """https://www.twilio.com/docs/voice/api/call-event-resource."""
    return {"request": event.request, "response": event.response}


def recording_json(exchange: Exchange, recording: Recording) -> Json:
    """https://www.twilio.com/docs/voice/api/recording."""
    made = _date(recording.begun)
    return {
        "account_sid": exchange.account_sid,
        "api_version": API_VERSION,
        "call_sid": recording.call_sid,
        "conference_sid": None,
        "date_created": made,
        "date_updated": made,
        "start_time": made,
        "duration": str(recording.seconds),
        "sid": recording.sid,
        "price": None,
        "price_unit": "USD",
        "status": "completed" if recording.is_ready(exchange.timeline.now()) else "processing",
        "channels": 1,
        "source": "RecordVerb",
        "error_code": None,
        "uri": f"{_uri(exchange, f'Recordings/{recording.sid}')}.json",
        "encryption_details": None,
        "subresource_uris": {},
        "media_url": exchange.recording_url(recording.sid),
    }


def alert_json(exchange: Exchange, alert: Alert) -> Json:
    """https://www.twilio.com/docs/usage/monitor-alert, as in a list: what was asked and answered is left out."""
    at = f"{alert.at:%Y-%m-%dT%H:%M:%SZ}"
    return {
        "account_sid": exchange.account_sid,
        "alert_text": f"Error - {alert.code}",
        "api_version": API_VERSION,
        "date_created": at,
        "date_generated": at,
        "date_updated": at,
        "error_code": alert.code,
        "log_level": alert.level,
        "more_info": f"https://www.twilio.com/docs/errors/{alert.code}",
        "request_method": alert.method,
        "request_url": alert.url,
        "resource_sid": alert.resource_sid,
        "sid": alert.sid,
        "url": f"{MONITOR}/v1/Alerts/{alert.sid}",
        "service_sid": None,
    }


def message_json(exchange: Exchange, message: Message) -> Json:
    """https://www.twilio.com/docs/messaging/api/message-resource."""
    made = _date(message.at)
    return {
        "sid": message.sid,
        "account_sid": exchange.account_sid,
        "messaging_service_sid": None,
        "api_version": API_VERSION,
        "body": message.body,
        "to": message.to,
        "from": message.shown,
        "direction": "inbound" if message.inbound else "outbound-api",
        "status": "received" if message.inbound else "queued",
        "num_segments": "1",
        "num_media": "0",
        "date_created": made,
        "date_updated": made,
        "date_sent": made,
        "price": None,
        "price_unit": "USD",
        "error_code": None,
        "error_message": None,
        "uri": f"{_uri(exchange, f'Messages/{message.sid}')}.json",
        "subresource_uris": {"media": f"{_uri(exchange, f'Messages/{message.sid}')}/Media.json"},
    }


def queue_json(exchange: Exchange, line: Line) -> Json:
    """https://www.twilio.com/docs/voice/api/queue-resource."""
    now = exchange.timeline.now()
    waits = [(now - member.since).total_seconds() for member in line.members]
    return {
        "sid": line.sid,
        "account_sid": exchange.account_sid,
        "friendly_name": line.name,
        "current_size": len(line.members),
        "max_size": MOST_WAITING,
        "average_wait_time": round(sum(waits) / len(waits)) if waits else 0,
        "date_created": _date(line.created),
        "date_updated": _date(line.created),
        "uri": f"{_uri(exchange, f'Queues/{line.sid}')}.json",
    }


def number_json(exchange: Exchange, own: OwnNumber) -> Json:
    """https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource."""
    made = _date(own.created)
    return {
        "account_sid": exchange.account_sid,
        "address_sid": None,
        "address_requirements": "none",
        "api_version": API_VERSION,
        "beta": False,
        "capabilities": {"voice": True, "sms": own.can_text, "mms": False, "fax": False},
        "date_created": made,
        "date_updated": made,
        "friendly_name": own.friendly_name,
        "identity_sid": None,
        "phone_number": own.number,
        "origin": "twilio",
        "sid": own.sid,
        "trunk_sid": own.application if (own.application or "").startswith("TK") else None,
        "uri": f"{_uri(exchange, f'IncomingPhoneNumbers/{own.sid}')}.json",
        "emergency_status": "Inactive",
        "emergency_address_sid": None,
        "emergency_address_status": "unregistered",
        "bundle_sid": own.bundle,
        "status": "in-use",
        "type": None,
        **_voice(own),
        "sms_application_sid": own.text_application,
        **{f"sms_{name}": None for name in ("fallback_method", "fallback_url")},
        **_hook("sms", own.text),
    }


def _voice(own: OwnNumber) -> Json:
    return {
        "voice_receive_mode": "voice",
        "voice_application_sid": own.application if (own.application or "").startswith("AP") else None,
        "voice_caller_id_lookup": False,
        **_hook("voice", own.voice),
        **_hook("voice_fallback", own.fallback),
        "status_callback": own.status.url if own.status else None,
        "status_callback_method": own.status.method if own.status else "POST",
    }


def _hook(name: str, hook: Hook | None) -> Json:
    return {f"{name}_url": hook.url if hook else None, f"{name}_method": hook.method if hook else "POST"}


def _uri(exchange: Exchange, path: str) -> str:
    return f"/{API_VERSION}/Accounts/{exchange.account_sid}/{path}"


def _date(moment: datetime | None) -> str | None:
    return format_datetime(moment) if moment else None
