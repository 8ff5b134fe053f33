"""`hotline backup` and `restore` at AWS: which backup is taken, and what is said where one cannot be."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from infra.aws.backups import Backups
from infra.aws.cloud import Cloud as Account
from infra.aws.stage import AWAY, HOME, KEPT, Stage
from tests.cli.aws.conftest import Cloud
from tests.cli.aws.test_another_region import BUCKET, OTHERS, at_the_line, code_secret
from tests.sources import ROOT

pytestmark = [pytest.mark.aws, pytest.mark.filterwarnings("ignore:Tried to parse:UserWarning")]
NIGHTLY = ("restore", "--nightly", "--stage", "prod")
STOCKHOLM, NOBODYS = OTHERS[1], "with which no code was made"


def one_line(cloud: Cloud, *words: str, env: dict[str, str] | None = None) -> str:
    """What is said of a command that fails: the listing before it is not part of that."""
    said = cloud.types(*words, exits=1, env=env)
    assert "Traceback" not in said
    return said.splitlines()[-1]


def keys(cloud: Cloud) -> list[str]:
    listed = cloud.client("s3", KEPT).list_objects_v2(Bucket=BUCKET).get("Contents", [])
    return [one["Key"] for one in listed]


def as_if_of(cloud: Cloud, region: str, *, of: str, rows: int | None = None) -> None:
    """The line in `region` has written the same as that of another one, but later; or so many rows, which is none."""
    s3 = cloud.client("s3", KEPT)
    (key,) = [one for one in keys(cloud) if one.startswith(of)]
    body = s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()
    if rows is not None:
        body = f'{{"hotline":{{"code_secret":"{NOBODYS}"}}}}\n{{"rows":{rows}}}\n'.encode()
    s3.put_object(Bucket=BUCKET, Key=f"{region}/2099-01-01T021700Z.jsonl", Body=body)


@pytest.fixture
def moved(cloud: Cloud) -> Cloud:
    """A line in London with a request and a night; and a new one in Dublin, with a night of its own and no row."""
    assert cloud.deploys().exit_code == 0
    at_the_line(cloud, HOME, "asked")
    at_the_line(cloud, HOME, "night")
    assert cloud.deploys(AWS_REGION=AWAY).exit_code == 0
    at_the_line(cloud, AWAY, "night")
    return cloud


def test_the_new_lines_own_empty_backup_does_not_pass_for_the_lost_lines(moved: Cloud) -> None:
    """It is newer, and listed; what is restored is the line's of the other region."""
    assert [key.partition("/")[0] for key in keys(moved)] == [AWAY, HOME]
    said = moved.types(*NIGHTLY, env={"AWS_REGION": AWAY})
    own, other = said.splitlines()[1:3]
    assert re.fullmatch(rf"  .* UTC, no rows, \d+ bytes: of the line in {AWAY}, which is restored into", own)
    assert re.fullmatch(rf"  .* UTC, \d+ rows, [\d,]+ bytes: of the line in {HOME}", other)
    assert f"restoring that of the line in {HOME}" in said
    assert re.search(r"restored \d\d rows", said)
    assert at_the_line(moved, AWAY, "counts")["volunteers"] == 1


def test_no_backup_without_a_row_is_restored(moved: Cloud) -> None:
    """Nor one that has none but expired ones; what to do instead is said."""
    own = one_line(moved, *NIGHTLY, "--from", AWAY, env={"AWS_REGION": AWAY})
    assert f"the line in {AWAY} has written not one row" in own
    assert "--from" in own
    for key in keys(moved):
        if key.startswith(HOME):
            moved.client("s3", KEPT).delete_object(Bucket=BUCKET, Key=key)
    assert "not one row in any of them: restore a FILE" in one_line(moved, *NIGHTLY, env={"AWS_REGION": AWAY})
    assert f"only of {AWAY}" in one_line(moved, *NIGHTLY, "--from", STOCKHOLM, env={"AWS_REGION": AWAY})
    assert at_the_line(moved, AWAY, "counts") == {}


def test_where_two_other_regions_have_rows_it_must_be_said_which(moved: Cloud) -> None:
    """London came back, and writes its outdated rows each night, later than Dublin writes those of today."""
    as_if_of(moved, STOCKHOLM, of=HOME)
    asked = one_line(moved, *NIGHTLY, env={"AWS_REGION": AWAY})
    assert f"--from {STOCKHOLM} or --from {HOME}" in asked or f"--from {HOME} or --from {STOCKHOLM}" in asked
    assert at_the_line(moved, AWAY, "counts") == {}
    said = moved.types(*NIGHTLY, "--from", HOME, env={"AWS_REGION": AWAY})
    assert f"restoring that of the line in {HOME}" in said


def test_a_lines_own_backup_is_restored_only_when_its_region_is_named(cloud: Cloud) -> None:
    """The tables were damaged, and the line is where it was."""
    assert cloud.deploys().exit_code == 0
    at_the_line(cloud, HOME, "asked")
    at_the_line(cloud, HOME, "night")
    assert f"say --from {HOME}" in one_line(cloud, *NIGHTLY)
    assert "restored" in cloud.types(*NIGHTLY, "--from", HOME, "--replace")
    refused = cloud.run("restore", "line.jsonl", "--from", HOME)
    assert (refused.exit_code, "--from is for --nightly" in refused.stderr) == (2, True)


def test_the_newest_that_has_a_row_is_taken_of_a_region(moved: Cloud) -> None:
    """A line whose tables were lost there goes on writing empty ones; so does one that wrote half a file."""
    as_if_of(moved, HOME, of=HOME, rows=0)
    moved.client("s3", KEPT).put_object(Bucket=BUCKET, Key=f"{HOME}/2099-01-02T021700Z.jsonl", Body=b'{"hot')
    assert re.search(r"restored \d\d rows", moved.types(*NIGHTLY, env={"AWS_REGION": AWAY}))


def test_codes_are_made_by_the_secret_of_a_backup_that_has_rows(moved: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty line's secret has made no code; the region's own comes first, since its tables may have stayed."""
    for name, value in moved.settings().items():
        monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name, raising=False)
    kept, codes = Account(KEPT), code_secret(moved, HOME)
    as_if_of(moved, STOCKHOLM, of=AWAY, rows=0)
    for region in (HOME, AWAY, STOCKHOLM):
        assert Backups(kept, Stage(name="prod", region=region)).code_secret() == codes


def test_the_newest_of_a_line_is_its_own(moved: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks whether the line backs itself up is not told of another region's."""
    for name, value in moved.settings().items():
        monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name, raising=False)
    kept = Account(KEPT)
    for region in (HOME, AWAY):
        newest = Backups(kept, Stage(name="prod", region=region)).newest()
        assert newest
        assert newest.region == region
    assert Backups(kept, Stage(name="prod", region=STOCKHOLM)).newest() is None


def test_tables_that_are_not_there_are_one_line(cloud: Cloud, tmp_path: Path) -> None:
    """Before any deployment; nothing is left of the file."""
    assert "there is no table hotline-prod-" in one_line(cloud, "backup", str(tmp_path / "x.jsonl"), "--stage", "prod")
    assert "hotline deploy" in one_line(cloud, "backup", str(tmp_path / "x.jsonl"), env={"HOTLINE_TABLES": "nothing"})
    assert list(tmp_path.glob("x*")) == []
    assert cloud.deploys().exit_code == 0
    at_the_line(cloud, HOME, "asked")
    cloud.types("backup", str(tmp_path / "x.jsonl"), "--stage", "prod")
    for words in (("--stage", "dev"), ()):
        assert "there is no table hotline" in one_line(cloud, "restore", str(tmp_path / "x.jsonl"), *words)


def test_a_backup_without_a_stage_says_that_codes_will_not_hold(cloud: Cloud, tmp_path: Path) -> None:
    """And so does a restore that puts the secret nowhere."""
    assert cloud.deploys().exit_code == 0
    tables = {"HOTLINE_TABLES": "hotline-prod"}
    with_it, without = tmp_path / "with.jsonl", tmp_path / "without.jsonl"
    at_the_line(cloud, HOME, "asked")
    for file, words in ((with_it, ("--stage", "prod")), (without, ())):
        done = cloud.says("backup", str(file), *words, env=tables)
        about = json.loads(file.read_text().splitlines()[0])["hotline"]
        is_in = bool(about["code_secret"])
        assert is_in is (file is with_it)
        assert ("and the secret of their codes" in done) is is_in
        assert ("is not in the file" in done) is not is_in
    assert "was not restored" in cloud.says("restore", str(with_it), "--replace", env=tables)
    assert "was not restored" not in cloud.says("restore", str(with_it), "--replace", "--stage", "prod", env=tables)


def test_whoever_names_other_tables_than_the_stages_is_told(cloud: Cloud, tmp_path: Path) -> None:
    """Not left to believe that the rescued ones were copied."""
    for words in (("backup", str(tmp_path / "x.jsonl")), ("restore", "x.jsonl")):
        refused = cloud.run(*words, "--stage", "prod", HOTLINE_TABLES="rescued")
        assert (refused.exit_code, len(refused.stderr.splitlines())) == (2, 1)
        assert "HOTLINE_TABLES says rescued, and --stage prod means hotline-prod" in refused.stderr


def test_one_damaged_table_is_rescued_by_the_runbooks_words(cloud: Cloud, tmp_path: Path, monkeypatch: Any) -> None:
    """Restored to a point in time under another name, copied alone, and put back; each command as it stands there."""
    assert cloud.deploys().exit_code == 0
    at_the_line(cloud, HOME, "asked")
    lines = (ROOT / "docs/runbook.md").read_text(encoding="utf-8").splitlines()
    (row,) = [line for line in lines if line.startswith("| a table was damaged")]
    restored, *_ = re.findall(r"named? `([\w-]+)`", row)
    rescue(cloud, "hotline-prod-requests", restored)
    cloud.client("dynamodb").delete_item(TableName="hotline-prod-requests", Key=key_of(cloud, "hotline-prod-requests"))
    monkeypatch.chdir(tmp_path)
    typed = re.findall(r"`((?:[A-Z_]+=\S+ )?)hotline (\w+ [^`]*)`", row)
    assert [words.split()[0] for _, words in typed] == ["backup", "restore"]
    for before, words in typed:
        env = dict([before.strip().split("=")]) if before else {"HOTLINE_TABLES": "hotline-prod"}
        cloud.types(*words.split(), env=env)
    assert at_the_line(cloud, HOME, "counts")["requests"] == 1


def rescue(cloud: Cloud, table: str, into: str) -> None:
    """As DynamoDB's "Restore to point in time" does: the rows of a while ago, in a table with another name."""
    dynamodb = cloud.client("dynamodb")
    keys = dynamodb.describe_table(TableName=table)["Table"]["KeySchema"]
    kinds = [{"AttributeName": key["AttributeName"], "AttributeType": "S"} for key in keys]
    dynamodb.create_table(TableName=into, KeySchema=keys, AttributeDefinitions=kinds, BillingMode="PAY_PER_REQUEST")
    for item in dynamodb.scan(TableName=table)["Items"]:
        dynamodb.put_item(TableName=into, Item=item)


def key_of(cloud: Cloud, table: str) -> dict[str, Any]:
    """Of the only request in it that is one of help."""
    (item,) = [one for one in cloud.client("dynamodb").scan(TableName=table)["Items"] if "reason" not in one]
    return {name: item[name] for name in ("group", "id")}


def test_what_the_line_made_since_it_was_deployed_stops_no_restore(moved: Cloud) -> None:
    """An alarm, or what somebody asked for before anybody has joined: it stays beside what is put back."""
    at_the_line(moved, AWAY, "alarm")
    assert at_the_line(moved, AWAY, "counts").keys() == {"requests"}
    said = moved.types(*NIGHTLY, env={"AWS_REGION": AWAY})
    assert "1 rows that the line has made since it was deployed stay" in said
    assert at_the_line(moved, AWAY, "counts")["requests"] == 2
    again = one_line(moved, *NIGHTLY, env={"AWS_REGION": AWAY})
    assert "rows of neighbours" in again
