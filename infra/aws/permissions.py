"""Who may do what, as AWS itself works it out: nothing is done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from infra.aws.cloud import Cloud, CloudError, plainly

# What `hotline deploy` and its like ask of AWS themselves, and what CloudFormation asks in their name.
DEPLOYS = (
    *("apigateway:PATCH", "apigateway:POST", "apigateway:PUT"),
    "budgets:ModifyBudget",
    *("cloudformation:CreateChangeSet", "cloudformation:DeleteStack", "cloudformation:DescribeChangeSet"),
    *("cloudformation:DescribeStackEvents", "cloudformation:DescribeStacks", "cloudformation:ExecuteChangeSet"),
    *("cloudformation:GetTemplate", "cloudformation:ListStackResources"),
    *("cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm"),
    *("dynamodb:CreateTable", "dynamodb:DescribeTable", "dynamodb:UpdateContinuousBackups", "dynamodb:UpdateTable"),
    "dynamodb:UpdateTimeToLive",
    *("events:PutRule", "events:PutTargets"),
    *("iam:CreateRole", "iam:DeleteRole", "iam:PassRole", "iam:PutRolePolicy"),
    *("lambda:AddPermission", "lambda:CreateAlias", "lambda:CreateEventSourceMapping", "lambda:CreateFunction"),
    *("lambda:DeleteFunction", "lambda:PublishVersion", "lambda:UpdateAlias", "lambda:UpdateFunctionCode"),
    *("logs:CreateLogGroup", "logs:PutMetricFilter", "logs:PutRetentionPolicy"),
    *("s3:CreateBucket", "s3:GetObject", "s3:ListBucketVersions", "s3:PutBucketPolicy", "s3:PutObject"),
    *("sns:CreateTopic", "sns:Subscribe"),
    *("sqs:CreateQueue", "sqs:SetQueueAttributes"),
    *("ssm:GetParameter", "ssm:PutParameter"),
)
_ASSUMED = re.compile(r"arn:(?P<partition>[^:]+):sts::(?P<account>\d+):assumed-role/(?P<role>[^/]+)/.+")
_ROOT = re.compile(r"arn:[^:]+:iam::\d+:root")


class CannotSimulate(CloudError):
    """AWS does not work it out for whoever asks."""


def denied(cloud: Cloud, who: str, actions: Sequence[str], resource: str = "*") -> list[str]:
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
