"""Phoning a line that was just deployed: what gets lost on the way is tried again, and told in one line."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest

from hotline.groups import Group, load
from hotline.prompts import prompt_ids
from infra.aws.secrets import Shared
from infra.aws.smoke import greets, refuses
from tests.sources import ROOT

pytestmark = pytest.mark.aws
SHARED = Shared(account_sid="AC" + "1" * 32, auth_token="made up")
FORBIDDEN = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
CUT_SHORT = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<Resp"
LOST = b""  # put down without an answer


@pytest.fixture(scope="module")
def group() -> Group:
    return load(ROOT / "groups", prompts=prompt_ids())["brentwood"]


@contextmanager
def answering(*answers: bytes) -> Iterator[str]:
    """A server that gives these, one a connection."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(20)

        def serve() -> None:
            for answer in answers:
                connection, _ = server.accept()
                with connection:
                    connection.recv(65536)
                    connection.sendall(answer)

        serving = Thread(target=serve)
        serving.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        serving.join()


@pytest.mark.parametrize("lost", [LOST, CUT_SHORT])
def test_a_stranger_whose_first_post_is_lost_posts_again(group: Group, lost: bytes) -> None:
    """And is refused then, which is as it should be."""
    waited: list[float] = []
    with answering(lost, FORBIDDEN) as url:
        assert refuses(url, group, SHARED, wait=waited.append) is None
    assert waited == [5.0]


@pytest.mark.parametrize(
    ("lost", "why"), [(LOST, "Remote end closed connection without response"), (CUT_SHORT, "IncompleteRead")]
)
def test_what_is_lost_each_time_is_one_line(group: Group, lost: bytes, why: str) -> None:
    """With the address, and what happened."""
    for phone in (greets, refuses):
        with answering(lost, lost) as url:
            wrong = phone(url, group, SHARED, tries=2, wait=lambda _: None)
        assert wrong is not None
        assert wrong.startswith(f"{url} cannot be reached: {why}")
        assert len(wrong.splitlines()) == 1


def test_nobody_there_is_one_line(group: Group) -> None:
    """A port that nothing listens at."""
    with answering() as url:
        pass
    assert "Connection refused" in (greets(url, group, SHARED, tries=1) or "")
