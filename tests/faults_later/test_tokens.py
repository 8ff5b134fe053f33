"""The account's auth token is changed while the line runs, with no gap and no deployment (FAULTS.md, 30; issue 5)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from chalicelib.account import Kept
from chalicelib.outside import standing_in
from chalicelib.parameters import NotRead
from hotline.records import RequestState
from infra.local.exchange import SharedKey, signature
from infra.local.virtual import ACCOUNT, BASE, TOKEN
from tests.faults_later.test_forged import form_of, post
from tests.moto_tables import emptied_tables
from tests.stories.test_codes import asks_for_a_code, ben_says_yes, phones_with_a_code, said
from tests.stories.town import LINE, START, Town

NEXT = "the-next-token"
LATER = 10 * 60  # seconds: longer than what was read is kept


class Parameter:
    """The account's parameter at AWS, which somebody changes by hand."""

    def __init__(self, *, code_secret: str = "") -> None:
        self.code_secret, self.reads, self.down = code_secret, 0, False
        self.town: Town | None = None
        self.holds(TOKEN)

    def holds(self, token: str, other: str = "", *, shared_keys: str = "") -> None:
        told = {"account_sid": ACCOUNT, "auth_token": token, "auth_token_secondary": other, "shared_keys": shared_keys}
        self.value = json.dumps({**told, "code_secret": self.code_secret})

    def a_process(self) -> Kept:
        """One that has read nothing yet."""
        return Kept(self._read, clock=self._now)

    def _now(self) -> datetime:
        return self.town.line.timeline.now() if self.town else START

    def _read(self) -> str:
        self.reads += 1
        if self.down:
            raise NotRead("no answer (TimeoutError)")
        return self.value


@pytest.fixture
def parameter(request: pytest.FixtureRequest) -> Parameter:
    return Parameter(**getattr(request, "param", {}))


@pytest.fixture
def town(parameter: Parameter) -> Iterator[Town]:
    """The town, whose line knows of its account only what the parameter says."""
    with emptied_tables():
        parameter.town = Town(account=parameter.a_process())
        with parameter.town.line.answering():
            yield parameter.town
            parameter.town.exchange.check()


def begins_to_ask(town: Town) -> None:
    town.rosa.dials(LINE).hears("shopping").presses("1").hears("Ongar").presses("2").hears("today")


def goes_on(town: Town) -> None:
    """To the end of the call; a neighbour is found, the two talk, and another phone rings on another day."""
    town.rosa.presses("1").hears("right").presses("1").hears("written down").is_hung_up_on()
    town.ben.picks_up().hears("yes, press 1").presses("1").hears("It's yours").presses("1")
    town.rosa.picks_up()
    town.ben.talks_with(town.rosa)
    town.rosa.hangs_up()
    town.ben.hears("arranged").presses("1").is_hung_up_on()
    assert town.request().state == RequestState.SPOKEN


def test_fault_30_the_token_is_changed_in_the_middle_of_a_call(town: Town, parameter: Parameter) -> None:
    """Step by step as the operator's page has it: no caller and no neighbour notices, at any of the steps."""
    town.joins(town.ben)
    town.exchange.secondary_token = NEXT
    parameter.holds(TOKEN, NEXT)
    town.emil.waits(LATER)
    begins_to_ask(town)
    town.exchange.promote_token()
    goes_on(town)
    parameter.holds(NEXT)
    town.emil.waits(LATER).dials(LINE).hears("shopping").hangs_up()


def test_fault_30_the_token_is_changed_at_a_stroke(town: Town, parameter: Parameter) -> None:
    """Nobody wrote the next one down beforehand: a signature that is by neither has the parameter read at once."""
    town.joins(town.ben)
    begins_to_ask(town)
    town.exchange.secondary_token = NEXT
    town.exchange.promote_token()
    parameter.holds(NEXT)
    before = parameter.reads
    goes_on(town)
    assert parameter.reads == before + 1


def test_fault_30_a_shared_key_signs_from_the_middle_of_a_call_on(town: Town, parameter: Parameter) -> None:
    """A Webhook Rule was made at Twilio, and the key's secret put into the parameter before or after it."""
    town.joins(town.ben)
    begins_to_ask(town)
    parameter.holds(TOKEN, shared_keys="shared")
    town.exchange.standing.signs_by = SharedKey(secret="shared")
    goes_on(town)
    parameter.holds(TOKEN, shared_keys="shared next")
    town.emil.waits(LATER)
    town.exchange.standing.signs_by = SharedKey(secret="next", algorithm="HMAC_SHA1")
    town.emil.dials(LINE).hears("shopping").hangs_up()


def test_fault_29_a_shared_key_that_is_not_known_is_refused_in_words(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    """It fails closed, and one line in the log says what it is and who explains it; no part of the key is in it."""
    form = form_of(town)
    key = SharedKey(secret="unknown")
    signed = signature(key.secret, f"{BASE}/voice", form, key.algorithm)
    settings = {"X-Twilio-Webhooks-Signature-Settings": key.header}
    assert post(town, "/voice", form, signed=signed, **settings) == (403, b"")
    (line,) = [one.getMessage() for one in caplog.records]
    assert line == "a post to /voice, signed by a shared key that this line does not know: run `hotline doctor`"


def test_fault_30_a_neighbour_is_rung_with_the_new_token_though_nobody_phones(town: Town, parameter: Parameter) -> None:
    """Twilio refuses the old one while the dispatcher dials: the new one is read, and the same call is placed once."""
    town.joins(town.ben)
    begins_to_ask(town)
    town.rosa.presses("1").hears("right").presses("1").hears("written down")
    town.exchange.secondary_token = NEXT
    town.exchange.promote_token()
    parameter.holds(NEXT)
    town.line.lose_the_stream()
    town.rosa.is_hung_up_on()
    town.ben.picks_up(within=300).hears("yes, press 1").presses("2").is_hung_up_on()
    assert len(town.offers()) == 1


def test_fault_30_parameter_store_is_down_for_a_day(town: Town, parameter: Parameter) -> None:
    """What is known goes on being good; it costs a call at most one question to whoever does not answer."""
    town.joins(town.ben)
    town.rosa.dials(LINE).hears("shopping").hangs_up()
    parameter.down = True
    town.emil.waits(timedelta(hours=1).total_seconds())
    begins_to_ask(town)
    before = parameter.reads
    goes_on(town)
    assert parameter.reads - before <= 5


DOORS = ("/voice", "/call/brentwood/resident/-/-/0/~", "/status", "/status/brentwood/nobodys-1", "/left", "/text")


@pytest.mark.parametrize("door", DOORS)
def test_fault_30_a_new_process_that_is_told_nothing_believes_nobody(
    town: Town, parameter: Parameter, door: str
) -> None:
    """It fails closed, and says that it is out of order: Twilio goes to the fallback, and an alarm counts it."""
    parameter.down = True
    form = form_of(town)
    with standing_in(town.world, parameter.a_process()):
        for token in (TOKEN, ""):
            assert post(town, door, form, signed=signature(token, f"{BASE}{door}", form)) == (503, b"")
    assert (town.requests(), town.items()) == ([], {})


def test_fault_29_nonsense_has_the_parameter_read_no_oftener(town: Town, parameter: Parameter) -> None:
    """A hundred forged posts in a second, and again a minute later: it is looked at once each time."""
    town.rosa.dials(LINE).hears("shopping").hangs_up()
    before, form = parameter.reads, form_of(town)
    for _ in range(2):
        for _ in range(100):
            assert post(town, "/voice", form, signed=signature("Mallory's", f"{BASE}/voice", form))[0] == 403
        town.rosa.waits(60)
    assert parameter.reads == before + 2


@pytest.mark.parametrize("parameter", [{"code_secret": "of the codes alone"}], indirect=True)
def test_a_code_that_somebody_was_told_outlives_both_tokens(town: Town, parameter: Parameter) -> None:
    """Made with the codes' own secret: after any change of tokens it leads to the same request."""
    town.joins(town.ben)
    code = asks_for_a_code(town.rosa)
    ben_says_yes(town)
    town.exchange.secondary_token = NEXT
    town.exchange.promote_token()
    parameter.holds(NEXT)
    town.emil.waits(LATER)
    phones_with_a_code(town.emil, code).hears("a neighbour has said yes").hangs_up()


def test_a_code_made_with_a_token_is_good_for_as_long_as_that_is_known(town: Town, parameter: Parameter) -> None:
    """Without a secret of its own: told before the change, keyed after it, while the old one is the secondary."""
    town.joins(town.ben)
    code = asks_for_a_code(town.rosa)
    ben_says_yes(town)
    town.exchange.secondary_token = NEXT
    town.exchange.promote_token()
    parameter.holds(NEXT, TOKEN)
    town.emil.waits(LATER)
    phones_with_a_code(town.emil, code).hears("a neighbour has said yes").hangs_up()


def test_a_code_is_said_again_as_it_was_told(town: Town, parameter: Parameter) -> None:
    """The token is changed while somebody writes their code down: asked for once more, it is the same one."""
    town.joins(town.ben)
    person = town.rosa.dials(LINE, withheld="anonymous").hears("shopping").presses("1").hears("Ongar").presses("2")
    person.hears("today").presses("1").hears("key the number")
    person.hears("no phone of your own, press 1").presses("1").hears("write it down")
    code = said(person)
    town.exchange.secondary_token = NEXT
    town.exchange.promote_token()
    parameter.holds(NEXT, TOKEN)
    person.presses("*").hears("your code is", "write it down")
    assert said(person) == code
    person.hangs_up()
