"""Clauses with their words, sources and dates; and the edition they make up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from fractions import Fraction
from typing import TypeVar

from recert.rules.rulebook.conditions import ALWAYS, ANYONE, Chooser, Price, Row, Span, Who
from recert.rules.rulebook.kinds import Rule
from recert.rules.vocabulary import Profession

R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where something is said: document, address, day read, and how sure it is.

    `standing` is one of: official, history (the body's own, older), mirror, third-party.
    """

    key: str
    title: str
    address: str
    read: date
    standing: str = "official"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One rule with its words, its source and its dates.

    `silent` clauses stand where the policy has a hole: whoever's question falls into it
    is told that the policy does not say.
    """

    id: str
    rule: Rule
    says: str
    source: str
    place: str = ""
    span: Span = ALWAYS
    chosen_by: Chooser = Chooser.FILING
    who: Who = ANYONE
    silent: bool = False
    line: int = field(default=0, compare=False)

    @property
    def kind(self) -> str:
        """The kind of clause as it is written in the file: `need`, `limit`, ..."""
        return type(self.rule).__name__.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A credential the body grants."""

    id: str
    name: str
    letters: str = ""
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditUnit:
    """What the body counts in: `CEC`, and how much of it one contact hour is."""

    name: str
    per_hour: Fraction | None = None  # None: the policy does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Something about the person that clauses turn on: a question with its answers.

    `assumed` is taken for the answer until another is given: nobody has to be asked.
    """

    says: str
    answers: tuple[str, ...]
    assumed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """One edition of one body's policy."""

    body: str
    name: str
    edition: str
    in_force: Span
    chosen_by: Chooser
    unit: CreditUnit
    zone: str  # IANA zone of the body's deadlines
    currency: str
    profession: Profession | None = None
    purpose: str = ""  # what renewing is for
    rationale: str = ""  # why this interval, and why these requirements
    rationale_source: str = ""  # the key of the source that says so
    zone_said: bool = True  # False: the policy names no zone; ours is the body's seat
    own: frozenset[str] = frozenset()
    asks: Mapping[str, Asked] = field(default_factory=dict)  # by name of the attribute
    credentials: tuple[Credential, ...] = ()
    sources: tuple[Source, ...] = ()
    clauses: tuple[Clause, ...] = ()
    sha256: str = field(default="", compare=False)
    by_kind: Mapping[type, Sequence[tuple[Clause, object]]] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        """Sort the clauses by kind once: judging asks for them all the time."""
        kinds: dict[type, list[tuple[Clause, object]]] = {}
        for clause in self.clauses:
            kinds.setdefault(type(clause.rule), []).append((clause, clause.rule))
        object.__setattr__(self, "by_kind", kinds)

    def of_kind(self, kind: type[R]) -> Sequence[tuple[Clause, R]]:
        """Each clause of one kind with its rule, in file order."""
        return self.by_kind.get(kind, ())  # type: ignore[return-value]  # keyed by type

    def clause(self, id: str) -> Clause:
        """The clause with this id; raises `KeyError` where there is none."""
        for clause in self.clauses:
            if clause.id == id:
                return clause
        raise KeyError(id)


def edition_of(rulebooks: Iterable[Rulebook], edition: str) -> Rulebook | None:
    """The edition of this name; None where it is not among them."""
    return next((each for each in rulebooks if each.edition == edition), None)


def conditions_of(clause: Clause) -> tuple[Who, ...]:
    """Every condition on the person in a clause: its own, and those of its tables."""
    tables = [getattr(clause.rule, each.name) for each in fields(clause.rule)]
    rows = [row for table in tables if isinstance(table, tuple) for row in table]
    return (clause.who, *(row.who for row in rows if isinstance(row, Row | Price)))
