"""Comparing two editions clause by clause: what was added, removed, changed. No words."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from recert.rules.amounts import Grid
from recert.rules.reading.binding import policy_fields
from recert.rules.reading.forms import key_of
from recert.rules.rulebook import (
    ANYONE,
    Category,
    Clause,
    Cycle,
    Keep,
    Lateness,
    Length,
    Measure,
    Price,
    Proof,
    Row,
    Rulebook,
    Span,
    What,
    Who,
)

HEAD = ""
"""In place of a clause's id: the head of the edition."""

Path = tuple[str, ...]
"""The keys that lead to a field, as they are written in the file."""

_WHOLE = (Span, Length, Lateness, Grid, Keep, Who, What)
"""Said in one phrase, so they are compared as one value."""

_FIRST_RULES = (Cycle, Measure, Category, Proof)
"""Kinds of which the first that fits rules, so that their order says something."""


class How(StrEnum):
    """What became of a clause."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"  # the same, but now before or after another of its kind


@dataclass(frozen=True, slots=True)
class Detail:
    """One field that changed; None where it is not said. `who` is the row of a table."""

    path: Path
    before: Any
    after: Any
    who: Who | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One clause, or the head, before and after."""

    how: How
    clause: str
    before: Clause | None = None
    after: Clause | None = None
    details: tuple[Detail, ...] = ()


def compare(old: Rulebook, new: Rulebook) -> tuple[Change, ...]:
    """Every difference between two editions: the head first, then clauses in the new order."""
    return (*_head(old, new), *_clauses(old, new), *_moved(old, new))


def _head(old: Rulebook, new: Rulebook) -> Iterator[Change]:
    details = [
        detail
        for field in policy_fields(old)
        if field.name != "clauses"
        for detail in _field(Rulebook, field.name, old, new)
    ]
    if details:
        yield Change(How.CHANGED, HEAD, details=tuple(details))


def _clauses(old: Rulebook, new: Rulebook) -> Iterator[Change]:
    before = {clause.id: clause for clause in old.clauses}
    after = {clause.id: clause for clause in new.clauses}
    for id, clause in after.items():
        if id not in before:
            yield Change(How.ADDED, id, after=clause)
        elif details := tuple(_details(before[id], clause)):
            yield Change(How.CHANGED, id, before[id], clause, details)
    for id, clause in before.items():
        if id not in after:
            yield Change(How.REMOVED, id, before=clause)


def _moved(old: Rulebook, new: Rulebook) -> Iterator[Change]:
    """Of the clauses both have, each that stands elsewhere among those of its kind."""
    for kind in _FIRST_RULES:
        before = {clause.id: clause for clause, _ in old.of_kind(kind)}
        after = {clause.id: clause for clause, _ in new.of_kind(kind)}
        first = [id for id in before if id in after]
        then = [id for id in after if id in before]
        for was, now in zip(first, then, strict=True):
            if was != now:
                yield Change(How.MOVED, now, before[now], after[now])


def _details(before: Clause, after: Clause) -> Iterator[Detail]:
    if type(before.rule) is not type(after.rule):
        yield Detail(("kind",), before.kind, after.kind)
    else:
        for detail in _fields(before.rule, after.rule):
            yield dataclasses.replace(detail, path=(after.kind, *detail.path))
    for field in policy_fields(before):
        if field.name not in ("id", "rule", "span"):
            yield from _field(Clause, field.name, before, after)
    for key in ("since", "until"):
        was, now = getattr(before.span, key), getattr(after.span, key)
        if was != now:
            yield Detail((key,), was, now)


def _fields(before: Any, after: Any) -> Iterator[Detail]:
    for field in policy_fields(before):
        yield from _field(type(before), field.name, before, after)


def _field(kind: type, name: str, old: Any, new: Any) -> Iterator[Detail]:
    """What changed in one field; tables row by row, records key by key."""
    before, after, key = getattr(old, name), getattr(new, name), key_of(kind, name)
    if before == after:
        return
    if _is_table(before) or _is_table(after):
        yield from _rows(key, before, after)
    elif _is_keyed(before) or _is_keyed(after):
        yield from _entries(key, _by_key(before), _by_key(after))
    elif isinstance(before, Mapping):
        yield from _entries(key, before, after)
    elif dataclasses.is_dataclass(before) and type(before) is type(after) and not _whole(before):
        for detail in _fields(before, after):
            yield dataclasses.replace(detail, path=(key, *detail.path))
    else:
        yield Detail((key,), _said(before), _said(after))


def _whole(value: Any) -> bool:
    return isinstance(value, _WHOLE)


def _said(value: Any) -> Any:
    """A value, or None where an empty one stands for nothing said."""
    return None if value in ((), frozenset(), "") else value


def _is_table(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], Row | Price)


def _rows(key: str, before: tuple[Any, ...], after: tuple[Any, ...]) -> Iterator[Detail]:
    """A table row by row; whoever is told apart in both is compared with themselves."""
    was = {_condition(row): row for row in before}
    now = {_condition(row): row for row in after}
    is_for_all = {row.who == ANYONE for row in (*before, *after)} == {True}
    if was == now:
        yield Detail((key,), before, after)  # the same rows, in another order
    for condition in {**now, **was}:
        first, then = was.get(condition), now.get(condition)
        if first != then:
            row = then or first
            who = None if is_for_all or row is None else row.who
            yield Detail((key,), _amount(first), _amount(then), who=who)


def _condition(row: Row | Price) -> str:
    """A text for whom the row is: conditions hold mappings, which cannot be keys."""
    return repr(row.who)


def _amount(row: Row | Price | None) -> Any:
    return row.money if isinstance(row, Price) else row.amount if row else None


def _is_keyed(value: Any) -> bool:
    """Whether these are the entries of a section: credentials, sources."""
    return isinstance(value, tuple) and bool(value) and dataclasses.is_dataclass(value[0])


def _by_key(entries: tuple[Any, ...]) -> dict[str, Any]:
    return {getattr(each, "id", "") or each.key: each for each in entries}


def _entries(key: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Detail]:
    for name in {**before, **after}:
        if before.get(name) != after.get(name):
            yield Detail((key, name), before.get(name), after.get(name))
