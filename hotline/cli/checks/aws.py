"""Check the AWS credentials, the account's quota, and the permissions of the operator and of the functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from hotline.cli.checks.finding import Finding, fault, fine, unknown
from hotline.errors import HotlineError

if TYPE_CHECKING:
    from hotline.cli.deployed import Deployed

_ALLOW = "have these allowed to you: infra/aws/permissions.py has the whole list"
_FEW = 50  # functions at once. A new account has 10: the clock and what makes phones ring take half of them
_MORE = "ask for 1000 at console.aws.amazon.com in {region} (Service Quotas, AWS Lambda, Concurrent executions)"
_AGAIN_LATER = "run it again in a few minutes"
_AGAIN = "deploy again with `hotline deploy`; if that changes nothing, somebody has changed the role by hand"
_CALLED = {"s3": "S3", "dynamodb": "DynamoDB", "sns": "SNS"}
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
    """Check that AWS knows the credentials, and that the account can be used.

    CloudFormation is asked too: an account that is not active yet still tells whose the credentials are.
    """
    from infra.aws.cloud import NotAllowed, Unusable  # a second: not for --help, here and below

    try:
        who = deployed.cloud.who
        with suppress(NotAllowed):
            deployed.stack.facts()
    except HotlineError as why:  # nothing else of AWS is looked at then, so that all would seem well
        about = "AWS" if isinstance(why, Unusable) else "AWS: credentials"
        yield fault(about, why.said, why.mend or _AGAIN_LATER)
        return
    where = deployed.stage.region
    yield fine("AWS: credentials", f"{who['Arn']}, in {where}; the fallback is in {deployed.stage.fallback_region}")


def account(deployed: Deployed) -> Iterator[Finding]:
    """Check how many functions may run at once: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html."""
    from infra.aws.cloud import plainly

    about, where = "AWS: account", deployed.stage.region
    with plainly("look at what this account may run"):
        limits = deployed.cloud.client("lambda").get_account_settings()["AccountLimit"]
    at_once = limits["ConcurrentExecutions"]
    if at_once < _FEW:
        said = (
            f"it runs {at_once} functions at once in {where}: "
            "if several people phone at the same time, some calls are not answered"
        )
        yield fault(about, said, _MORE.format(region=where))
    else:
        yield fine(about, f"runs {at_once} functions at once")


def services(deployed: Deployed) -> dict[str, Callable[[], Iterator[Finding]]]:
    """Whether AWS answers for what a line is made of, of which an organisation may refuse all; nothing is said if so.

    Before the first deployment nothing else asks them. Each is asked of something of this stage, there or not.
    """
    from infra.aws.cloud import CloudError, plainly

    stage, cloud = deployed.stage, deployed.cloud

    def asked(service: str, what: str, **of: object) -> Iterator[Finding]:
        client = cloud.client(service)
        try:
            with plainly(f"use {_CALLED[service]} in {stage.region}"):
                getattr(client, what)(**of)
        except CloudError as error:
            if error.mend:
                raise
        yield from ()  # what is not there yet is for the others to say

    topic = f"arn:aws:sns:{stage.region}:{cloud.account}:{stage.stack}-alarms"
    return {
        "AWS: S3": lambda: asked("s3", "list_objects_v2", Bucket=stage.bucket(cloud.account), MaxKeys=1),
        "AWS: DynamoDB": lambda: asked("dynamodb", "describe_table", TableName=f"{stage.tables}-requests"),
        "AWS: SNS": lambda: asked("sns", "list_subscriptions_by_topic", TopicArn=topic),
    }


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

    facts = deployed.stack.facts()
    if facts is None or facts.is_no_more:
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
    """Return the worst actions, without those that this function needs: its role must allow none of them."""
    return [action for action in _NEVER if action not in {needed for _, _, needed in NEEDS[role]}]


def _arn(deployed: Deployed, service: str, what: str, *, stream: str = "") -> str:
    stage = deployed.stage
    named = what.format(secrets=stage.secrets, tables=stage.tables, stream=stream)
    return f"arn:aws:{service}:{stage.region}:{deployed.cloud.account}:{named}"
