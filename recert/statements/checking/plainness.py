"""Plainness: JSON that means one thing and that every database here can keep."""

from __future__ import annotations

import json
from math import isfinite

from recert.statements.checking.faults import Fault

MOST_DEPTH = 40
"""So deep may what is sent be nested; extensions are the only thing that nests freely."""


def read_json(text: bytes | str) -> object:
    """What JSON text says; a name twice in one object, or a number that is none, is a `Fault`."""
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):  # UnicodeDecodeError is a ValueError
        raise Fault("body", "must be JSON in UTF-8") from None
    check_plain(found)
    return found


def check_plain(value: object, depth: int = 0) -> None:
    """Refuse what is nested too deep, letters that are none, and numbers without an end."""
    if depth > MOST_DEPTH:
        raise Fault("body", f"may be nested {MOST_DEPTH} deep")
    if isinstance(value, str):
        _check_letters(value)
    elif isinstance(value, dict):
        for name, each in value.items():
            _check_letters(name)
            check_plain(each, depth + 1)
    elif isinstance(value, list):
        for each in value:
            check_plain(each, depth + 1)
    elif isinstance(value, int | float) and not _is_kept(value):
        raise Fault("body", "holds a number too large to keep")


def _check_letters(text: str) -> None:
    """NUL is kept by no PostgreSQL, half a pair of surrogates by nobody."""
    halves = not text.isascii() and any("\ud800" <= each <= "\udfff" for each in text)
    if halves or "\x00" in text:
        raise Fault("body", "holds a letter that cannot be kept")


def _is_kept(number: int | float) -> bool:
    return abs(number) < 10**300 if isinstance(number, int) else isfinite(number)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Fault("body", "names a property twice in one object")
    return found


def _no_number(name: str) -> object:
    raise Fault("body", f"{name} is not a number in JSON")
