"""Paths that the line cannot have written, and reports of calls that nobody placed: words, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hotline.records import RequestState
from infra.local.virtual import BASE
from tests.hostile.posts import A_FEW, ODD, ROSA, Hostile, form_of
from tests.stories.town import LINE

_SCRIPTS = (
    *("offer", "again", "resident", "whisper_person", "waiting", "back"),
    *("follow_up", "well", "told", "weekly", "join", "lot", "whisper_lot", "whisper_neighbour", "whisper_resident"),
    *("whisper_waiting", "whisper_somebody"),
)
_TRAILS = ("~", "yes", "shopping", "open_x_shopping_ongar_today__2_r_", "mine______2_r_blue", "a.b.c")
_MORE = ("x" * 20_000, "a" * 300, "10", "9", "9s", "0ss", "-1", "resident", "waiting", "offer", "back", "nobody")
few_and_all = pytest.mark.parametrize("few", [True, pytest.param(False, marks=pytest.mark.long)], ids=["few", "all"])


def _in_a_path(few: bool) -> Iterator[str]:  # noqa: FBT001 -- the parameter of a test
    """What can stand between two slashes as it is."""
    for odd in (*(ODD[:A_FEW] if few else ODD), *_MORE):
        if odd and odd.isascii() and not set(odd) & set(" /\n\x00#%?<>{}"):
            yield odd


def _both_ways(hostile: Hostile, url: str, what: str) -> None:
    hostile.post(url, form_of(hostile.call()), what)
    hostile.post(url, form_of(hostile.call(), LINE, "+447700900001", "outbound-api"), f"{what} outbound")


@few_and_all
def test_a_path_that_we_have_not_written(hostile: Hostile, few: bool) -> None:  # noqa: FBT001 -- as above
    """The call goes on from its start."""
    good = ["brentwood", "resident", "-", "-", "0", "~"]
    for place in range(len(good)):
        for odd in _in_a_path(few):
            parts = [*good[:place], odd, *good[place + 1 :]]
            _both_ways(hostile, f"{BASE}/call/{'/'.join(parts)}", f"path {place} {odd[:16]!r}")


@few_and_all
def test_an_offer_that_nobody_has_made(hostile: Hostile, few: bool) -> None:  # noqa: FBT001 -- as above
    """Of every script, about nothing that there is, with trails that do not fit: it is said to be over."""
    for script in _SCRIPTS[:6] if few else _SCRIPTS:
        for about in ("-", "x-1") if few else ("-", "x", "x-1", "abc-1-1", "a" * 500, "----"):
            for trail in _TRAILS:
                url = f"{BASE}/call/brentwood/{script}/{about}/-/0/{trail}"
                _both_ways(hostile, url, f"{script} {about[:8]} {trail}")
    made = list(hostile.town.store.requests("brentwood"))
    assert {request.state for request in made} <= {RequestState.DRAFT}  # as if the call itself had asked for it


def test_an_unknown_offer_is_told_to_be_over(hostile: Hostile) -> None:
    """Kind words, and the end of the call; not `something broke`."""
    form = form_of(hostile.call(), LINE, "+447700900001", "outbound-api")
    answer = hostile.post(f"{BASE}/call/brentwood/offer/x-1/-/0/~", form, "offer")
    assert (b"It is over in the meantime" in answer, b"<Hangup" in answer) == (True, True)


@few_and_all
def test_odd_reports_of_a_call(hostile: Hostile, few: bool) -> None:  # noqa: FBT001 -- as above
    """Its number in the sequence, its status, whose it is; and texts."""
    town = hostile.town
    town.asks_for_shopping(town.rosa)
    town.ben.is_rung()
    (offer,) = town.offers()
    placed = f"{BASE}/status/brentwood/{offer.id}"
    for odd in (*(ODD[:A_FEW] if few else ODD), "-5", "1.5", "2147483648", "9" * 30):
        form, what = form_of("CAx", LINE, town.ben.number, "outbound-api"), f"{odd[:12]!r}"
        hostile.post(placed, form | {"CallStatus": "completed", "SequenceNumber": odd}, f"sequence {what}")
        hostile.post(placed, form | {"CallStatus": odd}, f"status {what}")
        hostile.post(f"{BASE}/status", form_of(odd, odd, odd, odd, CallStatus="completed"), f"status of {what}")
        hostile.post(f"{BASE}/text", {"From": odd, "To": LINE, "Body": odd, "OptOutType": odd}, f"text {what}")
        hostile.post(f"{BASE}/text", {"From": ROSA, "To": LINE, "Body": odd * 10}, f"text body {what}")


def test_a_post_that_is_no_text_at_all_is_refused(hostile: Hostile) -> None:
    """Bytes of no encoding fit no signature."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": "x"}
    status, _, _ = hostile.town.line.gateway("POST", f"{BASE}/voice", headers, b"From=\xff\xfe")
    assert status == 403
