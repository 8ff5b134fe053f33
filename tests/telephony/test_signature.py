"""Only Twilio can move a call: signatures, against Twilio's own validator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator, get_signature_algorithm

from hotline.telephony.signature import Tokens, parse_form, signed

URL = "https://line.example.org/call/brentwood/resident/-/68cb7cba/0/shopping"
TOKENS = Tokens(primary="primary-token", secondary="secondary-token")
FORM = {"CallSid": ["CA1"], "From": ["+442079460123"], "Digits": [""], "CallerName": ["Zoë & Co = 1+1"]}

texts = st.text(st.characters(codec="utf-8"), max_size=8)
forms = st.dictionaries(texts.filter(bool), st.lists(texts, min_size=1, max_size=3), max_size=6)


class Several(dict[str, Sequence[str]]):
    """A form as web frameworks hand it to Twilio's validator, with several values under a name."""

    def getlist(self, name: str) -> Sequence[str]:
        return self[name]


def sign(form: Mapping[str, Sequence[str]], *, url: str = URL, token: str = TOKENS.primary) -> str:
    """Twilio's signature of a post."""
    signature: str = RequestValidator(token).compute_signature(url, Several(form))
    return signature


@given(forms)
def test_whatever_twilio_signed_is_good(form: dict[str, list[str]]) -> None:
    """Blanks, names that come twice, spaces and letters of any kind: posted, parsed and checked, it stays signed."""
    posted = parse_form(urlencode(form, doseq=True))
    assert posted == form
    assert signed(URL, posted, sign(form), TOKENS)
    assert RequestValidator(TOKENS.primary).validate(URL, Several(posted), sign(form))


def test_fault_29_a_forged_or_changed_post_is_refused() -> None:
    """Another number or URL, one blank less, another token, no signature or a silly one: none of it is signed."""
    signature = sign(FORM)
    assert signed(URL, FORM, signature, TOKENS)
    assert not signed(URL, FORM | {"From": ["+442079460199"]}, signature, TOKENS)
    assert not signed(URL, {name: FORM[name] for name in FORM if name != "Digits"}, signature, TOKENS)
    assert not signed(URL.replace("https", "http"), FORM, signature, TOKENS)
    assert not signed(URL, FORM, sign(FORM, token="mallory"), TOKENS)
    for silly in ("", "no", "Zoë", signature[:-1], signature + "=", signature.lower()):
        assert not signed(URL, FORM, silly, TOKENS)


def test_fault_30_either_token_is_good_while_it_is_rotated() -> None:
    """Twilio signs with the primary; after the change-over that is the one that was the secondary."""
    assert signed(URL, FORM, sign(FORM, token=TOKENS.secondary), TOKENS)
    assert not signed(URL, FORM, sign(FORM, token=TOKENS.secondary), Tokens(primary=TOKENS.primary))


SETTINGS = "key=webhooks_sharedkey_01h2xcejqtf2nbrexx3vqjhp41,algorithm=HMAC_SHA256"
SHARED = Tokens(primary="primary-token", secondary="secondary-token", shared_keys="old-secret new-secret")


@given(forms)
def test_what_a_shared_key_signed_is_good(form: dict[str, list[str]]) -> None:
    """With the header that names an algorithm, as Twilio's own validator has it; both keys while one is changed."""
    for secret in ("old-secret", "new-secret"):
        signature = RequestValidator(secret).compute_signature(URL, Several(form), "HMAC_SHA256")
        assert RequestValidator(secret).validate(URL, Several(form), signature, get_signature_algorithm(SETTINGS))
        assert signed(URL, form, signature, SHARED, settings=SETTINGS)
        assert not signed(URL, form, signature, SHARED)
        assert not signed(URL, form, signature, TOKENS, settings=SETTINGS)


def test_only_a_shared_key_signs_where_the_header_is() -> None:
    """Nobody chooses a weaker way by a header: no token is good beside it, and no key without it."""
    by_token = RequestValidator(TOKENS.primary).compute_signature(URL, Several(FORM), "HMAC_SHA256")
    assert not signed(URL, FORM, by_token, SHARED, settings=SETTINGS)
    assert not signed(URL, FORM, sign(FORM), SHARED, settings=SETTINGS)
    assert not signed(URL, FORM, sign(FORM, token="new-secret"), SHARED)
    assert signed(URL, FORM, sign(FORM, token="new-secret"), SHARED, settings="key=webhooks_sharedkey_01")
    for unknown in ("HMAC_SHA512", "none", "HMAC_SHA256 HMAC_SHA1"):
        settings = f"key=webhooks_sharedkey_01,algorithm={unknown}"
        assert not signed(URL, FORM, sign(FORM, token="new-secret"), SHARED, settings=settings)


def test_with_no_token_nothing_is_signed() -> None:
    """It fails closed: an empty token is not a token that everybody knows."""
    assert not signed(URL, FORM, sign(FORM, token=""), Tokens(primary=""))


@pytest.mark.parametrize("with_port", [URL, URL.replace(".org", ".org:443")])
@pytest.mark.parametrize("asked", [URL, URL.replace(".org", ".org:443")])
def test_twilio_signs_with_the_port_or_without(asked: str, with_port: str) -> None:
    """Its back end does now one, now the other; both are the same address."""
    assert signed(asked, FORM, sign(FORM, url=with_port), TOKENS)


def test_tokens_are_never_printed() -> None:
    """A token in a log would let anybody move any call."""
    assert "token" not in repr(TOKENS).replace("Tokens", "")
