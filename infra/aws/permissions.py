"""Who may do what, as AWS itself works it out: nothing is done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from infra.aws.cloud import Cloud, CloudError, plainly
from infra.aws.stage import Stage

_REST = ("apigateway:DELETE", "apigateway:GET", "apigateway:PATCH", "apigateway:POST", "apigateway:PUT")
_STACK = (
    *("cloudformation:CreateChangeSet", "cloudformation:DeleteChangeSet", "cloudformation:DeleteStack"),
    *("cloudformation:DescribeChangeSet", "cloudformation:DescribeEvents", "cloudformation:DescribeStackEvents"),
    *("cloudformation:DescribeStacks", "cloudformation:ExecuteChangeSet", "cloudformation:GetTemplate"),
    "cloudformation:ListStackResources",
)
# What the commands that look after a stage ask of AWS, and what CloudFormation asks in their name: of what, and what.
# {stack} is `hotline-prod`, {bucket} its bucket for code, {backups} that for its nightly backups, {fallback} the stack
# of its fallback and {away} that one's region, {kept} that of the backups. Tests hold it: one notes each call of ours,
# another has what each kind of resource takes (tests/cli/aws/test_permissions.py).
DEPLOYS: dict[str, tuple[str, ...]] = {
    "arn:aws:apigateway:{region}::/restapis": _REST,
    "arn:aws:budgets::{account}:budget/{stack}-{region}-spend": ("budgets:ModifyBudget", "budgets:ViewBudget"),
    "arn:aws:cloudformation:{away}:{account}:stack/{fallback}/*": _STACK,
    "arn:aws:cloudformation:{kept}:{account}:stack/{stack}-backups/*": _STACK,
    "arn:aws:cloudformation:{region}:{account}:stack/{stack}-budget/*": _STACK,
    "arn:aws:cloudformation:{region}:{account}:stack/{stack}/*": _STACK,
    "arn:aws:cloudformation:{region}:aws:transform/Serverless-2016-10-31": ("cloudformation:CreateChangeSet",),
    "arn:aws:cloudwatch:{region}:{account}:alarm:{stack}-errors": (
        *("cloudwatch:DeleteAlarms", "cloudwatch:DescribeAlarms", "cloudwatch:PutMetricAlarm"),
    ),
    "arn:aws:dynamodb:{region}:{account}:table/{stack}-requests": (
        *("dynamodb:BatchWriteItem", "dynamodb:CreateTable", "dynamodb:DeleteTable"),
        *("dynamodb:DescribeContinuousBackups", "dynamodb:DescribeContributorInsights"),
        *("dynamodb:DescribeKinesisStreamingDestination", "dynamodb:DescribeTable", "dynamodb:DescribeTimeToLive"),
        *("dynamodb:ListTagsOfResource", "dynamodb:Query", "dynamodb:Scan", "dynamodb:UpdateContinuousBackups"),
        *("dynamodb:UpdateTable", "dynamodb:UpdateTimeToLive"),
    ),
    "arn:aws:events:{region}:{account}:rule/{stack}-minute": (
        *("events:DeleteRule", "events:DescribeRule", "events:ListTargetsByRule", "events:PutRule"),
        *("events:PutTargets", "events:RemoveTargets"),
    ),
    "arn:aws:iam::{account}:role/{stack}-role": (
        *("iam:CreateRole", "iam:DeleteRole", "iam:DeleteRolePolicy", "iam:GetRole", "iam:GetRolePolicy"),
        *("iam:ListAttachedRolePolicies", "iam:ListRolePolicies", "iam:PassRole", "iam:PutRolePolicy"),
        *("iam:SimulatePrincipalPolicy", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole"),
    ),
    "arn:aws:lambda:{region}:{account}:event-source-mapping:*": (
        *("lambda:CreateEventSourceMapping", "lambda:DeleteEventSourceMapping", "lambda:GetEventSourceMapping"),
        "lambda:UpdateEventSourceMapping",
    ),
    "arn:aws:lambda:{region}:{account}:function:{stack}-api": (
        *("lambda:AddPermission", "lambda:CreateAlias", "lambda:CreateFunction", "lambda:DeleteAlias"),
        *("lambda:DeleteFunction", "lambda:DeleteFunctionEventInvokeConfig", "lambda:GetAlias", "lambda:GetFunction"),
        *("lambda:GetFunctionCodeSigningConfig", "lambda:GetFunctionConfiguration"),
        *("lambda:GetFunctionEventInvokeConfig", "lambda:GetFunctionRecursionConfig", "lambda:GetPolicy"),
        *("lambda:GetRuntimeManagementConfig", "lambda:ListTags", "lambda:ListVersionsByFunction"),
        *("lambda:PublishVersion", "lambda:PutFunctionEventInvokeConfig", "lambda:RemovePermission"),
        *("lambda:TagResource", "lambda:UntagResource", "lambda:UpdateAlias", "lambda:UpdateFunctionCode"),
        *("lambda:UpdateFunctionConfiguration", "lambda:UpdateFunctionEventInvokeConfig"),
    ),
    "arn:aws:logs:{region}:{account}:log-group:/hotline/{stage}/api:*": (
        *("logs:CreateLogGroup", "logs:DeleteLogGroup", "logs:DeleteMetricFilter", "logs:DescribeMetricFilters"),
        *("logs:PutMetricFilter", "logs:PutRetentionPolicy"),
    ),
    "arn:aws:s3:::{bucket}": (
        *("s3:CreateBucket", "s3:DeleteBucket", "s3:ListBucket", "s3:ListBucketVersions"),
        *("s3:PutBucketPublicAccessBlock", "s3:PutEncryptionConfiguration"),
    ),
    "arn:aws:s3:::{bucket}/*": ("s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObject", "s3:PutObject"),
    "arn:aws:s3:::{backups}": (
        *("s3:CreateBucket", "s3:DeleteBucket", "s3:DeleteBucketPolicy", "s3:GetBucketOwnershipControls"),
        *("s3:GetBucketPolicy", "s3:GetBucketPublicAccessBlock", "s3:GetEncryptionConfiguration"),
        *("s3:GetLifecycleConfiguration", "s3:ListBucket", "s3:PutBucketOwnershipControls", "s3:PutBucketPolicy"),
        *("s3:PutBucketPublicAccessBlock", "s3:PutEncryptionConfiguration", "s3:PutLifecycleConfiguration"),
    ),
    "arn:aws:s3:::{backups}/*": ("s3:DeleteObject", "s3:GetObject"),
    "arn:aws:s3:::{fallback}-pages": (
        *("s3:CreateBucket", "s3:DeleteBucket", "s3:DeleteBucketPolicy", "s3:GetBucketOwnershipControls"),
        *("s3:GetBucketPolicy", "s3:GetBucketPublicAccessBlock", "s3:GetEncryptionConfiguration", "s3:ListBucket"),
        *("s3:ListBucketVersions", "s3:PutBucketOwnershipControls", "s3:PutBucketPolicy"),
        *("s3:PutBucketPublicAccessBlock", "s3:PutEncryptionConfiguration"),
    ),
    "arn:aws:s3:::{fallback}-pages/*": ("s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObject"),
    "arn:aws:sns:{region}:{account}:{stack}-alarms": (
        *("sns:CreateTopic", "sns:DeleteTopic", "sns:GetDataProtectionPolicy", "sns:GetSubscriptionAttributes"),
        *("sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic", "sns:ListTagsForResource"),
        *("sns:SetSubscriptionAttributes", "sns:SetTopicAttributes", "sns:Subscribe", "sns:Unsubscribe"),
    ),
    "arn:aws:sqs:{region}:{account}:{stack}-DeadLetters-*": (
        *("sqs:CreateQueue", "sqs:DeleteQueue", "sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListQueueTags"),
        "sqs:SetQueueAttributes",
    ),
    "arn:aws:ssm:{region}:{account}:parameter/hotline/{stage}/twilio": (
        *("ssm:DeleteParameter", "ssm:GetParameter", "ssm:PutParameter"),
    ),
    # What AWS allows on everything or not at all.
    "*": ("lambda:GetAccountSettings", "logs:DescribeLogGroups", "s3:ListAllMyBuckets"),
}
_ASSUMED = re.compile(r"arn:(?P<partition>[^:]+):sts::(?P<account>\d+):assumed-role/(?P<role>[^/]+)/.+")
_NOT_TOGETHER = {"InvalidInput", "InvalidInputException"}
_ROOT = re.compile(r"arn:[^:]+:iam::\d+:root")


class CannotSimulate(CloudError):
    """AWS does not work it out for whoever asks."""


def deployers(stage: Stage, account: str) -> dict[str, tuple[str, ...]]:
    """What deploying this stage needs: what must be allowed on what."""
    names = {"account": account, "bucket": stage.bucket(account), "backups": stage.backups(account)}
    names |= {"region": stage.region, "away": stage.fallback_region, "kept": stage.backups_region}
    names |= {"stage": stage.name, "stack": stage.stack, "fallback": stage.fallback_stack}
    return {of.format(**names): actions for of, actions in DEPLOYS.items()}


def denied(cloud: Cloud, who: str, actions: Sequence[str], resource: str) -> list[str]:
    """Which of these actions this user or role may not do. Raises CloudError.

    AWS works out together only actions that do not "require different authorization information", and nobody knows
    beforehand which do: a set that it refuses is asked in two halves.
    """
    pages = cloud.client("iam").get_paginator("simulate_principal_policy")
    asked = pages.paginate(PolicySourceArn=who, ActionNames=list(actions), ResourceArns=[resource])
    try:
        with plainly("have permissions worked out"):
            results: list[dict[str, Any]] = [one for page in asked for one in page["EvaluationResults"]]
    except CloudError as error:
        if error.code not in _NOT_TOGETHER or len(actions) == 1:
            raise
        half = len(actions) // 2
        return sorted(denied(cloud, who, actions[:half], resource) + denied(cloud, who, actions[half:], resource))
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
