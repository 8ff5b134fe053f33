"""`hotline connect`: the groups' numbers lead to the line, are read back, and what stands in the way is said."""

from __future__ import annotations

import pytest

from infra.local.exchange.states import Hook
from tests.cli.aws.conftest import LINE, ONGAR, SID, TOKEN, Cloud

pytestmark = [pytest.mark.aws, pytest.mark.filterwarnings("ignore:Tried to parse:UserWarning")]
AWAY = "https://hotline-fallback.s3.eu-west-1.amazonaws.com/fallback"


@pytest.fixture
def cloud(cloud: Cloud) -> Cloud:
    """With a line that was deployed."""
    assert cloud.deploys().exit_code == 0
    return cloud


def pages(cloud: Cloud) -> str:
    (away,) = cloud.client("cloudformation", "eu-west-1").describe_stacks()["Stacks"]
    return str({one["OutputKey"]: one["OutputValue"] for one in away["Outputs"]}["FallbackUrl"])


def test_a_number_leads_to_the_line_and_if_that_is_gone_to_its_page(cloud: Cloud) -> None:
    """Calls, their end and texts by POST; the page, which takes no posts, by GET; one line a number."""
    done = cloud.run("connect")
    assert done.exit_code == 0, done.output
    own = cloud.exchange.numbers[LINE]
    assert own.voice == Hook(url=f"{cloud.line.url}/voice")
    assert own.status == Hook(url=f"{cloud.line.url}/status")
    assert own.text == Hook(url=f"{cloud.line.url}/text")
    assert own.fallback == Hook(url=f"{pages(cloud)}/brentwood.xml", method="GET")
    assert done.output.splitlines() == [
        "brentwood +44…00: leads to the line (calls, the fallback, the end of a call, texts)"
    ]


def test_what_leads_there_already_is_left_alone(cloud: Cloud) -> None:
    """And if one thing of it was changed, that is said and mended."""
    cloud.run("connect")
    assert cloud.run("connect").output == "brentwood +44…00: leads to the line already\n"
    cloud.exchange.numbers[LINE].status = Hook(url="https://elsewhere.example/status")
    assert cloud.run("connect").output == "brentwood +44…00: leads to the line (the end of a call)\n"


def test_a_dry_run_changes_nothing(cloud: Cloud) -> None:
    """It says what would be."""
    shown = cloud.run("connect", "--dry-run")
    assert (shown.exit_code, "would be changed: calls" in shown.output) == (0, True)
    assert cloud.exchange.numbers[LINE].voice is None


def test_a_number_that_cannot_text_is_given_no_url_for_texts(cloud: Cloud) -> None:
    """A landline, as most are."""
    cloud.exchange.numbers[LINE].can_text = False
    assert cloud.run("connect").exit_code == 0
    assert cloud.exchange.numbers[LINE].text is None


def test_two_groups_each_with_its_own_number(cloud: Cloud) -> None:
    """From two files; each number's page is its group's."""
    cloud.add_group("ongar", "Ongar Neighbours", ONGAR)
    cloud.exchange.own(ONGAR)
    done = cloud.run("connect")
    assert [line.partition(":")[0] for line in done.output.splitlines()] == ["brentwood +44…00", "ongar +44…01"]
    fallback = cloud.exchange.numbers[ONGAR].fallback
    assert fallback
    assert fallback.url.endswith("/ongar.xml")
    assert cloud.exchange.numbers[ONGAR].voice == cloud.exchange.numbers[LINE].voice


def test_a_number_that_the_account_has_not_is_told_with_how_to_mend_it(cloud: Cloud) -> None:
    """The others are connected all the same; exit code 1."""
    cloud.add_group("ongar", "Ongar Neighbours", ONGAR)
    done = cloud.run("connect")
    assert done.exit_code == 1
    assert "ongar +44…01: is not in this Twilio account: buy it" in done.output
    assert "ongar.toml" in done.output
    assert cloud.exchange.numbers[LINE].voice


@pytest.mark.parametrize("sid", ["AP" + "3" * 32, "TK" + "3" * 32])
def test_a_number_that_an_application_answers_for_is_told(cloud: Cloud, sid: str) -> None:
    """Twilio would not ask our URL, whatever it is."""
    cloud.exchange.numbers[LINE].application = sid
    done = cloud.run("connect")
    assert done.exit_code == 1
    assert sid in done.output
    assert "Webhooks" in done.output


def test_what_reads_back_otherwise_is_told(cloud: Cloud) -> None:
    """Twilio said yes, and it is not so."""
    cloud.exchange.faults.rest("POST /2010-04-01", status=200, times=1)
    done = cloud.run("connect")
    assert (done.exit_code, "read back otherwise" in done.output) == (1, True)


def test_the_account_is_that_of_the_stage_where_the_environment_names_none(cloud: Cloud) -> None:
    """Nobody has to keep the token on their own machine."""
    done = cloud.run("connect", TWILIO_ACCOUNT_SID=None, TWILIO_AUTH_TOKEN=None)
    assert done.exit_code == 0, done.output
    assert cloud.exchange.numbers[LINE].voice
    assert f"{SID}{TOKEN}" not in done.output


def test_a_wrong_token_is_one_line(cloud: Cloud) -> None:
    """With Twilio's own page for it."""
    refused = cloud.run("connect", TWILIO_AUTH_TOKEN="wrong")
    assert (refused.exit_code, len(refused.stderr.splitlines())) == (1, 1)
    assert "20003" in refused.stderr


def test_before_anything_is_deployed_it_says_so(cloud: Cloud) -> None:
    """There is nothing to lead to."""
    refused = cloud.run("connect", "--stage", "dev")
    assert refused.exit_code == 1
    assert "hotline deploy --stage dev" in refused.stderr
    assert cloud.exchange.numbers[LINE].voice is None


def test_no_whole_number_is_printed(cloud: Cloud) -> None:
    """Of a group's own numbers neither: what is printed is pasted."""
    assert LINE not in cloud.run("connect").output
