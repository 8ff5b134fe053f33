"""Ask AWS for the facts that `judge_aws` judges."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from hotline.cli.rehearsal.judge_aws import ALIAS, AT_ONCE, BUDGET, NEWEST, SENDERS, SNAPSHOT, STATE

if TYPE_CHECKING:
    from hotline.cli.deployed import Deployed
    from infra.aws.cloud import Cloud

_LIVE = "live"  # the alias: infra/aws/template/functions.yaml


def facts(deployed: Deployed) -> Mapping[str, str]:
    """Return each fact as text. A fact that AWS would not tell is left out, and is then judged as not seen."""
    cloud, stage = deployed.cloud, deployed.stage
    return {
        **_of(lambda: {BUDGET: _budget(cloud, f"hotline-{stage.name}-{stage.region}-spend")}),
        **_of(lambda: _senders(deployed)),
        **_of(lambda: _alias(cloud, f"hotline-{stage.name}-api")),
        **_of(lambda: {AT_ONCE: str(_at_once(cloud))}),
    }


def _of(ask: Any) -> Mapping[str, str]:
    from infra.aws.cloud import CloudError  # a second: not for --help, and so is `plainly` below

    try:
        found: Mapping[str, str] = ask()
    except CloudError:
        return {}
    return found


def _budget(cloud: Cloud, name: str) -> str:
    """Return the unit of the budget's limit; "" where there is no such budget."""
    from infra.aws.cloud import CloudError, plainly

    try:
        with plainly(f"look at the budget {name}"):
            found = cloud.client("budgets").describe_budget(AccountId=cloud.account, BudgetName=name)
    except CloudError as why:
        if why.code == "NotFoundException":
            return ""
        raise
    return str(found["Budget"]["BudgetLimit"]["Unit"])


def _senders(deployed: Deployed) -> Mapping[str, str]:
    """The services that may send to the queue of dead letters, by its policy; the stack tells the queue's name."""
    from infra.aws.cloud import plainly

    url = deployed.facts(deployed.stack).outputs.get("DeadLetters")
    if url is None:  # a stack of another template
        return {}
    with plainly("look at the queue of dead letters"):
        told = deployed.cloud.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])
    policy = json.loads(told.get("Attributes", {}).get("Policy", "{}"))
    allowed = [
        one for one in policy.get("Statement", []) if one["Effect"] == "Allow" and isinstance(one["Principal"], dict)
    ]
    return {SENDERS: " ".join(sorted({str(one["Principal"].get("Service", "")) for one in allowed} - {""}))}


def _alias(cloud: Cloud, function: str) -> Mapping[str, str]:
    """Return the alias's version, the newest version, and whether the newest is ready."""
    from infra.aws.cloud import plainly

    client = cloud.client("lambda")
    with plainly(f"look at the function {function}"):
        leads = client.get_alias(FunctionName=function, Name=_LIVE)["FunctionVersion"]
        pages = client.get_paginator("list_versions_by_function").paginate(FunctionName=function)
        versions = [one for page in pages for one in page["Versions"] if one["Version"] != "$LATEST"]
    newest = max(versions, key=lambda one: int(one["Version"]))
    return {
        ALIAS: str(leads),
        NEWEST: str(newest["Version"]),
        STATE: str(newest.get("State", "Active")),
        SNAPSHOT: str(newest.get("SnapStart", {}).get("OptimizationStatus", "")),
    }


def _at_once(cloud: Cloud) -> int:
    from infra.aws.cloud import plainly

    with plainly("look at how many functions may run at once"):
        return int(cloud.client("lambda").get_account_settings()["AccountLimit"]["ConcurrentExecutions"])
