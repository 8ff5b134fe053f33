"""Values behave as the standard library's frozen dataclasses do, whose kin they are."""

from __future__ import annotations

import dataclasses
import pickle
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hotline.values
from hotline.numbers import PhoneNumber


def made(dataclass: Callable[..., Any]) -> Any:
    """The same class by either hand."""

    @dataclass(frozen=True, kw_only=True)
    class Neighbour:
        """Somebody."""

        name: str
        needs: tuple[str, ...] = ()
        number: str = dataclasses.field(default="", repr=False)
        heard: int = dataclasses.field(default=0, compare=False)
        trail: list[str] = dataclasses.field(default_factory=list, compare=False)

        def __str__(self) -> str:
            return self.name

    return Neighbour


Ours, Theirs = made(hotline.values.dataclass), made(dataclasses.dataclass)
people = st.fixed_dictionaries(
    {"name": st.sampled_from("ab"), "needs": st.sampled_from([(), ("shopping",)])},
    optional={"number": st.sampled_from("12"), "heard": st.integers(0, 1)},
)


@given(people, people)
def test_they_are_equal_hash_and_print_alike(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Whatever is in them, and whichever fields count."""
    assert (Ours(**one) == Ours(**other)) is (Theirs(**one) == Theirs(**other))
    assert (hash(Ours(**one)) == hash(Ours(**other))) is (hash(Theirs(**one)) == hash(Theirs(**other)))
    assert repr(Ours(**one)) == repr(Theirs(**one))
    assert str(Ours(**one)) == one["name"]
    assert Ours(**one) != Theirs(**one)


@given(people, people)
def test_a_change_is_a_new_value(one: dict[str, Any], other: dict[str, Any]) -> None:
    """`dataclasses.replace` knows them, and the old one stays as it was."""
    before, change = Ours(**one), {"needs": other["needs"]}
    assert dataclasses.replace(before, **change) == Ours(**{**one, **change})
    assert before == Ours(**one)
    assert dataclasses.asdict(before) == dataclasses.asdict(Theirs(**one))


def test_each_field_is_given_once_by_its_name_or_in_order() -> None:
    """What lacks, what is unknown and what is given twice is refused, and named."""
    assert PhoneNumber("+442079460123") == PhoneNumber(e164="+442079460123")
    for wrong, named in (({}, "name"), ({"name": "Ben", "nickname": "B"}, "nickname")):
        with pytest.raises(TypeError, match=named):
            Ours(**wrong)
    for made_wrongly in (
        lambda: Ours("Ben"),
        lambda: PhoneNumber("+442079460123", e164="+442079460123"),  # type: ignore[misc]
        lambda: PhoneNumber("+442079460123", "+442079460124"),  # type: ignore[call-arg]
    ):
        with pytest.raises(TypeError):
            made_wrongly()
    assert Ours(name="Ben").trail is not Ours(name="Ben").trail


def test_nothing_is_set_or_deleted_afterwards() -> None:
    """Not a field, and nothing beside the fields."""
    ben = Ours(name="Ben")
    for name in ("name", "number", "nickname"):
        with pytest.raises(dataclasses.FrozenInstanceError, match=name):
            setattr(ben, name, "Ali")
        with pytest.raises(dataclasses.FrozenInstanceError, match=name):
            delattr(ben, name)
    assert ben == Ours(name="Ben")


def test_what_is_no_value_is_refused() -> None:
    """What changes is a plain dataclass, and says so."""
    with pytest.raises(TypeError, match="frozen=True"):
        hotline.values.dataclass(frozen=False)


def test_our_own_are_as_they_were_after_a_copy() -> None:
    """A value that crosses to another process is the same there, and prints as its class says."""
    rosa = pickle.loads(pickle.dumps(PhoneNumber("+442079460123")))  # noqa: S301
    assert rosa == PhoneNumber("+442079460123")
    assert repr(rosa) == "PhoneNumber(+44…23)"
    with pytest.raises(dataclasses.FrozenInstanceError):
        rosa.e164 = "+442079460124"
