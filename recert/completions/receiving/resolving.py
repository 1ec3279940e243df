"""Resolving: which course, edition, class and day a line means.

Loaded for a batch of lines at once: as many queries for five hundred as for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _

from recert.catalogue.models import Course, CourseClass, CourseEdition, Provider, Source
from recert.completions.lines import Line, Problem
from recert.lib.days import latest_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """What a line is about, as far as it could be told, and what was wrong with it."""

    course: Course | None = None
    edition: CourseEdition | None = None
    course_class: CourseClass | None = None
    completed: date | None = None
    problems: tuple[Problem, ...] = ()


class Resolver:
    """Knows what a provider teaches; `resolve` answers for the lines it was `prepare`d for."""

    def __init__(
        self,
        provider: Provider,
        at: datetime,
        course_class: CourseClass | None = None,
        source: Source | None = None,
    ) -> None:
        self._provider = provider
        self._latest = latest_day(at)
        self._class = course_class
        self._allowed = set(source.courses.values_list("pk", flat=True)) if source else set()
        self._courses: dict[str, Course] = {}
        self._editions: dict[int, list[CourseEdition]] = {}
        self._classes: dict[str, CourseClass] = {}

    def prepare(self, lines: Iterable[Line]) -> None:
        """Load what these lines name and is not known yet: three queries at most."""
        lines = tuple(lines)
        self._load_classes({line.course_class for line in lines} - {""} - set(self._classes))
        self._load_courses({line.course for line in lines} - {""} - set(self._courses))

    def _load_classes(self, named: set[str]) -> None:
        if not named:
            return
        found = CourseClass.objects.filter(
            Q(public_id__in=named) | Q(number__in=named), edition__course__provider=self._provider
        ).select_related("edition__course")
        for row in found.order_by("-pk"):
            self._classes[row.public_id] = row
            if row.number in named:
                self._classes.setdefault(row.number, row)

    def _load_courses(self, named: set[str]) -> None:
        if not named:
            return
        found = Course.objects.filter(
            Q(public_id__in=named) | Q(number__in=named), provider=self._provider
        )
        for row in found:
            self._courses[row.public_id] = self._courses[row.number] = row
        ids = {row.pk for row in found} - set(self._editions)
        self._editions |= {pk: [] for pk in ids}
        editions = CourseEdition.objects.filter(course__in=ids, superseded_by=None)
        for edition in editions.select_related("course").order_by("-since", "-number"):
            self._editions[edition.course_id].append(edition)

    def resolve(self, line: Line) -> Meant:
        """What a line is about; it was among those prepared for."""
        problems: list[Problem] = list(line.wrong)
        course_class = self._class_of(line, problems)
        completed = line.completed or (_last_day(course_class) if course_class else None)
        self._look_at_day(line, completed, course_class, problems)
        if course_class is not None:
            edition: CourseEdition | None = course_class.edition
            course: Course | None = course_class.edition.course
            _agree(line, course_class.edition.course, problems)
        else:
            course = self._course_of(line, problems)
            edition = (
                None if course is None else self._edition_of(line, course, completed, problems)
            )
        if course is not None and self._allowed and course.pk not in self._allowed:
            problems.append(_not_this_key(line, course))
        return Meant(
            course=course,
            edition=edition,
            course_class=course_class,
            completed=completed,
            problems=tuple(problems),
        )

    def _class_of(self, line: Line, problems: list[Problem]) -> CourseClass | None:
        if not line.course_class:
            return self._class
        found = self._classes.get(line.course_class)
        if found is None:
            problems.append(
                Problem(
                    field="course_class",
                    value=line.course_class,
                    rule=_("There is no class of yours with this number."),
                    fix=_("Write the number as it stands on your list of classes."),
                )
            )
        elif found.cancelled_at is not None:
            problems.append(
                Problem(
                    field="course_class",
                    value=line.course_class,
                    rule=_("This class was cancelled."),
                    fix=_("Choose the class that was held instead."),
                )
            )
        return found

    def _course_of(self, line: Line, problems: list[Problem]) -> Course | None:
        found = self._courses.get(line.course)
        is_told = _has(line, "course") or _has(line, "their_course")
        if found is None and not (line.course_class or is_told):
            problems.append(
                Problem(
                    field="course",
                    value=line.course,
                    rule=_("There is no course of yours with this number.")
                    if line.course
                    else _("A completion is of a course."),
                    fix=_("Write the number as it stands on your list of courses."),
                )
            )
        return found

    def _edition_of(
        self, line: Line, course: Course, completed: date | None, problems: list[Problem]
    ) -> CourseEdition | None:
        editions = self._editions[course.pk]
        if line.edition is not None:
            found = next((each for each in editions if each.number == line.edition), None)
            if found is None:
                problems.append(
                    Problem(
                        field="edition",
                        value=str(line.edition),
                        rule=_("The course has no edition with this number."),
                        fix=_("Leave it empty for the one that was taught on that day."),
                    )
                )
            return found
        if completed is None:
            return None
        found = next((each for each in editions if each.since <= completed), None)
        if found is None:
            problems.append(
                Problem(
                    field="completed",
                    value=completed.isoformat(),
                    rule=_("The course was not taught yet on this day."),
                    fix=_("Check the day, or the first day of the course’s first edition."),
                )
            )
        return found

    def _look_at_day(
        self,
        line: Line,
        completed: date | None,
        course_class: CourseClass | None,
        problems: list[Problem],
    ) -> None:
        if completed is None:
            if not _has(line, "completed"):
                problems.append(
                    Problem(
                        field="completed",
                        value="",
                        rule=_("A completion has a day."),
                        fix=_("Write the day it was completed, such as 2026-03-14."),
                    )
                )
            return
        if completed > self._latest:
            problems.append(
                Problem(
                    field="completed",
                    value=completed.isoformat(),
                    rule=_("This day lies in the future."),
                    fix=_("Check the year, or report it once it is completed."),
                )
            )
        begun = _first_day(course_class) if course_class else None
        if begun and completed < begun:
            problems.append(
                Problem(
                    field="completed",
                    value=completed.isoformat(),
                    rule=_("The class began on %(day)s only.") % {"day": begun.isoformat()},
                    fix=_("Check the day, or choose another class."),
                )
            )
        if line.started and line.started > completed:
            problems.append(
                Problem(
                    field="started",
                    value=line.started.isoformat(),
                    rule=_("It starts after it was completed."),
                    fix=_("Check both days."),
                )
            )


def _has(line: Line, field: str) -> bool:
    """Whether the reader already said what is wrong with a field."""
    return any(each.field == field for each in line.wrong)


def _agree(line: Line, course: Course, problems: list[Problem]) -> None:
    if line.course and line.course not in (course.number, course.public_id):
        problems.append(
            Problem(
                field="course",
                value=line.course,
                rule=_("The class is one of the course %(number)s.") % {"number": course.number},
                fix=_("Leave the course empty, or choose another class."),
            )
        )


def _not_this_key(line: Line, course: Course) -> Problem:
    return Problem(
        field="course",
        value=line.course or course.number,
        rule=_("This key does not report for this course."),
        fix=_("Use another key, or let this one report for the course too."),
    )


def _first_day(course_class: CourseClass) -> date | None:
    return _day(course_class, course_class.starts_at)


def _last_day(course_class: CourseClass) -> date | None:
    return _day(course_class, course_class.ends_at or course_class.starts_at)


def _day(course_class: CourseClass, moment: datetime | None) -> date | None:
    return moment and moment.astimezone(ZoneInfo(course_class.zone)).date()


def batches(lines: Iterable[Line], size: int) -> Iterable[Sequence[Line]]:
    """The lines in parts of at most so many, without holding them all."""
    part: list[Line] = []
    for line in lines:
        part.append(line)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part
