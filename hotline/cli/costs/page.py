"""docs/costs.md, from the two files: `python -m hotline.cli.costs > docs/costs.md`."""

from __future__ import annotations

from collections.abc import Iterator

from hotline.cli.cost import OFTEN
from hotline.cli.costs.arithmetic import assumptions, origins, sums
from hotline.cli.costs.bill import Costs
from hotline.cli.costs.sheet import headings, markdown, rows
from hotline.cli.costs.told import TITLE, notes

_INTRODUCTION = """
# What it costs

Written by `python -m hotline.cli.costs > docs/costs.md`: do not edit. `hotline cost` prints the same for as many
requests as you like, `hotline cost --arithmetic` every sum of it; with `--prices FILE` by prices of your own.

Twilio is paid for the number, for each started minute of a call that somebody (or a machine) picks up, on each side of
it, and for each hundred characters that the voice says; a phone that rings and is not picked up costs nothing. AWS is
paid for very little, and gives away part of that. So it is minutes that cost, and most of all those with neighbours'
mobiles.
"""

_BESIDES = """
## What changes it

- The voice: a neural one (`voice` in the group's file) is four times as dear as the standard one.
- A second stage (`dev` beside `prod`) stands there as the first does, and its alarms are beyond those that are free.
- A second group is one more number; the rest is shared, and the calls are its own.
- Texts: local numbers can seldom send any, so that a group that texts rents a mobile number besides.
- Who helps: a neighbour who does not pick up costs nothing, and one whose machine does costs a minute.
- Twilio's bill is in dollars. An account that is only being tried has other prices: see Twilio's own pages.

An answering service takes the call and passes on a message. It does not ring one neighbour after the other until one
says yes, nor ask afterwards whether it was done; the second line of the comparison is what that would be by its price
for a minute, if people did it as the line does.
"""


def write(costs: Costs) -> str:
    """The page."""
    return "\n".join(_page(costs))


def _page(costs: Costs) -> Iterator[str]:
    yield _INTRODUCTION.strip()
    yield f"\n{markdown(TITLE, headings(OFTEN), list(rows(costs, OFTEN)))}\n"
    yield from (f"- {note}" for note in notes(costs, OFTEN))
    yield f"\n{_BESIDES.strip()}\n"
    yield "## The arithmetic\n\n```text"
    yield from sums(costs, OFTEN)
    yield "```\n\n## Assumed\n"
    yield from (f"- {sentence}" for sentence in assumptions(costs))
    yield "\n## Prices\n"
    yield from (f"- {sentence}" for sentence in origins(costs))
    yield ""
