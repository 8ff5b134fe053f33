"""Old and new code at once, records that come twice or poisoned, and what is erased when (faults 36, 37, 47)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import boto3
import pytest

from chalicelib.outside import standing_in
from chalicelib.stream import changed
from hotline.groups import Groups
from hotline.records import Need, RequestState
from hotline.store.models import RequestRow, VolunteerRow
from hotline.world import World
from infra.local.gateway import Context
from tests.stories.town import GROUP, LINE, Town, brentwood

_NEWER = {"#newer": "of_a_later_version"}
_TWO_HOURS = timedelta(hours=2)


def table(of: type[RequestRow | VolunteerRow]) -> Any:
    return boto3.resource("dynamodb", region_name="eu-west-2").Table(of.Meta.table_name)


def talks(town: Town) -> None:
    """Ben says yes, and the two talk."""
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("1")
    town.rosa.picks_up()
    town.ben.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.hears("arranged").presses("1").is_hung_up_on().waits(2)


def after_a_deployment(town: Town, groups: Groups) -> World:
    """The same line with other settings: another process, as it begins to answer."""
    return World(
        clock=town.world.clock,
        groups=groups,
        base_url=town.world.base_url,
        open_store=lambda: town.store,
        open_carrier=lambda: town.world.carrier,
    )


def test_fault_36_what_newer_code_has_put_into_a_row_is_kept(town: Town) -> None:
    """`update`, never a whole row: an attribute that this code does not know outlives all that it does."""
    town.joins(town.ben)
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar")
    keys = [
        (table(RequestRow), {"group": GROUP, "id": town.request().id}),
        (table(VolunteerRow), {"group": GROUP, "id": town.volunteer(town.ben).id}),
    ]
    for rows, key in keys:
        rows.update_item(
            Key=key,
            UpdateExpression="SET #newer = :it",
            ExpressionAttributeNames=_NEWER,
            ExpressionAttributeValues={":it": "kept"},
        )
    town.rosa.presses("2").hears("today").presses("1").hears("right").presses("1").hears("goodbye").is_hung_up_on()
    talks(town)
    town.store.change_volunteer(GROUP, town.volunteer(town.ben).id, name="Benjamin")
    assert [rows.get_item(Key=key)["Item"]["of_a_later_version"] for rows, key in keys] == ["kept", "kept"]


def test_fault_36_a_script_that_was_changed_under_the_caller(town: Town) -> None:
    """They are told so kindly, what was logged is kept, and the call goes on: one request."""
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar")
    fewer = brentwood(needs=(Need.GARDEN, Need.SHOPPING, Need.OTHER))
    with standing_in(after_a_deployment(town, fewer), town.line.account):
        town.rosa.presses("2").hears("this line has just been changed", "is kept", "for the garden, press 1")
        town.rosa.presses("2").hears("Ongar").presses("2").hears("today").presses("1").hears("shopping, in Ongar")
        town.rosa.hangs_up().waits(2)
        assert town.request().need == Need.SHOPPING


def test_fault_36_who_hangs_up_when_told_so_has_not_lost_their_need(town: Town) -> None:
    """Kept is kept."""
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar")
    with standing_in(after_a_deployment(town, brentwood(needs=(Need.GARDEN,))), town.line.account):
        town.rosa.presses("2").hears("just been changed").hangs_up().waits(2)
    assert (town.request().need, town.request().state) == (Need.SHOPPING, RequestState.OPEN)


def record(request_id: str, number: int, *, due: str = "2026-11-24T10:00:00.000000+0000") -> dict[str, Any]:
    """What the stream says of a row."""
    keys = {"group": {"S": GROUP}, "id": {"S": request_id}}
    image = {**keys, "next_action_at": {"S": due}}
    change = {"Keys": keys, "NewImage": image, "SequenceNumber": str(number), "StreamViewType": "NEW_AND_OLD_IMAGES"}
    about = {
        "eventID": str(number),
        "eventName": "MODIFY",
        "awsRegion": "eu-west-2",
        "eventSourceARN": "arn:aws:made-up",
    }
    return {**about, "dynamodb": {**change, "ApproximateCreationDateTime": 1.0, "SizeBytes": 1}}


def gives(*records: dict[str, Any]) -> list[str]:
    """The stream gives these; the sequence numbers of those that failed."""
    answer = changed({"Records": list(records)}, Context(aws_request_id="stream"))
    return [failed["itemIdentifier"] for failed in answer["batchItemFailures"]]


def test_fault_37_the_stream_gives_a_record_twice(town: Town) -> None:
    """In one batch or in two: one ring."""
    town.joins(town.ben, town.ali)
    town.line.lose_the_stream()
    request = town.asks_for_shopping(town.rosa)
    assert gives(record(request.id, 1), record(request.id, 1), record(request.id, 2)) == []
    assert gives(record(request.id, 1)) == []
    town.ben.picks_up(within=5).hears("shopping").presses("2").is_hung_up_on()
    assert len(town.offers()) == 1


_Spoil = Callable[[dict[str, Any]], None]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda change: change["Keys"].pop("group"),
        lambda change: change.pop("Keys"),
        lambda change: change["NewImage"].update(next_action_at={"S": "when hell freezes over"}),
        lambda change: change["NewImage"].update(next_action_at=None),
    ],
)
def test_fault_37_a_poisoned_record_is_reported_by_itself(
    town: Town, spoil: _Spoil, caplog: pytest.LogCaptureFixture
) -> None:
    """The rest of the batch is done; the poisoned one is left to Lambda's bounded retries, and to the sweep."""
    town.joins(town.ben)
    town.line.lose_the_stream()
    request = town.asks_for_shopping(town.rosa)
    poisoned = record(request.id, 1)
    spoil(poisoned["dynamodb"])
    with caplog.at_level(logging.ERROR):
        failed = gives(poisoned, record(request.id, 2))
    assert failed == ["1"]
    town.ben.picks_up(within=5).hears("shopping").presses("2").is_hung_up_on()


def test_fault_37_a_row_that_cannot_be_read_holds_up_no_other(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    """Poison in the table itself: the stream and the sweep go on to the next row."""
    town.joins(town.ben)
    town.line.lose_the_stream()
    spoilt = town.asks_for_shopping(town.emil)
    table(RequestRow).update_item(
        Key={"group": GROUP, "id": spoilt.id},
        UpdateExpression="SET #state = :it",
        ExpressionAttributeNames={"#state": "state"},
        ExpressionAttributeValues={":it": "bewildered"},
    )
    with caplog.at_level(logging.ERROR):
        town.rosa.dials(LINE).hears("medicines").presses("2").hears("Ongar").hangs_up()
        town.ben.picks_up(within=300).hears("medicines").presses("2").is_hung_up_on()
    assert "could not be advanced" in caplog.text


@pytest.mark.long
@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"keep_after_spoken": _TWO_HOURS})}], indirect=True)
def test_fault_47_nothing_is_erased_before_the_time_is_up_and_then_everything(town: Town) -> None:
    """Reported done is not done: kept for seven days (here two hours), then number, holder and words are gone."""
    town.joins(town.ben)
    town.rosa.dials(LINE).hears("anything else").presses("4").hears("own words").presses("4").hears("(beep)")
    town.rosa.says("a shelf").presses("#").hears("Ongar").hangs_up()
    talks(town)
    town.ben.answers(within=10 * 3600).hears("is it done").presses("1").is_hung_up_on().waits(110 * 60)
    kept = town.request()
    assert (kept.state, kept.number is None, kept.taken_by is None) == (RequestState.REPORTED_DONE, False, False)
    assert town.exchange.recordings
    town.rosa.waits(15 * 60)
    erased = town.request()
    assert (erased.state, erased.number, erased.taken_by, erased.note) == (RequestState.DONE, None, None, None)
    assert town.exchange.recordings == {}
    assert town.store.counts(GROUP) == {"done/other": 1}


@pytest.mark.long
@pytest.mark.parametrize("town", [{"groups": brentwood(policy={"keep_after_spoken": _TWO_HOURS})}], indirect=True)
def test_fault_47_a_request_that_was_never_spoken_of_is_not_erased(town: Town) -> None:
    """Open is open, however long."""
    town.asks_for_shopping(town.rosa)
    town.rosa.waits(4 * 3600)
    assert town.request().state == RequestState.OPEN
