"""Courses: entered, put right, taught anew, listed, retired. An edition is never edited."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils.translation import gettext as _

from recert.catalogue.course_queries import newest_edition
from recert.catalogue.entering import CourseDraft, course_refusals, number_refusals
from recert.catalogue.laying import lay_out
from recert.catalogue.models import (
    ApprovalState,
    Course,
    CourseApproval,
    CourseClass,
    CourseEdition,
    Presenter,
    Provider,
)
from recert.catalogue.queries import (
    ProviderDuty,
    course_for_staff,
    provider_for_staff,
)
from recert.catalogue.records import edition_columns, edition_draft, tidied
from recert.journal.actions import Plain, write
from recert.lib.refusals import Refused, refuse_all
from recert.people.actions import id_of
from recert.people.models import Person

_MOVES_ALONG = (ApprovalState.DRAFT, ApprovalState.RETURNED)
"""Applications nobody decides on right now: they are about the edition as it is put right."""


@transaction.atomic
def enter_course(
    *, by: Person, at: datetime, provider_slug: str, number: str, draft: CourseDraft
) -> Course:
    """Enter a course with its first edition; the same one again is the one there is."""
    provider = provider_for_staff(by, provider_slug, ProviderDuty.COURSES)
    return enter_for(by=by, at=at, provider=provider, number=number, draft=draft)


@transaction.atomic
def enter_for(
    *, by: Person | None, at: datetime, provider: Provider, number: str, draft: CourseDraft
) -> Course:
    """Enter a course under a provider; the caller has made sure that it may be entered there."""
    if provider.closed_at is not None:
        raise Refused(_("This provider is closed, so it enters no courses any more."))
    refuse_all([*number_refusals(number), *course_refusals(draft)])
    number = number.strip()
    twin = Course.objects.filter(provider=provider, number=number).first()
    if twin is not None:
        return _same_or_refuse(twin, draft)
    try:
        with transaction.atomic():
            course = Course.objects.create(
                provider=provider, number=number, title=draft.title.strip(), entered_at=at
            )
    except IntegrityError:  # the other click was quicker
        return _same_or_refuse(Course.objects.get(provider=provider, number=number), draft)
    edition = _write(course, 1, draft, at)
    journal_course(at, by, "course-entered", course, {"edition": edition.public_id})
    return course


def _same_or_refuse(twin: Course, draft: CourseDraft) -> Course:
    if edition_draft(newest_edition(twin)) == tidied(draft):
        return twin
    raise Refused(
        _("You have a course with this number: %(title)s. Choose another, or open that one.")
        % {"title": twin.title},
        "number",
    )


@transaction.atomic
def mend_edition(
    *, by: Person, at: datetime, provider_slug: str, course_id: str, draft: CourseDraft
) -> CourseEdition:
    """Put the newest edition right while nothing rests on it; what it said before stays on record.

    Classes, and applications that came back to the provider, move to it.
    """
    course = course_for_staff(by, provider_slug, course_id, ProviderDuty.COURSES)
    Course.objects.select_for_update().get(pk=course.pk)  # one at a time
    refuse_all(course_refusals(draft))
    old = newest_edition(course)
    if edition_draft(old) == tidied(draft):
        return old
    if rests_on(old):
        raise Refused(
            _("A body or a transcript relies on this edition as it is. Enter a new one instead.")
        )
    new = _write(course, 0, draft, at)  # until the old one has made room
    CourseEdition.objects.filter(pk=old.pk).update(superseded_by=new)
    new.number = old.number
    new.save(update_fields=["number"])
    CourseClass.objects.filter(edition=old).update(edition=new)
    CourseApproval.objects.filter(edition=old, state__in=_MOVES_ALONG).update(edition=new)
    _retitle(course, new)
    journal_course(at, by, "edition-mended", course, {"edition": new.public_id})
    return new


@transaction.atomic
def new_edition(
    *, by: Person, at: datetime, provider_slug: str, course_id: str, draft: CourseDraft
) -> CourseEdition:
    """Teach the course anew from `draft.since` on; earlier editions stay what they are."""
    course = course_for_staff(by, provider_slug, course_id, ProviderDuty.COURSES)
    Course.objects.select_for_update().get(pk=course.pk)  # one at a time
    if course.retired_at is not None:
        raise Refused(_("This course is retired. Bring it back before you enter an edition."))
    refuse_all(course_refusals(draft))
    last = newest_edition(course)
    if edition_draft(last) == tidied(draft):
        return last  # the same form, sent twice
    if draft.since <= last.since:
        raise Refused(
            _("The edition before is taught from %(day)s on. A new one begins later.")
            % {"day": last.since.isoformat()},
            "since",
        )
    edition = _write(course, last.number + 1, draft, at)
    _retitle(course, edition)
    journal_course(at, by, "edition-entered", course, {"edition": edition.public_id})
    return edition


@transaction.atomic
def list_course(
    *, by: Person, at: datetime, provider_slug: str, course_id: str, listed: bool = True
) -> Course:
    """Show the course in the public catalogue, or take it out; twice is once."""
    course = course_for_staff(by, provider_slug, course_id, ProviderDuty.COURSES)
    if listed and course.retired_at is not None:
        raise Refused(_("This course is retired. Bring it back before you list it."))
    if Course.objects.filter(pk=course.pk, is_listed=not listed).update(is_listed=listed):
        journal_course(at, by, "course-listed" if listed else "course-unlisted", course)
        lay_out(on=at.date(), courses=[course])
    course.refresh_from_db()
    return course


@transaction.atomic
def retire_course(
    *, by: Person, at: datetime, provider_slug: str, course_id: str, retired: bool = True
) -> Course:
    """Teach a course no more, or again. What was completed, and classes under way, stay."""
    course = course_for_staff(by, provider_slug, course_id, ProviderDuty.COURSES)
    changed = Course.objects.filter(pk=course.pk, retired_at__isnull=retired).update(
        retired_at=at if retired else None, is_listed=False
    )
    if changed:
        journal_course(at, by, "course-retired" if retired else "course-brought-back", course)
    course.refresh_from_db()
    return course


def rests_on(edition: CourseEdition) -> bool:
    """Whether a completion, or an application that waits or was decided, refers to an edition.

    Rooms above are asked through the keys they have to it, whichever they are.
    """
    for relation in CourseEdition._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel):
            continue
        model = relation.related_model
        if model in (CourseEdition, CourseClass, Presenter):
            continue
        rows = model._base_manager.filter(**{relation.field.name: edition})
        if model is CourseApproval:
            rows = rows.exclude(state__in=(*_MOVES_ALONG, ApprovalState.WITHDRAWN))
        if rows.exists():
            return True
    return False


def _write(course: Course, number: int, draft: CourseDraft, at: datetime) -> CourseEdition:
    draft = tidied(draft)
    edition = CourseEdition.objects.create(
        course=course, number=number, entered_at=at, **edition_columns(draft)
    )
    Presenter.objects.bulk_create(
        Presenter(edition=edition, name=each.name, qualification=each.qualification)
        for each in draft.presenters
    )
    return edition


def _retitle(course: Course, edition: CourseEdition) -> None:
    course.title = edition.title
    course.save(update_fields=["title"])


def journal_course(
    at: datetime,
    by: Person | None,
    code: str,
    course: Course,
    detail: dict[str, Plain] | None = None,
) -> None:
    """Write down what happened to a course."""
    write(
        at=at,
        by=id_of(by),
        code=f"catalogue.{code}",
        subject=f"course:{course.public_id}",
        detail={"provider": course.provider.slug, **(detail or {})},
    )
