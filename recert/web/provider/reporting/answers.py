"""Answers: what became of the rows of a report, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.completions.lines import Problem
from recert.completions.models import Completion, CompletionState
from recert.completions.rosters.fields import name_of
from recert.completions.rosters.trying import RIGHT
from recert.standing.words import day_words

S = CompletionState

SAYS: dict[str, tuple[str, object]] = {
    S.ACCEPTED: ("good", lazy("Posted")),
    S.DUPLICATE: ("quiet", lazy("Already reported")),
    S.UNMATCHED: ("warn", lazy("Not found yet, waits in the tray")),
    S.PROBLEM: ("stop", lazy("Needs attention")),
    S.FAILED: ("note", lazy("Recorded, no credit")),
    S.HELD: ("warn", lazy("Waits for a body")),
    S.VOIDED: ("quiet", lazy("Voided")),
    S.SUPERSEDED: ("quiet", lazy("Corrected")),
}
"""What became of a row: tone and words."""

WOULD: dict[str, tuple[str, object]] = {
    **SAYS,
    S.ACCEPTED: ("good", lazy("Right, and found")),
    S.UNMATCHED: ("warn", lazy("Right, nobody found yet")),
    S.FAILED: ("note", lazy("Not passed, no credit")),
    RIGHT: ("good", lazy("Right")),
    "left-out": ("quiet", lazy("Left out")),
}
"""What would become of a row."""


@dataclass(frozen=True, slots=True)
class ProblemWords:
    """A problem with its field's name."""

    field: str
    value: str
    rule: str
    fix: str


@dataclass(frozen=True, slots=True)
class RowWords:
    """One row and what became of it."""

    row: int
    completion: str
    who: str
    what: str
    tone: str
    says: object
    problems: tuple[ProblemWords, ...]


def problem_words(problems: Iterable[Problem]) -> tuple[ProblemWords, ...]:
    """Problems, each with the name of its field."""
    return tuple(
        ProblemWords(field_words(each.field), each.value, each.rule, each.fix) for each in problems
    )


def field_words(field: str) -> str:
    """What people call a field of a completion."""
    more = {"parts": _("Parts"), "awards": _("Credit"), "row": _("Row"), "edition": _("Edition")}
    return more.get(field) or name_of(field)


def row_words(row: Completion) -> RowWords:
    """What became of one row that was posted."""
    tone, says = SAYS[row.state]
    return RowWords(
        row=row.row,
        completion=row.public_id,
        who=who_words(row),
        what=what_words(row),
        tone=tone,
        says=says,
        problems=problem_words(Problem(**each) for each in row.problems),
    )


def who_words(row: Completion) -> str:
    """How the provider named somebody; whom we took it for only where they came themselves."""
    named = row.named
    if named.get("person") and row.person is not None:
        return str(named.get("name") or row.person)
    number = " ".join(filter(None, (named.get("body", "").upper(), named.get("number", ""))))
    said = (named.get("name", ""), number, named.get("email", ""), named.get("account", ""))
    return ", ".join(each for each in said if each) or _("Nobody named")


def what_words(row: Completion) -> str:
    """Which course on which day."""
    course = row.course.number if row.course else ""
    return ", ".join(filter(None, (course, day_words(row.completed) if row.completed else "")))


def counted(
    counts: dict[str, int], says: dict[str, tuple[str, object]]
) -> list[tuple[str, object, int]]:
    """Tone, words and how many, in the order of the words."""
    return [(*says[state], counts[state]) for state in says if counts.get(state)]
