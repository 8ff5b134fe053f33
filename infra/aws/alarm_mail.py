"""The e-mail address to which alarms go, as the topic of the alarms has it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from infra.aws.cloud import Cloud, plainly
from infra.aws.cloudformation import Facts

_BY_EMAIL = "email"
_WAITS, _CONFIRMED = "PendingConfirmation", "arn:"


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
        arns = {one["SubscriptionArn"] for one in self._listed() if one["Endpoint"] == self.address}
        if any(arn.startswith(_CONFIRMED) for arn in arns):
            return Mail.CONFIRMED
        return Mail.WAITS if _WAITS in arns else Mail.GONE

    def others(self) -> list[str]:
        """Further addresses that are told, as somebody has added them by hand, or as they were left."""
        return sorted(one["Endpoint"] for one in self._listed() if _is_told(one) and one["Endpoint"] != self.address)

    def forget(self, address: str) -> None:
        """Tell an address no more. CloudFormation ends only what it has subscribed itself, and not what `ask` has."""
        for one in self._listed():
            if _is_told(one) and one["Endpoint"] == address != self.address:
                with plainly(f"end what {address} is told of alarms"):
                    self._sns.unsubscribe(SubscriptionArn=one["SubscriptionArn"])

    def ask(self) -> None:
        """AWS writes to the address, and waits for somebody to confirm."""
        with plainly("subscribe an address to the alarms"):
            self._sns.subscribe(TopicArn=self._topic, Protocol=_BY_EMAIL, Endpoint=self.address)

    def _listed(self) -> list[dict[str, str]]:
        """Those by e-mail."""
        with plainly("look at who is told of alarms"):
            pages = self._sns.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=self._topic)
            return [one for page in pages for one in page["Subscriptions"] if one["Protocol"] == _BY_EMAIL]


def _is_told(subscription: Mapping[str, str]) -> bool:
    return subscription["SubscriptionArn"].startswith(_CONFIRMED)
