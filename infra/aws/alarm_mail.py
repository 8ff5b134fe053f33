"""The e-mail address to which alarms go, as the topic of the alarms has it."""

from __future__ import annotations

from enum import StrEnum

from infra.aws.cloud import Cloud, plainly
from infra.aws.cloudformation import Facts

_BY_EMAIL = "email"
_WAITS = "PendingConfirmation"


class Mail(StrEnum):
    """How a subscription stands.

    AWS deletes one that was not confirmed within two days, and tells nobody.
    https://docs.aws.amazon.com/sns/latest/dg/sns-delete-subscription-topic.html
    """

    CONFIRMED = "confirmed"
    WAITS = "waits to be confirmed"
    GONE = "gone"


class AlarmMail:
    """A line's, by what its stack tells."""

    def __init__(self, cloud: Cloud, facts: Facts) -> None:
        self._sns, self._topic = cloud.client("sns"), facts.outputs["AlarmTopic"]
        self.address = facts.parameters["AlertEmail"]

    def stands(self) -> Mail:
        """As it is now; what was unsubscribed is listed as `Deleted` for some days."""
        with plainly("look at who is told of alarms"):
            pages = self._sns.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=self._topic)
            listed = [one for page in pages for one in page["Subscriptions"]]
        ours = [one for one in listed if (one["Protocol"], one["Endpoint"]) == (_BY_EMAIL, self.address)]
        arns = {one["SubscriptionArn"] for one in ours}
        if any(arn.startswith("arn:") for arn in arns):
            return Mail.CONFIRMED
        return Mail.WAITS if _WAITS in arns else Mail.GONE

    def ask(self) -> None:
        """AWS writes to the address, and waits for somebody to confirm."""
        with plainly("subscribe an address to the alarms"):
            self._sns.subscribe(TopicArn=self._topic, Protocol=_BY_EMAIL, Endpoint=self.address)
