"""The catalogue of courses: what fits, and what each is worth to the reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from recert.catalogue.drafting import approvals_on, draft_of
from recert.catalogue.models import CourseApproval, CourseClass, CourseEdition, Findable
from recert.catalogue.searching import (
    Asked,
    Found,
    classes_asked_for,
    search,
    search_filling,
    shapes_asked_for,
)
from recert.people.models import Person
from recert.rules.facts import Delivery, Kind
from recert.standing.filling import Learner, shares, worths
from recert.standing.words import capital
from recert.standing.words.pace import pace_words
from recert.standing.words.vocabulary import word
from recert.web.clock import now
from recert.web.components.class_words import ClassView, class_view
from recert.web.components.course_words import length_words
from recert.web.components.worth import WorthView, would_be
from recert.web.public.catalogue_form import TITLE, CatalogueForm, form_of
from recert.web.public.catalogue_learner import Reader, examples_to_choose, reader_of


@dataclass(frozen=True, slots=True)
class Card:
    """One course on the page; worth nothing is said where nobody is known."""

    edition: CourseEdition
    what: str
    worths: tuple[WorthView, ...]
    bodies: tuple[str, ...]
    next_class: ClassView | None
    more_classes: int


def catalogue_page(request: HttpRequest) -> HttpResponse:
    """A page of courses, what fills most of what the reader misses first."""
    form, at = form_of(request), now(request)
    said = form.cleaned_data
    reader = reader_of(request, said.get("fills", ""), said.get("like", ""))
    found, by_filling = _found(request, form, reader, at)
    context = {
        "form": form,
        "found": found,
        "cards": _cards(found.rows, reader.learner, form.asked, at),
        "first": found.rows[0].course.public_id if found.rows else "",
        "last": found.rows[-1].course.public_id if found.rows else "",
        "reader": reader,
        "by_filling": by_filling,
        "examples": [] if reader.learner and not reader.is_example else examples_to_choose(),
        "is_filtered": any(value for name, value in said.items() if name not in ("order", "like")),
        "pace": "" if reader.is_example else _pace(reader.learner),
        "is_known": isinstance(request.user, Person),
    }
    return render(request, "public/catalogue.html", context, status=422 if form.errors else 200)


def _found(
    request: HttpRequest, form: CatalogueForm, reader: Reader, at: datetime
) -> tuple[Found, bool]:
    asked = form.asked
    mark = {
        "after": request.GET.get("after", "")[:24],
        "before": request.GET.get("before", "")[:24],
    }
    learner = reader.learner
    if learner is None or not learner.short or form.cleaned_data.get("order") == TITLE:
        return search(asked, at, **mark), False
    counts = shapes_asked_for(asked, at)
    only = {"holding": reader.holding, "clause": reader.clause}
    fills = shares(learner, counts, at.date(), **only)
    found = search_filling(asked, at, fills, counts, only=bool(reader.holding), **mark)
    return found, True


def _pace(learner: Learner | None) -> str:
    """How often a programme would do for the certification that presses most: advice."""
    short = [
        (each.hours_short / days, each)
        for each in (learner.short if learner else ())
        if (days := (each.until - each.standing.as_of).days) > 0
    ]
    if not short:
        return ""
    _press, tightest = max(short, key=lambda each: each[0])
    return pace_words(tightest.hours_short, tightest.until, tightest.standing.as_of)


def _cards(
    rows: Sequence[Findable], learner: Learner | None, asked: Asked, at: datetime
) -> list[Card]:
    """As many queries for a page of courses as for one."""
    editions = [row.edition for row in rows if row.edition is not None]
    on = at.date()
    approvals = approvals_on(editions, on)
    held = _classes(editions, asked, at)
    worth = _worths(editions, learner, approvals, on)
    return [
        Card(
            edition=edition,
            what=_what(edition),
            worths=worth.get(edition.pk, ()),
            bodies=tuple(each.body.name for each in approvals[edition.pk]),
            next_class=class_view(held[edition.course_id][0], at)
            if held.get(edition.course_id)
            else None,
            more_classes=len(held.get(edition.course_id, ())) - 1,
        )
        for edition in editions
    ]


def _what(edition: CourseEdition) -> str:
    """The sort of learning, how it reaches people, and how long it is."""
    parts = [capital(word(Kind(edition.kind))), str(word(Delivery(edition.delivery)))]
    if edition.minutes is not None:
        parts.append(length_words(edition.minutes))
    return ", ".join(parts)


def _classes(
    editions: Sequence[CourseEdition], asked: Asked, at: datetime
) -> dict[int, list[CourseClass]]:
    """The next classes of these courses that were asked for, by the course's row."""
    rows = classes_asked_for(asked, at).filter(
        edition__course__in=[edition.course_id for edition in editions]
    )
    found: dict[int, list[CourseClass]] = {}
    soonest = F("starts_at").asc(nulls_last=True)
    for row in rows.select_related("edition").order_by(soonest, "id"):
        found.setdefault(row.edition.course_id, []).append(row)
    return found


def _worths(
    editions: Sequence[CourseEdition],
    learner: Learner | None,
    approvals: dict[int, list[CourseApproval]],
    on: date,
) -> dict[int, tuple[WorthView, ...]]:
    """What each would be worth to the reader who completed it today."""
    if learner is None:
        return {}
    drafts = [
        draft_of(edition, edition.course.provider.slug, on, approvals[edition.pk])
        for edition in editions
    ]
    found = worths(learner, drafts)
    return {
        edition.pk: tuple(would_be(each)) for edition, each in zip(editions, found, strict=True)
    }
