"""The parts of the bill: which price goes with how much, idle a month and for each request."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hotline.cli.costs.figure import Figure, plain
from hotline.cli.costs.usage import Usage

_A_MONTH = 365 * 24 * 3600 // 12  # seconds


@dataclass(frozen=True, kw_only=True)
class Part:
    """One line of the bill. None: nothing of it."""

    name: str
    price: str  # its key
    idle: Figure | None = None  # a month, whether or not anybody phones
    each: Figure | None = None  # a request


def parts(used: Usage) -> tuple[Part, ...]:
    """All of them: the phone's, then AWS's."""
    return (*_phone(used), *_functions(used), *_database(used), *_backups(used), *_watching(used), *_bytes(used))


def _phone(used: Usage) -> tuple[Part, ...]:
    recorded = used.of("recorded_minutes_a_request")
    return (
        Part(name="the phone number", price="number_month", idle=used.of("numbers")),
        Part(name="calls that come in", price="inbound_minute", each=used.a_request(used.of("minutes_in"))),
        Part(name="calls to mobiles", price="mobile_minute", each=used.a_request(used.of("minutes_to_mobiles"))),
        Part(name="calls to landlines", price="landline_minute", each=used.a_request(used.of("minutes_to_landlines"))),
        Part(name="the voice", price="hundred_said", each=used.a_request(used.of("hundreds_said"))),
        Part(name="recordings", price="recorded_minute", each=recorded),
        Part(name="recordings, kept", price="recording_kept", each=recorded * used.of("months_recorded")),
        Part(name="texts", price="text_segment", each=used.a_request(used.of("segments_texted"))),
    )


def _functions(used: Usage) -> tuple[Part, ...]:
    """Lambda, the clock that beats in it, and what stands before it."""
    memory, ticks, nights, thousand = used.of("gb_of_memory"), used.of("ticks"), used.of("backups"), _number(1000)
    ready = used.of("snapshots") * memory * _number(_A_MONTH, "seconds")
    busy = (
        used.of("webhooks") * used.of("ms_a_webhook")
        + used.of("stream_batches") * used.of("ms_a_batch")
        + used.of("busy_ticks") * used.of("ms_a_tick")
        + used.of("calls_placed") * used.of("ms_a_call_placed")
        + _calls(used) * used.of("ms_to_start")
    )
    return (
        Part(
            name="Lambda, its time",
            price="lambda_gb_second",
            idle=(ticks * used.of("ms_a_tick") + nights * used.of("ms_a_backup")) / thousand * memory,
            each=used.a_request(busy) / thousand * memory,
        ),
        Part(name="Lambda, its runs", price="lambda_run", idle=ticks + nights, each=used.a_request(_runs(used))),
        Part(name="the clock", price="clock_beat", idle=ticks),
        Part(name="a quick start, kept ready", price="snapstart_gb_second", idle=ready),
        Part(name="a quick start, each", price="snapstart_restore", each=used.a_request(_calls(used)) * memory),
        Part(name="API Gateway", price="api_request", each=used.a_request(used.of("webhooks"))),
    )


def _database(used: Usage) -> tuple[Part, ...]:
    """DynamoDB. Kept is what twelve months' requests leave, as the year's did; each night it is read, 4 KB a unit."""
    kept = used.a_request(used.of("bytes_kept")) * _number(12, "months") / _number(10**9)
    looks = used.of("ticks") * used.of("read_units_a_quiet_tick")
    nightly = used.a_request(used.of("bytes_kept")) * _number(12, "months") / _number(4096) * used.of("backups")
    read = used.a_request(used.of("read_units")) + nightly
    return (
        Part(name="DynamoDB, reading", price="read_unit", idle=looks, each=read),
        Part(name="DynamoDB, writing", price="write_unit", each=used.a_request(used.of("write_units"))),
        Part(name="DynamoDB, its stream", price="stream_read", each=used.a_request(used.of("stream_batches"))),
        Part(name="DynamoDB, keeping", price="table_gb_month", each=kept),
        Part(name="DynamoDB, going back in time", price="recovery_gb_month", each=kept),
    )


def _backups(used: Usage) -> tuple[Part, ...]:
    """Each night everything is written into another region. What that takes of other parts is in those."""
    nights = used.of("backups")
    return (
        Part(name="backups, written", price="stored_object", idle=nights),
        Part(name="backups, sent to their region", price="sent_region_gb", each=_gb_backed_up(used) * nights),
    )


def _watching(used: Usage) -> tuple[Part, ...]:
    """Whatever wakes somebody, and the secret."""
    secrets = used.a_request(_calls(used)) * used.of("key_requests_a_call")
    return (
        Part(name="alarms", price="alarm_month", idle=used.of("alarms")),
        Part(name="metrics", price="metric_month", idle=used.of("metrics")),
        Part(name="alarms by e-mail", price="alarm_mail", idle=used.of("alarm_mails")),
        Part(name="budgets", price="budget_month", idle=used.of("budgets")),
        Part(name="the secret", price="parameter_month", idle=used.of("parameters")),
        Part(name="keys to read with", price="key_request", each=secrets),
    )


def _bytes(used: Usage) -> tuple[Part, ...]:
    """Logs, the zip, and what goes out to Twilio."""
    gb, logged = _number(10**9), used.of("log_bytes_a_run")
    idle, each = used.of("ticks") * logged / gb, used.a_request(_runs(used)) * logged / gb
    sent = used.of("bytes_answered") + used.of("webhooks") * used.of("header_bytes")
    return (
        Part(name="logs, written", price="log_gb", idle=idle, each=each),
        Part(name="logs, kept a month", price="log_gb_month", idle=idle, each=each),
        Part(
            name="S3, for zips, the fallback and backups",
            price="stored_gb_month",
            idle=used.of("gb_zipped"),
            each=_gb_backed_up(used) * used.of("backups_kept"),
        ),
        Part(name="sent to Twilio", price="sent_gb", each=used.a_request(sent) / gb),
    )


def _gb_backed_up(used: Usage) -> Figure:
    """One backup, of a year's requests."""
    kept = used.a_request(used.of("bytes_kept")) * _number(12, "months")
    return kept * used.of("backup_size") / _number(10**9)


def _runs(used: Usage) -> Figure:
    return used.of("webhooks") + used.of("stream_batches") + used.of("busy_ticks")


def _calls(used: Usage) -> Figure:
    """Each may find every function asleep."""
    return used.of("calls_in") + used.of("calls_placed")


def _number(value: int, of: str = "") -> Figure:
    return Figure(value=Decimal(value), words=f"{plain(Decimal(value))} {of}".strip())
