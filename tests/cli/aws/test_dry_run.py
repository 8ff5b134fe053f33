"""`hotline deploy --dry-run`, and saying no: what would change is shown, and nothing at all is changed."""

from __future__ import annotations

import pytest
from click.testing import Result

from tests.cli.aws.conftest import Cloud
from tests.cli.aws.template import pack

pytestmark = [pytest.mark.aws, pytest.mark.filterwarnings("ignore:Tried to parse:UserWarning")]


def no(cloud: Cloud) -> Result:
    return cloud.run("deploy", "--packed", str(cloud.packed), "--alert-email", "gwen@example.org", stdin="n\n")


def test_before_the_first_deployment_nothing_is_asked_of_aws_that_would_stay(cloud: Cloud) -> None:
    """Kinds of things in words, with their names, from the template alone."""
    before = cloud.state()
    shown = cloud.deploys("--dry-run")
    assert shown.exit_code == 0, shown.output
    assert "table, new: LineTable, OffersTable, PlacesTable, RequestsTable, VolunteersTable" in shown.output
    assert "function, new: APIHandler" in shown.output
    assert (cloud.state(), cloud.formation.asked) == (before, [])


def test_nothing_is_done_before_it_is_said_to_be_meant(cloud: Cloud) -> None:
    """`n`, and nothing is there."""
    before = cloud.state()
    said_no = no(cloud)
    assert said_no.exit_code == 130
    assert "Deploy this?" in said_no.output
    assert (cloud.state(), cloud.formation.asked) == (before, [])


def test_a_line_is_compared_and_left_as_it_is(cloud: Cloud) -> None:
    """AWS compares; the change set, and what was put into the bucket for it, are taken back."""
    cloud.deploys()
    before = cloud.state()
    pack(cloud.packed, Another={"Type": "AWS::SNS::Topic", "Properties": {}})
    shown = cloud.deploys("--dry-run")
    assert (shown.exit_code, "topic, new: Another" in shown.output) == (0, True), shown.output
    assert cloud.state() == before
    assert no(cloud).exit_code == 130
    assert cloud.state() == before


def test_what_is_refused_is_left_as_it_is(cloud: Cloud) -> None:
    """Neither a change set nor anything in the bucket stays."""
    cloud.deploys()
    before = cloud.state()
    pack(cloud.packed, code="print('another')")
    cloud.formation.refuses["hotline-prod"] = "No."
    assert cloud.deploys("--dry-run", "--budget", "20").exit_code == 1
    assert cloud.state() == before


def test_what_is_left_of_a_first_deployment_that_failed_stays(cloud: Cloud) -> None:
    """It is said that it would go, and that the tables would be taken over."""
    cloud.formation.fails["hotline-prod"] = "It did not work."
    cloud.deploys()
    before = cloud.state()
    shown = cloud.deploys("--dry-run")
    assert "An earlier first deployment failed; what is left of it is deleted first." in shown.output
    assert "table, taken over: LineTable, OffersTable, PlacesTable, RequestsTable, VolunteersTable" in shown.output
    assert cloud.state() == before
