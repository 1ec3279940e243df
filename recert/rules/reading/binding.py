"""From nodes to dataclasses, led by the dataclasses' own type hints.

Nobody lists the fields a second time, so the format and the code cannot drift apart.
Every mistake is noted and reading goes on, so that one run shows them all.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from datetime import date, time
from enum import StrEnum
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from recert.rules.amounts import Money
from recert.rules.reading import scalars
from recert.rules.reading.forms import CONDITIONS, INLINE, key_of
from recert.rules.reading.nodes import Listing, Node, Table, Text
from recert.rules.reading.problems import Path, Problem, Wrong, nearest, shorten, show_path, suggest
from recert.rules.rulebook import Length, Price, Row

T = TypeVar("T")

_SCALARS = {
    Fraction: scalars.read_amount,
    date: scalars.read_day,
    time: scalars.read_minute,
    Length: scalars.read_length,
    int: scalars.read_whole,
    bool: scalars.read_truth,
    str: scalars.read_text,
}


MAX_PROBLEMS = 200


class Unbound(Exception):
    """A value could not be read; its problem has been noted already."""


class TooMany(Exception):
    """So much is wrong that reading on would help nobody; all so far has been noted."""


@cache
def hints_of(kind: type) -> dict[str, Any]:
    """The type hints of a dataclass, worked out once."""
    return get_type_hints(kind)


class Binder:
    """Reads nodes as typed values and gathers what is wrong with them."""

    def __init__(self, file: str, currency: str = "") -> None:
        self.file = file
        self.currency = currency
        self.problems: list[Problem] = []

    def note(self, node: Node, path: Path, message: str) -> None:
        """Remember a mistake and go on; raises `TooMany` when there is no end to them."""
        full = len(self.problems) >= MAX_PROBLEMS
        if full:
            message = "there are more mistakes from here on; mend those above first."
        where, said = shorten(show_path(path)), shorten(message)
        self.problems.append(Problem(self.file, node.line, node.column, where, said))
        if full:
            raise TooMany

    def fail(self, node: Node, path: Path, message: str) -> Unbound:
        """Remember a mistake; raise what this returns to leave the value."""
        self.note(node, path, message)
        return Unbound()

    def bind(self, node: Node, hint: Any, path: Path) -> Any:
        """Read a node as a value of the hinted type; raises `Unbound`, problems noted."""
        origin = get_origin(hint)
        if origin in (Union, UnionType):
            return self._optional(node, hint, path)
        if origin is tuple and get_args(hint)[0] in (Row, Price):
            return self._amounts(node, get_args(hint)[0], path)
        if origin in (tuple, frozenset):
            return self._many(node, origin, get_args(hint)[0], path)
        if origin is not None and issubclass(origin, Mapping):
            return self._mapping(node, get_args(hint)[1], path)
        if dataclasses.is_dataclass(hint) and hint not in (Length, Money):
            return self.dataclass(node, hint, path)
        return self._scalar(node, hint, path)

    def dataclass(
        self, node: Node, kind: Any, path: Path, given: Mapping[str, object] | None = None
    ) -> Any:
        """Read a table as a dataclass; fields in `given` are not looked for."""
        table = self.table(node, path)
        inline = INLINE.get(kind)
        if inline is None:
            return kind(**self.fields(table, kind, path, given or {}))
        inner = hints_of(kind)[inline]
        names = {key_of(inner, field.name) for field in dataclasses.fields(inner)}
        condition = self.dataclass(table.only(names), inner, path)
        rest = table.without(names)
        own = self.fields(rest, kind, path, {inline: condition}, also=names)
        return kind(**own)

    def fields(
        self,
        table: Table,
        kind: Any,
        path: Path,
        given: Mapping[str, object],
        also: Collection[str] = (),
    ) -> dict[str, object]:
        """The fields of a dataclass from a table; `also` are keys somebody else reads."""
        hints = hints_of(kind)
        looked_for = {
            key_of(kind, field.name): field
            for field in policy_fields(kind)
            if field.name not in given
        }
        values = dict(given)
        misspelt = self.misspelt_keys(table, [*looked_for, *also], path)
        failed = misspelt is not None
        for key, field in looked_for.items():
            try:
                if key in table.entries:
                    here = (*path, key)
                    if kind in CONDITIONS or is_required(field):
                        self._refuse_empty_list(table.entries[key], here)
                    values[field.name] = self.bind(table.entries[key], hints[field.name], here)
                elif is_required(field) and key not in (misspelt or ()):
                    raise self.fail(table, path, f'"{key}" is missing; add it.')
            except Unbound:
                failed = True
        if failed:
            raise Unbound
        return values

    def misspelt_keys(self, table: Table, known: Collection[str], path: Path) -> set[str] | None:
        """Note every key that nobody reads; which keys they probably mean, None if none."""
        unknown = [key for key in table.entries if key not in known]
        for key in unknown:
            message = f'the key "{key}" is not known here; {suggest(key, known)}'
            self.note(table.keys[key], (*path, key), message)
        return {nearest(key, known) for key in unknown} if unknown else None

    def table(self, node: Node, path: Path) -> Table:
        """The node as a table of keys."""
        if not isinstance(node, Table):
            last = path[-1] if path else "this"
            raise self.fail(
                node, path, f'"{last}" needs keys with values below it; write them as key: value.'
            )
        return node

    def _refuse_empty_list(self, node: Node, path: Path) -> None:
        if isinstance(node, Listing) and not node.items:
            raise self.fail(node, path, "nothing is listed here; list one, or leave the key out.")

    def _optional(self, node: Node, hint: Any, path: Path) -> Any:
        if isinstance(node, Text) and node.is_null:
            return None
        inner = [arg for arg in get_args(hint) if arg is not NoneType]
        return self.bind(node, inner[0], path)

    def _many(self, node: Node, whole: Any, item: Any, path: Path) -> Any:
        """A list; where its items are single words, one word alone will do."""
        if isinstance(node, Text) and not dataclasses.is_dataclass(item):
            return whole([self._scalar(node, item, path)])
        if not isinstance(node, Listing):
            raise self.fail(node, path, "a list is needed here; write each item after a dash.")
        values = self._each(node, item, path)
        if not dataclasses.is_dataclass(item):
            self._refuse_repeats(node, values, path)
        return whole(values)

    def _each(self, node: Listing, item: Any, path: Path) -> list[Any]:
        values, failed = [], False
        for index, child in enumerate(node.items):
            try:
                values.append(self.bind(child, item, (*path, index)))
            except Unbound:
                failed = True
        if failed:
            raise Unbound
        return values

    def _refuse_repeats(self, node: Listing, values: list[Any], path: Path) -> None:
        seen = set()
        for index, value in enumerate(values):
            if value in seen:
                message = f'"{value}" is listed twice; keep one.'
                raise self.fail(node.items[index], (*path, index), message)
            seen.add(value)

    def _mapping(self, node: Node, item: Any, path: Path) -> dict[str, Any]:
        table, values, failed = self.table(node, path), {}, False
        for key, child in table.entries.items():
            try:
                self._scalar(table.keys[key], str, path)
                values[key] = self.bind(child, item, (*path, key))
            except Unbound:
                failed = True
        if failed:
            raise Unbound
        return values

    def _amounts(self, node: Node, row: Any, path: Path) -> tuple[Any, ...]:
        """An amount table: one amount for anyone, or a list of rows with `is`."""
        if isinstance(node, Text):
            field = "money" if row is Price else "amount"
            who = hints_of(row)["who"]()
            return (row(who=who, **{field: self._scalar(node, hints_of(row)[field], path)}),)
        if not isinstance(node, Listing):
            message = 'write one amount, or a list of rows such as - {certified: {...}, is: "6.0"}.'
            raise self.fail(node, path, message)
        if not node.items:
            raise self.fail(node, path, "the table has no rows; add one.")
        return tuple(self._each(node, row, path))

    def _scalar(self, node: Node, kind: Any, path: Path) -> Any:
        if not isinstance(node, Text):
            raise self.fail(node, path, "a single value is needed here, not a list or keys.")
        under = next((step for step in reversed(path) if isinstance(step, str)), "this")
        try:
            if kind is Money:
                return scalars.read_money(node, self.currency)
            if not node.quoted and (node.text == "" or node.is_null):
                raise Wrong("nothing is written here; write a value or leave the key out.")
            if issubclass(kind, StrEnum):
                return scalars.read_word(node, kind, under)
            return _SCALARS[kind](node)
        except Wrong as wrong:
            raise self.fail(node, path, str(wrong)) from None


def policy_fields(kind: Any) -> list[dataclasses.Field[Any]]:
    """The fields that say something; what does not count in comparing is ours alone."""
    return [field for field in dataclasses.fields(kind) if field.compare]


def is_required(field: dataclasses.Field[Any]) -> bool:
    """Whether a field has no default."""
    missing = dataclasses.MISSING
    return field.default is missing and field.default_factory is missing
