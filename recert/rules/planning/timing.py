"""Timing: a draft as lines, each with the day by which so much of it has to be done.

Of twenty hours that serve two certifications the first may need but three: those have its
last day, and the others the later one. The law is asked again, at each of those days with
what is due by then; where it does not agree, all of a task has its earliest day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import ceil

from recert.rules.amounts import ZERO
from recert.rules.facts import Facts
from recert.rules.findings import RequirementFinding
from recert.rules.planning.ledgers import Ledger
from recert.rules.planning.offering import Books
from recert.rules.planning.plans import Line, Service
from recert.rules.planning.proving import Draft, Task, expected, judged, left, name_of


@dataclass(frozen=True, slots=True)
class Due:
    """A requirement that is short, by when, and what an hour of each task does for it."""

    holding: str
    clause: str
    by: date
    short: Fraction
    rates: dict[int, Fraction]  # by the place of the task


@dataclass(frozen=True, slots=True)
class Part:
    """So much of the task at a place, by a day."""

    place: int
    hours: Fraction
    by: date


def lines_of(books: Books, facts: Facts, draft: Draft) -> Iterator[Line]:
    """The lines of a proven draft."""
    dues = [due for ledger, _ in _pairs(draft) for due in _dues(ledger, draft)]
    parts = _parted(draft, dues)
    if not all(list(_services(part, dues)) for part in parts) or not _holds(
        books, facts, draft, parts
    ):
        parts = _undivided(draft, dues)
    for part in parts:
        task = draft.tasks[part.place]
        serves = tuple(_services(part, dues))
        yield replace(task.line, hours=part.hours, by=part.by, serves=serves)


def _pairs(draft: Draft) -> Iterable[tuple[Ledger, frozenset[str]]]:
    return zip(draft.ledgers, draft.unmet, strict=True)


def _dues(ledger: Ledger, draft: Draft) -> Iterator[Due]:
    """What of a ledger the tasks serve, as the law shares it out."""
    after = draft.after[draft.ledgers.index(ledger)]
    served: dict[tuple[int, str], Fraction] = {}
    for place, task in enumerate(draft.tasks):
        for each in after.activities:
            if task.hours and each.activity.startswith(name_of(place)):
                for service in each.serves:
                    key = (place, service.clause)
                    served[key] = served.get(key, ZERO) + service.amount / task.hours
    for finding in filter(left, ledger.standing.requirements):
        rates = {
            place: rate
            for (place, clause), rate in served.items()
            if clause == finding.clause and _within(finding, ledger.day(draft.tasks[place].offer))
        }
        by = _by(finding, ledger)
        yield Due(ledger.holding, finding.clause, by, finding.short, rates)


def _within(finding: RequirementFinding, day: date) -> bool:
    return (finding.since or day) <= day <= (finding.until or day)


def _by(finding: RequirementFinding, ledger: Ledger) -> date:
    """The last day on which a requirement can be served: of its window, else of earning."""
    return min(ledger.until, finding.until or ledger.until)


def _parted(draft: Draft, dues: Sequence[Due]) -> list[Part]:
    """Every task parted by what is due first, in pieces that can be taken."""
    parts: dict[tuple[int, date], Fraction] = {}
    for due in sorted(dues, key=lambda each: (each.by, each.holding, each.clause)):
        lacking = due.short - sum(
            (rate * _taken(parts, place) for place, rate in due.rates.items()), ZERO
        )
        for place, rate in due.rates.items():
            task = draft.tasks[place]
            if lacking <= 0 or not rate:
                continue
            wanted = ceil(lacking / rate / task.step) * task.step
            hours = min(wanted, task.hours - _taken(parts, place))
            parts[place, due.by] = parts.get((place, due.by), ZERO) + hours
            lacking -= hours * rate
    for place, task in enumerate(draft.tasks):
        by = max((due.by for due in dues if place in due.rates), default=task.line.by)
        parts[place, by] = parts.get((place, by), ZERO) + task.hours - _taken(parts, place)
    return [Part(place, hours, by) for (place, by), hours in parts.items() if hours]


def _taken(parts: dict[tuple[int, date], Fraction], place: int) -> Fraction:
    return sum((hours for (at, _), hours in parts.items() if at == place), ZERO)


def _undivided(draft: Draft, dues: Sequence[Due]) -> list[Part]:
    """Every task whole, by the earliest day of all that it serves."""
    return [
        Part(place, task.hours, min([task.line.by, *(d.by for d in dues if place in d.rates)]))
        for place, task in enumerate(draft.tasks)
        if task.hours
    ]


def _holds(books: Books, facts: Facts, draft: Draft, parts: Sequence[Part]) -> bool:
    """Whether at each last day enough is done, counting only what is due by then."""
    for ledger, unmet in _pairs(draft):
        for day in {_by(finding, ledger) for finding in ledger.standing.requirements}:
            tasks = _by_then(draft.tasks, parts, day)
            if tasks == draft.tasks:
                continue  # all of it: that is proven
            after = judged(books, facts, ledger, tasks, pieces=draft.in_pieces)
            if any(
                left(finding) and _by(finding, ledger) <= day and not expected(finding, unmet)
                for finding in after.requirements
            ):
                return False
    return True


def _by_then(tasks: Sequence[Task], parts: Sequence[Part], day: date) -> tuple[Task, ...]:
    hours = dict.fromkeys(range(len(tasks)), ZERO)
    for part in parts:
        if part.by <= day:
            hours[part.place] += part.hours
    return tuple(replace(task, hours=hours[place]) for place, task in enumerate(tasks))


def _services(part: Part, dues: Sequence[Due]) -> Iterator[Service]:
    """What a part serves: all that is not due before it."""
    amounts: dict[tuple[str, str], Fraction] = {}
    for due in dues:
        if part.place in due.rates and due.by >= part.by:
            amounts[due.holding, due.clause] = due.rates[part.place] * part.hours
    for (holding, clause), amount in amounts.items():
        yield Service(holding=holding, clause=clause, amount=amount)
