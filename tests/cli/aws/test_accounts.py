"""`hotline doctor` on accounts of each kind, at AWS and at Twilio: one line names it, and how to mend it."""

from __future__ import annotations

import json
from typing import NamedTuple

import pytest

from tests.cli.aws.conftest import Cloud

pytestmark = [pytest.mark.aws, pytest.mark.filterwarnings("ignore:Tried to parse:UserWarning")]
WHO = "User: arn:aws:iam::123456789012:user/hotline-deploy is not authorized to perform"


class Kind(NamedTuple):
    """Which services refuse, AWS's code and words for it, and what doctor says of it and of how to mend it."""

    service: str  # "" for all but STS, "*" for all
    code: str
    message: str
    about: str
    said: str
    mend: str


KINDS: dict[str, Kind] = {
    # https://docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonErrors.html
    "fresh": Kind(
        "",
        "OptInRequired",
        "The AWS Access Key Id needs a subscription for the service",
        "AWS",
        "not active yet (OptInRequired)",
        "up to a day",
    ),
    # https://docs.aws.amazon.com/apigateway/latest/api/CommonErrors.html
    "fresh, in the words of other services": Kind(
        "",
        "SubscriptionRequiredException",
        "The AWS Access Key Id needs a subscription for the service",
        "AWS",
        "not active yet",
        "finish signing up",
    ),
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
    "a clock that is slow": Kind(
        "*",
        "SignatureDoesNotMatch",
        "Signature expired: 20261130T100000Z is now earlier than 20261130T101500Z (20261130T103000Z - 15 min.)",
        "AWS",
        "its clock is wrong",
        "date and time",
    ),
    "a clock that is fast": Kind(
        "*",
        "InvalidSignatureException",
        "Signature not yet current: 20261130T150000Z is still later than 20261130T143000Z (20261130T144500Z + 15 min.)",
        "AWS",
        "its clock is wrong",
        "date and time",
    ),
    # https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
    "a clock, in the words of S3": Kind(
        "*",
        "RequestTimeTooSkewed",
        "The difference between the request time and the current time is too large.",
        "AWS",
        "its clock is wrong",
        "date and time",
    ),
    "a wrong secret key": Kind(
        "*",
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided.",
        "AWS: credentials",
        "does not know your credentials",
        "docs/aws.md, step 3",
    ),
    "no permission": Kind(
        "",
        "AccessDeniedException",
        f"{WHO}: lambda:GetAccountSettings on resource: * because no identity-based policy allows the action",
        "AWS: account",
        "you may not look at what this account may run",
        "AdministratorAccess",
    ),
    "too much asked of AWS": Kind(
        "sts", "Throttling", "Rate exceeded", "AWS: credentials", "(GetCallerIdentity: Rate exceeded)", "few minutes"
    ),
    "a fault of AWS's own": Kind(
        "sts", "InternalFailure", "It is not you.", "AWS: credentials", "just now", "health.aws.amazon.com"
    ),
    # https://repost.aws/knowledge-center/organizations-troubleshoot-explicit-deny-scp
    "an organisation that refuses a service": Kind(
        "lambda",
        "AccessDeniedException",
        f"{WHO}: lambda:GetAccountSettings on resource: * with an explicit deny in a service control policy",
        "AWS: account",
        "the organisation that this AWS account belongs to",
        "service control policies",
    ),
}


def examined(cloud: Cloud, **env: str | None) -> tuple[int, list[dict[str, str]]]:
    """The exit code, and the faults."""
    done = cloud.run("doctor", "--stage", "prod", "--json", **env)
    return done.exit_code, [one for one in json.loads(done.stdout) if one["state"] == "fault"]


def through_the_gate(cloud: Cloud) -> dict[str, str | None]:
    """Everything at AWS, and not only what moto lacks."""
    return {"AWS_ENDPOINT_URL": cloud.gate.url, "AWS_ENDPOINT_URL_IAM": cloud.gate.url}


@pytest.mark.parametrize("name", KINDS)
def test_an_account_is_named_in_one_line(cloud: Cloud, name: str) -> None:
    """Once, whatever else could not be looked at for the same reason."""
    kind = KINDS[name]
    cloud.gate.refuses(kind.service, kind.code, kind.message)
    code, faults = examined(cloud, **through_the_gate(cloud))
    assert code == 1
    (one,) = [each for each in faults if each["about"] != "stack: hotline-prod"]
    assert one["about"] == kind.about
    assert kind.said in one["said"]
    assert kind.mend in f"{one['said']} {one['mend']}"
    assert one["mend"]


BY_THE_ORGANISATION = "with an explicit deny in a service control policy"
BY_NOBODY = "because no identity-based policy allows the action"
WHYS = (BY_THE_ORGANISATION, BY_NOBODY)
SERVICES = ("cloudformation", "dynamodb", "iam", "lambda", "s3", "sns", "ssm")


def refused(cloud: Cloud, service: str, why: str) -> list[dict[str, str]]:
    """What doctor says of a service that refuses everything."""
    code = "AccessDenied" if service in {"cloudformation", "iam", "s3", "sns"} else "AccessDeniedException"
    cloud.gate.refuses(service, code, f"{WHO}: {service}:Any {why}")
    exited, faults = examined(cloud, **through_the_gate(cloud))
    cloud.gate.refusals.clear()
    assert exited == 1
    assert all(one["mend"] for one in faults)
    return [one for one in faults if "you may not" in one["said"] or "lets nobody" in one["said"]]


def test_a_service_that_is_refused_is_one_fault_before_there_is_a_line(cloud: Cloud) -> None:
    """Whatever else needs that is not looked at, and says why."""
    found = {(service, why): len(refused(cloud, service, why)) for service in SERVICES for why in WHYS}
    assert found == dict.fromkeys(found, 1)


def test_a_service_that_is_refused_is_one_fault_when_there_is_a_line(deployed: Cloud) -> None:
    """Of an organisation it is one for each thing that it refuses."""
    assert {service: len(refused(deployed, service, BY_NOBODY)) for service in SERVICES} == dict.fromkeys(SERVICES, 1)
    for service in SERVICES:
        said = [one["said"].rpartition("(")[2] for one in refused(deployed, service, BY_THE_ORGANISATION)]
        assert 1 <= len(said) == len(set(said)), service


def test_without_a_network_it_says_so(cloud: Cloud) -> None:
    """Nobody listens at that address."""
    nowhere = "http://127.0.0.1:9"
    code, faults = examined(cloud, AWS_ENDPOINT_URL=nowhere, AWS_ENDPOINT_URL_IAM=nowhere)
    assert (code, [one["about"] for one in faults]) == (1, ["AWS"])
    assert "could not be reached" in faults[0]["said"]
    assert "connection to the internet" in faults[0]["mend"]


def test_ten_functions_at_once_are_few(cloud: Cloud) -> None:
    """As a new account has them: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html."""
    cloud.gate.at_once = 10
    _, faults = examined(cloud)
    (few,) = [one for one in faults if one["about"] == "AWS: account"]
    assert "runs 10 functions at once in eu-west-2" in few["said"]
    assert "Service Quotas" in few["mend"]


class Twilios(NamedTuple):
    """How a Twilio account stands, and what doctor says of it and of how to mend it."""

    status: str
    kind: str
    balance: str
    said: str
    mend: str


TWILIOS = {
    "trial": Twilios("active", "Trial", "15.50", "trial account", "upgrade it"),
    "unpaid": Twilios("suspended", "Full", "-0.31", "since it is not paid for: -0.31 USD are left", "put money in"),
    "suspended": Twilios("suspended", "Full", "40.00", "is suspended", "support"),
    "closed": Twilios("closed", "Full", "0.00", "is closed, for good", "make another account"),
}


@pytest.mark.parametrize("name", TWILIOS)
def test_an_account_at_twilio_is_named_in_one_line(cloud: Cloud, name: str) -> None:
    """By its status and type: https://www.twilio.com/docs/iam/api/account."""
    stands = TWILIOS[name]
    standing = cloud.exchange.standing
    standing.status, standing.kind, standing.balance = stands.status, stands.kind, stands.balance
    _, faults = examined(cloud)
    (one,) = [each for each in faults if each["about"] == "Twilio: account"]
    assert stands.said in one["said"]
    assert stands.mend in one["mend"]


@pytest.mark.parametrize("code", [10001, 20005])
def test_an_account_that_twilio_does_not_serve_is_named(cloud: Cloud, code: int) -> None:
    """https://www.twilio.com/docs/api/errors/20005."""
    cloud.exchange.faults.rest("GET /2010-04-01/Accounts", status=403, code=code)
    _, faults = examined(cloud)
    (one,) = [each for each in faults if each["about"].startswith("Twilio")]
    assert "it is not active" in one["said"]
    assert "support" in one["mend"]


def test_the_token_of_another_region_is_told_as_what_it_may_be(cloud: Cloud) -> None:
    """Each region has its own, which the others refuse as they refuse a wrong one: nothing tells them apart."""
    # https://www.twilio.com/docs/global-infrastructure/manage-regional-api-credentials
    _, faults = examined(cloud, TWILIO_AUTH_TOKEN="a-token-of-ie1")
    (one,) = [each for each in faults if each["about"] == "Twilio: account"]
    assert "20003" in one["said"]
    assert "region US1" in one["mend"]


@pytest.fixture
def deployed(cloud: Cloud) -> Cloud:
    assert cloud.deploys().exit_code == 0
    assert cloud.run("connect").exit_code == 0
    cloud.completes_what_moto_leaves_out()
    return cloud


@pytest.mark.parametrize(
    ("stands", "said", "mend"),
    [
        ("PendingConfirmation", "gwen@example.org has not confirmed", 'click "Confirm subscription"'),
        ("Deleted", "gwen@example.org is not subscribed", "hotline deploy --stage prod"),
    ],
)
def test_alarms_that_nobody_is_told_of_are_a_fault(deployed: Cloud, stands: str, said: str, mend: str) -> None:
    """AWS deletes a subscription that nobody confirms within two days, and tells nobody."""
    # https://docs.aws.amazon.com/sns/latest/dg/sns-delete-subscription-topic.html
    deployed.gate.mail = stands
    code, faults = examined(deployed)
    assert (code, [one["about"] for one in faults]) == (1, ["AWS: alarms by e-mail"])
    assert said in faults[0]["said"]
    assert mend in faults[0]["mend"]


@pytest.mark.assumes("unconfirmed-mail")
def test_a_deployment_subscribes_again_what_aws_has_given_up(deployed: Cloud) -> None:
    """And says what is to be clicked; one that has confirmed is left alone."""
    sent = len(deployed.gate.mails_sent)
    assert "Confirm subscription" not in deployed.deploys().output
    deployed.gate.mail = "Deleted"
    again = deployed.deploys()
    assert (again.exit_code, 'click "Confirm subscription" within two days' in again.output) == (0, True)
    assert deployed.gate.mails_sent[sent:] == ["gwen@example.org"]
    assert 'click "Confirm subscription"' in deployed.deploys().output
    assert len(deployed.gate.mails_sent) == sent + 1  # one that waits is not written to again


def test_a_budget_that_is_not_there_is_said(deployed: Cloud) -> None:
    """No fault, since one can be made by hand, of which nothing is known here."""
    deployed.client("cloudformation").delete_stack(StackName="hotline-prod-budget")
    done = deployed.run("doctor", "--json")
    (said,) = [one for one in json.loads(done.stdout) if one["about"] == "AWS: budget"]
    assert (said["state"], "hotline deploy --stage prod" in said["said"]) == ("not checked", True)


def test_a_keeper_who_leaves_is_told_of_alarms_no_more(deployed: Cloud) -> None:
    """Though their address was subscribed anew, outside the stack, once AWS had given the first one up."""
    sns = deployed.client("sns")
    (first,) = sns.list_subscriptions()["Subscriptions"]
    sns.unsubscribe(SubscriptionArn=first["SubscriptionArn"])  # by AWS: nobody has confirmed it within two days
    assert deployed.deploys().exit_code == 0
    deployed.gate.mail = "confirmed"
    assert deployed.deploys("--alert-email", "tom@example.org").exit_code == 0
    assert [one["Endpoint"] for one in sns.list_subscriptions()["Subscriptions"]] == ["tom@example.org"]


def test_whoever_else_is_told_of_alarms_is_shown(deployed: Cloud) -> None:
    """Of a deployment that did not get so far, or by hand."""
    (topic,) = deployed.client("sns").list_topics()["Topics"]
    deployed.client("sns").subscribe(TopicArn=topic["TopicArn"], Protocol="email", Endpoint="tom@example.org")
    done = deployed.run("doctor", "--json")
    (said,) = [one for one in json.loads(done.stdout) if one["about"] == "AWS: alarms by e-mail"]
    assert (said["state"], said["said"]) == ("fine", "go to gwen@example.org, and to tom@example.org")
