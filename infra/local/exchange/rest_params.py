"""The parameters of each REST request, as Twilio's own description of its API names them (twilio/twilio-oai).

What the exchange acts on stands first. The rest it knows, and refuses: to be refused is better than to be ignored.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Known:
    """The parameters of one request."""

    acted_on: frozenset[str]
    not_here: frozenset[str] = frozenset()


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


PAGES = "PageSize Page PageToken"

CREATE_CALL = Known(
    acted_on=_names("""
        To From Url Twiml Method FallbackUrl FallbackMethod StatusCallback StatusCallbackEvent StatusCallbackMethod
        Timeout TimeLimit
    """),
    not_here=_names("""
        SendDigits Record RecordingChannels RecordingStatusCallback RecordingStatusCallbackMethod SipAuthUsername
        SipAuthPassword MachineDetection MachineDetectionTimeout RecordingStatusCallbackEvent Trim CallerId
        MachineDetectionSpeechThreshold MachineDetectionSpeechEndThreshold MachineDetectionSilenceTimeout AsyncAmd
        AsyncAmdStatusCallback AsyncAmdStatusCallbackMethod Byoc CallReason CallToken RecordingTrack
        ClientNotificationUrl ApplicationSid
    """),
)
UPDATE_CALL = Known(
    acted_on=_names("Url Twiml Method Status FallbackUrl FallbackMethod StatusCallback StatusCallbackMethod TimeLimit")
)
LIST_CALLS = Known(
    acted_on=_names(f"""
        To From ParentCallSid Status StartTime StartTime< StartTime> EndTime EndTime< EndTime> {PAGES}
    """)
)
LIST_EVENTS = Known(acted_on=_names(PAGES))
CREATE_MESSAGE = Known(
    acted_on=_names("To From Body"),
    not_here=_names("""
        StatusCallback ApplicationSid MaxPrice ProvideFeedback Attempt ValidityPeriod ForceDelivery ContentRetention
        AddressRetention SmartEncoded PersistentAction TrafficType ShortenUrls ScheduleType SendAt SendAsMms
        ContentVariables RiskCheck FallbackFrom MessagingServiceSid MediaUrl ContentSid
    """),
)
LIST_MESSAGES = Known(acted_on=_names(f"To From {PAGES}"), not_here=_names("DateSent DateSent< DateSent>"))
LIST_RECORDINGS = Known(
    acted_on=_names(f"CallSid DateCreated DateCreated< DateCreated> {PAGES}"),
    not_here=_names("ConferenceSid IncludeSoftDeleted"),
)
LIST_ALERTS = Known(acted_on=_names(f"LogLevel StartDate EndDate {PAGES}"))
FETCH_RECORDING = Known(acted_on=frozenset(), not_here=_names("IncludeSoftDeleted"))
LIST_QUEUES = Known(acted_on=_names(PAGES))
LIST_NUMBERS = Known(acted_on=_names(f"FriendlyName PhoneNumber {PAGES}"), not_here=_names("Beta Origin"))
UPDATE_NUMBER = Known(
    acted_on=_names("""
        FriendlyName VoiceUrl VoiceMethod VoiceFallbackUrl VoiceFallbackMethod StatusCallback StatusCallbackMethod
        SmsUrl SmsMethod
    """),
    not_here=_names("""
        AccountSid ApiVersion SmsApplicationSid SmsFallbackMethod SmsFallbackUrl VoiceApplicationSid
        VoiceCallerIdLookup EmergencyStatus EmergencyAddressSid TrunkSid VoiceReceiveMode IdentitySid AddressSid
        BundleSid
    """),
)
LIST_CALLER_IDS = Known(acted_on=_names("FriendlyName PhoneNumber PageSize Page PageToken"))
LIST_PROFILES = Known(acted_on=_names("Status PageSize Page PageToken"), not_here=_names("FriendlyName PolicySid"))
LIST_RULES = Known(acted_on=_names("pageSize pageToken"), not_here=_names("settingId"))
NOTHING = Known(acted_on=frozenset())
