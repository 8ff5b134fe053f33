"""The exchange: a strict local stand-in for Twilio, with people holding its phones. It knows nothing of the hotline.

In a test, everything happens in process on a virtual clock, which jumps from one due moment to the next; the app is a
function from HttpRequest to HttpResponse:

    timeline = Timeline(datetime(2026, 3, 2, 10, tzinfo=UTC))
    exchange = Exchange(timeline=timeline, transport=app, account_sid="AC…", auth_token="…")
    exchange.own("+442079460000", voice_url="https://line.example/voice", status_url="https://line.example/status")
    rosa = Person(exchange, "+442079460101", "Rosa")
    ben = Person(exchange, "+447700900001", "Ben")
    ben.when_rung(Voicemail())                      # or LetsItRing, Busy, Rejects, Unreachable, PicksUp
    rosa.dials("+442079460000").hears("shopping").presses("1").hears("goodbye").is_hung_up_on()
    exchange.check()                                # no complaint, no phone that rang unasked, no fault unused

Calls are placed with `exchange.rest(method, path, params, auth)`. `exchange.faults` repeats, delays, drops and swaps
webhooks and spoils REST. `exchange.listeners` are told what happens. For real time, `with RealTimeline(speed=10) as
timeline` and `http_transport()`; PhonesApi drives phones from other programs.

To read it: `exchange` (the account), `calls` (one leg), `performer` and `acts` (TwiML at work), `twiml` (TwiML read),
`places` (what is allowed where), `otherwise` (what Twilio may do either way), `call_events`, `texting`, `webhooks` and
`post`, `phones`, `people`.
"""

from infra.local.exchange.events import Dialled, Ended, Engaged, Event, Joined, PickedUp, Pressed, Rang, Said, Texted
from infra.local.exchange.exchange import Exchange
from infra.local.exchange.faults import Faults
from infra.local.exchange.http import http_transport
from infra.local.exchange.messages import ConnectionFailed, HttpRequest, HttpResponse, TimedOut, Transport
from infra.local.exchange.people import Person
from infra.local.exchange.phones import Phone
from infra.local.exchange.phones_api import PhonesApi
from infra.local.exchange.problems import Complaint, NobodyListens, StoryFailed, TwimlError
from infra.local.exchange.reactions import Busy, LetsItRing, PicksUp, Rejects, Unreachable, Voicemail
from infra.local.exchange.realtime import RealTimeline
from infra.local.exchange.rest import RestAnswer
from infra.local.exchange.signing import SharedKey, signature
from infra.local.exchange.timeline import Timeline

__all__ = [
    "Busy",
    "Complaint",
    "ConnectionFailed",
    "Dialled",
    "Ended",
    "Engaged",
    "Event",
    "Exchange",
    "Faults",
    "HttpRequest",
    "HttpResponse",
    "Joined",
    "LetsItRing",
    "NobodyListens",
    "Person",
    "Phone",
    "PhonesApi",
    "PickedUp",
    "PicksUp",
    "Pressed",
    "Rang",
    "RealTimeline",
    "Rejects",
    "RestAnswer",
    "Said",
    "SharedKey",
    "StoryFailed",
    "Texted",
    "TimedOut",
    "Timeline",
    "Transport",
    "TwimlError",
    "Unreachable",
    "Voicemail",
    "http_transport",
    "signature",
]
