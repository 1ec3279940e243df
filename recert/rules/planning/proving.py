"""Proving: a draft judged as if all of it were done, by the law and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from recert.rules.facts import Activity, Facts
from recert.rules.findings import RequirementFinding, Standing, State
from recert.rules.judging import judge
from recert.rules.planning.ledgers import Ledger
from recert.rules.planning.offering import Books
from recert.rules.planning.offers import Offer
from recert.rules.planning.plans import Line

CREDIT = ("need", "breadth")
LONGEST = 400
"""Courses of a piece each, at most, that a proof takes apart."""


@dataclass(frozen=True, slots=True)
class Task:
    """Hours of one offer, and the line that will tell of them."""

    offer: Offer
    hours: Fraction
    step: Fraction
    line: Line


@dataclass(frozen=True, slots=True)
class Draft:
    """Tasks for some certifications, what they leave short, and where each then stands."""

    ledgers: tuple[Ledger, ...]
    tasks: tuple[Task, ...]
    unmet: tuple[frozenset[str], ...]
    after: tuple[Standing, ...] = ()
    in_pieces: bool = False  # as courses of a piece each, for the law bears out no longer ones


def tried(books: Books, facts: Facts, draft: Draft) -> Draft:
    """The draft judged: with one course for each task, or else with courses of a piece each."""
    whole = _after(books, facts, draft, pieces=False)
    if not unproven(whole) or sum(task.hours / task.step for task in draft.tasks) > LONGEST:
        return whole
    return _after(books, facts, draft, pieces=True)


def _after(books: Books, facts: Facts, draft: Draft, *, pieces: bool) -> Draft:
    after = tuple(
        judged(books, facts, ledger, draft.tasks, pieces=pieces) for ledger in draft.ledgers
    )
    return replace(draft, after=after, in_pieces=pieces)


def judged(
    books: Books, facts: Facts, ledger: Ledger, tasks: Sequence[Task], *, pieces: bool
) -> Standing:
    """Where a certification stands once the tasks are done."""
    done = list(_done(tasks, ledger, pieces=pieces))
    day = max([ledger.standing.as_of, *(each.completed for each in done)])
    having = replace(facts, activities=(*facts.activities, *done))
    return judge(books.get(ledger.standing.body, ()), having, ledger.holding, day)


def _done(tasks: Sequence[Task], ledger: Ledger, *, pieces: bool) -> Iterator[Activity]:
    """The tasks done, on the first day on which each may be."""
    for place, task in enumerate(tasks):
        day = ledger.day(task.offer)
        if day > ledger.until or not task.hours:
            continue
        many = int(task.hours / task.step) if pieces else 1
        for number in range(many):
            id = f"{name_of(place)}{number}"
            yield task.offer.activity(id, task.hours / many, day)


def name_of(place: int) -> str:
    """What the activities of a task are called, before their number."""
    return f"planned-{place}-"


def unproven(draft: Draft) -> frozenset[str]:
    """The holdings of which the law still finds short what the draft says it fills."""
    return frozenset(
        ledger.holding
        for ledger, unmet, after in zip(draft.ledgers, draft.unmet, draft.after, strict=True)
        if after.edition != ledger.standing.edition
        or any(left(finding) and not expected(finding, unmet) for finding in after.requirements)
    )


def left(finding: RequirementFinding) -> bool:
    """Whether credit is short here."""
    return finding.kind in CREDIT and finding.state is State.SHORT


def expected(finding: RequirementFinding, unmet: frozenset[str]) -> bool:
    """Whether the draft leaves it short knowingly."""
    names = {finding.clause, f"{finding.clause} from {finding.since}"}
    return any(key in names or key.split(" in ")[0].split(" across ")[0] in names for key in unmet)
