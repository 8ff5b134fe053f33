"""A backup holds everything, and a restore puts back what it holds."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pynamodb.models import Model

from hotline import backup_file
from hotline.backup_file import NoBackup
from hotline.errors import StoreError
from hotline.numbers import PhoneNumber
from hotline.records import Need, Offer, OfferKind, OfferState, Remembered, Request, RequestState, Volunteer, When
from hotline.store import Store
from hotline.store.convert import to_row
from hotline.store.copying import Copying, names
from hotline.store.models import LineRow, OfferRow, RequestRow
from tests.faults_later.database import Refusal
from tests.store import strategies

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
GONE = "ResourceNotFoundException"
KEYS = {"volunteers": ["group", "id"], "places": ["queue", "turn"], "line": ["id"]}
KEYS |= {"requests": ["group", "id"], "offers": ["group", "id"]}

sharing_the_store = settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
GROUP = "brentwood"
LATE = Request(
    group=GROUP,
    id="late-1",
    state=RequestState.OPEN,
    need=Need.SHOPPING,
    number=PhoneNumber("+442079460123"),
    language="en",
    words="blue kettle",
    code="123456",
    made_at=NOW - timedelta(days=2),
    next_action_at=NOW - timedelta(days=2),
)
OFFER = Offer(
    group=GROUP,
    id="late-1-1",
    request="late-1",
    volunteer="ben",
    kind=OfferKind.ASK,
    state=OfferState.PASSED,
    reserved_at=NOW,
    deadline=NOW,
    asked_before=NOW,
)

phones = st.builds(
    LineRow,
    id=st.text("abc#", min_size=1, max_size=12),
    lock=st.none() | strategies.ids,
    until=st.none() | strategies.moments,
    calls=st.integers(0, 300),
    counts=st.dictionaries(strategies.ids, st.integers(0, 99), max_size=3),
    apart=st.frozensets(strategies.ids, max_size=3),
    remembered=st.dictionaries(
        strategies.ids,
        st.builds(Remembered, area=st.none() | strategies.ids, when=st.sampled_from(When), until=strategies.moments),
        max_size=2,
    ),
)


@sharing_the_store
@given(
    volunteers=st.lists(strategies.volunteers, max_size=4),
    requests=st.lists(strategies.requests, max_size=4),
    offers=st.lists(strategies.offers, max_size=30),  # more than are put at once
    lines=st.lists(phones, max_size=4),
)
def test_what_is_restored_is_what_was_backed_up(
    emptied: Callable[[], Store],
    volunteers: list[Volunteer],
    requests: list[Request],
    offers: list[Offer],
    lines: list[LineRow],
) -> None:
    """Every row of every table, to the last attribute, by way of the file."""
    store = emptied()
    for volunteer in volunteers:
        store.add_volunteer(volunteer)
    put(RequestRow, [to_row(RequestRow, one) for one in requests])
    put(OfferRow, [to_row(OfferRow, one) for one in offers])
    put(LineRow, lines)
    before = everything()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "line.jsonl"
        written = list(backup_file.write(file, copying().rows(), tables="hotline", keys=KEYS, now=NOW))
        found = backup_file.read(file, keys=KEYS)
    assert (len(written), found.taken_at, found.tables) == (len(before), NOW, "hotline")
    emptied()
    assert everything() == set()
    assert sum(put for put, _ in copying().put_back(found.rows, mend=lambda request: request, now=NOW)) == len(before)
    assert everything() == before


def test_the_tables_of_a_backup_are_those_of_the_store(store: Store) -> None:
    """Each by the end of its name, with what its rows are known by."""
    assert sorted(names()) == sorted(KEYS)
    definitions = {name.rpartition("-")[2]: one for name, one in store.definitions().items()}
    assert {name: [key["AttributeName"] for key in one["KeySchema"]] for name, one in definitions.items()} == KEYS


def test_what_newer_code_has_added_to_a_row_comes_back_too(store: Store) -> None:
    """Also where the request is changed on its way."""
    item = {**row(LATE), "colour": {"S": "blue"}}
    putting = copying().put_back(
        [("requests", item)], mend=lambda request: replace(request, words="red lamp", code=None), now=NOW
    )
    assert list(putting) == [(1, 0)]
    ((_, back),) = copying().rows()
    assert (back["colour"], back["words"], "code" in back) == ({"S": "blue"}, {"S": "red lamp"}, False)
    assert store.request(GROUP, "late-1") is not None


def test_what_was_to_be_erased_is_not_put_back(store: Store) -> None:
    """DynamoDB would erase it only days later."""
    gone = {**row(LATE), "expires": {"N": str(int(NOW.timestamp()))}}
    kept = {**row(LATE), "id": {"S": "kept-1"}, "expires": {"N": str(int(NOW.timestamp()) + 1)}}
    putting = copying().put_back([("requests", gone), ("requests", kept)], mend=lambda request: request, now=NOW)
    assert list(putting) == [(1, 1)]
    assert [one.id for one in store.requests(GROUP)] == ["kept-1"]


def test_what_a_request_leads_to_is_there_before_it(store: Store) -> None:
    """Its row is looked at the moment that it is put: volunteers, offers and the request it is about come first."""
    about = Request(**{**vars(LATE), "id": "late-1-i", "need": Need.PERSON, "about": "late-1"})
    rows = [("requests", row(about)), ("requests", row(LATE)), ("offers", to_row(OfferRow, OFFER).serialize())]
    there: dict[str, tuple[bool, bool]] = {}

    def mend(request: Request) -> Request:
        there[request.id] = store.offer(GROUP, OFFER.id) is not None, store.request(GROUP, "late-1") is not None
        return request

    list(copying().put_back(rows, mend=mend, now=NOW))
    assert there == {"late-1": (True, False), "late-1-i": (True, True)}


def test_one_table_can_be_read_alone(store: Store) -> None:
    """A table that was rescued has no others beside it."""
    put(RequestRow, [to_row(RequestRow, LATE)])
    put(OfferRow, [to_row(OfferRow, OFFER)])
    assert {table for table, _ in copying().rows()} == {"requests", "offers"}
    assert [table for table, _ in copying().rows(only=["requests"])] == ["requests"]
    assert store.request(GROUP, "late-1") is not None


def test_a_line_has_people_once_anybody_has_joined_or_was_asked(store: Store) -> None:
    """What its clock or an alarm has made is nobody's."""
    put(RequestRow, [to_row(RequestRow, LATE)])
    put(LineRow, [LineRow(id="calls#brentwood#2026-11-24", calls=1)])
    assert not copying().has_people()
    assert store.request(GROUP, "late-1") is not None
    put(OfferRow, [to_row(OfferRow, OFFER)])
    assert copying().has_people()


@pytest.mark.usefixtures("store")
def test_a_database_that_is_busy_is_read_again_and_a_refusal_is_one_sentence() -> None:
    """As everywhere in the store; a table that is not there is named."""
    reading = Answering(
        "ThrottlingException", "ProvisionedThroughputExceededException", "", "AccessDeniedException", GONE
    )
    assert list(reading.rows(only=["requests"])) == []
    with pytest.raises(StoreError, match=r"refuses \(AccessDeniedException\): .* doctor"):
        list(reading.rows(only=["requests"]))
    with pytest.raises(StoreError, match="there is no table hotline-requests here, or it is not ready"):
        list(reading.rows(only=["requests"]))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda lines: lines[:-1], "not whole"),
        (lambda lines: [*lines[:1], *lines[2:]], "not whole"),
        (lambda lines: [*lines[:-1], lines[-1][:5]], ":3: this line is broken"),
        (lambda lines: lines[1:], "is no backup"),
        (lambda _: [], "is no backup"),
        (lambda lines: [lines[0].replace('"format":1', '"format":2'), *lines[1:]], "another format"),
        (lambda lines: [lines[0].replace('"turn"', '"time"'), *lines[1:]], "other keys"),
        (lambda lines: [lines[0], lines[1].replace("requests", "letters"), lines[2]], ":2: this is no row"),
        (lambda lines: [lines[0], lines[1].replace('"group"', '"club"'), lines[2]], ":2: this is no row"),
        (lambda lines: [lines[0], "[]", lines[2]], ":2: this is no row"),
    ],
)
def test_a_file_that_is_not_a_whole_backup_is_refused(tmp_path: Path, spoil: Any, words: str) -> None:
    """In one line that names it, before anything is put anywhere."""
    file = tmp_path / "line.jsonl"
    list(backup_file.write(file, [("requests", row(LATE))], tables="hotline", keys=KEYS, now=NOW))
    file.write_text("\n".join(spoil(file.read_text().splitlines())))
    with pytest.raises(NoBackup, match=words) as refused:
        backup_file.read(file, keys=KEYS)
    assert str(file) in str(refused.value)


def test_a_backup_that_breaks_off_leaves_no_file(tmp_path: Path) -> None:
    """Nor is one ever written over another."""
    file = tmp_path / "line.jsonl"

    def breaking() -> Any:
        yield "requests", row(LATE)
        raise RuntimeError("out of reach")

    with pytest.raises(RuntimeError):
        list(backup_file.write(file, breaking(), tables="hotline", keys=KEYS, now=NOW))
    assert list(tmp_path.iterdir()) == []
    file.write_text("mine")
    with pytest.raises(NoBackup, match="is there already"):
        list(backup_file.write(file, [], tables="hotline", keys=KEYS, now=NOW))
    assert file.read_text() == "mine"


class Answering(Copying):
    """Tells its client what DynamoDB "answers": these refusals in order (an empty one is none), and none after them.

    The client is the process's, and goes on to serve other tests.
    """

    def __init__(self, *codes: str) -> None:
        super().__init__(wait=lambda _: None)
        self._codes = iter(codes)
        before: Any = self._before
        self._connection.client.meta.events.register("before-call.dynamodb", before)

    def _before(self, **_: object) -> tuple[Refusal, dict[str, Any]] | None:
        code = next(self._codes, "")
        return (Refusal(), {"Error": {"Code": code, "Message": code}}) if code else None


def copying() -> Copying:
    return _of(os.environ["AWS_ACCESS_KEY_ID"])


@cache
def _of(_world: str) -> Copying:
    """One client for each database: to make it takes a tenth of a second."""
    return Copying()


def put(kind: type[Model], rows: Sequence[Any]) -> None:
    with kind.batch_write() as batch:
        for one in {(one.group, one.id) if kind is not LineRow else one.id: one for one in rows}.values():
            batch.save(one)


def row(request: Request) -> dict[str, Any]:
    return to_row(RequestRow, request).serialize()


def everything() -> set[str]:
    """Each row as a text."""
    return {f"{table} {json.dumps(sorted(item.items()), sort_keys=True)}" for table, item in read()}


def read() -> list[tuple[str, dict[str, Any]]]:
    """In one order: DynamoDB has none for what is in a set."""
    return [(table, {key: _sorted(value) for key, value in item.items()}) for table, item in copying().rows()]


def _sorted(value: dict[str, Any]) -> dict[str, Any]:
    return {"SS": sorted(value["SS"])} if "SS" in value else value
