"""Lines: what one row of a report says, and what is answered to it.

The same shapes for every way in. Whoever reads a file or a form fills them; what could not be
read goes into `wrong`, so that it is answered with the rest and nothing typed is lost.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from fractions import Fraction

from recert.completions.models import Completion, CompletionState, Report
from recert.rules.amounts import show


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """How a provider names somebody. Two facts that agree find a person, or one that is checked.

    A number goes with `born` or `email`; an e-mail may go alone; `account` is known once linked.
    `person` is a public id, and only speaks for somebody who is enrolled or claims it themselves.
    The name is never looked up by: it only keeps a number with a slip in it from being believed.
    """

    body: str = ""  # slug
    number: str = ""  # of a certification of that body
    born: str = ""  # month and day: 03-14
    email: str = ""
    name: str = ""
    system: str = ""  # where the account is: its home page
    account: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartTaken:
    """Minutes taken of what was about these topics: partial credit."""

    minutes: int
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Awarded:
    """Credit as the provider states it; `by` is a body's slug, empty for plain hours."""

    amount: Fraction
    unit: str
    by: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with one field, by which rule, and how to mend it."""

    field: str
    value: str
    rule: str
    fix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one row says. What it leaves out is taken from the class or the edition."""

    row: int
    named: Named
    external_id: str = ""  # the provider's own: speaks once
    course: str = ""  # the provider's number of it, or its public id
    edition: int | None = None  # its number; else the one taught on that day
    course_class: str = ""  # its public id, or the provider's number of it
    completed: date | None = None
    started: date | None = None
    minutes: int | None = None  # that somebody was there
    passed: bool | None = None
    grade: str = ""
    parts: tuple[PartTaken, ...] = ()
    awards: tuple[Awarded, ...] = ()
    role: str = "learner"  # or presenter
    said: Mapping[str, object] = field(default_factory=dict)  # the row as it came
    wrong: tuple[Problem, ...] = ()  # what could not be read


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of one row; `completion` is a public id, empty when nothing was kept."""

    row: int
    state: CompletionState
    completion: str = ""
    external_id: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What became of a report; `report` is None when it was only tried."""

    report: Report | None
    answers: tuple[Answer, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are in each state; states nobody is in are left out."""
        found: dict[str, int] = {}
        for answer in self.answers:
            found[answer.state.value] = found.get(answer.state.value, 0) + 1
        return found


def digest_of(lines: Iterable[Line]) -> str:
    """The same for the same lines, however often they are sent; gone through one by one."""
    found = hashlib.sha256()
    for line in lines:
        found.update(json.dumps(_plain(line), sort_keys=True, default=str).encode())
        found.update(b"\n")
    return found.hexdigest()


def _plain(line: Line) -> list[object]:
    named = line.named
    return [
        line.row,
        [named.body, named.number, named.born, named.email, named.name],
        [named.system, named.account, named.person],
        [line.external_id, line.course, line.edition, line.course_class],
        [line.completed, line.started, line.minutes, line.passed, line.grade, line.role],
        [[part.minutes, *part.topics] for part in line.parts],
        [[str(each.amount), each.unit, each.by, each.number] for each in line.awards],
        [[each.field, each.value] for each in line.wrong],
    ]


def named_plain(named: Named) -> dict[str, str]:
    """What is known of how somebody was named, as it is kept."""
    said = {each.name: getattr(named, each.name) for each in fields(named)}
    return {name: value for name, value in said.items() if value}


def answer_of(row: Completion) -> Answer:
    """The answer a kept completion gives today."""
    return Answer(
        row=row.row,
        state=CompletionState(row.state),
        completion=row.public_id,
        external_id=row.external_id,
        problems=tuple(Problem(**each) for each in row.problems),
    )


def line_of(row: Completion) -> Line:
    """What a kept completion says, to be put right and sent again."""
    return Line(
        row=row.row,
        named=Named(**row.named),
        external_id=row.external_id,
        course=row.course.number if row.course else "",
        edition=row.edition.number if row.edition else None,
        course_class=row.course_class.public_id if row.course_class else "",
        completed=row.completed,
        started=row.started,
        minutes=row.minutes,
        passed=row.passed,
        grade=row.grade,
        parts=tuple(
            PartTaken(minutes=each["minutes"], topics=tuple(each["topics"])) for each in row.parts
        ),
        awards=tuple(
            Awarded(
                amount=Fraction(each["amount"]),
                unit=each["unit"],
                by=each["by"],
                number=each["number"],
            )
            for each in row.awards
        ),
        role=row.role,
        said=row.said,
    )


def awards_plain(awards: Iterable[Awarded]) -> list[dict[str, str]]:
    """Stated credit as it is kept."""
    return [
        {"amount": show(each.amount), "unit": each.unit, "by": each.by, "number": each.number}
        for each in awards
    ]
