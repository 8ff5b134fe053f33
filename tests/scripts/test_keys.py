"""One key means one thing: in each question, and on every call about what a volunteer has said yes to."""

from __future__ import annotations

import pytest

from hotline.conversation.turns import Ask
from tests.scripts.walked import EACH, marked, walked

# The questions about a yes, by the beginnings of their prompts, on the calls on which they come.
ABOUT_A_YES = (
    *("hand_over", "not_reached", "again", "is_it_arranged", "for_somebody.ask", "never_joined"),
    *("you_hold", "talked", "follow_up", "recording", "told.a-word"),
)
KEYS = {
    "now": {"1"},
    "join": {"1"},
    "arranged": {"1", "2"},  # 1 is yes to `is it arranged?`, which is asked of those who have been joined
    "ring-after": {"2"},
    "done": {"1", "2"},  # 1 is yes to `is it done?`
    "later": {"3"},
    "more-time": {"3"},
    "else": {"4"},
    "worried": {"6"},
}


@pytest.mark.parametrize("name", EACH)
def test_no_question_offers_a_key_twice(name: str) -> None:
    """The second of two would never be reached, and whoever pressed it would get the first."""
    for moment in walked(name).questions():
        if isinstance(moment.turn, Ask):
            keys = [*(option.key for option in moment.turn.options), *moment.turn.asides]
            assert len(keys) == len(set(keys)), moment.turn


@pytest.mark.parametrize("name", marked("offer", "again", "follow_up", "told", "back"))
def test_one_key_means_one_thing(name: str) -> None:
    """What is later on one of these calls is not `arranged` on the next."""
    met = set()
    for moment in walked(name).questions():
        turn = moment.turn
        if isinstance(turn, Ask) and (turn.prompt or "").startswith(ABOUT_A_YES):
            met.add(turn.prompt)
            for option in turn.options:
                assert option.key in KEYS.get(option.meaning, option.key), (turn.prompt, option)
    assert met


@pytest.mark.parametrize("name", marked("offer", "again", "follow_up", "told", "back"))
def test_what_was_not_joined_is_arranged_by_2_alone(name: str) -> None:
    """1 goes on wherever the two can still be joined: only who has been joined says by it that it is arranged."""
    for moment in walked(name).questions():
        turn = moment.turn
        if isinstance(turn, Ask) and {option.meaning for option in turn.options} & {"now", "join"}:
            assert all(option.key == "2" for option in turn.options if option.meaning in ("arranged", "done"))
