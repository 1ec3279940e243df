"""Courses and classes by API: looked at, and entered or put right by your own numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from ninja import Path, Query, Router

from recert.catalogue.actions import enter_course, mend_edition, new_edition, plan_class
from recert.catalogue.actions.courses import rests_on
from recert.catalogue.course_queries import newest_edition
from recert.catalogue.entering import CourseDraft
from recert.catalogue.models import Course, CourseClass, CourseEdition, Provider, Source
from recert.catalogue.queries import courses_of
from recert.catalogue.records import class_draft, edition_draft, tidied
from recert.enrolments.actions import change_for_all
from recert.lib.refusals import NotFound, Refused
from recert.people.models import Person
from recert.web.api import catalogue_shapes as shapes
from recert.web.api.completions import REFUSALS
from recert.web.api.keys import KeyRequest, acting_for, refuse_narrow
from recert.web.api.paging import Cursor, Limit, etag_of, page_of, refuse_stale, say_next
from recert.web.api.problems import INVALID, Halted, Wrong
from recert.web.api.shapes import Refusal
from recert.web.api.written import written_day, written_moment
from recert.web.clock import true_now

router = Router(tags=["catalogue"])

Number = Annotated[str, Path(max_length=60, description="Your own number of it.")]


@router.get(
    "/courses",
    response={200: shapes.CoursesOut, REFUSALS: Refusal},
    operation_id="list_courses",
    summary="List courses",
    url_name="courses",
)
def list_courses(
    request: KeyRequest,
    response: HttpResponse,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> dict[str, Any]:
    """The courses this key reports for, the newest first, retired ones too."""
    found, after = page_of(_courses(request.auth), cursor, limit)
    say_next(request, response, after)
    return {"courses": [course_out(each) for each in found], "next": after}


@router.get(
    "/courses/{path:number}",
    response={200: shapes.CourseOut, REFUSALS: Refusal},
    operation_id="get_course",
    summary="Look at a course",
    url_name="course",
)
def get_course(request: KeyRequest, response: HttpResponse, number: Number) -> dict[str, Any]:
    """A course in its newest edition."""
    found = _course(request.auth, number)
    if found is None:
        raise NotFound
    return _tagged(response, course_out(found))


@router.put(
    "/courses/{path:number}",
    response={200: shapes.CourseOut, REFUSALS: Refusal},
    operation_id="put_course",
    summary="Enter a course, or say it anew",
    url_name="course_put",
)
def put_course(
    request: KeyRequest, response: HttpResponse, number: Number, body: shapes.CourseIn
) -> dict[str, Any]:
    """The course by your number, entered if it is not there. The same again changes nothing.

    What a body approved or somebody completed stays as it was: then a new edition is entered,
    taught from `since` on. `If-Match` and `If-None-Match: *` are honoured.
    """
    source = request.auth
    with transaction.atomic():
        _one_at_a_time(source)
        found = _course(source, number)
        refuse_stale(request, course_out(found) if found else None)
        if found is None:
            refuse_narrow(source)
        _put_course(acting_for(source), source, number, found, body.draft())
        kept = _course(source, number.strip())
    assert kept is not None  # it was entered just now
    return _tagged(response, course_out(kept))


def _put_course(
    by: Person, source: Source, number: str, found: Course | None, draft: CourseDraft
) -> None:
    at, slug = true_now(), source.provider.slug
    if found is None:
        enter_course(by=by, at=at, provider_slug=slug, number=number, draft=draft)
        return
    there = newest_edition(found)
    kept = edition_draft(there)
    same_parts = replace(tidied(draft), parts=kept.parts)
    if kept in (same_parts, replace(same_parts, since=kept.since)):
        return
    course_id = found.public_id
    if rests_on(there):
        new_edition(by=by, at=at, provider_slug=slug, course_id=course_id, draft=same_parts)
    else:
        mend_edition(by=by, at=at, provider_slug=slug, course_id=course_id, draft=same_parts)


@router.get(
    "/classes",
    response={200: shapes.ClassesOut, REFUSALS: Refusal},
    operation_id="list_classes",
    summary="List classes",
    url_name="classes",
)
def list_classes(
    request: KeyRequest,
    response: HttpResponse,
    course: Annotated[str, Query(max_length=60, description="Your number of the course.")] = "",
    limit: Limit = 50,
    cursor: Cursor = "",
) -> dict[str, Any]:
    """The classes of the courses this key reports for, the last entered first."""
    rows = _classes(request.auth)
    if course:
        rows = rows.filter(edition__course__number=course)
    found, after = page_of(rows, cursor, limit)
    say_next(request, response, after)
    return {"classes": [class_out(each) for each in found], "next": after}


@router.get(
    "/classes/{path:number}",
    response={200: shapes.ClassOut, REFUSALS: Refusal},
    operation_id="get_class",
    summary="Look at a class",
    url_name="class",
)
def get_class(request: KeyRequest, response: HttpResponse, number: Number) -> dict[str, Any]:
    """A class by your number of it."""
    found = _class(request.auth, number)
    if found is None:
        raise NotFound
    return _tagged(response, class_out(found))


@router.put(
    "/classes/{path:number}",
    response={200: shapes.ClassOut, REFUSALS: Refusal},
    operation_id="put_class",
    summary="Plan a class, or change it",
    url_name="class_put",
)
def put_class(
    request: KeyRequest, response: HttpResponse, number: Number, body: shapes.ClassIn
) -> dict[str, Any]:
    """The class by your number, planned if it is not there. The same again changes nothing.

    Whoever is enrolled is told of what changes for them. `If-Match` and `If-None-Match: *`
    are honoured.
    """
    source = request.auth
    number = number.strip()
    with transaction.atomic():
        _one_at_a_time(source)
        found = _class(source, number)
        refuse_stale(request, class_out(found) if found else None)
        _put_class(acting_for(source), source, number, found, body)
        kept = _class(source, number)
    assert kept is not None  # it was planned just now
    return _tagged(response, class_out(kept))


def _put_class(
    by: Person, source: Source, number: str, found: CourseClass | None, body: shapes.ClassIn
) -> None:
    at, slug = true_now(), source.provider.slug
    if not number:
        raise Halted(INVALID, errors=[Wrong("number", "A class has a number.", "Send one.")])
    course = _course(source, body.course)
    if course is None:
        wrong = Wrong("course", "This key knows no such course.", "Enter it first.", body.course)
        raise Halted(INVALID, errors=[wrong])
    if found is None:
        plan_class(
            by=by,
            at=at,
            provider_slug=slug,
            course_id=course.public_id,
            edition_id=newest_edition(course).public_id,
            draft=body.draft(number, None),
        )
        return
    if found.edition.course_id != course.pk:
        raise Refused("A class stays one of its course. Plan another for this one.", "course")
    change_for_all(
        by=by,
        at=at,
        provider_slug=slug,
        class_id=found.public_id,
        draft=body.draft(number, class_draft(found)),
    )


# ---------------------------------------------------------------- what a key sees


def _one_at_a_time(source: Source) -> None:
    Provider.objects.select_for_update(no_key=True).get(pk=source.provider_id)


def _courses(source: Source) -> QuerySet[Course]:
    rows = courses_of(source.provider)
    chosen = list(source.courses.values_list("pk", flat=True))
    if chosen:
        rows = rows.filter(pk__in=chosen)
    editions = CourseEdition.objects.filter(superseded_by=None).prefetch_related("presenters")
    return rows.prefetch_related(Prefetch("editions", editions.order_by("-number")))


def _course(source: Source, number: str) -> Course | None:
    """The course of this number, if the key reports for it."""
    return _courses(source).filter(number=number.strip()).first()


def _classes(source: Source) -> QuerySet[CourseClass]:
    rows = CourseClass.objects.filter(edition__course__provider=source.provider)
    chosen = list(source.courses.values_list("pk", flat=True))
    if chosen:
        rows = rows.filter(edition__course__in=chosen)
    return rows.select_related("edition__course").prefetch_related("member_prices__body")


def _class(source: Source, number: str) -> CourseClass | None:
    """The class of this number, the last one where a number was given twice."""
    return _classes(source).filter(number=number).order_by("-pk").first() if number else None


def _tagged(response: HttpResponse, content: dict[str, Any]) -> dict[str, Any]:
    response.headers["ETag"] = etag_of(content)
    return content


def course_out(row: Course) -> dict[str, Any]:
    """A course in its newest edition, with `editions` at hand."""
    edition = row.editions.all()[0]
    return {
        "id": row.public_id,
        "number": row.number,
        "title": edition.title,
        "edition": edition.number,
        "kind": edition.kind,
        "delivery": edition.delivery,
        "since": written_day(edition.since),
        "minutes": edition.minutes,
        "topics": sorted(edition.topics),
        "summary": edition.summary,
        "objectives": edition.objectives,
        "presenters": [
            {"name": each.name, "qualification": each.qualification}
            for each in edition.presenters.all()
        ],
        "assessed": edition.assessed,
        "pass_percent": edition.pass_percent,
        "cards": sorted(edition.cards),
        "card_months": edition.card_months,
        "language": edition.language,
        "accessibility": edition.accessibility,
        "evidence_note": edition.evidence_note,
        "is_listed": row.is_listed,
        "is_retired": row.retired_at is not None,
    }


def class_out(row: CourseClass) -> dict[str, Any]:
    """A class as it stands."""
    return {
        "id": row.public_id,
        "number": row.number,
        "course": row.edition.course.number,
        "edition": row.edition.number,
        "zone": row.zone,
        "starts": written_moment(row.starts_at),
        "ends": written_moment(row.ends_at),
        "enrol_until": written_moment(row.enrol_until),
        "place": row.place,
        "city": row.city,
        "region": row.region,
        "country": row.country,
        "link": row.link,
        "joining": row.joining,
        "seats": row.seats,
        "cents": row.cents,
        "currency": row.currency,
        "least_minutes": row.least_minutes,
        "is_listed": row.is_listed,
        "cancelled_at": written_moment(row.cancelled_at),
    }
