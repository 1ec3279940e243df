"""A course's own page: what it is, who gives credit for it, when it is held, what it is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from recert.catalogue.course_queries import applications_of, course_once_offered
from recert.catalogue.drafting import draft_of
from recert.catalogue.models import APPROVED, Course, CourseApproval, CourseClass, CourseEdition
from recert.catalogue.queries import editions_of
from recert.catalogue.searching import Asked, classes_asked_for
from recert.completions.recalled import given_on, recalls_to_warn_of
from recert.completions.reliability import reliability_of
from recert.enrolments.models import Enrolment
from recert.enrolments.prices import Price, prices_for
from recert.enrolments.queries import free_in_each, standings_in
from recert.lib.days import local_day
from recert.payments.models import Seller
from recert.payments.queries import terms_of
from recert.payments.taxes import rate_words
from recert.people.models import Person
from recert.standing.filling import Learner, worths
from recert.web.clock import now, today
from recert.web.components.class_words import ClassView, class_view
from recert.web.components.course_words import ApprovalView, approval_view, edition_rows
from recert.web.components.languages import languages
from recert.web.components.lists import Row
from recert.web.components.place_words import cents_words
from recert.web.components.worth import WorthView, would_be
from recert.web.public.catalogue_learner import examples_to_choose, reader_of
from recert.web.public.catalogue_schema import schema_of

MOST_CLASSES = 50


@dataclass(frozen=True, slots=True)
class ClassLine:
    """One class to come: what it costs the reader, how many places are free."""

    view: ClassView
    price: str
    member_of: str  # the body whose member price it is
    others: tuple[tuple[str, str], ...]  # what members of which body pay, where that is not theirs
    free: int | None
    is_open: bool  # whether one can still enrol
    mine: Enrolment | None  # the place the reader has, or waits for


def course_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """A listed course, for anybody; of one that is taught no more, that it is gone."""
    course, at = course_once_offered(public_id), now(request)
    if course.retired_at is not None or course.provider.closed_at is not None:
        return render(request, "public/course_gone.html", {"course": course}, status=410)
    on = today(request, course.provider.zone)
    editions = list(editions_of(course).prefetch_related("presenters").order_by("-number"))
    edition = _taught(editions, on)
    rows = _classes(course, at)
    taken_on = _next_day(rows, on)
    given = given_on(edition, taken_on, on)
    reader = reader_of(request, like=request.GET.get("like", "")[:200])
    context = {
        "course": course,
        "edition": edition,
        "provider": course.provider,
        "rows": _rows(edition),
        "lines": _lines(request, rows, at),
        "tax": _tax_words(course.provider.seller, rows),
        "is_more": len(rows) == MOST_CLASSES,
        "is_dated": any(row.starts_at is not None for row in rows),
        "approvals": _approvals(course, edition, on),
        "by_provider": [approval_view(each, on) for each in given if each._state.adding],
        "worths": _worth(edition, reader.learner, taken_on, given),
        "taken_on": taken_on,
        "recalled": recalls_to_warn_of(course, on),
        "is_today": taken_on == on,
        "reader": reader,
        "examples": [] if reader.learner and not reader.is_example else examples_to_choose(),
        "like": request.GET.get("like", ""),
        "before": [each for each in editions if each.pk != edition.pk],
        "reliability": reliability_of(course.provider, on),
        "canonical": settings.SITE_URL + reverse("public:course", args=[course.public_id]),
        "schema": schema_of(edition, rows),
    }
    return render(request, "public/course.html", context)


def _tax_words(seller: Seller | None, rows: Sequence[CourseClass]) -> str:
    """That a tax comes on top of the prices that are shown, where one does."""
    if seller is None or not any(row.cents and not row.tax_free for row in rows):
        return ""
    terms = terms_of(seller)
    if not terms.tax_name or not terms.tax_added:
        return ""
    words = {"tax": terms.tax_name, "rate": rate_words(terms)}
    return _("Prices are without %(tax)s: %(rate)s %% come on top of them.") % words


def _taught(editions: Sequence[CourseEdition], on: date) -> CourseEdition:
    """The edition taught on a day: the newest that has begun, or else the first."""
    return next((each for each in editions if each.since <= on), editions[-1])


def _classes(course: Course, at: datetime) -> list[CourseClass]:
    """Its classes to come, the next first, and then what is open at any time."""
    rows = classes_asked_for(Asked(), at, [course.pk])
    soonest = F("starts_at").asc(nulls_last=True)
    rows = rows.select_related("edition").prefetch_related("member_prices__body")
    return list(rows.order_by(soonest, "id")[:MOST_CLASSES])


def _next_day(rows: Sequence[CourseClass], on: date) -> date:
    """When somebody who begins now would complete it: after the next class, or today."""
    if not rows or rows[0].ends_at is None or any(row.starts_at is None for row in rows):
        return on
    return max(on, local_day(rows[0].ends_at, rows[0].zone))


def _rows(edition: CourseEdition) -> list[Row]:
    """What it is, and in which language."""
    named = dict(languages()).get(edition.language[:2], edition.language)
    return [*edition_rows(edition), Row(label=_("Language"), value=named)]


def _approvals(course: Course, edition: CourseEdition, on: date) -> list[ApprovalView]:
    """Which bodies approved the edition, those that speak today first."""
    given = applications_of(course.provider).filter(edition=edition, state=APPROVED)
    views = [approval_view(each, on) for each in given.order_by("body__name", "-since")]
    return sorted(views, key=lambda view: view.tone == "quiet")


def _worth(
    edition: CourseEdition, learner: Learner | None, on: date, given: Sequence[CourseApproval]
) -> list[WorthView]:
    if learner is None:
        return []
    (found,) = worths(learner, [draft_of(edition, edition.course.provider.slug, on, given)])
    return would_be(found)


def _lines(request: HttpRequest, rows: Sequence[CourseClass], at: datetime) -> list[ClassLine]:
    """Every class with the price that is the reader's, and the places that are free."""
    prices: dict[int, Price] = {}
    places: dict[int, Enrolment] = {}
    if isinstance(request.user, Person):
        prices = prices_for(request.user, rows, at)
        places = standings_in(request.user, rows)
    free = free_in_each(rows)
    return [_line(row, prices.get(row.pk), free[row.pk], places.get(row.pk), at) for row in rows]


def _line(
    row: CourseClass, price: Price | None, free: int | None, place: Enrolment | None, at: datetime
) -> ClassLine:
    mine = price or Price(row.cents, row.currency, row.cents)
    others = [
        (each.body.name, cents_words(each.cents, row.currency))
        for each in row.member_prices.all()
        if each.cents < mine.cents
    ]
    return ClassLine(
        view=class_view(row, at),
        price=cents_words(mine.cents, mine.currency),
        member_of=mine.member_of.name if mine.member_of else "",
        others=tuple(others),
        free=free,
        is_open=row.enrol_until is None or row.enrol_until >= at,
        mine=place,
    )
