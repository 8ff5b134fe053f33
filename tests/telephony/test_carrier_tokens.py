"""Asking Twilio while its auth token is being changed (fault 30)."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from hotline.telephony.account import Known
from hotline.telephony.carrier import AccountRefused, Carrier, UnclearRefused
from hotline.telephony.signature import Tokens
from tests.telephony.test_carrier import place
from tests.telephony.twilio import ACCOUNT, Answer, Twilio, carrier_at, refusal

WRONG = refusal(401, 20003, "Authenticate")


class Changing:
    """An account whose tokens are looked up again when it is asked to."""

    sid = ACCOUNT
    secrets: tuple[str, ...] = ()
    code_secret = ""

    def __init__(self, *known: Tokens) -> None:
        self._known = list(known)
        self.looked_again = 0

    @property
    def tokens(self) -> Tokens:
        return self._known[0]

    def look_again(self) -> bool:
        self.looked_again += 1
        if len(self._known) > 1:
            self._known.pop(0)
            return True
        return False


def a_carrier(server: Twilio, account: Changing | Known, answers: Sequence[Answer]) -> Carrier:
    server.answers = list(answers)
    return carrier_at(server.url, account=account)


def used(server: Twilio) -> list[str]:
    """The tokens that Twilio was asked with, in order."""
    return [asked.token for asked in server.asked]


def test_a_token_that_was_good_is_all_that_is_needed(server: Twilio) -> None:
    """Nobody looks for another while Twilio takes this one."""
    account = Changing(Tokens(primary="old", secondary="new"))
    place(a_carrier(server, account, [Answer()]))
    assert (used(server), account.looked_again) == (["old"], 0)


def test_when_the_secondary_was_promoted_it_is_tried_next(server: Twilio) -> None:
    """A refused token has placed nothing: the same call is placed once, with the other, which is then used first."""
    carrier = a_carrier(server, Changing(Tokens(primary="old", secondary="new")), [WRONG, Answer(), Answer()])
    assert place(carrier) == "CA1"
    place(carrier)
    assert used(server) == ["old", "new", "new"]


def test_a_token_that_was_changed_meanwhile_is_looked_up(server: Twilio) -> None:
    """None of those that were known is good: the new one is, and no deployment was needed."""
    account = Changing(Tokens(primary="old", secondary="older"), Tokens(primary="new", secondary="old"))
    assert place(a_carrier(server, account, [WRONG, WRONG, Answer()])) == "CA1"
    assert (used(server), account.looked_again) == (["old", "older", "new"], 1)


def test_with_no_good_token_the_account_is_refused(server: Twilio) -> None:
    """Each is tried once, and a coordinator is told as of any other refusal."""
    with pytest.raises(AccountRefused) as refused:
        place(a_carrier(server, Changing(Tokens(primary="old")), [WRONG, Answer()]))
    assert (refused.value.code, used(server)) == (20003, ["old"])


def test_an_empty_token_is_not_tried(server: Twilio) -> None:
    """It could be nobody's: Twilio is not even asked."""
    with pytest.raises(AccountRefused, match="no auth token"):
        place(a_carrier(server, Known(sid=ACCOUNT, tokens=Tokens(primary="")), []))
    assert server.asked == []


def test_another_refusal_is_not_asked_again_with_another_token(server: Twilio) -> None:
    """The country that may not be called is none of the token's business."""
    account = Changing(Tokens(primary="old", secondary="new"))
    with pytest.raises(UnclearRefused):
        place(a_carrier(server, account, [refusal(400, 21215), Answer()]))
    assert (used(server), account.looked_again) == (["old"], 0)
