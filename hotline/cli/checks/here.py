"""The line on this machine: the DynamoDB that `hotline serve` or the environment names."""

from __future__ import annotations

from collections.abc import Iterator

from hotline.cli.checks.finding import Finding, fault, fine, unknown
from hotline.cli.here import Here, NoLine


def tables() -> Iterator[Finding]:
    """Keys, indexes and streams; how AWS keeps them is nothing that another DynamoDB has."""
    from infra.aws.tables import faults

    about, here = "line here", Here()
    try:
        definitions, dynamodb = here.store.definitions(), here.dynamodb
    except NoLine:
        yield unknown(about, "none runs: start one with `hotline serve`")
        return
    found = [(name, said) for name, one in definitions.items() for said in faults(dynamodb, name, one, kept_well=False)]
    mend = "stop it, take its tables away, and start it with `hotline serve`, which makes them"
    yield from (fault(f"table: {name}", said, mend) for name, said in found)
    if not found:
        yield fine(about, f"its {len(definitions)} tables are as the store defines them")
