"""Who may do what, as AWS itself works it out: nothing is done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from infra.aws.cloud import Cloud, CloudError, plainly
from infra.aws.stage import Stage

# What `hotline deploy` and its like ask of AWS, and what CloudFormation asks in their name: of what, and what.
# {stack} is `hotline-prod`, {bucket} its bucket for code, {backups} that for its nightly backups.
DEPLOYS: dict[str, tuple[str, ...]] = {
    "arn:aws:apigateway:{region}::/restapis": ("apigateway:PATCH", "apigateway:POST", "apigateway:PUT"),
    "arn:aws:budgets::{account}:budget/{stack}-{region}-spend": ("budgets:ModifyBudget",),
    "arn:aws:cloudformation:{region}:{account}:stack/{stack}/*": (
        *("cloudformation:CreateChangeSet", "cloudformation:DeleteChangeSet", "cloudformation:DeleteStack"),
        *("cloudformation:DescribeChangeSet", "cloudformation:DescribeStackEvents", "cloudformation:DescribeStacks"),
        *("cloudformation:ExecuteChangeSet", "cloudformation:GetTemplate", "cloudformation:ListStackResources"),
    ),
    "arn:aws:cloudformation:{region}:aws:transform/Serverless-2016-10-31": ("cloudformation:CreateChangeSet",),
    "arn:aws:cloudwatch:{region}:{account}:alarm:{stack}-errors": (
        *("cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm"),
    ),
    "arn:aws:dynamodb:{region}:{account}:table/{stack}-requests": (
        *("dynamodb:CreateTable", "dynamodb:DescribeContinuousBackups", "dynamodb:DescribeTable"),
        *("dynamodb:DescribeTimeToLive", "dynamodb:UpdateContinuousBackups", "dynamodb:UpdateTable"),
        "dynamodb:UpdateTimeToLive",
    ),
    "arn:aws:events:{region}:{account}:rule/{stack}-minute": ("events:PutRule", "events:PutTargets"),
    "arn:aws:iam::{account}:role/{stack}-role": (
        *("iam:CreateRole", "iam:DeleteRole", "iam:GetRole", "iam:PassRole", "iam:PutRolePolicy"),
    ),
    "arn:aws:lambda:{region}:{account}:function:{stack}-api": (
        *("lambda:AddPermission", "lambda:CreateAlias", "lambda:CreateFunction", "lambda:DeleteFunction"),
        *("lambda:PublishVersion", "lambda:UpdateAlias", "lambda:UpdateFunctionCode"),
        "lambda:UpdateFunctionConfiguration",
    ),
    "arn:aws:lambda:{region}:{account}:event-source-mapping:*": ("lambda:CreateEventSourceMapping",),
    "arn:aws:logs:{region}:{account}:log-group:/hotline/{stage}/api:*": (
        *("logs:CreateLogGroup", "logs:PutMetricFilter", "logs:PutRetentionPolicy"),
    ),
    "arn:aws:s3:::{bucket}": ("s3:CreateBucket", "s3:DeleteBucket", "s3:ListBucket", "s3:ListBucketVersions"),
    "arn:aws:s3:::{bucket}/*": ("s3:DeleteObjectVersion", "s3:GetObject", "s3:PutObject"),
    "arn:aws:s3:::{backups}": (
        *("s3:CreateBucket", "s3:ListBucket", "s3:PutBucketOwnershipControls", "s3:PutBucketPolicy"),
        *("s3:PutBucketPublicAccessBlock", "s3:PutEncryptionConfiguration", "s3:PutLifecycleConfiguration"),
    ),
    "arn:aws:s3:::{backups}/*": ("s3:DeleteObject", "s3:GetObject"),
    "arn:aws:s3:::{stack}-fallback-pages": ("s3:CreateBucket", "s3:PutBucketPolicy"),
    "arn:aws:s3:::{stack}-fallback-pages/*": ("s3:PutObject",),
    "arn:aws:sns:{region}:{account}:{stack}-alarms": ("sns:CreateTopic", "sns:Subscribe"),
    "arn:aws:sqs:{region}:{account}:{stack}-dead-letters": ("sqs:CreateQueue", "sqs:SetQueueAttributes"),
    "arn:aws:ssm:{region}:{account}:parameter/hotline/{stage}/twilio": ("ssm:GetParameter", "ssm:PutParameter"),
}
_ASSUMED = re.compile(r"arn:(?P<partition>[^:]+):sts::(?P<account>\d+):assumed-role/(?P<role>[^/]+)/.+")
_ROOT = re.compile(r"arn:[^:]+:iam::\d+:root")


class CannotSimulate(CloudError):
    """AWS does not work it out for whoever asks."""


def deployers(stage: Stage, account: str) -> dict[str, tuple[str, ...]]:
    """What deploying this stage needs: what must be allowed on what."""
    names = {"stage": stage.name, "stack": stage.stack, "bucket": stage.bucket(account)}
    names["backups"] = stage.backups(account)
    return {of.format(region=stage.region, account=account, **names): actions for of, actions in DEPLOYS.items()}


def denied(cloud: Cloud, who: str, actions: Sequence[str], resource: str) -> list[str]:
    """Which of these actions this user or role may not do. Raises CloudError."""
    with plainly("have permissions worked out"):
        pages = cloud.client("iam").get_paginator("simulate_principal_policy")
        asked = pages.paginate(PolicySourceArn=who, ActionNames=list(actions), ResourceArns=[resource])
        results: list[dict[str, Any]] = [one for page in asked for one in page["EvaluationResults"]]
    return sorted(one["EvalActionName"] for one in results if one["EvalDecision"] != "allowed")


def principal(cloud: Cloud) -> str:
    """The user or role behind these credentials. Raises CannotSimulate for the account's root."""
    arn = cloud.who["Arn"]
    if _ROOT.fullmatch(arn):
        raise CannotSimulate("you are signed in as the account's root, who may do anything: make a user, and use that")
    assumed = _ASSUMED.fullmatch(arn)
    return role_arn(cloud, assumed["role"]) if assumed else arn


def role_arn(cloud: Cloud, name: str) -> str:
    """With its path, which only AWS knows."""
    with plainly(f"look at the role {name}"):
        return str(cloud.client("iam").get_role(RoleName=name)["Role"]["Arn"])
