"""docs/aws.md as a new user follows it: each command of steps 4 to 6, typed in its order against the stand-ins."""

from __future__ import annotations

import re

import pytest

from hotline.store import Store
from tests.cli.aws.conftest import Cloud
from tests.cli.aws.guide import PAGE, steps, words_of

pytestmark = [pytest.mark.aws, pytest.mark.filterwarnings("ignore:Tried to parse:UserWarning")]

GUIDE = PAGE.read_text(encoding="utf-8")
_AS_IT_SHOULD_BE = ("stack: hotline-prod: is not there", "AWS: account: it runs 10 functions at once")
_ENDS = "nothing to mend; 2 not checked"  # as the guide has it


def in_place(cloud: Cloud, words: list[str]) -> list[str]:
    """The same, for this group; what is deployed is packed already, and can be phoned here."""
    words = ["brentwood" if word == "ongar" else word for word in words]
    if words[0] == "deploy":
        words += ["--packed", str(cloud.packed), "--yes", "--base-url", cloud.line.url]
    return words


def test_the_guide_has_the_commands_of_a_first_hour() -> None:
    """In this order, and no other program is needed."""
    assert [words[0] for words in steps()] == ["doctor", "deploy", "connect", "doctor", "volunteers", "volunteers"]
    assert _ENDS in GUIDE
    assert re.findall(r"^    aws ", GUIDE, re.MULTILINE) == []


def test_each_keeper_has_a_way_into_both_accounts_with_a_second_factor() -> None:
    """One phone that is lost, or one keeper who is away, locks nobody out."""
    aws, twilio, users = map(words_of, ("An AWS account", "A Twilio account and a number", "A user for each keeper"))
    assert "Assign MFA device" in aws
    assert "on the other keeper's phone" in aws
    assert "make a user for each keeper" in users
    assert "Provide user access to the AWS Management Console" in users
    assert "Assign MFA device" in users
    assert "**The other keeper**" in twilio
    assert "two-factor authentication" in twilio


def test_each_command_of_the_guide_does_what_the_guide_says(cloud: Cloud) -> None:
    """A fault before there is a line, and none when it is connected; the number then leads to it."""
    env = {"HOTLINE_TABLES": "hotline-prod"}
    before, deploy, connect, after, *_ = (in_place(cloud, words) for words in steps())
    cloud.gate.at_once = 10
    looked = cloud.run(*before, **env)
    faults = [line for line in looked.stdout.splitlines() if line.startswith("FAULT")]
    assert [fault for fault in faults if not _is_told(fault)] == []
    assert len(faults) == len(_AS_IT_SHOULD_BE)
    deployed = cloud.run(*deploy, **env)
    assert deployed.exit_code == 0, deployed.output
    assert 'click "Confirm subscription" within two days' in deployed.output
    connected = cloud.run(*connect, **env)
    assert connected.exit_code == 0, connected.output
    cloud.completes_what_moto_leaves_out()
    cloud.gate.mail, cloud.gate.at_once = "confirmed", 1000
    looked = cloud.run(*after, **env)
    assert looked.exit_code == 0, looked.stdout
    # Tables are named when the store is imported, which in this process was long ago.
    assert looked.stdout.splitlines()[-1] in {_ENDS, "nothing to mend; 3 not checked"}


def _is_told(fault: str) -> bool:
    """The guide says that this is as it should be for now."""
    about = fault.removeprefix("FAULT").strip()
    return any(about.startswith(told) and told in GUIDE for told in _AS_IT_SHOULD_BE)


def test_the_people_of_the_guide_are_added(cloud: Cloud) -> None:
    """An invitation is a call, which is placed; a keeper is added without one."""
    for table in Store.definitions().values():
        made = {
            name: it for name, it in table.items() if name not in {"StreamSpecification", "TimeToLiveSpecification"}
        }
        cloud.client("dynamodb").create_table(**made)
    invite, add = (in_place(cloud, words) for words in steps()[-2:])
    for words in (invite, add):
        done = cloud.run(*words)
        assert done.exit_code == 0, done.output
