"""The shape of every field of a rulebook, read off the dataclasses' own types.

A form is made from shapes, and what is sent is read back by them; so a field that the
language gains is in the forms at once.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from recert.rules.amounts import Money
from recert.rules.reading.binding import hints_of, is_required, policy_fields
from recert.rules.reading.forms import INLINE, key_of
from recert.rules.rulebook import Length, Price, Row


class Sort(StrEnum):
    """What a field is filled in with."""

    TEXT = "text"
    LENGTH = "length"
    AMOUNT = "amount"
    MONEY = "money"
    DAY = "day"
    TIME = "time"
    WHOLE = "whole"
    TRUTH = "truth"  # a box to tick
    YES_NO = "yes-no"  # yes, no, or not said
    WORD = "word"  # one of a vocabulary
    WORDS = "words"  # several of them
    LIST = "list"  # words of one's own
    PAIRS = "pairs"  # names with a value each
    TABLE = "table"  # rows: for whom, how much
    RECORDS = "records"
    RECORD = "record"


_SINGLE: dict[Any, Sort] = {
    str: Sort.TEXT,
    Length: Sort.LENGTH,
    Fraction: Sort.AMOUNT,
    Money: Sort.MONEY,
    date: Sort.DAY,
    time: Sort.TIME,
    int: Sort.WHOLE,
    bool: Sort.TRUTH,
}


@dataclass(frozen=True, slots=True)
class Shape:
    """A field: whose it is, its key in the file, and what it is filled in with."""

    owner: type
    field: str
    key: str
    sort: Sort
    of: Any = None  # the vocabulary, the record, or what each item is
    required: bool = False
    default: Any = None


@cache
def shapes_of(kind: type) -> tuple[Shape, ...]:
    """The fields of a record in the order they are written, but for those written inline."""
    return tuple(
        _shape(kind, field) for field in policy_fields(kind) if INLINE.get(kind) != field.name
    )


def _shape(kind: type, field: dataclasses.Field[Any]) -> Shape:
    hint, optional = _unwrapped(hints_of(kind)[field.name])
    sort, of = _sort(hint)
    if sort is Sort.TRUTH and optional:
        sort = Sort.YES_NO
    required = is_required(field)
    default = None if required or field.default is dataclasses.MISSING else field.default
    return Shape(kind, field.name, key_of(kind, field.name), sort, of, required, default)


def _unwrapped(hint: Any) -> tuple[Any, bool]:
    if get_origin(hint) in (Union, UnionType):
        return next(arg for arg in get_args(hint) if arg is not NoneType), True
    return hint, False


def _sort(hint: Any) -> tuple[Sort, Any]:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (tuple, frozenset):
        return _several(args[0])
    if origin is not None and issubclass(origin, Mapping):
        return Sort.PAIRS, args[1]
    if hint in _SINGLE:
        return _SINGLE[hint], hint
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return Sort.WORD, hint
    return Sort.RECORD, hint


def _several(item: Any) -> tuple[Sort, Any]:
    if item in (Row, Price):
        return Sort.TABLE, item
    if isinstance(item, type) and issubclass(item, StrEnum):
        return Sort.WORDS, item
    return (Sort.RECORDS, item) if dataclasses.is_dataclass(item) else (Sort.LIST, item)
