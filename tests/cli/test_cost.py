"""`hotline cost`: arithmetic on two files, told as a treasurer reads it."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hotline.cli import main
from hotline.cli.costs.arithmetic import sums
from hotline.cli.costs.bill import Costs, pence
from hotline.cli.costs.figure import Figure, plain
from hotline.cli.costs.files import PRICES, USAGE
from hotline.cli.costs.page import write
from hotline.cli.costs.parts import parts
from hotline.cli.costs.prices import KEYS, read_prices
from hotline.cli.costs.told import document, table
from hotline.cli.costs.usage import ASSUMED, MEASURED, STANDING, read_usage

# A world in which sums are done in the head: two dollars a pound, a tenth of VAT, and what is not named costs nothing.
EASY: dict[str, dict[str, Any]] = {
    "usd_per_gbp": {"price": 2},
    "vat": {"price": 0.1, "currency": "GBP"},
    "number_month": {"price": 4},
    "mobile_minute": {"price": 0.05},
    "api_request": {"price": 3, "per": 1000},
    "alarm_month": {"price": 0.5, "free": 10},
    "answering_minute": {"price": 1, "currency": "GBP"},
    "answering_month": {"price": 90, "currency": "GBP"},
}
USED: dict[str, float] = {"requests": 100, "minutes_in": 300, "minutes_to_mobiles": 800, "webhooks": 4000}
STANDS = {"numbers": 1, "alarms": 12}


def prices(folder: Path, **changed: dict[str, Any]) -> Path:
    """A price file."""
    common = {"currency": "USD", "unit": "thing", "region": "GB", "source": "https://example.org", "read": "2026-11-28"}
    tables = {key: {"price": 0, **common, **EASY.get(key, {}), **changed.get(key, {})} for key in KEYS}
    return written(folder / "prices.toml", tables)


def usage(folder: Path, **changed: float) -> Path:
    """A usage file."""
    tables: dict[str, dict[str, Any]] = {
        "measured": {"command": "make year", "on": "2026-11-28"} | {key: USED.get(key, 0) for key in MEASURED},
        "standing": {key: STANDS.get(key, 0) for key in STANDING},
        "assumed": {key: {"value": 0, "why": "it is easy"} for key in ASSUMED},
    }
    for key, value in changed.items():
        (table,) = (name for name in tables if key in tables[name])
        tables[table][key] = {"value": value, "why": "it is easy"} if table == "assumed" else value
    return written(folder / "usage.toml", tables)


def written(file: Path, tables: dict[str, dict[str, Any]]) -> Path:
    lines = (line for name, table in tables.items() for line in (f"[{name}]", *map(line_of, table, table.values())))
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def line_of(key: str, value: Any) -> str:
    if isinstance(value, dict):
        return f"{key} = {{{', '.join(map(line_of, value, value.values()))}}}"
    return f"{key} = {json.dumps(value)}"


def costs(folder: Path, **changed: float) -> Costs:
    return Costs(read_usage(usage(folder, **changed)), read_prices(prices(folder)))


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["cost", *words])


def test_a_month_of_fifty_by_hand(tmp_path: Path) -> None:
    """Each amount as somebody with a pencil has it."""
    bill = costs(tmp_path).bill(50)
    amounts = {line.part.name: (float(line.idle), float(line.used)) for line in bill.lines if line.idle or line.used}
    assert amounts == {
        "the phone number": (2, 0),  # $4 at two dollars a pound
        "alarms": (3, 0),  # 12 at $0.50 are $6
        "calls to mobiles": (0, 10),  # 800 minutes of 100 requests are 8 each; 50 × 8 × $0.05 = $20
        "API Gateway": (0, 3),  # 4,000 of 100 are 40 each; 50 × 40 × $3 ÷ 1,000 = $6
    }
    assert (bill.idle, bill.used, bill.whole) == (Decimal(5), Decimal(13), Decimal(18))
    assert bill.free == Decimal("2.5")  # ten of the twelve alarms
    assert bill.to_pay == Decimal("17.05")  # 15.50, and a tenth of it
    assert bill.a_request == Decimal("0.341")


def test_a_month_in_which_nobody_phones(tmp_path: Path) -> None:
    """What stands there; and there is no request to divide it by."""
    bill = costs(tmp_path).bill(0)
    assert (bill.whole, bill.used, bill.a_request) == (Decimal(5), Decimal(0), None)


def test_what_is_free_takes_off_what_is_used_and_no_more(tmp_path: Path) -> None:
    """Two alarms of the ten that are free are two."""
    assert costs(tmp_path, alarms=2).bill(0).free == Decimal("0.5")


def test_what_people_would_cost_by_hand(tmp_path: Path) -> None:
    """300 minutes in of 100 requests are 3 each, with the 800 out 11; a pound a minute; and another by the month."""
    (_, month) = document(costs(tmp_path), [50])["months"]
    assert list(month["instead"].values()) == [150, 550, 90]


@pytest.mark.parametrize(("pounds", "pounds_and_pence"), [("0.005", "0.01"), ("0.0049", "0.00"), ("1.125", "1.13")])
def test_half_a_penny_is_a_penny(pounds: str, pounds_and_pence: str) -> None:
    """And less is none: as people round money, not as machines round halves."""
    assert str(pence(Decimal(pounds))) == pounds_and_pence


def test_the_sum_is_of_what_is_not_rounded(tmp_path: Path) -> None:
    """Three times a third of a penny is a penny."""
    third = {"price": 0.00666666666}
    used = usage(tmp_path, numbers=1, metrics=1, budgets=1)
    file = prices(tmp_path, number_month=third, metric_month=third, budget_month=third, alarm_month={"price": 0})
    printed = run("--usage", str(used), "--prices", str(file), "--requests", "1").stdout
    assert re.search(r"together +0\.01 +0\.01", printed)


@pytest.mark.parametrize("key", KEYS)
def test_each_price_is_used(tmp_path: Path, key: str) -> None:
    """None stands in the file for nothing: with another, the months are others."""
    everything = usage(tmp_path, **dict.fromkeys((*MEASURED, *STANDING, *ASSUMED), 7))
    before = document(Costs(read_usage(everything), read_prices(prices(tmp_path))), [50])
    dearer = prices(tmp_path, **{key: {"price": EASY.get(key, {}).get("price", 0) + 1000, "per": 1}})
    after = document(Costs(read_usage(everything), read_prices(dearer)), [50])
    assert after["months"] != before["months"]


@pytest.mark.parametrize("key", [*MEASURED, *STANDING, *ASSUMED])
def test_each_figure_is_used(tmp_path: Path, key: str) -> None:
    """None stands in the file for nothing: with another, what is printed is other."""
    dear = read_prices(
        prices(tmp_path, **{part: {"price": 1000} for part in KEYS if part not in {"usd_per_gbp", "vat"}})
    )
    every = dict.fromkeys((*MEASURED, *STANDING, *ASSUMED), 7)
    before, after = (
        table(Costs(read_usage(usage(tmp_path, **figures)), dear), [50]) for figures in (every, {**every, key: 700})
    )
    assert before != after


def test_the_prices_of_the_parts_are_those_of_the_file() -> None:
    """Every part has one of its own, and those that are no part's are the rate, VAT and people's."""
    used = [part.price for part in parts(read_usage(USAGE))]
    assert len(used) == len(set(used))
    assert set(KEYS) - set(used) == {"usd_per_gbp", "vat", "answering_minute", "answering_month"}


def test_each_price_says_where_it_is_from() -> None:
    """A page, a day, a place; and what no page says is marked."""
    for key, price in read_prices(PRICES).items():
        assert price.source.startswith("https://"), key
        assert price.region, key
        assert price.read_from or price.assumed, key


def test_what_is_assumed_is_said() -> None:
    """Each figure with its reason, and each price that nobody publishes."""
    printed = run("--arithmetic", "--requests", "50").stdout
    assumed = printed.partition("\nAssumed\n")[2]
    for why in [each["why"] for each in tomllib.loads(USAGE.read_text())["assumed"].values()]:
        assert why in assumed
    assert "per beat of the clock (an EventBridge rule): the page" in assumed
    assert "(an EventBridge rule) (assumed)" in printed


def test_the_arithmetic_gives_the_amounts() -> None:
    """Whoever works out a printed line gets what stands at its end."""
    lines = [line for line in sums(Costs(read_usage(USAGE), read_prices(PRICES)), [50, 5000]) if " requests: " in line]
    assert len(lines) > 60
    for line in lines:
        sum_, *amounts = line.partition(": ")[2].replace(",", "").split(" = ")
        worth = eval(re.sub("[$£]", "", sum_).replace("×", "*").replace("÷", "/"))  # noqa: S307 -- our own
        assert worth == pytest.approx(float(amounts[0].strip("$£")), rel=0.01, abs=0.0051), line


@pytest.mark.parametrize(
    ("number", "written"),
    [("43800", "43,800"), ("0.0000133334", "0.0000133334"), ("9.129395218", "9.1294"), ("1234567.8", "1,234,568")],
)
def test_numbers_are_written_for_people(number: str, written: str) -> None:
    """No exponent, and digits enough to go on with."""
    assert plain(Decimal(number)) == written


def test_a_figure_says_how_it_was_come_by() -> None:
    """A sum among factors stands in brackets."""
    two, three, four = (Figure(value=Decimal(n), words=f"{n} x") for n in (2, 3, 4))
    made = (two + three) * four / two
    assert (made.value, made.words) == (Decimal(10), "(2 x + 3 x) × 4 x ÷ 2 x")


def test_the_table_has_the_least_that_there_is_first() -> None:
    """Idle, then what requests cost, each by size; then all of it, and what people would be paid."""
    printed = run().stdout
    names = ["Whether or not", "the phone number", "With the requests", "calls to mobiles", "calls to landlines"]
    names += ["All of it", "less what AWS gives away", "To pay, with VAT of 20%", "for each request", "paid for it"]
    assert [printed.index(name) for name in names] == sorted(printed.index(name) for name in names)
    assert re.search(r"nobody phones +50 requests +500 requests +5,000 requests", printed)
    assert "above `daily_calls`, 300 in a group" in printed


def test_a_program_reads_it_as_one_document() -> None:
    """The months that were asked for, after one in which nobody phones."""
    read = json.loads(run("--json", "--requests", "20", "--requests", "9").stdout)
    assert [month["requests"] for month in read["months"]] == [0, 20, 9]
    for month in read["months"]:
        idle, used = (sum(part[which] for part in month["parts"]) for which in ("idle", "used"))
        assert (idle, used) == (pytest.approx(month["idle"], abs=0.01), pytest.approx(month["used"], abs=0.01))
    assert read["prices"]["mobile_minute"]["source"].startswith("https://www.twilio.com")


def without(key: str) -> Callable[[str], str]:
    return lambda text: re.sub(rf"(?m)^{key} = .*\n", "", text, count=1)


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (without("source"), "[usd_per_gbp] source: it is missing; write source = "),
        (without("price"), "[usd_per_gbp] price: it is missing; write price = 0.01"),
        (
            lambda text: text.replace("[mobile_minute]", "[mobile_minutes]"),
            "mobile_minutes: there is no such setting; ",
        ),
        (
            lambda text: text.partition("[answering_month]")[0],
            "answering_month: it is missing; write [answering_month]",
        ),
        (lambda text: text.replace("price = 4", "price = -4"), "[number_month] price: -4 is not a number of nought"),
        (lambda text: text.replace("price = 4", 'price = "4"'), "[number_month] price: 4 is not a number of nought"),
        (lambda text: text.replace('"USD"', '"EUR"', 1), '[usd_per_gbp] currency: "EUR" is neither USD nor GBP'),
        (
            lambda text: text.replace("2026-11-28", "last week", 1),
            '[usd_per_gbp] read: "last week" is not a day; write',
        ),
        (lambda text: text.replace("price = 2", "price = 0"), "[usd_per_gbp] price: a pound is worth something"),
        (lambda text: f"{text}\n[[", "it is not TOML"),
    ],
)
def test_a_price_file_that_is_wrong_is_one_line(tmp_path: Path, spoil: Callable[[str], str], fault: str) -> None:
    """It names the file, the table and the key, and says how to mend it."""
    file = prices(tmp_path)
    file.write_text(spoil(file.read_text()), encoding="utf-8")
    failed = run("--prices", str(file))
    assert (failed.exit_code, failed.stdout, failed.stderr.count("\n")) == (1, "", 1)
    assert failed.stderr.startswith(f"{file}: {fault}")


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (without("webhooks"), "[measured] webhooks: it is missing; write webhooks = 700"),
        (without("alarms"), "[standing] alarms: it is missing; write alarms = 1"),
        (without("ms_a_tick"), '[assumed] ms_a_tick: it is missing; write ms_a_tick = {value = 1, why = "…"}'),
        (lambda text: text.replace(', why = "it is easy"', "", 1), "[ms_a_webhook] why: it is missing; write why"),
        (lambda text: text.replace("requests = 100", "requests = 0"), "[measured] requests: there is none to divide"),
    ],
)
def test_a_usage_file_that_is_wrong_is_one_line(tmp_path: Path, spoil: Callable[[str], str], fault: str) -> None:
    """It names the file, the table and the key."""
    file = usage(tmp_path)
    file.write_text(spoil(file.read_text()), encoding="utf-8")
    failed = run("--usage", str(file))
    assert (failed.exit_code, failed.stderr.count("\n")) == (1, 1)
    assert failed.stderr.startswith(f"{file}: {fault}")


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    """With its name."""
    failed = run("--prices", str(tmp_path / "none.toml"))
    assert failed.exit_code == 1
    assert failed.stderr == f"{tmp_path / 'none.toml'}: it cannot be read: No such file or directory\n"


def test_the_page_in_the_documentation_is_what_the_files_say() -> None:
    """docs/costs.md is written by `python -m hotline.cli.costs > docs/costs.md`."""
    page = Path(__file__).parents[2] / "docs" / "costs.md"
    assert page.read_text(encoding="utf-8") == write(Costs(read_usage(USAGE), read_prices(PRICES)))
