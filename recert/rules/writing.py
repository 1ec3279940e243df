"""Writing rulebooks and facts: one canonical text for each, which reads back the same.

Fields stand in the order of their dataclass, what is left at its default is left out,
sets are sorted, and short values stay on one line. So two texts of one policy differ
only where the policies do.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping
from datetime import date, time
from enum import StrEnum
from fractions import Fraction
from textwrap import wrap
from typing import Any

from recert.rules.amounts import Money, show
from recert.rules.facts import Facts
from recert.rules.reading.binding import is_required, policy_fields
from recert.rules.reading.forms import INLINE, key_of
from recert.rules.rulebook import ANYONE, Chooser, Clause, Length, Price, Row, Rulebook

WIDTH = 92

Tree = str | list["Tree"] | dict[str, "Tree"]
"""Text as it is written (quotes included), a list, or keys with values."""

_PLAIN = re.compile(r"[A-Za-z][\w.+/-]*( [\w.+/-]+)*", re.ASCII)
_LOOKS_OTHERWISE = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
_DECIMAL = re.compile(r"\d{1,9}(\.\d{1,6})?")
_FOLDABLE = re.compile(r"[^\s\x85]+( [^\s\x85]+)+")


def write_rulebook(rulebook: Rulebook) -> str:
    """The edition as canonical YAML. Raises `ValueError` for amounts that have no text."""
    lines: list[str] = []
    for key, tree in _header(rulebook).items():
        lines += _entry(key, tree, 0)
    for section, trees in _sections(rulebook).items():
        lines += ["", f"{section}:"]
        for key, tree in trees.items():
            lines += _entry(key, tree, 2)
    for number, clause in enumerate(rulebook.clauses):
        lines += ["", *_clause(clause)] if number else ["", "clauses:", *_clause(clause)]
    return "\n".join(lines) + "\n"


def write_facts(facts: Facts) -> str:
    """The facts of one person as canonical YAML."""
    lines: list[str] = []
    for key, tree in _fields(facts, set() if facts.person else {"person"}).items():
        lines += _entry(key, tree, 0)
    return "\n".join(lines) + "\n" if lines else "{}\n"


def _header(rulebook: Rulebook) -> dict[str, Tree]:
    hidden = {"credentials", "sources", "clauses", "chosen_by"}
    trees = _fields(rulebook, hidden)
    in_force = _fields(rulebook.in_force)
    in_force["by"] = rulebook.chosen_by.value
    trees["in-force"] = in_force
    return trees


def _sections(rulebook: Rulebook) -> dict[str, dict[str, Tree]]:
    return {
        "credentials": {each.id: _fields(each, {"id"}) for each in rulebook.credentials},
        "sources": {each.key: _fields(each, {"key"}) for each in rulebook.sources},
    }


def _clause(clause: Clause) -> list[str]:
    """A clause over several lines, its words folded where they are long."""
    rule = _fields(clause.rule)
    lines = [f"  {clause.id}:", *_entry(clause.kind, rule, 4)]
    lines += _words("says", clause.says, 4)
    lines += _entry("source", _text(clause.source), 4)
    if clause.place:
        lines += _words("place", clause.place, 4)
    for key, day in (("since", clause.span.since), ("until", clause.span.until)):
        lines += [f"    {key}: {day}"] if day else []
    if clause.chosen_by is not Chooser.FILING:
        lines.append(f"    by: {clause.chosen_by}")
    if clause.who != ANYONE:
        lines += _entry("who", _fields(clause.who), 4)
    return lines + (["    silent: true"] if clause.silent else [])


def _fields(value: Any, hidden: set[str] | frozenset[str] = frozenset()) -> dict[str, Tree]:
    """A dataclass as keys with values; defaults and unsaid amounts are left out."""
    trees: dict[str, Tree] = {}
    for field in policy_fields(value):
        inner = getattr(value, field.name)
        if field.name in hidden or _is_default(field, inner):
            continue
        if INLINE.get(type(value)) == field.name:
            trees |= _fields(inner)
        else:
            trees[key_of(type(value), field.name)] = _tree(inner)
    return trees


def _is_default(field: dataclasses.Field[Any], value: Any) -> bool:
    if is_required(field):
        return bool(value == ())
    if field.default_factory is not dataclasses.MISSING:
        return bool(value == field.default_factory())
    return bool(value == field.default)


def _tree(value: Any) -> Tree:
    """Any value of a rule as it is written."""
    match value:
        case bool():
            return "true" if value else "false"
        case StrEnum():
            return value.value
        case str():
            return _text(value)
        case Fraction():
            return f'"{_amount(value)}"'
        case Money():
            return f'"{value.cents // 100}.{value.cents % 100:02}"'
        case int() | date():
            return str(value)
        case time():
            return f'"{value:%H:%M}"'
        case Length():
            return _length(value)
        case Mapping():
            return {key: _tree(value[key]) for key in sorted(value)}
        case frozenset():
            return _list([_tree(item) for item in sorted(value)])
        case tuple():
            return _table(value)
    return _fields(value)


def _table(values: tuple[Any, ...]) -> Tree:
    """A list; an amount for anyone stands alone, without its table."""
    if len(values) == 1 and isinstance(values[0], Row | Price) and values[0].who == ANYONE:
        row = values[0]
        return _tree(row.amount if isinstance(row, Row) else row.money)
    return _list([_tree(value) for value in values])


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


def _length(length: Length) -> str:
    parts = (("year", length.years), ("month", length.months), ("day", length.days))
    said = [f"{number} {word}{'' if number == 1 else 's'}" for word, number in parts if number]
    return " ".join(said) or "0 days"


def _text(text: str) -> str:
    """Words as YAML: bare where nobody could take them for anything else."""
    if _PLAIN.fullmatch(text) and text.lower() not in _LOOKS_OTHERWISE:
        return text
    return json.dumps(text, ensure_ascii=False)


def _words(key: str, text: str, indent: int) -> list[str]:
    """A sentence: on one line, or folded over several."""
    line = f"{' ' * indent}{key}: {_text(text)}"
    if len(line) <= WIDTH or not _FOLDABLE.fullmatch(text):
        return [line]
    margin = " " * (indent + 2)
    folded = wrap(text, WIDTH - len(margin), break_long_words=False, break_on_hyphens=False)
    return [f"{' ' * indent}{key}: >-", *(margin + part for part in folded)]


def _entry(key: str, tree: Tree, indent: int) -> list[str]:
    """A key with its value: on one line where it fits, else indented below."""
    start = f"{' ' * indent}{_text(key)}:"
    line = f"{start} {_flow(tree)}"
    if isinstance(tree, str) or not tree or len(line) <= WIDTH:
        return [line]
    return [start, *_block(tree, indent + 2)]


def _block(tree: Tree, indent: int) -> list[str]:
    if isinstance(tree, dict):
        return [line for key, value in tree.items() for line in _entry(key, value, indent)]
    lines: list[str] = []
    for item in tree:
        flow = f"{' ' * indent}- {_flow(item)}"
        if isinstance(item, str) or len(flow) <= WIDTH:
            lines.append(flow)
        else:
            first, *rest = _block(item, indent + 2)
            lines += [f"{' ' * indent}- {first.lstrip()}", *rest]
    return lines


def _flow(tree: Tree) -> str:
    """A value on one line."""
    if isinstance(tree, str):
        return tree
    if isinstance(tree, dict):
        inner = ", ".join(f"{_text(key)}: {_flow(value)}" for key, value in tree.items())
        return f"{{{inner}}}"
    return f"[{', '.join(_flow(item) for item in tree)}]"
