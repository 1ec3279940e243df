"""Bringing: a list of courses entered at once; looked at first, and safe to bring again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from recert.catalogue.actions.courses import enter_course, mend_edition, new_edition, rests_on
from recert.catalogue.course_lists import Problem, ReadRow, read_list
from recert.catalogue.course_queries import newest_edition
from recert.catalogue.models import Course, Provider
from recert.catalogue.queries import ProviderDuty, provider_for_staff
from recert.catalogue.records import edition_draft, tidied
from recert.lib.days import local_day
from recert.lib.refusals import Refused
from recert.people.models import Person

MOST_ROWS = 5_000


class Outcome(StrEnum):
    """What comes of a row."""

    NEW = "new"
    SAME = "same"  # it says what is there
    MENDED = "mended"
    ANEW = "anew"  # a new edition, because the one there is relied on
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Brought:
    """One row and what came of it, or would come."""

    row: int
    number: str
    title: str
    outcome: Outcome
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Bringing:
    """What came of a list: its rows, the headings left out, and whether it was entered."""

    rows: tuple[Brought, ...]
    unknown: tuple[str, ...]
    is_entered: bool

    def count(self, outcome: Outcome) -> int:
        """How many rows came to that."""
        return sum(each.outcome is outcome for each in self.rows)


class _OnlyLooked(Exception):
    """Nothing is kept."""


def bring_courses(
    *,
    by: Person,
    at: datetime,
    provider_slug: str,
    headers: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str]]],
    look: bool = False,
    good_only: bool = False,
) -> Bringing:
    """Enter a list of courses: all of it or nothing, or with `good_only` the rows that are right.

    `look`: say what would come of it and keep nothing. The same list again changes nothing.
    """
    provider = provider_for_staff(by, provider_slug, ProviderDuty.COURSES)
    read, unknown = read_list(headers, rows, local_day(at, provider.zone))
    if len(read) > MOST_ROWS:
        raise Refused(
            _("There are more than %(most)s courses. Bring the list in parts.")
            % {"most": MOST_ROWS},
            "file",
        )
    found: list[Brought] = []
    try:
        with transaction.atomic():
            found += [_enter(by, at, provider, each) for each in read]
            is_whole = all(each.outcome is not Outcome.WRONG for each in found)
            if look or not (is_whole or good_only):
                raise _OnlyLooked
    except _OnlyLooked:
        return Bringing(tuple(found), unknown, is_entered=False)
    return Bringing(tuple(found), unknown, is_entered=True)


def _enter(by: Person, at: datetime, provider: Provider, row: ReadRow) -> Brought:
    if row.draft is None:
        return Brought(row.row, row.number, "", Outcome.WRONG, row.problems)
    try:
        with transaction.atomic():
            outcome = _outcome(by, at, provider, row)
    except Refused as refused:
        problems = tuple(
            Problem(
                each.field, row.number if each.field == "number" else "", "refused", each.sentence
            )
            for each in refused.refusals
        )
        return Brought(row.row, row.number, row.draft.title, Outcome.WRONG, problems)
    return Brought(row.row, row.number, row.draft.title, outcome)


def _outcome(by: Person, at: datetime, provider: Provider, row: ReadRow) -> Outcome:
    assert row.draft is not None  # the caller looked
    slug, draft = provider.slug, row.draft
    course = Course.objects.filter(provider=provider, number=row.number).first()
    if course is None:
        enter_course(by=by, at=at, provider_slug=slug, number=row.number, draft=draft)
        return Outcome.NEW
    there = newest_edition(course)
    same_days = replace(tidied(draft), since=there.since)
    if same_days == edition_draft(there):
        return Outcome.SAME
    if not rests_on(there):
        mend_edition(by=by, at=at, provider_slug=slug, course_id=course.public_id, draft=same_days)
        return Outcome.MENDED
    new_edition(by=by, at=at, provider_slug=slug, course_id=course.public_id, draft=draft)
    return Outcome.ANEW
