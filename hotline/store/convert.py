"""Rows to records and back. Attributes bear the names of their record's fields: nothing is renamed, nothing lost."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TypeVar

from pynamodb.attributes import Attribute
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from hotline.records import Offer, Request, Volunteer

Record = TypeVar("Record", Volunteer, Request, Offer)
Row = TypeVar("Row", bound=Model)


def to_row(kind: type[Row], record: Volunteer | Request | Offer, **own: Any) -> Row:
    """The row of a record, with what the store itself adds to it (`own`)."""
    return kind(**{field.name: getattr(record, field.name) for field in fields(record)}, **own)


def to_record(kind: type[Record], row: Model) -> Record:
    """The record of a row. What is absent is the record's default; attributes that newer code added are passed over."""
    stored = {field.name: getattr(row, field.name) for field in fields(kind)}
    return kind(**{name: value for name, value in stored.items() if value is not None})


def set_to(attribute: Attribute[Any], value: object) -> Action:
    """Set, or remove where there is nothing: a stored NULL would count as "exists" in a condition."""
    if value is None:
        return attribute.remove()
    return attribute.set(list(value) if isinstance(value, tuple) else value)
