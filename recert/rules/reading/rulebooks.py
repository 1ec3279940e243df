"""Reading a rulebook edition from its file: strictly, and telling every mistake at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import fields
from hashlib import sha256
from pathlib import Path as FilePath
from typing import TypeVar
from zoneinfo import ZoneInfo

from recert.rules.reading import between, within
from recert.rules.reading.binding import Binder, TooMany, Unbound, hints_of, is_required
from recert.rules.reading.files import as_bytes, read_nodes
from recert.rules.reading.forms import KINDS, key_of
from recert.rules.reading.nodes import Node, Table, locate
from recert.rules.reading.problems import Path, Problem, nearest, suggest
from recert.rules.rulebook import (
    Amounts,
    Asked,
    Chooser,
    Clause,
    Credential,
    Rulebook,
    Source,
    Span,
)

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
EDITION = re.compile(r"[A-Za-z0-9]+([.-][A-Za-z0-9]+)*")
KEY = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")

MAX_CLAUSES = 1_000

T = TypeVar("T")

Read = tuple[Rulebook | None, tuple[Problem, ...]]
"""A rulebook, or None and why not."""


def read_rulebook(source: FilePath | str | bytes, *, name: str = "") -> Read:
    """Read one edition from a file or its text. Bad input gives problems, never raises.

    `name` is what the problems call the file; a name ending in `.json` is read as JSON.
    """
    if isinstance(source, FilePath):
        name = name or str(source)
        try:
            source = source.read_bytes()
        except OSError as error:
            reason = error.strerror or "it cannot be opened"
            return None, (Problem(name, 0, 0, "", f"the file cannot be read: {reason}."),)
    data = as_bytes(source)
    name = name or "rulebook"
    top, problems = read_nodes(data, name)
    if top is None:
        return None, problems
    binder, rulebook = Binder(name), None
    with suppress(Unbound, TooMany):  # the problems are in the binder
        rulebook = _Reader(binder, top).rulebook(sha256(data).hexdigest())
    problems = tuple(sorted({*problems, *binder.problems}))
    return (None if problems else rulebook), problems


class _Reader:
    """Reads one file; the parts are read on their own so that each tells its mistakes."""

    def __init__(self, binder: Binder, top: Node) -> None:
        self.binder = binder
        self.top = top

    def rulebook(self, digest: str) -> Rulebook:
        """The whole edition; raises `Unbound` when its head cannot be read."""
        table = self.binder.table(self.top, ())
        self._learn_currency(table)
        credentials = self._keyed(table, "credentials", Credential, "id", SLUG)
        sources = self._keyed(table, "sources", Source, "key", KEY)
        clauses = self._clauses(table)
        asks = self._asks(table)
        self._check(table, credentials, asks, clauses)
        in_force = self._in_force(table)
        given = {
            "credentials": credentials,
            "sources": sources,
            "clauses": clauses,
            "asks": asks,
            "in_force": in_force,
            "chosen_by": None,
        }
        also = {"credentials", "sources", "asks", "clauses", "in-force"}
        values = self.binder.fields(table, Rulebook, (), given, also)
        if in_force is None:
            raise Unbound
        values["in_force"], values["chosen_by"] = in_force
        rulebook = Rulebook(**values, sha256=digest)  # type: ignore[arg-type]
        for path, message in header_faults(rulebook):
            self.binder.note(locate(self.top, path), path, message)
        return rulebook

    def _learn_currency(self, table: Table) -> None:
        """Money in the clauses takes its currency from the header."""
        node = table.entries.get("currency")
        self.binder.currency = getattr(node, "text", "")

    def _in_force(self, table: Table) -> tuple[Span, Chooser] | None:
        """The days covered and the date that decides; None when they cannot be read."""
        path = ("in-force",)
        with suppress(Unbound):
            if "in-force" not in table.entries:
                raise self.binder.fail(table, (), '"in-force" is missing; add it.')
            inner = self.binder.table(table.entries["in-force"], path)
            span: Span = self.binder.dataclass(inner.without(["by"]), Span, path)
            if span.since is None:
                raise self.binder.fail(inner, path, '"from" is missing; add the first day covered.')
            if "by" not in inner.entries:
                raise self.binder.fail(inner, path, '"by" is missing; add the date that chooses.')
            return span, self.binder.bind(inner.entries["by"], Chooser, (*path, "by"))
        return None

    def _asks(self, table: Table) -> dict[str, Asked]:
        """The questions to people by name; there need be none."""
        found: dict[str, Asked] = {}
        for key, node in self._items(table, "asks") if "asks" in table.entries else ():
            path = ("asks", key)
            with suppress(Unbound):
                self._spelt(key, SLUG, path)
                found[key] = self.binder.dataclass(node, Asked, path)
        return found

    def _items(self, table: Table, section: str) -> Iterator[tuple[str, Node]]:
        """Each key of a section of the file with its node."""
        node = table.entries.get(section)
        if node is None:
            self.binder.note(table, (), f'"{section}" is missing; add it.')
            return
        try:
            inner = self.binder.table(node, (section,))
        except Unbound:
            return
        if not inner.entries:
            self.binder.note(locate(table, (section,)), (section,), "nothing is here; add one.")
        yield from inner.entries.items()

    def _keyed(
        self, table: Table, section: str, kind: type[T], field: str, spelling: re.Pattern[str]
    ) -> tuple[T, ...]:
        """The dataclasses of a section whose keys are their ids."""
        found: list[T] = []
        for key, node in self._items(table, section):
            path = (section, key)
            with suppress(Unbound):
                self._spelt(key, spelling, path)
                found.append(self.binder.dataclass(node, kind, path, {field: key}))
        return tuple(found)

    def _spelt(self, key: str, spelling: re.Pattern[str], path: Path) -> None:
        if not spelling.fullmatch(key):
            letters = "small letters" if spelling is SLUG else "letters"
            message = f'"{key}" is not a good name; use {letters}, digits and single hyphens.'
            raise self.binder.fail(locate(self.top, path), path, message)

    def _clauses(self, table: Table) -> tuple[Clause, ...]:
        found: list[Clause] = []
        for number, (key, node) in enumerate(self._items(table, "clauses"), start=1):
            path = ("clauses", key)
            with suppress(Unbound):
                if number > MAX_CLAUSES:
                    message = f"an edition has at most {MAX_CLAUSES:,} clauses; write it shorter."
                    self.binder.note(node, path, message)
                    break
                self._spelt(key, SLUG, path)
                found.append(self._clause(key, node, path))
        return tuple(found)

    def _clause(self, key: str, node: Node, path: Path) -> Clause:
        table = self.binder.table(node, path)
        kinds = [word for word in table.entries if word in KINDS]
        if len(kinds) > 1:
            message = f"it is both {' and '.join(kinds)}; make a clause of each."
            raise self.binder.fail(table, path, message)
        rule = None
        with suppress(Unbound):
            rule = self._rule(table, kinds, path)
        span = self._span(table, path)
        given = {"id": key, "rule": rule, "line": table.line, "span": span}
        values = self.binder.fields(table, Clause, path, given, {*KINDS, "since", "until"})
        if rule is None or span is None:
            raise Unbound
        return Clause(**values)  # type: ignore[arg-type]

    def _span(self, table: Table, path: Path) -> Span | None:
        """The days of a clause; None when they cannot be read."""
        days = {}
        with suppress(Unbound):
            for word in ("since", "until"):
                if word in table.entries:
                    node = table.entries[word]
                    days[word] = self.binder.bind(node, hints_of(Span)[word], (*path, word))
            return Span(**days)
        return None

    def _rule(self, table: Table, kinds: list[str], path: Path) -> object:
        if not kinds:
            strange = set(table.entries) - {key_of(Clause, field.name) for field in fields(Clause)}
            if any(nearest(key, KINDS) for key in strange - {"since", "until"}):
                raise Unbound  # a misspelt kind, which is told as an unknown key
            message = "the clause has no kind; add one, such as need: or note:"
            raise self.binder.fail(table, path, message)
        kind = KINDS[kinds[0]]
        silent = getattr(table.entries.get("silent"), "text", "") == "true"
        node = table.entries[kinds[0]]
        given = _unsaid(kind, node) if silent else {}
        return self.binder.dataclass(node, kind, (*path, kinds[0]), given)

    def _check(
        self,
        table: Table,
        credentials: tuple[Credential, ...],
        asks: Mapping[str, Asked],
        clauses: tuple[Clause, ...],
    ) -> None:
        """What one clause, and the clauses together, get wrong though each word is right."""
        names = between.Names(
            credentials=_keys(table, "credentials"),
            levels={level for credential in credentials for level in credential.levels},
            sources=_keys(table, "sources"),
            asks={
                name: asks[name].answers if name in asks else None
                for name in sorted(_keys(table, "asks"))
            },
            clauses={clause.id: clause for clause in clauses},
            written=_keys(table, "clauses"),
            cited=getattr(table.entries.get("rationale-source"), "text", ""),
        )
        faults = [fault for clause in clauses for fault in within.faults(clause)]
        if names.credentials and names.sources:  # else each name would seem unknown
            faults += between.faults(names)
        for path, message in faults:
            self.binder.note(locate(self.top, path), path, message)


def header_faults(rulebook: Rulebook) -> Iterator[within.Fault]:
    """What is wrong with the header of an edition though each value can be read."""
    if not SLUG.fullmatch(rulebook.body):
        yield ("body",), "use small letters, digits and single hyphens, such as reps-nz."
    if not EDITION.fullmatch(rulebook.edition):
        yield ("edition",), "use letters, digits, points and hyphens, such as 2024-2026."
    if not re.fullmatch("[A-Z]{3}", rulebook.currency):
        yield ("currency",), "write the three capital letters of the currency, such as USD."
    if not _is_zone(rulebook.zone):
        mend = "write one such as America/New_York"
        yield ("zone",), f'"{rulebook.zone}" is not a time zone; {mend}.'
    if rulebook.unit.per_hour == 0:
        yield ("unit", "per-hour"), "an hour cannot be worth nothing; leave it out where unsaid."
    if rulebook.rationale_source and not rulebook.rationale:
        yield ("rationale-source",), "the source of what? Add rationale, in a sentence or two."
    yield from within.span_faults(rulebook.in_force, ("in-force",))
    for source in rulebook.sources:
        yield from within.source_faults(source)
    for name, asked in rulebook.asks.items():
        if len(asked.answers) < 2:
            yield ("asks", name, "answers"), "one answer leaves nothing to ask; list the others."
        if asked.assumed and asked.assumed not in asked.answers:
            mend = suggest(asked.assumed, asked.answers)
            yield ("asks", name, "assumed"), f'"{asked.assumed}" is none of the answers; {mend}'


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return True


def _unsaid(kind: type, node: Node) -> dict[str, object]:
    """For a silent clause: the amounts it leaves out, as empty tables."""
    written = node.entries if isinstance(node, Table) else {}
    return {
        field.name: ()
        for field in fields(kind)
        if hints_of(kind)[field.name] == Amounts
        and is_required(field)
        and key_of(kind, field.name) not in written
    }


def _keys(table: Table, section: str) -> frozenset[str]:
    node = table.entries.get(section)
    return frozenset(node.entries) if isinstance(node, Table) else frozenset()
