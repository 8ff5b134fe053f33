"""Judge the facts that only a real deployment shows."""

from __future__ import annotations

from hotline.cli.rehearsal.evidence import Evidence
from hotline.cli.rehearsal.verdicts import Verdict, holds

BUDGET, SENDERS, ALIAS, NEWEST, STATE, SNAPSHOT, AT_ONCE = (
    *("budget_unit", "queue_senders", "alias_version", "newest_version"),
    *("version_state", "snapshot", "functions_at_once"),
)
UNIT, SENDER = "USD", "events.amazonaws.com"  # as the templates have them
_ENOUGH = 50  # functions at once: a group's calls, the stream and the clock
_NOT_LOOKED = "AWS was not asked"


def budget(seen: Evidence) -> Verdict:
    """Judge the currency of the monthly budget."""
    unit = seen.facts.get(BUDGET)
    return holds(
        None if unit is None else unit == UNIT,
        so=unit or "",
        not_so=f"the budget's unit is {unit}" if unit else "there is no such budget",
        mend="nobody is told when a month costs more: make a budget at console.aws.amazon.com (Billing, Budgets)",
        why=_NOT_LOOKED,
    )


def queue(seen: Evidence) -> Verdict:
    """Judge whether EventBridge may send to the queue of dead letters."""
    senders = seen.facts.get(SENDERS)
    return holds(
        None if senders is None else SENDER in senders.split(),
        so=f"{SENDER} may send to it",
        not_so=f"only these may send to it: {senders or 'nobody'}",
        mend="deploy again with `hotline deploy`; a clock that fails leaves no trace until then",
        why=_NOT_LOOKED,
    )


def alias(seen: Evidence) -> Verdict:
    """Judge whether the alias leads to the newest version, and whether that is ready."""
    stands = [seen.facts.get(name) for name in (ALIAS, NEWEST, STATE, SNAPSHOT)]
    leads, newest, state, snapshot = stands
    return holds(
        None if None in stands else leads == newest and (state, snapshot) == ("Active", "On"),
        so=f"version {leads}, Active, with its snapshot",
        not_so=f"it leads to version {leads} of {newest}; that is {state}, its snapshot {snapshot}",
        mend="deploy again with `hotline deploy`; until then the first word of a call may be late, or old",
        why=_NOT_LOOKED,
    )


def at_once(seen: Evidence) -> Verdict:
    """Judge how many functions the account may run at once."""
    most = seen.facts.get(AT_ONCE)
    return holds(
        None if most is None else int(most) >= _ENOUGH,
        so=f"{most} at once",
        not_so=f"only {most} functions at once",
        mend="ask for 1,000 at Service Quotas, AWS Lambda, Concurrent executions (docs/aws.md, step 1)",
        why=_NOT_LOOKED,
    )
