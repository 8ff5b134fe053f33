"""Each function may do what its code does, and nothing more: recorded while the stories are told (issue 5).

Twice: every story of the suite, in this process, by the door that was entered; and the deployed shape's, in which each
function is a process of its own under its role, and what AWS does in its name is part of it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from hotline.cli.checks.aws import NEEDS, never
from infra.aws.policy import Act, allowed, permissions
from infra.aws.resolved import ACCOUNT, REGION, Resolved
from tests.aws.roles import also, differences, in_this_stack, without
from tests.aws.sam import told
from tests.recorder import Uses, read
from tests.sources import ROOT

pytestmark = pytest.mark.aws

STORIES = ("tests/stories", "tests/faults", "tests/faults_later", "tests/test_logs.py")


@pytest.fixture(scope="session")
def stack(packed: Path) -> Resolved:
    """What would be deployed."""
    sam = json.loads((packed / "sam.json").read_text())
    return Resolved(sam, **told(sam, Release="0" * 64))


@pytest.fixture(scope="session")
def uses(stack: Resolved, packed: Path, tmp_path_factory: pytest.TempPathFactory) -> Uses:
    """All that each function does to anything at AWS."""
    folder, facts = tmp_path_factory.mktemp("recorded"), tmp_path_factory.mktemp("deployed") / "facts.json"
    run("pytest", "-q", "-n", "2", "--dist", "worksteal", "-m", "not year", f"--record-aws={folder}", *STORIES)
    run("infra.local.deployed", str(packed), str(facts))
    deployed = {(function, Act(*act)) for function, *act in json.loads(facts.read_text())["uses"]}
    return in_this_stack(read(folder.glob("*.json")), stack) | deployed


def run(*command: str) -> None:
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


def test_each_role_allows_what_its_function_does_and_nothing_more(stack: Resolved, uses: Uses) -> None:
    """No call is refused on the day, and no permission lies about for somebody to find."""
    assert "\n".join(differences(stack.functions, uses)) == ""


def test_whoever_answers_the_phone_can_scan_and_erase_nothing(stack: Resolved) -> None:
    """Anybody in the world can post to it: no fault in it loses a row, or reads them all."""
    api = stack.functions["APIHandler"]
    actions = {permission.action for statement in api.may for permission in permissions(statement)}
    assert [action for action in actions if "*" in action] == []
    for harm in ("Scan", "Delete", "BatchWrite", "PartiQL", "Table", "Export"):
        assert [action for action in actions if harm in action] == []


def test_no_role_is_for_everything(stack: Resolved) -> None:
    """Each names its action, and its table, index, queue, log or parameter; streams are listed all or none."""
    every = {one for statements in stack.roles().values() for each in statements for one in permissions(each)}
    assert [str(one) for one in every if "*" in one.action] == []
    logs = ":log-group:"
    wide = {one.action for one in every if "*" in one.resource and logs not in one.resource}
    assert wide == {"dynamodb:ListStreams", "s3:PutObject"}  # the one into a folder, whatever the backup's name


def test_what_the_doctor_looks_for_is_what_the_roles_allow(stack: Resolved) -> None:
    """Else it would find fault with a sound line, or never look at a role that was added."""
    roles = stack.roles()
    assert NEEDS.keys() == {function.role for function in stack.functions.values()}
    where = {"secrets": "/hotline/prod/twilio", "tables": "hotline-prod", "stream": "2026-01-01T00:00:00.000"}
    for role, needs in NEEDS.items():
        for service, what, action in needs:
            assert allowed(roles[role], Act(action, f"arn:aws:{service}:{REGION}:{ACCOUNT}:{what.format(**where)}"))
        for action in never(role):
            assert [arn for arn in stack.tables.values() if allowed(roles[role], Act(action, arn))] == []


def test_a_permission_that_is_missing_is_named(stack: Resolved, uses: Uses) -> None:
    """Whichever one is taken away, the sentence says whose, for what, and where to put it back."""
    for function in stack.functions.values():
        every = [one for statement in function.may for one in permissions(statement)]
        for taken in every:
            (told,) = {*differences({function.id: without(function, taken)}, uses)} or {""}
            assert told.startswith(f"{function.id} needs {taken.action} on ")
            assert f"and {function.role} does not allow it" in told


def test_a_permission_too_many_is_named(stack: Resolved, uses: Uses) -> None:
    """Also one for an index that it does not read, or for rows of another kind."""
    api = stack.functions["APIHandler"]
    line = next(arn for name, arn in stack.tables.items() if name.endswith("-line"))
    for more in (
        Act("dynamodb:DeleteItem", line),
        Act("dynamodb:Query", f"{line}/index/due"),
        Act("dynamodb:GetItem", line, "rings#*"),
    ):
        (told,) = differences({api.id: also(api, more)}, uses)
        assert (
            told
            == f"{api.role} allows {more}, which APIHandler never does: take it out of infra/aws/template/roles.yaml"
        )
