"""`hotline destroy`: what goes is shown and asked for; no number goes dead without a word; tables stay unless told."""

from __future__ import annotations

import pytest

from infra.aws.stage import KEPT
from infra.local.exchange.states import Hook
from tests.cli.aws.conftest import ACCOUNT, LINE, Cloud
from tests.sources import ROOT

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


ELSEWHERE = "eu-north-1"


def test_a_line_that_goes_leaves_another_regions_its_pages_and_its_bucket_for_backups(cloud: Cloud) -> None:
    """Two lines outside London have their fallback in Paris, where all backups are; the second had no night yet."""
    assert cloud.deploys(AWS_REGION="eu-west-1").exit_code == 0
    assert cloud.deploys(AWS_REGION=ELSEWHERE).exit_code == 0
    assert cloud.run("connect", AWS_REGION=ELSEWHERE).exit_code == 0
    in_paris = ["hotline-prod-backups", f"hotline-prod-fallback-{ELSEWHERE}"]
    assert sorted(stacks(cloud, KEPT)) == sorted([*in_paris, "hotline-prod-fallback-eu-west-1"])
    done = cloud.run("destroy", "--tables", "--leave-numbers", stdin="prod\nprod\n", AWS_REGION="eu-west-1")
    assert done.exit_code == 0, done.output
    assert sorted(stacks(cloud, KEPT)) == in_paris
    assert f"stays in {KEPT}, for the line in {ELSEWHERE}" in done.output
    page = cloud.exchange.numbers[LINE].fallback
    assert page
    bucket, _, key = page.url.removeprefix("https://").partition("/")
    assert cloud.client("s3", KEPT).get_object(Bucket=bucket.partition(".")[0], Key=key)
    last = cloud.run("destroy", "--tables", "--leave-numbers", stdin="prod\nprod\n", AWS_REGION=ELSEWHERE)
    assert (last.exit_code, stacks(cloud, KEPT)) == (0, []), last.output


def test_pages_stay_for_a_number_that_another_line_answers(cloud: Cloud) -> None:
    """It asks them when that line does not."""
    assert cloud.deploys().exit_code == 0
    assert cloud.run("connect").exit_code == 0
    cloud.exchange.own(LINE, voice_url="https://elsewhere.example/voice")
    done = cloud.run("destroy", stdin="prod\n")
    assert done.exit_code == 0, done.output
    assert "+44…00 would be dead without a word" in done.output
    assert stacks(cloud, "eu-west-1") == ["hotline-prod-fallback"]


def test_pages_from_before_each_line_had_its_own_go_with_the_last_line(cloud: Cloud) -> None:
    """Two lines may share them: as long as another stands they stay."""
    for region in ("eu-west-1", ELSEWHERE):
        assert cloud.deploys(AWS_REGION=region).exit_code == 0
    template = (ROOT / "infra/aws/fallback.yaml").read_text()
    cloud.client("cloudformation", KEPT).create_stack(StackName="hotline-prod-fallback", TemplateBody=template)
    words = ("destroy", "--tables", "--leave-numbers")
    assert cloud.run(*words, stdin="prod\nprod\n", AWS_REGION="eu-west-1").exit_code == 0
    assert "hotline-prod-fallback" in stacks(cloud, KEPT)
    assert cloud.run(*words, stdin="prod\nprod\n", AWS_REGION=ELSEWHERE).exit_code == 0
    assert stacks(cloud, KEPT) == []


def test_a_stage_that_never_was_is_not_said_to_be_gone(cloud: Cloud) -> None:
    """A slip of the keys, or of the region: nothing is asked, and the exit code is 1."""
    for words, env in ((("--stage", "nix"), {}), ((), {"AWS_REGION": ELSEWHERE})):
        refused = cloud.run("destroy", *words, stdin="nix\n", **env)
        assert (refused.exit_code, "nothing was destroyed" in refused.stderr) == (1, True), refused.output
        assert "is gone" not in refused.output
