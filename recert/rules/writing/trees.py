"""Trees: a record as keys with values, in the order of its dataclass, defaults left out."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from datetime import date, time
from enum import StrEnum
from fractions import Fraction
from typing import Any

from recert.rules.amounts import Money, show
from recert.rules.reading.binding import is_required, policy_fields
from recert.rules.reading.forms import INLINE, key_of
from recert.rules.rulebook import ANYONE, Length, Price, Row
from recert.rules.writing.lines import Tree, text_of

_DECIMAL = re.compile(r"\d{1,9}(\.\d{1,6})?")


def fields_of(value: Any, hidden: set[str] | frozenset[str] = frozenset()) -> dict[str, Tree]:
    """A dataclass as keys with values; defaults and unsaid amounts are left out."""
    trees: dict[str, Tree] = {}
    for field in policy_fields(value):
        inner = getattr(value, field.name)
        if field.name in hidden or _is_default(field, inner):
            continue
        if INLINE.get(type(value)) == field.name:
            trees |= fields_of(inner)
        else:
            trees[key_of(type(value), field.name)] = tree_of(inner)
    return trees


def _is_default(field: dataclasses.Field[Any], value: Any) -> bool:
    if is_required(field):
        return bool(value == ())
    if field.default_factory is not dataclasses.MISSING:
        return bool(value == field.default_factory())
    return bool(value == field.default)


def tree_of(value: Any) -> Tree:
    """Any value of a rule as it is written."""
    match value:
        case bool():
            return "true" if value else "false"
        case StrEnum():
            return value.value
        case str():
            return text_of(value)
        case Fraction():
            return f'"{_amount(value)}"'
        case Money():
            return f'"{value.cents // 100}.{value.cents % 100:02}"'
        case int() | date():
            return str(value)
        case time():
            return f'"{value:%H:%M}"'
        case Length():
            return show_length(value)
        case Mapping():
            return {key: tree_of(value[key]) for key in sorted(value)}
        case frozenset():
            return _list([tree_of(item) for item in sorted(value)])
        case tuple():
            return _table(value)
    return fields_of(value)


def _table(values: tuple[Any, ...]) -> Tree:
    """A list; an amount for anyone stands alone, without its table."""
    if len(values) == 1 and isinstance(values[0], Row | Price) and values[0].who == ANYONE:
        row = values[0]
        return tree_of(row.amount if isinstance(row, Row) else row.money)
    return _list([tree_of(value) for value in values])


def _list(trees: list[Tree]) -> Tree:
    """A list; one word alone needs no brackets."""
    return trees[0] if len(trees) == 1 and isinstance(trees[0], str) else trees


def _amount(value: Fraction) -> str:
    """An amount as the reader takes it: a decimal of six places at most, or a fraction."""
    text = show(value)
    if _DECIMAL.fullmatch(text):
        return text
    if value < 0 or value.numerator >= 10**9 or value.denominator >= 10**9:
        raise ValueError(f"{text} cannot be written as an amount")
    return f"{value.numerator}/{value.denominator}"


def show_length(length: Length) -> str:
    """A length of time as it is written: `1 year 6 months`."""
    parts = (("year", length.years), ("month", length.months), ("day", length.days))
    said = [f"{number} {word}{'' if number == 1 else 's'}" for word, number in parts if number]
    return " ".join(said) or "0 days"
