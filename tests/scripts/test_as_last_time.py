"""The same as last time: within two keys and thirty seconds (SPEECH.md, residents, 3)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hotline.conversation.replay import Resumed, Stand
from hotline.conversation.turns import Ask, Do
from hotline.conversation.walker import Moment
from hotline.groups import Group
from hotline.scripts import SCRIPTS
from tests.scripts.walked import BRENTWOOD, CALL, prompts, seconds_of_speech

MOST_SECONDS = 30
_ONE_AREA = replace(BRENTWOOD, areas={"ongar": "Ongar"})
_EIGHT = replace(BRENTWOOD, areas={f"area{n}": f"Area {n}" for n in range(8)})


def as_last_time(group: Group, keys: str, *, anybody: str = "somebody") -> tuple[list[float], list[Ask]]:
    """Each key when it has been offered, not before, and then no more: whoever just waits is right.

    Returns the seconds of speech of each prompt, the greeting first, and all that is said at the end.
    """
    results = {"write_down_as_last": f"1300_blue-kettle_{anybody}", "open_requests": "open"}

    def perform(do: Do, _: int) -> str:
        return results.get(do.effect.name, do.effect.results[0])

    call = Resumed(SCRIPTS["resident"], replace(CALL, group=group), perform)
    stand, said, heard = call.follow(()), list[float](), list[Ask]()
    for key in keys:
        said += _seconds(stand, key)
        assert isinstance(stand.question, Ask)
        stand = call.answer(next(option.meaning for option in stand.question.options if option.key == key))
    while stand.question is not None:
        said += _seconds(stand, "")
        assert isinstance(stand.question, Ask)
        heard.append(stand.question)
        stand = call.answer(stand.question.silence or "")
    return said + _seconds(stand, ""), heard


def _seconds(stand: Stand, key: str) -> list[float]:
    heard = Moment(state=(), said=stand.said, turn=stand.question)
    return [seconds_of_speech(*each) for each in prompts(heard, key=key)]


@pytest.mark.parametrize("anybody", ["somebody", "nobody"])
@pytest.mark.parametrize(("group", "keys"), [(BRENTWOOD, "14"), (BRENTWOOD, "24"), (_ONE_AREA, "14")])
def test_two_keys_and_thirty_seconds(group: Group, keys: str, anybody: str, capsys: pytest.CaptureFixture[str]) -> None:
    """From the first menu's first option to goodbye, whether or not there is anybody for it; the greeting is extra."""
    said, _ = as_last_time(group, keys, anybody=anybody)
    greeting, rest = said[0], sum(said[1:])
    assert rest <= MOST_SECONDS
    with capsys.disabled():
        print(f"\nAs last time, {keys}: {rest:.0f} s of speech, {greeting + rest:.0f} with the greeting")  # noqa: T201


def test_nobody_is_told_where_or_when() -> None:
    """What is read back is the need, and the end holds by when we ring and the two words: no area, no day."""
    _, heard = as_last_time(BRENTWOOD, "14")
    assert [sorted(question.values) for question in heard] == [["need"], ["by", "words"]]


def test_with_eight_areas_its_key_is_in_the_next_menu() -> None:
    """Anywhere else has the ninth key, and nought is a person."""
    _, heard = as_last_time(_EIGHT, "194")
    assert [question.prompt for question in heard] == ["read_back.as_last", "as_last_time"]
