"""The price file: what each thing costs, where, since when, and whose page says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from hotline.cli.costs.table import Figures
from hotline.groups.table import parsed

POUND, DOLLAR = "GBP", "USD"

# Every price that the arithmetic uses. A file has them all, and no other.
KEYS = (
    *("usd_per_gbp", "vat", "number_month", "inbound_minute", "landline_minute", "mobile_minute", "hundred_said"),
    *("recorded_minute", "recording_kept", "text_segment", "lambda_run", "lambda_gb_second", "snapstart_gb_second"),
    *("snapstart_restore", "api_request", "write_unit", "read_unit", "stream_read", "table_gb_month"),
    *("recovery_gb_month", "log_gb", "log_gb_month", "alarm_month", "metric_month", "alarm_mail", "parameter_month"),
    *("key_request", "budget_month", "clock_beat", "stored_gb_month", "stored_object", "sent_region_gb"),
    *("sent_gb", "answering_minute", "answering_month"),
)
_REQUIRED = ("price", "currency", "unit", "region", "source", "read")
_OPTIONAL = ("per", "free", "read_from", "assumed")


@dataclass(frozen=True, kw_only=True)
class Price:
    """So much money for `per` of the unit, of which `free` are given each month, for good."""

    key: str
    amount: Decimal
    per: int
    currency: str
    unit: str
    free: Decimal
    region: str
    source: str
    read: date
    read_from: str  # "": on the source's own page
    assumed: str  # why; "": it was read

    def of(self, quantity: Decimal) -> Decimal:
        """What so much costs, in the price's own currency."""
        return quantity * self.amount / self.per


def read_prices(file: Path) -> Mapping[str, Price]:
    """By key. Raises GroupFileError, one line that names file, table and key, for the first mistake."""
    prices = Figures(str(file), parsed(file), known=KEYS)
    return {key: _price(prices, key) for key in KEYS}


def _price(prices: Figures, key: str) -> Price:
    if key not in prices:
        raise prices.fault(
            key, f"it is missing; write [{key}] and under it price = 0.01, and the rest as its neighbours"
        )
    one = prices.table(key, known=(*_REQUIRED, *_OPTIONAL), like="price = 0.01")
    currency = one.text("currency", like=DOLLAR)
    if currency not in {POUND, DOLLAR}:
        raise one.fault("currency", f'"{currency}" is neither {DOLLAR} nor {POUND}')
    amount = one.number("price")
    if key == "usd_per_gbp" and not amount:
        raise one.fault("price", "a pound is worth something; write how many dollars")
    return Price(
        key=key,
        amount=amount,
        per=one.count("per") if "per" in one else 1,
        currency=currency,
        unit=one.text("unit", like="started minute"),
        free=one.number("free") if "free" in one else Decimal(0),
        region=one.text("region", like="eu-west-2"),
        source=one.text("source", like="https://aws.amazon.com/lambda/pricing/"),
        read=one.day("read"),
        read_from=one.text("read_from", like="whose copy of that page") if "read_from" in one else "",
        assumed=one.text("assumed", like="why no page says so") if "assumed" in one else "",
    )
