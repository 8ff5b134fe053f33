"""`hotline destroy`: what goes is shown and asked for; no number goes dead without a word; tables stay unless told."""

from __future__ import annotations

import pytest

from infra.local.exchange.states import Hook
from tests.cli.aws.conftest import ACCOUNT, LINE, Cloud

pytestmark = [pytest.mark.aws, pytest.mark.filterwarnings("ignore:Tried to parse:UserWarning")]
BUCKET, BACKUPS = f"hotline-prod-{ACCOUNT}-eu-west-2", f"hotline-prod-backups-{ACCOUNT}"


@pytest.fixture
def connected(cloud: Cloud) -> Cloud:
    assert cloud.deploys().exit_code == 0
    assert cloud.run("connect").exit_code == 0
    return cloud


def stacks(cloud: Cloud, region: str = "eu-west-2") -> list[str]:
    return [one["StackName"] for one in cloud.client("cloudformation", region).describe_stacks()["Stacks"]]


def tables(cloud: Cloud) -> list[str]:
    named: list[str] = cloud.client("dynamodb").list_tables()["TableNames"]
    return [name for name in named if name.startswith("hotline-prod-")]


def buckets(cloud: Cloud) -> list[str]:
    return [one["Name"] for one in cloud.client("s3").list_buckets()["Buckets"]]


def test_it_shows_what_goes_and_asks_for_the_name(connected: Cloud) -> None:
    """Anything but the stage's own name destroys nothing."""
    before = stacks(connected), tables(connected), buckets(connected)
    for answer in ("yes\n", "prodd\n", "\n", ""):
        refused = connected.run("destroy", stdin=answer)
        assert refused.exit_code in {1, 130}
        assert "the stack hotline-prod in eu-west-2" in refused.output
        assert "the table hotline-prod-requests, about 0 rows: stays" in refused.output
        assert "+44…00 is pointed at a page" in refused.output
    assert (stacks(connected), tables(connected), buckets(connected)) == before
    assert connected.exchange.numbers[LINE].voice == Hook(url=f"{connected.line.url}/voice")


def test_a_number_says_that_it_is_not_in_use_and_its_page_stays(connected: Cloud) -> None:
    """Nobody who rings hears nothing; nobody is told of their call any more."""
    done = connected.run("destroy", stdin="prod\n")
    assert done.exit_code == 0, done.output
    own = connected.exchange.numbers[LINE]
    assert own.voice
    assert (own.voice.method, own.voice.url.endswith("/fallback/closed.xml")) == ("GET", True)
    assert (own.status, own.text) == (None, None)
    assert (stacks(connected), stacks(connected, "eu-west-1")) == ([], ["hotline-prod-fallback"])
    assert "+44…00 would be dead without a word" in done.output
    (pages,) = [name for name in buckets(connected) if "fallback" in name]
    page = connected.client("s3", "eu-west-1").get_object(Bucket=pages, Key="fallback/closed.xml")["Body"].read()
    assert b"not in use" in page
    assert connected.secrets()  # by which Twilio is asked next time


def test_once_the_number_is_released_the_rest_goes(connected: Cloud) -> None:
    """The same command again; then only the tables stay, their backups, and the secret of the codes in their rows."""
    connected.run("destroy", stdin="prod\n")
    del connected.exchange.numbers[LINE]
    nothing = {"TWILIO_ACCOUNT_SID": None, "TWILIO_AUTH_TOKEN": None}
    done = connected.run("destroy", stdin="prod\n", **nothing)
    assert done.exit_code == 0, done.output
    assert "prod is gone, but for its tables, their nightly backups and /hotline/prod/twilio" in done.output
    assert (stacks(connected), stacks(connected, "eu-west-1"), buckets(connected)) == ([], [], [BACKUPS])
    assert connected.secrets() == ["/hotline/prod/twilio"]
    assert len(tables(connected)) == 5


def test_the_tables_go_only_if_told_twice(connected: Cloud) -> None:
    """By the option, and by the name once more."""
    once = connected.run("destroy", "--tables", stdin="prod\n")
    assert once.exit_code == 130
    wrong = connected.run("destroy", "--tables", stdin="prod\nyes\n")
    assert wrong.exit_code == 1
    assert (stacks(connected), len(tables(connected))) == (["hotline-prod", "hotline-prod-budget"], 5)
    twice = connected.run("destroy", "--tables", stdin="prod\nprod\n")
    assert twice.exit_code == 0, twice.output
    assert tables(connected) == []


def test_the_secret_goes_with_the_tables(connected: Cloud) -> None:
    """As long as one of them is there it stays; once none is, also if that was said another time."""
    assert "= the secret /hotline/prod/twilio: stays" in connected.run("destroy", stdin="\n").output
    assert "- the secret /hotline/prod/twilio, once" in connected.run("destroy", "--tables", stdin="\n").output
    assert connected.run("destroy", "--tables", stdin="prod\nprod\n").exit_code == 0
    assert connected.secrets() == ["/hotline/prod/twilio"]  # by which Twilio is asked of the number
    del connected.exchange.numbers[LINE]
    done = connected.run("destroy", stdin="prod\n")
    assert (done.exit_code, done.output.endswith("prod is gone\n"), connected.secrets()) == (0, True, [])


def test_what_never_came_is_taken_away_too(cloud: Cloud) -> None:
    """A first deployment that failed, which tells no address; and a stack that holds nothing."""
    cloud.formation.fails["hotline-prod"] = "It did not work."
    cloud.deploys()
    done = cloud.run("destroy", stdin="prod\n")
    assert (done.exit_code, stacks(cloud)) == (0, []), done.output
    cloud.formation.refuses["hotline-prod"] = "No."
    cloud.deploys()
    assert stacks(cloud) == ["hotline-prod"]
    done = cloud.run("destroy", stdin="prod\n")
    assert (done.exit_code, stacks(cloud)) == (0, []), done.output
    assert "hotline-prod in eu-west-2, which holds nothing" in done.output


def test_without_a_fallback_no_number_is_left_alone_with_nothing(connected: Cloud) -> None:
    """Nothing is destroyed before there is something to answer."""
    pages = [name for name in buckets(connected) if "fallback" in name]
    s3, away = connected.client("s3", "eu-west-1"), connected.client("cloudformation", "eu-west-1")
    for page in s3.list_objects_v2(Bucket=pages[0])["Contents"]:
        s3.delete_object(Bucket=pages[0], Key=page["Key"])
    away.delete_stack(StackName="hotline-prod-fallback")
    refused = connected.run("destroy", stdin="prod\n")
    assert (refused.exit_code, "nothing could answer" in refused.stderr) == (1, True)
    assert stacks(connected) == ["hotline-prod", "hotline-prod-budget"]


def test_where_twilio_does_not_answer_nothing_is_destroyed(connected: Cloud) -> None:
    """Who cannot look at the numbers cannot know that none is left dead; --leave-numbers says that somebody does."""
    refused = connected.run("destroy", stdin="prod\n", TWILIO_AUTH_TOKEN="wrong")
    assert (refused.exit_code, stacks(connected)) == (1, ["hotline-prod", "hotline-prod-budget"])
    done = connected.run("destroy", "--leave-numbers", stdin="prod\n", TWILIO_AUTH_TOKEN="wrong")
    assert done.exit_code == 0, done.output
    assert (stacks(connected), stacks(connected, "eu-west-1")) == ([], [])


def test_another_stage_is_left_alone(connected: Cloud) -> None:
    """Its stack, its tables, its numbers."""
    assert connected.deploys("--stage", "dev").exit_code == 0
    assert connected.run("destroy", "--stage", "dev", "--tables", stdin="dev\ndev\n").exit_code == 0
    assert stacks(connected) == ["hotline-prod", "hotline-prod-budget"]
    assert len(tables(connected)) == 5
    assert BUCKET in buckets(connected)
