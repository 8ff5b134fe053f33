"""What CloudFormation asks of AWS in the name of whoever deploys, for each kind of resource that we have.

From the handlers of each type's schema (https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/
resource-type-schema.html, `aws cloudformation describe-type`), to create, read, update and delete; less what only those
properties need that ours do not set (a VPC, keys of one's own, provisioned concurrency, tags).
"""

from __future__ import annotations


def _of(service: str, names: str) -> set[str]:
    return {f"{service}:{name}" for name in names.split()}


_API = _of("apigateway", "DELETE GET PATCH POST PUT")

TAKES: dict[str, set[str]] = {
    "AWS::ApiGateway::Deployment": _API,
    "AWS::ApiGateway::RestApi": _API,
    "AWS::ApiGateway::Stage": _API,
    "AWS::Budgets::Budget": _of("budgets", "ModifyBudget ViewBudget"),
    "AWS::CloudWatch::Alarm": _of("cloudwatch", "DeleteAlarms DescribeAlarms PutMetricAlarm"),
    "AWS::DynamoDB::Table": _of(
        "dynamodb",
        "CreateTable DescribeContinuousBackups DescribeContributorInsights DescribeKinesisStreamingDestination"
        " DescribeTable DescribeTimeToLive ListTagsOfResource UpdateContinuousBackups UpdateTable UpdateTimeToLive",
    ),
    "AWS::Events::Rule": _of("events", "DeleteRule DescribeRule ListTargetsByRule PutRule PutTargets RemoveTargets"),
    "AWS::IAM::Role": _of(
        "iam",
        "CreateRole DeleteRole DeleteRolePolicy GetRole GetRolePolicy ListAttachedRolePolicies ListRolePolicies"
        " PutRolePolicy UpdateAssumeRolePolicy UpdateRole",
    ),
    "AWS::Lambda::Alias": _of("lambda", "CreateAlias DeleteAlias GetAlias UpdateAlias"),
    "AWS::Lambda::EventInvokeConfig": _of(
        "lambda",
        "DeleteFunctionEventInvokeConfig GetFunctionEventInvokeConfig PutFunctionEventInvokeConfig"
        " UpdateFunctionEventInvokeConfig",
    ),
    "AWS::Lambda::EventSourceMapping": _of(
        "lambda",
        "CreateEventSourceMapping DeleteEventSourceMapping GetEventSourceMapping UpdateEventSourceMapping",
    ),
    # Chalice gives each function a tag.
    "AWS::Lambda::Function": {
        *("iam:PassRole", "s3:GetObject"),
        *_of(
            "lambda",
            "CreateFunction DeleteFunction GetFunction GetFunctionCodeSigningConfig GetFunctionRecursionConfig"
            " GetRuntimeManagementConfig ListTags TagResource UntagResource UpdateFunctionCode"
            " UpdateFunctionConfiguration",
        ),
    },
    "AWS::Lambda::Permission": _of("lambda", "AddPermission GetPolicy RemovePermission"),
    "AWS::Lambda::Version": _of(
        "lambda", "DeleteFunction GetFunctionConfiguration ListVersionsByFunction PublishVersion"
    ),
    "AWS::Logs::LogGroup": _of("logs", "CreateLogGroup DeleteLogGroup DescribeLogGroups PutRetentionPolicy"),
    "AWS::Logs::MetricFilter": _of("logs", "DeleteMetricFilter DescribeMetricFilters PutMetricFilter"),
    "AWS::S3::Bucket": _of(
        "s3",
        "CreateBucket DeleteBucket GetBucketOwnershipControls GetBucketPublicAccessBlock GetEncryptionConfiguration"
        " GetLifecycleConfiguration ListBucket PutBucketOwnershipControls PutBucketPublicAccessBlock"
        " PutEncryptionConfiguration PutLifecycleConfiguration",
    ),
    "AWS::S3::BucketPolicy": _of("s3", "DeleteBucketPolicy GetBucketPolicy PutBucketPolicy"),
    "AWS::SNS::Subscription": _of(
        "sns",
        "GetSubscriptionAttributes ListSubscriptionsByTopic SetSubscriptionAttributes Subscribe Unsubscribe",
    ),
    "AWS::SNS::Topic": _of(
        "sns",
        "CreateTopic DeleteTopic GetDataProtectionPolicy GetTopicAttributes ListSubscriptionsByTopic"
        " ListTagsForResource SetTopicAttributes Subscribe",
    ),
    "AWS::SNS::TopicPolicy": _of("sns", "SetTopicAttributes"),
    "AWS::SQS::Queue": _of(
        "sqs", "CreateQueue DeleteQueue GetQueueAttributes GetQueueUrl ListQueueTags SetQueueAttributes"
    ),
    "AWS::SQS::QueuePolicy": _of("sqs", "SetQueueAttributes"),
}
# What the SAM transform makes of the functions and the API, which are Chalice's and in no file of ours.
OF_SAM = {
    *("AWS::ApiGateway::Deployment", "AWS::ApiGateway::RestApi", "AWS::ApiGateway::Stage", "AWS::Events::Rule"),
    *("AWS::Lambda::Alias", "AWS::Lambda::EventInvokeConfig", "AWS::Lambda::EventSourceMapping"),
    *("AWS::Lambda::Function", "AWS::Lambda::Permission", "AWS::Lambda::Version", "AWS::SNS::Subscription"),
}
