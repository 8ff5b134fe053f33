"""Whatever breaks, somebody is told: by e-mail, and by a call."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from hotline.signals import BACKUP_WRITTEN, FALLBACK_USED, WAITS_TOO_LONG
from infra.aws.stage import BUDGET
from tests.aws.sam import Template
from tests.aws.test_template import of_type

pytestmark = pytest.mark.aws

ALARMS = {
    "fallback",
    "dead-letters",
    "clock",
    *("errors-api", "errors-minute", "errors-changed", "errors-alarm", "errors-logged"),
    "5xx",
    "usage",
    "waiting",
    "backup",
}
TOPIC = {"Ref": "AlarmTopic"}


@pytest.fixture
def alarms(template: Template) -> dict[str, Any]:
    """Each by what its name says after the stage."""
    found = of_type(template, "AWS::CloudWatch::Alarm").values()
    return {alarm["AlarmName"]["Fn::Sub"].removeprefix("hotline-${Stage}-"): alarm for alarm in found}


def test_each_alarm_goes_to_the_one_topic(alarms: dict[str, Any]) -> None:
    """As many as there are things to be told of."""
    assert alarms.keys() == ALARMS
    assert [name for name, alarm in alarms.items() if alarm["AlarmActions"] != [TOPIC]] == []


def test_the_topic_leads_to_an_inbox_and_to_a_coordinators_phone(template: Template) -> None:
    """And AWS's alarms and budgets may put something there."""
    told = {each["Protocol"]: each for each in of_type(template, "AWS::SNS::Subscription").values()}
    assert {protocol: each["Endpoint"] for protocol, each in told.items()} == {
        "email": {"Ref": "AlertEmail"},
        "lambda": {"Fn::GetAtt": ["Alarm", "Arn"]},
    }
    assert [each for each in told.values() if each["TopicArn"] != TOPIC] == []
    (policy,) = of_type(template, "AWS::SNS::TopicPolicy").values()
    assert all(f"{service}.amazonaws.com" in json.dumps(policy) for service in ("budgets", "cloudwatch"))


def test_a_clock_that_stopped_says_nothing(alarms: dict[str, Any]) -> None:
    """Five minutes of silence are the alarm, and two nights of it; everywhere else silence is good news."""
    clock = alarms["clock"]
    assert clock["Period"] * clock["EvaluationPeriods"] == 300
    assert (clock["Threshold"], clock["ComparisonOperator"]) == (1, "LessThanThreshold")
    silent = {name for name, alarm in alarms.items() if alarm["TreatMissingData"] == "breaching"}
    assert silent == {"clock", "backup"}


def test_two_days_without_a_backup_are_told(alarms: dict[str, Any]) -> None:
    """By what was written, and not by what was tried; an alarm looks at no more than seven days."""
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html (Period)
    backup = alarms["backup"]
    assert (backup["MetricName"], backup["Period"] * backup["EvaluationPeriods"]) == ("BackupWritten", 2 * 86_400)
    assert (backup["Threshold"], backup["ComparisonOperator"]) == (1, "LessThanThreshold")
    assert backup["Period"] * backup["EvaluationPeriods"] <= 604_800


def test_the_errors_of_each_function_are_watched(template: Template, alarms: dict[str, Any]) -> None:
    """Those that it dies of, and those that it catches and writes down."""
    # Of the nightly backup what it writes is watched instead; what it dies of is a dead letter besides.
    watched = [alarm["Dimensions"][0]["Value"]["Ref"] for alarm in alarms.values() if alarm["MetricName"] == "Errors"]
    assert sorted([*watched, "Nightly"]) == sorted(of_type(template, "AWS::Lambda::Function"))
    counted = {each["LogGroupName"]["Ref"] for each in filters(template, "ErrorsLogged")}
    assert counted == of_type(template, "AWS::Logs::LogGroup").keys()


def filters(template: Template, metric: str) -> list[Any]:
    """What is counted as this metric."""
    found = of_type(template, "AWS::Logs::MetricFilter").values()
    return [each for each in found if each["MetricTransformations"][0]["MetricName"] == metric]


@pytest.mark.parametrize(
    ("metric", "line", "logs"),
    [
        ("FallbackUsed", FALLBACK_USED, {"MinuteLogs"}),
        ("RequestsWaiting", WAITS_TOO_LONG, {"ChangedLogs", "MinuteLogs"}),
        ("BackupWritten", BACKUP_WRITTEN, {"NightlyLogs"}),
    ],
)
def test_what_our_code_says_is_what_is_counted(template: Template, metric: str, line: str, logs: set[str]) -> None:
    """The same words, in the logs of the functions that say them (tests/stories/test_alarms.py hears them)."""
    counted = filters(template, metric)
    assert {each["FilterPattern"] for each in counted} == {f'"{line.partition(":")[0]}"'}
    assert {each["LogGroupName"]["Ref"] for each in counted} == logs


def test_our_own_metrics_are_those_of_the_alarms(template: Template, alarms: dict[str, Any]) -> None:
    """By name and by stage; a metric that nothing watches would be paid for and never seen."""
    watched = {
        (json.dumps(alarm["Namespace"]), alarm["MetricName"])
        for alarm in alarms.values()
        if isinstance(alarm["Namespace"], dict)
    }
    told = [each["MetricTransformations"][0] for each in of_type(template, "AWS::Logs::MetricFilter").values()]
    assert {(json.dumps(each["MetricNamespace"]), each["MetricName"]) for each in told} == watched


def test_what_only_watches_money_is_no_part_of_the_line(template: Template) -> None:
    """AWS refuses budgets for reasons of its own, and would then take back the whole stack that one is in."""
    assert of_type(template, "AWS::Budgets::Budget") == {}
    budgets = yaml.safe_load(BUDGET.read_text(encoding="utf-8"))
    assert [one["Type"] for one in budgets["Resources"].values()] == ["AWS::Budgets::Budget"]


def test_what_is_spent_is_told_before_it_is_too_late() -> None:
    """In the unit that AWS takes, with credits left out of the sum, and by a name of the region's own."""
    # "EUR is not in the supported unit set: [USD]": https://github.com/awslabs/landing-zone-accelerator-on-aws/issues/682;
    # credits: https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CostTypes.html
    spend = yaml.safe_load(BUDGET.read_text(encoding="utf-8"))["Resources"]["Spend"]["Properties"]
    budget = spend["Budget"]
    assert (budget["BudgetType"], budget["BudgetLimit"]["Unit"]) == ("COST", "USD")
    assert budget["CostTypes"] == {"IncludeCredit": False, "IncludeRefund": False}
    assert "${AWS::Region}" in budget["BudgetName"]["Fn::Sub"]
    for each in spend["NotificationsWithSubscribers"]:
        assert each["Subscribers"] == [{"SubscriptionType": "SNS", "Address": TOPIC}]
        assert each["Notification"]["Threshold"] <= 100


def test_a_function_that_runs_on_and_on_is_seen_within_the_hour(alarms: dict[str, Any]) -> None:
    """All of them together: an hour's running in an hour is one that never stops."""
    usage = alarms["usage"]
    assert "Dimensions" not in usage
    assert (usage["MetricName"], usage["Statistic"]) == ("Duration", "Sum")
    assert usage["Threshold"] == usage["Period"] * 1000


def test_a_queue_has_no_name_that_is_not_free_for_a_minute(template: Template) -> None:
    """https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteQueue.html: AWS names it."""
    assert [queue for queue in of_type(template, "AWS::SQS::Queue").values() if "QueueName" in queue] == []


def test_what_could_not_be_done_is_kept_to_be_looked_at(template: Template) -> None:
    """Of the stream, of the clock, of an alarm and of a night; and the rules of the schedules may put it there too."""
    queue = {"Fn::GetAtt": ["DeadLetters", "Arn"]}
    tries = {
        name: each["MaximumRetryAttempts"] for name, each in of_type(template, "AWS::Lambda::EventInvokeConfig").items()
    }
    assert tries == {"MinuteEventInvokeConfig": 0, "AlarmEventInvokeConfig": 2, "NightlyEventInvokeConfig": 2}
    (mapping,) = of_type(template, "AWS::Lambda::EventSourceMapping").values()
    kept = [*of_type(template, "AWS::Lambda::EventInvokeConfig").values(), mapping]
    assert [each["DestinationConfig"]["OnFailure"] for each in kept] == [{"Destination": queue}] * 4
    targets = [target for rule in of_type(template, "AWS::Events::Rule").values() for target in rule["Targets"]]
    assert [target["DeadLetterConfig"] for target in targets] == [{"Arn": queue}] * 3
    (policy,) = of_type(template, "AWS::SQS::QueuePolicy").values()
    assert policy["PolicyDocument"]["Statement"][0]["Principal"] == {"Service": "events.amazonaws.com"}
