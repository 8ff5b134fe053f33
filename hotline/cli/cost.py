"""`hotline cost`: what the line costs a month, and what people who are paid to answer a phone would."""

from __future__ import annotations

from pathlib import Path

import click

from hotline.cli import show

OFTEN = (50, 500, 5000)  # requests a month


@click.command()
@click.option(
    "--requests",
    "requests",
    type=click.IntRange(min=1),
    multiple=True,
    default=OFTEN,
    show_default=True,
    metavar="N",
    help="A month; may be given several times.",
)
@click.option(
    "--arithmetic", is_flag=True, help="Every sum, with the page and the day of each price, and what is assumed."
)
@click.option("--json", "as_json", is_flag=True, help="For programs, to a hundredth of a penny.")
@click.option("--prices", type=click.Path(path_type=Path), metavar="FILE", help="Instead of infra/aws/prices.toml.")
@click.option("--usage", type=click.Path(path_type=Path), metavar="FILE", help="Instead of infra/aws/usage.toml.")
def cost(
    *, requests: tuple[int, ...], arithmetic: bool, as_json: bool, prices: Path | None, usage: Path | None
) -> None:
    """Print what the line costs a month at Twilio and AWS, in pounds, and what an answering service would.

    What a request uses was counted in a year of one group (`make year`); what each thing costs is in a file of prices,
    with the page and the day of each. Nothing is asked of anybody, and no account is needed.

    Example: hotline cost --requests 200 --arithmetic
    """
    from hotline.cli.costs import told
    from hotline.cli.costs.bill import Costs
    from hotline.cli.costs.files import PRICES, USAGE
    from hotline.cli.costs.prices import read_prices
    from hotline.cli.costs.usage import read_usage

    costs = Costs(read_usage(usage or USAGE), read_prices(prices or PRICES))
    if as_json:
        show.as_json(told.document(costs, requests))
        return
    click.echo(told.table(costs, requests))
    if arithmetic:
        click.echo(f"\n{told.arithmetic(costs, requests)}")
