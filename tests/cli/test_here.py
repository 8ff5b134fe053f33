"""How a command finds the line, and what is left of it in logs and files."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from hotline.cli import main
from infra.local.logs import Masked
from infra.local.settings import Database
from infra.local.whereabouts import Whereabouts, find, leave, path, remove

NOWHERE = {"AWS_DEFAULT_REGION": None, "AWS_REGION": None, "AWS_PROFILE": None}


def whereabouts(pid: int) -> Whereabouts:
    return Whereabouts(
        pid=pid,
        base_url="http://127.0.0.1:8000",
        dynamodb="http://127.0.0.1:8001",
        streams="http://127.0.0.1:8001",
        groups="groups",
        tables="hotline",
        exchange=True,
    )


def test_with_no_line_and_no_aws_a_command_says_what_to_do(tmp_path: Path) -> None:
    """One line on stderr, and 1."""
    for words in (["volunteers", "list"], ["requests", "list"], ["call"]):
        refused = CliRunner(env={**NOWHERE, "XDG_RUNTIME_DIR": str(tmp_path)}).invoke(main, words)
        assert refused.exit_code == 1
        assert len(refused.stderr.splitlines()) == 1
        assert "hotline serve" in refused.stderr


def test_a_line_that_has_ended_is_not_found(tmp_path: Path) -> None:
    """What a crash leaves behind leads nobody astray; and one line never takes away another's file."""
    where = path({"XDG_RUNTIME_DIR": str(tmp_path)})
    leave(whereabouts(os.getpid()), where)
    assert find(where) == whereabouts(os.getpid())
    remove(whereabouts(1), where)
    assert where.exists()
    leave(whereabouts(2**22 + 1), where)  # more than Linux's greatest process id
    assert find(where) is None
    where.write_text("{")
    assert find(where) is None


def test_a_database_that_does_not_answer_is_named() -> None:
    """One line with its URL, not a traceback, and not after a minute."""
    refused = CliRunner(env={"AWS_ENDPOINT_URL_DYNAMODB": "http://127.0.0.1:9"}).invoke(main, ["requests", "list"])
    assert refused.exit_code == 1
    assert refused.stderr.splitlines() == [
        "no DynamoDB answers at http://127.0.0.1:9: start it, or change AWS_ENDPOINT_URL_DYNAMODB"
    ]


def test_a_command_without_its_words_is_helped() -> None:
    """`hotline volunteers` alone prints what there is; a slip of the finger gets one line with the way on."""
    alone = CliRunner().invoke(main, ["volunteers"])
    assert alone.exit_code == 2
    assert "import" in alone.stderr
    slip = CliRunner().invoke(main, ["requests", "lst"])
    assert slip.exit_code == 2
    assert len(slip.stderr.splitlines()) == 1
    assert "list" in slip.stderr


@pytest.mark.parametrize(
    ("url", "ours"),
    [
        ("http://127.0.0.1:8000", True),
        ("https://dynamodb.eu-west-2.amazonaws.com", False),
        ("https://amazonaws.com.example.org", True),
    ],
)
def test_tables_are_made_only_where_they_are_not_awss_own(url: str, *, ours: bool) -> None:
    """AWS's own tables are made by its template, with their alarms and their roles."""
    assert Database.from_environment({"AWS_ENDPOINT_URL": url}).is_ours is ours


def test_streams_are_where_dynamodb_is_unless_they_are_named() -> None:
    """The service's own variable goes before the general one, as botocore has it."""
    named = {"AWS_ENDPOINT_URL": "http://a", "AWS_ENDPOINT_URL_DYNAMODB": "http://b"}
    assert Database.from_environment({"AWS_ENDPOINT_URL_DYNAMODB": "http://b"}).streams == "http://b"
    assert Database.from_environment(named) == Database(url="http://b", streams="http://a")


def test_no_log_line_has_a_whole_number() -> None:
    """However it is written, in a message or a traceback, what could be dialled is masked; ids are left alone."""
    error = ValueError("cannot ring +447700900123")
    record = logging.LogRecord(
        "x",
        logging.ERROR,
        "x.py",
        1,
        "for %s, resident:%s (%s)",
        ("07700 900123", "+442079460123", "0" * 32),
        (ValueError, error, None),
    )
    text = Masked("%(message)s").format(record)
    assert "7700900123" not in text.replace(" ", "")
    assert "2079460123" not in text
    assert "0" * 32 in text
