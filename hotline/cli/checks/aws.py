"""Who asks AWS, where, and what they and the line's functions may do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from hotline.cli.checks.finding import Finding, fault, fine, unknown

if TYPE_CHECKING:
    from hotline.cli.deployed import Deployed

_ALLOW = "have these allowed to you: docs/operating.md has the whole list"
_AGAIN = "deploy again with `hotline deploy`; if that changes nothing, somebody has changed the role by hand"
_SECRET, _REQUESTS = "parameter{secrets}", "table/{tables}-requests"

# What each function must be able to do, and may not: the few things without which it is of no use, and the worst.
NEEDS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "APIHandlerRole": (
        ("ssm", _SECRET, "ssm:GetParameter"),
        ("dynamodb", _REQUESTS, "dynamodb:UpdateItem"),
        ("dynamodb", "table/{tables}-volunteers", "dynamodb:GetItem"),
    ),
    "MinuteRole": (
        ("ssm", _SECRET, "ssm:GetParameter"),
        ("dynamodb", f"{_REQUESTS}/index/due", "dynamodb:Query"),
        ("dynamodb", "table/{tables}-places", "dynamodb:Query"),
    ),
    "ChangedRole": (
        ("ssm", _SECRET, "ssm:GetParameter"),
        ("dynamodb", f"{_REQUESTS}/stream/{{stream}}", "dynamodb:GetRecords"),
        ("dynamodb", _REQUESTS, "dynamodb:UpdateItem"),
    ),
    "AlarmRole": (("dynamodb", _REQUESTS, "dynamodb:PutItem"),),
    "NightlyRole": (("ssm", _SECRET, "ssm:GetParameter"), ("dynamodb", _REQUESTS, "dynamodb:Scan")),
}
_NEVER = ("dynamodb:DeleteTable", "dynamodb:Scan")


def credentials(deployed: Deployed) -> Iterator[Finding]:
    """Whether AWS knows who asks."""
    from infra.aws.cloud import NoCredentials  # a second: not for --help, here and below

    try:
        who = deployed.cloud.who
    except NoCredentials as none:
        yield fault("AWS: credentials", str(none), "docs/operating.md says how to get them")
        return
    where = deployed.stage.region
    yield fine("AWS: credentials", f"{who['Arn']}, in {where}; the fallback is in {deployed.stage.fallback_region}")


def permissions(deployed: Deployed) -> Iterator[Finding]:
    """Of whoever would deploy."""
    from infra.aws.permissions import CannotSimulate, denied, deployers, principal

    about, cloud = "AWS: your permissions", deployed.cloud
    needs = deployers(deployed.stage, cloud.account)
    try:
        who = principal(cloud)
        refused = {action for of, actions in needs.items() for action in denied(cloud, who, actions, of)}
    except CannotSimulate as why:
        yield unknown(about, str(why))
        return
    if refused:
        yield fault(about, f"you may not {', '.join(sorted(refused))}", _ALLOW)
    else:
        yield fine(about, f"all {sum(map(len, needs.values()))} that a deployment needs")


def roles(deployed: Deployed) -> Iterator[Finding]:
    """Of each function, as its role is now."""
    from infra.aws.permissions import denied, role_arn
    from infra.aws.tables import stream_of

    if deployed.stack.facts() is None:
        return  # which has been said
    there = deployed.stack.resources()
    stream = stream_of(deployed.cloud.client("dynamodb"), f"{deployed.stage.tables}-requests")
    for role, needs in NEEDS.items():
        about = f"AWS: {role}"
        if role not in there:
            yield fault(about, "is not in the stack", _AGAIN)
            continue
        arn = role_arn(deployed.cloud, there[role])
        asked = ((action, _arn(deployed, service, what, stream=stream)) for service, what, action in needs)
        lacks = [action for action, of in asked if denied(deployed.cloud, arn, [action], of)]
        no_more = never(role)
        allowed = set(no_more) - set(denied(deployed.cloud, arn, no_more, _arn(deployed, "dynamodb", _REQUESTS)))
        if lacks:
            yield fault(about, f"may not {', '.join(sorted(set(lacks)))}", _AGAIN)
        if allowed:
            yield fault(about, f"may {', '.join(sorted(allowed))}, which no function of ours does", _AGAIN)
        if not lacks and not allowed:
            yield fine(about, "may do what it must, and nothing worse")


def never(role: str) -> list[str]:
    """Return what this function's role may not allow: the worst, but what it is there for."""
    return [action for action in _NEVER if action not in {needed for _, _, needed in NEEDS[role]}]


def _arn(deployed: Deployed, service: str, what: str, *, stream: str = "") -> str:
    stage = deployed.stage
    named = what.format(secrets=stage.secrets, tables=stage.tables, stream=stream)
    return f"arn:aws:{service}:{stage.region}:{deployed.cloud.account}:{named}"
