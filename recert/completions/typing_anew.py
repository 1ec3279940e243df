"""Typing anew: what a completion said, as words to be mended one by one, or alike ones at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from recert.catalogue.queries import ProviderDuty, provider_for_staff
from recert.completions.correcting import correct
from recert.completions.lines import Line, line_of
from recert.completions.models import Completion
from recert.completions.queries import tray_of
from recert.completions.rosters.fields import Field
from recert.completions.rosters.saying import context_of, line_said
from recert.lib.refusals import Refused
from recert.people.models import Person

MOST_AT_ONCE = 200
"""So many alike rows of the tray are mended at once."""

_WHO = (Field.BODY, Field.NUMBER, Field.BORN, Field.EMAIL, Field.NAME, Field.ACCOUNT)


def words_of(completion: Completion) -> dict[str, str]:
    """What a completion said, field by field, as its sender wrote it or as it was read."""
    line = line_of(completion)
    typed = completion.said.get("words")
    said = dict(typed) if isinstance(typed, dict) else {}
    passed = {None: "", True: "yes", False: "no"}[line.passed]
    read = {
        Field.BODY: line.named.body,
        Field.NUMBER: line.named.number,
        Field.BORN: line.named.born,
        Field.EMAIL: line.named.email,
        Field.NAME: line.named.name,
        Field.ACCOUNT: line.named.account,
        Field.COURSE: "" if completion.course_class else line.course,
        Field.COMPLETED: line.completed.isoformat() if line.completed else "",
        Field.STARTED: line.started.isoformat() if line.started else "",
        Field.MINUTES: "" if line.minutes is None else str(line.minutes),
        Field.PASSED: passed,
        Field.GRADE: line.grade,
        Field.ROLE: line.role,
        Field.EXTERNAL_ID: line.external_id,
    }
    found = {str(field): value for field, value in read.items() if value}
    dropped = (Field.HOURS,) if line.minutes is not None else ()
    return {key: value for key, value in {**said, **found}.items() if key not in dropped}


def line_anew(completion: Completion, words: Mapping[str, str]) -> Line:
    """The line these words say in the place of a completion's.

    What cannot be typed here stays as it was: parts, credit and edition that a machine stated,
    the account's system, and whom it was taken for where nothing of how they are named changed.
    """
    before, old = words_of(completion), line_of(completion)
    line = line_said(1, words, context_of(completion.provider, completion.course_class))
    if "words" not in completion.said:
        line = replace(line, parts=old.parts, awards=old.awards)
        if completion.said.get("edition") and line.course in ("", old.course):
            line = replace(line, edition=old.edition)
    if all(words.get(field, "") == before.get(field, "") for field in _WHO):
        return replace(line, named=old.named)
    if line.named.account == old.named.account:
        return replace(line, named=replace(line.named, system=old.named.system))
    return line


@dataclass(frozen=True, slots=True)
class MendedAlike:
    """How many rows were mended, and how many still need something else."""

    mended: int
    left: int


def mend_alike(
    *, by: Person, at: datetime, provider_slug: str, field: str, value: str, becomes: str
) -> MendedAlike:
    """Let a value that is wrong in several rows of the tray become another, and try each again.

    Each row by itself: one that still needs something else stays as it is.
    """
    provider = provider_for_staff(by, provider_slug, ProviderDuty.REPORT)
    mended = left = 0
    for row in alike_in_tray(list(tray_of(provider)[:1000]), field, value)[:MOST_AT_ONCE]:
        words = {**words_of(row), field: becomes.strip()}
        try:
            correct(by=by, at=at, completion=row, line=line_anew(row, words))
            mended += 1
        except Refused:
            left += 1
    return MendedAlike(mended, left)


def alike_in_tray(rows: list[Completion], field: str, value: str) -> list[Completion]:
    """The rows in which this value of this field is wrong."""
    return [
        row
        for row in rows
        if any(each["field"] == field and each["value"] == value for each in row.problems)
    ]
