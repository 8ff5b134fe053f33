"""`hotline doctor`: a sound line has nothing to mend; each fault that is put in is found, with how to mend it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from moto.s3.models import s3_backends

from infra.local.exchange import SharedKey
from tests.cli.aws.conftest import ACCOUNT, LINE, ONGAR, TOKEN, Cloud

pytestmark = [pytest.mark.aws, pytest.mark.filterwarnings("ignore:Tried to parse:UserWarning")]

BACKUPS = f"hotline-prod-backups-{ACCOUNT}"
_AT_ONCE = "Twilio: calls at once"

Spoil = Callable[[Cloud], object]
Finding = dict[str, str]


@pytest.fixture
def sound(cloud: Cloud) -> Cloud:
    """Deployed and connected, with nothing wrong."""
    assert cloud.deploys().exit_code == 0
    assert cloud.run("connect").exit_code == 0
    cloud.completes_what_moto_leaves_out()
    cloud.client("s3", "eu-west-3").put_object(Bucket=BACKUPS, Key="eu-west-2/2026-11-30T021700Z.jsonl", Body=b"")
    return cloud


def examined(cloud: Cloud, *words: str, **env: str | None) -> tuple[int, list[Finding]]:
    """The exit code, and what was found."""
    done = cloud.run("doctor", "--json", *words, **env)
    return done.exit_code, json.loads(done.stdout)


def faults(found: list[Finding]) -> list[str]:
    return [f"{one['about']}: {one['said']}" for one in found if one["state"] == "fault"]


def test_a_sound_line_has_nothing_to_mend(sound: Cloud) -> None:
    """Everything was looked at but what Twilio does not tell, and tables of another name; exit code 0."""
    code, found = examined(sound)
    assert (code, faults(found)) == (0, [])
    assert [one["about"] for one in found if one["state"] == "not checked"] == ["volunteers", "Twilio: calls a second"]
    about = " ".join(one["about"] for one in found)
    for part in ("settings", "prompts: en", "credentials", "your permissions", "APIHandlerRole", "stack:", "table:"):
        assert part in about
    for part in (
        "secret:",
        "backups:",
        "line: brentwood",
        "fallback:",
        "account",
        "balance",
        "calls to GB",
        "number: brentwood",
    ):
        assert part in about


def test_people_read_a_line_for_each_thing(sound: Cloud) -> None:
    """`ok`, or `FAULT` and how to mend it; and how many there are to mend."""
    sound.exchange.standing.kind = "Trial"
    done = sound.run("doctor")
    assert done.exit_code == 1
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("FAULT")]
    assert line.startswith("FAULT        Twilio: account: ")
    assert "; to mend it: upgrade it at console.twilio.com" in line
    assert done.stdout.splitlines()[-1] == "1 to mend; 2 not checked"  # nor does Twilio tell everything


def drop_the_ttl(cloud: Cloud) -> None:
    spec = {"AttributeName": "expires", "Enabled": False}
    cloud.client("dynamodb").update_time_to_live(TableName="hotline-prod-offers", TimeToLiveSpecification=spec)


def drop_the_recovery(cloud: Cloud) -> None:
    spec = {"PointInTimeRecoveryEnabled": False}
    cloud.client("dynamodb").update_continuous_backups(
        TableName="hotline-prod-offers", PointInTimeRecoverySpecification=spec
    )


def drop_the_protection(cloud: Cloud) -> None:
    cloud.client("dynamodb").update_table(TableName="hotline-prod-places", DeletionProtectionEnabled=False)


def drop_the_index(cloud: Cloud) -> None:
    change = [{"Delete": {"IndexName": "held_by"}}]
    cloud.client("dynamodb").update_table(TableName="hotline-prod-requests", GlobalSecondaryIndexUpdates=change)


def drop_the_stream(cloud: Cloud) -> None:
    cloud.client("dynamodb").update_table(
        TableName="hotline-prod-requests", StreamSpecification={"StreamEnabled": False}
    )


def make_anew(cloud: Cloud, name: str, **changes: Any) -> None:
    """A table with other keys, as somebody has made by hand."""
    dynamodb = cloud.client("dynamodb")
    dynamodb.update_table(TableName=name, DeletionProtectionEnabled=False)
    dynamodb.delete_table(TableName=name)
    if changes:
        dynamodb.create_table(TableName=name, **changes)


OTHER_KEYS = {
    "KeySchema": [{"AttributeName": "colour", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "colour", "AttributeType": "S"}],
    "BillingMode": "PROVISIONED",
    "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1},
}


def secret(cloud: Cloud, value: str, kind: str = "SecureString") -> None:
    cloud.client("ssm").delete_parameter(Name="/hotline/prod/twilio")
    cloud.client("ssm").put_parameter(Name="/hotline/prod/twilio", Value=value, Type=kind)


def change_a_page(cloud: Cloud, name: str, *, private: bool = False) -> None:
    s3 = cloud.client("s3", "eu-west-1")
    (bucket,) = [one["Name"] for one in s3.list_buckets()["Buckets"] if "fallback" in one["Name"]]
    where = {"Bucket": bucket, "Key": f"fallback/{name}"}
    if private:
        s3.put_object_acl(**where, ACL="private")
    else:
        s3.put_object(**where, Body=b"<Response/>", ACL="public-read")


def make_the_backup_old(_: Cloud) -> None:
    """As when none was written for two nights."""
    (backup,) = s3_backends[ACCOUNT]["aws"].buckets[BACKUPS].keys.values()
    backup.last_modified -= timedelta(days=2, minutes=1)


def live_two_days_without_a_backup(cloud: Cloud) -> None:
    cloud.client("s3", "eu-west-3").delete_object(Bucket=BACKUPS, Key="eu-west-2/2026-11-30T021700Z.jsonl")
    cloud.formation.ages("hotline-prod", timedelta(days=2, minutes=1))


def reject_papers(cloud: Cloud) -> None:
    bundles = cloud.exchange.standing.bundles
    bundles.update(dict.fromkeys(bundles, "twilio-rejected"))


def another_group(cloud: Cloud, *, verified: bool = False) -> None:
    """In a file that was not packed, with a number that is not there."""
    cloud.packed_groups = cloud.loaded()
    cloud.add_group("ongar", "Ongar Neighbours", ONGAR)
    if verified:
        cloud.exchange.standing.verified.append(ONGAR)


def speaks(cloud: Cloud, language: str) -> None:
    file = cloud.groups / "brentwood.toml"
    file.write_text(file.read_text().replace("drama", f'languages = ["en", "{language}"]\ndrama'))


def setting(cloud: Cloud, line: str) -> None:
    file = cloud.groups / "brentwood.toml"
    file.write_text(f"{line}\n{file.read_text()}")


def swap(cloud: Cloud) -> None:
    file = cloud.groups / "brentwood.toml"
    file.write_text(file.read_text().replace(LINE, "+449999999999"))


class Fault(NamedTuple):
    """How it is put in, and what is then found: about what, and what is said."""

    spoil: Spoil
    about: str
    said: str


# Those of a list are put in together: each is found beside the others.
FAULTS: dict[str, list[Fault]] = {
    "a setting that is none": [Fault(lambda c: setting(c, 'colour = "blue"'), "settings", "colour")],
    "a number that does not exist": [Fault(swap, "settings", "no such number")],
    "a language with no words": [Fault(lambda c: speaks(c, "pl"), "prompts: pl", "said in English")],
    "permissions": [
        Fault(
            lambda c: c.iam.may_not("user/moto", "ssm:PutParameter", "iam:PassRole"),
            "your permissions",
            "iam:PassRole, ssm:PutParameter",
        ),
        Fault(
            lambda c: c.iam.may_not("hotline-prod-eu-west-2-APIHandler", "dynamodb:UpdateItem"),
            "APIHandlerRole",
            "may not dynamodb:UpdateItem",
        ),
        Fault(lambda c: setattr(c.iam, "roles_may_scan", True), "MinuteRole", "dynamodb:Scan"),
    ],
    "no backup in two nights": [Fault(live_two_days_without_a_backup, f"backups: {BACKUPS}", "there is none")],
    "no bucket for backups": [
        Fault(
            lambda c: c.formation.stands("hotline-prod-backups", "ROLLBACK_COMPLETE"),
            f"backups: {BACKUPS}",
            "is not there",
        )
    ],
    "a stack that would not go": [
        Fault(
            lambda c: c.formation.stands("hotline-prod", "DELETE_FAILED"), "stack: hotline-prod", "but for some of it"
        )
    ],
    "no backup for two nights": [Fault(make_the_backup_old, f"backups: {BACKUPS}", "the newest is of ")],
    "a stack that failed": [
        Fault(
            lambda c: c.formation.stands("hotline-prod", "UPDATE_ROLLBACK_FAILED"),
            "stack: hotline-prod",
            "UPDATE_ROLLBACK_FAILED",
        )
    ],
    "a stack in the making": [
        Fault(
            lambda c: c.formation.stands("hotline-prod", "UPDATE_IN_PROGRESS"),
            "stack: hotline-prod",
            "being changed just now",
        )
    ],
    "tables": [
        Fault(lambda c: make_anew(c, "hotline-prod-volunteers"), "hotline-prod-volunteers", "is not there"),
        Fault(lambda c: make_anew(c, "hotline-prod-line", **OTHER_KEYS), "hotline-prod-line", "keyed by colour"),
        Fault(lambda _: None, "hotline-prod-line", "not paid for on demand"),
        Fault(drop_the_index, "hotline-prod-requests", "has no index held_by"),
        Fault(drop_the_stream, "hotline-prod-requests", "has no stream"),
        Fault(drop_the_ttl, "hotline-prod-offers", "does not erase what has expired"),
        Fault(drop_the_recovery, "hotline-prod-offers", "point-in-time recovery"),
        Fault(drop_the_protection, "hotline-prod-places", "not protected"),
    ],
    "a secret that is gone": [
        Fault(
            lambda c: c.client("ssm").delete_parameter(Name="/hotline/prod/twilio"),
            "secret: /hotline/prod/twilio",
            "is not there",
        )
    ],
    "a secret that anybody reads": [Fault(lambda c: secret(c, "{}", "String"), "secret:", "is not encrypted")],
    "a secret that is none": [Fault(lambda c: secret(c, f'["{TOKEN}"]'), "secret:", "not as the functions read it")],
    "a secret with nothing in it": [
        Fault(lambda c: secret(c, '{"account_sid": "", "auth_token": ""}'), "secret:", "not as the functions read it")
    ],
    "another token than Twilio's": [
        Fault(
            lambda c: secret(c, json.dumps({"account_sid": "AC1", "auth_token": "old"})),
            "line: brentwood",
            "does not take the signature",
        )
    ],
    "the line and its pages": [
        Fault(lambda c: setattr(c.line, "broken_for", 1), "line: brentwood", "it answered 502"),
        Fault(lambda c: change_a_page(c, "brentwood.xml"), "fallback:", "brentwood.xml is not as the prompts are now"),
        Fault(
            lambda c: change_a_page(c, "closed.xml", private=True), "fallback:", "closed.xml cannot be read by Twilio"
        ),
        Fault(another_group, "line: ongar", "did not greet as ongar"),
        Fault(lambda _: None, "fallback:", "ongar.xml is not there"),
        Fault(lambda _: None, "number: ongar", "is not in this account"),
    ],
    "a line that believes anybody": [
        Fault(lambda c: setattr(c.line, "lets_anybody_in", True), "line: brentwood", "Twilio did not sign with 200")
    ],
    "the account": [
        Fault(lambda c: setattr(c.exchange.standing, "kind", "Trial"), "Twilio: account", "trial"),
        Fault(lambda c: setattr(c.exchange.standing, "balance", "0.40"), "Twilio: balance", "0.40 USD are left"),
        Fault(
            lambda c: setattr(c.exchange.standing, "profiles", ["in-review"]), _AT_ONCE, "2, with no approved profile"
        ),
        Fault(lambda c: c.exchange.standing.countries.clear(), "calls to GB", "not allowed, and brentwood"),
        Fault(lambda c: another_group(c, verified=True), "number: ongar", "may be shown, but is no number of this"),
        Fault(lambda c: setattr(c.exchange.numbers[LINE], "bundle", None), "number: brentwood", "no regulatory bundle"),
        Fault(
            lambda c: c.exchange.own(LINE, status_url="https://elsewhere.example"),
            "number: brentwood",
            "leads elsewhere: the end of a call",
        ),
    ],
    "a shared key that the line does not know": [
        Fault(
            lambda c: setattr(c.exchange.standing, "signs_by", SharedKey(secret="shared")),
            "Twilio: signatures",
            "by a shared key (HMAC_SHA256) that the line does not know: it refuses every call with 403",
        ),
    ],
    "an algorithm that nobody knows yet": [
        Fault(
            lambda c: setattr(c.exchange.standing, "signs_by", SharedKey(secret="shared", algorithm="HMAC_SHA512")),
            "Twilio: signatures",
            "by a shared key (HMAC_SHA512), which this line cannot check",
        ),
    ],
    "an account that is suspended": [
        Fault(lambda c: setattr(c.exchange.standing, "status", "suspended"), "Twilio: account", "suspended"),
        Fault(reject_papers, "number: brentwood", "twilio-rejected"),
        Fault(
            lambda c: setattr(c.exchange.numbers[LINE], "application", "AP" + "3" * 32), "number: brentwood", "AP333"
        ),
    ],
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_that_is_put_in_is_found(sound: Cloud, name: str) -> None:
    """Named, with how to mend it; exit code 1; and no token or whole number in any of it."""
    for fault in FAULTS[name]:
        fault.spoil(sound)
    code, found = examined(sound)
    assert code == 1
    for _, about, said in FAULTS[name]:
        meant = [one for one in found if one["state"] == "fault" and about in one["about"] and said in one["said"]]
        assert meant, (about, said, faults(found))
        assert meant[0]["mend"]
    assert TOKEN not in json.dumps(found)
    assert LINE not in json.dumps(found)


def test_a_shared_key_that_the_line_knows_is_fine(sound: Cloud) -> None:
    """As the mending of that fault says; the secret itself is not shown."""
    sound.exchange.standing.signs_by = SharedKey(secret="shared")
    assert sound.run("secrets", TWILIO_SHARED_KEYS="a-shared-secret").exit_code == 0
    code, found = examined(sound)
    assert (code, faults(found)) == (0, [])
    assert "a-shared-secret" not in json.dumps(found)


def test_nothing_is_deployed_yet(cloud: Cloud) -> None:
    """One fault, and what mends it; what comes with it is not a fault of its own, and nothing else is wrong."""
    code, found = examined(cloud, "--stage", "prod")
    (fault,) = (one for one in found if one["state"] == "fault")
    assert (code, fault["about"]) == (1, "stack: hotline-prod")
    assert "hotline deploy --stage prod" in fault["mend"]
    later = {one["about"] for one in found if "the first `hotline deploy` makes it" in one["said"]}
    kept = {"tables: hotline-prod", "secret: /hotline/prod/twilio", f"backups: {BACKUPS}"}
    assert later == kept | {"fallback: hotline-prod-fallback"}


def test_what_cannot_be_looked_at_is_said_and_is_not_fine(sound: Cloud) -> None:
    """Permissions that AWS does not work out for whoever asks, which is one fault; a part of Twilio's that is down."""
    sound.iam.refuses = True
    sound.exchange.faults.rest("DialingPermissions", status=500)
    code, found = examined(sound)
    assert code == 1
    assert faults(found) == ["AWS: your permissions: you may not have permissions worked out (SimulatePrincipalPolicy)"]
    unknown = {one["about"] for one in found if one["state"] == "not checked"}
    assert {"AWS: the functions' roles", "Twilio: countries"} <= unknown


def test_whoever_is_signed_in_by_a_role_is_looked_at_by_that_role(sound: Cloud) -> None:
    """As with single sign-on."""
    iam, sts = sound.client("iam"), sound.client("sts")
    trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}]}
    role = iam.create_role(RoleName="Keeper", Path="/people/", AssumeRolePolicyDocument=json.dumps(trust))["Role"]
    keys = sts.assume_role(RoleArn=role["Arn"], RoleSessionName="gwen")["Credentials"]
    sound.iam.may_not("role/people/Keeper", "s3:CreateBucket")
    env = {"AWS_ACCESS_KEY_ID": keys["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": keys["SecretAccessKey"]}
    _, found = examined(sound, **env, AWS_SESSION_TOKEN=keys["SessionToken"])
    assert "AWS: your permissions: you may not s3:CreateBucket" in faults(found)


def test_without_credentials_nothing_else_at_aws_is_looked_at(sound: Cloud) -> None:
    """One fault, and a word; Twilio is looked at all the same."""
    code, found = examined(sound, AWS_ACCESS_KEY_ID=None, AWS_SECRET_ACCESS_KEY=None)
    assert (code, [one["about"] for one in found if one["state"] == "fault"]) == (1, ["AWS: credentials"])
    assert any(one["about"] == "Twilio: account" and one["state"] == "fine" for one in found)


def test_a_wrong_token_is_found_and_nothing_else_of_twilios_is_guessed(sound: Cloud) -> None:
    """The one fault."""
    code, found = examined(sound, TWILIO_AUTH_TOKEN="wrong")
    about = [one["about"] for one in found if one["about"].startswith("Twilio")]
    assert (code, about) == (1, ["Twilio: account", "Twilio"])


def test_two_groups_are_both_looked_at(sound: Cloud) -> None:
    """Each with its own number."""
    sound.add_group("ongar", "Ongar Neighbours", ONGAR)
    own = sound.exchange.own(ONGAR)
    own.bundle = sound.exchange.standing.add_bundle("BU" + "4" * 32)
    assert sound.deploys().exit_code == 0
    assert sound.run("connect").exit_code == 0
    sound.completes_what_moto_leaves_out()
    code, found = examined(sound)
    assert (code, faults(found)) == (0, [])
    assert {"line: brentwood", "line: ongar", "number: ongar +44…01"} <= {one["about"] for one in found}


def test_a_line_that_has_not_lived_through_a_night_has_no_backup_yet(sound: Cloud) -> None:
    """That is no fault, and it is said."""
    sound.client("s3", "eu-west-3").delete_object(Bucket=BACKUPS, Key="eu-west-2/2026-11-30T021700Z.jsonl")
    code, found = examined(sound)
    (backups,) = [one for one in found if one["about"].startswith("backups:")]
    assert (code, backups["state"]) == (0, "not checked")
    assert "look again tomorrow" in backups["said"]


def test_a_first_deployment_that_failed_is_one_fault(cloud: Cloud) -> None:
    """What it would have made is not there, which is no fault of its own."""
    cloud.formation.fails["hotline-prod"] = "It did not work."
    assert cloud.deploys().exit_code == 1
    cloud.completes_what_moto_leaves_out()
    code, found = examined(cloud, "--stage", "prod")
    at_aws = [one for one in faults(found) if not one.startswith(("Twilio", "number"))]
    assert (code, at_aws) == (1, ["stack: hotline-prod: its first deployment failed (ROLLBACK_COMPLETE)"])
