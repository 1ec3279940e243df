"""What clauses get wrong together: names that lead nowhere, dates that overlap."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from recert.rules import rulebook as book
from recert.rules.reading.forms import INLINE, key_of
from recert.rules.reading.problems import Path, suggest
from recert.rules.reading.timing import rough_days
from recert.rules.reading.within import Fault
from recert.rules.rulebook import EVERYTHING, Clause, Span
from recert.rules.schedules import BIRTH_MONTH, BIRTH_YEAR

_BORN: Mapping[str, Collection[str] | None] = {
    BIRTH_MONTH: tuple(str(month) for month in range(1, 13)),
    BIRTH_YEAR: ("odd", "even"),
}
"""What may be asked of anybody without a question in the head."""


@dataclass(frozen=True, slots=True)
class Names:
    """What is written in a file; clauses that could not be read are only in `written`."""

    credentials: Collection[str]
    levels: Collection[str]
    sources: Collection[str]
    asks: Mapping[str, Collection[str] | None]  # the answers; None where it cannot be read
    clauses: Mapping[str, Clause]
    written: Collection[str]
    cited: str = ""  # the source of the rationale in the head

    @property
    def unread(self) -> set[str]:
        """Clauses of which only the name is known: nothing is said against them."""
        return set(self.written) - set(self.clauses)

    def of_kind(self, *kinds: type) -> set[str]:
        """Ids of the clauses of some kinds, and of those that could not be read."""
        found = {id for id, clause in self.clauses.items() if isinstance(clause.rule, kinds)}
        return found | self.unread


def faults(names: Names) -> Iterator[Fault]:
    """Everything wrong between the clauses of one edition."""
    clauses = list(names.clauses.values())
    yield from _source_faults(names)
    for clause in clauses:
        yield from _reference_faults(clause, names)
        yield from _people_faults(clause, ("clauses", clause.id), names)
    yield from _lonely_groups(clauses, names)
    yield from _overlaps(clauses)
    if names.written and not names.of_kind(book.Cycle):
        message = "no clause says which cycle is open; add a cycle (silent: true where unsaid)."
        yield ("clauses",), message


def _source_faults(names: Names) -> Iterator[Fault]:
    used = {names.cited}
    if names.cited and names.cited not in names.sources:
        mend = suggest(names.cited, names.sources)
        yield ("rationale-source",), f'there is no source "{names.cited}"; {mend}'
    for clause in names.clauses.values():
        used.add(clause.source)
        if clause.source not in names.sources:
            mend = suggest(clause.source, names.sources)
            yield ("clauses", clause.id, "source"), f'there is no source "{clause.source}"; {mend}'
    if names.unread:
        return
    for key in names.sources:
        if key not in used:
            yield ("sources", key), f'no clause uses the source "{key}"; cite it or delete it.'


Reference = tuple[str, Iterable[str], set[str], str]
"""The key of a field, what it names, what may be named, and what that is called."""


def _references(rule: book.Rule, names: Names) -> Iterator[Reference]:
    """The fields of a rule that name other clauses."""
    categories = names.of_kind(book.Category)
    match rule:
        case book.Need():
            yield "of", rule.of, categories | {EVERYTHING}, "category"
            yield "accepts", rule.accepts, categories, "category"
        case book.Limit():
            yield "of", rule.of, categories | {EVERYTHING}, "category"
        case book.Carry():
            yield "of", rule.of, categories | {EVERYTHING}, "category"
            yield "barred", rule.barred, names.of_kind(book.Need), "need"
            yield "relabel", filter(None, [rule.relabel]), categories, "category"
        case book.Breadth():
            yield "among", rule.among, categories, "category"
        case book.Route():
            asked = names.of_kind(book.Need, book.Breadth, book.Gate, book.Limit)
            yield "needs", rule.needs, asked, "requirement"
            yield "waives", rule.waives, asked | names.of_kind(book.Fee), "requirement"
        case book.Fee():
            yield "waives", rule.waives, names.of_kind(book.Fee), "fee"
        case book.Leave():
            needs = names.of_kind(book.Need)
            asked = names.of_kind(book.Need, book.Breadth, book.Gate, book.Limit)
            yield "of", rule.of, needs, "need"
            yield "leaves", rule.leaves, needs, "need"
            yield "waives", rule.waives, asked, "requirement"
            yield "fee", filter(None, [rule.fee]), _asked_for(names), "fee for more time"


def _asked_for(names: Names) -> set[str]:
    """Fees for more time that are not simply sold: somebody asks, and pays what is granted."""
    others = {
        id
        for id, clause in names.clauses.items()
        if isinstance(clause.rule, book.Fee)
        and (clause.rule.for_ is not book.For.EXTENSION or clause.rule.extends is not None)
    }
    return names.of_kind(book.Fee) - others


def _reference_faults(clause: Clause, names: Names) -> Iterator[Fault]:
    for key, named, known, called in _references(clause.rule, names):
        for word in named:
            if word not in known:
                path: Path = ("clauses", clause.id, clause.kind, key)
                yield path, f'there is no {called} "{word}"; {suggest(word, known)}'
    level = getattr(clause.rule, "to_level", "")
    if level and level not in names.levels:
        mend = suggest(level, names.levels)
        yield ("clauses", clause.id, "route", "to-level"), f'there is no level "{level}"; {mend}'


def _people_faults(value: Any, path: Path, names: Names) -> Iterator[Fault]:
    """What any condition on people names, however deep it stands."""
    if isinstance(value, book.Who):
        yield from _answer_faults(value, (*path, "attributes"), names)
        for key, known in (("credentials", names.credentials), ("levels", names.levels)):
            for word in sorted(getattr(value, key)):
                if word not in known:
                    yield (*path, key), f'there is no {key[:-1]} "{word}"; {suggest(word, known)}'
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _people_faults(item, (*path, index), names)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            child = getattr(value, field.name)
            yield from _people_faults(child, _below(value, field.name, path), names)


def _answer_faults(who: book.Who, path: Path, names: Names) -> Iterator[Fault]:
    """Attributes that nobody is asked for, and answers that nobody can give."""
    known = {**_BORN, **names.asks}
    for name, answer in who.attributes.items():
        if name not in known:
            mend = suggest(name, names.asks) if names.asks else "add asks: to the head."
            yield (*path, name), f'nothing in the head asks for "{name}"; {mend}'
            continue
        answers = known[name]
        if answers is not None and answer not in answers:
            yield (*path, name), f'"{answer}" is no answer to it; {suggest(answer, answers)}'


def _below(value: Any, field: str, path: Path) -> Path:
    """The path of a field; a clause's rule stands under its kind, an inline field nowhere."""
    if INLINE.get(type(value)) == field:
        return path
    if isinstance(value, Clause) and field == "rule":
        return (*path, value.kind)
    return (*path, key_of(type(value), field))


def _lonely_groups(clauses: list[Clause], names: Names) -> Iterator[Fault]:
    """An exclusive group of one keeps nothing apart, so its name is likely a slip."""
    groups: dict[str, list[Clause]] = {}
    for clause in clauses:
        if isinstance(clause.rule, book.Need) and clause.rule.exclusive:
            groups.setdefault(clause.rule.exclusive, []).append(clause)
    for group, members in groups.items():
        if len(members) == 1 and not names.unread:
            others = set(groups) - {group}
            mend = (
                suggest(group, others) if others else "name it in another need too, or delete it."
            )
            message = f'only this need is in the exclusive group "{group}"; {mend}'
            yield ("clauses", members[0].id, "need", "exclusive"), message


def _overlaps(clauses: list[Clause]) -> Iterator[Fault]:
    """Two clauses in force at once that give two answers to one question."""
    alternatives = {
        id for clause in clauses if isinstance(clause.rule, book.Route) for id in clause.rule.needs
    }
    for first, second in combinations(clauses, 2):
        if first.kind != second.kind or first.chosen_by != second.chosen_by:
            continue
        if first.who != second.who or not _meet(first.span, second.span):
            continue
        if {first.id, second.id} & alternatives or not _same_question(first.rule, second.rule):
            continue
        message = f'it overlaps "{first.id}", which answers the same; set since or until apart.'
        yield ("clauses", second.id), message


def _same_question(first: book.Rule, second: book.Rule) -> bool:
    match first, second:
        case book.Cycle(), book.Cycle():
            return first.fixed is None or second.fixed is None or _meet(first.fixed, second.fixed)
        case book.Need(), book.Need():
            return _asked(first) == _asked(second)
        case book.Limit(), book.Limit():
            alike = (first.of, first.per, first.each) == (second.of, second.per, second.each)
            return alike and (first.share is None) == (second.share is None)
        case book.Fee(), book.Fee():
            same = (first.for_, first.instead) == (second.for_, second.instead)
            return (
                same
                and _meet(first.filed or Span(), second.filed or Span())
                and _late_together(first.late, second.late)
            )
        case book.Lapse(), book.Lapse():
            return _late_together(first.stage, second.stage)
    return False


def _asked(need: book.Need) -> tuple[object, ...]:
    """What makes two needs the same question, whatever the amount."""
    looks_back = need.within, need.ever
    return need.of, need.per, need.exclusive, need.beyond_limits, need.in_one, looks_back


def _late_together(first: book.Lateness | None, second: book.Lateness | None) -> bool:
    """Whether some day is late in both ways."""
    if first is None or second is None:
        return first is second
    if first.until and rough_days(first.until) <= rough_days(second.after):
        return False
    return not (second.until and rough_days(second.until) <= rough_days(first.after))


def _meet(first: Span, second: Span) -> bool:
    """Whether two spans share a day."""
    if first.until and second.since and first.until < second.since:
        return False
    return not (second.until and first.since and second.until < first.since)
