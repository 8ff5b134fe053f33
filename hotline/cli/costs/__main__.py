"""Write docs/costs.md to stdout."""

from __future__ import annotations

import click

from hotline.cli.costs.bill import Costs
from hotline.cli.costs.files import PRICES, USAGE
from hotline.cli.costs.page import write
from hotline.cli.costs.prices import read_prices
from hotline.cli.costs.usage import read_usage

click.echo(write(Costs(read_usage(USAGE), read_prices(PRICES))), nl=False)
